"""The last resort for a library whose file is damaged: copy what can still be read into a new
file, and keep the damaged one beside it. Only ever done when the user asks for it."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from storage import keyring, sqlite
from storage.database import HEAD_REVISION, Database, known_errors, revision_of
from storage.errors import DiskFull, LibraryDamaged, NotFound, StorageError
from storage.files import FILE_NAME, LOCK_NAME, set_aside, sync_file, sync_folder
from storage.keys import LibraryKey
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
            return bool(sqlite.integrity_check(connection)) or not _is_described(connection)
    except LibraryDamaged:
        return True
    finally:
        made.dispose()


def _is_described(connection: Connection) -> bool:
    """Whether the file says of its tables what a library of this version says; of an older version
    that cannot be told."""
    if not sqlite.tables(connection):
        return False
    if revision_of(connection) < HEAD_REVISION:
        return True
    with tempfile.TemporaryDirectory(prefix="triptych-") as scratch:
        fresh = Database(Path(scratch), writer=True)
        try:
            with fresh.read() as other:
                return sqlite.description(connection) == sqlite.description(other)
        finally:
            fresh.close()


def salvage(folder: Path) -> Salvaged:
    """Make the library usable again. Open it afterwards and call `health.repair()`.

    Raises NotFound where there is no library, LibraryLocked, DiskFull."""
    path = folder / FILE_NAME
    if not path.exists():
        raise NotFound(
            "There is no library in {folder}.",
            "Nothing needs to be done.",
            folder=folder,
        )
    with known_errors(), WriterLock(folder / LOCK_NAME):
        fresh = folder / (FILE_NAME + ".salvaged")
        fresh.unlink(missing_ok=True)
        copied: dict[str, int] = {}
        lost: dict[str, int] = {}
        try:
            with tempfile.TemporaryDirectory(prefix="salvage-", dir=folder) as scratch:
                key = keyring.key_for(path)
                Database(Path(scratch), writer=True, key=key).close()
                empty = Path(scratch) / FILE_NAME
                work = _working_copy(path, Path(scratch), key)
                _mend_description(work, empty)
                complete = _copied(work, fresh)
                if not complete:
                    fresh.unlink(missing_ok=True)
                    copied, lost = _copied_by_rows(work, empty)
                    empty.replace(fresh)
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
            sound = fit and not sqlite.integrity_check(connection)
            return sound and _is_described(connection)
    except StorageError:
        return False
    finally:
        made.dispose()


def _working_copy(path: Path, scratch: Path, key: LibraryKey | None) -> Path:
    """The file with its log folded into it; never into the original."""
    work = scratch / "damaged.db"
    shutil.copyfile(path, work)
    if key is not None and keyring.key_id_of(work) != key.key_id:
        with work.open("r+b") as stream:  # which key it needs is all that its first bytes say
            stream.write(key.key_id)
    log = Path(f"{path}-wal")
    if log.exists():
        shutil.copyfile(log, f"{work}-wal")
    _fold_log(work)
    return work


def _mend_description(work: Path, empty: Path) -> None:
    """Let the file say of its tables what an empty library of this version says: where each begins
    is all that is its own. Of an older version nothing is known here."""
    try:
        sqlite.describe_anew(work, empty)
    except sqlite.driver_errors(UnicodeDecodeError) as error:
        _log.warning("The damaged library's description stays as it is: %s", type(error).__name__)


def _copied_by_rows(work: Path, empty: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Put into an empty library what can be read, row by row."""
    try:
        return copy_readable_rows(work, empty)
    except sqlite.driver_errors(UnicodeDecodeError) as error:
        _log.warning("Nothing of the damaged library could be read: %s", type(error).__name__)
        return {}, {}


def _fold_log(work: Path) -> None:
    """What the log holds beyond the file, where SQLite can still read it."""
    try:
        connection = sqlite.connect(work)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
        finally:
            connection.close()
    except sqlite.driver_errors(UnicodeDecodeError):
        return
