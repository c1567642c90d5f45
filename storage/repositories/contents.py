"""Contents: all that is known of some bytes. A content is replaced whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select, update

from storage import sqlite
from storage.database import Database, raise_generation
from storage.errors import NotFound
from storage.records import (
    Change,
    ChunkId,
    Content,
    ContentId,
    FileStamp,
    ItemId,
    NewChunk,
    NewContent,
    PendingPart,
    PendingWork,
)
from storage.repositories import items, names
from storage.repositories.chunks import delete_chunks_of, insert_chunks
from storage.repositories.items import Items
from storage.tables import (
    ContentMediaRow,
    ContentRow,
    ContentTextRow,
    ItemRow,
    PendingRow,
)

_PAGE = 2000  # rows of one short reading transaction
_REMOVE_BATCH = 200  # items of one transaction; the log grows with it
# Bytes on disk for one byte of text: itself, deflated whole, its keyword rows and the log.
_GROWTH = 6


class Contents:
    """`replace`, `attach`, `append_chunks` and `remove` write, each in one transaction (`remove`
    in several if there are many items), and return what the index in memory has to follow."""

    def __init__(self, database: Database, item_rows: Items) -> None:
        self._database = database
        self._items = item_rows

    def get(self, content_id: int) -> Content | None:
        return self._one(ContentRow.id, content_id)

    def by_sha256(self, sha256: str) -> Content | None:
        """Compare `recipe` to see whether it was made as it would be made now."""
        return self._one(ContentRow.sha256, sha256)

    def described(self) -> Iterator[Content]:
        """Every content with its properties, in order of id; `text` is left out (empty)."""
        last = 0
        while True:
            query = select(ContentRow.__table__).where(ContentRow.id > last).order_by(ContentRow.id)
            with self._database.read() as connection:
                rows = connection.execute(query.limit(_PAGE)).all()
            for row in rows:
                yield _content(row, "")
            if len(rows) < _PAGE:
                return
            last = rows[-1].id

    def peaks(self, content_id: int) -> NDArray[np.int8] | None:
        """Lowest and highest sample of each bin, int8 of shape (n_bins, 2)."""
        with self._database.read() as connection:
            packed = connection.execute(
                select(ContentMediaRow.peaks).where(ContentMediaRow.content_id == content_id)
            ).scalar()
        return None if packed is None else np.frombuffer(packed, np.int8).reshape(-1, 2)

    def thumbnail(self, content_id: int) -> bytes | None:
        """JPEG bytes of our own making."""
        with self._database.read() as connection:
            return connection.execute(
                select(ContentMediaRow.thumbnail).where(ContentMediaRow.content_id == content_id)
            ).scalar()

    def pending(self, content_id: int | None = None) -> Iterator[PendingWork]:
        """Parts still to be read whose file is there, content by content; a content's parts are
        those of the moment it is reached."""
        last = 0
        while True:
            query = (
                select(PendingRow.content_id)
                .join(ItemRow, ItemRow.content_id == PendingRow.content_id)
                .where(PendingRow.content_id > last, ItemRow.state == "ready")
                .order_by(PendingRow.content_id)
                .limit(1)
            )
            if content_id is not None:
                query = query.where(PendingRow.content_id == content_id)
            with self._database.read() as connection:
                found = connection.execute(query).scalar()
                if found is None:
                    return
                parts = connection.execute(
                    select(PendingRow.stage, PendingRow.part)
                    .where(PendingRow.content_id == found)
                    .order_by(PendingRow.stage, PendingRow.part)
                ).all()
            last = found
            item = self._items.of_content(found)[0]
            for row in parts:
                yield PendingWork(item, ContentId(found), _part(row))

    def replace(self, stamp: FileStamp, content: NewContent) -> Change:
        """Store a file with all that was read of it, in one transaction. What the path held before
        goes if no other path holds it; a content of the same bytes is made anew in place.

        Raises DiskFull, SpaceMismatch; then nothing has changed."""
        if stamp.sha256 != content.sha256:
            raise ValueError("the stamp and the content are of different bytes")
        self._database.require_space(_estimate(content))
        with self._database.write() as connection:
            generation = raise_generation(connection)
            removed: list[ChunkId] = []
            content_id = connection.execute(
                select(ContentRow.id).where(ContentRow.sha256 == content.sha256)
            ).scalar()
            if content_id is not None:
                removed += delete_chunks_of(connection, content_id)
            content_id = _put_content(connection, content_id, content, generation)
            added, _ = insert_chunks(connection, content_id, content.chunks)
            item_id, old_id = items.put_ready(connection, stamp, content_id, content.kind)
            if old_id is not None and old_id != content_id:
                removed += _drop_if_unused(connection, old_id)
            names.refresh(connection, content_id)
        return Change(generation, item_id, added, tuple(removed), len(content.chunks))

    def attach(self, stamp: FileStamp, content_id: int) -> Change:
        """Let a path hold a content that is already stored (equal bytes at another path)."""
        with self._database.write() as connection:
            generation = raise_generation(connection)
            known = connection.execute(
                select(ContentRow.kind, ContentRow.sha256, ContentRow.n_chunks).where(
                    ContentRow.id == content_id
                )
            ).one_or_none()
            if known is None or known.sha256 != stamp.sha256:
                raise NotFound("This content is no longer stored.", "Read the file again.")
            item_id, old_id = items.put_ready(connection, stamp, content_id, known.kind)
            removed: list[ChunkId] = []
            if old_id is not None and old_id != content_id:
                removed = _drop_if_unused(connection, old_id)
            names.refresh(connection, content_id)
        return Change(generation, item_id, (), tuple(removed), known.n_chunks)

    def append_chunks(
        self,
        content_id: int,
        done: PendingPart,
        chunks: Sequence[NewChunk],
        instead_of: Sequence[int] = (),
    ) -> Change:
        """One pending part was read: store its chunks and strike it off, in one transaction;
        chunks that they are `instead_of` go.

        Raises NotFound if the content or the part is gone meanwhile; then nothing has changed."""
        self._database.require_space(_GROWTH * sum(len(chunk.text) for chunk in chunks))
        with self._database.write() as connection:
            struck = connection.execute(
                delete(PendingRow).where(
                    PendingRow.content_id == content_id,
                    PendingRow.stage == done.stage,
                    PendingRow.part == done.part,
                )
            ).rowcount
            if not struck:
                raise NotFound(
                    "The file was removed or read anew meanwhile.", "Nothing needs to be done."
                )
            connection.execute(
                update(ContentRow)
                .where(ContentRow.id == content_id)
                .values(n_pending=ContentRow.n_pending - 1)
            )
            return _exchange(connection, content_id, instead_of, chunks)

    def replace_chunks(
        self, content_id: int, gone: Sequence[int], chunks: Sequence[NewChunk]
    ) -> Change:
        """Put chunks in the place of some of a content's, in one transaction. Raises NotFound if
        the content is gone meanwhile; then nothing has changed."""
        self._database.require_space(_GROWTH * sum(len(chunk.text) for chunk in chunks))
        with self._database.write() as connection:
            known = select(ContentRow.id).where(ContentRow.id == content_id)
            if connection.execute(known).scalar() is None:
                raise NotFound("The file was removed meanwhile.", "Nothing needs to be done.")
            return _exchange(connection, content_id, gone, chunks)

    def remove(self, item_ids: Iterable[int]) -> list[Change]:
        """Take items out and erase what only they held: rows, words, vectors, thumbnails; the
        bytes are overwritten and the write-ahead log is emptied. Unknown ids are passed over."""
        wanted = list(dict.fromkeys(item_ids))
        changes = []
        for start in range(0, len(wanted), _REMOVE_BATCH):
            with self._database.write() as connection:
                changes.append(_remove_batch(connection, wanted[start : start + _REMOVE_BATCH]))
        self._database.give_back_space()
        return changes

    def _one(self, column: object, value: object) -> Content | None:
        query = select(ContentRow.__table__, ContentTextRow.text).outerjoin(
            ContentTextRow, ContentTextRow.content_id == ContentRow.id
        )
        with self._database.read() as connection:
            row = connection.execute(query.where(column == value)).one_or_none()  # type: ignore[arg-type]
        if row is None:
            return None
        return _content(row, row.text or "")


def _exchange(
    connection: Connection, content_id: int, gone: Sequence[int], chunks: Sequence[NewChunk]
) -> Change:
    generation = raise_generation(connection)
    removed = delete_chunks_of(connection, content_id, gone) if gone else []
    if removed:
        connection.execute(
            update(ContentRow)
            .where(ContentRow.id == content_id)
            .values(n_chunks=ContentRow.n_chunks - len(removed))
        )
    added, n_chunks = insert_chunks(connection, content_id, chunks)
    connection.execute(
        update(ContentRow).where(ContentRow.id == content_id).values(generation=generation)
    )
    item_id = connection.execute(
        select(ItemRow.id).where(ItemRow.content_id == content_id).limit(1)
    ).scalar()
    return Change(
        generation,
        None if item_id is None else ItemId(item_id),
        added,
        tuple(removed),
        n_chunks - len(removed),
    )


def _content(row: Any, text: str) -> Content:
    return Content(
        content_id=ContentId(row.id),
        sha256=row.sha256,
        kind=row.kind,
        media_type=row.media_type,
        title=row.title,
        text=text,
        metadata=row.details,
        page_count=row.page_count,
        width=row.width,
        height=row.height,
        duration_s=row.duration_s,
        recipe=row.recipe,
        n_chunks=row.n_chunks,
        n_pending=row.n_pending,
    )


def _part(row: Any) -> PendingPart:
    return PendingPart(row.stage, row.part)


def _put_content(
    connection: Connection, content_id: int | None, content: NewContent, generation: int
) -> ContentId:
    values = {
        "kind": content.kind,
        "media_type": content.media_type,
        "title": content.title and _clean(content.title),
        "details": {_clean(k): _clean(v) for k, v in content.metadata.items()},
        "page_count": content.page_count,
        "width": content.width,
        "height": content.height,
        "duration_s": content.duration_s,
        "recipe": content.recipe,
        "language": None,  # told by the passages as they are written
        "n_chunks": 0,  # counted up as the chunks are written
        "n_pending": len(set(content.pending)),
        "generation": generation,
        "checksum": None,  # counted anew, whatever was there
    }
    if content_id is None:
        content_id = connection.execute(
            insert(ContentRow).values(sha256=content.sha256, **values).returning(ContentRow.id)
        ).scalar_one()
    else:
        connection.execute(update(ContentRow).where(ContentRow.id == content_id).values(**values))
        for table in (ContentTextRow, ContentMediaRow, PendingRow):
            connection.execute(delete(table).where(table.content_id == content_id))
    if content.text:
        connection.execute(insert(ContentTextRow).values(content_id=content_id, text=content.text))
    if content.peaks is not None or content.thumbnail_jpeg is not None:
        peaks = None
        if content.peaks is not None:
            peaks = np.ascontiguousarray(content.peaks, dtype=np.int8).tobytes()
        connection.execute(
            insert(ContentMediaRow).values(
                content_id=content_id, peaks=peaks, thumbnail=content.thumbnail_jpeg
            )
        )
    if content.pending:
        connection.execute(
            insert(PendingRow),
            [
                {"content_id": content_id, "stage": part.stage, "part": part.part}
                for part in dict.fromkeys(content.pending)
            ],
        )
    return ContentId(content_id)


def _remove_batch(connection: Connection, item_ids: Sequence[int]) -> Change:
    generation = raise_generation(connection)
    rows = connection.execute(
        delete(ItemRow).where(ItemRow.id.in_(item_ids)).returning(ItemRow.id, ItemRow.content_id)
    ).all()
    removed: list[ChunkId] = []
    for content_id in dict.fromkeys(row.content_id for row in rows if row.content_id is not None):
        dropped = _drop_if_unused(connection, content_id)
        removed += dropped
        if _is_used(connection, content_id):
            names.refresh(connection, content_id)
    item_id = ItemId(rows[0].id) if len(rows) == 1 else None
    return Change(generation, item_id, (), tuple(removed), len(removed))


def _drop_if_unused(connection: Connection, content_id: int) -> list[ChunkId]:
    """Erase a content that no path holds any more; the ids of its chunks, [] if it is held."""
    if _is_used(connection, content_id):
        names.refresh(connection, content_id)
        return []
    removed = delete_chunks_of(connection, content_id)
    sqlite.delete_name(connection, content_id)
    connection.execute(delete(ContentRow).where(ContentRow.id == content_id))
    return removed


def _is_used(connection: Connection, content_id: int) -> bool:
    n_items = connection.execute(
        select(func.count()).select_from(ItemRow).where(ItemRow.content_id == content_id)
    ).scalar_one()
    return n_items > 0


def _estimate(content: NewContent) -> int:
    n_text = len(content.text) + sum(len(chunk.text) for chunk in content.chunks)
    n_rows = sum(row.size for chunk in content.chunks for row in chunk.vectors.values())
    n_rows += sum(len(chunk.tokens or b"") for chunk in content.chunks) // 4
    return _GROWTH * n_text + 4 * n_rows + 2 * len(content.thumbnail_jpeg or b"")


def _clean(value: str) -> str:
    """Lone surrogates cannot be stored as UTF-8; each becomes a question mark."""
    return value.encode("utf-8", "replace").decode("utf-8")
