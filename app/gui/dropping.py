"""Files that hang over the window: what letting them go would do, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Container

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.gui import places
from app.gui.drop_overlay import DropOverlay, attachable, dropped_paths
from app.gui.drop_survey import DropSurvey
from app.gui.language import tr


class Dropping(QObject):
    """A picture or recording that is let go on the question box (`attached`) is part of the
    question; all else is added (`dropped`)."""

    dropped = Signal(list)
    attached = Signal(str)

    def __init__(
        self,
        overlay: DropOverlay,
        question: QWidget,
        known: Callable[[], Container[str]],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._overlay, self._question, self._known, self._window = overlay, question, known, window
        self._paths: list[str] = []
        self._at = QPointF()
        self._said = ("", "")
        self.survey = DropSurvey(self)
        self.survey.changed.connect(self._note)

    def enter(self, event: QDragEnterEvent) -> None:
        self._paths = dropped_paths(event.mimeData())
        if self._paths:
            event.acceptProposedAction()
            self._at = event.position()
            self.survey.begin(self._paths, self._known())
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
        paths = dropped_paths(event.mimeData())
        if not paths:
            return
        event.acceptProposedAction()
        self._paths, self._at = paths, event.position()
        if path := self._attachable():
            self.attached.emit(path)
        else:
            self.dropped.emit(paths)

    def _attachable(self) -> str:
        spot = self._question.mapFrom(self._window, self._at.toPoint())
        return attachable(self._paths) if self._question.rect().contains(spot) else ""

    def _note(self, head: str, below: str) -> None:
        self._said = (head, below)
        self._say()

    def _say(self) -> None:
        if path := self._attachable():
            self._overlay.say(f"Drop to ask with {places.file_name(path)}", tr("It is not added."))
        else:
            self._overlay.say(*self._said)
