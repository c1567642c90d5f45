"""Embedding spaces and their vectors: unit rows, kept as float16, refused if of another encoder.

What is given back is what is stored: a row rounded to float16 and brought back to unit length, so
that an index in memory equals one built at the next start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select, update

from storage import sqlite
from storage.database import Database, raise_generation
from storage.errors import NotFound, SpaceMismatch
from storage.records import Change, ChunkId, NewChunk, SpaceName, SpaceRecord, VectorBatch
from storage.repositories.batches import batches
from storage.tables import ChunkRow, SnapshotRow, SpaceRow, TokenRow, VectorRow

_BATCH = 8192  # rows of one reading transaction
_UNIT_TOLERANCE = 1e-2


class Vectors:
    """A space must be made known (`ensure_space`) before vectors of it are stored.

    A change of encoder: `stage_space`, then `put` with `staged=True` until `chunks_without` yields
    nothing, then `promote_space`; the live space serves meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def spaces(self) -> list[SpaceRecord]:
        """The live spaces."""
        query = select(SpaceRow.__table__).where(SpaceRow.live).order_by(SpaceRow.name)
        with self._database.read() as connection:
            return [
                SpaceRecord(row.name, row.dim, row.fingerprint) for row in connection.execute(query)
            ]

    def ensure_space(self, space: SpaceRecord) -> None:
        """Make the space known. Raises SpaceMismatch if the library has it of another encoder."""
        with self._database.read() as connection:
            known = _space(connection, space.name)
        if known is None:
            with self._database.write() as connection:
                _insert_space(connection, space, live=True)
        elif (known.dim, known.fingerprint) != (space.dim, space.fingerprint):
            raise SpaceMismatch(
                "The library's {name} vectors were made by another model ({stored_dim} numbers "
                "each; this one gives {dim}).",
                "Use the model the library was made with, or let the library be encoded again "
                "with this one. Nothing was changed.",
                name=space.name,
                stored_dim=known.dim,
                dim=space.dim,
            )

    def drop_space(self, name: SpaceName) -> None:
        """Forget a space with all its vectors, staged ones too."""
        with self._database.write() as connection:
            for space_id in (
                connection.execute(select(SpaceRow.id).where(SpaceRow.name == name)).scalars().all()
            ):
                _drop(connection, space_id)
            _forget_snapshot(connection, name)
            raise_generation(connection)

    def stage_space(self, space: SpaceRecord) -> None:
        """Begin a space beside the live one, or go on with it if it is of the same encoder."""
        with self._database.write() as connection:
            known = _space(connection, space.name, live=False)
            if known is not None:
                if (known.dim, known.fingerprint) == (space.dim, space.fingerprint):
                    return
                _drop(connection, known.id)
            _insert_space(connection, space, live=False)

    def promote_space(self, name: SpaceName) -> int:
        """Let the staged space take the live one's place; returns the new generation. The index in
        memory is then to be built anew from `batches`."""
        with self._database.write() as connection:
            staged = _space(connection, name, live=False)
            if staged is None:
                raise NotFound(
                    "No {name} space is being built.",
                    "Nothing needs to be done.",
                    name=name,
                )
            live = _space(connection, name)
            if live is not None:
                _drop(connection, live.id)
            connection.execute(update(SpaceRow).where(SpaceRow.id == staged.id).values(live=True))
            _forget_snapshot(connection, name)
            return raise_generation(connection)

    def put(
        self,
        name: SpaceName,
        ids: NDArray[np.int64],
        rows: NDArray[np.float32],
        *,
        tokens: Sequence[bytes | None] = (),
        staged: bool = False,
    ) -> Change:
        """Store rows for chunks that exist (of others the row is dropped), one transaction;
        `tokens`, if given, are these chunks' packed token vectors."""
        with self._database.write() as connection:
            generation = raise_generation(connection)
            space = _space(connection, name, live=not staged)
            if space is None:
                raise NotFound(
                    "The {name} space is not known.",
                    "Make it known first.",
                    name=name,
                )
            wanted = [int(i) for i in ids]
            existing: set[int] = set()
            for some in batches(wanted):
                existing |= set(
                    connection.execute(select(ChunkRow.id).where(ChunkRow.id.in_(some))).scalars()
                )
            kept = [i for i, chunk_id in enumerate(wanted) if chunk_id in existing]
            batch = _store(connection, space, [wanted[i] for i in kept], rows[kept])
            if not staged:
                _forget_snapshot(connection, name)
            if tokens:
                _store_tokens(connection, space, {wanted[i]: tokens[i] for i in kept})
        return Change(generation, None, (batch,) if batch and not staged else ())

    def chunks_without(
        self,
        name: SpaceName,
        *,
        staged: bool = False,
        limit: int = 1000,
        after: int = 0,
        but_texts_in: str | None = None,
    ) -> list[ChunkId]:
        """Chunks with ids beyond `after` that have no vector in the space yet, lowest ids first;
        with `but_texts_in`, of documents only the passages that are surely in another language."""
        with self._database.read() as connection:
            space = _space(connection, name, live=not staged)
            if space is None:
                return []
            has_row = select(VectorRow.chunk_id).where(
                VectorRow.space_id == space.id, VectorRow.chunk_id == ChunkRow.id
            )
            query = select(ChunkRow.id).where(~has_row.exists(), ChunkRow.id > after)
            if but_texts_in is not None:
                query = query.where((ChunkRow.kind != "text") | (ChunkRow.language != but_texts_in))
            query = query.order_by(ChunkRow.id).limit(limit)
            return [ChunkId(found) for found in connection.execute(query).scalars()]

    def batches(self, name: SpaceName, *, after: int = 0) -> Iterator[VectorBatch]:
        """All rows of the live space in order of chunk id, some thousands at a time; `after` skips
        ids up to it."""
        last = after
        while True:
            with self._database.read() as connection:
                space = _space(connection, name)
                if space is None:
                    return
                found = connection.execute(
                    select(VectorRow.chunk_id, VectorRow.row)
                    .where(VectorRow.space_id == space.id, VectorRow.chunk_id > last)
                    .order_by(VectorRow.chunk_id)
                    .limit(_BATCH)
                ).all()
            if found:
                yield _batch(name, [row[0] for row in found], [row[1] for row in found], space.dim)
            if len(found) < _BATCH:
                return
            last = found[-1][0]

    def last_id(self, name: SpaceName) -> int:
        """The greatest chunk id that has a row in the live space, 0 where there is none."""
        with self._database.read() as connection:
            space = _space(connection, name)
            if space is None:
                return 0
            query = select(func.max(VectorRow.chunk_id)).where(VectorRow.space_id == space.id)
            return connection.execute(query).scalar() or 0

    def ids(self, name: SpaceName) -> NDArray[np.int64]:
        """The chunk ids that have a row in the live space, ascending, int64 of shape (n,)."""
        with self._database.read() as connection:
            space = _space(connection, name)
            if space is None:
                return np.empty(0, np.int64)
            found = connection.execute(
                select(VectorRow.chunk_id)
                .where(VectorRow.space_id == space.id)
                .order_by(VectorRow.chunk_id)
            ).scalars()
            return np.fromiter(found, np.int64)

    def of_chunks(self, name: SpaceName, chunk_ids: Iterable[int]) -> VectorBatch:
        """The rows of those chunks that have one, in order of id."""
        ids: list[int] = []
        packed: list[bytes] = []
        with self._database.read() as connection:
            space = _space(connection, name)
            for some in batches(sorted(set(chunk_ids))):
                if space is None:
                    break
                for chunk_id, row in sqlite.vector_rows(connection, space.id, some):
                    ids.append(chunk_id)
                    packed.append(row)
        return _batch(name, ids, packed, space.dim if space is not None else 0)

    def tokens_of(self, chunk_ids: Sequence[int]) -> dict[ChunkId, bytes]:
        """The packed token vectors of those chunks that have some of the live text space."""
        found: dict[ChunkId, bytes] = {}
        with self._database.read() as connection:
            space = _space(connection, "text")
            for some in batches(list(dict.fromkeys(chunk_ids))):
                if space is None:
                    break
                for row in connection.execute(
                    select(TokenRow.chunk_id, TokenRow.rows).where(
                        TokenRow.chunk_id.in_(some), TokenRow.space_id == space.id
                    )
                ):
                    found[ChunkId(row[0])] = row[1]
        return found


def insert_vectors(
    connection: Connection, ids: Sequence[ChunkId], chunks: Sequence[NewChunk]
) -> tuple[VectorBatch, ...]:
    """Store the vectors of new chunks; returns them as stored, a batch for each space."""
    _insert_tokens(connection, ids, chunks)
    by_space: dict[SpaceName, list[tuple[int, NDArray[np.float32]]]] = defaultdict(list)
    for chunk_id, chunk in zip(ids, chunks, strict=True):
        for name, row in chunk.vectors.items():
            by_space[name].append((chunk_id, row))
    stored = []
    for name, pairs in by_space.items():
        space = _space(connection, name)
        if space is None:
            raise SpaceMismatch(
                "The {name} space is not known to the library.",
                "This is a fault of the program; nothing was changed.",
                name=name,
            )
        for row_of in pairs:
            _refuse_wrong_length(name, space.dim, row_of[1].shape)
        batch = _store(
            connection, space, [pair[0] for pair in pairs], np.stack([pair[1] for pair in pairs])
        )
        if batch is not None:
            stored.append(batch)
    return tuple(stored)


def _insert_tokens(
    connection: Connection, ids: Sequence[ChunkId], chunks: Sequence[NewChunk]
) -> None:
    tokens: dict[int, bytes | None] = {
        i: chunk.tokens for i, chunk in zip(ids, chunks, strict=True) if chunk.tokens
    }
    space = _space(connection, "text") if tokens else None
    if space is not None:
        _store_tokens(connection, space, tokens)


def _store_tokens(
    connection: Connection, space: _Space, tokens: Mapping[int, bytes | None]
) -> None:
    rows = [
        {"chunk_id": chunk_id, "space_id": space.id, "rows": packed}
        for chunk_id, packed in tokens.items()
        if packed
    ]
    if rows:
        connection.execute(insert(TokenRow).prefix_with("OR REPLACE"), rows)


def delete_vectors(connection: Connection, chunk_ids: Sequence[int]) -> None:
    """Erase the rows of these chunks in every space, staged ones too."""
    space_ids = connection.execute(select(SpaceRow.id)).scalars().all()
    for some in batches(chunk_ids):
        connection.execute(delete(TokenRow).where(TokenRow.chunk_id.in_(some)))
        connection.execute(
            delete(VectorRow).where(VectorRow.space_id.in_(space_ids), VectorRow.chunk_id.in_(some))
        )


class _Space:
    """A row of `spaces`."""

    def __init__(self, id_: int, name: SpaceName, dim: int, fingerprint: str) -> None:
        self.id, self.name, self.dim, self.fingerprint = id_, name, dim, fingerprint


def _space(connection: Connection, name: SpaceName, *, live: bool = True) -> _Space | None:
    row = connection.execute(
        select(SpaceRow.__table__).where(SpaceRow.name == name, SpaceRow.live.is_(live))
    ).one_or_none()
    return None if row is None else _Space(row.id, row.name, row.dim, row.fingerprint)


def _insert_space(connection: Connection, space: SpaceRecord, *, live: bool) -> None:
    connection.execute(
        insert(SpaceRow).values(
            name=space.name, dim=space.dim, fingerprint=space.fingerprint, live=live
        )
    )


def _drop(connection: Connection, space_id: int) -> None:
    connection.execute(delete(VectorRow).where(VectorRow.space_id == space_id))
    connection.execute(delete(TokenRow).where(TokenRow.space_id == space_id))
    connection.execute(delete(SpaceRow).where(SpaceRow.id == space_id))


def _forget_snapshot(connection: Connection, name: SpaceName) -> None:
    """A saved index is brought up to date by what has greater ids than its own, and by what is
    gone; after a change of rows of lower ids it must not be used."""
    connection.execute(delete(SnapshotRow).where(SnapshotRow.space == name))


def _store(
    connection: Connection, space: _Space, ids: Sequence[int], rows: NDArray[np.float32]
) -> VectorBatch | None:
    if not ids:
        return None
    _refuse_wrong_length(space.name, space.dim, rows.shape[1:])
    norms = np.linalg.norm(rows, axis=1)
    if not np.all(np.abs(norms - 1.0) < _UNIT_TOLERANCE):  # also false for NaN
        raise ValueError(f"{space.name} vectors must be finite rows of unit length")
    halves = np.ascontiguousarray(rows, dtype="<f2")
    connection.execute(
        insert(VectorRow).prefix_with("OR REPLACE"),
        [
            {"space_id": space.id, "chunk_id": chunk_id, "row": half.tobytes()}
            for chunk_id, half in zip(ids, halves, strict=True)
        ],
    )
    return VectorBatch(space.name, np.asarray(ids, np.int64), _unit(halves))


def _refuse_wrong_length(name: SpaceName, dim: int, shape: tuple[int, ...]) -> None:
    if shape != (dim,):
        raise SpaceMismatch(
            "The library's {name} vectors have {dim} numbers each; these have shape {expected}.",
            "Use the model the library was made with. Nothing was changed.",
            name=name,
            dim=dim,
            expected=shape,
        )


def _batch(name: SpaceName, ids: Sequence[int], packed: Sequence[bytes], dim: int) -> VectorBatch:
    if any(len(row) != 2 * dim for row in packed):
        raise sqlite.damaged("A vector in the library is damaged.")
    halves = np.frombuffer(b"".join(packed), dtype="<f2").reshape(len(ids), dim)
    # A row that damage has made infinite, or no direction, would keep all others from being found.
    with np.errstate(invalid="ignore", over="ignore"):
        norms = np.linalg.norm(halves.astype(np.float32), axis=1)
    sound = np.isfinite(norms) & (norms > 0)
    return VectorBatch(name, np.asarray(ids, np.int64)[sound], _unit(halves[sound]))


def _unit(halves: NDArray[np.float16]) -> NDArray[np.float32]:
    rows = halves.astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows
