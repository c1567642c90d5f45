"""An answer as text on the page: our small Markdown, and citation chips one can click or tab to."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from app.gui.conversation.chips import CHIP, CURRENT, ChipPainter, chip_format, pending_format
from app.gui.markdown import Block, Span, parse, plain
from app.gui.theme import Theme

_OBJECT = "\ufffc"
_NO_BREAK = "\u00a0"


class AnswerText(QTextBrowser):
    """As tall as its text. `marker_opened` carries the number of a chip.

    Only what `app.gui.markdown` understands is formatted; no HTML reaches the document, and
    `loadResource` gives nothing, so no text can make it read a file or an address."""

    marker_opened = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._support: dict[int, bool] = {}
        self._current: int | None = None
        self._streaming = False
        self._drawing = False
        self._chips: list[tuple[int, int]] = []  # where in the document, and the number
        self._settled = (0, 0)  # streaming: characters drawn for good, and where they end
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Answer")
        self.document().setDocumentMargin(0)
        self.document().documentLayout().registerHandler(CHIP, ChipPainter(theme, self))
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.anchorClicked.connect(self._open)
        theme.changed.connect(self._draw)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None

    def show_answer(self, text: str, support: Mapping[int, bool]) -> None:
        """`support` says for each marker whether its citation passed the test."""
        self._text, self._support = text, dict(support)
        self._streaming = False
        self.setAccessibleDescription(plain(text))
        self._draw()

    def append_raw(self, text: str) -> None:
        """Streaming: shown at once; its markers are not checked yet and open nothing."""
        self._text += text
        self._streaming = True
        self._draw_tail()

    def show_so_far(self, text: str, support: Mapping[int, bool]) -> None:
        """Streaming: what was shown, with the numbers that its sentences have earned meanwhile."""
        self._text, self._support = text, dict(support)
        self._streaming = True
        self._draw()

    def set_current(self, marker: int | None) -> None:
        """Only the look of chips changes: drawing all anew would lose the one with the focus."""
        if marker == self._current:
            return
        self._current = marker
        cursor = QTextCursor(self.document())
        for position, number in self._chips:
            cursor.setPosition(position)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setProperty(CURRENT, number == marker)
            cursor.mergeCharFormat(look)

    def text(self) -> str:
        return self._text

    def markers(self) -> list[int]:
        return sorted(self._support)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by Tab lands on a chip: the first, or backwards the last."""
        super().focusInEvent(event)
        if self._support and event.reason() == Qt.FocusReason.TabFocusReason:
            self.focusNextPrevChild(True)
        elif self._support and event.reason() == Qt.FocusReason.BacktabFocusReason:
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
        if not self.hasFocus() or at.selectedText() != _OBJECT:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Page keys and arrows belong to the conversation around it.
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(320, round(self.document().size().height()))

    def _open(self, url: QUrl) -> None:
        if url.scheme() == "cite":
            self.marker_opened.emit(int(url.path()))

    def _fit(self) -> None:
        if self._drawing:
            return
        self.setFixedHeight(max(1, round(self.document().size().height()) + 2))

    def _draw(self) -> None:
        self.setFont(self._theme.font("reading"))
        self.document().setDefaultFont(self._theme.font("reading"))
        if not self._support and not self._text:
            return
        self.clear()
        self._settled = (0, 0)
        self._chips = []
        self._draw_tail()

    def _draw_tail(self) -> None:
        """Draw what is not settled. While an answer streams, whole paragraphs settle, so that the
        work of a tick does not grow with the answer."""
        self._drawing = True
        n_chars, position = self._settled
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        split = self._text.rfind("\n\n", n_chars) if self._streaming else -1
        if split > n_chars and self._text.count("```", 0, split) % 2 == 0:
            self._insert_blocks(cursor, parse(self._text[n_chars:split]))
            n_chars, position = self._settled = (split, cursor.position())
        self._insert_blocks(cursor, parse(self._text[n_chars:]))
        cursor.endEditBlock()
        self._drawing = False
        self._fit()

    def _insert_blocks(self, cursor: QTextCursor, blocks: list[Block]) -> None:
        for at, block in enumerate(blocks):
            last = at == len(blocks) - 1 and not self._streaming
            self._insert(cursor, block, first=cursor.position() == 0, last=last)

    def _insert(self, cursor: QTextCursor, block: Block, *, first: bool, last: bool) -> None:
        shape = QTextBlockFormat()
        shape.setLineHeight(122, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        listed = block.kind in ("bullet", "number")
        shape.setBottomMargin(0 if last else 4 if listed else 10)
        if block.kind == "heading" and not first:
            shape.setTopMargin(6)
        if listed:
            shape.setLeftMargin(20 + 20 * block.level)
            shape.setTextIndent(-18)
            tab = QTextOption.Tab(18.0, QTextOption.TabType.LeftTab)
            shape.setTabPositions([tab])
        if block.kind == "code":
            shape.setBackground(QColor(self._theme.palette.hover))
            shape.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if first:
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)
        if listed:
            lead = "•" if block.kind == "bullet" else f"{block.label}."
            cursor.insertText(lead + "\t", self._plain_format())
        # a list's line that has only begun has no words yet
        for span, after in itertools.zip_longest(block.spans, block.spans[1:]):
            text = span.text
            if after is not None and after.marker is not None and text.endswith(" "):
                text = text[:-1] + _NO_BREAK  # no line begins with the number of the one before
            self._insert_span(cursor, span, text, heading=block.kind == "heading")

    def _insert_span(self, cursor: QTextCursor, span: Span, text: str, *, heading: bool) -> None:
        if span.marker is None:
            cursor.insertText(text, self._format(span, heading=heading))
        elif self._streaming and span.marker not in self._support:
            cursor.insertText(_OBJECT, pending_format(span.marker))
        elif span.marker in self._support:
            supported = self._support[span.marker]
            current = span.marker == self._current
            chip = chip_format(span.marker, supported=supported, current=current)
            self._chips.append((cursor.position(), span.marker))
            cursor.insertText(_OBJECT, chip)
        else:
            cursor.insertText(f"[{span.marker}]", self._plain_format())

    def _plain_format(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self._theme.font("reading"))
        made.setForeground(QColor(self._theme.palette.text))
        return made

    def _format(self, span: Span, *, heading: bool) -> QTextCharFormat:
        made = self._plain_format()
        if span.bold or heading:
            made.setFontWeight(QFont.Weight.DemiBold)
        made.setFontItalic(span.italic)
        if span.code:
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            made.setFontFamilies([fixed.family()])
            made.setFontFixedPitch(True)
            made.setBackground(QColor(self._theme.palette.hover))
        return made
