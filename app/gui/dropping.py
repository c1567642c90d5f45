"""What hangs over the window: what letting it go would do, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Container

from PySide6.QtCore import QMimeData, QObject, QPointF, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.gui import places
from app.gui.brought import Sort, local_paths, sort_of
from app.gui.drop_overlay import DropOverlay, attachable
from app.gui.drop_survey import DropSurvey
from app.gui.language import quoted, tr
from app.gui.library.notes import NoteFlow


class Dropping(QObject):
    """A picture or recording that is let go on the question box (`attached`) is part of the
    question; other files are added (`dropped`). A text or picture without a file is kept as one."""

    dropped = Signal(list)
    attached = Signal(str)

    def __init__(
        self,
        overlay: DropOverlay,
        question: QWidget,
        known: Callable[[], Container[str]],
        notes: NoteFlow,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._overlay, self._question, self._known, self._window = overlay, question, known, window
        self._notes = notes
        self._sort: Sort = "nothing"
        self._paths: list[str] = []
        self._at = QPointF()
        self._said = ("", "")
        self.survey = DropSurvey(self)
        self.survey.changed.connect(self._note)

    def enter(self, event: QDragEnterEvent) -> None:
        self._sort, self._paths = sort_of(event.mimeData()), local_paths(event.mimeData())
        if self._sort == "nothing":
            return
        event.acceptProposedAction()
        self._at = event.position()
        if self._paths:
            self.survey.begin(self._paths, self._known())
        else:
            self._said = _in_words(self._sort, event.mimeData())
            self._say()
        self._overlay.cover()

    def move(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()
        self._at = event.position()
        self._say()

    def leave(self) -> None:
        self.survey.end()
        self._overlay.hide()

    def drop(self, event: QDropEvent) -> None:
        self.leave()
        mime = event.mimeData()
        self._sort, self._paths, self._at = sort_of(mime), local_paths(mime), event.position()
        if self._sort == "nothing":
            return
        event.acceptProposedAction()
        if path := self._attachable():
            self.attached.emit(path)
        elif self._paths:
            self.dropped.emit(self._paths)
        elif self._sort == "picture" and self._is_on_question():
            self._notes.take_to_ask(mime)
        else:
            self._notes.take(mime)

    def paste_into_question(self, mime: QMimeData) -> None:
        """A picture or recording becomes part of the question; other files are added."""
        if path := attachable(local_paths(mime)):
            self.attached.emit(path)
        elif paths := local_paths(mime):
            self.dropped.emit(paths)
        else:
            self._notes.take_to_ask(mime)

    def _is_on_question(self) -> bool:
        spot = self._question.mapFrom(self._window, self._at.toPoint())
        return self._question.rect().contains(spot)

    def _attachable(self) -> str:
        return attachable(self._paths) if self._is_on_question() else ""

    def _note(self, head: str, below: str) -> None:
        self._said = (head, below)
        self._say()

    def _say(self) -> None:
        if path := self._attachable():
            name = places.file_name(path)
            self._overlay.say(
                tr("Drop to ask with {name}").format(name=name), tr("It is not added.")
            )
            return
        foot = ""
        if self._sort in ("text", "picture"):
            foot = tr("It is kept as a file in {folder}").format(folder=self._notes.folder())
        elif self._sort == "links":
            foot = tr("Save the page or the picture in the browser and drop the file, or copy it.")
        if self._sort == "picture" and self._is_on_question():
            self._overlay.say(tr("Drop to ask with this picture"), tr("It is not added."), foot)
        else:
            self._overlay.say(*self._said, foot)


def _in_words(sort: Sort, mime: QMimeData) -> tuple[str, str]:
    """What letting go of something that is no file would do."""
    if sort == "text":
        first = next((line.strip() for line in mime.text().splitlines() if line.strip()), "")
        said = first if len(first) <= 80 else first[:79] + "…"
        return tr("Drop to keep this text and add it"), quoted(said)
    if sort == "picture":
        return tr("Drop to keep this picture and add it"), ""
    return tr("Links are not fetched"), tr("Triptych does not go to the network for them.")
