"""Texts and pictures that came without a file: kept as one, then added as any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app import settings
from app.gui.banner import Banner
from app.gui.brought import Note, local_paths, note_of, sort_of
from app.gui.language import tr
from app.tasks.keep import Keep

_LOOK_MS = 30


class NoteFlow(QObject):
    """`kept` carries files to add, `kept_to_ask` one that becomes part of the question, `spoken` a
    recording of one."""

    kept = Signal(list)
    kept_to_ask = Signal(str)
    spoken = Signal(str)

    def __init__(self, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._banner = banner

    def folder(self) -> Path:
        """Where notes are kept at this moment."""
        return settings.load()[0].notes_folder

    def paste(self) -> None:
        """Add what lies in the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, mime: QMimeData) -> None:
        """Add files as they are, the rest as a file of its own; say so where it cannot be had."""
        sort = sort_of(mime)
        if sort == "files":
            self.kept.emit(local_paths(mime))
        elif sort == "links":
            self._banner.say(
                "notes",
                tr("Links are not fetched: Triptych does not go to the network for them."),
                tr("Save the page or the picture in the browser and drop the file, or copy it."),
                tone="warn",
            )
        elif sort == "nothing":
            self._banner.say("notes", tr("There is nothing here that can be added."))
        else:
            self._keep(note_of(mime, datetime.now()), self._tell_kept)

    def take_to_ask(self, mime: QMimeData) -> None:
        """A picture for the question: kept, not added."""
        if sort_of(mime) == "picture":
            note = note_of(mime, datetime.now())
            self._keep(note, lambda path: self.kept_to_ask.emit(str(path)))

    def take_recording_to_ask(self, contents: bytes) -> None:
        """A recorded question, as a WAV file: kept until it is heard, not added."""
        name = f"{tr('Question')} {datetime.now():%Y-%m-%d %H.%M.%S}.wav"
        note = Note(name, lambda: contents)
        self._keep(note, lambda path: self.spoken.emit(str(path)))

    def say(self, trouble: str) -> None:
        self._banner.say("notes", trouble, tone="warn")

    def _keep(self, note: Note | None, then: Callable[[Path], None]) -> None:
        if note is None:
            self._banner.say(
                "notes",
                tr("The picture could not be taken over; nothing was added."),
                tr("Save it as a file and drop that."),
                tone="error",
            )
            return
        keep = Keep(self.folder(), note.name, note.contents)
        timer = QTimer(self)
        timer.setInterval(_LOOK_MS)

        def look() -> None:
            if not keep.finished:
                return
            timer.stop()
            timer.deleteLater()
            if keep.path is not None:
                then(keep.path)
            else:
                self._banner.say(
                    "notes",
                    tr("It could not be kept ({why}); nothing was added.").format(why=keep.trouble),
                    tr("Free room there, or choose another folder under Folders… in the menu."),
                    tone="error",
                )

        timer.timeout.connect(look)
        timer.start()

    def _tell_kept(self, path: Path) -> None:
        said = tr("Kept as “{name}” and added.").format(name=path.name)
        self._banner.say("notes", said, str(path.parent))
        self.kept.emit([str(path)])
