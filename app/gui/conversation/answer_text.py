"""An answer as text on the page: our small Markdown, and citation chips one can click or tab to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextCursor,
)

from app.gui.conversation.answer_writer import (
    OBJECT,
    AnswerWriter,
    Ranges,
    with_doubts,
    without_edges,
)
from app.gui.conversation.chips import CHIP, CURRENT, LIT, ChipPainter
from app.gui.conversation.inline_text import InlineText
from app.gui.language import tr
from app.gui.markdown import parse, plain
from app.gui.theme import Theme


class AnswerText(InlineText):
    """As tall as its text. `marker_opened` carries the number of a chip, `marker_hovered` that of
    the one under the pointer, or None.

    Only what `app.gui.markdown` understands is formatted; no HTML reaches the document, and
    `loadResource` gives nothing, so no text can make it read a file or an address."""

    marker_opened = Signal(int)
    marker_hovered = Signal(object)
    word_clicked = Signal(int)  # the position in the document

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""  # with the edges of doubted sentences
        self._writer = AnswerWriter(theme)
        self._hovered: int | None = None
        self._settled = (0, 0, False)  # streaming: characters drawn for good, their end, in doubt
        self.setAccessibleName(tr("Answer"))
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.document().documentLayout().registerHandler(CHIP, ChipPainter(theme, self))
        self.anchorClicked.connect(self._open)
        theme.changed.connect(self._draw)

    def show_answer(self, text: str, support: Mapping[int, bool], doubts: Ranges = ()) -> None:
        """`support` says for each marker whether its citation passed the test; `doubts` are the
        sentences that nothing bears out, as ranges of `text`."""
        self._show(text, support, doubts, streaming=False)
        self.setAccessibleDescription(plain(text))

    def append_raw(self, text: str) -> None:
        """Streaming: shown at once; its markers are not checked yet and open nothing."""
        self._text += _cleaned(text)
        self._writer.streaming = True
        self._draw_tail()

    def show_so_far(self, text: str, support: Mapping[int, bool], doubts: Ranges = ()) -> None:
        """Streaming: what was shown, with the numbers that its sentences have earned meanwhile."""
        self._show(text, support, doubts, streaming=True)

    def _show(
        self, text: str, support: Mapping[int, bool], doubts: Ranges, *, streaming: bool
    ) -> None:
        self._text = with_doubts(_cleaned(text), doubts)
        self._writer.support, self._writer.streaming = dict(support), streaming
        self._draw()

    def set_current(self, marker: int | None) -> None:
        """Only the look of chips changes: drawing all anew would lose the one with the focus."""
        if marker != self._writer.current:
            self._writer.current = marker
            self._mark(CURRENT, marker)

    def light(self, marker: int | None) -> None:
        """While the pointer is over the card of that number."""
        self._mark(LIT, marker)

    def _mark(self, name: int, marker: int | None) -> None:
        cursor = QTextCursor(self.document())
        for position, number in self._writer.chips:
            cursor.setPosition(position)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setProperty(name, number == marker)
            cursor.mergeCharFormat(look)

    def text(self) -> str:
        return without_edges(self._text)

    def markers(self) -> list[int]:
        return sorted(self._writer.support)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by Tab lands on a chip: the first, or backwards the last."""
        super().focusInEvent(event)
        if self._writer.support and event.reason() == Qt.FocusReason.TabFocusReason:
            self.focusNextPrevChild(True)
        elif self._writer.support and event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.focusNextPrevChild(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        cursor = self.textCursor()
        if cursor.hasSelection() and event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        ):
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's dotted frame about a chip is the colour of the widget's text, which the style sheet
        makes transparent (all that is written here has a colour of its own); this is the ring."""
        super().paintEvent(event)
        chip = self._focused_chip()
        if chip is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(chip, 7, 7)

    def _focused_chip(self) -> QRectF | None:
        """The frame of the chip that Enter would open, in the viewport."""
        at = self.textCursor()
        if not self.hasFocus() or at.selectedText() != OBJECT:
            return None
        ends = []
        for position in (at.selectionStart(), at.selectionEnd()):
            end = QTextCursor(self.document())
            end.setPosition(position)
            ends.append(self.cursorRect(end))
        height = QFontMetricsF(self._theme.font("caption", bold=True)).height() + 4
        middle = ends[0].center().y() + 1
        left, right = ends[0].left(), ends[1].left()
        return QRectF(left, middle - height / 2, right - left, height)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(QUrl(self.anchorAt(event.position().toPoint())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        spot = event.position().toPoint()
        plain_click = event.button() == Qt.MouseButton.LeftButton and not self.anchorAt(spot)
        if plain_click and not self.textCursor().hasSelection():
            self.word_clicked.emit(self.cursorForPosition(spot).position())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QUrl())

    def _hover(self, url: QUrl) -> None:
        number = int(url.path()) if url.scheme() == "cite" else None
        if number != self._hovered:
            self._hovered = number
            self.marker_hovered.emit(number)

    def _open(self, url: QUrl) -> None:
        if url.scheme() == "cite":
            self.marker_opened.emit(int(url.path()))

    def _draw(self) -> None:
        self.setFont(self._theme.font("reading"))
        self.document().setDefaultFont(self._theme.font("reading"))
        if not self._writer.support and not self._text:
            return
        self.clear()
        self._settled = (0, 0, False)
        self._draw_tail()

    def _draw_tail(self) -> None:
        """Draw what is not settled. While an answer streams, whole paragraphs settle, so that the
        work of a tick does not grow with the answer."""
        self.drawing = True
        n_chars, position, doubting = self._settled
        self._writer.resume_at(position, doubting=doubting)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        split = self._text.rfind("\n\n", n_chars) if self._writer.streaming else -1
        if split > n_chars and self._text.count("```", 0, split) % 2 == 0:
            self._writer.write(cursor, parse(self._text[n_chars:split]))
            n_chars, position, _ = self._settled = (
                split,
                cursor.position(),
                self._writer.doubting,
            )
        self._writer.write(cursor, parse(self._text[n_chars:]))
        cursor.endEditBlock()
        self.drawing = False
        self.fit()


def _cleaned(text: str) -> str:
    """The edges are ours; a character of theirs in an answer would be taken for one."""
    return text.replace("\ue000", "\ufffd").replace("\ue001", "\ufffd")
