"""Opening the user's files: only ever for reading, and never anything but a regular file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from storage.errors import ReadError

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe must not block us
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def open_regular(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open a regular file for reading. Raises ReadError with a plain reason if it cannot be."""
    flags = _FLAGS if follow else _FLAGS | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise refused(error) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ReadError("not a regular file")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def refused(error: OSError | ValueError) -> ReadError:
    """The reason that an operating system error gives the user."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ReadError("the file is no longer there", retryable=True)
    if isinstance(error, PermissionError):
        return ReadError("no permission to read this file", retryable=True)
    if isinstance(error, IsADirectoryError):
        return ReadError("not a regular file")
    if isinstance(error, OSError):
        words = os.strerror(error.errno).lower() if error.errno else "unknown error"
        return ReadError(f"the file could not be opened ({words})", retryable=True)
    return ReadError("the file's name cannot be used")
