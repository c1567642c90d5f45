"""Visio drawings (.vsdx): the words in their shapes, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage.readers import archive as archives
from storage.readers.archive import attribute, local
from storage.readers.sections import Sections, one_line
from storage.readers.values import TextDocument
from storage.records import Locator

_PAGES = "visio/pages/pages.xml"


def read(path: Path, media_type: str) -> TextDocument:
    """A section for each page under its name, a line for each shape that says something."""
    sections = Sections()
    n_pages = 0
    with archives.opened(path) as archive:
        properties = archives.core_properties(archive)
        relations = archive.relations(_PAGES)
        pages = archive.xml(_PAGES) if _PAGES in archive.names else ()
        for page in pages:
            if local(page) != "Page" or attribute(page, "Background") == "1":
                continue
            identity = next((_identity(part) for part in page if local(part) == "Rel"), "")
            _, part = relations.get(identity, ("", ""))
            if part not in archive.names:
                continue
            n_pages += 1
            name = one_line(attribute(page, "Name") or "")
            locator: Locator = {"page": n_pages}
            if name:
                locator["heading_path"] = [name]
            sections.add("\n".join(_lines(archive.xml(part))), locator)
    return sections.document(
        media_type,
        title=properties.pop("title", None),
        metadata=properties,
        page_count=n_pages or None,
    )


def _identity(part: Any) -> str:
    return next((str(value) for key, value in part.attrib.items() if key.endswith("}id")), "")


def _lines(root: Any) -> Iterator[str]:
    for element in root.iter():
        if local(element) == "Text" and (text := one_line("".join(element.itertext()))):
            yield text
