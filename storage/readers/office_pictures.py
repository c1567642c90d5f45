"""What lies in documents, slides, sheets and books as members: pictures, if large enough to hold
words, and files that were put in as objects."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers.archive import Archive
from storage.readers.embedded import enclosed

_MIN_SIDE_PX = 90
_MIN_PIXELS = 30_000  # smaller ones are icons, bullets and logos
_MAX_PICTURES = 200
_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_FORMATS = ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"]


class _Enclosed:
    """Read once, when the file is opened: a document holds few."""

    def __init__(self, path: Path) -> None:
        self._contents: dict[str, bytes] = {}
        seen: set[str] = set()
        with archives.opened(path) as archive:
            for name, part in _placed(archive):
                if part in seen or not part.lower().endswith(_ENDINGS):
                    continue
                seen.add(part)
                try:
                    content = archive.read(part)
                except ReadError:
                    continue
                if _is_large(content):
                    self._contents[name] = content
                if len(self._contents) >= _MAX_PICTURES:
                    break
            for name, content in _objects(archive):
                if len(self._contents) < 2 * _MAX_PICTURES:
                    self._contents[_unused(name, self._contents)] = content

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, len(content)) for name, content in self._contents.items()]

    def read(self, name: str) -> bytes:
        return self._contents[name]


def open_pictures(path: Path) -> _Enclosed:
    return _Enclosed(path)


def _placed(archive: Archive) -> Iterator[tuple[str, str]]:
    """(name that says where, member) of the pictures that stand in the document itself."""
    if "content.xml" in archive.names:
        for part in sorted(archive.names):
            if part.startswith("Pictures/"):
                yield part.rpartition("/")[2], part
        return
    if "META-INF/container.xml" in archive.names:  # a book
        for part in sorted(archive.names):
            yield part.rpartition("/")[2], part
        return
    for prefix, part in _parts(archive):
        drawings = [part] + [
            target for kind, target in archive.relations(part).values() if kind == "drawing"
        ]
        for drawing in drawings:
            for kind, target in archive.relations(drawing).values():
                if kind == "image" and target in archive.names:
                    yield prefix + target.rpartition("/")[2], target


def _objects(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """(name that says where, content) of the files put into an office document as objects."""
    if "[Content_Types].xml" in archive.names:
        for prefix, part in _parts(archive):
            for name, content in enclosed(archive, part):
                yield prefix + name, content


def _unused(name: str, taken: Mapping[str, bytes]) -> str:
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{PurePath(name).stem} {number}{PurePath(name).suffix}"
    return unused


def _parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """(words that say where, part) of an office document's slides, text and sheets."""
    main = archive.main_part()
    relations = archive.relations(main)
    has_slides = any(kind == "slide" for kind, _ in relations.values())
    pages = [
        relations[identity][1]
        for element in (archive.xml(main).iter("{*}sldId") if has_slides else ())
        if (identity := next((str(v) for k, v in element.attrib.items() if k.endswith("}id")), ""))
        in relations
    ]
    parts = [(f"slide {number} ", page) for number, page in enumerate(pages, start=1)]
    parts += [("", main)]
    parts += [
        ("", target) for kind, target in relations.values() if kind in {"worksheet", "footnotes"}
    ]
    yield from ((prefix, part) for prefix, part in parts if part in archive.names)


def _is_large(content: bytes) -> bool:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return min(width, height) >= _MIN_SIDE_PX and width * height >= _MIN_PIXELS
