"""The last resort for a library whose file is damaged: copy what can still be read into a new
file, and keep the damaged one beside it. Only ever done when the user asks for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from storage import sqlite
from storage.backup import set_aside
from storage.database import FILE_NAME, LOCK_NAME, known_errors, sync_file, sync_folder
from storage.errors import DiskFull, NotFound, StorageError
from storage.lock import WriterLock

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """`kept` is the damaged file, moved aside. `complete` says whether all rows could be copied;
    if not, the library starts empty and the files are to be added again."""

    kept: Path
    complete: bool


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
            kept = set_aside(folder, "damaged")
            assert kept is not None
            if complete:
                sync_file(fresh)
                fresh.replace(path)
                sync_folder(folder)
        finally:
            fresh.unlink(missing_ok=True)
    return Salvaged(kept, complete)


def _copied(path: Path, fresh: Path) -> bool:
    """Whether every row could be copied into a sound new file; indexes are made anew by it."""
    try:
        with known_errors():
            sqlite.copy_into(path, fresh)
            sqlite.make_indexes_anew(fresh)  # the copy took them over as they were
    except DiskFull:
        raise
    except StorageError as error:
        _log.warning("The damaged library could not be copied: %s", error)
        return False
    made = sqlite.engine(fresh, writer=False)
    try:
        with known_errors(), made.connect() as connection, connection.begin():
            fit = sqlite.application_id(connection) == sqlite.APPLICATION_ID
            return fit and not sqlite.quick_check(connection)
    except StorageError:
        return False
    finally:
        made.dispose()
