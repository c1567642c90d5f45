"""The frame of the window, up before anything else is imported.

Its first paint shows the ground of the three panes; what belongs there is made right after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from app.gui.palette import DARK, LIGHT


class FirstFrame(QMainWindow):
    """`fill` is called once, after the first paint, to put the central widget in."""

    leaving = Signal()
    hidden = Signal()  # closed, and going on in the tray
    asked_to_add = Signal(list)  # by a second start of the program

    def __init__(self, memory: QSettings, fill: Callable[[FirstFrame], None]) -> None:
        super().__init__()
        self._memory, self._fill = memory, fill
        self._painted = False
        self._ending = False
        self.keeps: Callable[[], bool] = lambda: False  # whether it stays in the tray when closed
        self.setWindowTitle("Triptych")
        self.setMinimumSize(480, 420)
        self.resize(*_fitting(1280, 800))
        geometry = memory.value("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.centralWidget() is None:
            self._paint_ground()
        else:
            super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, lambda: self._fill(self))

    def begin_hidden(self) -> None:
        """In the tray where it is to stay there, else small."""
        self._painted = True
        self._fill(self)
        QGuiApplication.setQuitOnLastWindowClosed(not self.keeps())
        if not self.keeps():
            self.showMinimized()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._memory.setValue("geometry", self.saveGeometry())
        stays = self.keeps() and not self._ending
        QGuiApplication.setQuitOnLastWindowClosed(not stays)
        self.hide()  # at once; ending the engine may take a moment
        if stays:
            event.ignore()
            self.hidden.emit()
            return
        self.leaving.emit()
        super().closeEvent(event)

    def end(self) -> None:
        """Close, and stay nowhere."""
        was_hidden = self.isHidden()
        self.allow_end()
        self.close()
        if was_hidden:  # so that its closing is not seen as that of the last window
            QGuiApplication.quit()

    def allow_end(self) -> None:
        """The session ends, or the program: closing is no mere hiding any more."""
        self._ending = True

    def come_forward(self, paths: list[str]) -> None:
        """The program was started again on the same library."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()
        if paths:
            self.asked_to_add.emit(paths)

    def _paint_ground(self) -> None:
        mode = self._memory.value("mode", "system")
        hints = QGuiApplication.styleHints()
        system_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        colours = DARK if mode == "dark" or (mode != "light" and system_dark) else LIGHT
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.sidebar))
        middle = QRect(296, 43, max(0, self.width() - 296 - 400), self.height())
        painter.fillRect(middle, QColor(colours.canvas))


def end(window: QWidget) -> None:
    """Close a window for good, also where it would stay in the tray."""
    if isinstance(window, FirstFrame):
        window.end()
    else:
        window.close()


def _fitting(width: int, height: int) -> tuple[int, int]:
    """No larger than what the screen has room for, its bars and the window's own frame left out."""
    screen = QGuiApplication.primaryScreen()
    if screen is None:
        return width, height
    room = screen.availableGeometry()
    return min(width, int(room.width() * 0.96)), min(height, int(room.height() * 0.92))
