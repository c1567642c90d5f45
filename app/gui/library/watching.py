"""Joins the watched folders to the engine: following them, and changing which they are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import (
    FollowFolders,
    PauseWatching,
    Request,
    SetIgnoreRules,
    StopWatching,
    WatchFolder,
)
from app.core.events import (
    AddFinished,
    AddProgress,
    Failure,
    FileIndexed,
    FileStarted,
    WatchedRow,
)
from app.gui import choose, places
from app.gui.banner import Banner
from app.gui.language import in_one_line, tr
from app.gui.library.progress import ProgressStrip
from app.gui.library.watched_dialog import WatchedDialog
from app.gui.theme import Theme
from app.tasks.stream import EventStream, Operation


class WatchFlow(QObject):
    """What is taken in shows in the strip of adding, unless something is being added."""

    took_in = Signal(int)  # an item that was read
    items_changed = Signal()  # some are missing, moved or there again
    changed = Signal(list)  # the watched folders

    def __init__(
        self,
        stream: EventStream,
        theme: Theme,
        strip: ProgressStrip,
        banner: Banner,
        is_adding: Callable[[], bool],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stream, self._theme, self._window = stream, theme, window
        self._strip, self._banner, self._is_adding = strip, banner, is_adding
        strip.pause_wanted.connect(self._pause)
        self._following: Operation | None = None
        self._dialog: WatchedDialog | None = None
        self.rows: dict[int, WatchedRow] = {}

    def follow(self) -> None:
        """From the engine's start on; again where models or the engine have come back."""
        if self._following is not None:
            self._following.abandon()
        self._following = (
            self._stream.call(FollowFolders())
            .on(WatchedRow, self._note)
            .on(FileStarted, self._started)
            .on(AddProgress, self._progressed)
            .on(FileIndexed, lambda event: self.took_in.emit(event.item_id))
            .on(AddFinished, self._took_all)
        )

    def _started(self, event: FileStarted) -> None:
        if not self._is_adding():
            if not self._strip.running:
                self._strip.begin("Following")
            self._strip.file(event)

    def _progressed(self, event: AddProgress) -> None:
        if self._strip.running and self._strip.following:
            self._strip.progress(event)

    def _took_all(self, event: AddFinished) -> None:
        if self._strip.running and self._strip.following:
            self._strip.finish(event)
        if event.changes_any or event.failed:
            self.items_changed.emit()

    def _pause(self, pause: bool) -> None:
        """What is being taken in, not the folders."""
        if self._following is not None and self._strip.following:
            if pause:
                self._following.pause()
            else:
                self._following.resume()

    def show(self) -> None:
        if self._dialog is None:
            self._dialog = WatchedDialog(self._theme, self._window)
            self._dialog.add_wanted.connect(self.choose)
            self._dialog.pause_wanted.connect(lambda n, on: self._change(PauseWatching(n, on)))
            self._dialog.stop_wanted.connect(lambda n: self._change(StopWatching(n)))
            self._dialog.rules_wanted.connect(lambda n, r: self._change(SetIgnoreRules(n, r)))
        self._show_rows()
        self._dialog.open()

    def choose(self) -> None:
        path = choose.folder(self._window, "watch", tr("Watch a folder"))
        if path:
            self.watch(path)

    def watch(self, path: str) -> None:
        """Follow a folder, and show that it is."""
        self.show()
        self._change(WatchFolder(path))

    def is_watched(self, folder: str) -> bool:
        return any(row.path == folder for row in self.rows.values())

    def _change(self, request: Request[WatchedRow]) -> None:
        told: list[WatchedRow] = []

        def show() -> None:
            self.rows = {row.watched_id: row for row in told}
            self._show_rows()

        def fail(failure: Failure) -> None:
            if self._dialog is not None:
                self._dialog.show_trouble(in_one_line(failure))

        self._stream.call(request).on(WatchedRow, told.append).done(show).failed(fail)

    def _note(self, row: WatchedRow) -> None:
        before = self.rows.get(row.watched_id)
        self.rows[row.watched_id] = row
        topic = f"watched-{row.watched_id}"
        if row.state == "missing" and (before is None or before.state != "missing"):
            self._banner.say(
                topic,
                tr("The watched folder {name} is not there.").format(
                    name=places.file_name(row.path)
                ),
                tr(
                    "Its {n} stay in the library and are ready again when its drive or folder is "
                    "back."
                ).format(n=places.count(row.items, "item")),
                tone="warn",
            )
        elif row.state != "missing":
            self._banner.withdraw(topic)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = sorted(self.rows.values(), key=lambda row: row.path.casefold())
        if self._dialog is not None:
            self._dialog.show_rows(rows)
        self.changed.emit(rows)
