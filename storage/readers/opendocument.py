"""OpenDocument text, sheets and slides (LibreOffice): OASIS OpenDocument 1.3, part 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers.archive import Archive, attribute, local
from storage.readers.sections import Headings, Sections
from storage.readers.tables import add_rows
from storage.readers.values import TextDocument
from storage.records import Locator

_LEFT_OUT = frozenset(
    {"tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls", "settings"}
)
_BLOCKS = frozenset({"p", "h"})
_MAX_REPEATED = 64  # a cell or row said to repeat more often only fills the sheet
_PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "initial-creator": "author",
    "keyword": "keywords",
    "description": "description",
    "creation-date": "date",
}


def read(path: Path, media_type: str) -> TextDocument:
    """Sections by heading, sheet or slide. Deleted text of tracked changes is left out."""
    sections = Sections()
    with archives.opened(path) as archive:
        if "META-INF/manifest.xml" in archive.names and _is_locked(archive):
            raise ReadError("password-protected")
        root = archive.xml("content.xml")
        properties = _properties(archive)
    n_slides = 0
    body = next((found for found in root.iter() if local(found) == "body"), None)
    for part in body if body is not None else ():
        kind = local(part)
        if kind == "spreadsheet":
            for table in part:
                if local(table) == "table":
                    add_rows(_rows(table), sections, sheet=attribute(table, "name") or "")
        elif kind == "presentation":
            for slide in part:
                if local(slide) == "page":
                    n_slides += 1
                    _add_slide(slide, n_slides, sections)
        else:
            _add_text(part, sections)
    return sections.document(
        media_type,
        title=properties.pop("title", None),
        metadata=properties,
        page_count=n_slides or None,
    )


def _add_text(body: Any, sections: Sections) -> None:
    headings = Headings()
    block: list[str] = []
    for found in _blocks(body):
        if local(found) == "table":
            rows = [" | ".join(str(value or "") for value in row) for _, row in _rows(found)]
            block.extend(["", *rows, ""])
            continue
        text = _words(found)
        if local(found) == "h" and text.strip():
            sections.add("\n".join(block), headings.locator())
            block.clear()
            level = attribute(found, "outline-level") or "1"
            headings.enter(int(level) if level.isdigit() else 1, text)
        block.append(text)
        if sections.full:
            return
    sections.add("\n".join(block), headings.locator())


def _add_slide(slide: Any, number: int, sections: Sections) -> None:
    notes = [found for found in slide if local(found) == "notes"]
    shown = [found for found in slide if local(found) != "notes"]
    lines = [_words(block) for shape in shown for block in _blocks(shape)]
    locator: Locator = {"slide": number}
    title = next((line.strip() for line in lines if line.strip()), "")
    if title:
        locator["heading_path"] = [title[:200]]
    sections.add("\n".join(lines), locator)
    said = "\n".join(_words(block) for note in notes for block in _blocks(note)).strip()
    if said:
        sections.add(f"Notes: {said}", locator)


def _blocks(root: Any) -> Iterator[Any]:
    """Paragraphs, headings and tables in reading order, out of whatever wraps them."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in _BLOCKS or (name == "table" and element is not root):
            yield element
        elif name and name not in _LEFT_OUT:
            waiting.extend(reversed(element))


def _words(block: Any) -> str:
    """The text of one paragraph; `s`, `tab` and `line-break` stand for white space."""
    pieces: list[str] = []
    waiting: list[Any] = [block]
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            pieces.append(element)
            continue
        name = local(element)
        if name == "s":
            count = attribute(element, "c") or "1"
            pieces.append(" " * (min(int(count), 100) if count.isdigit() else 1))
        elif name == "tab":
            pieces.append("\t")
        elif name == "line-break":
            pieces.append("\n")
        elif name in {"annotation", "note"}:
            pieces.append(" [" + " ".join("".join(element.itertext()).split()) + "] ")
        elif name and name not in _LEFT_OUT:
            for child in reversed(element):
                if child.tail:
                    waiting.append(child.tail)
                waiting.append(child)
            if element.text:
                waiting.append(element.text)
    return "".join(pieces)


def _rows(table: Any) -> Iterator[tuple[int, Sequence[object]]]:
    number = 0
    waiting = list(reversed(table))
    while waiting:
        row = waiting.pop()
        if local(row) in {"table-rows", "table-row-group", "table-header-rows"}:
            waiting.extend(reversed(row))
        if local(row) != "table-row":
            continue
        values: list[object] = []
        for cell in row:
            if local(cell) in {"table-cell", "covered-table-cell"}:
                text = " ".join(" ".join(_words(block) for block in _blocks(cell)).split())
                repeated = _repeated(cell, "number-columns-repeated")
                values.extend([text or None] * min(repeated, _MAX_REPEATED))
        repeated = _repeated(row, "number-rows-repeated")
        if any(value is not None for value in values):
            for offset in range(1, min(repeated, _MAX_REPEATED) + 1):
                yield number + offset, values
        number += repeated


def _repeated(element: Any, name: str) -> int:
    said = attribute(element, name) or "1"
    return int(said) if said.isdigit() and len(said) < 8 else 1


def _properties(archive: Archive) -> dict[str, str]:
    found: dict[str, str] = {}
    if "meta.xml" in archive.names:
        for element in archive.xml("meta.xml").iter():
            name = _PROPERTIES.get(local(element))
            if name and (element.text or "").strip():
                found.setdefault(name, element.text.strip())
    return found


def _is_locked(archive: Archive) -> bool:
    return any(
        local(element) == "encryption-data"
        for element in archive.xml("META-INF/manifest.xml").iter()
    )
