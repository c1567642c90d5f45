"""Excel workbooks, read from the XML itself: what programs refuse over a style or a date is read.

Rows in a stream, cells as they are shown, formulas without a result as formulas; then text boxes,
charts and notes. ECMA-376 part 1, SpreadsheetML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers import caps, number_formats
from storage.readers.archive import Archive, attribute, local
from storage.readers.drawing import add_charts, described, paragraphs
from storage.readers.grid import MAX_COLUMNS, Row, said_ranges
from storage.readers.links import Links
from storage.readers.raised import lowered, one_stroke, raised, struck
from storage.readers.sections import Sections, one_line
from storage.readers.tables import add_sheet
from storage.readers.values import TextDocument
from storage.readers.xlsx_sheets import edges, hidden_columns, letters
from storage.readers.xlsx_styles import Styles, is_struck, styles

_DAMAGED = "the workbook is damaged or of a variant that is not read"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]{3,32})[\"']")
_LINKED = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*>")
_LINK_FORMULA = re.compile(r"\s*HYPERLINK\(\s*\"([^\"]+)\"", re.I)
_CONSTANT = re.compile(r"\"((?:[^\"]|\"\")*)\"")
_MAX_LINKED = 20_000
_MAX_MERGED_COLUMNS = 512  # of one merged cell
_MAX_MERGED_ROWS = 1_000  # of one merged cell
_MAX_MERGED = 20_000
_PIECE_BYTES = 1 << 20
_OVERLAP_BYTES = 5_000


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets refer to."""

    strings: tuple[str, ...]
    styles: Styles
    from_1904: bool
    links: Links


@dataclass(slots=True)
class _Count:
    cells: int = 0
    unanswered: int = 0  # formulas without a stored result
    hidden_rows: list[int] = field(default_factory=list)  # of the sheet that is read now


@dataclass(frozen=True, slots=True)
class _Around:
    """What belongs to a sheet beside its cells."""

    notes: Mapping[int, str]  # by row, from 1
    header_rows: frozenset[int]
    merged: Mapping[int, tuple[tuple[int, int, int], ...]]  # by row: first, last column, top row
    edges: tuple[tuple[str, str], ...]  # heads and feet of printed pages
    addresses: Mapping[tuple[int, int], str]  # by row and column: where its link leads


def read(path: Path, media_type: str) -> TextDocument:
    """Every sheet, hidden ones too. Raises ReadError."""
    sections = Sections()
    count = _Count()
    with archives.opened(path) as archive:  # refuses bombs
        for name in archive.names:
            if name.endswith((".xml", ".rels")) and _has_entities(archive, name):
                raise ReadError("it defines XML entities, which no workbook needs")
        try:
            main = archive.main_part()
            metadata: dict[str, object] = dict(archives.core_properties(archive))
            _read_sheets(archive, main, sections, count, metadata)
        except (etree.XMLSyntaxError, ValueError, KeyError, IndexError) as error:
            raise ReadError(_DAMAGED) from error
    if count.unanswered:
        metadata["formulas"] = (
            f"{count.unanswered} not calculated: the file holds no result, the formula is shown"
        )
    return sections.document(
        media_type, title=_said(metadata.pop("title", None)), metadata=metadata
    )


def _said(value: object) -> str | None:
    return str(value) if value else None


def _read_sheets(
    archive: Archive, main: str, sections: Sections, count: _Count, metadata: dict[str, object]
) -> None:
    relations = archive.relations(main)
    root = archive.xml(main)
    book = _book(archive, relations, root)
    hidden: list[str] = []
    concealed: dict[str, list[str]] = {"hidden_rows": [], "hidden_columns": []}
    printed: set[tuple[str, str]] = set()
    for element in root.iter():
        if local(element) != "sheet":
            continue
        identity = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        kind, target = relations.get(str(identity), ("", ""))
        name = one_line(attribute(element, "name") or "")
        if target not in archive.names:
            continue
        if (attribute(element, "state") or "visible") != "visible":
            hidden.append(name)
        if kind == "worksheet":
            around = _around(archive, target)
            rows = _rows(archive, target, book, around, count)
            add_sheet(rows, sections, sheet=name)
            for edge, words in around.edges:
                if (edge, words) not in printed:
                    printed.add((edge, words))
                    sections.add(words, {"sheet": name, "heading_path": [edge]})
            for key, said in _concealed(archive, target, count):
                concealed[key].append(f"{name}: {said}")
        _add_drawings(archive, target, sections, name)
        if count.cells > caps.MAX_CELLS or sections.full:
            sections.truncated = True
            break
    if hidden:
        metadata["hidden_sheets"] = ", ".join(hidden)
    metadata.update((key, "; ".join(said)) for key, said in concealed.items() if said)


def _concealed(archive: Archive, part: str, count: _Count) -> Iterator[tuple[str, str]]:
    """Which rows and columns of the sheet that was read are not shown."""
    if rows := said_ranges(count.hidden_rows):
        yield "hidden_rows", rows
    if columns := said_ranges(hidden_columns(archive.head(part)), letters):
        yield "hidden_columns", columns
    count.hidden_rows.clear()


def _has_entities(archive: Archive, name: str) -> bool:
    head = archive.head(name)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _book(archive: Archive, relations: dict[str, tuple[str, str]], root: Any) -> _Book:
    strings: tuple[str, ...] = ()
    of_cells = Styles()
    for kind, target in relations.values():
        if target not in archive.names:
            continue
        if kind == "sharedStrings":
            strings = tuple(_shared_strings(archive, target))
        elif kind == "styles":
            of_cells = styles(archive.xml(target))
    from_1904 = any(
        attribute(found, "date1904") in {"1", "true"}
        for found in root.iter()
        if local(found) == "workbookPr"
    )
    return _Book(strings, of_cells, from_1904, Links())


def _shared_strings(archive: Archive, name: str) -> Iterator[str]:
    n_chars = 0
    with archive.stream(name) as stream:
        for element in _elements(stream, "si"):
            text = _rich_text(element)
            n_chars += len(text)
            yield text if n_chars <= caps.MAX_TEXT_CHARS else ""


def _rich_text(element: Any) -> str:
    """A string of runs; readings of Japanese words (`rPh`) are left out."""
    pieces = []
    for part in element:
        name = local(part)
        if name == "t":
            pieces.append(part.text or "")
        elif name == "r":
            text = "".join(found.text or "" for found in part if local(found) == "t")
            shift = next(
                (attribute(mark, "val") for mark in part.iter() if local(mark) == "vertAlign"), None
            )
            if shift in {"superscript", "subscript"}:
                text = raised(text) if shift == "superscript" else lowered(text)
            properties = next((found for found in part if local(found) == "rPr"), None)
            if properties is not None and is_struck(properties):
                text = struck(text)
            pieces.append(text)
    return _one_line(one_stroke("".join(pieces)))


def _one_line(text: str) -> str:
    return one_line(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)[:4_000])


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _around(archive: Archive, part: str) -> _Around:
    notes: dict[tuple[int, int], str] = {}
    header_rows: set[int] = set()
    threads: set[tuple[int, int]] = set()
    for kind, target in archive.relations(part).values():
        if target not in archive.names:
            continue
        if kind in {"comments", "threadedComment"}:
            is_thread = kind == "threadedComment"
            for note in archive.xml(target).iter():
                place = _CELL.fullmatch(attribute(note, "ref") or "")
                if local(note) not in {"comment", "threadedComment"} or place is None:
                    continue
                text = _BOILERPLATE.sub("", one_line(" ".join(_note_words(note))))
                at = (int(place[2]), _column(place[1]))
                if text and (is_thread or at not in notes):
                    # A thread's first words repeat what the older note says of itself.
                    notes[at] = f"{notes[at]} {text}" if is_thread and at in threads else text
                    if is_thread:
                        threads.add(at)
        elif kind == "table":
            root = archive.xml(target)
            place = _RANGE.fullmatch(attribute(root, "ref") or "")
            if place and (attribute(root, "headerRowCount") or "1") != "0":
                header_rows.add(int(place[2]))
    by_row: dict[int, str] = {}
    for (row, _), text in sorted(notes.items()):
        by_row[row] = f"{by_row[row]}; {text}" if row in by_row else text
    addresses = dict(_addresses(archive, part))
    merged, printed = _behind_rows(archive, part)
    return _Around(by_row, frozenset(header_rows), merged, printed, addresses)


# What Excel writes before the words of a thread for programs that know only notes, in its language.
_BOILERPLATE = re.compile(r"\[[^\]]{1,60}\] .{1,600}?linkid=870924 (?:\w{1,20}: )?")


def _note_words(note: Any) -> Iterator[str]:
    for element in note.iter():
        if local(element) in {"t", "text"} and (element.text or "").strip():
            yield element.text


def _behind_rows(
    archive: Archive, part: str
) -> tuple[dict[int, tuple[tuple[int, int, int], ...]], tuple[tuple[str, str], ...]]:
    """Merged ranges by each row they cover, and heads and feet of the printed pages: both stand
    behind all rows in the file."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    printed: dict[tuple[str, str], None] = {}
    rest = b""
    n_found = 0
    with archive.stream(part) as stream:
        while piece := stream.read(_PIECE_BYTES):
            piece = rest + piece
            end = 0
            for match in _MERGED.finditer(piece):
                end = match.end()
                place = _RANGE.fullmatch(match[1].decode())
                if place is None or place[3] is None or n_found >= _MAX_MERGED:
                    continue
                n_found += 1
                top, bottom = int(place[2]), int(place[4])
                span = (
                    _column(place[1]),
                    min(_column(place[3]), _column(place[1]) + _MAX_MERGED_COLUMNS),
                    top,
                )
                for row in range(top, min(bottom, top + _MAX_MERGED_ROWS) + 1):
                    found.setdefault(row, []).append(span)
            printed.update(dict.fromkeys(edges(piece)))
            rest = piece[max(end, len(piece) - _OVERLAP_BYTES) :]
    return {row: tuple(spans) for row, spans in found.items()}, tuple(printed)


def _addresses(archive: Archive, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    """((row, column), address) of the links on cells; they too stand behind all rows."""
    addresses = archive.addresses(part)
    if not addresses:
        return
    rest = b""
    n_found = 0
    with archive.stream(part) as stream:
        while (piece := stream.read(_PIECE_BYTES)) and n_found < _MAX_LINKED:
            piece = rest + piece
            end = 0
            for match in _LINKED.finditer(piece):
                end = match.end()
                said = dict(re.findall(rb"([\w:]+)\s*=\s*[\"']([^\"']*)", match[0]))
                place = _RANGE.fullmatch(said.get(b"ref", b"").decode("latin-1"))
                identity = next((v.decode() for k, v in said.items() if k.endswith(b":id")), "")
                if place is not None and identity in addresses:
                    n_found += 1
                    yield (int(place[2]), _column(place[1])), addresses[identity]
            rest = piece[max(end, len(piece) - 1_000) :]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _rows(
    archive: Archive, part: str, book: _Book, around: _Around, count: _Count
) -> Iterator[Row]:
    kept: dict[tuple[int, int], str] = {}  # (top row, first column) of a merged cell: its text
    last = 0
    with archive.stream(part) as stream:
        for element in _elements(stream, "row"):
            said = attribute(element, "r") or ""
            number = int(said) if said.isdigit() else last + 1
            last = number
            row = _row(element, number, book, around, kept, count)
            if row.n_said:
                if attribute(element, "hidden") in {"1", "true"}:
                    count.hidden_rows.append(number)
                yield row
            if count.cells > caps.MAX_CELLS:
                return


def _row(
    element: Any,
    number: int,
    book: _Book,
    around: _Around,
    kept: dict[tuple[int, int], str],
    count: _Count,
) -> Row:
    texts: dict[int, str] = {}
    n_bold = 0
    at = 0
    for cell in element:
        if local(cell) != "c":
            continue
        place = _CELL.fullmatch(attribute(cell, "r") or "")
        at = _column(place[1]) if place else at + 1
        if at > MAX_COLUMNS:
            break
        count.cells += 1
        text = _cell(cell, book, count)
        if text:
            address = around.addresses.get((number, at)) or _formula_address(cell)
            if book.styles.is_struck(cell) and "~~" not in text:
                text = struck(text)
            texts[at] = text + (book.links.beside(text, address) if address else "")
            n_bold += book.styles.is_bold(cell)
    repeated: set[int] = set()
    for first, end, top in around.merged.get(number, ()):
        if top == number:
            kept[top, first] = texts.get(first, "")
        text = kept.get((top, first), "")
        for column in range(first, end + 1):
            if text:
                texts[column] = text
                if column > first:
                    repeated.add(column - 1)
    width = max(texts, default=0)
    return Row(
        tuple(texts.get(column, "") for column in range(1, width + 1)),
        number,
        True if number in around.header_rows else None,
        is_bold=bool(texts) and n_bold * 2 > len(texts),
        repeated=frozenset(repeated),
        note=around.notes.get(number, ""),
    )


def _formula_address(cell: Any) -> str:
    formula = next((part.text or "" for part in cell if local(part) == "f"), "")
    said = _LINK_FORMULA.match(formula) if formula else None
    return said[1] if said else ""


def _cell(cell: Any, book: _Book, count: _Count) -> str:
    kind = attribute(cell, "t") or "n"
    value: str | None = None
    formula: str | None = None
    is_answered = False  # maybe by a text of no letters
    for part in cell:
        name = local(part)
        if name == "v":
            value, is_answered = part.text, True
        elif name == "f":
            formula = part.text or ""
        elif name == "is":
            return _rich_text(part)
    if value is None or value == "":
        if formula and is_answered and kind == "str":
            return ""
        if formula and (said := _CONSTANT.fullmatch(formula)):
            return _one_line(said[1].replace('""', '"'))
        if formula:
            count.unanswered += 1
            return f"={one_line(formula)[:300]}"
        return ""
    if kind == "s":
        at = int(value) if value.strip().isdigit() else len(book.strings)
        return book.strings[at] if at < len(book.strings) else ""
    if kind == "b":
        return "yes" if value.strip() == "1" else "no"
    if kind in {"str", "e", "inlineStr"}:
        return _one_line(value)
    if kind == "d":
        return one_line(value).replace("T00:00:00", "")
    try:
        number = float(value)
    except ValueError:
        return _one_line(value)
    code = book.styles.format_of(cell)
    return number_formats.displayed(number, code, from_1904=book.from_1904)


def _add_drawings(archive: Archive, part: str, sections: Sections, sheet: str) -> None:
    """Text boxes, what pictures show, and charts that lie on a sheet."""
    for kind, target in archive.relations(part).values():
        if kind != "drawing" or target not in archive.names:
            continue
        root = archive.xml(target)
        for element in root.iter():
            name = local(element)
            text = ""
            if name == "txBody":
                text = "\n".join(paragraphs(element))
            elif name == "cNvPr":
                text = described(element)
            if text:
                sections.add(text, {"sheet": sheet})
        add_charts(archive, target, sections, {"sheet": sheet})


def _elements(stream: Any, name: str) -> Iterator[Any]:
    """The elements of that local name one after the other; each is forgotten after its use."""
    walker = etree.iterparse(
        stream,
        events=("end",),
        tag=(f"{{*}}{name}", name),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in walker:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
