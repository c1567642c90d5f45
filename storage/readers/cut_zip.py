"""ZIP containers that end too early, as downloads and copies do that broke off.

What a ZIP holds is listed at its end, and each member says its name and sizes before itself too
(APPNOTE 4.3.7). Where the list is missing, one is made of what the members say."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from storage.readers import caps
from storage.readers.placed import PlacedStream

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_DESCRIBED_BEHIND = 0x8  # flag: sizes and checksum stand behind the member
_ENCRYPTED = 0x1
_IN_EXTRA = 0xFFFFFFFF  # sizes of ZIP64 stand elsewhere
_MAX_BYTES = 0xFFFFFFFF
_PIECE_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class _Found:
    """A member: its own header's fields, and where it begins."""

    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    unpacked: int
    offset: int


def opened(stream: BinaryIO) -> tuple[zipfile.ZipFile, str | None]:
    """The container, and None; or one that ended too early, and the name of the member that is
    read as far as it goes ("" where there is none). Raises what `zipfile.ZipFile` raises."""
    try:
        return zipfile.ZipFile(stream), None
    except (zipfile.BadZipFile, ValueError):
        stream.seek(0)
        mended, cut = _mended(stream)
        if mended is None:
            raise
        return zipfile.ZipFile(mended), cut


def ends_early(stream: BinaryIO) -> bool:
    """Whether the list at the end of a ZIP is missing."""
    return not zipfile.is_zipfile(stream)


def _mended(stream: BinaryIO) -> tuple[BinaryIO | None, str]:
    """The stream with a list of its members at its end; None where there is none to be made."""
    size = stream.seek(0, io.SEEK_END)
    members, begun, at = _members(stream, size)
    tail = b""
    if begun is not None and (content := _as_far_as_it_goes(stream, begun, at, size)):
        # It is put behind the rest, unpacked.
        part = _Found(
            begun.name, begun.flags & 0x800, 0, begun.time, begun.date,
            zlib.crc32(content), len(content), len(content), size,
        )  # fmt: skip
        members.append(part)
        tail = _local(part) + content
    else:
        begun = None
    if not members or size + len(tail) > _MAX_BYTES or len(members) > 0xFFFE:
        return None, ""
    central = b"".join(map(_central, members))
    end = _END.pack(
        b"PK\x05\x06", 0, 0, len(members), len(members), len(central), size + len(tail), 0
    )
    name = begun.name.decode("utf-8", "replace") if begun is not None else ""
    return cast(BinaryIO, _Continued(stream, size, tail + central + end)), name


def _members(stream: BinaryIO, size: int) -> tuple[list[_Found], _Found | None, int]:
    """The members that are whole, the one that the file ends in, and where its bytes begin."""
    found: list[_Found] = []
    at = n_inflated = 0
    while len(found) <= caps.MAX_ARCHIVE_MEMBERS and n_inflated <= caps.MAX_ARCHIVE_BYTES:
        stream.seek(at)
        head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            break
        _, _, flags, method, time, date, crc, packed, unpacked, n_name, n_extra = _LOCAL.unpack(
            head
        )
        name = stream.read(n_name)
        begin = at + _LOCAL.size + n_name + n_extra
        member = _Found(name, flags, method, time, date, crc, packed, unpacked, at)
        if begin > size:
            break
        if flags & _DESCRIBED_BEHIND or _IN_EXTRA in {packed, unpacked}:
            if method != zipfile.ZIP_DEFLATED or flags & _ENCRYPTED:
                break
            n_used = n_made = checksum = 0
            for piece, n_taken in _inflated(stream, begin, caps.MAX_ARCHIVE_BYTES - n_inflated):
                n_made += len(piece)
                checksum = zlib.crc32(piece, checksum)
                n_used = n_taken
            if not n_used:
                return found, member, begin
            n_inflated += n_made
            member = _Found(name, flags, method, time, date, checksum, n_used, n_made, at)
            at = (
                _behind_descriptor(stream, begin + n_used)
                if flags & _DESCRIBED_BEHIND
                else (begin + n_used)
            )
        elif begin + packed > size:
            return found, None if flags & _ENCRYPTED else member, begin
        else:
            at = begin + packed
        found.append(member)
    return found, None, at


def _inflated(stream: BinaryIO, begin: int, most: int) -> Iterator[tuple[bytes, int]]:
    """(bytes, 0) of a deflated member piece by piece; with the last piece of one that is whole, how
    many bytes it takes."""
    stream.seek(begin)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    n_read = n_made = 0
    while not unpacker.eof and n_made <= most:
        packed = unpacker.unconsumed_tail
        if not packed:
            packed = stream.read(_PIECE_BYTES)
            n_read += len(packed)
        if not packed:
            return
        try:
            made = unpacker.decompress(packed, 4 * _PIECE_BYTES)
        except zlib.error:
            return
        n_made += len(made)
        yield made, n_read - len(unpacker.unused_data) if unpacker.eof else 0


def _behind_descriptor(stream: BinaryIO, at: int) -> int:
    """Where the next header begins, behind 12 to 24 bytes of sizes and checksum."""
    stream.seek(at)
    behind = stream.read(28)
    for n_bytes in (16, 12, 24, 20):
        if behind[n_bytes : n_bytes + 2] == b"PK":
            return at + n_bytes
    return at + len(behind)


def _as_far_as_it_goes(stream: BinaryIO, member: _Found, begin: int, size: int) -> bytes:
    if member.method == zipfile.ZIP_DEFLATED:
        return b"".join(made for made, _ in _inflated(stream, begin, caps.MAX_MEMBER_BYTES))
    if member.method == zipfile.ZIP_STORED:
        stream.seek(begin)
        return stream.read(min(size - begin, caps.MAX_MEMBER_BYTES))
    return b""


def _local(member: _Found) -> bytes:
    head = _LOCAL.pack(
        b"PK\x03\x04", 20, member.flags, member.method, member.time, member.date,
        member.crc, member.packed, member.unpacked, len(member.name), 0,
    )  # fmt: skip
    return head + member.name


def _central(member: _Found) -> bytes:
    head = _CENTRAL.pack(
        b"PK\x01\x02", 20, 20, member.flags, member.method, member.time, member.date,
        member.crc, member.packed, member.unpacked, len(member.name), 0, 0, 0, 0, 0, member.offset,
    )  # fmt: skip
    return head + member.name


class _Continued(PlacedStream):
    """A file's bytes with others behind them."""

    def __init__(self, stream: BinaryIO, size: int, tail: bytes) -> None:
        super().__init__()
        self._stream, self._n_below, self._tail = stream, size, tail

    def _size(self) -> int:
        return self._n_below + len(self._tail)

    def read(self, size: int | None = -1) -> bytes:
        left = self._size() - self._at
        wanted = left if size is None or size < 0 else min(size, left)
        found = b""
        if self._at < self._n_below and wanted > 0:
            self._stream.seek(self._at)
            found = self._stream.read(min(wanted, self._n_below - self._at))
        if len(found) < wanted:
            begin = max(0, self._at + len(found) - self._n_below)
            found += self._tail[begin : begin + wanted - len(found)]
        self._at += len(found)
        return found
