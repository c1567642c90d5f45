"""Staying in the system's tray when the window is closed: a switch that is off by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from app.gui import icons
from app.gui.language import tr

_KEY = "tray"


class Tray(QObject):
    """`wanted` where the window is to come back, `quit_wanted` where the program is to end."""

    wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, memory: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._memory, self._window = memory, window
        self._icon: QSystemTrayIcon | None = None
        self._has_said = False
        self._show()

    @property
    def is_on(self) -> bool:
        """As it was chosen."""
        return str(self._memory.value(_KEY, False)).lower() == "true"

    @property
    def keeps(self) -> bool:
        """A window that is closed stays in the tray: it was chosen, and there is a tray."""
        return self._icon is not None and self.is_there()

    def is_there(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def turn(self, on: bool) -> None:
        self._memory.setValue(_KEY, on)
        self._show()

    def say_hidden(self) -> None:
        """The first time that a closed window stays, where it went."""
        if self._icon is None or self._has_said:
            return
        self._has_said = True
        self._icon.showMessage(
            "Triptych",
            tr("Triptych goes on here: a click opens it, and its menu ends it."),
            icons.app_icon(),
        )

    def _show(self) -> None:
        if not self.is_on or not self.is_there():
            if self._icon is not None:
                self._icon.hide()
                self._icon.deleteLater()
                self._icon = None
            return
        if self._icon is not None:
            return
        menu = QMenu(self._window)
        menu.addAction(tr("Open Triptych"), self.wanted.emit)
        menu.addSeparator()
        menu.addAction(tr("Quit"), self.quit_wanted.emit)
        self._icon = QSystemTrayIcon(icons.app_icon(), self)
        self._icon.setToolTip("Triptych")
        self._icon.setContextMenu(menu)
        self._icon.activated.connect(self._activated)
        self._icon.show()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.wanted.emit()
