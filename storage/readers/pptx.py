"""Presentations: a section per slide with its title, text, tables, charts' words and notes.

ECMA-376 part 1, PresentationML and DrawingML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage.readers import archive as archives
from storage.readers.archive import Archive, attribute, local
from storage.readers.sections import Sections, clean
from storage.readers.values import TextDocument
from storage.records import Locator

_LEFT_OUT_HOLDERS = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})


def read(path: Path, media_type: str) -> TextDocument:
    """Slides in the order they are shown; `slide` counts from 1, hidden ones too."""
    sections = Sections()
    with archives.opened(path) as archive:
        main = archive.main_part()
        relations = archive.relations(main)
        properties = archives.core_properties(archive)
        slides = [
            relations[identity][1]
            for element in archive.xml(main).iter()
            if local(element) == "sldId"
            and (identity := _relation_id(element)) in relations
            and relations[identity][1] in archive.names
        ]
        first_title: str | None = None
        for number, name in enumerate(slides, start=1):
            root = archive.xml(name)
            title = _title(root)
            first_title = first_title or title
            locator: Locator = {"slide": number}
            if title:
                locator["heading_path"] = [title]
            sections.add("\n".join(_lines(root)), locator)
            for extra in _beside(archive, name):
                sections.add(extra, locator)
            if sections.full:
                sections.truncated = number < len(slides)
                break
    title = properties.pop("title", None)
    if title in {None, "PowerPoint Presentation"}:
        title = first_title
    return sections.document(
        media_type, title=title, metadata=properties, page_count=len(slides) or None
    )


def _relation_id(element: Any) -> str:
    """`r:id`; the plain `id` beside it is another number."""
    for key, value in element.attrib.items():
        if key.endswith("}id"):
            return str(value)
    return ""


def _lines(root: Any) -> Iterator[str]:
    """A line per paragraph and per table row; a blank one between shapes."""
    for shape in _shapes(root):
        if local(shape) == "tbl":
            for row in shape:
                if local(row) == "tr":
                    cells = [
                        " ".join(" ".join(_paragraphs(cell)).split())
                        for cell in row
                        if local(cell) == "tc"
                    ]
                    if any(cells):
                        yield " | ".join(cells)
        else:
            yield from _paragraphs(shape)
        yield ""


def _shapes(root: Any) -> Iterator[Any]:
    """Bodies of text, tables and described pictures in reading order, also within groups."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in {"txBody", "tbl"}:
            yield element
        elif name in {"Fallback", ""} or (name == "sp" and _holder(element) in _LEFT_OUT_HOLDERS):
            continue
        else:
            if name == "cNvPr" and attribute(element, "descr"):
                yield element
            waiting.extend(reversed(element))


def _paragraphs(root: Any) -> Iterator[str]:
    if local(root) == "cNvPr":
        yield f"[{clean(attribute(root, 'descr') or '').strip()}]"
        return
    for paragraph in root.iter():
        if local(paragraph) != "p":
            continue
        pieces = []
        for element in paragraph.iter():
            name = local(element)
            if name == "t":
                pieces.append(element.text or "")
            elif name == "br":
                pieces.append("\n")
            elif name == "tab":
                pieces.append("\t")
        text = "".join(pieces)
        if text.strip():
            yield text


def _holder(shape: Any) -> str | None:
    """The type of the placeholder that the shape fills."""
    for element in shape.iter():
        if local(element) == "ph":
            return attribute(element, "type")
        if local(element) == "txBody":
            return None
    return None


def _title(root: Any) -> str | None:
    for element in root.iter():
        if local(element) == "sp" and _holder(element) in {"title", "ctrTitle"}:
            text = " ".join(" ".join(_paragraphs(element)).split())
            return text[:200] or None
    return None


def _beside(archive: Archive, slide: str) -> Iterator[str]:
    """The words of what a slide refers to: its notes, comments, charts and drawn lists."""
    for kind, target in archive.relations(slide).values():
        if target not in archive.names:
            continue
        if kind == "notesSlide":
            text = "\n".join(_lines(archive.xml(target))).strip()
            if text:
                yield f"Notes: {text}"
        elif kind == "comments":
            words = [
                (element.text or "").strip()
                for element in archive.xml(target).iter()
                if local(element) in {"text", "t"}
            ]
            if any(words):
                yield "Comments: " + "\n".join(word for word in words if word)
        elif kind == "chart":
            yield from _chart(archive.xml(target))
        elif kind == "diagramData":
            text = "\n".join(_paragraphs(archive.xml(target)))
            if text:
                yield text


def _chart(root: Any) -> Iterator[str]:
    """A chart as rows: its title, then per series the name and each category with its value."""
    lines: list[str] = []
    for element in root.iter():
        if local(element) == "title":
            lines.extend(_paragraphs(element))
        elif local(element) == "ser":
            parts = {local(part): part for part in element}
            name = " ".join(_cached(parts.get("tx")))
            labels = _cached(parts.get("cat")) or _cached(parts.get("xVal"))
            values = _cached(parts.get("val")) or _cached(parts.get("yVal"))
            if not labels:
                labels = [""] * len(values)
            pairs = [f"{label}: {value}" for label, value in zip(labels, values, strict=False)]
            lines.append(f"{name}: " + "; ".join(pairs) if name else "; ".join(pairs))
    if lines:
        yield "\n".join(line for line in lines if line)


def _cached(part: Any) -> list[str]:
    """The values that a chart keeps of its sheet, at most 2,000."""
    if part is None:
        return []
    values = [(found.text or "").strip() for found in part.iter() if local(found) == "v"]
    return values[:2000]
