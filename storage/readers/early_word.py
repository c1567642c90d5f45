"""Word documents from before 1995: Word for Windows 1 and 2, Write, Word for DOS.

Their text lies in one piece, in the order in which it is read; what says how it looks lies apart
([MS-DOC] knows later ones only; of these: the headers as Word 2 and Write wrote them)."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.sections import Sections
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

# By the first two bytes: where the text begins and ends, and its code page.
_WINDOWS = {b"\x9b\xa5", b"\xdb\xa5"}
_WRITE = {b"\x31\xbe", b"\x32\xbe"}
_WRITE_START = 0x80
_ENCRYPTED = 0x0100
_FIELD = re.compile("\x13([^\x13-\x15]*)(?:\x14([^\x13-\x15]*))?\x15")
_BULLET = re.compile(r"\s*symbol\s+183\b", re.I)
_NOT_WORDS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MAX_NOT_WORDS = 0.05  # of a paragraph; a picture among them has more


def read(path: Path, media_type: str) -> TextDocument:
    """The words, fields with what they show, cells of a table in their row. Raises ReadError."""
    content, cut = read_bytes(path, caps.MAX_MEMBER_BYTES)
    try:
        text = _text(content)
    except struct.error as error:
        raise ReadError("the file is damaged or incomplete") from error
    while (told := _FIELD.sub(_shown, text)) != text:  # fields within fields
        text = told
    text = re.sub("\x07\x07\r?\n?", "\n", text)  # the end of a row
    text = text.replace("\x07", " | ").replace("\x0b", "\n").replace("\x0c", "\n")
    text = text.replace("\x1e", "-").replace("\x1f", "")  # hyphens that stay, that may be
    lines = [line for line in text.replace("\r", "").split("\n") if _is_words(line)]
    sections = Sections()
    sections.truncated |= cut
    sections.add("\n".join(lines), {})
    return sections.document(media_type)


def _text(content: bytes) -> str:
    if content[:2] in _WINDOWS:
        (flags,) = struct.unpack_from("<H", content, 0x0A)
        if flags & _ENCRYPTED:
            raise ReadError("password-protected")
        start, end = struct.unpack_from("<II", content, 0x18)
        return content[start:end].decode("cp1252", "replace")
    if content[:2] not in _WRITE:
        raise ReadError("the file is damaged or incomplete")
    (end,) = struct.unpack_from("<I", content, 0x0E)
    (is_write,) = struct.unpack_from("<H", content, 0x60)  # its pages; of Word for DOS 0
    return content[_WRITE_START:end].decode("cp1252" if is_write else "cp850", "replace")


def _shown(field: re.Match[str]) -> str:
    if field[2] is None and _BULLET.match(field[1]):
        return "•"
    return field[2] or ""


def _is_words(line: str) -> bool:
    return len(_NOT_WORDS.findall(line)) <= _MAX_NOT_WORDS * len(line)
