"""A checksum in every row that holds something: one wrong byte on the disk is noticed.

SQLite checks the structure of its file, not the bytes within a row. Here each row of `CHECKED`
carries a CRC-32 of its own columns. Triggers of the writing connection count it in the transaction
that writes the row, so that no writer can forget it; a row that is damaged already keeps the
checksum it had, so that no later change makes the damage look right.

A column of numbers that are counted up elsewhere and checked by counting is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage import sqlite
from storage.errors import StorageError

_ROWS_PER_STEP = 2000

Key = tuple[int | str, ...]  # text only in `pending_parts`


@dataclass(frozen=True, slots=True)
class CheckedTable:
    keys: tuple[str, ...]
    columns: tuple[str, ...]  # the keys included, but where they are SQLite's own

    def expression(self, of: str = "") -> str:
        """The checksum as SQL. Text goes in as bytes, since damaged text is no text; a number of
        floating point as it is, since its spelling differs between versions."""
        names = (f"{of}{column}" for column in self.columns)
        values = (
            f"CASE typeof({n}) WHEN 'real' THEN {n} ELSE CAST({n} AS BLOB) END" for n in names
        )
        return f"{sqlite.CHECKSUM}({', '.join(values)})"

    @property
    def where_key(self) -> str:
        return " AND ".join(f"{key} = ?" for key in self.keys)


def _table(keys: str, others: str) -> CheckedTable:
    return CheckedTable(tuple(keys.split()), (*keys.split(), *others.split()))


CHECKED: Mapping[str, CheckedTable] = {
    "library_info": CheckedTable(("rowid",), ("key", "value")),  # a damaged key is no text
    "spaces": _table("id", "name dim fingerprint live"),
    "contents": _table(
        "id",
        "sha256 kind media_type title details page_count width height duration_s recipe language",
    ),
    "content_texts": _table("content_id", "text"),
    "content_media": _table("content_id", "peaks thumbnail"),
    "items": _table(
        "id", "path content_id kind state reason retryable size mtime_ns sha256 added_at"
    ),
    "chunks": _table("id", "content_id position ordinal kind text locator language heads"),
    "vectors": _table("space_id chunk_id", "row"),
    "token_rows": _table("chunk_id", "space_id rows"),
    "pending_parts": _table("content_id stage part", ""),
    "queued_adds": _table("id", "paths queued_at"),
    "collections": _table("id", "name folded created_at"),
    "collection_items": _table("collection_id item_id", ""),
    "voices": _table("id", "name folded encoder row seconds created_at"),
    "voice_speakers": _table("content_id speaker", "voice_id"),
    "watched_folders": _table("id", "path ignore paused file_number watched_since"),
    "conversations": _table("id", "title started_at"),
    "turns": _table("id", "conversation_id question answer abstained model asked_at details"),
    "citations": _table("id", "turn_id marker kind path item_id chunk_id locator quote supported"),
}


@dataclass(frozen=True, slots=True)
class DamagedRow:
    table: str
    key: Key


def keep_counting(connection: Any) -> None:
    """Let a connection of the driver count the checksums of what it writes. The triggers are the
    connection's own (TEMP): the file stays usable where the function is not known."""
    for name, table in CHECKED.items():
        counted = (
            f"UPDATE {name} SET checksum = {table.expression()} "
            f"WHERE {' AND '.join(f'{key} = new.{key}' for key in table.keys)}"
        )
        connection.execute(
            f"CREATE TEMP TRIGGER count_new_{name} AFTER INSERT ON main.{name} BEGIN {counted}; END"
        )
        connection.execute(
            f"CREATE TEMP TRIGGER count_changed_{name} "
            f"AFTER UPDATE OF {', '.join(table.columns)} ON main.{name} "
            f"WHEN new.checksum IS NULL OR old.checksum IS {table.expression('old.')} "
            f"BEGIN {counted}; END"
        )


def count_uncounted(connection: Connection) -> None:
    """Give every row a checksum that has none: after a migration."""
    for name, table in CHECKED.items():
        connection.exec_driver_sql(
            f"UPDATE {name} SET checksum = {table.expression()} WHERE checksum IS NULL"
        )


def n_rows(connection: Connection) -> int:
    """How many rows `damaged_rows` will look at."""
    counts = (connection.exec_driver_sql(f"SELECT count(*) FROM {name}") for name in CHECKED)
    return sum(int(count.scalar_one()) for count in counts)


def damaged_rows(
    connection: Connection, table: str, after: Key | None = None
) -> tuple[list[DamagedRow], int, Key | None]:
    """Look at the next rows of a table, in order of the key: those that are damaged, how many were
    looked at, and the key to go on after, None at the end."""
    checked = CHECKED[table]
    names = ", ".join(checked.keys)
    beyond = "" if after is None else f"WHERE ({names}) > ({', '.join('?' * len(after))})"
    rows = connection.exec_driver_sql(
        f"SELECT {names}, checksum IS {checked.expression()} FROM {table} {beyond} "
        f"ORDER BY {names} LIMIT {_ROWS_PER_STEP}",
        after or (),
    ).all()
    found = [DamagedRow(table, tuple(row[:-1])) for row in rows if not row[-1]]
    last = tuple(rows[-1][:-1]) if len(rows) == _ROWS_PER_STEP else None
    return found, len(rows), last


def is_damaged(connection: Connection, row: DamagedRow) -> bool:
    """Whether a row is there and does not fit its checksum."""
    checked = CHECKED[row.table]
    fits = connection.exec_driver_sql(
        f"SELECT checksum IS {checked.expression()} FROM {row.table} WHERE {checked.where_key}",
        row.key,
    ).scalar()
    return fits is not None and not fits


def bring_back(
    connection: Connection, backup: Path, rows: Sequence[DamagedRow]
) -> list[DamagedRow]:
    """Take rows from a backup that are the same row undamaged: sound there, and with the checksum
    that the damaged row was written with. Returns those that were brought back.

    A backup of another version, or one that cannot be read, brings nothing."""
    back: list[DamagedRow] = []
    try:
        made = sqlite.engine(backup, writer=False)
    except StorageError:  # locked with a passphrase that nobody gave
        return back
    try:
        with made.connect() as old, old.begin():
            for row in rows:
                checked = CHECKED[row.table]
                kept = old.exec_driver_sql(
                    f"SELECT {', '.join(checked.columns)}, checksum FROM {row.table} "
                    f"WHERE {checked.where_key} AND checksum IS {checked.expression()}",
                    row.key,
                ).one_or_none()
                if kept is not None and _put_back(connection, row, tuple(kept)):
                    back.append(row)
    except Exception as error:
        if not sqlite.is_driver_error(error):
            raise
    finally:
        made.dispose()
    return back


def _put_back(connection: Connection, row: DamagedRow, kept: tuple[Any, ...]) -> bool:
    checked = CHECKED[row.table]
    now = connection.exec_driver_sql(
        f"SELECT checksum, {checked.expression()} FROM {row.table} WHERE {checked.where_key}",
        row.key,
    ).one_or_none()
    if now is None or kept[-1] not in tuple(now):  # neither written nor holding what is kept
        return False
    values = ", ".join(f"{column} = ?" for column in (*checked.columns, "checksum"))
    connection.exec_driver_sql(
        f"UPDATE {row.table} SET {values} WHERE {checked.where_key}", (*kept, *row.key)
    )
    return True
