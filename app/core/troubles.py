"""Which failures a user can act on, decided in one place. What is not known here is our bug."""

from __future__ import annotations

import errno

from app.core import events
from app.core.errors import UserError
from models.errors import ModelError
from storage.errors import ReadError, StorageError

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def known_trouble(error: BaseException) -> UserError | None:
    """The failure as what happened, what is safe and what to do next; None for a bug of ours."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, ModelError | StorageError):
        return UserError.of(error)
    if isinstance(error, ReadError):
        return UserError(
            "query_unreadable",
            "A file could not be read: {reason}.",
            "Check the file and try again; the library is unchanged.",
            retryable=error.retryable,
            reason=error.reason,
        )
    if isinstance(error, MemoryError):
        return UserError(
            "out_of_memory",
            "There was not enough memory for this. Everything saved so far is safe.",
            "Close other programs, or choose a smaller model, and try again.",
            retryable=True,
        )
    if isinstance(error, OSError):
        return _of_the_system(error)
    return None


def failure_of(error: UserError) -> events.Failure:
    """The same as an event, its words still apart from what is in them."""
    message, next_step = (events.Words(words, error.values) for words in error.words)
    return events.Failure(error.code, message, next_step, error.retryable)


def _of_the_system(error: OSError) -> UserError | None:
    named = f" ({error.filename})" if error.filename else ""
    if error.errno in _FULL:
        return UserError(
            "disk_full",
            "The disk is full{named}. Everything saved so far is safe.",
            "Free some space and try again.",
            retryable=True,
            named=named,
        )
    if error.errno in _REFUSED:
        return UserError(
            "not_permitted",
            "The system does not allow this{named}. Nothing was changed.",
            "Check the permissions of that place, or choose another.",
            named=named,
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.ENODEV, errno.EIO):
        return UserError(
            "not_reachable",
            "A file or folder can no longer be reached{named}.",
            "Check that its disk is connected, then try again. What was saved before is safe.",
            retryable=True,
            named=named,
        )
    return None
