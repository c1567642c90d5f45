"""Excel workbooks from before 2007 (BIFF), by xlrd; cells as they are shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from storage.errors import ReadError
from storage.readers import caps, number_formats
from storage.readers.grid import MAX_COLUMNS, Row
from storage.readers.ole import opened
from storage.readers.sections import Sections, one_line
from storage.readers.tables import add_sheet
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

# Named formulas are not read; one that xlrd does not know would cost the whole workbook.
xlrd.book.Book.names_epilogue = lambda _book: None
_BLANK = bytes((xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK))
_BARE = frozenset({b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"})
_MAX_MERGED_ROWS = 1_000
_ERRORS = (
    xlrd.XLRDError,
    struct.error,
    AssertionError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    UnicodeDecodeError,
    RecursionError,
    OverflowError,
    NotImplementedError,
)


def _content(path: Path) -> tuple[bytes, dict[str, str]]:
    """The records of the workbook, which Excel 2 to 4 wrote without a container, and properties."""
    if read_bytes(path, 2)[0] in _BARE:
        return read_bytes(path, caps.MAX_MEMBER_BYTES)[0], {}
    with opened(path) as streams:
        return streams.read("Workbook") or streams.read("Book"), streams.properties()


def read(path: Path, media_type: str) -> TextDocument:
    """Every sheet, hidden ones too. Raises ReadError."""
    content, metadata = _content(path)
    if content[:2] == b"\xd0\xcf":
        raise ReadError("the workbook is damaged or of a variant that is not read")
    try:
        book = _book(content)
    except _ERRORS as error:
        if "encrypted" in str(error):
            raise ReadError("password-protected") from error
        raise ReadError("the workbook is damaged or of a variant that is not read") from error
    sections = Sections()
    hidden: list[str] = []
    n_cells = 0
    try:
        for sheet in book.sheets():
            if sheet.visibility:
                hidden.append(one_line(sheet.name))
            n_cells += sheet.nrows * sheet.ncols
            add_sheet(_rows(book, sheet), sections, sheet=one_line(sheet.name))
            if n_cells > caps.MAX_CELLS or sections.full:
                sections.truncated = True
                break
    except _ERRORS as error:
        raise ReadError("the workbook is damaged or of a variant that is not read") from error
    if hidden:
        metadata["hidden_sheets"] = ", ".join(hidden)
    return sections.document(media_type, title=metadata.pop("title", None), metadata=metadata)


def _book(content: bytes) -> Any:
    """With its formats, where it has any: what programs write for Excel may lack them."""
    try:
        return xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=_Silence())
    except IndexError:
        return xlrd.open_workbook(file_contents=content, logfile=_Silence())


class _Silence:
    """xlrd writes what it finds odd to a log."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


def _rows(book: Any, sheet: Any) -> Iterator[Row]:
    merged: dict[int, list[tuple[int, int, int]]] = {}
    for top, bottom, first, end in sheet.merged_cells:  # ends are outside
        for row in range(top, min(bottom, top + _MAX_MERGED_ROWS)):
            merged.setdefault(row, []).append((first, min(end, MAX_COLUMNS), top))
    for number in range(min(sheet.nrows, caps.MAX_CELLS)):
        texts: dict[int, str] = {}
        n_bold = 0
        kinds = sheet.row_types(number)[:MAX_COLUMNS]
        if number not in merged and not bytes(kinds).strip(_BLANK):
            continue
        for column, kind in enumerate(kinds):
            if kind in _BLANK:
                continue
            cell = sheet.cell(number, column)
            style = _style(book, cell)
            text = _shown(book, cell, style)
            if text:
                texts[column] = text
                n_bold += bool(style is not None and book.font_list[style.font_index].bold)
        n_own = len(texts)
        repeated: set[int] = set()
        for first, end, top in merged.get(number, ()):
            cell = sheet.cell(top, first)
            text = _shown(book, cell, _style(book, cell))
            for column in range(first, end):
                if text:
                    texts[column] = text
                    repeated.update({column} if column > first else ())
        note = sheet.cell_note_map
        notes = [one_line(note[row, column].text) for row, column in sorted(note) if row == number]
        width = max(texts, default=-1) + 1
        yield Row(
            tuple(texts.get(column, "") for column in range(width)),
            number + 1,
            is_bold=0 < n_own < 2 * n_bold,
            repeated=frozenset(repeated),
            note="; ".join(notes),
        )


def _style(book: Any, cell: Any) -> Any:
    known = cell.xf_index is not None and cell.xf_index < len(book.xf_list)
    return book.xf_list[cell.xf_index] if known else None


def _shown(book: Any, cell: Any, style: Any) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return one_line(cell.value[:4_000])
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            found = book.format_map.get(style.format_key) if style is not None else None
            code = found.format_str if found is not None else None
            return number_formats.displayed(cell.value, code, from_1904=book.datemode == 1)
        case xlrd.XL_CELL_BOOLEAN:
            return "yes" if cell.value else "no"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERR"))
        case _:
            return ""
