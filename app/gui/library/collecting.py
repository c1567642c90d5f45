"""Joins collections to the engine: making, filling, renaming and removing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import (
    FillCollection,
    ListCollections,
    MakeCollection,
    RemoveCollection,
    RenameCollection,
    Request,
)
from app.core.events import CollectionRow, ItemRow
from app.gui import places
from app.gui.language import tr
from app.gui.library.catalog import Heading
from app.gui.library.pane import LibraryPane
from app.gui.naming import NameDialog
from app.tasks.stream import EventStream, Operation


class CollectionFlow(QObject):
    """`changed` carries the ids of items that came in or went out; [] where only names did."""

    changed = Signal(list)

    def __init__(self, stream: EventStream, pane: LibraryPane, window: QWidget) -> None:
        super().__init__(window)
        self._stream, self._pane, self._window = stream, pane, window
        pane.list.collect_wanted.connect(self.collect)
        pane.list.take_out_wanted.connect(self.take_out)
        pane.list.rename_collection_wanted.connect(self.ask_name)
        pane.list.remove_collection_wanted.connect(self.remove)

    def reload(self) -> None:
        self._change(ListCollections(), ())

    def collect(self, items: list[ItemRow], collection_id: int) -> None:
        """Into a collection, or into a new one, which is asked a name for."""
        ids = tuple(item.item_id for item in items)
        if collection_id:
            self._change(FillCollection(collection_id, put=ids), ids)
            return
        what = places.count(len(ids), "item")
        self._ask(
            tr("New collection of {what}").format(what=what),
            "",
            lambda name: self._start(MakeCollection(name, ids), ids),
        )

    def make(self, name: str, item_ids: Iterable[int]) -> None:
        ids = tuple(item_ids)
        self._change(MakeCollection(name, ids), ids)

    def take_out(self, items: list[ItemRow], collection_id: int) -> None:
        ids = tuple(item.item_id for item in items)
        self._change(FillCollection(collection_id, take_out=ids), ids)

    def ask_name(self, heading: Heading) -> None:
        number = int(heading.value)
        self._ask(
            tr("Rename collection"),
            heading.label,
            lambda name: self._start(RenameCollection(number, name), ()),
        )

    def rename(self, collection_id: int, name: str) -> None:
        self._change(RenameCollection(collection_id, name), ())

    def remove(self, heading: Heading) -> None:
        """Out of sight at once, and really a few seconds later: until then it can be undone."""
        number = int(heading.value)
        catalog = self._pane.items.catalog
        before = catalog.collections
        self._pane.items.show_collections(row for row in before if row.collection_id != number)
        ids = [i for i, row in catalog.items.items() if number in row.collections]
        self._pane.undo.offer(
            tr("Removed the collection {name}. Its items stay.").format(name=heading.label),
            final=lambda: self._change(RemoveCollection(number), ids),
            undo=lambda: self._pane.items.show_collections(before),
        )

    def _ask(self, title: str, name: str, act: Callable[[str], Operation]) -> None:
        dialog = NameDialog(self._window, title, name, stay=True)
        dialog.named.connect(lambda said: dialog.follow(act(said), self._stream.on_failure))
        dialog.open()

    def _change(self, request: Request[CollectionRow], item_ids: Iterable[int]) -> None:
        self._start(request, item_ids)

    def _start(self, request: Request[CollectionRow], item_ids: Iterable[int]) -> Operation:
        told: list[CollectionRow] = []
        ids = list(item_ids)

        def show() -> None:
            self._pane.items.show_collections(told)
            self.changed.emit(ids)

        return self._stream.call(request).on(CollectionRow, told.append).done(show)
