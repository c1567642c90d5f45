"""Rows of tables as they are stored, `name: value; name: value` or `value | value`, taken apart to
be shown as the tables they are. No Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NAME = re.compile(r"(?:^|(?<=; ))[^:;]{1,80}: ")
_BAR = " | "
LEAST_FIELDS = 2
MAX_COLUMNS = 60
MAX_CELLS = 80  # of one piece of a table, as much as is drawn at once
_WORDS_A_NAME = 12

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` has one range of the text a column, empty where the row has nothing there."""

    start: int
    end: int
    cells: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows one below the other under the same names ("" where a column has none), or the next
    rows of the table before it (`goes_on`)."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    goes_on: bool = False


def fields_in(line: str) -> list[tuple[str, int, int]]:
    """(name, start, end of its value in code points) of a row; [] for a line of text."""
    names = list(_NAME.finditer(line))
    if len(names) < LEAST_FIELDS or names[0].start() != 0:
        return []
    ends = [name.start() - len("; ") for name in names[1:]] + [len(line)]
    return [
        (name[0].removesuffix(": "), name.end(), end) for name, end in zip(names, ends, strict=True)
    ]


def table_at(text: str, lines: Sequence[Range], first: int, above: Table | None) -> Table | None:
    """The table, or piece of one, that begins with that line; `above` is what stands right above
    it. A single row is one where it has three names; two or more are, where they share theirs, or
    where as many values stand in each."""
    return _named(text, lines, first, above) or _unnamed(text, lines, first, above)


def _named(text: str, lines: Sequence[Range], first: int, above: Table | None) -> Table | None:
    found: list[tuple[Range, dict[str, Range]]] = []
    known = list(above.names) if above and all(above.names) else []
    columns = known
    for start, end in lines[first : first + MAX_CELLS]:
        if len(found) * len(columns) >= MAX_CELLS:
            break
        cells = _cells(text[start:end], start)
        merged = _merged(columns, list(cells)) if cells else None
        if merged is None:
            break
        columns = merged
        found.append(((start, end), cells))
    goes_on = bool(known) and columns == known
    if not found or (len(found) == 1 and len(found[0][1]) <= LEAST_FIELDS and not goes_on):
        return None
    rows = tuple(
        Row(start, end, tuple(cells.get(name, (end, end)) for name in columns))
        for (start, end), cells in found
    )
    return Table(tuple(columns), rows, goes_on)


def _cells(line: str, offset: int) -> dict[str, Range]:
    """Where the value of each name stands. Two columns of one name are told apart by white space,
    which is not seen."""
    cells: dict[str, Range] = {}
    for name, start, end in fields_in(line):
        if len(name.split()) > _WORDS_A_NAME:
            return {}
        while name in cells:
            name += " "
        cells[name] = (offset + start, offset + end)
    return cells


def _merged(columns: list[str], names: list[str]) -> list[str] | None:
    """The columns with the new names where they stand in the row; None where it is a row of
    another table: it shares too few names, or has them in another order."""
    known = [name for name in names if name in columns]
    if columns and 2 * len(known) < min(len(names), len(columns)):
        return None
    if known != [name for name in columns if name in set(known)]:
        return None
    merged = list(columns)
    at = 0
    for name in names:
        if name in merged:
            at = merged.index(name) + 1
        else:
            merged.insert(at, name)
            at += 1
    return merged if len(merged) <= MAX_COLUMNS else None


def _unnamed(text: str, lines: Sequence[Range], first: int, above: Table | None) -> Table | None:
    found: list[tuple[Range, list[Range]]] = []
    for start, end in lines[first : first + MAX_CELLS]:
        if found and len(found) * len(found[0][1]) >= MAX_CELLS:
            break
        values = text[start:end].split(_BAR)
        if not LEAST_FIELDS <= len(values) <= MAX_COLUMNS:
            break
        cells: list[Range] = []
        at = start
        for value in values:
            cells.append((at, at + len(value)))
            at += len(value) + len(_BAR)
        found.append(((start, end), cells))
    width = max((len(cells) for _, cells in found), default=0)
    below = above is not None and not any(above.names)
    goes_on = below and above is not None and len(above.names) >= width
    if len(found) < 2 and not (goes_on and found):
        return None
    width = len(above.names) if goes_on and above else width
    rows = tuple(
        Row(start, end, tuple(cells) + ((end, end),) * (width - len(cells)))
        for (start, end), cells in found
    )
    return Table(("",) * width, rows, goes_on)
