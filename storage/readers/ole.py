"""Office files from before 2007 and Outlook messages: what an OLE container holds (MS-CFB)."""

from __future__ import annotations

import datetime
import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import olefile

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.decoding import known_encoding
from storage.readers.opening import open_regular

_PROPERTIES = {2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "description"}
_CODE_PAGE, _CREATED = 1, 12
_NARROW, _WIDE, _MOMENT = 0x1E, 0x1F, 0x40
_MAX_PROPERTIES = 200
_MAX_PROPERTY_BYTES = 10_000
_DAMAGED = "the file is damaged or incomplete"
_ERRORS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError)


class Streams:
    """Streams by their path in the container, each read whole and never past a cap."""

    def __init__(self, opened: olefile.OleFileIO) -> None:
        self._opened = opened
        self.names = frozenset("/".join(parts) for parts in opened.listdir(streams=True))

    def read(self, name: str) -> bytes:
        """The stream's bytes, b"" if there is none of that name, in whatever case. Raises
        ReadError."""
        try:
            if not self._opened.exists(name):
                return b""
            content: bytes = self._opened.openstream(name).read(caps.MAX_MEMBER_BYTES)
        except _ERRORS as error:
            raise ReadError(_DAMAGED) from error
        return content

    def properties(self) -> dict[str, str]:
        """Title, subject, author, keywords, description, date, where the file says them."""
        try:
            return _summary(self.read("\x05SummaryInformation"))
        except (struct.error, IndexError, ValueError, OverflowError, LookupError):
            return {}


def _summary(content: bytes) -> dict[str, str]:
    """The properties that are shown, of a property set (MS-OLEPS 2.20, 2.21)."""
    if len(content) < 48:
        return {}
    (section,) = struct.unpack_from("<I", content, 44)
    (n_properties,) = struct.unpack_from("<I", content, section + 4)
    codec = "cp1252"
    found: dict[str, str] = {}
    for number in range(min(n_properties, _MAX_PROPERTIES)):
        identity, at = struct.unpack_from("<II", content, section + 8 + 8 * number)
        kind, size = struct.unpack_from("<II", content, section + at)
        value = content[section + at + 8 : section + at + 8 + min(size, _MAX_PROPERTY_BYTES)]
        if identity == _CODE_PAGE:
            page = size & 0xFFFF
            codec = known_encoding("utf-8" if page == 65001 else f"cp{page}") or codec
        elif identity in _PROPERTIES and kind == _NARROW:
            found[_PROPERTIES[identity]] = value.decode(codec, "replace")
        elif identity in _PROPERTIES and kind == _WIDE:
            wide = content[section + at + 8 : section + at + 8 + 2 * min(size, _MAX_PROPERTY_BYTES)]
            found[_PROPERTIES[identity]] = wide.decode("utf-16-le", "replace")
        elif identity == _CREATED and kind == _MOMENT:
            (ticks,) = struct.unpack_from("<Q", content, section + at + 4)
            if ticks:
                first = datetime.datetime(1601, 1, 1)
                moment = first + datetime.timedelta(seconds=ticks // 10_000_000)
                found["date"] = moment.isoformat(" ")
    kept = {name: text.strip("\x00 ") for name, text in found.items()}
    return {name: text for name, text in kept.items() if text}


def outermost(stream: BinaryIO) -> frozenset[str]:
    """The names of what lies at a container's top, in lower case; none if it is broken."""
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as container:
            return frozenset(
                parts[0].lower() for parts in container.listdir(streams=True, storages=True)
            )
    except _ERRORS:
        return frozenset()


@contextmanager
def opened(source: Path | bytes) -> Iterator[Streams]:
    """Open a container. Raises ReadError."""
    with io.BytesIO(source) if isinstance(source, bytes) else open_regular(source) as stream:
        try:
            container = olefile.OleFileIO(stream)
        except _ERRORS as error:
            raise ReadError(_DAMAGED) from error
        with container:
            yield Streams(container)
