"""A passage in its surroundings, marked as with a pen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from app.gui.evidence.rows import values_in
from app.gui.language import tr
from app.gui.theme import Theme

FAINT_ALPHA = 60  # of 255: the passage around the sentence


class PassageText(QTextBrowser):
    """Plain text only; offsets count code points, as the stored locators do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[str, int, int] = ("", 0, 0)
        self._quoted = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Passage in its surroundings"))
        self.document().setDocumentMargin(16)
        self._mark = (0, 0)
        self.verticalScrollBar().valueChanged.connect(self._show_rows)
        theme.changed.connect(self._draw)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None

    def show_passage(self, text: str, start: int, end: int, quote: str = "") -> None:
        """Show `text` with [start, end) marked, and bring that into view. A `quote` from within
        is marked strongly, and what is around it faintly."""
        self._shown = (text, start, end)
        at = text.find(quote, start, end) if quote else -1
        self._quoted = (at, at + len(quote)) if at >= 0 else (start, end)
        self._draw()

    def quoted_text(self) -> str:
        text, (first, last) = self._shown[0], self._quoted
        return text[first:last]

    def marked_text(self) -> str:
        text, start, end = self._shown
        return text[start:end]

    def _draw(self) -> None:
        text, start, end = self._shown
        self.clear()
        plain = QTextCharFormat()
        plain.setFont(self._theme.font("reading"))
        plain.setForeground(QColor(self._theme.palette.text_soft))
        marked = QTextCharFormat(plain)
        marked.setForeground(QColor(self._theme.palette.on_highlight))
        marked.setBackground(QColor(self._theme.palette.highlight))
        faint = QTextCharFormat(plain)
        faint.setForeground(QColor(self._theme.palette.text))
        pale = QColor(self._theme.palette.highlight)
        pale.setAlpha(FAINT_ALPHA)
        faint.setBackground(pale)
        shape = QTextBlockFormat()
        shape.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setBlockFormat(shape)
        cursor.insertText(text[:start], plain)
        quote_start, quote_end = self._quoted
        cursor.insertText(text[start:quote_start], faint)
        first = cursor.position()
        cursor.insertText(text[quote_start:quote_end], marked)
        last = cursor.position()
        cursor.insertText(text[quote_end:end], faint)
        cursor.insertText(text[end:], plain)
        cursor.endEditBlock()
        self._mark = (first, last)
        QTimer.singleShot(0, self, self._scroll_to_mark)

    def _scroll_to_mark(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._mark[0])
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(max(0, top - self.viewport().height() // 4))
        self._show_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_rows()

    def _show_rows(self) -> None:
        """Of rows of a table that are seen the values stand out from the names. Only painted: a
        long table would take its time, and nothing may move while one scrolls."""
        ink = QTextCharFormat()
        ink.setForeground(QColor(self._theme.palette.text))
        shown: list[QTextEdit.ExtraSelection] = []
        block = self.cursorForPosition(QPoint(0, 0)).block()
        last = self.cursorForPosition(self.viewport().rect().bottomRight()).block().blockNumber()
        while block.isValid() and block.blockNumber() <= last:
            line = block.text()
            for start, end in values_in(line):
                first = block.position() + _units(line[:start])
                after = first + _units(line[start:end])
                if after <= self._mark[0] or first >= self._mark[1]:
                    shown.append(self._inked(first, after, ink))
            block = block.next()
        self.setExtraSelections(shown)

    def _inked(self, first: int, after: int, ink: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        cursor.setPosition(after, QTextCursor.MoveMode.KeepAnchor)
        made = QTextEdit.ExtraSelection()
        made.cursor, made.format = cursor, ink
        return made


def _units(text: str) -> int:
    """Qt counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
