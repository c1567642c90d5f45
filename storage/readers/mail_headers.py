"""Headers of mail as they were meant: encoded words cut anywhere, raw letters (RFC 2047, 5322)."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from email.message import Message
from email.utils import getaddresses

from storage.readers import caps
from storage.readers.decoding import decode, known_encoding
from storage.readers.sections import one_line

_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(=\?)")


def header(message: Message, name: str, charset: str | None = None) -> str:
    """The header on one line; `charset` is that of the body, which raw letters are in."""
    values = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    said = ", ".join(decoded(value, charset) for value in values)
    return said[: caps.MAX_METADATA_CHARS]


def decoded(value: str, charset: str | None = None) -> str:
    """A header's value in letters. Neighbouring encoded words of one charset are decoded together:
    some programs cut a letter's bytes in two."""
    raw = value.encode("utf-8", "surrogateescape")
    if any(byte > 0x7F for byte in raw):
        value = decode(raw, charset)
    value = _BETWEEN.sub(r"\1\2", " ".join(value.split()))
    pieces: list[str] = []
    held: tuple[str, bytearray] | None = None
    at = 0

    def close() -> None:
        nonlocal held
        if held is not None:
            encoding = known_encoding(held[0])
            content = bytes(held[1])
            pieces.append(content.decode(encoding, "replace") if encoding else decode(content))
            held = None

    for word in _WORD.finditer(value):
        if word.start() > at or held is None or held[0] != word[1].lower():
            close()
        pieces.append(value[at : word.start()])
        at = word.end()
        content = _bytes_of(word[2].lower(), word[3])
        if held is None:
            held = (word[1].lower(), bytearray())
        held[1].extend(content)
    close()
    pieces.append(value[at:])
    return one_line("".join(pieces))


def _bytes_of(form: str, text: str) -> bytes:
    content = text.encode("ascii", "replace")
    if form == "q":
        return quopri.decodestring(content.replace(b"_", b" "), header=False)
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except (binascii.Error, ValueError):
        return content


def file_name(part: Message, charset: str | None = None) -> str | None:
    """The name a part gives itself, as RFC 2231 and as what came before it."""
    try:
        said = part.get_filename()
    except (LookupError, ValueError, TypeError, AttributeError, IndexError):
        said = None
    if not said:
        return None
    text = said if "=?" not in said and said.isascii() else decoded(said, charset)
    return one_line(text)[:200] or None


def people(said: str, most: int = 3) -> str:
    """The names in a header of addresses, or the addresses of those without one."""
    try:
        found = [name or address for name, address in getaddresses([said])]
    except (ValueError, TypeError, IndexError, AttributeError):
        found = [said]
    names = [name for name in found if name]
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
