"""Tables in plain text whose columns are kept apart by blanks, as reports and listings are printed.

Taken for one only where a first line names three columns or more and every line below it leaves the
same strips blank; everything else stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from storage.readers.grid import Cell, Row
from storage.readers.table_shape import has_contrast, is_number, shape

_MIN_ROWS = 3  # below the names
_MIN_COLUMNS = 3
_MIN_STRIP = 2  # characters that are blank in all lines
_FULL = 0.6  # of a line's cells, those that say something
_MAX_CELL_WORDS = 5.0  # on average: more are columns of prose
_MAX_LINE = 400
_MAX_ROWS = 20_000
_RULE = re.compile(r"[\s=_+|-]*[=_-]{3}[\s=_+|-]*")


def parts(text: str) -> Iterator[str | list[list[Cell]]]:
    """The text in its order: what is no table as it is written, and the rows of the tables, names
    first."""
    kept: list[str] = []
    for is_blank, run in groupby(text.split("\n"), key=lambda line: not line.strip()):
        lines = list(run)
        rows = None if is_blank else _rows(lines)
        if rows is None:
            kept += lines
            continue
        if kept:
            yield "\n".join(kept)
            kept = []
        yield rows
    if kept:
        yield "\n".join(kept)


def _rows(lines: Sequence[str]) -> list[list[Cell]] | None:
    """The rows of a table without rules, its names first; None if the lines are none."""
    body = [line.expandtabs() for line in lines if not _RULE.fullmatch(line)]
    longest = max(map(len, body), default=0)
    if not _MIN_ROWS < len(body) <= _MAX_ROWS or longest > _MAX_LINE:
        return None
    spans = _spans(body, longest)
    if len(spans) < _MIN_COLUMNS:
        return None
    texts = [[" ".join(line[first:end].split()) for first, end in spans] for line in body]
    n_said = [sum(map(bool, row)) for row in texts]
    n_words = sum(len(cell.split()) for row in texts for cell in row)
    if (
        min(n_said) < 2
        or sum(n_said) < _FULL * len(texts) * len(spans)
        or n_words > _MAX_CELL_WORDS * sum(n_said)
        or not all(texts[0])
        or any(is_number(name) for name in texts[0])
    ):
        return None
    rows = [Row(tuple(row)) for row in texts]
    if shape(rows[:50]) != (0, 1) or not has_contrast(rows[0], rows[1:]):
        return None
    return [[Cell(cell, is_name=number == 0) for cell in row] for number, row in enumerate(texts)]


def _spans(lines: Sequence[str], longest: int) -> list[tuple[int, int]]:
    """[first, end) of each column: what lies between strips that are blank in all lines."""
    used = bytearray(longest)
    for line in lines:
        for at, char in enumerate(line):
            if char != " ":
                used[at] = 1
    strips = [found.span() for found in re.finditer(rb"\x00{%d,}" % _MIN_STRIP, bytes(used))]
    edges = [0, *(end for _, end in strips if 0 < end < longest), longest]
    return [(first, end) for first, end in pairwise(edges) if any(used[first:end])]
