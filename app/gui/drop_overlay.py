"""The veil over the window that says what letting go of what hangs over it would do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeDatabase, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.gui import icons
from app.gui.language import tr
from app.gui.theme import Theme


class DropOverlay(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._said = ("", "", "")
        self.say(tr("Drop to add"))
        self.hide()

    def say(self, head: str, below: str = "", foot: str = "") -> None:
        """What will happen if it is let go here; `foot` is what becomes of the files, which else
        stay where they are."""
        said = (head, below, foot or tr("Files stay where they are and are only read."))
        if said != self._said:
            self._said = said
            self.setAccessibleName(head)
            self.update()

    def cover(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colours.canvas)
        veil.setAlphaF(0.95)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(20, 20, -20, -20)
        painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 14, 14)
        centre = frame.center()
        symbol = icons.pixmap("drop", colours.accent_text, 56)
        painter.drawPixmap(round(centre.x()) - 28, round(centre.y()) - 72, symbol)
        painter.setFont(self._theme.font("display", bold=True))
        painter.setPen(QColor(colours.text))
        line = QRectF(frame.left(), centre.y(), frame.width(), 36)
        head = painter.fontMetrics().elidedText(
            self._said[0], Qt.TextElideMode.ElideMiddle, int(line.width()) - 24
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, head)
        painter.setFont(self._theme.font("body"))
        painter.setPen(QColor(colours.text_soft))
        painter.drawText(
            line.translated(0, 36),
            Qt.AlignmentFlag.AlignCenter,
            self._said[1],
        )
        painter.setFont(self._theme.font("small"))
        foot = painter.fontMetrics().elidedText(
            self._said[2], Qt.TextElideMode.ElideMiddle, int(line.width()) - 24
        )
        painter.drawText(line.translated(0, 64), Qt.AlignmentFlag.AlignCenter, foot)


def attachable(paths: Sequence[str]) -> str:
    """The one picture or recording that can be part of a question, else nothing."""
    if len(paths) != 1:
        return ""
    kind = QMimeDatabase().mimeTypeForFile(paths[0], QMimeDatabase.MatchMode.MatchExtension).name()
    return paths[0] if kind.startswith(("image/", "audio/", "video/")) else ""
