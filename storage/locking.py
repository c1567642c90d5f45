"""A library locked with a passphrase: locking, opening, changing the passphrase, taking it off.

The library itself is converted first. What else lies in its folder follows, and is followed up by
the next opening where that was cut off: then the key is known. A forgotten passphrase cannot be
replaced by anything."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from storage import conversion, keyring, sqlite
from storage.database import RESERVE_BYTES, Database, known_errors
from storage.errors import LibraryLocked, StorageError
from storage.files import FILE_NAME, LOCK_NAME, LOGS, key_file
from storage.keys import USUAL_COST, Cost, LibraryKey, WrappedKey
from storage.lock import WriterLock

# What is built anew when it is wanted; see `app.core.indexes` and `app.compose`.
_CACHES = ("*.index", "*.index.partial", "passages")


@dataclass(frozen=True, slots=True)
class Converted:
    """`left` are files in the library's folder that could not be converted with it."""

    left: tuple[Path, ...] = ()


def lock(folder: Path, passphrase: str, cost: Cost = USUAL_COST) -> Converted:
    """Encrypt the library in `folder` and all that lies beside it; where there is none, an empty
    one is made. This process holds the key from then on.

    Raises LibraryLocked (it is in use), DiskFull, LibraryDamaged, SqliteUnfit, StorageError (it
    has a passphrase already); then the library is as it was."""
    require_unlocked(folder)
    key = LibraryKey.made()
    wrapped = WrappedKey.of(key, passphrase, cost)
    _convert_library(folder, key, wrapped)
    keyring.hold(key)
    return Converted(conversion.lock_others(folder, key))


def unlock_for_good(folder: Path, passphrase: str) -> Converted:
    """Make the library plain again. Raises as `lock`, and PassphraseWrong."""
    key = _opened(folder, passphrase)
    keyring.hold(key)
    _convert_library(folder, None, None)
    left = conversion.unlock_others(folder, key)
    if not left:
        key_file(folder, key.key_id).unlink(missing_ok=True)
    return Converted(left)


def change_passphrase(folder: Path, old: str, new: str, cost: Cost = USUAL_COST) -> None:
    """Wrap the library's key anew; nothing else is written. Backups taken elsewhere before keep
    the passphrase of their day. Raises PassphraseWrong, KeyDamaged, DiskFull."""
    wrapped = WrappedKey.of(_opened(folder, old), new, cost)
    with known_errors():
        keyring.write_key_file(folder, wrapped)


def require_unlocked(folder: Path) -> None:
    """Raises StorageError."""
    if keyring.is_locked(folder):
        raise StorageError(
            "This library is locked with a passphrase already.",
            'Change it with "triptych passphrase". Nothing was changed.',
        )


def require_locked(folder: Path) -> None:
    """Raises StorageError."""
    if not keyring.is_locked(folder):
        raise StorageError(
            "This library has no passphrase.",
            'Give it one with "triptych lock". Nothing was changed.',
        )


def _opened(folder: Path, passphrase: str) -> LibraryKey:
    require_locked(folder)
    key = keyring.open_with(folder / FILE_NAME, passphrase)
    assert key is not None
    return key


def _convert_library(folder: Path, to: LibraryKey | None, wrapped: WrappedKey | None) -> None:
    Database(folder, writer=True).close()  # of this version, checked, its log folded back
    path = folder / FILE_NAME
    with known_errors(), WriterLock(folder / LOCK_NAME):
        log = Path(f"{path}{LOGS[0]}")
        if log.exists() and log.stat().st_size:
            raise LibraryLocked(
                "Another program is reading this library.",
                "Close the other windows and commands, then try again. Nothing was changed.",
            )
        if shutil.disk_usage(folder).free < path.stat().st_size + RESERVE_BYTES:
            raise sqlite.disk_full()
        if wrapped is not None:
            keyring.write_key_file(folder, wrapped)
        try:
            conversion.convert(path, to)
        except BaseException:
            if wrapped is not None and keyring.key_id_of(path) is None:
                key_file(folder, wrapped.key_id).unlink(missing_ok=True)
            raise
        for pattern in _CACHES:
            for file in folder.glob(pattern):
                if file.is_dir():
                    shutil.rmtree(file, ignore_errors=True)
                else:
                    file.unlink(missing_ok=True)
