"""Moving the data folder, as a program of its own with one small window: the main window is closed
meanwhile and comes back from wherever the data folder is then."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QSettings, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog

from app import paths
from app.gui import parts, places
from app.gui.language import in_one_line, speak, tr
from app.gui.start import theme_of
from app.gui.theme import Theme
from app.tasks.moving import Moving

_LOOK_MS = 60


def move_anew(folder: Path) -> bool:
    """Start the program that moves the data folder there; whether it could be started."""
    return _start("move-data", str(folder), "--window")


def _start(*words: str) -> bool:
    started = QProcess.startDetached(sys.executable, ["-P", "-m", "app", *words])
    return bool(started[0] if isinstance(started, tuple) else started)


class MoveDialog(QDialog):
    """Shows how far it is; closing it stops the move while that is under way."""

    def __init__(self, theme: Theme, moving: Moving, folder: Path) -> None:
        super().__init__()
        self._moving = moving
        self.setWindowTitle("Triptych")
        self.setMinimumWidth(460)
        box = parts.column(self, margin=20, space=12)
        self.head = parts.label(tr("Moving the data folder"), "title", wrap=True)
        box.addWidget(self.head)
        self.detail = parts.label(str(folder), "soft", wrap=True)
        box.addWidget(self.detail)
        self.bar = parts.ProgressBar(theme, tr("Moving the data folder"))
        self.bar.show_busy()
        box.addWidget(self.bar)
        bottom = parts.row()
        bottom.addStretch(1)
        self.button = parts.button(tr("Stop"))
        self.button.clicked.connect(self._act)
        bottom.addWidget(self.button)
        box.addLayout(bottom)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        moving = self._moving
        if moving.finished:
            self._end()
            return
        done, total = moving.progress.done, moving.progress.total
        if done and total:
            self.bar.show_done(round(1000 * done / total), 1000)
            said = tr("Comparing") if done * 2 > total else tr("Copying")
            self.detail.setText(f"{said}: {places.size(done // 2)} / {places.size(total // 2)}")

    def _end(self) -> None:
        self._timer.stop()
        self.bar.hide()
        trouble = self._moving.trouble
        if trouble is None or trouble.code == "stopped":
            self.accept()
            return
        self.head.setText(tr("The data folder was not moved"))
        self.detail.setText(in_one_line(trouble))
        self.button.setText(tr("Open Triptych"))
        self.button.setEnabled(True)

    def _act(self) -> None:
        if self._moving.finished:
            self.accept()
            return
        self.button.setEnabled(False)
        self.button.setText(tr("Stopping…"))
        self._moving.stop()

    def reject(self) -> None:
        """By Esc or the frame."""
        self._act()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._moving.finished:
            event.ignore()
        self._act()


def run_move(application: QApplication, folder: Path) -> None:
    """Move, show how far it is, and start the main window from where the data folder is then."""
    dialog = MoveDialog(_dress(application), Moving(folder), folder)
    dialog.exec()
    _start()


def show_missing(application: QApplication) -> bool:
    """The data folder is not there: say so until it is (True), or until the user gives up."""
    _dress(application)
    while paths.home_trouble() is not None:
        dialog = QDialog()
        dialog.setWindowTitle("Triptych")
        dialog.setMinimumWidth(460)
        box = parts.column(dialog, margin=20, space=12)
        box.addWidget(parts.label(tr("The data folder is not there"), "title"))
        box.addWidget(parts.label(str(paths.home()), wrap=True))
        box.addWidget(
            parts.label(
                tr("Nothing in it was changed. Connect the drive that it is on, then try again."),
                "soft",
                wrap=True,
            )
        )
        bottom = parts.row()
        bottom.addStretch(1)
        leave = parts.button(tr("Quit"))
        leave.clicked.connect(dialog.reject)
        again = parts.button(tr("Try again"), "primary")
        again.clicked.connect(dialog.accept)
        bottom.addWidget(leave)
        bottom.addWidget(again)
        box.addLayout(bottom)
        if not dialog.exec():
            return False
    return True


def _dress(application: QApplication) -> Theme:
    memory = QSettings(str(paths.home() / "window.ini"), QSettings.Format.IniFormat)
    speak(application, str(memory.value("language", "system")))
    return theme_of(application, memory)
