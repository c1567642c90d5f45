"""Citation markers drawn as chips inside running text."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from app.gui.theme import Theme

CHIP = QTextFormat.ObjectTypes.UserObject.value + 1
MARKER = QTextFormat.Property.UserProperty.value + 1
SUPPORTED = QTextFormat.Property.UserProperty.value + 2
CURRENT = QTextFormat.Property.UserProperty.value + 3
PENDING = QTextFormat.Property.UserProperty.value + 4
LIT = QTextFormat.Property.UserProperty.value + 5


def chip_format(marker: int, *, supported: bool, current: bool = False) -> QTextCharFormat:
    """The format of the one character that stands for a chip. It is an anchor, so that Tab and
    the mouse find it."""
    made = QTextCharFormat()
    made.setObjectType(CHIP)
    made.setProperty(MARKER, marker)
    made.setProperty(SUPPORTED, supported)
    made.setProperty(CURRENT, current)
    made.setAnchor(True)
    made.setAnchorHref(f"cite:{marker}")
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignNormal)
    return made


def pending_format(marker: int) -> QTextCharFormat:
    """A marker of a streaming answer: not checked yet, so it leads nowhere."""
    made = QTextCharFormat()
    made.setObjectType(CHIP)
    made.setProperty(MARKER, marker)
    made.setProperty(SUPPORTED, True)
    made.setProperty(PENDING, True)
    return made


class ChipPainter(QPyTextObject):
    """A supported claim is a filled chip; an unsupported one is dashed, amber, with a `?`."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def intrinsicSize(self, doc: QTextDocument, position: int, format: QTextFormat) -> QSizeF:
        metrics = QFontMetricsF(self._theme.font("caption", bold=True))
        text = metrics.horizontalAdvance(self._text(format))
        return QSizeF(max(18.0, text + 10) + 3, metrics.height() + 1)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        position: int,
        format: QTextFormat,
    ) -> None:
        colours = self._theme.palette
        supported, current = bool(format.property(SUPPORTED)), bool(format.property(CURRENT))
        chip = QRectF(rect).adjusted(1.5, 0.5, -1.5, -0.5).translated(0, 2.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if format.property(PENDING):
            ground, ink = colours.hover, colours.text_soft
            painter.setPen(Qt.PenStyle.NoPen)
        elif current and supported:
            ground, ink = (colours.accent, colours.on_accent)
            painter.setPen(Qt.PenStyle.NoPen)
        elif supported:
            ground, ink = colours.accent_soft, colours.accent_text
            painter.setPen(Qt.PenStyle.NoPen)
        elif current:
            ground, ink = colours.warn, colours.warn_soft
            painter.setPen(Qt.PenStyle.NoPen)
        else:
            ground, ink = colours.warn_soft, colours.warn
        if not supported and not current:
            painter.setPen(QPen(QColor(colours.warn), 1, Qt.PenStyle.DashLine))
        if format.property(LIT):
            painter.setPen(QPen(QColor(colours.accent if supported else colours.warn), 1.5))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(chip, 5, 5)
        painter.setPen(QColor(ink))
        painter.setFont(self._theme.font("caption", bold=True))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._text(format))
        painter.restore()

    def _text(self, format: QTextFormat) -> str:
        number = format.property(MARKER)
        return f"{number}" if format.property(SUPPORTED) else f"{number} ?"
