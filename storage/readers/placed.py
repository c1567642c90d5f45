"""Streams with a place of their own, whatever the file below them is at."""

from __future__ import annotations

import errno
import io
import os
from abc import abstractmethod


class PlacedStream(io.RawIOBase):
    """Read from `_at` on, which those who derive move as they read."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    @abstractmethod
    def _size(self) -> int:
        """Bytes up to the end."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_CUR:
            offset += self._at
        elif whence == os.SEEK_END:
            offset += self._size()
        if offset < 0:
            raise OSError(errno.EINVAL, "a place before the file's start")
        self._at = offset
        return offset
