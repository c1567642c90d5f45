"""One writer a library: a lock of the operating system, so a killed program leaves none behind."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Self

from storage.errors import LibraryLocked

# Windows locks bytes against reading too, so the locked byte lies behind the text.
_LOCKED_BYTE = 1 << 30


class WriterLock:
    """Held from construction to `close`. The file stays and names the last holder's process id.

    Raises LibraryLocked if another process, or another lock in this one, holds it."""

    def __init__(self, file: Path) -> None:
        self._fd = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(self._fd)
        except OSError as error:
            holder = _holder(self._fd)
            os.close(self._fd)
            who = f" (process {holder})" if holder else ""
            raise LibraryLocked(
                "Another Triptych{who} is writing to this library.",
                "Close the other window or wait for the other command to finish, then try "
                "again. Searching and asking work meanwhile.",
                who=who,
            ) from error
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, json.dumps({"pid": os.getpid()}).encode(), 0) if hasattr(
            os, "pwrite"
        ) else os.write(self._fd, json.dumps({"pid": os.getpid()}).encode())

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)  # which lets go of the lock
            self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        os.lseek(fd, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(fd: int) -> int | None:
    os.lseek(fd, 0, os.SEEK_SET)
    try:
        return int(json.loads(os.read(fd, 200))["pid"])
    except (ValueError, KeyError, TypeError, OSError):
        return None
