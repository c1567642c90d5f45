"""A question that is put aloud: the engine hears what is said in a recording, and its words become
the question, or stand beside the recording that is asked with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from app.core.calls import HearWords
from app.core.events import Failure, WordsHeard
from app.gui.conversation.composer import Composer
from app.gui.conversation.scope import is_recording
from app.gui.language import in_one_line, tr
from app.tasks.stream import EventStream, Operation


class Hearing(QObject):
    """Listens to a recording while it is attached, and no longer."""

    def __init__(self, stream: EventStream, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._stream, self._composer = stream, composer
        self._running: Operation | None = None
        self._spoken = self._unheard = ""
        composer.attachment_changed.connect(self._heed)
        composer.attached.removed.connect(self._discard)

    def take_spoken(self, path: str) -> None:
        """A recording from the microphone: its words come into the box, and it is not kept. One
        without words stays attached, as the sound that it is."""
        self._forget()  # one before it that was not heard yet
        self._spoken = path
        self._composer.attach(path)

    def _heed(self, path: str) -> None:
        self._unheard = ""
        if self._running is not None:
            self._running.abandon()
            self._running = None
            if path != self._spoken:
                self._unheard, self._spoken = self._spoken, ""
        if path and is_recording(path):
            self._listen(path)

    def _discard(self) -> None:
        """Taken off by hand before it was heard; one that is asked with stays."""
        self._spoken = self._unheard
        self._forget()

    def _listen(self, path: str) -> None:
        row = self._composer.attached
        row.say(tr("Listening to what is said…"))

        def show(heard: WordsHeard) -> None:
            self._running = None
            if not heard.words:
                self._spoken = ""
                row.say(tr("Nobody speaks in it; it finds what sounds like it."))
            elif path == self._spoken:
                self._forget()
                self._composer.attach("")
                self._composer.add_words(heard.words)
            else:
                row.show_words(heard.words)
                self._composer.refresh()

        def fail(failure: Failure) -> None:
            self._running, self._spoken = None, ""
            row.say(in_one_line(failure))

        self._running = self._stream.call(HearWords(path)).on(WordsHeard, show).failed(fail)

    def _forget(self) -> None:
        """A moment ago it was written to be heard, and for nothing else."""
        if self._spoken:
            Path(self._spoken).unlink(missing_ok=True)
        self._spoken = ""
