"""Opening the user's files: only ever for reading, and never anything but a regular file."""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from storage.errors import ReadError
from storage.readers.placed import PlacedStream

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MARK = "!/"  # that of `storage.readers.members`
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe must not block us
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_BUFFER_BYTES = 128 * 1024
_HELD_BY_OTHERS = frozenset({32, 33})  # of Windows: sharing violation, lock violation
# Of disks that fail, drives that were pulled out, and servers that are away.
_DRIVE_ERRORS = frozenset(
    getattr(errno, name)
    for name in ("EIO", "ENXIO", "ENODEV", "ESTALE", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH")
    if hasattr(errno, name)
)

_handed: dict[str, int] = {}  # descriptors of files that this process may not open itself, by path


def hand_over(path: str, descriptor: int) -> None:
    """Let `open_regular` read this path from an open descriptor: a reader without rights is given
    the one file it is to read."""
    _handed[path] = descriptor


def is_handed(path: str) -> bool:
    """Whether that file was handed over."""
    return path in _handed


def take_back() -> None:
    """Close what was handed over."""
    while _handed:
        _, descriptor = _handed.popitem()
        os.close(descriptor)


def open_regular(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open a regular file for reading, or a member of one (`mail.eml!/plan.pdf`).

    Raises ReadError with a plain reason if it cannot be."""
    if _MARK in path.as_posix():
        from storage.readers.members import open_member

        if (member := open_member(str(path))) is not None:
            return member
    if (handed := _handed.get(str(path))) is not None:
        return cast(BinaryIO, io.BufferedReader(_Handed(handed, str(path)), _BUFFER_BYTES))
    descriptor = open_descriptor(path, follow=follow)
    return os.fdopen(descriptor, "rb")


def open_descriptor(path: Path, *, follow: bool = True) -> int:
    """The same as a bare descriptor of a file, which the caller closes."""
    flags = _FLAGS if follow else _FLAGS | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise refused(error) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ReadError("not a regular file")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


class _Handed(PlacedStream):
    """A handed descriptor with a place of its own, so that a file can be open several times."""

    def __init__(self, descriptor: int, name: str) -> None:
        super().__init__()
        self.name = name  # by which demuxers guess a format
        self._descriptor = descriptor

    def _size(self) -> int:
        return os.fstat(self._descriptor).st_size

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        read = os.pread(self._descriptor, len(view), self._at)
        view[: len(read)] = read
        self._at += len(read)
        return len(read)


def refused(error: OSError | ValueError) -> ReadError:
    """The reason that an operating system error gives the user."""
    if getattr(error, "winerror", None) in _HELD_BY_OTHERS:
        return ReadError("another program has it open; close it there", retryable=True)
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return ReadError("a link; add what it points to instead")
    if isinstance(error, OSError) and error.errno in _DRIVE_ERRORS:
        return ReadError("its drive does not answer; check it or connect it again", retryable=True)
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
