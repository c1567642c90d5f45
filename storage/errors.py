"""Failures of the store and of reading, each with what the user can do."""

from __future__ import annotations


class StorageError(Exception):
    """Base of what this room raises on purpose. `next_step` says what to do.

    Both are given as they stand in the code, with `{name}` where a value belongs, and the values by
    name: what shows them may put `words` into another language first."""

    code = "storage"
    retryable = False

    def __init__(self, message: str, next_step: str, /, **values: object) -> None:
        self.words = (message, next_step)
        self.values = {name: str(value) for name, value in values.items()}
        self.message = message.format(**self.values) if values else message
        self.next_step = next_step.format(**self.values) if values else next_step
        super().__init__(self.message)


class LibraryLocked(StorageError):
    code = "library_locked"
    retryable = True


class LibraryDamaged(StorageError):
    code = "library_damaged"


class LibraryTooNew(StorageError):
    code = "library_too_new"


class PassphraseNeeded(StorageError):
    """The library is locked with a passphrase, and this process was not given it."""

    code = "passphrase_needed"


class PassphraseWrong(StorageError):
    code = "passphrase_wrong"


class KeyDamaged(StorageError):
    """What the passphrase opens cannot be read: the right passphrase would not help."""

    code = "key_damaged"


class DiskFull(StorageError):
    code = "disk_full"
    retryable = True


class SqliteUnfit(StorageError):
    code = "sqlite_unfit"


class SpaceMismatch(StorageError):
    """Vectors of another encoder than the space was made with."""

    code = "space_mismatch"


class NotFound(StorageError):
    code = "not_found"


class Stopped(StorageError):
    """The user has ended it; nothing is half done."""

    code = "stopped"


class ReadError(Exception):
    """A file could not be read. `reason` is one plain sentence or phrase for the user."""

    def __init__(self, reason: str, *, retryable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable


class Unsupported(ReadError):
    """The type is not one Triptych reads: skipped, not failed."""
