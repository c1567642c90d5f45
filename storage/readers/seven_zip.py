"""7z archives as folders, by py7zr: unpacked in memory, never past the caps."""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, cast

import py7zr
from py7zr.exceptions import (
    ArchiveError,
    PasswordRequired,
    UnsupportedCompressionMethodError,
)
from py7zr.io import Py7zIO, WriterFactory

from storage.errors import ReadError, Unsupported
from storage.readers import caps
from storage.readers.archives import DAMAGED, LOCKED, PACKED_OTHERWISE, Reopened

_ERRORS = (
    ArchiveError,
    EOFError,
    OSError,
    ValueError,  # that of pyppmd, bcj and inflate64 too
    TypeError,
    AttributeError,
    IndexError,
    KeyError,
    AssertionError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
_UNKNOWN_METHODS = (UnsupportedCompressionMethodError, NotImplementedError)


class _Kept(Py7zIO):
    """What one member unpacks to, up to the size that the archive says of it."""

    def __init__(self, name: str, size: int, begin: Callable[[_Kept], None]) -> None:
        self.name = name
        self._size, self._begin = size, begin
        self._held = io.BytesIO()

    @property
    def is_whole(self) -> bool:
        return self.size() == self._size

    @property
    def content(self) -> bytes:
        return self._held.getvalue()

    def write(self, s: bytes | bytearray) -> int:
        self._begin(self)
        return self._held.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._held.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._held.seek(offset, whence)

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self._held.getbuffer().nbytes


class _Factory(WriterFactory):
    """Gives the members wanted their places, in the archive's order."""

    def __init__(self, wanted: Sequence[tuple[str, int]]) -> None:
        self._waiting = iter(wanted)
        self.kept: list[_Kept] = []
        self.at_work: _Kept | None = None

    def create(self, filename: str) -> Py7zIO:
        del filename  # made fit for a disk
        made = _Kept(*next(self._waiting), self._begin)
        self.kept.append(made)
        return made

    def _begin(self, kept: _Kept) -> None:
        self.at_work = kept


class _SevenZip:
    """Members are packed in runs, each of which must be unpacked from its beginning: all that fit
    under the cap of one file are unpacked together when the first is asked for."""

    def __init__(self, path: Path) -> None:
        self._stream = Reopened(path)
        try:
            stream = cast(IO[bytes], self._stream)
            self._archive = py7zr.SevenZipFile(stream, max_extract_size=caps.MAX_ARCHIVE_BYTES)
            if self._archive.password_protected:
                raise ReadError(LOCKED)
            self._files = [
                file
                for file in self._archive.files
                if not (file.is_directory or file.is_symlink or file.is_junction or file.is_socket)
            ]
        except PasswordRequired as error:
            raise ReadError(LOCKED) from error
        except _UNKNOWN_METHODS as error:
            raise Unsupported(PACKED_OTHERWISE) from error
        except _ERRORS as error:
            raise ReadError(DAMAGED) from error
        finally:
            self._stream.release()
        if len(self._files) > caps.MAX_ARCHIVE_MEMBERS:
            raise ReadError(f"it holds more than {caps.MAX_ARCHIVE_MEMBERS:,} parts")
        self._contents: dict[str, bytes] | None = None
        self._beyond: set[str] = set()
        self._packed_otherwise: set[str] = set()

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(str(file.filename), int(file.uncompressed)) for file in self._files]

    def read(self, name: str) -> bytes:
        if self._contents is None:
            self._contents = self._unpacked()
        if name in self._beyond:
            raise ReadError(f"it unpacks to more than {caps.MAX_MEMBER_FILE_BYTES // 1_000_000} MB")
        if (content := self._contents.get(name)) is not None:
            return content
        if name in self._packed_otherwise:
            raise Unsupported(PACKED_OTHERWISE)
        raise ReadError(DAMAGED)

    def _unpacked(self) -> dict[str, bytes]:
        """The members that are whole, up to the cap."""
        wanted: list[Any] = []
        n_left = caps.MAX_MEMBER_FILE_BYTES
        for file in self._files:
            if file.uncompressed <= n_left:
                n_left -= file.uncompressed
                wanted.append(file)
            else:
                self._beyond.add(str(file.filename))
        found: dict[str, bytes] = {}
        try:
            if not self._add(wanted, found):  # then run by run, so that one costs no other
                runs: dict[int, list[Any]] = {}
                for file in wanted:
                    if file.filename not in found:
                        runs.setdefault(id(file.folder), []).append(file)
                for run in runs.values() if len(runs) > 1 else ():
                    self._add(run, found)
        finally:
            self._stream.release()
        return found

    def _add(self, files: Sequence[Any], found: dict[str, bytes]) -> bool:
        """Add the files' bytes; False if some could not be unpacked."""
        factory = _Factory([(str(file.filename), int(file.uncompressed)) for file in files])
        names = {str(file.filename) for file in files}
        self._packed_otherwise -= names
        broken: _Kept | None = None
        try:
            self._archive.reset()
            self._archive.extract(targets=names, factory=factory)
        except _UNKNOWN_METHODS:
            self._packed_otherwise |= names
        except _ERRORS:
            broken = factory.at_work
        done = [kept for kept in factory.kept if kept.is_whole and kept is not broken]
        found.update((kept.name, kept.content) for kept in done)
        return len(done) == len(files)


def open_archive(path: Path) -> _SevenZip:
    return _SevenZip(path)
