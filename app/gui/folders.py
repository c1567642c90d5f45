"""Where Triptych keeps what is yours, on one page: the data folder, kept notes, models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app import paths, settings
from app.gui import choose, parts, places
from app.gui.first_frame import end
from app.gui.language import in_one_line, tr
from app.gui.moving import move_anew
from app.gui.page import Page, Question
from app.tasks.moving import Planning

_LOOK_MS = 40


class FoldersDialog(Page):
    """`move_wanted` carries a folder that was chosen, `confirmed` the same after the question."""

    move_wanted = Signal(str)
    confirmed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Folders"), parent, size=QSize(640, 470))
        self._target = ""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.move_button = parts.button(tr("Move…"), name=tr("Move the data folder…"))
        self.move_button.clicked.connect(self._choose_home)
        self.data = self._add_row(
            tr("Data folder"), tr("Settings, library, backups, kept notes."), self.move_button
        )
        self.notes_button = parts.button(tr("Choose…"), name=tr("Choose the folder of notes…"))
        self.notes_button.clicked.connect(self._choose_notes)
        self.usual = parts.button(tr("As usual"), name=tr("Keep notes in the data folder"))
        self.usual.clicked.connect(lambda: self._keep_notes_in(None))
        self.notes = self._add_row(
            tr("Kept notes"),
            tr("Texts and pictures that you drop or paste without a file."),
            self.notes_button,
            self.usual,
        )
        self.models = self._add_row(
            tr("Models"), tr("Shared by all libraries; they stay when the data folder moves.")
        )
        self.question = Question(
            tr(
                "Triptych closes, copies all of it, compares the copy, and opens again from "
                "there. The old folder goes once the library was opened in the new one; until "
                "then nothing of it is touched."
            ),
            tr("Move it"),
        )
        self.question.confirm.clicked.connect(lambda: self.confirmed.emit(self._target))
        self.body.addWidget(self.question)
        self.said = parts.label("", wrap=True)
        self.said.setProperty("tone", "error")
        self.said.hide()
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self.show_folders()

    def _add_row(self, name: str, about: str, *buttons: QPushButton) -> parts.ElidedLabel:
        words = parts.column(space=1)
        words.addWidget(parts.label(name, "heading"))
        path = parts.ElidedLabel()
        words.addWidget(path)
        words.addWidget(parts.label(about, "small", wrap=True))
        line = self._grid.rowCount()
        self._grid.addLayout(words, line, 0)
        beside = parts.row(space=6)
        beside.addStretch(1)
        for button in buttons:
            beside.addWidget(button)
        self._grid.addLayout(beside, line, 1, Qt.AlignmentFlag.AlignVCenter)
        return path

    def show_folders(self) -> None:
        loaded = settings.load()[0]
        self.data.show_text(str(paths.home()))
        self.notes.show_text(str(loaded.notes_folder))
        self.models.show_text(str(loaded.model_store))
        self.usual.setVisible(loaded.notes.folder is not None)

    def ask(self, target: str, n_bytes: int) -> None:
        """Whether to move that much to `target`."""
        self._target = target
        self.said.hide()
        self.question.ask(
            tr("Move the data folder ({size}) to {folder}?").format(
                size=places.size(n_bytes), folder=target
            )
        )
        self.area.reveal(self.question)

    def say(self, said: str) -> None:
        self.question.hide()
        self.said.setText(said)
        self.said.setVisible(bool(said))
        if said:
            self.area.reveal(self.said)

    def _choose_home(self) -> None:
        chosen = choose.folder(self, "data", tr("Move the data folder to"))
        if chosen:
            self.move_wanted.emit(chosen)

    def _choose_notes(self) -> None:
        chosen = choose.folder(self, "notes", tr("Keep notes in"))
        if chosen:
            self._keep_notes_in(chosen)

    def _keep_notes_in(self, folder: str | None) -> None:
        """Notes that are there already stay where they are."""
        try:
            settings.save_section("notes", {"folder": folder})
        except OSError as error:
            self.say(
                tr("The settings could not be written ({why}); notes are kept as before.").format(
                    why=error.strerror or error
                )
            )
        self.show_folders()


class FoldersFlow(QObject):
    """Looks whether the data folder can be moved to a place, asks, and hands over to the program
    that moves it (see `app.gui.moving`)."""

    def __init__(self, window: QWidget, start: Callable[[Path], bool] = move_anew) -> None:
        super().__init__(window)
        self._window, self._start = window, start
        self._planning: Planning | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.dialog: FoldersDialog | None = None

    def show(self) -> FoldersDialog:
        if self.dialog is None:
            self.dialog = FoldersDialog(self._window)
            self.dialog.move_wanted.connect(self._plan)
            self.dialog.confirmed.connect(self._move)
        self.dialog.show_folders()
        self.dialog.say("")
        self.dialog.open()
        return self.dialog

    def _plan(self, folder: str) -> None:
        self._planning = Planning(Path(folder))
        self._timer.start()

    def _look(self) -> None:
        planning, dialog = self._planning, self.dialog
        if planning is None or dialog is None or not planning.finished:
            return
        self._timer.stop()
        self._planning = None
        if planning.trouble is not None:
            dialog.say(in_one_line(planning.trouble))
        else:
            dialog.ask(str(planning.target), planning.n_bytes)

    def _move(self, folder: str) -> None:
        if self._start(Path(folder)):
            end(self._window.window())
        elif self.dialog is not None:
            self.dialog.say(
                tr("The move could not be started; nothing was changed.")
                + " "
                + tr("On a command line, `triptych move-data` does the same.")
            )
