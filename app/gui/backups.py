"""Joins the page of backups to the engine."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import BackUp, ReportStatus, Restore
from app.core.events import CopyProgress, Failure, LibraryStatus, Written
from app.gui import places
from app.gui.backups_dialog import BackupsDialog
from app.gui.language import in_one_line, tr
from app.gui.theme import Theme
from app.tasks.stream import EventStream, Operation


class BackupFlow(QObject):
    """`replaced`: the library is another one now, and all that is shown of it is old.
    `passphrase_needed`: of a backup that was to be restored."""

    replaced = Signal()
    passphrase_needed = Signal(str, object)  # of this backup; what to do when it was given

    def __init__(self, stream: EventStream, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._stream, self._theme, self._window = stream, theme, window
        self._dialog: BackupsDialog | None = None
        self._running: Operation | None = None

    def show(self) -> BackupsDialog:
        if self._dialog is None:
            self._dialog = BackupsDialog(self._theme, self._window)
            self._dialog.backup_wanted.connect(self.back_up)
            self._dialog.restore_wanted.connect(self.restore)
            self._dialog.stop_wanted.connect(self._stop)
        self._reload()
        self._dialog.open()
        return self._dialog

    def back_up(self, file: str) -> None:
        def done(written: Written) -> None:
            items = places.count(written.items, "item")
            self._end(tr("{n} saved in {path}").format(n=items, path=written.path))

        self._run(BackUp(file), tr("Writing the backup"), done)

    def restore(self, file: str) -> None:
        def done(written: Written) -> None:
            self._end(
                tr("The library is restored: {n}.").format(n=places.count(written.items, "item"))
            )
            self.replaced.emit()

        self._run(Restore(file), tr("Restoring the backup"), done)

    def _run(self, request: BackUp | Restore, doing: str, done: Callable[[Written], None]) -> None:
        dialog = self._dialog or self.show()
        dialog.begin(doing)
        self._running = (
            self._stream.call(request)
            .on(CopyProgress, dialog.show_progress)
            .on(Written, done)
            .failed(lambda failure: self._fail(failure, request))
        )

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def _end(self, said: str) -> None:
        if self._dialog is not None:
            self._dialog.end(said)
            self._reload()

    def _fail(self, failure: Failure, request: BackUp | Restore) -> None:
        if failure.code == "passphrase_needed" and isinstance(request, Restore):
            self._end(tr("It needs its passphrase."))
            self.passphrase_needed.emit(request.file, lambda: self.restore(request.file))
            return
        if self._dialog is not None:
            tone = "" if failure.code == "stopped" else "error"
            self._dialog.end(in_one_line(failure), tone)

    def _reload(self) -> None:
        dialog = self._dialog
        if dialog is not None:
            self._stream.call(ReportStatus()).on(
                LibraryStatus, lambda status: dialog.show_backups(status.backups)
            )
