"""`winmail.dat`, in which Outlook hides text and attachments of a mail (MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps, rtf
from storage.readers.compressed_rtf import unpacked
from storage.readers.decoding import decode, known_encoding
from storage.readers.html import add_html
from storage.readers.sections import Sections, one_line
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_SUBJECT, _BODY, _PAGE = 0x8004, 0x800C, 0x9007
_MESSAGE_PROPERTIES, _RENDERING, _CONTENT, _NAME = 0x9003, 0x9002, 0x800F, 0x8010
_ATTACHMENT_PROPERTIES = 0x9005
_PLAIN, _HTML, _RTF, _LONG_NAME, _BYTES = 0x1000, 0x1013, 0x1009, 0x3707, 0x3701
_NARROW, _WIDE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_MANY = 0x1000
_DAMAGED = "the attachment of Outlook is damaged or incomplete"


@dataclass(slots=True)
class _Attached:
    name: str = ""
    content: bytes = b""


@dataclass(slots=True)
class _Contents:
    subject: str = ""
    properties: dict[int, bytes] = field(default_factory=dict)
    attached: list[_Attached] = field(default_factory=list)


def read(path: Path, media_type: str) -> TextDocument:
    """The text that the mail has beside its plain one. Raises ReadError."""
    found = _parsed(path)
    sections = Sections()
    if page := found.properties.get(_HTML):
        add_html(page, sections, folded=False)
    elif packed := found.properties.get(_RTF):
        sections.add(rtf.to_text(unpacked(packed)), {})
    elif plain := found.properties.get(_PLAIN):
        sections.add(decode(plain), {})
    return sections.document(media_type, title=found.subject or None)


class _Attachments:
    def __init__(self, path: Path) -> None:
        self._contents: dict[str, bytes] = {}
        for number, one in enumerate(_parsed(path).attached, start=1):
            name = one.name or f"part {number}"
            while name in self._contents:
                name = f"{number} {name}"
            self._contents[name] = one.content

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, len(content)) for name, content in self._contents.items()]

    def read(self, name: str) -> bytes:
        return self._contents[name]


def open_attachments(path: Path) -> _Attachments:
    return _Attachments(path)


def _parsed(path: Path) -> _Contents:
    content, _ = read_bytes(path, caps.MAX_MEMBER_BYTES)
    found = _Contents()
    codec = "cp1252"
    try:
        for number, value in _attributes(content):
            if number == _PAGE and len(value) >= 4:
                codec = known_encoding(f"cp{int.from_bytes(value[:4], 'little')}") or codec
            elif number == _SUBJECT:
                found.subject = one_line(value.rstrip(b"\x00").decode(codec, "replace"))
            elif number == _BODY:
                text = value.rstrip(b"\x00").decode(codec, "replace")
                found.properties.setdefault(_PLAIN, text.encode())
            elif number == _MESSAGE_PROPERTIES:
                found.properties.update(_properties(value, codec))
            elif number == _RENDERING:
                found.attached.append(_Attached())
            elif found.attached and number == _CONTENT:
                found.attached[-1].content = value
            elif found.attached and number == _NAME:
                name = one_line(value.rstrip(b"\x00").decode(codec, "replace"))
                found.attached[-1].name = found.attached[-1].name or name
            elif found.attached and number == _ATTACHMENT_PROPERTIES:
                said = _properties(value, codec)
                one = found.attached[-1]
                one.name = one_line(said.get(_LONG_NAME, b"").decode()) or one.name
                one.content = one.content or said.get(_BYTES, b"")
    except (struct.error, IndexError, KeyError, ValueError) as error:
        if not (found.attached or found.properties):
            raise ReadError(_DAMAGED) from error
    return found


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, value) of each attribute; a signature and a key of two bytes stand before them."""
    at = 6
    while at + 9 <= len(content):
        _, number, size = struct.unpack_from("<BII", content, at)
        yield number & 0xFFFF, content[at + 9 : at + 9 + size]
        at += 9 + size + 2  # and a checksum


def _properties(content: bytes, codec: str) -> dict[int, bytes]:
    """The texts (as UTF-8) and packed bytes in a list of properties, by their numbers."""
    found: dict[int, bytes] = {}
    (n_properties,) = struct.unpack_from("<I", content)
    at = 4
    for _ in range(min(n_properties, 4_000)):
        kind, number = struct.unpack_from("<HH", content, at)
        at += 4
        if number >= 0x8000:  # a named one: who named it, and how
            (by_name,) = struct.unpack_from("<I", content, at + 16)
            (said,) = struct.unpack_from("<I", content, at + 20)
            at += 24 + (-(-said // 4) * 4 if by_name else 0)
        base = kind & ~_MANY
        n_values = 1
        if kind & _MANY or base in {_NARROW, _WIDE, _OBJECT, _BINARY}:
            (n_values,) = struct.unpack_from("<I", content, at)
            at += 4
        for _ in range(min(n_values, 10_000)):
            if base not in {_NARROW, _WIDE, _OBJECT, _BINARY}:
                at += _SIZES[base]
                continue
            (size,) = struct.unpack_from("<I", content, at)
            value = content[at + 4 : at + 4 + size]
            at += 4 + -(-size // 4) * 4
            if base == _WIDE:
                value = value.decode("utf-16-le", "replace").rstrip("\x00").encode()
            elif base == _NARROW:
                value = value.rstrip(b"\x00").decode(codec, "replace").encode()
            found.setdefault(number, value[16:] if base == _OBJECT else value)
    return found
