"""Joins the boxes about the library's passphrase to the engine."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import (
    ChangePassphrase,
    LockLibrary,
    OpenLock,
    ReportStatus,
    UnlockLibrary,
)
from app.core.events import CopyProgress, Failure, LibraryStatus, LockChanged
from app.core.lock_words import left_behind
from app.gui.banner import Banner
from app.gui.language import in_one_line, tr
from app.gui.passphrase_dialog import OpenBox, PassphraseBox
from app.log import leave_contents_out
from app.tasks.stream import EventStream


class PassphraseFlow(QObject):
    """`opened`: the library can be asked again, from the beginning; `locked`: not before its
    passphrase is given."""

    opened = Signal()
    locked = Signal()

    def __init__(self, stream: EventStream, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._stream, self._banner, self._window = stream, banner, window
        self.open_box: OpenBox | None = None
        self.box: PassphraseBox | None = None
        self.is_waiting = False  # for the library's passphrase, the box put off or not

    @property
    def closed_words(self) -> str:
        """What the status line says of a library that is not open."""
        return tr("Locked") if self.is_waiting else tr("Not open")

    def ask(self) -> None:
        """For the library's passphrase; every call that fails for want of it comes here."""
        if self.open_box is not None and self.open_box.isVisible():
            return
        leave_contents_out()
        self.is_waiting = True
        self.locked.emit()
        self._banner.say(
            "passphrase_needed",
            tr("This library is locked with a passphrase."),
            tr("It opens when you give it; your files are untouched."),
            button=tr("Open…"),
            act=self.ask,
        )
        self.ask_for("", self._library_opened)

    def ask_for(self, backup: str, then: Callable[[], None]) -> None:
        """For the passphrase of a backup, or of the library where that is empty."""
        box = self.open_box = OpenBox(bool(backup), self._window)

        def done(_changed: LockChanged) -> None:
            box.accept()
            then()

        def give(passphrase: str) -> None:
            call = self._stream.call(OpenLock(passphrase, backup))
            call.on(LockChanged, done).failed(lambda failure: box.end(_words(failure), "error"))

        box.given.connect(give)
        box.open()

    def _library_opened(self) -> None:
        self.is_waiting = False
        self._banner.withdraw("passphrase_needed")
        self.opened.emit()

    def show(self) -> None:
        """The box for setting, changing and taking off, as the library is now."""
        self._stream.call(ReportStatus()).on(
            LibraryStatus, lambda status: self._show(locked=status.has_passphrase)
        )

    def _show(self, *, locked: bool) -> None:
        box = self.box = PassphraseBox(locked=locked, parent=self._window)
        box.lock_wanted.connect(lambda new: self._convert(LockLibrary(new), box))
        box.unlock_wanted.connect(lambda old: self._convert(UnlockLibrary(old), box))
        box.change_wanted.connect(lambda old, new: self._change(old, new, box))
        box.open()

    def _convert(self, request: LockLibrary | UnlockLibrary, box: PassphraseBox) -> None:
        def done(changed: LockChanged) -> None:
            if changed.locked:
                leave_contents_out(empty=True)
            said = (
                tr("The library is locked. The passphrase is asked for from the next start.")
                if changed.locked
                else tr("The library has no passphrase any more.")
            )
            box.accept()
            left = left_behind(changed)
            self._banner.say("passphrase", said, left, tone="warn" if left else "info")
            self.opened.emit()

        call = self._stream.call(request).on(CopyProgress, box.show_progress)
        call.on(LockChanged, done).failed(lambda failure: box.end(_words(failure), "error"))

    def _change(self, old: str, new: str, box: PassphraseBox) -> None:
        def done(_changed: LockChanged) -> None:
            box.accept()
            self._banner.say(
                "passphrase",
                tr("The passphrase is changed."),
                tr("Backups that lie elsewhere keep the one of their day."),
            )

        call = self._stream.call(ChangePassphrase(old, new))
        call.on(LockChanged, done).failed(lambda failure: box.end(_words(failure), "error"))


def _words(failure: Failure) -> str:
    return in_one_line(failure)
