"""Chunks: the units of citation; their keyword rows and vectors come and go with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, delete, func, insert, select, tuple_, update

from storage import sqlite
from storage.database import Database
from storage.folding import fold
from storage.records import Chunk, ChunkId, ContentId, Kind, Locator, NewChunk, VectorBatch
from storage.repositories.batches import batches
from storage.repositories.vectors import delete_vectors, insert_vectors
from storage.tables import ChunkRow, CollectionItemRow, ContentRow, ItemRow
from storage.words import keyword_row


class Chunks:
    """Reading only: chunks are written with their content."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, chunk_id: int) -> Chunk | None:
        return self.by_ids([chunk_id]).get(ChunkId(chunk_id))

    def by_ids(self, chunk_ids: Sequence[int]) -> dict[ChunkId, Chunk]:
        """Those of the chunks that exist."""
        found: dict[ChunkId, Chunk] = {}
        with self._database.read() as connection:
            for ids in batches(dict.fromkeys(chunk_ids)):
                for row in connection.execute(_chunks().where(ChunkRow.id.in_(ids))):
                    found[ChunkId(row.id)] = _chunk(row)
        return found

    def ids_of_kinds(self, kinds: Sequence[Kind]) -> NDArray[np.int64]:
        """All chunk ids of these kinds, int64 of shape (n,), for a filtered search of an index,
        which passes over ids it does not have. Worth keeping for as long as `generation` stays: a
        million ids take about a second."""
        query = select(ChunkRow.id).where(ChunkRow.kind.in_(kinds))
        with self._database.read() as connection:
            return np.fromiter(connection.execute(query).scalars(), np.int64)

    def ids_up_to(self, last: int) -> NDArray[np.int64]:
        """All chunk ids up to `last`, ascending, int64 of shape (n,)."""
        with self._database.read() as connection:
            return sqlite.chunk_ids(connection, last)

    def ids_where(
        self,
        *,
        kinds: Sequence[Kind] = (),
        folder: str | None = None,
        name: str | None = None,
        since: str | None = None,
        until: str | None = None,
        languages: Sequence[str] = (),
        items: Sequence[int] = (),
        collections: Sequence[int] = (),
    ) -> NDArray[np.int64]:
        """All chunk ids that some file holds to which all of this applies, int64 of shape (n,).
        `items` are ids of files, `collections` of named sets of them: any of both; none means all.
        `folder` is a path, itself or above; `name` a part of the file's name in any case; days are
        `2026-11-26`, both included, of the date a content states or its file's last change."""
        query = (
            select(ChunkRow.id).distinct().join(ItemRow, ItemRow.content_id == ChunkRow.content_id)
        )
        if kinds:
            query = query.where(ChunkRow.kind.in_(kinds))
        if languages:
            query = query.where(ChunkRow.language.in_(languages))
        if items or collections:
            members = select(CollectionItemRow.item_id).where(
                CollectionItemRow.collection_id.in_(collections)
            )
            query = query.where(ItemRow.id.in_(sqlite.listed(items)) | ItemRow.id.in_(members))
        if folder is not None:
            below = folder.rstrip("/\\")
            query = query.where(
                (ItemRow.path == below)
                | ItemRow.path.startswith(below + "/", autoescape=True)
                | ItemRow.path.startswith(below + "\\", autoescape=True)
            )
        if since is not None or until is not None:
            query = query.join(ContentRow, ContentRow.id == ChunkRow.content_id)
            stated = func.substr(func.json_extract(ContentRow.details, "$.date"), 1, 10)
            changed = func.date(ItemRow.mtime_ns / 1_000_000_000, "unixepoch")
            day = func.coalesce(func.date(stated), changed)
            query = query.where(day >= since) if since is not None else query
            query = query.where(day <= until) if until is not None else query
        with self._database.read() as connection:
            if name is None:
                return np.fromiter(connection.execute(query).scalars(), np.int64)
            part = fold(name)
            rows = connection.execute(query.add_columns(ItemRow.path)).all()
        found = {row.id for row in rows if part in fold(PurePath(row.path).name)}
        return np.fromiter(sorted(found), np.int64)

    def contents_of(self, chunk_ids: Sequence[int]) -> frozenset[ContentId]:
        """The contents that these chunks are of."""
        query = select(ChunkRow.content_id).distinct()
        query = query.where(ChunkRow.id.in_(sqlite.listed(chunk_ids)))
        with self._database.read() as connection:
            return frozenset(map(ContentId, connection.execute(query).scalars()))

    def languages(self) -> dict[str | None, int]:
        """How many passages are in each language; None: too short or too mixed to say."""
        query = select(ChunkRow.language, func.count()).group_by(ChunkRow.language)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def of_content(
        self, content_id: int, *, offset: int = 0, limit: int | None = None
    ) -> list[Chunk]:
        """A content's chunks in reading order."""
        query = _in_order(_chunks().where(ChunkRow.content_id == content_id))
        return self._many(query.offset(offset).limit(limit))

    def neighbours(self, chunk_id: int, *, before: int = 1, after: int = 1) -> list[Chunk]:
        """The chunk with up to `before` and `after` others around it, in reading order; [] if it
        does not exist."""
        place = tuple_(ChunkRow.position, ChunkRow.ordinal)
        with self._database.read() as connection:
            here = connection.execute(_chunks().where(ChunkRow.id == chunk_id)).one_or_none()
            if here is None:
                return []
            same = _chunks().where(ChunkRow.content_id == here.content_id)
            at = tuple_(here.position, here.ordinal)
            earlier = connection.execute(
                same.where(place < at)
                .order_by(ChunkRow.position.desc(), ChunkRow.ordinal.desc())
                .limit(before)
            ).all()
            later = connection.execute(_in_order(same.where(place > at)).limit(after)).all()
        return [_chunk(row) for row in (*reversed(earlier), here, *later)]

    def _many(self, query: Select[Any]) -> list[Chunk]:
        with self._database.read() as connection:
            return [_chunk(row) for row in connection.execute(query)]


def insert_chunks(
    connection: Connection, content_id: int, chunks: Sequence[NewChunk]
) -> tuple[tuple[VectorBatch, ...], int]:
    """Write chunks with their keyword rows and vectors; returns the vectors as stored, and how
    many chunks were written."""
    if not chunks:
        return (), 0
    first = connection.execute(
        select(func.coalesce(func.max(ChunkRow.ordinal), -1) + 1).where(
            ChunkRow.content_id == content_id
        )
    ).scalar_one()
    ids = [
        ChunkId(made)
        for made in connection.execute(
            insert(ChunkRow).returning(ChunkRow.id, sort_by_parameter_order=True),
            [
                {
                    "content_id": content_id,
                    "position": _position(chunk.locator),
                    "ordinal": first + i,
                    "kind": chunk.kind,
                    "text": _clean(chunk.text),
                    "locator": chunk.locator,
                    "language": chunk.language,
                    "heads": _clean(chunk.heads),
                }
                for i, chunk in enumerate(chunks)
            ],
        ).scalars()
    ]
    sqlite.insert_keywords(
        connection,
        [
            keyword_row(made, _clean(chunk.heads), _clean(chunk.text), chunk.language)
            for made, chunk in zip(ids, chunks, strict=True)
        ],
    )
    connection.execute(
        update(ContentRow)
        .where(ContentRow.id == content_id)
        .values(n_chunks=ContentRow.n_chunks + len(ids), language=_main_language(content_id))
    )
    return insert_vectors(connection, ids, chunks), len(ids)


def _main_language(content_id: int) -> Any:
    """The language of most of a content's passages, as a subquery."""
    return (
        select(ChunkRow.language)
        .where(ChunkRow.content_id == content_id, ChunkRow.language.is_not(None))
        .group_by(ChunkRow.language)
        .order_by(func.count().desc(), ChunkRow.language)
        .limit(1)
        .scalar_subquery()
    )


def delete_chunks_of(
    connection: Connection, content_id: int, only: Sequence[int] | None = None
) -> list[ChunkId]:
    """Erase a content's chunks, or `only` these of them, with their keyword rows and vectors;
    returns their ids."""
    which = ChunkRow.content_id == content_id
    if only is not None:
        which = which & ChunkRow.id.in_(sqlite.listed(only))
    rows = connection.execute(
        select(ChunkRow.id, ChunkRow.heads, ChunkRow.text, ChunkRow.language).where(which)
    ).all()
    ids = [ChunkId(row.id) for row in rows]
    sqlite.delete_keywords(
        connection, [keyword_row(row.id, row.heads, row.text, row.language) for row in rows]
    )
    delete_vectors(connection, ids)
    connection.execute(delete(ChunkRow).where(which))
    return ids


def _position(locator: Locator) -> float:
    """Where in its content a chunk stands, if it has a page, a slide or a second."""
    return float(locator.get("page") or locator.get("slide") or locator.get("start_s") or 0.0)


def _clean(text: str) -> str:
    """Lone surrogates cannot be stored as UTF-8; each becomes one question mark, so that
    character ranges stay right."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _chunks() -> Select[Any]:
    return select(ChunkRow.__table__)


def _in_order(query: Select[Any]) -> Select[Any]:
    return query.order_by(ChunkRow.position, ChunkRow.ordinal)


def _chunk(row: Any) -> Chunk:
    return Chunk(
        chunk_id=ChunkId(row.id),
        content_id=ContentId(row.content_id),
        ordinal=row.ordinal,
        kind=row.kind,
        text=row.text,
        locator=row.locator,
        language=row.language,
        heads=row.heads,
    )
