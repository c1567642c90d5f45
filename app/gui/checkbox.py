"""A check box drawn in the theme's colours, with its mark and its focus plain to see."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox

from app.gui.theme import Theme

BOX = 16


class CheckBox(QCheckBox):
    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(
            BOX + 10 + metrics.horizontalAdvance(self.text()) + 4, max(22, metrics.height())
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(BOX + 30, self.sizeHint().height())

    def hitButton(self, pos) -> bool:  # type: ignore[no-untyped-def]
        return bool(self.rect().contains(pos))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2.5, (self.height() - BOX) / 2 + 0.5, BOX - 1, BOX - 1)
        on = self.isChecked()
        painter.setBrush(QColor(colours.accent if on else colours.surface))
        painter.setPen(QPen(QColor(colours.accent if on else colours.border_strong), 1))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            ink = QPen(QColor(colours.on_accent), 1.8)
            ink.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(ink)
            left, top = box.left(), box.top()
            mark = [(3.6, 7.8), (6.4, 10.6), (11.4, 4.8)]
            painter.drawPolyline(QPolygonF([QPointF(left + x, top + y) for x, y in mark]))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 5, 5)
        soft = self.property("role") == "soft" or not self.isEnabled()
        painter.setPen(QColor(colours.text_soft if soft else colours.text))
        words = self.rect().adjusted(BOX + 10, 0, 0, 0)
        shown = QFontMetrics(self.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter.value), shown)
