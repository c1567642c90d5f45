"""Word documents: text under its headings, tables as rows, notes, comments, headers and footers.

Read from the XML itself: inserted text of tracked changes counts, deleted text does not, and
content controls and text boxes are not lost. ECMA-376 part 1, WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage.readers import archive as archives
from storage.readers.archive import Archive, attribute, local
from storage.readers.sections import Headings, Sections, clean
from storage.readers.values import TextDocument

_LEFT_OUT = frozenset(
    {"del", "moveFrom", "Fallback", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "instrText"}
)
_BOILERPLATE = frozenset({"header", "footer"})
_NOTES = {"footnotes": "Footnotes", "endnotes": "Endnotes", "comments": "Comments"}


def read(path: Path, media_type: str) -> TextDocument:
    """A section per heading; then notes, comments, and each distinct header and footer once."""
    sections = Sections()
    with archives.opened(path) as archive:
        main = archive.main_part()
        body = archive.xml(main)
        relations = archive.relations(main)
        properties = archives.core_properties(archive)
        levels = _outline_levels(archive, relations)
        title = _read_body(body, levels, sections)
        for kind, heading in _NOTES.items():
            for found_kind, target in relations.values():
                if found_kind == kind and target in archive.names:
                    lines = _note_lines(archive.xml(target))
                    sections.add("\n".join(lines), {"heading_path": [heading]})
        said: set[str] = set()
        for kind, target in relations.values():
            if kind in _BOILERPLATE and target in archive.names:
                text = "\n".join(_lines(archive.xml(target))).strip()
                if text and text not in said:
                    said.add(text)
                    sections.add(text, {"heading_path": [kind.capitalize()]})
    return sections.document(
        media_type, title=properties.pop("title", None) or title, metadata=properties
    )


def _read_body(root: Any, levels: dict[str, int], sections: Sections) -> str | None:
    """Add the body's sections; return the text of the paragraph styled as the title."""
    headings = Headings()
    block: list[str] = []
    title: str | None = None

    def close() -> None:
        sections.add("\n".join(block), headings.locator())
        block.clear()

    for found in _blocks(root):
        if local(found) == "tbl":
            block.extend(["", *_rows(found), ""])
            continue
        text = paragraph_text(found)
        if not text.strip():
            block.append("")
            continue
        level = _level(found, levels)
        if level == 0:
            title = title or text.strip()
        elif level is not None:
            close()
            headings.enter(level, text)
        block.append(text)
        if sections.full:
            break
    close()
    return title


def _blocks(root: Any) -> Iterator[Any]:
    """Paragraphs and tables in reading order, out of whatever wraps them."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in {"p", "tbl"}:
            yield element
        elif name and name not in _LEFT_OUT:
            waiting.extend(reversed(element))


def paragraph_text(paragraph: Any) -> str:
    """The paragraph's words; text boxes anchored in it follow on lines of their own."""
    pieces: list[str] = []
    boxes: list[Any] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name in {"tab", "ptab"}:
            pieces.append("\t")
        elif name in {"br", "cr"}:
            pieces.append("\n")
        elif name == "noBreakHyphen":
            pieces.append("\u2011")
        elif name == "sym":
            pieces.append(" ")
        elif name == "txbxContent":
            boxes.append(element)
        elif name == "docPr":  # what a picture shows, in the author's words
            described = element.get("descr")
            if described:
                pieces.append(f" [{clean(described).strip()}] ")
        elif name == "oMath":
            pieces.append("".join(element.itertext()))
        elif name and name not in _LEFT_OUT:
            waiting.extend(reversed(element))
    lines = ["".join(pieces)]
    for box in boxes:
        lines.extend(_lines(box))
    return "\n".join(lines) if len(lines) > 1 else lines[0]


def _lines(root: Any) -> Iterator[str]:
    for found in _blocks(root):
        if local(found) == "tbl":
            yield from _rows(found)
        else:
            yield paragraph_text(found)


def _rows(table: Any) -> Iterator[str]:
    """A line per row, its cells divided by ` | `; a table in a cell becomes part of the cell."""
    for row in _within(table, "tr"):
        cells = []
        for cell in _within(row, "tc"):
            words = " ".join(" ".join(_lines(cell)).split())
            if _merged_below(cell):
                words = ""
            cells.append(words)
        if any(cells):
            yield " | ".join(cells)


def _within(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through content controls, not into inner tables."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        found = local(element)
        if found == name:
            yield element
        elif found in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            waiting.extend(reversed(element))


def _merged_below(cell: Any) -> bool:
    for properties in cell:
        if local(properties) == "tcPr":
            for mark in properties:
                if local(mark) == "vMerge":
                    return attribute(mark, "val") != "restart"
    return False


def _note_lines(root: Any) -> Iterator[str]:
    for note in root:
        if attribute(note, "type") in {"separator", "continuationSeparator", "continuationNotice"}:
            continue
        text = " ".join(" ".join(_lines(note)).split())
        author = attribute(note, "author")
        if text:
            yield f"{author}: {text}" if author else text


def _outline_levels(archive: Archive, relations: dict[str, tuple[str, str]]) -> dict[str, int]:
    """Level from 1 by style id; 0 for the title. Styles inherit from those they are based on."""
    target = next((target for kind, target in relations.values() if kind == "styles"), None)
    if target is None or target not in archive.names:
        return {}
    own: dict[str, int] = {}
    based_on: dict[str, str] = {}
    for style in archive.xml(target):
        identity = attribute(style, "styleId")
        if local(style) != "style" or attribute(style, "type") != "paragraph" or not identity:
            continue
        for element in style.iter():
            value = attribute(element, "val") or ""
            name = local(element)
            if name == "name":
                matched = re.fullmatch(r"heading (\d)", value, re.I)
                if matched:
                    own[identity] = int(matched[1])
                elif value.lower() == "title":
                    own[identity] = 0
            elif name == "basedOn":
                based_on[identity] = value
            elif name == "outlineLvl" and value.isdigit() and int(value) < 9:
                own.setdefault(identity, int(value) + 1)
    levels: dict[str, int] = {}
    for identity in {*own, *based_on}:
        at, n_steps = identity, 0
        while at not in own and at in based_on and n_steps < 20:
            at, n_steps = based_on[at], n_steps + 1
        if at in own:
            levels[identity] = own[at]
    return levels


def _level(paragraph: Any, levels: dict[str, int]) -> int | None:
    """The paragraph's heading level, 0 for the title, None for ordinary text."""
    for properties in paragraph:
        if local(properties) != "pPr":
            continue
        level: int | None = None
        for element in properties:
            value = attribute(element, "val") or ""
            if local(element) == "outlineLvl" and value.isdigit():
                return int(value) + 1 if int(value) < 9 else None
            if local(element) == "pStyle":
                level = levels.get(value)
        return level
    return None
