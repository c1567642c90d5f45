"""ZIP and tar archives, and files that were packed alone, as folders. Never past the caps."""

from __future__ import annotations

import bz2
import gzip
import importlib
import io
import lzma
import re
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from storage.errors import ReadError, Unsupported
from storage.readers import archive as checks
from storage.readers import caps, cut_zip
from storage.readers.opening import open_regular
from storage.readers.placed import PlacedStream
from storage.readers.sections import Sections
from storage.readers.values import TextDocument

DAMAGED = "the archive is damaged or incomplete"
LOCKED = "password-protected"
PACKED_OTHERWISE = (
    "it is packed by a method that is not read here; nothing is wrong with it: unpack it with "
    "another program and add the folder, or pack it as an ordinary ZIP"
)
# Packages of programs are ZIP files too: nobody looks for words in them.
_FOLDERS = frozenset({".zip", ".cbz", ".kmz", ""})


def read(path: Path, media_type: str) -> TextDocument:
    """The archive itself says nothing: what it holds is read member by member."""
    if media_type == "application/zip" and path.suffix.lower() not in _FOLDERS:
        raise Unsupported(f"unsupported type {media_type} (a package of a program)")
    return Sections().document(media_type)


class Reopened(PlacedStream):
    """A file that is open only while something is read from it: nobody is kept from moving it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._stream: BinaryIO | None = None

    def release(self) -> None:
        """Close the file until the next reading."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _size(self) -> int:
        return self._open().seek(0, io.SEEK_END)

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
        self._stream = Reopened(path)
        try:
            self._zipped, cut = cut_zip.opened(cast(BinaryIO, self._stream))
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise ReadError(DAMAGED) from error
        finally:
            self._stream.release()
        checks.check(self._zipped)
        held = [
            member
            for member in self._zipped.infolist()
            if member.filename and not member.is_dir() and member.filename != cut
        ]
        codec = _names_codec(held)
        self._members = {
            (
                raw.decode(codec, "replace")
                if codec and (raw := _raw_name(member)) is not None
                else member.filename
            ): member
            for member in held
        }

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, member.file_size) for name, member in self._members.items()]

    def read(self, name: str) -> bytes:
        try:
            with self._zipped.open(self._members[name]) as member:
                return _capped(member)
        except NotImplementedError as error:  # a RuntimeError too, but of an unknown method
            raise Unsupported(PACKED_OTHERWISE) from error
        except RuntimeError as error:  # zipfile's word for an encrypted member
            raise ReadError(LOCKED) from error
        except (
            zipfile.BadZipFile,
            EOFError,
            OSError,
            zlib.error,
            lzma.LZMAError,
            KeyError,
        ) as error:
            raise ReadError(DAMAGED) from error
        finally:
            self._stream.release()


def open_zip(path: Path) -> _Zip:
    return _Zip(path)


class _Tar:
    def __init__(self, stream: BinaryIO | Reopened) -> None:
        self._stream = stream
        try:
            self._tar = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115 - kept open
            self._members = {
                member.name: member
                for _, member in zip(range(caps.MAX_ARCHIVE_MEMBERS), self._tar, strict=False)
                if member.isreg()
            }
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise ReadError(DAMAGED) from error
        finally:
            self._release()

    def _release(self) -> None:
        if isinstance(self._stream, Reopened):
            self._stream.release()

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, member.size) for name, member in self._members.items()]

    def read(self, name: str) -> bytes:
        try:
            member = self._tar.extractfile(self._members[name])
            return _capped(member) if member is not None else b""
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
            raise ReadError(DAMAGED) from error
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
    return _Tar(Reopened(path))


def open_packed(path: Path) -> _Tar | _Alone:
    """A packed tar archive, or a file packed alone; unpacked in memory up to a cap."""
    with open_regular(path) as stream:
        head = stream.read(6)
        stream.seek(0)
        try:
            with _unpacker(head, stream) as unpacked:
                content = _capped(unpacked)
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise ReadError(DAMAGED) from error
        except Exception as error:
            if type(error).__name__ == "ZstdError":  # of a module that is loaded for it alone
                raise ReadError(DAMAGED) from error
            raise
    if content[257:262] == b"ustar" or path.name.lower().endswith((".tar.gz", ".tgz", ".tar.bz2")):
        return _Tar(io.BytesIO(content))
    return _Alone(path.stem or "packed", content)


def _unpacker(head: bytes, stream: BinaryIO) -> AbstractContextManager[io.BufferedIOBase]:
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream)
    if head.startswith(b"BZh"):
        return bz2.BZ2File(stream)
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return _zstandard().ZstdFile(stream)
    return lzma.LZMAFile(stream)


def _zstandard() -> Any:
    """The standard library's module of Python 3.14, else the one that py7zr takes in its place."""
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    return importlib.import_module(name)


def _capped(stream: IO[bytes] | io.BufferedIOBase) -> bytes:
    content = stream.read(caps.MAX_MEMBER_FILE_BYTES + 1)
    if len(content) > caps.MAX_MEMBER_FILE_BYTES:
        raise ReadError(f"it unpacks to more than {caps.MAX_MEMBER_FILE_BYTES // 1_000_000} MB")
    return content


def _names_codec(members: Sequence[zipfile.ZipInfo]) -> str | None:
    """The code page that older programs wrote the archive's names in, by all of them together;
    None where `zipfile` has read them right (code page 437, or UTF-8 that says so)."""
    raws = [raw for member in members if (raw := _raw_name(member)) is not None]
    raw = b"\n".join(raws)
    if not raw:
        return None
    for codec, looks_right in _NAMES_CODECS:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if looks_right is None or looks_right(text):
            return codec
    return None


def _raw_name(member: zipfile.ZipInfo) -> bytes | None:
    if member.flag_bits & 0x800 or member.filename.isascii():
        return None
    return member.filename.encode("cp437", "replace")


def _is_western(text: str) -> bool:
    return all(char in _WESTERN for char in text if not char.isascii())


def _is_cyrillic(text: str) -> bool:
    words = _NOT_ASCII.findall(text)
    return all(_CYRILLIC_WORD.fullmatch(word) for word in words) and max(map(len, words)) > 2


def _is_japanese(text: str) -> bool:
    return all(_is_kana(char) or _lead_byte(char) in _FIRST_LEVEL for char in text if char > "~")


def _is_kana(char: str) -> bool:
    return "\u3000" <= char <= "\u30ff" or "\uff00" <= char <= "\uff5e"


def _lead_byte(char: str) -> int:
    return char.encode("cp932", "replace")[0]


def _is_chinese(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return all(char.isalpha() or char in "（）《》、，。—－" for char in text if char > "~")


_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_WESTERN = frozenset("äöüÄÖÜßéèêëÉáàâåæÅÆçÇíìîïñÑóòôøØúùûãõÃÕÈÀÁÍÓÚÊÂÔ–’€")
_CYRILLIC_WORD = re.compile(r"[А-ЯЁІЇЄ]?[а-яёіїє]+|[А-ЯЁІЇЄ]+|№")
_FIRST_LEVEL = range(0x88, 0x99)  # the kanji of daily use
# In this order: each later one reads nearly any bytes as something.
_NAMES_CODECS: tuple[tuple[str, Callable[[str], bool] | None], ...] = (
    ("utf-8", None),
    ("cp437", _is_western),
    ("cp850", _is_western),
    ("cp1252", _is_western),
    ("cp866", _is_cyrillic),
    ("cp932", _is_japanese),
    ("gb18030", _is_chinese),
    ("cp1251", _is_cyrillic),
)
