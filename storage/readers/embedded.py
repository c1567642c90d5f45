"""Files that people put into office documents as objects: a sheet, a PDF, a file of any kind.

What programs draw or count themselves, such as equations and the sheets of charts, is not among
them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import PurePath

from storage.errors import ReadError
from storage.readers.archive import Archive

_ENDINGS = {"worddocument": ".doc", "workbook": ".xls", "powerpoint document": ".ppt"}
_MAX_NAME = 260


def enclosed(archive: Archive, part: str) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of the objects in an office part; what is none that can be read is
    left out."""
    for kind, target in archive.relations(part).values():
        if kind not in {"package", "oleObject"} or target not in archive.names:
            continue
        try:
            content = archive.read(target)
            name = target.rpartition("/")[2]
            found = (name, content) if content.startswith(b"PK") else _unwrapped(name, content)
        except ReadError:
            continue
        if found is not None:
            yield found


def _unwrapped(name: str, content: bytes) -> tuple[str, bytes] | None:
    """The file that an OLE object holds or is. Raises ReadError if its streams are broken."""
    from storage.readers.ole import opened, outermost

    names = outermost(io.BytesIO(content))
    stem = PurePath(name).stem
    for stream, ending in _ENDINGS.items():
        if stream in names:
            return stem + ending, content
    if not names:
        return None
    with opened(content) as streams:
        if (packed := streams.read("\x01Ole10Native")) and (found := _packed(packed)):
            return found
        held = streams.read("CONTENTS")
    return (f"{stem}.pdf", held) if held.startswith(b"%PDF-") else None


def _packed(native: bytes) -> tuple[str, bytes] | None:
    """Name and bytes of the file that Windows' packager wrapped, None where the object is no file
    (the fields as in oletools, `oleobj.OleNativeStream`)."""
    at = 6
    fields: list[bytes] = []
    try:
        for skipped in (0, 0, 8):  # label, path, path of the copy that was made to pack it
            at += skipped
            end = native.index(b"\0", at, at + _MAX_NAME + 1)
            fields.append(native[at:end])
            at = end + 1
        (size,) = struct.unpack_from("<I", native, at)
    except (ValueError, struct.error):
        return None
    content = native[at + 4 : at + 4 + size]
    name = fields[0].decode("cp1252", "replace").replace("\\", "/").rpartition("/")[2]
    return (name, content) if name and content and len(content) == size else None
