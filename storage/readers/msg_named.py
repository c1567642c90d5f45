"""Properties of Outlook messages that programs name by numbers or words of their own (MS-OXMSG
2.2.3): the file says under which number each of them is kept."""

from __future__ import annotations

import struct

from storage.readers.ole import Streams

_FOLDER = "__nameid_version1.0/__substg1.0_"
_ENTRIES, _NAMES = f"{_FOLDER}00030102", f"{_FOLDER}00040102"
_FIRST = 0x8000
_MAX_ENTRIES = 2_000


def named_properties(streams: Streams) -> dict[int | str, int]:
    """The number of each property by its name or long number."""
    entries, names = streams.read(_ENTRIES), streams.read(_NAMES)
    found: dict[int | str, int] = {}
    for at in range(0, min(len(entries), 8 * _MAX_ENTRIES) - 7, 8):
        said, kind, index = struct.unpack_from("<IHH", entries, at)
        if not kind & 1:
            found.setdefault(said, _FIRST + index)
        elif said + 4 <= len(names):
            (size,) = struct.unpack_from("<I", names, said)
            name = names[said + 4 : said + 4 + min(size, 512)].decode("utf-16-le", "replace")
            found.setdefault(name, _FIRST + index)
    return found
