"""Tables to text: one line a row, each with its columns' names. The form is fixed and read back.

A table becomes sections whose `cells` is set; each line of their `text` is one row:

- under column names                      `Name: value; Name: value`
  Empty cells are left out; a cell whose column has no name stands alone: `Rent; 2023: 900`.
- two columns, the first naming the second      `Name: value`
- anything else                                 `value | value | value`
- a note on a cell ends its row's line          `…; Note: words`
- a line with none of these marks is a title, a note, or a label over the rows below it.

`"; "` and `": "` with a plain space divide pairs and names and occur nowhere else: within a value
or a name that space is a no-break one. `row_pairs` is the way back. Two-line headers are joined
(`Summer Adults`), merged cells repeat in every row and column they cover, and a label over a group
of rows, a caption, and a title above the names are the last entries of `heading_path`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from storage.readers.grid import Cell, Row, spread
from storage.readers.sections import Sections, one_line
from storage.readers.table_shape import (
    columns,
    forms_side_by_side,
    has_contrast,
    is_number,
    joined_names,
    may_name,
    names_its_pair,
    shape,
    side_by_side,
)
from storage.records import Locator

_MAX_CELL_CHARS = 4_000
_MAX_ROW_CHARS = 100_000
_ROWS_LOOKED_AT = 40  # enough to see where a table begins and which columns are numbers
_ROWS_A_SECTION = 500
_MAX_SPLIT_ROWS = 20_000  # tables side by side are told apart in sheets of up to so many rows
_CELLS = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def row_pairs(line: str) -> list[tuple[str, str]]:
    """(name, value) of each cell in a line of a table; the name is "" where the column has none."""
    if " | " in line and "; " not in line:
        return [("", value.strip()) for value in line.split(" | ")]
    pairs = []
    for piece in line.split("; "):
        name, mark, value = piece.partition(": ")
        pairs.append((_loose(name), _loose(value)) if mark else ("", _loose(piece)))
    return pairs


def add_table(
    rows: Iterable[Sequence[Cell]],
    sections: Sections,
    locator: Locator,
    *,
    caption: str | None = None,
    marked: bool = True,
) -> None:
    """Add a table of a document. `locator` is its place; `marked` says that cells know whether they
    are names, so that a row without any such mark is not taken for names if another has them."""
    held = list(rows)
    spread_rows = spread(held)
    if not marked or not any(cell.is_name for row in held for cell in row):
        spread_rows = [replace(row, is_header=None) for row in spread_rows]
    table = _Table(sections, _with_headings(locator, [caption] if caption else []))
    table.add(spread_rows)
    table.finish()


def record_line(pairs: Sequence[tuple[str, str]]) -> str:
    """The line of a record that brings its own names; a pair without a name stands alone."""
    return _sentence([name for name, _ in pairs], [value for _, value in pairs])


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether it is a frame rather than a table: a single column, or a single row."""
    return len(rows) < 2 or all(len(row) < 2 for row in rows)


def add_sheet(
    rows: Iterable[Row], sections: Sections, *, sheet: str | None = None, first_column: int = 1
) -> None:
    """Add the rows of a sheet, in which tables, titles and notes stand one below the other, divided
    by empty rows, or side by side, divided by an empty column. `cells` names each row's range."""
    place: Locator = {} if sheet is None else {"sheet": sheet}
    table = _Table(sections, place, first_column=first_column, is_sheet=True)
    for block in _blocks(rows):
        table.add(block)
        if sections.full:
            sections.truncated = True
            return
    table.finish()


def cell_text(value: object) -> str:
    """A cell as one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime.datetime):
        is_day = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return one_line(str(value)[:_MAX_CELL_CHARS])


def cells_between(first: str, last: str) -> str:
    """`A5:D5` and `B7:C7` lie in `A5:D7`; "" where there are no addresses."""
    one, other = _CELLS.fullmatch(first), _CELLS.fullmatch(last)
    if one is None or other is None:
        return first or last
    columns = sorted({one[1], one[3], other[1], other[3]}, key=lambda name: (len(name), name))
    return f"{columns[0]}{one[2]}:{columns[-1]}{other[4]}"


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters or "A"


@dataclass(slots=True)
class _Table:
    """Writes one table, or the tables of one sheet: names stay in force over an empty row."""

    sections: Sections
    place: Locator
    first_column: int = 1
    is_sheet: bool = False
    names: tuple[str, ...] | None = None
    titles: list[str] = field(default_factory=list)
    label: str | None = None  # over the group of rows that is written now
    group: str = ""  # in the first column, alone in its row: of the rows below that leave it blank
    n_columns: int = 0
    is_named_pair: bool = False  # two columns, the first naming the second
    lines: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    alone: Row | None = None  # of a sheet: words that may name the columns below an empty row

    def finish(self) -> None:
        """Write what still waits for a row below it."""
        if self.alone is not None:
            self._write(_cells_once(self.alone), self.alone)
            self.alone = None
        self._close()

    def add(self, rows: Iterable[Row]) -> None:
        """Add a block of rows without an empty row in it."""
        waiting = iter(rows)
        head = list(islice(waiting, _ROWS_LOOKED_AT))
        head = [row for row in head if row.n_said]
        if not head:
            return
        if self.alone is not None:
            names, self.alone = self.alone, None
            fits = max(len(row.texts) for row in head) == len(names.texts)
            if fits and not shape(head)[1] and shape([names, *head])[1]:
                head.insert(0, names)
            else:
                self.alone = names
                self.finish()
        if self.is_sheet and len(head) == 1 and not self.n_columns and may_name(head[0]):
            self.alone = head[0]
            return
        if parts := (side_by_side(head) if self.is_sheet else []) or forms_side_by_side(head):
            rest = list(islice(waiting, _MAX_SPLIT_ROWS))
            place = _with_headings(self.place, self.titles)
            for start, end in parts:
                part = _Table(
                    self.sections,
                    place,
                    first_column=self.first_column + start,
                    is_sheet=self.is_sheet,
                )
                part.add(columns(row, start, end) for row in [*head, *rest])
                part.finish()
            self._begin([])
            return
        n_above, n_names = shape(head)
        if self._continues(head, n_above, n_names):
            n_above = n_names = 0
        else:
            # A title stands over what follows it, also past lines that say more of it.
            goes_on = self.names is None and (not self.n_columns or self.is_named_pair)
            self._begin(self.titles if goes_on else [])
            self._above(head[:n_above])
            if n_names:
                self.names = joined_names(head[n_above : n_above + n_names])
            body = head[n_above + n_names :]
            self.n_columns = max((len(row.texts) for row in body), default=0)
            self.is_named_pair = self.names is None and self.n_columns == 2 and names_its_pair(body)
        body = head[n_above + n_names :]
        if n_names and all(row.texts == self.names for row in body):  # nothing but names
            kept = [name for at, name in enumerate(self.names or ()) if at not in head[-1].repeated]
            self._write(" | ".join(kept), head[-1])
        if not n_names and len(head) == 1 and self.names is None and head[0].n_said == 1:
            self._title(head[0])  # above a table that begins below an empty row
            self.n_columns = 0
            return
        for row in body:
            self._row(row)
        for row in waiting:
            if self.sections.full:
                break
            self._row(row)

    def _begin(self, titles: list[str]) -> None:
        self._close()
        self.names, self.label, self.n_columns, self.is_named_pair = None, None, 0, False
        self.group, self.titles = "", list(titles)

    def _continues(self, head: Sequence[Row], n_above: int, n_names: int) -> bool:
        """Whether a block below an empty row belongs to the table above it."""
        if not self.n_columns or n_above:
            return False
        if n_names:
            # All words and as wide as the table above: a group of its rows, unless it looks else.
            first = head[0]
            return (
                self.names is not None
                and len(head) > 1
                and len(first.texts) == self.n_columns
                and not first.is_bold
                and not first.is_header
                and not has_contrast(first, head[1:])
                and first.texts != self.names
            )
        widest = max(len(row.texts) for row in head)
        return widest <= self.n_columns and (widest > 1 or bool(self.names))

    def _title(self, row: Row) -> None:
        text = next(text for text in row.texts if text)
        self._write(_plain(text), row)
        self._close()
        self.titles = [*self.titles, text[:200]][-2:]

    def _above(self, rows: Sequence[Row]) -> None:
        """What stands above the names: lines of their own, single cells as titles of the table."""
        for row in rows:
            said = [text for at, text in enumerate(row.texts) if text and at not in row.repeated]
            if len(said) == 1:
                self._title(row)
            elif len(said) == 2:
                self._write(f"{_plain(said[0].rstrip(':'))}: {_plain(said[1])}", row)
            elif said:
                self._write(" | ".join(map(_plain, said)), row)
        self._close()

    def _row(self, row: Row) -> None:
        texts = row.texts
        if not row.n_said:
            return
        if self.names is not None:
            if texts == self.names:
                return  # printed again on the next page
            if self._is_label(row):
                self._close()
                self.label, self.group = next(text for text in texts if text), ""
                self._write(_plain(self.label), row)
                return
            if texts[0]:
                self.group = texts[0] if row.n_said == 1 else ""
            elif self.group:
                texts = (self.group, *texts[1:])
            self._write(_sentence(self.names, texts), row)
        elif self.is_named_pair and row.n_said == 2 and len(texts) == 2:
            self._write(f"{_plain(texts[0].rstrip(': '))}: {_plain(texts[1])}", row)
        else:
            self._write(_cells_once(row), row)

    def _is_label(self, row: Row) -> bool:
        """One cell over the whole width, or a first cell in words with nothing beside it."""
        width = len(self.names or ())
        if row.n_said != 1 or width < 2:
            return False
        if len(row.repeated) >= width - 1:
            return True
        first = row.texts[0]
        return (
            width >= 3
            and bool(first)
            and (row.is_bold or first.endswith(":"))
            and not is_number(first)
        )

    def _write(self, line: str, row: Row) -> None:
        line = line[:_MAX_ROW_CHARS].strip()
        if row.note:
            line += f"{' | ' if ' | ' in line else '; '}Note: {_plain(row.note)}"
        if not line:
            return
        self.lines.append(line)
        address = ""
        if row.number:
            filled = [at for at, text in enumerate(row.texts) if text] or [0]
            left = column_letters(self.first_column + filled[0])
            right = column_letters(self.first_column + filled[-1])
            address = f"{left}{row.number}:{right}{row.number}"
        self.cells.append(address)
        if len(self.lines) >= _ROWS_A_SECTION:
            self._close()

    def _close(self) -> None:
        if self.lines:
            above = [*self.titles, *([self.label] if self.label else [])]
            place = _with_headings(self.place, above)
            if span := cells_between(self.cells[0], self.cells[-1]):
                place = {**place, "cells": span}
            self.sections.add_rows(self.lines, self.cells, place)
        self.lines, self.cells = [], []


def _with_headings(locator: Locator, more: Sequence[str]) -> Locator:
    kept = [one_line(text)[:200] for text in more if text]
    if not kept:
        return locator
    return {**locator, "heading_path": [*locator.get("heading_path", []), *kept]}


def _blocks(rows: Iterable[Row]) -> Iterator[Iterator[Row]]:
    """Runs of rows between empty ones, each to be used up before the next."""
    waiting = iter(rows)
    ended = False

    def run(first: Row) -> Iterator[Row]:
        nonlocal ended
        number = first.number
        yield first
        while True:
            row = next(waiting, None)
            if row is None:
                ended = True
                return
            if not row.n_said:
                return
            if row.number > number + 1:  # empty rows are not kept in the file
                held.append(row)
                return
            number = row.number
            yield row

    held: list[Row] = []
    while not ended:
        first = held.pop() if held else next(waiting, None)
        if first is None:
            return
        if first.n_said:
            block = run(first)
            yield block
            for _ in block:  # what was not used
                pass


def _cells_once(row: Row) -> str:
    """A row without names; what one cell says over several columns is said once."""
    said = [text for at, text in enumerate(row.texts) if at not in row.repeated]
    return " | ".join(map(_plain, said)).rstrip(" |")


def _sentence(names: Sequence[str], texts: Sequence[str]) -> str:
    pairs = []
    for at, text in enumerate(texts):
        if text:
            name = names[at].rstrip(":") if at < len(names) else ""
            pairs.append(f"{_plain(name)}: {_plain(text)}" if name else _plain(text))
    return "; ".join(pairs)


def _plain(text: str) -> str:
    """The text with no-break spaces where it would read as the marks between cells."""
    return (
        text.replace("; ", ";\u00a0").replace(": ", ":\u00a0").replace(" | ", "\u00a0|\u00a0")
        if ("; " in text or ": " in text or " | " in text)
        else text
    )


def _loose(text: str) -> str:
    return text.replace(";\u00a0", "; ").replace(":\u00a0", ": ").replace("\u00a0|\u00a0", " | ")
