"""A passage in its surroundings, or a whole text, marked as with a pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser

from app.core.events import TextForm
from app.gui.evidence.layout import Block, set_text
from app.gui.evidence.rows import Table
from app.gui.evidence.text_writer import Marked, TextWriter, n_drawn
from app.gui.language import tr
from app.gui.theme import Theme

_AT_ONCE = 80  # lines and cells that are drawn before the window gets its turn again
_MARGIN = 16
_LONG = 1200  # lines and cells that take too long to be laid out at each step of a drag
_REST_MS = 150  # without another size, before they are


class PassageText(QTextBrowser):
    """Offsets count code points, as the stored locators do. A long text is drawn as far as it is
    looked at, so that none makes the window wait. No HTML reaches the document."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._form: TextForm = "words"
        self._headings: Mapping[str, int] = {}
        self._marked = Marked()
        self._waiting: Iterator[Block | Table] = iter(())
        self._next: Block | Table | None = None
        self._writer = TextWriter(theme, "", self._marked, 0)
        self._scrolled = True  # to the mark
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(tr("Passage in its surroundings"))
        self.document().setDocumentMargin(_MARGIN)
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._go_on)
        self._drawn = 0  # lines and cells
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.setInterval(_REST_MS)
        self._rested.timeout.connect(self._fit)
        self.verticalScrollBar().valueChanged.connect(self._more_if_near)
        theme.changed.connect(self._draw)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None

    def show_passage(
        self,
        text: str,
        start: int,
        end: int,
        quote: str = "",
        *,
        form: TextForm = "words",
        headings: Mapping[str, int] | None = None,
    ) -> None:
        """Show `text` with [start, end) marked, and bring that into view. A `quote` from within
        is marked strongly, and what is around it faintly. `form` and `headings` as of
        `app.core.events.ItemText`."""
        self._text, self._form, self._headings = text, form, headings or {}
        at = text.find(quote, start, end) if quote else -1
        quoted = (at, at + len(quote)) if at >= 0 else (start, end)
        self._marked = Marked((start, end), quoted)
        self._draw()

    def quoted_text(self) -> str:
        return self._text[slice(*self._marked.sentence)]

    def marked_text(self) -> str:
        return self._text[slice(*self._marked.passage)]

    @property
    def is_whole(self) -> bool:
        """All of the text is drawn."""
        return self._next is None

    # --- drawing ---

    def _draw(self) -> None:
        self._writer = TextWriter(self._theme, self._text, self._marked, self._room())
        self.clear()
        self._drawn = 0
        self.setLineWrapMode(self.LineWrapMode.WidgetWidth)
        self._waiting = set_text(self._text, self._form, self._headings)
        self._next = next(self._waiting, None)
        self._write()
        self._scrolled = False
        self._more.start()

    def _room(self) -> float:
        return float(self.viewport().width() - 2 * _MARGIN - 2)

    def _write(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        left = _AT_ONCE
        while self._next is not None and left > 0:
            self._writer.write(cursor, self._next)
            left -= n_drawn([self._next])
            self._next = next(self._waiting, None)
        cursor.endEditBlock()
        self._drawn += _AT_ONCE - left
        if self._drawn > _LONG and self.lineWrapMode() == self.LineWrapMode.WidgetWidth:
            self.setLineWrapMode(self.LineWrapMode.FixedPixelWidth)
            self.setLineWrapColumnOrWidth(self.viewport().width())

    def _go_on(self) -> None:
        """As far as it is looked at, and a little further; first of all to the mark."""
        unmarked = self._marked.sentence[1] > self._marked.sentence[0] and (
            self._writer.first_mark < 0
        )
        if not self._is_near_end() and not unmarked:
            self._scroll_to_mark()
        elif self._next is not None:
            self._write()
            self._more.start()
        else:
            self._scroll_to_mark()

    def _is_near_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.maximum() - bar.value() < 2 * max(200, self.viewport().height())

    def _more_if_near(self) -> None:
        if self._next is not None and self._is_near_end():
            self._write()

    def _scroll_to_mark(self) -> None:
        if self._scrolled:
            return
        self._scrolled = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(max(0, self._writer.first_mark))
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(max(0, top - self.viewport().height() // 4))
        self.horizontalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._drawn > _LONG:
            self._rested.start()
        else:
            self._fit()

    def _fit(self) -> None:
        """To the width that it was left at."""
        if self.lineWrapMode() == self.LineWrapMode.FixedPixelWidth:
            self.setLineWrapColumnOrWidth(self.viewport().width())
        self._writer.refit(self.document(), self._room())
        if self._next is not None:
            self._more.start()
