"""The last resort for a library whose file is damaged: copy what can still be read into a new
file, and keep the damaged one beside it. Only ever done when the user asks for it."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storage import sqlite
from storage.database import Database, known_errors
from storage.errors import DiskFull, LibraryDamaged, NotFound, StorageError
from storage.files import FILE_NAME, LOCK_NAME, set_aside, sync_file, sync_folder
from storage.lock import WriterLock
from storage.sqlite_rows import copy_readable_rows

_log = logging.getLogger(__name__)

_WORDS = {
    "contents": "contents",
    "items": "files of the list",
    "content_texts": "texts",
    "chunks": "stretches of passages",
    "vectors": "stretches of vectors",
    "turns": "answers",
}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """`kept` is the damaged file, moved aside. `complete` says whether all rows could be copied;
    `lost` counts by kind the places that could not be read, `n_items` the files still listed."""

    kept: Path
    complete: bool
    n_items: int = 0
    lost: Mapping[str, int] = field(default_factory=dict)


def is_damaged(folder: Path) -> bool:
    """Whether the library's file fails SQLite's own check, or is no longer a library at all."""
    path = folder / FILE_NAME
    if not path.exists():
        return False
    made = sqlite.engine(path, writer=False)
    try:
        with known_errors(), made.connect() as connection, connection.begin():
            if sqlite.application_id(connection) not in (0, sqlite.APPLICATION_ID):
                return False  # another program's file is not ours to mend
            return bool(sqlite.integrity_check(connection)) or not sqlite.tables(connection)
    except LibraryDamaged:
        return True
    finally:
        made.dispose()


def salvage(folder: Path) -> Salvaged:
    """Make the library usable again. Open it afterwards and call `health.repair()`.

    Raises NotFound where there is no library, LibraryLocked, DiskFull."""
    path = folder / FILE_NAME
    if not path.exists():
        raise NotFound(f"There is no library in {folder}.", "Nothing needs to be done.")
    with known_errors(), WriterLock(folder / LOCK_NAME):
        fresh = folder / (FILE_NAME + ".salvaged")
        fresh.unlink(missing_ok=True)
        try:
            complete = _copied(path, fresh)
            copied: dict[str, int] = {}
            lost: dict[str, int] = {}
            if not complete:
                fresh.unlink(missing_ok=True)
                copied, lost = _copied_by_rows(path, fresh)
            sync_file(fresh)
            kept = set_aside(folder, "damaged")
            assert kept is not None
            fresh.replace(path)
            sync_folder(folder)
        finally:
            fresh.unlink(missing_ok=True)
    said = {_WORDS[table]: n for table, n in lost.items() if n and table in _WORDS}
    return Salvaged(kept, complete, copied.get("items", 0), said)


def _copied(path: Path, fresh: Path) -> bool:
    """Whether every row could be copied into a sound new file; indexes are made anew by it."""
    try:
        with known_errors():
            sqlite.copy_into(path, fresh)
            sqlite.make_indexes_anew(fresh)  # the copy took them over as they were
    except DiskFull:
        raise
    except StorageError as error:
        _log.warning("The damaged library could not be copied whole: %s", error)
        return False
    made = sqlite.engine(fresh, writer=False)
    try:
        with known_errors(), made.connect() as connection, connection.begin():
            fit = sqlite.application_id(connection) == sqlite.APPLICATION_ID
            return fit and not sqlite.integrity_check(connection)
    except StorageError:
        return False
    finally:
        made.dispose()


def _copied_by_rows(path: Path, fresh: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Make an empty library and put into it what can be read, row by row."""
    with tempfile.TemporaryDirectory(prefix="salvage-", dir=path.parent) as scratch:
        Database(Path(scratch), writer=True).close()
        empty = Path(scratch) / FILE_NAME
        work = Path(scratch) / "damaged.db"
        shutil.copyfile(path, work)  # its log is folded into the copy, never into the original
        log = Path(f"{path}-wal")
        if log.exists():
            shutil.copyfile(log, f"{work}-wal")
        _fold_log(work)
        try:
            counted = copy_readable_rows(work, empty)
        except sqlite.driver().Error as error:
            _log.warning("Nothing of the damaged library could be read: %s", error)
            counted = ({}, {})
        empty.replace(fresh)
    return counted


def _fold_log(work: Path) -> None:
    """What the log holds beyond the file, where SQLite can still read it."""
    try:
        connection = sqlite.driver().connect(str(work), isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
        finally:
            connection.close()
    except sqlite.driver().Error:
        return
