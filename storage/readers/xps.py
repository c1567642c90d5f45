"""XPS documents, as Windows prints them into a file: the words of each page, in the order they are
drawn (ECMA-388)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage.readers import archive as archives
from storage.readers import caps
from storage.readers.archive import Archive, attribute, local
from storage.readers.sections import Sections
from storage.readers.values import TextDocument

_SAME_LINE = 0.5  # of the letters' size: so far apart, two stretches stand on one line


def read(path: Path, media_type: str) -> TextDocument:
    """A section for each page; pages that are pictures hold no words."""
    sections = Sections()
    with archives.opened(path) as archive:
        properties = archives.core_properties(archive)
        pages = list(_pages(archive))[: caps.MAX_PAGES]
        for number, part in enumerate(pages, start=1):
            sections.add("\n".join(_lines(archive.xml(part))), {"page": number})
    return sections.document(
        media_type,
        title=properties.pop("title", None),
        metadata=properties,
        page_count=len(pages) or None,
    )


def _pages(archive: Archive) -> Iterator[str]:
    """The pages' parts: a sequence names documents, a document its pages."""
    for sequence in sorted(name for name in archive.names if name.lower().endswith(".fdseq")):
        for document in _sources(archive, sequence):
            if document in archive.names:
                yield from (page for page in _sources(archive, document) if page in archive.names)


def _sources(archive: Archive, part: str) -> Iterator[str]:
    folder = part.rpartition("/")[0]
    for element in archive.xml(part).iter():
        if local(element) in {"DocumentReference", "PageContent"}:
            name = archives.resolve(folder, attribute(element, "Source") or "")
            yield archive.named(name) or name


def _lines(root: Any) -> Iterator[str]:
    held = ""
    height = 0.0
    for element in root.iter():
        text = attribute(element, "UnicodeString") or ""
        if local(element) != "Glyphs" or not text.strip():
            continue
        text = text.removeprefix("{}")  # marks words that begin with a brace
        at, size = _number(element, "OriginY"), _number(element, "FontRenderingEmSize")
        if held and abs(at - height) <= _SAME_LINE * size:
            held = f"{held.rstrip()} {text.lstrip()}"
        else:
            if held:
                yield held
            held = text
        height = at
    if held:
        yield held


def _number(element: Any, name: str) -> float:
    try:
        return float(attribute(element, name) or 0)
    except ValueError:
        return 0.0
