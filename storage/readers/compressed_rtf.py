"""Rich text as Outlook packs it (MS-OXRTFCP): a window of 4,096 bytes, begun with usual words."""

from __future__ import annotations

import struct

from storage.errors import ReadError
from storage.readers import caps

_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096


def unpacked(content: bytes) -> bytes:
    """The RTF source. Raises ReadError if it is not packed so."""
    if len(content) < 16:
        raise ReadError("the message's text is damaged")
    _, n_bytes, kind, _ = struct.unpack_from("<IIII", content)
    if kind == _PLAIN:
        return content[16 : 16 + n_bytes]
    if kind != _PACKED:
        raise ReadError("the message's text is damaged")
    window = bytearray(_BEGINNING) + bytearray(_WINDOW - len(_BEGINNING))
    at_window = len(_BEGINNING)
    out = bytearray()
    at = 16
    while at < len(content) and len(out) < min(n_bytes, caps.MAX_TEXT_BYTES):
        control = content[at]
        at += 1
        for bit in range(8):
            if at >= len(content):
                break
            if not control >> bit & 1:
                window[at_window] = content[at]
                out.append(content[at])
                at_window = (at_window + 1) % _WINDOW
                at += 1
                continue
            pair = content[at : at + 2]
            at += 2
            if len(pair) < 2:
                break
            start, length = pair[0] << 4 | pair[1] >> 4, (pair[1] & 0x0F) + 2
            if start == at_window:  # the end
                return bytes(out)
            for offset in range(length):
                byte = window[(start + offset) % _WINDOW]
                out.append(byte)
                window[at_window] = byte
                at_window = (at_window + 1) % _WINDOW
    return bytes(out)
