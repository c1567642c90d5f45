"""Collections: named sets of items. An item may be in several; removing one takes out no item."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from storage.database import Database
from storage.errors import NotFound
from storage.folding import fold
from storage.records import Collection, CollectionId, ItemId
from storage.repositories.batches import batches
from storage.tables import CollectionItemRow, CollectionRow, ItemRow


class Collections:
    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Collection]:
        """In order of their names."""
        return self._many(_collections().order_by(CollectionRow.folded))

    def get(self, collection_id: int) -> Collection | None:
        found = self._many(_collections().where(CollectionRow.id == collection_id))
        return found[0] if found else None

    def by_name(self, name: str) -> Collection | None:
        """In any case, and with or without accents."""
        found = self._many(_collections().where(CollectionRow.folded == fold(name)))
        return found[0] if found else None

    def make(self, name: str) -> CollectionId:
        """A name that is taken, as `by_name` compares, must not be given."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        values = {"name": name, "folded": fold(name), "created_at": now}
        with self._database.write() as connection:
            made = connection.execute(
                insert(CollectionRow).values(**values).returning(CollectionRow.id)
            ).scalar_one()
        return CollectionId(made)

    def rename(self, collection_id: int, name: str) -> None:
        """Raises NotFound. Another collection's name must not be given."""
        with self._database.write() as connection:
            _require(connection, collection_id)
            connection.execute(
                update(CollectionRow)
                .where(CollectionRow.id == collection_id)
                .values(name=name, folded=fold(name))
            )

    def remove(self, collection_id: int) -> None:
        """The set goes, its items stay. Raises NotFound."""
        with self._database.write() as connection:
            _require(connection, collection_id)
            connection.execute(delete(CollectionRow).where(CollectionRow.id == collection_id))

    def put(self, collection_id: int, item_ids: Iterable[int]) -> int:
        """Add items; those that are in it already, or in no library, are passed over. Returns how
        many came in. Raises NotFound."""
        n_added = 0
        with self._database.write() as connection:
            _require(connection, collection_id)
            for ids in batches(dict.fromkeys(item_ids)):
                held = select(CollectionItemRow.item_id).where(
                    CollectionItemRow.collection_id == collection_id
                )
                query = select(ItemRow.id).where(ItemRow.id.in_(ids), ItemRow.id.not_in(held))
                rows = [
                    {"collection_id": collection_id, "item_id": item_id}
                    for item_id in connection.execute(query).scalars()
                ]
                if rows:
                    connection.execute(insert(CollectionItemRow), rows)
                n_added += len(rows)
        return n_added

    def take_out(self, collection_id: int, item_ids: Iterable[int]) -> int:
        """Returns how many were in it. Raises NotFound."""
        n_removed = 0
        with self._database.write() as connection:
            _require(connection, collection_id)
            for ids in batches(item_ids):
                n_removed += connection.execute(
                    delete(CollectionItemRow).where(
                        CollectionItemRow.collection_id == collection_id,
                        CollectionItemRow.item_id.in_(ids),
                    )
                ).rowcount
        return n_removed

    def item_ids(self, collection_id: int) -> list[ItemId]:
        query = select(CollectionItemRow.item_id).where(
            CollectionItemRow.collection_id == collection_id
        )
        with self._database.read() as connection:
            return [ItemId(found) for found in connection.execute(query).scalars()]

    def of_items(self) -> dict[ItemId, tuple[CollectionId, ...]]:
        """The collections of each item that is in any."""
        query = select(CollectionItemRow.item_id, CollectionItemRow.collection_id)
        found: dict[ItemId, tuple[CollectionId, ...]] = {}
        with self._database.read() as connection:
            for item_id, collection_id in connection.execute(query):
                held = found.get(ItemId(item_id), ())
                found[ItemId(item_id)] = (*held, CollectionId(collection_id))
        return found

    def _many(self, query: Select[Any]) -> list[Collection]:
        with self._database.read() as connection:
            return [
                Collection(CollectionId(row[0]), row[1], row[2], row[3])
                for row in connection.execute(query)
            ]


def _collections() -> Select[Any]:
    n_items = (
        select(func.count())
        .select_from(CollectionItemRow)
        .where(CollectionItemRow.collection_id == CollectionRow.id)
        .scalar_subquery()
    )
    return select(CollectionRow.id, CollectionRow.name, CollectionRow.created_at, n_items)


def _require(connection: Connection, collection_id: int) -> None:
    query = select(CollectionRow.id).where(CollectionRow.id == collection_id)
    if connection.execute(query).scalar() is None:
        raise NotFound(
            "There is no collection {collection_id}.",
            "Look at the list of collections again.",
            collection_id=collection_id,
        )
