"""Items: one path each, what the file system said of it, and which content it holds."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, case, delete, func, insert, select, update

from storage.database import Database, get_info, raise_generation, set_info
from storage.records import (
    ChunkId,
    ContentId,
    FileStamp,
    Item,
    ItemId,
    Kind,
    KnownFile,
    State,
)
from storage.repositories import names
from storage.repositories.batches import batches
from storage.tables import ChunkRow, ContentRow, ItemRow

_PAGE = 2000  # rows of one short reading transaction; a long one would keep the log from shrinking

# A content with parts still to be read is searchable, and shown as being read.
SHOWN_STATE = case(
    ((ItemRow.state == "ready") & (ContentRow.n_pending > 0), "reading"), else_=ItemRow.state
)


class Items:
    """Reads from any thread; `note_attention`, `touch`, `move`, `mark_missing` and `mark_found`
    write, each in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known_stamps(self, under: Path | None = None) -> Iterator[KnownFile]:
        """Every known path, or those at, in and below `under` (a folder, or a file with members),
        in order of path; reads a page at a time, so the caller may write between two of them."""
        if under is None:
            yield from self._stamps_between("", None)
            return
        if (exact := self.by_path(str(under))) is not None:
            yield KnownFile(exact.path, exact.size, exact.mtime_ns, exact.item_id, exact.state)
        yield from self._stamps_between(f"{under}!/", f"{under}!0")
        yield from self._stamps_between(*_range_below(str(under)))

    def _stamps_between(self, low: str, high: str | None) -> Iterator[KnownFile]:
        """Both bounds outside."""
        columns = select(
            ItemRow.path, ItemRow.size, ItemRow.mtime_ns, ItemRow.id, ItemRow.state
        ).order_by(ItemRow.path)
        while True:
            query = columns.where(ItemRow.path > low).limit(_PAGE)
            if high is not None:
                query = query.where(ItemRow.path < high)
            with self._database.read() as connection:
                rows = connection.execute(query).all()
            for row in rows:
                yield _known(row)
            if len(rows) < _PAGE:
                return
            low = rows[-1][0]

    def get(self, item_id: int) -> Item | None:
        return self._one(_items().where(ItemRow.id == item_id))

    def by_ids(self, item_ids: Iterable[int]) -> list[Item]:
        """Those of them that there are, in no order."""
        found: list[Item] = []
        for ids in batches(dict.fromkeys(item_ids)):
            found += self._many(_items().where(ItemRow.id.in_(ids)))
        return found

    def by_path(self, path: str) -> Item | None:
        return self._one(_items().where(ItemRow.path == path))

    def all(self, *, state: State | None = None, kind: Kind | None = None) -> Iterator[Item]:
        """Items in order of id, a page at a time."""
        last = 0
        while True:
            query = _items().where(ItemRow.id > last).order_by(ItemRow.id).limit(_PAGE)
            if state is not None:
                query = query.where(SHOWN_STATE.is_(state))
            if kind is not None:
                query = query.where(ItemRow.kind == kind)
            with self._database.read() as connection:
                rows = connection.execute(query).all()
            for row in rows:
                yield _item(row)
            if len(rows) < _PAGE:
                return
            last = rows[-1].id

    def counts_below(self, folder: str) -> dict[str, int]:
        """How many items in and below a folder are in each state, as it is shown."""
        low, high = _range_below(folder)
        query = (
            select(SHOWN_STATE, func.count())
            .select_from(ItemRow)
            .outerjoin(ContentRow, ContentRow.id == ItemRow.content_id)
            .where(ItemRow.path > low, ItemRow.path < high)
            .group_by(SHOWN_STATE)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def of_content(self, content_id: int) -> list[Item]:
        """Every path that holds this content, those still there first."""
        query = _items().where(ItemRow.content_id == content_id)
        return self._many(query.order_by(ItemRow.state == "missing", ItemRow.id))

    def by_content(self, content_ids: Sequence[int]) -> dict[ContentId, list[Item]]:
        """The same for several contents at once."""
        found: dict[ContentId, list[Item]] = {}
        for some in batches(list(dict.fromkeys(content_ids))):
            query = _items().where(ItemRow.content_id.in_(some))
            for item in self._many(query.order_by(ItemRow.state == "missing", ItemRow.id)):
                if item.content_id is not None:
                    found.setdefault(item.content_id, []).append(item)
        return found

    def best_for_chunks(self, chunk_ids: Sequence[int]) -> dict[ChunkId, Item]:
        """One item for each chunk that exists: one still there before a missing one, then the
        one known longest."""
        found: dict[ChunkId, Item] = {}
        columns = _items().add_columns(ChunkRow.id.label("chunk_id"))
        query = columns.join(ChunkRow, ChunkRow.content_id == ItemRow.content_id)
        query = query.order_by(ItemRow.state == "missing", ItemRow.id)
        with self._database.read() as connection:
            for ids in batches(dict.fromkeys(chunk_ids)):
                for row in connection.execute(query.where(ChunkRow.id.in_(ids))):
                    found.setdefault(ChunkId(row.chunk_id), _item(row))
        return found

    def note_attention(
        self,
        path: str,
        size: int,
        mtime_ns: int,
        *,
        kind: Kind,
        reason: str,
        retryable: bool,
        sha256: str | None = None,
    ) -> ItemId:
        """List a file that could not be read, with the reason; content it had before is kept."""
        values: dict[str, Any] = {
            "state": "attention",
            "reason": reason,
            "retryable": retryable,
            "size": size,
            "mtime_ns": mtime_ns,
            "sha256": sha256 or "",
        }
        with self._database.write() as connection:
            item_id = connection.execute(
                update(ItemRow).where(ItemRow.path == path).values(**values).returning(ItemRow.id)
            ).scalar()
            if item_id is None:
                item_id = connection.execute(
                    insert(ItemRow)
                    .values(path=path, kind=kind, added_at=_now(), **values)
                    .returning(ItemRow.id)
                ).scalar_one()
        return ItemId(item_id)

    def try_again_with(self, recipe: str) -> int:
        """Files that could not be read by readers of another recipe may be readable now: they are
        tried at the next look. Returns how many; 0 where the recipe is the one last seen."""
        with self._database.write() as connection:
            if get_info(connection, "recipe") == recipe:
                return 0
            set_info(connection, "recipe", recipe)
            return connection.execute(
                update(ItemRow)
                .where(ItemRow.state == "attention", ~ItemRow.retryable)
                .values(retryable=True)
            ).rowcount

    def touch(self, item_id: int, size: int, mtime_ns: int) -> None:
        """The same bytes with a new time: remember it, so that they are not hashed again."""
        with self._database.write() as connection:
            connection.execute(
                update(ItemRow)
                .where(ItemRow.id == item_id)
                .values(size=size, mtime_ns=mtime_ns, **_found_again())
            )

    def move(self, item_id: int, stamp: FileStamp) -> None:
        """The item's file has a new path. An item that had that path before is dropped if it
        holds no other content."""
        with self._database.write() as connection:
            content_id = connection.execute(
                select(ItemRow.content_id).where(ItemRow.id == item_id)
            ).scalar()
            connection.execute(
                delete(ItemRow).where(
                    ItemRow.path == stamp.path,
                    ItemRow.id != item_id,
                    ItemRow.content_id.is_(None) | (ItemRow.content_id == content_id),
                )
            )
            connection.execute(
                update(ItemRow)
                .where(ItemRow.id == item_id)
                .values(
                    path=stamp.path,
                    size=stamp.size,
                    mtime_ns=stamp.mtime_ns,
                    sha256=stamp.sha256,
                    checksum=None,  # counted anew, whatever was there
                    **_found_again(),
                )
            )
            if content_id is not None:
                names.refresh(connection, content_id)
            raise_generation(connection)

    def mark_missing(self, item_ids: Iterable[int]) -> int:
        """Items whose files vanished; they stay searchable. Returns how many were not missing."""
        n_changed = 0
        with self._database.write() as connection:
            for ids in batches(item_ids):
                n_changed += connection.execute(
                    update(ItemRow)
                    .where(ItemRow.id.in_(ids), ItemRow.state != "missing")
                    .values(state="missing")
                ).rowcount
        return n_changed

    def mark_found(self, item_ids: Iterable[int]) -> int:
        """Items whose unchanged files are there again. Returns how many were missing."""
        n_changed = 0
        with self._database.write() as connection:
            for ids in batches(item_ids):
                n_changed += connection.execute(
                    update(ItemRow)
                    .where(ItemRow.id.in_(ids), ItemRow.state == "missing")
                    .values(**_found_again())
                ).rowcount
        return n_changed

    def _one(self, query: Select[Any]) -> Item | None:
        found = self._many(query)
        return found[0] if found else None

    def _many(self, query: Select[Any]) -> list[Item]:
        with self._database.read() as connection:
            return [_item(row) for row in connection.execute(query)]


def put_ready(
    connection: Connection, stamp: FileStamp, content_id: int, kind: str
) -> tuple[ItemId, ContentId | None]:
    """Let the path hold the content; returns its item and the content it held before."""
    old = connection.execute(
        select(ItemRow.id, ItemRow.content_id).where(ItemRow.path == stamp.path)
    ).one_or_none()
    values: dict[str, Any] = {
        "content_id": content_id,
        "kind": kind,
        "state": "ready",
        "reason": None,
        "retryable": False,
        "size": stamp.size,
        "mtime_ns": stamp.mtime_ns,
        "sha256": stamp.sha256,
        "checksum": None,  # counted anew, whatever was there
    }
    if old is not None:
        connection.execute(update(ItemRow).where(ItemRow.id == old.id).values(**values))
        return ItemId(old.id), old.content_id
    made = connection.execute(
        insert(ItemRow).values(path=stamp.path, added_at=_now(), **values).returning(ItemRow.id)
    ).scalar_one()
    return ItemId(made), None


def _known(row: Any) -> KnownFile:
    return KnownFile(row[0], row[1], row[2], ItemId(row[3]), row[4])


def _found_again() -> dict[str, Any]:
    return {"state": case((ItemRow.reason.is_not(None), "attention"), else_="ready")}


def _items() -> Select[Any]:
    return select(
        ItemRow.id,
        ItemRow.path,
        ItemRow.kind,
        SHOWN_STATE.label("state"),
        ItemRow.reason,
        ContentRow.title,
        ContentRow.media_type,
        ItemRow.size,
        ItemRow.mtime_ns,
        ItemRow.sha256,
        ItemRow.content_id,
        ContentRow.n_chunks,
        ItemRow.added_at,
        ItemRow.retryable,
        ContentRow.language,
    ).outerjoin(ContentRow, ContentRow.id == ItemRow.content_id)


def _item(row: Any) -> Item:
    return Item(
        item_id=ItemId(row.id),
        path=row.path,
        kind=row.kind,
        state=row.state,
        reason=row.reason,
        title=row.title,
        media_type=row.media_type or "",
        size=row.size,
        mtime_ns=row.mtime_ns,
        sha256=row.sha256,
        content_id=None if row.content_id is None else ContentId(row.content_id),
        n_chunks=row.n_chunks or 0,
        added_at=row.added_at,
        retryable=row.retryable,
        language=row.language,
    )


def _range_below(folder: str) -> tuple[str, str]:
    """Bounds, both outside, of the paths below a folder."""
    start = folder.rstrip(os.sep) + os.sep
    return start, start[:-1] + chr(ord(os.sep) + 1)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
