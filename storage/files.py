"""The library's files in its folder: their names, making them last, and putting one in the place of
another so that at every moment there is a library."""

from __future__ import annotations

import datetime
import os
import shutil
from pathlib import Path

FILE_NAME = "library.db"
LOCK_NAME = "library.lock"
LOGS = ("-wal", "-shm")
# A whole, checked library that is to take the place of the one there; see `finish_swap`.
_INCOMING = FILE_NAME + ".incoming"
_HALF_MADE = (
    "library-before-*.partial*",
    "backups/library-*.partial*",
    FILE_NAME + ".restoring*",
    FILE_NAME + ".salvaged*",
    "salvage-*",
    "*.converting*",
    "backups/*.converting*",
    "library-*.key.partial",
)


def key_file(folder: Path, key_id: bytes) -> Path:
    """Where the wrapped key of a locked library lies. Each key has a file of its own name, so that
    none ever takes another's place."""
    return folder / f"library-{key_id.hex()}.key"


def partial_of(target: Path) -> Path:
    """Where a file is written before it takes the place of `target`."""
    return target.with_name(target.name + ".partial")


def sync_file(file: Path) -> None:
    """Make the bytes of a file last."""
    fd = os.open(file, os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def timestamp() -> str:
    """UTC, fit for file names."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def swap_in(arriving: Path, folder: Path) -> Path | None:
    """Put a whole library file of this folder in the library's place; the caller holds the lock.

    Killed on the way, the next opening completes it. Returns where the library that was there is
    kept, None if there was none."""
    sync_file(arriving)
    arriving.replace(folder / _INCOMING)
    sync_folder(folder)
    return finish_swap(folder)


def awaits_swap(folder: Path) -> bool:
    return (folder / _INCOMING).exists()


def finish_swap(folder: Path) -> Path | None:
    """Complete a swap that was begun, if one was; the caller holds the lock."""
    incoming = folder / _INCOMING
    if not incoming.exists():
        return None
    # One name for all tries at this swap, so that a library and its log stay together.
    begun = datetime.datetime.fromtimestamp(incoming.stat().st_mtime, datetime.UTC)
    kept = set_aside(folder, "replaced", f"{begun:%Y%m%dT%H%M%SZ}")
    incoming.replace(folder / FILE_NAME)
    sync_folder(folder)
    return kept


def clear_leftovers(folder: Path) -> None:
    """Erase what a killed backup, migration, restore or salvage left half made; the caller holds
    the lock. Each is made anew where it is wanted."""
    for pattern in _HALF_MADE:
        for path in folder.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def set_aside(folder: Path, why: str, when: str | None = None) -> Path | None:
    """Rename the library's file, with its logs, to `library-<why>-<time>.db`; the caller holds the
    lock. Returns the new path, None if there was no library."""
    path = folder / FILE_NAME
    if not path.exists():
        return None
    when = when or timestamp()
    target = folder / f"library-{why}-{when}.db"
    n = 1
    while target.exists():
        n += 1
        target = folder / f"library-{why}-{when}-{n}.db"
    for ending in LOGS:  # a log belongs to the file of its name, so it goes along
        log = Path(f"{path}{ending}")
        if log.exists():
            log.rename(f"{target}{ending}")
    path.rename(target)
    sync_folder(folder)
    return target
