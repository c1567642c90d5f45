"""Tables as text: columns divided by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.grid import MAX_COLUMNS, Row
from storage.readers.sections import Sections, clean
from storage.readers.tables import add_sheet, cell_text
from storage.readers.text import add_conversation, read_bytes
from storage.readers.values import TextDocument

_MAX_BROKEN = 100  # records with quotes that are not closed, before lines are taken for records
_MAX_BROKEN_LINES = 20  # of a record with quotes in its quotes
_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_SAID = re.compile(r'"?sep=(.)"?[ \t]*\n', re.I)  # Excel's own line about the mark


def read(path: Path, media_type: str) -> TextDocument:
    """A row of the file is a row of the sheet, numbered as a spreadsheet would."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    text = clean(decode(content))
    sections = Sections()
    n_above = 0
    if said := _SAID.match(text):
        text, delimiter, n_above = text[said.end() :], said[1], 1
    else:
        delimiter = "\t" if media_type == "text/tab-separated-values" else _delimiter(text)
    csv.field_size_limit(1_000_000)
    if delimiter == "\t" and add_conversation(text, path, sections):  # of a chat client
        sections.truncated |= cut
        return sections.document(media_type)
    try:
        add_sheet(_rows(text, delimiter, n_above, sections), sections)
    except csv.Error:
        # Not the table its name promises: plain text then.
        sections = Sections()
        sections.add_exact(text, {})
    sections.truncated |= cut
    return sections.document(media_type)


def _rows(text: str, delimiter: str, n_above: int, sections: Sections) -> Iterator[Row]:
    n_cells = 0
    records = _records(text, delimiter, _quote(text, delimiter))
    for number, values in enumerate(records, start=n_above + 1):
        n_cells += len(values)
        if n_cells > caps.MAX_CELLS:
            sections.truncated = True
            return
        words = [cell_text(_unwrapped(value)) for value in values[:MAX_COLUMNS]]
        while words and not words[-1]:
            words.pop()
        yield Row(tuple(words), number)


def _unwrapped(value: str) -> str:
    """`0049` of `="0049"`, as programs keep Excel from taking figures for a number."""
    said = _FORMULA.fullmatch(value.strip())
    return said[1].replace('""', '"') if said else value


def _records(text: str, delimiter: str, quote: str) -> Iterator[list[str]]:
    """The cells of each record. A quote that nothing closes ends with its line, so that it does not
    swallow the rest of the file; after many such each line is a record."""
    lines = io.StringIO(text, newline="").readlines()
    widths: Counter[int] = Counter()
    n_broken = at = 0

    def reader(begin: int, end: int | None, *, strict: bool) -> Any:
        return csv.reader(
            islice(lines, begin, end),
            delimiter=delimiter,
            skipinitialspace=True,
            quotechar=quote,
            strict=strict,
        )

    while at < len(lines):
        if n_broken <= _MAX_BROKEN:
            begin, strict = at, reader(at, None, strict=True)
            try:
                for values in strict:
                    at = begin + strict.line_num
                    widths[len(values)] += 1
                    yield values
                return
            except csv.Error:
                n_broken += 1
        loose = reader(at, at + _MAX_BROKEN_LINES, strict=False)
        values = next(loose)
        n_lines = loose.line_num
        usual = widths.most_common(1)[0][0] if widths else len(values)
        alone = [len(next(reader(n, n + 1, strict=False))) for n in range(at, at + n_lines)]
        is_closed = n_lines < min(_MAX_BROKEN_LINES, len(lines) - at)
        if n_lines > 1 and not (is_closed and len(values) == usual and usual not in alone[1:]):
            n_lines, values = 1, next(reader(at, at + 1, strict=False))
        at += n_lines
        yield values


def _quote(text: str, delimiter: str) -> str:
    """The mark around cells: single where nearly all of the first lines' cells stand in such."""
    cells = [
        cell.strip()
        for line in text[:20_000].split("\n")[:20]
        for cell in line.split(delimiter)
        if cell.strip()
    ]
    n_single = min(
        sum(cell.startswith("'") for cell in cells), sum(cell.endswith("'") for cell in cells)
    )
    return "'" if n_single > 0.8 * len(cells) and '"' not in text[:20_000] else '"'


def _delimiter(text: str) -> str:
    """The mark that divides most of the first lines into the same number of cells, at least 2."""
    lines = [line for line in text[:20_000].split("\n")[:60] if line.strip()]
    best, best_score = ",", 0.0
    for mark in ",;\t|":
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        if usual < 2 and len(widths) > 2:  # lines above the names: look at those that are divided
            divided = [width for width in widths if width > 1]
            usual = max(set(divided), key=divided.count, default=1)
        score = widths.count(usual) / len(widths) * min(usual - 1, 5)
        if score > best_score:
            best, best_score = mark, score
    return best
