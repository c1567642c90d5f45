"""Collections: named sets of items, to look at, to search in and to ask about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core import events
from app.core.errors import UserError
from app.core.naming import one_line
from storage.records import Collection
from storage.store import Store

_LONGEST_NAME = 80


class Collections:
    """Each verb that changes something returns how the collection is now. All raise UserError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self) -> Iterator[events.CollectionRow]:
        """In order of their names."""
        for collection in self._store.collections.all():
            yield _row(collection)

    def make(self, name: str, item_ids: Sequence[int] = ()) -> events.CollectionRow:
        wanted = self._free_name(name)
        made = self._store.collections.make(wanted)
        if item_ids:
            self._store.collections.put(made, item_ids)
        return self._now(int(made))

    def rename(self, collection_id: int, name: str) -> events.CollectionRow:
        wanted = self._free_name(name, collection_id)
        self._store.collections.rename(collection_id, wanted)
        return self._now(collection_id)

    def remove(self, collection_id: int) -> events.CollectionRow:
        """The set goes, its items stay in the library. Returns how it was."""
        row = self._now(collection_id)
        self._store.collections.remove(collection_id)
        return row

    def put(self, collection_id: int, item_ids: Sequence[int]) -> events.CollectionRow:
        self._store.collections.put(collection_id, item_ids)
        return self._now(collection_id)

    def take_out(self, collection_id: int, item_ids: Sequence[int]) -> events.CollectionRow:
        self._store.collections.take_out(collection_id, item_ids)
        return self._now(collection_id)

    def item_ids(self, collection_id: int) -> list[int]:
        return [int(item_id) for item_id in self._store.collections.item_ids(collection_id)]

    def named(self, name: str) -> int:
        """A collection by its name, in any case."""
        found = self._store.collections.by_name(_tidy(name))
        if found is None:
            raise unknown(name)
        return int(found.collection_id)

    def _free_name(self, name: str, but_for: int | None = None) -> str:
        wanted = _tidy(name)
        if not wanted or len(wanted) > _LONGEST_NAME:
            raise UserError(
                "bad_name",
                "A collection needs a name of up to 80 letters.",
                "Choose another name.",
            )
        taken = self._store.collections.by_name(wanted)
        if taken is not None and taken.collection_id != but_for:
            raise UserError(
                "name_taken",
                "There is a collection named {name} already.",
                "Choose another name, or add the items to that one.",
                name=taken.name,
            )
        return wanted

    def _now(self, collection_id: int) -> events.CollectionRow:
        found = self._store.collections.get(collection_id)
        if found is None:
            raise unknown(str(collection_id))
        return _row(found)


def unknown(name: str) -> UserError:
    return UserError(
        "not_found",
        "There is no collection {name}.",
        "`triptych collections list` shows those there are.",
        name=name,
    )


def _tidy(name: str) -> str:
    return one_line(name).strip()


def _row(collection: Collection) -> events.CollectionRow:
    return events.CollectionRow(
        int(collection.collection_id), collection.name, collection.n_items, collection.created_at
    )
