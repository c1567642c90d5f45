"""Workbooks (openpyxl, streaming) and comma-separated tables."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.sections import Sections, clean
from storage.readers.tables import add_rows
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_MAX_EMPTY_ROWS = 10_000  # a sheet formatted down to its last row is not read to there


def read_workbook(path: Path, media_type: str) -> TextDocument:
    """Each sheet's rows, with stored values where there are formulas."""
    import openpyxl
    from lxml.etree import XMLSyntaxError
    from openpyxl.utils.exceptions import InvalidFileException

    sections = Sections()
    with archives.opened(path) as archive:  # refuses bombs, and files with entities
        properties = archives.core_properties(archive)
        for name in archive.names:
            if name.endswith((".xml", ".rels")) and _has_entities(archive, name):
                raise ReadError("it defines XML entities, which no workbook needs")
    n_cells = 0
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in workbook.worksheets:
                # What the file says of a sheet's size is often wrong, and then hides rows.
                sheet.reset_dimensions()
                n_cells += add_rows(_rows(sheet), sections, sheet=sheet.title)
                if n_cells > caps.MAX_CELLS or sections.full:
                    sections.truncated = True
                    break
        finally:
            workbook.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        XMLSyntaxError,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        EOFError,
        OSError,
    ) as error:
        raise ReadError("the workbook is damaged or of a variant that is not read") from error
    return sections.document(media_type, title=properties.pop("title", None), metadata=properties)


def _has_entities(archive: archives.Archive, name: str) -> bool:
    head = archive.head(name)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[object]]]:
    n_empty = 0
    n_cells = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if all(value is None for value in values):
            n_empty += 1
            if n_empty > _MAX_EMPTY_ROWS:
                return
            continue
        n_empty = 0
        n_cells += len(values)
        yield number, values
        if n_cells > caps.MAX_CELLS:
            return


def read_separated(path: Path, media_type: str) -> TextDocument:
    """A table whose columns are divided by commas, semicolons, tabs or bars."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    text = clean(decode(content))
    sections = Sections()
    delimiter = "\t" if media_type == "text/tab-separated-values" else _delimiter(text)
    csv.field_size_limit(1_000_000)
    n_cells = 0

    def rows() -> Iterator[tuple[int, Sequence[object]]]:
        nonlocal n_cells
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True
        )
        for number, values in enumerate(reader, start=1):
            n_cells += len(values)
            if n_cells > caps.MAX_CELLS:
                sections.truncated = True
                return
            yield number, values

    try:
        add_rows(rows(), sections)
    except csv.Error:
        # Not the table its name promises: plain text then.
        sections = Sections()
        sections.add_exact(text, {})
    sections.truncated |= cut
    return sections.document(media_type)


def _delimiter(text: str) -> str:
    """The mark that divides most of the first lines into the same number of cells, at least 2."""
    lines = [line for line in re.split(r"\n", text[:20_000])[:30] if line.strip()]
    best, best_score = ",", 0.0
    for mark in ",;\t|":
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) / len(widths) * min(usual - 1, 5)
        if score > best_score:
            best, best_score = mark, score
    return best
