"""Word documents: text under its headings, tables row by row, notes, comments, headers and footers.

Read from the XML itself: inserted text of tracked changes counts, deleted text does not, and
content controls and text boxes are not lost. ECMA-376 part 1, WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from storage.readers import archive as archives
from storage.readers import formats, rtf
from storage.readers.archive import Archive, attribute, local
from storage.readers.chat_lines import conversation_in
from storage.readers.chats import add_chat
from storage.readers.decoding import decode
from storage.readers.docx_changes import hiding_styles, settle
from storage.readers.docx_notes import NOTES, note_lines, number_notes, said_of
from storage.readers.docx_numbers import Numbers, numbers
from storage.readers.docx_text import LEFT_OUT, is_bold, is_prompt, paragraph_lines
from storage.readers.drawing import add_chart, diagram_lines
from storage.readers.email import add_page, parsed
from storage.readers.grid import Cell
from storage.readers.html import add_html
from storage.readers.links import Links
from storage.readers.nested import in_cell
from storage.readers.sections import Headings, Sections
from storage.readers.sniff import HEAD_BYTES, text_type
from storage.readers.table_shape import caption_in, may_hold_tables
from storage.readers.tables import add_table, is_layout
from storage.readers.values import TextDocument

_MAX_DEPTH = 3  # documents within documents
_MAX_HEADINGS = 2  # of a transcript: that of the meeting, and none
_BOILERPLATE = frozenset({"header", "footer"})


def read(path: Path, media_type: str) -> TextDocument:
    """A section per heading; then notes, comments, and each distinct header and footer once."""
    sections = Sections()
    with archives.opened(path) as archive:
        main = archive.main_part()
        properties = archives.core_properties(archive)
        body = _Body(archive, main, sections, Headings(), 0)
        root = archive.xml(main)
        body.prepare(root, main)
        numbers_of = number_notes(root)
        body.read(root)
        for kind, heading in NOTES.items():
            for notes in body.parts(kind):
                lines = note_lines(notes, kind, numbers_of, said_of(root), _lines)
                sections.add("\n".join(lines), {"heading_path": [heading]})
        said: set[str] = set()
        for kind, target in archive.relations(main).values():
            if kind in _BOILERPLATE and target in archive.names:
                beside = archive.xml(target)
                body.prepare(beside, target)
                text = "\n".join(_lines(beside)).strip()
                if text and text not in said:
                    said.add(text)
                    sections.add(text, {"heading_path": [kind.capitalize()]})
    document = sections.document(
        media_type, title=properties.pop("title", None) or body.title, metadata=properties
    )
    return _as_conversation(document, path)


def _as_conversation(document: TextDocument, path: Path) -> TextDocument:
    """The transcript of a meeting turn by turn, as Teams writes it; anything else as it is."""
    if any(section.cells for section in document.sections):
        return document
    parts = [section.text for section in document.sections]
    if len({tuple(s.locator.get("heading_path", ())) for s in document.sections}) > _MAX_HEADINGS:
        return document
    above, messages = conversation_in("\n\n".join(parts), path, is_marked=True)
    if not messages:
        return document
    sections = Sections()
    sections.add(above, {})
    add_chat(messages, sections, [document.title or path.stem])
    return replace(document, sections=sections.document("").sections)


class _Body:
    """Adds the document's own text, block by block."""

    def __init__(
        self, archive: Archive, main: str, sections: Sections, headings: Headings, depth: int
    ) -> None:
        self._archive = archive
        self._relations = archive.relations(main)
        self._sections = sections
        styles = next(iter(self.parts("styles")), None)
        self._hiding = hiding_styles(styles)
        self._levels = _outline_levels(styles) if styles is not None else {}
        self._captions = _caption_styles(styles) if styles is not None else frozenset()
        self._numbers: Numbers = numbers(next(iter(self.parts("numbering")), None), styles)
        self._headings = headings
        self._depth = depth
        self._block: list[str] = []
        self.title: str | None = None
        self.links = Links()

    def parts(self, kind: str) -> Iterator[Any]:
        """The roots of the parts of that kind."""
        for found, target in self._relations.values():
            if found == kind and target in self._archive.names:
                root = self._archive.xml(target)
                if kind in NOTES:
                    self.prepare(root, target)
                yield root

    def prepare(self, root: Any, part: str) -> None:
        """Write into a part's XML where links lead, what is hidden, what is one paragraph."""
        self.links.keep_in_word(root, self._archive.addresses(part))
        settle(root, self._hiding)

    def read(self, root: Any) -> None:
        blocks = list(_blocks(root))
        for at, found in enumerate(blocks):
            if self._sections.full:
                break
            if local(found) == "tbl":
                before = blocks[at - 1] if at else None
                after = blocks[at + 1] if at + 1 < len(blocks) else None
                self._table(found, self._caption(before, after))
            elif local(found) == "altChunk":
                self._chunk(found)
            else:
                self._paragraph(found)
        self._close()

    def _paragraph(self, paragraph: Any) -> None:
        text, boxes = paragraph_lines(paragraph)
        if text.strip():
            number = self._numbers.before(paragraph)
            text = f"{number} {text.strip()}" if number else text
            level = _level(paragraph, self._levels)
            if level == 0:
                self.title = self.title or text.strip()
            elif level is not None:
                self._close()
                self._headings.enter(level, text)
        self._block.append(text if text.strip() else "")
        for box in boxes:
            self._block.extend(_lines(box))
        for identity in _drawn(paragraph):
            kind, target = self._relations.get(identity, ("", ""))
            if target not in self._archive.names:
                continue
            self._close()
            root = self._archive.xml(target)
            if kind in {"chart", "chartEx"}:
                add_chart(root, self._sections, self._headings.locator())
            elif kind == "diagramData":
                self._block.extend(diagram_lines(root))

    def _table(self, table: Any, caption: str | None) -> None:
        if _holds_tables(table) and not _is_grid(table):
            self._frame(table)
            return
        rows = _cells(table)
        if is_layout(rows):
            self._block.extend(["", *_cell_lines(table), ""])
            return
        self._close()
        add_table(rows, self._sections, self._headings.locator(), caption=caption)

    def _frame(self, table: Any) -> None:
        """A table with tables in it only lays out the page: its cells are read one by one."""
        for row in _within(table, "tr"):
            if not _holds_tables(row):
                self._block.extend(_row_lines(row))
                continue
            for cell in _within(row, "tc"):
                for found in _blocks(cell):
                    if local(found) == "tbl":
                        self._table(found, None)
                    elif local(found) == "p":
                        self._paragraph(found)
        self._block.append("")

    def _chunk(self, chunk: Any) -> None:
        """Another document that stands here whole: web page, saved page, rich text, Word, text."""
        identity = next((str(v) for k, v in chunk.attrib.items() if k.endswith("}id")), "")
        _, target = self._relations.get(identity, ("", ""))
        if target not in self._archive.names or self._depth >= _MAX_DEPTH:
            return
        self._close()
        content = self._archive.read(target)
        place = self._headings.locator()
        if content.startswith(b"PK"):
            with archives.opened(content) as inner:
                main = inner.main_part()
                body = _Body(inner, main, self._sections, self._headings, self._depth + 1)
                root = inner.xml(main)
                body.prepare(root, main)
                body.read(root)
            return
        kind = text_type(content[:HEAD_BYTES], target, complete=False)
        if content.startswith(b"{\\rtf"):
            self._sections.add(rtf.to_text(content), place)
        elif kind == formats.HTML.media_type:
            add_html(content, self._sections, place)
        elif kind in {formats.MAIL.media_type, formats.MHTML.media_type}:
            add_page(parsed(content), self._sections, place)
        elif kind is not None:
            self._sections.add(decode(content), place)

    def _caption(self, before: Any, after: Any) -> str | None:
        """The line above a table that names it, or the one below."""
        for beside in (before, after):
            if beside is None or local(beside) != "p":
                continue
            text = " ".join(paragraph_lines(beside)[0].split())
            styled = _style(beside) in self._captions
            if text and (styled or caption_in(text, above=beside is before)):
                return text[:200]
        return None

    def _close(self) -> None:
        self._sections.add("\n".join(self._block), self._headings.locator())
        self._block.clear()


def _blocks(root: Any) -> Iterator[Any]:
    """Paragraphs and tables in reading order, out of whatever wraps them."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in {"p", "tbl", "altChunk"}:
            yield element
        elif name and name not in LEFT_OUT and not (name == "sdt" and is_prompt(element)):
            waiting.extend(reversed(element))


def _lines(root: Any, *, in_table: bool = False) -> Iterator[str]:
    """A line per paragraph; of tables one per row, their cells divided by ` | `, or one for all
    rows of a table that lies in a cell of another."""
    for found in _blocks(root):
        if local(found) == "tbl":
            yield from [in_cell(_cells(found))] if in_table else _cell_lines(found)
            continue
        if local(found) == "altChunk":
            continue
        text, boxes = paragraph_lines(found)
        yield text
        for box in boxes:
            yield from _lines(box)


def _cell_lines(table: Any) -> Iterator[str]:
    """The words of a frame, cell after cell; short ones of a row beside each other."""
    for row in _within(table, "tr"):
        yield from _row_lines(row)


def _row_lines(row: Any) -> Iterator[str]:
    cells = [list(_lines(cell)) for cell in _within(row, "tc")]
    said = [" ".join(" ".join(lines).split()) for lines in cells]
    if len(cells) > 1 and all(len(text) < 200 for text in said):
        if any(said):
            yield " | ".join(said)
    else:
        for lines in cells:
            yield from lines


def _cells(table: Any) -> list[list[Cell]]:
    """The table's rows; cells merged downwards repeat what stands above them."""
    rows: list[list[Cell]] = []
    above: dict[int, str] = {}  # by column: the text of the cell that may go on
    for row in _within(table, "tr"):
        is_name = _row_is_header(row)
        column = _n_left_free(row)
        cells = [Cell("", 1, column)] if column else []
        for cell in _within(row, "tc"):
            text = " ".join(" ".join(_lines(cell, in_table=True)).split())
            span, merged = _span(cell)
            if merged == "continue":
                text = above.get(column, "")
            else:
                above[column] = text
            bold = any(is_bold(found) for found in cell.iter("{*}p"))
            cells.append(Cell(text, 1, span, is_name, bold))
            column += span
        rows.append(cells)
    return rows


def _span(cell: Any) -> tuple[int, str | None]:
    """Columns covered, and `restart` or `continue` where the cell is merged downwards."""
    span, merged = 1, None
    for properties in cell:
        if local(properties) == "tcPr":
            for mark in properties:
                value = attribute(mark, "val") or ""
                if local(mark) == "gridSpan" and value.isdigit():
                    span = max(1, min(int(value), 200))
                elif local(mark) == "vMerge":
                    merged = value or "continue"
    return span, merged


def _n_left_free(row: Any) -> int:
    """Columns before the row's first cell, where it begins further to the right than others."""
    for properties in row:
        if local(properties) == "trPr":
            for mark in properties:
                value = attribute(mark, "val") or ""
                if local(mark) == "gridBefore" and value.isdecimal():
                    return min(int(value), 200)
    return 0


def _is_deleted(row: Any) -> bool:
    """Whether the row was taken out while changes were tracked."""
    return any(
        local(mark) == "del"
        for properties in row
        if local(properties) == "trPr"
        for mark in properties
    )


def _row_is_header(row: Any) -> bool:
    return any(
        local(mark) == "tblHeader" and attribute(mark, "val") not in {"0", "false"}
        for properties in row
        if local(properties) == "trPr"
        for mark in properties
    )


def _holds_tables(table: Any) -> bool:
    """Whether a cell holds a table of its own: then the outer one is a frame."""
    return any(found is not table for found in table.iter("{*}tbl"))


def _within(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through content controls, not into inner tables."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        found = local(element)
        if found == name:
            if name != "tr" or not _is_deleted(element):
                yield element
        elif found in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            waiting.extend(reversed(element))


def _is_grid(table: Any) -> bool:
    """Whether it is a table of rows and columns, though cells of it hold tables."""
    return may_hold_tables(
        [[_holds_tables(cell) for cell in _within(row, "tc")] for row in _within(table, "tr")]
    )


def _drawn(paragraph: Any) -> Iterator[str]:
    """Ids of the charts and drawn lists that stand in a paragraph."""
    for element in paragraph.iter("{*}chart", "{*}relIds"):
        for key, value in element.attrib.items():
            if key.endswith(("}id", "}dm")):
                yield str(value)


def _outline_levels(styles: Any) -> dict[str, int]:
    """Level from 1 by style id; 0 for the title. Styles inherit from those they are based on."""
    own: dict[str, int] = {}
    based_on: dict[str, str] = {}
    for style in styles:
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


def _caption_styles(styles: Any) -> frozenset[str]:
    return frozenset(
        attribute(style, "styleId") or ""
        for style in styles
        for element in style
        if local(element) == "name" and (attribute(element, "val") or "").lower() == "caption"
    )


def _style(paragraph: Any) -> str:
    for properties in paragraph:
        if local(properties) == "pPr":
            for element in properties:
                if local(element) == "pStyle":
                    return attribute(element, "val") or ""
    return ""


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
