"""Presentations: a section per slide with its title and text, its tables and charts row by row,
what pictures show, notes and comments. ECMA-376 part 1, PresentationML and DrawingML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from storage.readers import archive as archives
from storage.readers.archive import Archive, attribute, local
from storage.readers.drawing import add_chart, described, diagram_lines, paragraphs, table_cells
from storage.readers.links import Links
from storage.readers.placing import Box, in_reading_order
from storage.readers.sections import Sections
from storage.readers.tables import add_table
from storage.readers.values import TextDocument
from storage.records import Locator

_LEFT_OUT_HOLDERS = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_TITLES = frozenset({"title", "ctrTitle"})
_SHAPES = frozenset({"sp", "grpSp", "pic", "graphicFrame", "cxnSp", "contentPart"})
_MAX_DEPTH = 30


def read(path: Path, media_type: str) -> TextDocument:
    """Slides in the order they are shown; `slide` counts from 1, hidden ones too."""
    sections = Sections()
    hidden: list[str] = []
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
        authors = _authors(archive, relations)
        first_title: str | None = None
        links = Links()
        for number, name in enumerate(slides, start=1):
            root = archive.xml(name)
            if attribute(root, "show") in {"0", "false"}:
                hidden.append(str(number))
            title = _title(root)
            links.keep_in_drawing(root, archive.addresses(name))
            first_title = first_title or title
            locator: Locator = {"slide": number}
            if title:
                locator["heading_path"] = [title]
            _Slide(archive, name, sections, locator).read(root)
            for extra in _beside(archive, name, authors):
                sections.add(extra, locator)
            if sections.full:
                sections.truncated = number < len(slides)
                break
    if hidden:
        properties["hidden_slides"] = ", ".join(hidden)
    title = properties.pop("title", None)
    if title in {None, "PowerPoint Presentation"}:
        title = first_title
    return sections.document(
        media_type, title=title, metadata=properties, page_count=len(slides) or None
    )


class _Slide:
    """Adds what stands on one slide, from its top to its bottom."""

    def __init__(self, archive: Archive, name: str, sections: Sections, locator: Locator) -> None:
        self._archive = archive
        self._relations = archive.relations(name)
        self._sections = sections
        self._locator = locator
        self._block: list[str] = []
        self._places = _layout_places(archive, name)

    def read(self, root: Any) -> None:
        tree = next((found for found in root.iter() if local(found) == "spTree"), None)
        if tree is not None:
            self._shapes(tree, 0)
        self._close()

    def _shapes(self, group: Any, depth: int) -> None:
        shapes = [shape for shape in _members(group) if _holder(shape) not in _LEFT_OUT_HOLDERS]
        boxes = [self._box(shape) for shape in shapes]
        titles = [at for at, shape in enumerate(shapes) if _holder(shape) in _TITLES]
        rest = [at for at in range(len(shapes)) if at not in titles]
        order = in_reading_order([boxes[at] for at in rest])
        for at in [*titles, *(rest[place] for place in order)]:
            self._shape(shapes[at], depth)

    def _shape(self, shape: Any, depth: int) -> None:
        name = local(shape)
        if name == "grpSp" and depth < _MAX_DEPTH:
            self._say(_own_description(shape))
            self._shapes(shape, depth + 1)
            return
        self._say(_own_description(shape))
        for element in _content(shape):
            found = local(element)
            if found == "txBody":
                self._say("\n".join(paragraphs(element)))
            elif found == "tbl":
                self._close()
                add_table(table_cells(element), self._sections, self._locator)
            else:
                for key, value in element.attrib.items():
                    if key.endswith(("}id", "}dm")):
                        self._drawn(str(value))

    def _drawn(self, identity: str) -> None:
        kind, target = self._relations.get(identity, ("", ""))
        if target not in self._archive.names:
            return
        if kind in {"chart", "chartEx"}:
            self._close()
            add_chart(self._archive.xml(target), self._sections, self._locator)
        elif kind == "diagramData":
            self._say("\n".join(diagram_lines(self._archive.xml(target))))

    def _say(self, text: str) -> None:
        if text.strip():
            self._block.extend([text, ""])

    def _close(self) -> None:
        self._sections.add("\n".join(self._block), self._locator)
        self._block.clear()

    def _box(self, shape: Any) -> Box | None:
        own = _own_box(shape)
        if own is not None:
            return own
        mark = _mark(shape)
        return self._places.get(mark) or self._places.get((mark[0], "")) if mark else None


def _members(group: Any) -> Iterator[Any]:
    """The shapes of a group, through the wrappers of newer kinds."""
    for child in group:
        name = local(child)
        if name in _SHAPES:
            yield child
        elif name == "AlternateContent":
            choice = next((one for one in child if local(one) == "Choice"), None)
            if choice is not None:
                yield from _members(choice)


def _content(shape: Any) -> Iterator[Any]:
    """Bodies of text, tables, and references to charts and drawn lists within one shape."""
    waiting = [shape]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in {"txBody", "tbl", "chart", "relIds"}:
            yield element
        elif name and name != "Fallback":
            waiting.extend(reversed(element))


def _own_description(shape: Any) -> str:
    for part in shape:
        for properties in part:
            if local(properties) == "cNvPr":
                return described(properties)
    return ""


def _own_box(shape: Any) -> Box | None:
    for element in shape.iter():
        if local(element) == "xfrm":
            numbers = {
                local(part): [attribute(part, key) or "" for key in keys]
                for part in element
                for keys in [("x", "y") if local(part) == "off" else ("cx", "cy")]
                if local(part) in {"off", "ext"}
            }
            said = [*numbers.get("off", []), *numbers.get("ext", ["0", "0"])]
            if len(said) == 4 and all(text.lstrip("-").isdigit() for text in said):
                x, y, width, height = (int(text) for text in said)
                return x, y, x + width, y + height
            return None
        if local(element) == "txBody":
            return None
    return None


def _mark(shape: Any) -> tuple[str, str] | None:
    """Type and number of the placeholder that the shape fills."""
    for element in shape.iter():
        if local(element) == "ph":
            return attribute(element, "type") or "body", attribute(element, "idx") or ""
        if local(element) == "txBody":
            return None
    return None


def _layout_places(archive: Archive, slide: str) -> Mapping[tuple[str, str], Box]:
    """Where a slide's layout and its master put the placeholders that do not say it themselves."""
    places: dict[tuple[str, str], Box] = {}
    part = slide
    for wanted in ("slideLayout", "slideMaster"):
        part = next(
            (target for kind, target in archive.relations(part).values() if kind == wanted), ""
        )
        if part not in archive.names:
            break
        for shape in archive.xml(part).iter():
            mark = _mark(shape) if local(shape) == "sp" else None
            box = _own_box(shape) if mark else None
            if mark and box:
                places.setdefault(mark, box)
                places.setdefault((mark[0], ""), box)
    return places


def _relation_id(element: Any) -> str:
    """`r:id`; the plain `id` beside it is another number."""
    for key, value in element.attrib.items():
        if key.endswith("}id"):
            return str(value)
    return ""


def _holder(shape: Any) -> str | None:
    """The type of the placeholder that the shape fills."""
    mark = _mark(shape) if local(shape) != "grpSp" else None
    return mark[0] if mark else None


def _title(root: Any) -> str | None:
    for element in root.iter():
        if local(element) == "sp" and _holder(element) in _TITLES:
            text = " ".join(" ".join(paragraphs(element)).split())
            return text[:200] or None
    return None


def _beside(archive: Archive, slide: str, authors: Mapping[str, str]) -> Iterator[str]:
    """The words of what belongs to a slide: its notes and its comments."""
    for kind, target in archive.relations(slide).values():
        if target not in archive.names or kind not in {"notesSlide", "comments"}:
            continue  # pictures, sound and charts are not XML, or read where they are shown
        root = archive.xml(target)
        if kind == "notesSlide":
            lines = [
                line
                for shape in root.iter()
                if local(shape) == "sp" and _holder(shape) not in _LEFT_OUT_HOLDERS
                for line in paragraphs(shape)
            ]
            if any(line.strip() for line in lines):
                yield "Notes: " + "\n".join(lines)
        else:
            said = [
                f"{author}: {words}" if author else words
                for one in root.iter()
                if local(one) in {"cm", "reply"} and (words := " ".join(_remark(one)))
                for author in [authors.get(attribute(one, "authorId") or "")]
            ]
            if said:
                yield "Comments: " + "\n".join(said)


def _authors(archive: Archive, relations: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Who comments, by the ids that comments name them by."""
    return {
        attribute(author, "id") or "": attribute(author, "name") or ""
        for kind, target in relations.values()
        if kind in {"commentAuthors", "authors"} and target in archive.names
        for author in archive.xml(target).iter()
        if local(author) in {"cmAuthor", "author"}
    }


def _remark(remark: Any) -> Iterator[str]:
    """The words of a comment without those of its replies, which stand before them in the file."""
    for part in remark:
        if local(part) != "replyLst":
            words = (e.text or "" for e in part.iter() if local(e) in {"text", "t"})
            yield from (word.strip() for word in words if word.strip())
