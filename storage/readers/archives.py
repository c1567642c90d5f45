"""ZIP and tar archives, and files that were packed alone, as folders. Never past the caps."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, BinaryIO

from storage.errors import ReadError, Unsupported
from storage.readers import archive as checks
from storage.readers import caps
from storage.readers.decoding import encoding_of
from storage.readers.opening import open_regular
from storage.readers.sections import Sections
from storage.readers.values import TextDocument

_DAMAGED = "the archive is damaged or incomplete"
_LOCKED = "password-protected"
# Packages of programs are ZIP files too: nobody looks for words in them.
_FOLDERS = frozenset({".zip", ".cbz", ""})
_MANY_BYTES = frozenset({"cp932", "gb18030", "big5", "big5hkscs", "cp949", "euc_kr", "euc_jp"})


def read(path: Path, media_type: str) -> TextDocument:
    """The archive itself says nothing: what it holds is read member by member."""
    if media_type == "application/zip" and path.suffix.lower() not in _FOLDERS:
        raise Unsupported(f"unsupported type {media_type} (a package of a program)")
    return Sections().document(media_type)


class _Reopened(io.RawIOBase):
    """A file that is open only while something is read from it: nobody is kept from moving it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._at = 0
        self._stream: BinaryIO | None = None

    def release(self) -> None:
        """Close the file until the next reading."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        stream = self._open()
        stream.seek(self._at)
        self._at = stream.seek(offset, whence)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        stream = self._open()
        stream.seek(self._at)
        content = stream.read(-1 if size is None else size)
        self._at += len(content)
        return content

    def _open(self) -> BinaryIO:
        if self._stream is None:
            self._stream = open_regular(self._path)
        return self._stream


class _Zip:
    def __init__(self, path: Path) -> None:
        self._stream = _Reopened(path)
        try:
            self._zipped = zipfile.ZipFile(self._stream)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise ReadError(_DAMAGED) from error
        finally:
            self._stream.release()
        checks.check(self._zipped)
        self._members = {
            _name(member): member for member in self._zipped.infolist() if not member.is_dir()
        }

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, member.file_size) for name, member in self._members.items()]

    def read(self, name: str) -> bytes:
        try:
            with self._zipped.open(self._members[name]) as member:
                return _capped(member)
        except RuntimeError as error:  # zipfile's word for an encrypted member
            raise ReadError(_LOCKED) from error
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            EOFError,
            OSError,
            zlib.error,
            lzma.LZMAError,
            KeyError,
        ) as error:
            raise ReadError(_DAMAGED) from error
        finally:
            self._stream.release()


def open_zip(path: Path) -> _Zip:
    return _Zip(path)


class _Tar:
    def __init__(self, stream: BinaryIO | _Reopened) -> None:
        self._stream = stream
        try:
            self._tar = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115 - kept open
            self._members = {
                member.name: member
                for _, member in zip(range(caps.MAX_ARCHIVE_MEMBERS), self._tar, strict=False)
                if member.isreg()
            }
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise ReadError(_DAMAGED) from error
        finally:
            self._release()

    def _release(self) -> None:
        if isinstance(self._stream, _Reopened):
            self._stream.release()

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, member.size) for name, member in self._members.items()]

    def read(self, name: str) -> bytes:
        try:
            member = self._tar.extractfile(self._members[name])
            return _capped(member) if member is not None else b""
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
            raise ReadError(_DAMAGED) from error
        finally:
            self._release()


class _Alone:
    """A file that was packed without an archive around it."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name, self._content = name, content

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(self._name, len(self._content))]

    def read(self, name: str) -> bytes:
        del name
        return self._content


def open_tar(path: Path) -> _Tar:
    return _Tar(_Reopened(path))


def open_packed(path: Path) -> _Tar | _Alone:
    """A packed tar archive, or a file packed alone; unpacked in memory up to a cap."""
    with open_regular(path) as stream:
        head = stream.read(6)
        stream.seek(0)
        try:
            with _unpacker(head, stream) as unpacked:
                content = _capped(unpacked)
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise ReadError(_DAMAGED) from error
    if content[257:262] == b"ustar" or path.name.lower().endswith((".tar.gz", ".tgz", ".tar.bz2")):
        return _Tar(io.BytesIO(content))
    return _Alone(path.stem or "packed", content)


def _unpacker(head: bytes, stream: BinaryIO) -> gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream)
    if head.startswith(b"BZh"):
        return bz2.BZ2File(stream)
    return lzma.LZMAFile(stream)


def _capped(stream: IO[bytes] | io.BufferedIOBase) -> bytes:
    content = stream.read(caps.MAX_MEMBER_FILE_BYTES + 1)
    if len(content) > caps.MAX_MEMBER_FILE_BYTES:
        raise ReadError(f"it unpacks to more than {caps.MAX_MEMBER_FILE_BYTES // 1_000_000} MB")
    return content


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name in letters: older programs wrote it in the code page of their system."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    encoding = encoding_of(raw, complete=True)
    if encoding == "utf-8" or encoding in _MANY_BYTES:
        return raw.decode(encoding, "replace")
    return member.filename
