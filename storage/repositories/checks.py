"""The check that reads everything: rows against their checksums, and what becomes of damaged ones.

A damaged row is taken from a backup where one holds it undamaged; else what can be made again from
the user's file is marked to be read again. What has neither stays as it is and is named."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from storage import sqlite, sqlite_checksums, sqlite_keyword_check
from storage.database import Database, generation_of, known_errors, raise_generation
from storage.errors import LibraryDamaged
from storage.readers.members import exists
from storage.repositories.health import contents_that_lost_some, keyword_rows_after
from storage.sqlite_checksums import CHECKED, DamagedRow, Key
from storage.tables import Base, ChunkRow, ContentRow, ItemRow, Json, PackedText

_NAMED = 20  # files of one report that are named; the rest is counted

_PARTS = {
    "contents": "its properties",
    "content_texts": "its text",
    "content_media": "its thumbnail or waveform",
    "chunks": "passages",
    "vectors": "vectors",
    "token_rows": "vectors of words",
    "pending_parts": "the list of parts to be read",
}
_OTHERS = {
    "library_info": "what the library notes of itself",
    "spaces": "the description of a kind of vectors",
    "queued_adds": "a note of files that were to be added",
    "collections": "the name of a collection",
    "collection_items": "a place in a collection",
    "voices": "a voice that has a name",
    "voice_speakers": "the name of a speaker",
    "watched_folders": "a folder that is followed",
    "conversations": "the title of a conversation",
    "turns": "an answer",
    "citations": "a quotation of an answer",
}
# Where the content that a row belongs to stands.
_CONTENT_OF = {
    "contents": "SELECT ?",
    "content_texts": "SELECT ?",
    "content_media": "SELECT ?",
    "chunks": "SELECT content_id FROM chunks WHERE id = ?",
    "vectors": "SELECT content_id FROM chunks WHERE id = ?",
    "token_rows": "SELECT content_id FROM chunks WHERE id = ?",
    "pending_parts": "SELECT ?",
}


@dataclass(frozen=True, slots=True)
class Found:
    """`words_differ`: the keyword index holds other words than the passages do."""

    rows: tuple[DamagedRow, ...] = ()
    words_differ: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows) or self.words_differ


class Checks:
    def __init__(self, database: Database) -> None:
        self._database = database

    def damaged(
        self, cancelled: Callable[[], bool] = lambda: False
    ) -> Generator[tuple[int, int], None, Found]:
        """Read every row and every word of the keyword index; yields (rows looked at, of how
        many), returns what is damaged.

        Short reading transactions, so that the caller may write between two of them."""
        found: list[DamagedRow] = []
        with self._database.read_afresh() as connection:
            n_all = sqlite_checksums.n_rows(connection)
            n_all += connection.execute(select(func.count(ChunkRow.id))).scalar_one()
        n_done = 0
        for table in CHECKED:
            after: Key | None = None
            while not cancelled():
                with self._database.read_afresh() as connection:
                    rows, n, after = sqlite_checksums.damaged_rows(connection, table, after)
                found += rows
                n_done += n
                yield n_done, max(n_all, n_done)
                if after is None:
                    break
        differ = False
        if not any(row.table == "chunks" for row in found):  # else the words cannot agree
            differ = yield from self._words_differ(n_done, n_all, cancelled)
        return Found(tuple(found), differ)

    def _words_differ(
        self, n_done: int, n_all: int, cancelled: Callable[[], bool]
    ) -> Generator[tuple[int, int], None, bool]:
        """Whether the keyword index holds other words than the passages do; False where the
        library changed meanwhile, or the check was stopped."""
        with self._database.read_afresh() as connection:
            generation = generation_of(connection)
        try:
            with known_errors():
                held = sqlite_keyword_check.held(self._database.path)
        except LibraryDamaged:
            return True
        total = 0
        for n, part in sqlite_keyword_check.expected(self._keyword_rows()):
            total += part
            n_done += n
            yield n_done, max(n_all, n_done)
            if cancelled():
                return False
        with self._database.read_afresh() as connection:
            unchanged = generation_of(connection) == generation
        return unchanged and total % sqlite_keyword_check.MODULUS != held

    def _keyword_rows(self) -> Iterator[list[sqlite.KeywordRow]]:
        last = 0
        while True:
            with self._database.read() as connection:
                rows = keyword_rows_after(connection, last)
            if not rows:
                return
            yield rows
            last = rows[-1][0]

    def still_damaged(self, rows: Sequence[DamagedRow]) -> tuple[DamagedRow, ...]:
        with self._database.read_afresh() as connection:
            return tuple(row for row in rows if sqlite_checksums.is_damaged(connection, row))

    def told(self, rows: Sequence[DamagedRow]) -> list[str]:
        """One plain sentence for each file that is concerned, and for each other kind of thing."""
        of_content: dict[int, Counter[str]] = {}
        others: Counter[str] = Counter()
        lines: list[str] = []
        with self._database.read_afresh() as connection:
            for row in rows:
                content_id = _content_id(connection, row)
                if row.table == "items":
                    lines.append(f"the entry of {_path(connection, row.key[0])} is damaged")
                elif content_id is not None:
                    of_content.setdefault(content_id, Counter())[row.table] += 1
                else:
                    others[_OTHERS.get(row.table, "something that belongs to no file")] += 1
            for content_id, parts in of_content.items():
                named = ", ".join(_part(table, n) for table, n in parts.items())
                paths = _paths(connection, content_id) or ["a file that is not in the list"]
                also = f" and {len(paths) - 1} of its copies" if len(paths) > 1 else ""
                lines.append(f"what was read of {paths[0]}{also} is damaged: {named}")
        if len(lines) > _NAMED:
            lines[_NAMED:] = [f"of {len(lines) - _NAMED} more files something is damaged"]
        return lines + [f"{what} is damaged ({n} places)" for what, n in others.items()]

    def mend(self, rows: Sequence[DamagedRow], backups: Sequence[Path]) -> list[str]:
        """Mend the rows, and contents that have lost passages, as far as that goes without the
        files; says what was done."""
        done: list[str] = []
        with self._database.write() as connection:
            left = list(rows)
            for backup in backups:
                back = sqlite_checksums.bring_back(connection, backup, left)
                if back:
                    done.append(f"brought {len(back)} damaged rows back from {backup.name}")
                left = [row for row in left if row not in back]
            for row in left:
                _make_readable(connection, row)
            done += _let_be_made_again(connection, left, contents_that_lost_some(connection))
            if done:
                raise_generation(connection)
        return done

    def paths_to_read(self) -> list[str]:
        """Files of which something was lost, or is damaged and can be read again."""
        query = (
            select(ItemRow.path)
            .outerjoin(ContentRow, ContentRow.id == ItemRow.content_id)
            .where(ItemRow.content_id.is_(None) | (ContentRow.recipe == ""))
            .order_by(ItemRow.path)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())


def _let_be_made_again(
    connection: Connection, rows: Sequence[DamagedRow], contents_too: Sequence[int]
) -> list[str]:
    done: list[str] = []
    contents = set(contents_too)
    n_dropped = 0
    for row in rows:
        if row.table in ("vectors", "token_rows") and _is_of_text(connection, row):
            chunk_id = row.key[-1]
            connection.exec_driver_sql(
                "DELETE FROM vectors WHERE chunk_id = ? AND space_id IN "
                "(SELECT id FROM spaces WHERE name = 'text')",
                (chunk_id,),
            )
            connection.exec_driver_sql("DELETE FROM token_rows WHERE chunk_id = ?", (chunk_id,))
            n_dropped += 1
        elif row.table == "items":
            path = _path(connection, row.key[0])
            if exists(path):
                connection.exec_driver_sql(
                    "UPDATE items SET mtime_ns = 0, checksum = NULL WHERE id = ?", row.key
                )
                done.append("marked a damaged entry of the list to be read again")
        elif row.table == "library_info":  # each is made anew where it is missing
            connection.exec_driver_sql("DELETE FROM library_info WHERE rowid = ?", row.key)
        elif row.table == "spaces":  # a wrong encoder is told from the one in use
            connection.exec_driver_sql(
                "UPDATE spaces SET live = live, checksum = NULL WHERE id = ?", row.key
            )
        elif row.table == "queued_adds":
            connection.exec_driver_sql("DELETE FROM queued_adds WHERE id = ?", row.key)
            done.append("dropped a damaged note of files that were to be added: add them again")
        elif (content_id := _content_id(connection, row)) is not None:
            contents.add(content_id)
    n_again = sum(_read_again(connection, content_id) for content_id in contents)
    if n_dropped:
        done.append(f"dropped {n_dropped} damaged vectors, to be made again from their passages")
    if n_again:
        done.append(f"marked {n_again} files to be read again")
    return done


def _read_again(connection: Connection, content_id: int) -> bool:
    """Let the next look at one of the content's files read it, where one is there."""
    if not any(exists(path) for path in _paths(connection, content_id)):
        return False
    connection.exec_driver_sql("UPDATE contents SET recipe = '' WHERE id = ?", (content_id,))
    connection.exec_driver_sql("UPDATE items SET mtime_ns = 0 WHERE content_id = ?", (content_id,))
    return True


def _is_of_text(connection: Connection, row: DamagedRow) -> bool:
    """Rows of the text space are made from the passage, those of others from the file."""
    if row.table == "token_rows":
        return True
    name = connection.exec_driver_sql(
        "SELECT name FROM spaces WHERE id = ?", (row.key[0],)
    ).scalar()
    return name in ("text", None)


def _make_readable(connection: Connection, row: DamagedRow) -> None:
    """Let a damaged row be read without failing: what is no text gets marks of replacement, what
    cannot be unpacked becomes empty. It stays marked as damaged by its checksum."""
    checked = CHECKED[row.table]
    for column in checked.columns:
        kind = Base.metadata.tables[row.table].c[column].type
        raw = connection.exec_driver_sql(
            f"SELECT CAST({column} AS BLOB) FROM {row.table} WHERE {checked.where_key}", row.key
        ).scalar()
        if raw is None or column in checked.keys:
            continue
        better: str | bytes | None = None
        if isinstance(kind, PackedText):
            better = None if _unpacks(raw) else zlib.compress(b"")
        elif isinstance(kind, Json):
            better = None if _is_json(raw) else "{}"
        elif kind.python_type is str and not _is_text(raw):
            better = raw.decode("utf-8", "replace")
        if better is not None:
            connection.exec_driver_sql(
                f"UPDATE {row.table} SET {column} = ? WHERE {checked.where_key}",
                (better, *row.key),
            )


def _unpacks(raw: bytes) -> bool:
    try:
        return _is_text(zlib.decompress(raw))
    except zlib.error:
        return False


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw)
    except ValueError:
        return False
    return True


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _content_id(connection: Connection, row: DamagedRow) -> int | None:
    query = _CONTENT_OF.get(row.table)
    if query is None:
        return None
    key = row.key[-1] if row.table == "vectors" else row.key[0]
    found = connection.exec_driver_sql(query, (key,)).scalar()
    return int(found) if isinstance(found, int) else None


def _paths(connection: Connection, content_id: int) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT CAST(path AS BLOB) FROM items WHERE content_id = ? ORDER BY state = 'missing', id",
        (content_id,),
    )
    return [row[0].decode("utf-8", "replace") for row in rows]


def _path(connection: Connection, item_id: int | str) -> str:
    raw = connection.exec_driver_sql(
        "SELECT CAST(path AS BLOB) FROM items WHERE id = ?", (item_id,)
    ).scalar()
    return (raw or b"").decode("utf-8", "replace")


def _part(table: str, n: int) -> str:
    what = _PARTS[table]
    return f"{n} {what}" if what[0] in "pv" else what
