"""Fields that more than one view has: figures and choices in the window's own look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QSpinBox

from app.gui import icons
from app.gui.language import window_locale
from app.gui.theme import Theme


class ChoiceBox(QComboBox):
    """With an arrow of our own, which style sheets cannot draw in the theme's colour. Does not
    change under a passing wheel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = icons.pixmap("down", self._theme.palette.text_soft, 14)
        painter = QPainter(self)
        painter.drawPixmap(self.width() - 22, (self.height() - 14) // 2, arrow)


class QuietInt(QSpinBox):
    """Does not change under a passing wheel."""

    def __init__(self) -> None:
        super().__init__()
        _quieten(self)
        self.lineEdit().setTextMargins(6, 0, 6, 0)  # the style sheet's padding does not reach it

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class QuietDouble(QDoubleSpinBox):
    def __init__(self) -> None:
        super().__init__()
        _quieten(self)
        self.lineEdit().setTextMargins(6, 0, 6, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _quieten(box: QAbstractSpinBox) -> None:
    box.setLocale(window_locale())
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
