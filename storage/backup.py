"""A library as one file, and back. What a restored library takes the place of is kept beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from storage import sqlite
from storage.database import Database, known_errors, refuse_foreign
from storage.errors import LibraryDamaged, NotFound
from storage.files import FILE_NAME, LOCK_NAME, LOGS, swap_in
from storage.lock import WriterLock


def back_up(database: Database, file: Path) -> None:
    """Write a compact, checked copy of the library to `file`, whole or not at all."""
    if file.resolve() == database.path.resolve():
        raise ValueError("a backup cannot take the library's own place")
    with known_errors():
        file.parent.mkdir(parents=True, exist_ok=True)
        needed = database.path.stat().st_size
        if shutil.disk_usage(file.parent).free < needed:
            raise sqlite.disk_full()
    database.copy_to(file)


def restore(file: Path, folder: Path) -> Path | None:
    """Put the backup `file` in the place of the library in `folder`, older versions too (the next
    opening migrates them). Returns where the library that was there is kept, None if none was.

    Raises NotFound, LibraryDamaged or LibraryTooNew for what is no usable backup, LibraryLocked
    while the library is open for writing, DiskFull; then nothing has changed."""
    if not file.is_file():
        raise NotFound(f"There is no file {file}.", "Check the path of the backup.")
    with known_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < file.stat().st_size:
            raise sqlite.disk_full()
        with WriterLock(folder / LOCK_NAME):
            arriving = folder / (FILE_NAME + ".restoring")
            try:
                shutil.copyfile(file, arriving)
                arriving.chmod(0o600)
                check_backup(arriving)
                kept = swap_in(arriving, folder)
            finally:
                for ending in ("", *LOGS):
                    Path(f"{arriving}{ending}").unlink(missing_ok=True)
    return kept


def check_backup(arriving: Path) -> None:
    """Open it and look it through. Raises LibraryDamaged or LibraryTooNew."""
    made = sqlite.engine(arriving, writer=False)
    try:
        with known_errors(), made.connect() as connection, connection.begin():
            refuse_foreign(connection)
            problems = sqlite.integrity_check(connection)
    except LibraryDamaged as error:
        raise LibraryDamaged(
            "This file is not a usable Triptych backup.",
            "Choose another file. The library was not changed.",
        ) from error
    finally:
        made.dispose()
    if problems:
        raise LibraryDamaged(
            f"This backup is damaged ({problems[0]}).",
            "Choose another backup. The library was not changed.",
        )
