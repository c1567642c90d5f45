"""Databases encrypted in their place, or made plain in it: a whole, checked copy is made beside the
file and takes its place at once, so that at every moment one of the two is there whole."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from storage import keyring, sqlcipher, sqlite
from storage.errors import LibraryDamaged, StorageError
from storage.files import LOGS, key_file, sync_file, sync_folder
from storage.keys import LibraryKey, WrappedKey, add_to_end

_log = logging.getLogger(__name__)


def converting_of(file: Path) -> Path:
    """Where the converted copy of a file is made."""
    return file.with_name(file.name + ".converting")


def convert(file: Path, to: LibraryKey | None, wrapped: WrappedKey | None = None) -> None:
    """Encrypt a database with the key `to`, or make it plain where that is None; `wrapped` is put
    behind it, as behind every backup. Nobody may have the file open for writing.

    Raises StorageError or an error of the driver; then the file is as it was."""
    copy = converting_of(file)
    _clear(copy)
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
        sqlcipher.copy(file, copy, source_key=keyring.key_for(file), target_key=to)
        _require_same(file, copy, to)
        if wrapped is not None:
            append_key(copy, wrapped)
        sync_file(copy)
        for ending in LOGS:  # both empty: a log must never meet the file that comes
            Path(f"{file}{ending}").unlink(missing_ok=True)
        copy.replace(file)
        sync_folder(file.parent)
    finally:
        _clear(copy)


def append_key(file: Path, wrapped: WrappedKey) -> None:
    """Put the wrapped key behind a backup's database."""
    with file.open("ab") as stream:
        stream.write(add_to_end(wrapped))


def other_databases(folder: Path) -> Iterator[Path]:
    """Backups, and libraries that were replaced or set aside: all but the library itself."""
    for pattern in ("library-*.db", "backups/library-*.db"):
        yield from sorted(folder.glob(pattern))


def lock_others(folder: Path, key: LibraryKey) -> tuple[Path, ...]:
    """Encrypt every plain database that lies in a locked library's folder. Returns those that
    could not be (damaged ones, as a rule)."""
    plain = [file for file in other_databases(folder) if keyring.is_plain(file)]
    wrapped = keyring.require_key_file(folder, key) if plain else None
    return _converted(plain, key, wrapped)


def unlock_others(folder: Path, key: LibraryKey) -> tuple[Path, ...]:
    """Make plain every database in the folder that is encrypted with this key. Returns those that
    could not be."""
    locked = [file for file in other_databases(folder) if keyring.key_id_of(file) == key.key_id]
    return _converted(locked, None, None)


def forget_unused_keys(folder: Path) -> None:
    """Erase wrapped keys that no database in a plain library's folder is encrypted with: a locking
    was cut off before it took effect."""
    in_use = {keyring.key_id_of(file) for file in other_databases(folder)}
    for file in folder.glob("library-*.key"):
        if all(key_id is None or key_file(folder, key_id) != file for key_id in in_use):
            file.unlink(missing_ok=True)


def _converted(
    files: list[Path], to: LibraryKey | None, wrapped: WrappedKey | None
) -> tuple[Path, ...]:
    left: list[Path] = []
    for file in files:
        try:
            _fold(file)
            convert(file, to, wrapped)
        except sqlite.driver_errors(StorageError, OSError) as error:
            _log.warning("a backup could not be converted: %s", type(error).__name__)
            left.append(file)
    return tuple(left)


def _fold(file: Path) -> None:
    """What a file that was set aside has in its log belongs to it."""
    log = Path(f"{file}{LOGS[0]}")
    if log.exists() and log.stat().st_size:
        connection = sqlite.connect(file)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _require_same(file: Path, copy: Path, to: LibraryKey | None) -> None:
    """Raises LibraryDamaged unless the copy is sound and holds what the file holds."""
    old, new = sqlite.engine(file, writer=False), sqlite.engine(copy, writer=False, key=to)
    try:
        with old.connect() as before, before.begin(), new.connect() as after, after.begin():
            if sqlite.integrity_check(after) or _told(before) != _told(after):
                raise LibraryDamaged(
                    "The copy of {file} does not hold what the file holds.",
                    'Run "triptych verify --repair", then try again. Nothing was changed.',
                    file=file.name,
                )
    finally:
        old.dispose()
        new.dispose()


def _told(connection: Connection) -> dict[str, tuple[object, ...]]:
    """What can be compared of every table: its description, the number of its rows, the sum of
    their checksums."""
    told: dict[str, tuple[object, ...]] = {
        f"{kind} {name}": (sql,) for kind, name, sql in sqlite.description(connection)
    }
    for table in sorted(sqlite.tables(connection)):
        columns = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")}
        sums = "total(checksum)" if "checksum" in columns else "0"
        if table in sqlite.FULL_TEXT_TABLES:
            continue  # their inner tables are counted
        row = connection.exec_driver_sql(f"SELECT count(*), {sums} FROM {table}").one()
        told[f"rows {table}"] = tuple(row)
    told["application"] = (sqlite.application_id(connection),)
    return told


def _clear(copy: Path) -> None:
    for ending in ("", "-journal", *LOGS):
        Path(f"{copy}{ending}").unlink(missing_ok=True)
