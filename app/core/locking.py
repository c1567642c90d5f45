"""A library's passphrase: given, set, changed and taken off; what of it happens in steps."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from app.core import events
from app.core.beside import Beside
from app.core.errors import UserError
from storage import keyring, locking
from storage.conversion import converting_of
from storage.files import FILE_NAME

NEW_PASSPHRASE_VARIABLE = "TRIPTYCH_NEW_PASSPHRASE"
require_locked = locking.require_locked
require_unlocked = locking.require_unlocked


def open_from_environment(file: Path) -> None:
    """Open a database's lock with the environment's passphrase, where it has one and needs one.

    Raises PassphraseWrong, KeyDamaged."""
    passphrase = os.environ.get(keyring.PASSPHRASE_VARIABLE)
    if passphrase and not keyring.is_open(file):
        keyring.open_with(file, passphrase)


def open_lock(folder: Path, passphrase: str, backup: Path | None = None) -> events.LockChanged:
    """Let this process open the library, or a backup. Raises PassphraseWrong, KeyDamaged."""
    keyring.open_with(backup or folder / FILE_NAME, passphrase)
    return events.LockChanged(locked=True)


def change_passphrase(folder: Path, old: str, new: str) -> events.LockChanged:
    """Raises PassphraseWrong, KeyDamaged, StorageError."""
    locking.change_passphrase(folder, old, new)
    return events.LockChanged(locked=True)


def lock_in_steps(
    folder: Path, passphrase: str
) -> Iterator[events.CopyProgress | events.LockChanged]:
    """Encrypt the library, which nobody may have open; `LockChanged` comes last. Raises as
    `storage.locking.lock`."""
    return _in_steps(folder, lambda: locking.lock(folder, passphrase), locked=True)


def unlock_in_steps(
    folder: Path, passphrase: str
) -> Iterator[events.CopyProgress | events.LockChanged]:
    """Make the library plain again, in the same way."""
    return _in_steps(folder, lambda: locking.unlock_for_good(folder, passphrase), locked=False)


def require_new(passphrase: str, again: str) -> str:
    """Raises UserError where the two differ, or there is none."""
    if not passphrase or passphrase != again:
        raise UserError(
            "passphrases_differ",
            "The two passphrases are not the same, or empty. Nothing was changed.",
            "Type the same one twice.",
        )
    return passphrase


def _in_steps(
    folder: Path, work: Callable[[], locking.Converted], *, locked: bool
) -> Iterator[events.CopyProgress | events.LockChanged]:
    file = folder / FILE_NAME
    total = _size(file)
    converting = Beside("converting", work)
    for _ in converting.wait():
        yield events.CopyProgress(min(total, _size(converting_of(file))), total)
    left = tuple(str(path) for path in converting.result.left)
    yield events.LockChanged(locked, left)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
