"""A passage in its surroundings, marked as with a pen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser

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
