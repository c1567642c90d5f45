"""Signed files and mails (CMS, RFC 5652): what the signature encloses. Nothing is verified, and
what is encrypted stays so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.sections import Sections
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_SIGNED = bytes.fromhex("2a864886f70d010702")
_ENCRYPTED = bytes.fromhex("2a864886f70d010703")
_SEQUENCE, _OCTETS, _OBJECT, _INNER = 0x30, 0x04, 0x06, 0xA0
_CONSTRUCTED = 0x20
_MAX_PIECES = 100_000


def read(path: Path, media_type: str) -> TextDocument:
    """The signature itself says nothing: what it encloses is read as a file of its own."""
    return Sections().document(media_type)


def enclosed(content: bytes) -> bytes | None:
    """What is signed; None where it is no such container, or the signature stands apart from it.

    Raises ReadError for what is encrypted."""
    try:
        return _enclosed(content)
    except IndexError:
        return None


class _Enclosed:
    def __init__(self, path: Path) -> None:
        content, _ = read_bytes(path, caps.MAX_MEMBER_BYTES)
        inner = enclosed(content)
        if inner is None:
            raise ReadError("the signature encloses no file")
        name = (
            path.stem if path.suffix.lower() in {".p7m", ".p7s", ".p7"} else f"{path.name} content"
        )
        self._name, self._content = name, inner

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(self._name, len(self._content))]

    def read(self, name: str) -> bytes:
        del name
        return self._content


def open_enclosed(path: Path) -> _Enclosed:
    return _Enclosed(path)


def _enclosed(content: bytes) -> bytes | None:
    at, _ = _inside(content, 0, _SEQUENCE)
    kind, at = _octets(content, at, _OBJECT)
    if kind == _ENCRYPTED:
        raise ReadError("it is encrypted; only the mail program that holds the key can read it")
    if kind != _SIGNED:
        return None
    at, _ = _inside(content, at, _INNER)
    at, _ = _inside(content, at, _SEQUENCE)  # SignedData
    at = _after(content, at)  # its version
    at = _after(content, at)  # its digest algorithms
    at, _ = _inside(content, at, _SEQUENCE)
    at = _after(content, at)  # the type of what is enclosed
    if content[at] != _INNER:
        return None
    at, _ = _inside(content, at, _INNER)
    if content[at] == _OCTETS:
        return _octets(content, at, _OCTETS)[0]
    pieces: list[bytes] = []
    at, end = _inside(content, at, _OCTETS | _CONSTRUCTED)
    while len(pieces) < _MAX_PIECES and content[at] == _OCTETS and (end is None or at < end):
        piece, at = _octets(content, at, _OCTETS)
        pieces.append(piece)
    return b"".join(pieces)


def _length(content: bytes, at: int) -> tuple[int | None, int]:
    """The length that stands behind the tag at `at` (None: up to a mark), and where it begins."""
    first = content[at + 1]
    if first < 0x80:
        return first, at + 2
    n_bytes = first & 0x7F
    if n_bytes == 0:
        return None, at + 2
    if n_bytes > 4:
        raise IndexError
    return int.from_bytes(content[at + 2 : at + 2 + n_bytes], "big"), at + 2 + n_bytes


def _inside(content: bytes, at: int, tag: int) -> tuple[int, int | None]:
    """(begin, end) within a constructed value. Raises IndexError if another one stands there."""
    if content[at] != tag:
        raise IndexError
    size, begin = _length(content, at)
    return begin, None if size is None else begin + size


def _octets(content: bytes, at: int, tag: int) -> tuple[bytes, int]:
    """A plain value, and where the next one begins."""
    begin, end = _inside(content, at, tag)
    if end is None or end > len(content):
        raise IndexError
    return content[begin:end], end


def _after(content: bytes, at: int, depth: int = 0) -> int:
    """Where the value behind the one at `at` begins."""
    size, begin = _length(content, at)
    if size is not None:
        return begin + size
    if depth > 20:
        raise IndexError
    at = begin
    while content[at : at + 2] != b"\x00\x00":
        at = _after(content, at, depth + 1)
    return at + 2
