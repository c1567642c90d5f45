"""The keys that this process was given, and which file needs which.

A database says itself whether it is encrypted: a plain one begins with SQLite's own words, an
encrypted one with the id of its key. So nobody has to be told whether a library is locked, and a
backup finds its key wherever it lies. Keys are held by the process as a whole, as by an agent:
a file that needs one is opened in a dozen places."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from storage.errors import KeyDamaged, PassphraseNeeded
from storage.files import FILE_NAME, key_file, partial_of, sync_folder
from storage.keys import KEY_ID_BYTES, LibraryKey, WrappedKey, key_damaged, split_end

PASSPHRASE_VARIABLE = "TRIPTYCH_PASSPHRASE"
_PLAIN = b"SQLite format 3\0"
_TAIL_BYTES = 4096

_held: dict[bytes, LibraryKey] = {}
_lock = threading.Lock()


def hold(key: LibraryKey) -> None:
    """Let this process open what the key encrypts, until it ends."""
    with _lock:
        _held[key.key_id] = key


def forget_all() -> None:
    with _lock:
        _held.clear()


def key_id_of(file: Path) -> bytes | None:
    """The id of the key that a database is encrypted with; None where it is plain, empty or not
    there. Damage to the beginning of a plain file looks like an id that nobody knows."""
    try:
        with file.open("rb") as stream:
            start = stream.read(KEY_ID_BYTES)
    except FileNotFoundError:
        return None
    return None if len(start) < KEY_ID_BYTES or start == _PLAIN else start


def is_plain(file: Path) -> bool:
    """Whether this is a database that anybody can read."""
    with file.open("rb") as stream:
        return stream.read(KEY_ID_BYTES) == _PLAIN


def is_locked(folder: Path) -> bool:
    """Whether the library in `folder` needs a passphrase."""
    try:
        return wrapped_key_of(folder / FILE_NAME) is not None
    except KeyDamaged:
        return True


def is_open(file: Path) -> bool:
    """Whether this process can open a database: it needs no passphrase, or was given it."""
    try:
        key_for(file)
    except PassphraseNeeded:
        return False
    return True


def needed() -> PassphraseNeeded:
    return PassphraseNeeded(
        "This library is locked with a passphrase.",
        "Run the command in a terminal, where the passphrase is asked for, or set the "
        "variable {variable}. Nothing was changed.",
        variable=PASSPHRASE_VARIABLE,
    )


def key_for(file: Path) -> LibraryKey | None:
    """The key of a database, None for a plain one (and for what is no database of ours).

    Raises PassphraseNeeded, KeyDamaged."""
    key_id = key_id_of(file)
    if key_id is None:
        return None
    with _lock:
        held = _held.get(key_id)
    if held is not None:
        return held
    wrapped = wrapped_key_of(file)
    if wrapped is None:
        return None
    with _lock:
        held = _held.get(wrapped.key_id)
    if held is None:
        raise needed()
    return held


def open_with(file: Path, passphrase: str) -> LibraryKey | None:
    """Try a passphrase on a database and hold its key; None where it needs none.

    Raises PassphraseWrong, KeyDamaged."""
    wrapped = wrapped_key_of(file)
    if wrapped is None:
        return None
    key = wrapped.opened(passphrase)
    hold(key)
    return key


def wrapped_key_of(file: Path) -> WrappedKey | None:
    """What the passphrase of a database opens: from the library's folder, else from behind the
    database itself or a backup of it; None where it is plain.

    Raises KeyDamaged where a library's own is gone or cannot be read, nor that of a backup."""
    key_id = key_id_of(file)
    if key_id is None:
        return None
    folders = (file.parent, file.parent.parent)
    damage: KeyDamaged | None = None
    for packed in (key_file(folder, key_id) for folder in folders):
        try:
            return WrappedKey.from_bytes(packed.read_bytes())
        except FileNotFoundError:
            continue
        except KeyDamaged as error:
            damage = error
    for beside in (file, *sorted((file.parent / "backups").glob("library-*.db"), reverse=True)):
        if key_id_of(beside) == key_id and (found := behind(beside)[0]) is not None:
            return found
    if damage is not None:
        raise damage
    others = list(file.parent.glob("library-*.key"))
    if len(others) == 1 and file.name == FILE_NAME:  # it is the id in the file that is damaged
        return WrappedKey.from_bytes(others[0].read_bytes())
    return None


def behind(file: Path) -> tuple[WrappedKey | None, int]:
    """The key that a backup carries behind its database and the bytes it takes; (None, 0) where
    there is none."""
    with file.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _TAIL_BYTES))
        try:
            return split_end(stream.read())
        except KeyDamaged:
            return None, 0


def write_key_file(folder: Path, wrapped: WrappedKey) -> Path:
    """Put a wrapped key into a library's folder, whole or not at all."""
    file = key_file(folder, wrapped.key_id)
    partial = partial_of(file)
    descriptor = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(wrapped.to_bytes())
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return file


def require_key_file(folder: Path, key: LibraryKey) -> WrappedKey:
    """The wrapped key of a library that is open. Raises KeyDamaged."""
    wrapped = wrapped_key_of(folder / FILE_NAME)
    if wrapped is None or wrapped.key_id != key.key_id:
        raise key_damaged()
    return wrapped
