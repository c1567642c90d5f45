"""Excel workbooks, read from the XML itself: what programs refuse over a style or a date is read.

Rows in a stream, cells as they are shown, formulas without a result as formulas; then text boxes,
charts and notes. ECMA-376 part 1, SpreadsheetML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers import caps, number_formats
from storage.readers.archive import Archive, attribute, local
from storage.readers.drawing import add_charts, described, paragraphs
from storage.readers.grid import MAX_COLUMNS, Row
from storage.readers.links import Links
from storage.readers.raised import lowered, raised
from storage.readers.sections import Sections, one_line
from storage.readers.tables import add_sheet
from storage.readers.values import TextDocument

_DAMAGED = "the workbook is damaged or of a variant that is not read"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]{3,32})[\"']")
_LINKED = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*>")
_LINK_FORMULA = re.compile(r"\s*HYPERLINK\(\s*\"([^\"]+)\"", re.I)
_MAX_LINKED = 20_000
_MAX_MERGED_COLUMNS = 512  # of one merged cell
_MAX_MERGED_ROWS = 1_000  # of one merged cell
_MAX_MERGED = 20_000
_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets refer to."""

    strings: tuple[str, ...]
    formats: tuple[str | None, ...]  # by cell style
    bold: frozenset[int]  # cell styles
    from_1904: bool
    links: Links


@dataclass(slots=True)
class _Count:
    cells: int = 0
    unanswered: int = 0  # formulas without a stored result


@dataclass(frozen=True, slots=True)
class _Around:
    """What belongs to a sheet beside its cells."""

    notes: Mapping[int, str]  # by row, from 1
    header_rows: frozenset[int]
    merged: Mapping[int, tuple[tuple[int, int, int], ...]]  # by row: first, last column, top row
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
        _add_drawings(archive, target, sections, name)
        if count.cells > caps.MAX_CELLS or sections.full:
            sections.truncated = True
            break
    if hidden:
        metadata["hidden_sheets"] = ", ".join(hidden)


def _has_entities(archive: Archive, name: str) -> bool:
    head = archive.head(name)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _book(archive: Archive, relations: dict[str, tuple[str, str]], root: Any) -> _Book:
    strings: tuple[str, ...] = ()
    formats: tuple[str | None, ...] = ()
    bold: frozenset[int] = frozenset()
    for kind, target in relations.values():
        if target not in archive.names:
            continue
        if kind == "sharedStrings":
            strings = tuple(_shared_strings(archive, target))
        elif kind == "styles":
            formats, bold = _styles(archive.xml(target))
    from_1904 = any(
        attribute(found, "date1904") in {"1", "true"}
        for found in root.iter()
        if local(found) == "workbookPr"
    )
    return _Book(strings, formats, bold, from_1904, Links())


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
            pieces.append(text)
    return _one_line("".join(pieces))


def _one_line(text: str) -> str:
    return one_line(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)[:4_000])


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _styles(root: Any) -> tuple[tuple[str | None, ...], frozenset[int]]:
    """The format code of each cell style, and the styles whose font is bold."""
    own: dict[int, str] = {}
    fonts: list[bool] = []
    formats: list[str | None] = []
    bold: set[int] = set()
    for part in root:
        name = local(part)
        if name == "numFmts":
            for found in part:
                identity = attribute(found, "numFmtId") or ""
                if identity.isdigit():
                    own[int(identity)] = attribute(found, "formatCode") or ""
        elif name == "fonts":
            for font in part:
                marks = [attribute(mark, "val") for mark in font if local(mark) == "b"]
                fonts.append(bool(marks) and marks[0] not in {"0", "false"})
        elif name == "cellXfs":
            for style in part:
                said = attribute(style, "numFmtId") or "0"
                identity_of_format = int(said) if said.isdigit() else 0
                code = own.get(identity_of_format)
                formats.append(code or number_formats.BUILT_IN.get(identity_of_format))
                font = attribute(style, "fontId") or "0"
                if font.isdigit() and int(font) < len(fonts) and fonts[int(font)]:
                    bold.add(len(formats) - 1)
    return tuple(formats), frozenset(bold)


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
    return _Around(by_row, frozenset(header_rows), _merged(archive, part), addresses)


# What Excel writes before the words of a thread for programs that know only notes, in its language.
_BOILERPLATE = re.compile(r"\[[^\]]{1,60}\] .{1,600}?linkid=870924 (?:\w{1,20}: )?")


def _note_words(note: Any) -> Iterator[str]:
    for element in note.iter():
        if local(element) in {"t", "text"} and (element.text or "").strip():
            yield element.text


def _merged(archive: Archive, part: str) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """Merged ranges by each row they cover; they stand behind all rows in the file."""
    found: dict[int, list[tuple[int, int, int]]] = {}
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
            rest = piece[max(end, len(piece) - 200) :]
    return {row: tuple(spans) for row, spans in found.items()}


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
            texts[at] = text + (book.links.beside(text, address) if address else "")
            style = attribute(cell, "s") or ""
            n_bold += style.isdigit() and int(style) in book.bold
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
    for part in cell:
        name = local(part)
        if name == "v":
            value = part.text
        elif name == "f":
            formula = part.text or ""
        elif name == "is":
            return _rich_text(part)
    if value is None or value == "":
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
    said = attribute(cell, "s") or "0"
    style = int(said) if said.isdigit() else 0
    code = book.formats[style] if style < len(book.formats) else None
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
