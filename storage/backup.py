"""A library as one file, and back. What a restored library takes the place of is kept beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from storage import conversion, keyring, sqlite
from storage.database import Database, known_errors, refuse_foreign
from storage.errors import LibraryDamaged, NotFound, Stopped
from storage.files import FILE_NAME, LOCK_NAME, LOGS, key_file, swap_in
from storage.lock import WriterLock

Stop = Callable[[], bool]
_PIECE_BYTES = 8 << 20


def back_up(database: Database, file: Path, stopped: Stop = lambda: False) -> None:
    """Write a compact copy of the library to `file`, whole or not at all. Raises Stopped."""
    if file.resolve() == database.path.resolve():
        raise ValueError("a backup cannot take the library's own place")
    with known_errors():
        file.parent.mkdir(parents=True, exist_ok=True)
        needed = database.path.stat().st_size
        if shutil.disk_usage(file.parent).free < needed:
            raise sqlite.disk_full()
    database.copy_to(file, stopped)


def restore(file: Path, folder: Path) -> Path | None:
    """Put the backup `file` in the place of the library in `folder`, older versions too (the next
    opening migrates them). Returns where the library that was there is kept, None if none was.

    A backup of a locked library opens with its passphrase, a plain one that comes to a locked
    library is encrypted with that library's.

    Raises NotFound, LibraryDamaged or LibraryTooNew for what is no usable backup, LibraryLocked
    while the library is open for writing, PassphraseNeeded, DiskFull; then nothing has changed."""
    arriving = bring(file, folder)
    return put_in_place(arriving, folder)


def arriving_of(folder: Path) -> Path:
    """Where a backup lies while it is copied and checked."""
    return folder / (FILE_NAME + ".restoring")


def bring(file: Path, folder: Path, stopped: Stop = lambda: False) -> Path:
    """The long part of restoring, beside whoever uses the library: copy the backup into the folder
    and look it through. Returns where it lies, for `put_in_place`.

    Raises as `restore`, and Stopped; then nothing is left of it."""
    if not file.is_file():
        raise NotFound(
            "There is no file {file}.",
            "Check the path of the backup.",
            file=file,
        )
    arriving = arriving_of(folder)
    own_key = keyring.key_for(folder / FILE_NAME)
    with known_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made_key_file = _bring_key(file, folder)
        if shutil.disk_usage(folder).free < file.stat().st_size:
            raise sqlite.disk_full()
        try:
            keyring.key_for(file)  # before the long part, if it is not held
            _copy(file, arriving, stopped)
            check_backup(arriving, stopped)
            if own_key is not None and keyring.is_plain(arriving):
                conversion.convert(arriving, own_key)
        except BaseException:
            _clear(arriving)
            if made_key_file is not None:
                made_key_file.unlink(missing_ok=True)
            raise
    return arriving


def put_in_place(arriving: Path, folder: Path) -> Path | None:
    """Let what `bring` brought take the library's place; nobody may have it open for writing.
    Returns where the library that was there is kept. Raises LibraryLocked."""
    try:
        with known_errors(), WriterLock(folder / LOCK_NAME):
            return swap_in(arriving, folder)
    finally:
        _clear(arriving)


def _bring_key(file: Path, folder: Path) -> Path | None:
    """Let a locked backup find its key in the folder too. Returns the file that was made, None
    where there is nothing to do."""
    key_id = keyring.key_id_of(file)
    if key_id is None or key_file(folder, key_id).exists():
        return None
    wrapped = keyring.wrapped_key_of(file)
    if wrapped is None or wrapped.key_id != key_id:
        return None
    return keyring.write_key_file(folder, wrapped)


def _copy(file: Path, arriving: Path, stopped: Stop) -> None:
    """Without the key that a locked backup carries behind its database."""
    _clear(arriving)
    left = file.stat().st_size - keyring.behind(file)[1]
    made = os.open(arriving, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with file.open("rb") as source, os.fdopen(made, "wb") as target:
        while piece := source.read(min(left, _PIECE_BYTES)):
            if stopped():
                raise Stopped("It was stopped.", "The library is as it was.")
            left -= target.write(piece)


def _clear(arriving: Path) -> None:
    for ending in ("", *LOGS):
        Path(f"{arriving}{ending}").unlink(missing_ok=True)


def check_backup(arriving: Path, stopped: Stop = lambda: False) -> None:
    """Open it and look it through. Raises LibraryDamaged, LibraryTooNew or Stopped."""
    problems: list[str] = []
    made = sqlite.engine(arriving, writer=False)
    try:
        with known_errors(), made.connect() as connection, connection.begin():
            refuse_foreign(connection)
            with sqlite.given_up_when(connection, stopped):
                problems = sqlite.integrity_check(connection)
            if stopped():
                raise Stopped("It was stopped.", "The library is as it was.")
    except LibraryDamaged as error:
        raise LibraryDamaged(
            "This file is not a usable Triptych backup.",
            "Choose another file. The library was not changed.",
        ) from error
    finally:
        made.dispose()
    if problems:
        raise LibraryDamaged(
            "This backup is damaged ({problem}).",
            "Choose another backup. The library was not changed.",
            problem=problems[0],
        )
