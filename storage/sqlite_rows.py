"""Row by row out of a damaged SQLite file: what can be read is copied, what cannot is counted."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from storage import sqlite

_BLOCK = 256
_LARGEST_STEP = 1 << 20
# In an order in which rows that are pointed to come first. Full-text tables are made anew.
TABLES = (
    "spaces",
    "contents",
    "items",
    "content_texts",
    "content_media",
    "chunks",
    "vectors",
    "token_rows",
    "pending_parts",
    "queued_adds",
    "collections",
    "collection_items",
    "voices",
    "voice_speakers",
    "watched_folders",
    "conversations",
    "turns",
    "citations",
)
_KEYS = {
    "content_texts": "content_id",
    "content_media": "content_id",
    "vectors": "chunk_id",
    "token_rows": "chunk_id",
    "pending_parts": "content_id",
    "collection_items": "collection_id",
    "voice_speakers": "content_id",
}


def copy_readable_rows(damaged: Path, fresh: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Copy the rows of `TABLES` into `fresh`, an empty library of the same version.

    Returns, by table, how many rows were copied and how many at least could not be read: the
    count of places at which reading failed, since what stood there cannot be counted."""
    source = _Source(damaged)
    target = sqlite.connect(fresh)
    copied: dict[str, int] = {}
    lost: dict[str, int] = {}
    try:
        target.execute("PRAGMA foreign_keys=OFF")
        target.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            columns = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(columns)
            marks = ", ".join("?" * len(columns))
            copied[table] = lost[table] = 0
            for row in _rows(source, table, names):
                if row is None:
                    lost[table] += 1
                    continue
                try:
                    statement = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
                    copied[table] += target.execute(statement, row).rowcount
                except sqlite.driver_errors():
                    lost[table] += 1  # it breaks a rule of the table: read wrongly
        target.execute("COMMIT")
    finally:
        source.close()
        target.close()
    return copied, lost


class _Source:
    """The damaged file. Opened anew after each failure: from a damaged page on, SQLCipher refuses
    all that its connection is asked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = self._opened()

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        return self._connection.execute(statement, values)

    def open_anew(self) -> None:
        self._connection.close()
        self._connection = self._opened()

    def close(self) -> None:
        self._connection.close()

    def _opened(self) -> Any:
        connection = sqlite.connect(self._file, query="mode=ro&immutable=1")
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return connection


def _rows(source: _Source, table: str, names: str) -> Iterator[Any]:
    """Every readable row in order of its key, None for each place where reading failed."""
    key = _KEYS.get(table, "id")
    end = _last_key(source, table, key)
    last, step = -1, 1
    while end is None or last <= end:
        try:
            query = f"SELECT {key}, {names} FROM {table} WHERE {key} > ? ORDER BY {key} LIMIT ?"
            rows = source.execute(query, (last, _BLOCK)).fetchall()
        except sqlite.driver_errors():
            source.open_anew()
            reached = yield from _one_by_one(source, table, key, names, last)
            if reached == last:  # not even the next key can be read: jump over the place
                yield None
                if end is None or step > _LARGEST_STEP:
                    return
                last += step
                step *= 2
            else:
                last, step = reached, 1
            continue
        if not rows:
            return
        # Rows of one key belong together (vectors of several spaces): the last one's may go on.
        whole = rows if len(rows) < _BLOCK else [r for r in rows if r[0] != rows[-1][0]] or rows
        for row in whole:
            yield row[1:]
        last, step = whole[-1][0], 1


def _one_by_one(
    source: _Source, table: str, key: str, names: str, last: int
) -> Generator[Any, None, int]:
    """Yield the rows after `last` until reading fails; returns the last key that was read."""
    query = f"SELECT {key}, {names} FROM {table} WHERE {key} > ? ORDER BY {key}"
    try:
        for row in source.execute(query, (last,)):
            yield row[1:]
            last = row[0]
    except sqlite.driver_errors():
        source.open_anew()
        return last
    return last


def _last_key(source: _Source, table: str, key: str) -> int | None:
    try:
        found = source.execute(f"SELECT max({key}) FROM {table}").fetchone()[0]
    except sqlite.driver_errors():
        source.open_anew()
        return None
    return -1 if found is None else int(found)
