"""What the library holds, whether it is sound, and mending what can be made from the rest."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Exists, ScalarSelect, Select, delete, func, select, update

from storage import sqlite, words
from storage.database import Database, generation_of, get_info, raise_generation, set_info
from storage.records import Counts
from storage.repositories import names
from storage.repositories.batches import batches
from storage.repositories.items import SHOWN_STATE
from storage.tables import (
    ChunkRow,
    ContentMediaRow,
    ContentRow,
    ContentTextRow,
    ItemRow,
    PendingRow,
    SpaceRow,
    TokenRow,
    VectorRow,
)
from storage.words import WORDS_VERSION, keyword_row

_CHUNKS_PER_STEP = 5000


class Health:
    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> Counts:
        with self._database.read() as connection:
            n_chunks = _count(connection, ChunkRow.id)
            vectors = _tally(
                connection,
                select(SpaceRow.name, func.count(VectorRow.chunk_id))
                .outerjoin(VectorRow, VectorRow.space_id == SpaceRow.id)
                .where(SpaceRow.live)
                .group_by(SpaceRow.name),
            )
            by_kind = _tally(connection, select(ItemRow.kind, func.count()).group_by(ItemRow.kind))
            by_state = _tally(
                connection,
                select(SHOWN_STATE, func.count())
                .select_from(ItemRow)
                .outerjoin(ContentRow, ContentRow.id == ItemRow.content_id)
                .group_by(SHOWN_STATE),
            )
            return Counts(
                items=sum(by_kind.values()),
                by_kind=by_kind,
                by_state=by_state,
                chunks=n_chunks,
                vectors=vectors,
                pending=_count(connection, PendingRow.part),
                generation=generation_of(connection),
                last_verified=get_info(connection, "last_verified"),
            )

    def size_bytes(self) -> int:
        """All files of the library's folder that belong to it: database, log, saved indexes."""
        return sum(
            entry.stat().st_size for entry in self._database.folder.iterdir() if entry.is_file()
        )

    def verify(self) -> list[str]:
        """Everything that is not as it should be, one plain sentence each; [] if all is well."""
        problems = self.problems()
        if not problems:
            self.note_verified()
        return problems

    def problems(self, stopped: Callable[[], bool] = lambda: False) -> list[str]:
        """The same, without noting that all was looked at. May run in a thread of its own beside
        the writer; where `stopped` says so it is given up, and what it returns is worth nothing."""
        problems: list[str] = []
        with self._database.read_afresh() as connection, sqlite.given_up_when(connection, stopped):
            problems += [
                f"the file is damaged: {text}" for text in sqlite.integrity_check(connection)
            ]
            if not problems:  # counting in a damaged file would only add noise
                problems += sqlite.foreign_key_problems(connection)
                problems += _problems(connection)
        return problems

    def note_verified(self) -> None:
        """All was looked at, now, and is well."""
        if self._database.is_writer:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            with self._database.write() as connection:
                set_info(connection, "last_verified", now)

    def repair(self, *, words: bool = False) -> list[str]:
        """Mend what can be mended from the rest; says what was done, [] if nothing was. With
        `words` the keyword rows are made anew whatever they look like.

        A file that is damaged itself is left alone: see `storage.salvage`."""
        done: list[str] = []
        with self._database.write() as connection:
            done += _erase_orphans(connection)
            lacking, orphans = sqlite.keyword_row_problems(connection)
            stale = get_info(connection, "words_version") != str(WORDS_VERSION)
            if lacking or orphans or stale or words:
                done.append(
                    f"made the keyword rows of {rebuild_keywords(connection)} passages anew"
                )
            lacking, orphans = sqlite.name_row_problems(connection)
            if lacking or orphans:
                done.append(f"made the names of {rebuild_names(connection)} contents anew")
            done += _mend_counts(connection)
            if done:
                raise_generation(connection)
        return done


def _problems(connection: Connection) -> list[str]:
    lacking, orphans = sqlite.keyword_row_problems(connection)
    no_name, extra_name = sqlite.name_row_problems(connection)
    lost = _count(connection, ContentRow.id, ~_held())
    homeless = _count(connection, ChunkRow.id, ~_has_content(ChunkRow.content_id))
    vectors = _count(connection, VectorRow.chunk_id, ~_of_chunk())
    wrong = _count(connection, ContentRow.id, ContentRow.n_chunks != _n_chunks()) + _count(
        connection, ContentRow.id, ContentRow.n_pending != _n_pending()
    )
    found = {
        "passages are not in the keyword index": lacking,
        "keyword rows belong to no passage": orphans,
        "contents cannot be found by name": no_name,
        "names belong to no content": extra_name,
        "contents belong to no file": lost,
        "passages belong to no content": homeless,
        "vectors belong to no passage": vectors,
        "contents have a wrong count": wrong,
    }
    return [f"{n} {what}" for what, n in found.items() if n]


def _erase_orphans(connection: Connection) -> list[str]:
    done: list[str] = []
    n_lost = connection.execute(
        update(ItemRow)
        .where(ItemRow.content_id.is_not(None), ~_has_content(ItemRow.content_id))
        .values(
            content_id=None,
            state="attention",
            reason="what was read of it is lost; add it again",
            retryable=True,
            mtime_ns=0,  # so that the next look at the folder reads it
        )
    ).rowcount
    if n_lost:
        done.append(f"marked {n_lost} files whose content was lost to be read again")
    for table in (ContentTextRow, ContentMediaRow, PendingRow):
        connection.execute(delete(table).where(~_has_content(table.content_id)))
    lost = connection.execute(select(ContentRow.id).where(~_held())).scalars().all()
    if lost:
        for ids in batches(lost):
            connection.execute(delete(ChunkRow).where(ChunkRow.content_id.in_(ids)))
            connection.execute(delete(ContentRow).where(ContentRow.id.in_(ids)))
        done.append(f"erased {len(lost)} contents that belonged to no file")
    n_chunks = connection.execute(
        delete(ChunkRow).where(~_has_content(ChunkRow.content_id))
    ).rowcount
    if n_chunks:
        done.append(f"erased {n_chunks} passages that belonged to no content")
    done += _erase_vectors_without_space(connection)
    n_vectors = connection.execute(delete(VectorRow).where(~_of_chunk())).rowcount
    orphaned = ~select(ChunkRow.id).where(ChunkRow.id == TokenRow.chunk_id).exists()
    n_vectors += connection.execute(delete(TokenRow).where(orphaned)).rowcount
    if n_vectors:
        done.append(f"erased {n_vectors} vectors that belonged to no passage")
    return done


def _erase_vectors_without_space(connection: Connection) -> list[str]:
    """Where the record of a space is lost nobody knows which encoder made its vectors. Those of
    passages are made again from them, those of pictures and sound from the files."""
    lost = ~select(SpaceRow.id).where(SpaceRow.id == VectorRow.space_id).exists()
    of_files = (
        select(ChunkRow.content_id)
        .join(VectorRow, VectorRow.chunk_id == ChunkRow.id)
        .where(lost, ChunkRow.kind != "text")
        .distinct()
    )
    for ids in batches(connection.execute(of_files).scalars().all()):
        connection.execute(update(ContentRow).where(ContentRow.id.in_(ids)).values(recipe=""))
        connection.execute(update(ItemRow).where(ItemRow.content_id.in_(ids)).values(mtime_ns=0))
    n_lost = connection.execute(delete(VectorRow).where(lost)).rowcount
    if not n_lost:
        return []
    unknown = ~select(SpaceRow.id).where(SpaceRow.id == TokenRow.space_id).exists()
    connection.execute(delete(TokenRow).where(unknown))
    return [f"erased {n_lost} vectors of which the encoder is not known any more"]


def keyword_rows_after(connection: Connection, last: int) -> list[sqlite.KeywordRow]:
    """What the keyword index should hold of the next passages with ids beyond `last`."""
    rows = connection.execute(
        select(ChunkRow.id, ChunkRow.heads, ChunkRow.text, ChunkRow.language)
        .where(ChunkRow.id > last)
        .order_by(ChunkRow.id)
        .limit(_CHUNKS_PER_STEP)
    ).all()
    return [keyword_row(row.id, row.heads, row.text, row.language) for row in rows]


def rebuild_keywords(connection: Connection) -> int:
    """Make every passage's keyword row anew; returns how many."""
    sqlite.clear_keywords(connection)
    n_done = last = 0
    while rows := keyword_rows_after(connection, last):
        sqlite.insert_keywords(connection, rows)
        n_done, last = n_done + len(rows), rows[-1][0]
    set_info(connection, "words_version", str(words.WORDS_VERSION))
    return n_done


def rebuild_names(connection: Connection) -> int:
    """Make every content's searchable line anew; returns how many."""
    sqlite.clear_names(connection)
    ids = connection.execute(select(ContentRow.id)).scalars().all()
    for content_id in ids:
        names.refresh(connection, content_id)
    return len(ids)


def contents_that_lost_some(connection: Connection) -> list[int]:
    """Contents that have fewer passages or pending parts than they were stored with."""
    query = select(ContentRow.id).where(
        (ContentRow.n_chunks > _n_chunks()) | (ContentRow.n_pending > _n_pending())
    )
    return list(connection.execute(query).scalars())


def _mend_counts(connection: Connection) -> list[str]:
    n_wrong = connection.execute(
        update(ContentRow)
        .where((ContentRow.n_chunks != _n_chunks()) | (ContentRow.n_pending != _n_pending()))
        .values(n_chunks=_n_chunks(), n_pending=_n_pending())
    ).rowcount
    return [f"counted the passages of {n_wrong} contents anew"] if n_wrong else []


def _held() -> Exists:
    return select(ItemRow.id).where(ItemRow.content_id == ContentRow.id).exists()


def _has_content(column: Any) -> Exists:
    return select(ContentRow.id).where(ContentRow.id == column).exists()


def _of_chunk() -> Exists:
    return select(ChunkRow.id).where(ChunkRow.id == VectorRow.chunk_id).exists()


def _n_chunks() -> ScalarSelect[int]:
    query = select(func.count()).select_from(ChunkRow)
    return query.where(ChunkRow.content_id == ContentRow.id).scalar_subquery()


def _n_pending() -> ScalarSelect[int]:
    query = select(func.count()).select_from(PendingRow)
    return query.where(PendingRow.content_id == ContentRow.id).scalar_subquery()


def _tally(connection: Connection, query: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _count(connection: Connection, column: Any, condition: Any = None) -> int:
    query = select(func.count(column))
    if condition is not None:
        query = query.where(condition)
    return connection.execute(query).scalar_one()
