"""Joins the library pane to the engine: listing, adding, removing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import Add, ListItems, Remove, ResumeAdding
from app.core.events import (
    AddFinished,
    AddProgress,
    Failure,
    FileFailed,
    FileIndexed,
    FileSkipped,
    FileStarted,
    ItemRow,
    ItemRows,
    Removed,
    Scanned,
)
from app.gui import choose, places
from app.gui.language import tr, worded
from app.gui.library.delegate import TILE
from app.gui.library.pane import LibraryPane
from app.gui.library.problems import ProblemsDialog
from app.gui.library.thumbnails import Thumbnails
from app.gui.theme import Theme
from app.tasks.stream import EventStream, Operation

REFRESH_MS = 1500  # while files come in, the list is read anew at most this often


class LibraryFlow(QObject):
    listed = Signal(int)  # how many items there are
    removed = Signal(list)
    closed = Signal()  # the library could not be listed

    def __init__(
        self,
        stream: EventStream,
        pane: LibraryPane,
        theme: Theme,
        on_failure: Callable[[Failure], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stream, self._pane, self._theme = stream, pane, theme
        self._on_failure, self._window = on_failure, window
        self._adding: Operation | None = None
        self._queued: list[str] = []
        self._scanned_any = False
        self._failed: list[FileFailed] = []
        self._skipped: list[FileSkipped] = []
        self._listing: Operation | None = None
        self._all_noted = False
        self._thumbnails = Thumbnails(stream, TILE, self)
        self._thumbnails.arrived.connect(pane.list.viewport().update)
        pane.list.delegate.thumbnail = self._thumbnails.get
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._reload_noted)
        self._noted: set[int] = set()  # items whose rows may be other than they are shown
        pane.add_files_wanted.connect(self.choose_files)
        pane.add_folder_wanted.connect(self.choose_folder)
        pane.remove_wanted.connect(self.remove)
        pane.list.reread_wanted.connect(self.read_again)
        pane.strip.pause_wanted.connect(self._pause)
        pane.strip.stop_wanted.connect(self._stop)
        pane.strip.problems_wanted.connect(self.show_problems)

    @property
    def adding(self) -> bool:
        return self._adding is not None

    def reload(self) -> None:
        if self._listing is not None and not self._listing.finished:
            self._all_noted = True
            self._refresh.start()
            return
        self._noted.clear()
        self._all_noted = False
        items = self._pane.items

        def show() -> None:
            self._thumbnails.forget_failures()
            self._pane.show_taken()
            self.listed.emit(items.n_all())

        def fail(failure: Failure) -> None:
            self.closed.emit()
            self._on_failure(failure)

        self._listing = (
            self._stream.call(ListItems())
            .on(ItemRows, lambda some: items.take(some.rows))
            .done(show)
            .failed(fail)
        )

    def choose_files(self) -> None:
        self.add(choose.files(self._window, "add", tr("Add files")))

    def choose_folder(self) -> None:
        path = choose.folder(self._window, "add", tr("Add a folder"))
        if path:
            self.add([path])

    def add(self, paths: list[str]) -> None:
        """Begin, or queue behind what is being added."""
        if not paths:
            return
        if self._adding is not None:
            self._queued += paths
            return
        self._pane.strip.begin()
        self._follow(Add(tuple(paths)))

    def resume(self) -> None:
        """Go on with what was asked to be added before: cut off, or waiting for a model. The strip
        shows only where there is something."""
        if self._adding is None:
            self._follow(ResumeAdding())

    def _follow(self, request: Add | ResumeAdding) -> None:
        strip = self._pane.strip
        self._failed, self._skipped = [], []
        self._scanned_any = False
        self._adding = (
            self._stream.call(request)
            .on(Scanned, self._scanned)
            .on(FileStarted, strip.file)
            .on(AddProgress, strip.progress)
            .on(FileIndexed, lambda event: self.note_item(event.item_id))
            .on(FileFailed, self._note_failed)
            .on(FileSkipped, self._note_skipped)
            .on(AddFinished, self._finish)
            .done(self._ended)
            .failed(self._add_failed)
        )

    def _scanned(self, event: Scanned) -> None:
        self._scanned_any = True
        if not self._pane.strip.running:
            self._pane.strip.begin()
        self._pane.strip.scanned(event.n_files)

    def show_problems(self) -> None:
        dialog = ProblemsDialog(self._theme, self._failed, self._skipped, self._window)
        dialog.retry_wanted.connect(self.add)
        dialog.open()

    def remove(self, items: list[ItemRow]) -> None:
        """Out of sight at once, and really a few seconds later: until then it can be undone. Who
        quits before has undone it."""
        item_ids = [item.item_id for item in items]
        one = len(items) == 1
        what = (
            places.title_of(items[0].title, items[0].path)
            if one
            else places.count(len(items), "item")
        )
        said = (
            tr("Removed {what}.").format(what=what)
            + " "
            + (tr("The file itself stays.") if one else tr("The files stay."))
        )

        def put_back() -> None:
            self._pane.items.hide(item_ids, False)

        self._pane.undo.offer(said, final=lambda: self._remove(item_ids), undo=put_back)
        self._pane.items.hide(item_ids)
        self.removed.emit(item_ids)

    def _remove(self, item_ids: list[int]) -> None:
        def fail(failure: Failure) -> None:
            self._pane.items.hide(item_ids, False)
            self._on_failure(failure)

        self._stream.call(Remove(tuple(item_ids))).on(Removed, lambda _event: None).done(
            self.reload
        ).failed(fail)

    def read_again(self, items: list[ItemRow]) -> None:
        """Also where the file looks unchanged."""
        if self._adding is not None:
            self.add([item.path for item in items])
            return
        self._pane.strip.begin()
        self._follow(Add(tuple(item.path for item in items), rehash=True))

    def _pause(self, pause: bool) -> None:
        if self._adding is not None:
            if pause:
                self._adding.pause()
            else:
                self._adding.resume()

    def _stop(self) -> None:
        self._queued.clear()
        if self._adding is not None:
            self._pane.strip.stopping()
            self._adding.cancel()

    def _note_failed(self, event: FileFailed) -> None:
        self._failed.append(event)
        self._pane.strip.count_problems(self._failed, self._skipped)

    def _note_skipped(self, event: FileSkipped) -> None:
        self._skipped.append(event)
        self._pane.strip.count_problems(self._failed, self._skipped)

    def _finish(self, event: AddFinished) -> None:
        self._failed, self._skipped = list(event.failed), list(event.skipped)
        self._pane.strip.finish(event)

    def _ended(self) -> None:
        self._adding = None
        if self._scanned_any:  # else there was nothing to go on with
            self.reload()
        if self._queued:
            queued, self._queued = self._queued, []
            self.add(queued)

    def _add_failed(self, failure: Failure) -> None:
        self._adding = None
        self._pane.strip.fail(worded(failure.message))
        self._on_failure(failure)
        self.reload()

    def note_item(self, item_id: int) -> None:
        """Its row may be another now; it is looked at soon, together with others."""
        self._noted.add(item_id)
        if not self._refresh.isActive():
            self._refresh.start()

    def reload_items(self, item_ids: list[int]) -> None:
        """Look at the rows of these now."""
        self._noted |= set(item_ids)
        self._reload_noted()

    def _reload_noted(self) -> None:
        if self._all_noted:
            self.reload()
            return
        asked, self._noted = tuple(self._noted), set()
        if not asked:
            return
        rows: list[ItemRow] = []

        def show() -> None:
            self._pane.items.update_rows(rows, asked)
            self.listed.emit(self._pane.items.n_all())

        self._stream.call(ListItems(asked)).on(ItemRows, lambda some: rows.extend(some.rows)).done(
            show
        )
