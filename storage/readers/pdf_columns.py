"""The order in which the pieces of a page are read: columns one after the other, tables by rows.

A PDF tells glyphs in the order in which a program drew them. Where that is line by line across two
columns, the lines are taken apart; where the pieces of a line are cells of a table, they stay in
their row and carry the names of their columns. Pure: boxes and words in, order out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from storage.readers.table_shape import is_number

# Chosen on pages made for the purpose, November 2026: two columns of prose, one table with and one
# without a grid, a list of names and values. Years as names, and names beside their values, came
# later: on 67 files of the table competition of ICDAR 2013 2,540 of 7,157 cells had the name of
# their column (2,398 without), on pages of a toolkit's print function 54 of 69 rows (22).
_GUTTER = 0.8  # of a line's height: the least width of a gap between columns
_FAR_BELOW = 4.0  # line heights without anything: another part of the page
_NEXT_LINE = 1.7  # line heights: still the same block
_PROSE_LETTERS = 12.0  # a line in a column of prose has as many on average
_PROSE_WORDS = 2.5
_PROSE_DIGITS = 0.3  # share of digits that a column of prose has at most
_PROSE_FILL = 0.55  # of the column's width, the median line
_PROSE_RUNS_ON = 0.34  # share of lines that end in the middle of a sentence
_MAX_PROSE_COLUMNS = 4
_MAX_NAME_CHARS = 40
_MIN_NUMBERED = 5  # lines of a text whose lines are counted in the margin
_NUMBERED_WORDS = 4  # of such a line, on average
_COUNTED = re.compile(r"(?P<head>[^\W\d]+\.? ?)(?P<number>\d{1,4})")
_FULL_LINE = 0.8  # of the longest line, as long as half of them are at least
_YEAR = re.compile(r"(?:[^\W\d]{1,10}\.?\d? ?)?(?:19|20)\d\d(?:[/–-]\d{2,4})?(?: ?[^\W\d]{1,10})?")
_FULL_ROW = 0.6  # of the rows of a table, those with something in two columns or more


_Cells = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line without a wide gap in it; the box in PDF units, y upwards."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    is_bold: bool = False

    @property
    def height(self) -> float:
        return self.y1 - self.y0


class Arrangement(Enum):
    LINES = "lines"  # rows as they are
    COLUMN = "column"  # one column of prose; a block of its own
    TABLE = "table"  # rows of cells, the first of which may be names


@dataclass(frozen=True, slots=True)
class Block:
    """Rows from top to bottom, each a list of cells, each cell a list of places in the input.
    `names` are those of a table that goes on with one on the page before."""

    arrangement: Arrangement
    rows: tuple[tuple[tuple[int, ...], ...], ...]
    has_names: bool = False
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """Neighbouring rows that leave the same gutters free."""

    rows: list[list[int]]
    columns: list[tuple[float, float]]


def blocks(pieces: Sequence[Piece]) -> list[Block]:
    """All of `pieces`, which come in the order in which they were drawn, as blocks in the order
    in which they are read."""
    rows = _rows(pieces)
    found: list[Block] = []
    lines: list[list[int]] = []
    at = 0

    def close() -> None:
        if lines:
            cells = tuple(tuple((place,) for place in row) for row in lines)
            found.append(Block(Arrangement.LINES, cells))
            lines.clear()

    while at < len(rows):
        run = _run(pieces, rows, at) if len(rows[at]) > 1 else None
        made = _classified(pieces, run) if run is not None else None
        if run is None or made is None:
            lines.append(rows[at])
            at += 1
            continue
        close()
        found.extend(made)
        at += len(run.rows)
    close()
    return found


def line_numbers(pieces: Sequence[Piece]) -> set[int]:
    """Places of the numbers that count a text's lines in its margin, as deeds and pleadings have
    them: one after the other, before lines of which many go on in the next one."""
    found: set[int] = set()
    held: list[list[int]] = []

    def close() -> None:
        texts = [pieces[row[1]].text for row in held]
        n_on = sum(_runs_on(before, after) for before, after in itertools.pairwise(texts))
        widths = [pieces[row[1]].x1 - pieces[row[1]].x0 for row in held]
        n_full = sum(width >= _FULL_LINE * max(widths) for width in widths)
        if (
            len(held) >= _MIN_NUMBERED
            and n_on >= _PROSE_RUNS_ON * (len(held) - 1)
            and sum(len(text.split()) for text in texts) >= _NUMBERED_WORDS * len(held)
            and n_full * 2 >= len(held)
        ):
            found.update(row[0] for row in held)
        held.clear()

    for row in _rows(pieces):
        number = pieces[row[0]].text if len(row) == 2 else ""
        if not (number.isascii() and number.isdigit() and len(number) <= 3):
            close()
            continue
        if held and int(number) != int(pieces[held[-1][0]].text) + 1:
            close()
        held.append(row)
    close()
    return found


def _rows(pieces: Sequence[Piece]) -> list[list[int]]:
    """Neighbours in drawing order that stand side by side are one row, left to right."""
    rows: list[list[int]] = []
    for place, piece in enumerate(pieces):
        if rows and is_level(pieces[rows[-1][-1]], piece):
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def is_level(left: Piece, right: Piece) -> bool:
    """Whether `right` stands beside `left`, to the right of it."""
    overlap = min(left.y1, right.y1) - max(left.y0, right.y0)
    least = min(left.height, right.height)
    return overlap > least / 2 and right.x0 >= left.x1 - least / 4


def _run(pieces: Sequence[Piece], rows: Sequence[list[int]], first: int) -> _Run | None:
    """The longest run of rows from `first` on, each below the one before, that leave a gutter."""
    height = sorted(pieces[place].height for place in rows[first])[len(rows[first]) // 2]
    gutter = _GUTTER * max(height, 1.0)
    columns: list[tuple[float, float]] = []
    taken: list[list[int]] = []
    for row in rows[first:]:
        if taken:
            step = pieces[taken[-1][0]].y0 - pieces[row[0]].y0
            if not 0.2 * height < step < _FAR_BELOW * height:
                break
        widened = _united([*columns, *((pieces[at].x0, pieces[at].x1) for at in row)], gutter)
        if len(widened) < 2 or (columns and len(widened) < len(columns) and len(row) == 1):
            break
        columns = widened
        taken.append(row)
    while len(taken) > 2 and len(taken[-1]) == 1 and _is_apart(pieces, taken, height):
        taken.pop()
    return _Run(taken, columns) if len(taken) > 2 else None


def _is_apart(pieces: Sequence[Piece], rows: Sequence[list[int]], height: float) -> bool:
    return pieces[rows[-2][0]].y0 - pieces[rows[-1][0]].y0 > _NEXT_LINE * height


def _united(spans: Sequence[tuple[float, float]], gutter: float) -> list[tuple[float, float]]:
    """Spans of x joined unless a gutter lies between them."""
    joined: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if joined and low - joined[-1][1] < gutter:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _classified(pieces: Sequence[Piece], run: _Run) -> list[Block] | None:
    table = [_cells(pieces, row, run.columns) for row in run.rows]
    columns = [
        [place for cells in table for place in cells[number]] for number in range(len(run.columns))
    ]
    if _are_prose(pieces, columns, run.columns):
        return [
            Block(Arrangement.COLUMN, tuple(((place,),) for place in column)) for column in columns
        ]
    # Lines that go on with the row above them are part of it, as of a statement's long entries.
    merged = _with_names_over_values(list(_without_wrapped(pieces, table)))
    if _are_rows(merged) and _has_names(pieces, merged):
        return [Block(Arrangement.TABLE, tuple(merged), True)]
    return [Block(Arrangement.TABLE, tuple(table))] if _are_rows(table) else None


def _with_names_over_values(table: list[_Cells]) -> list[_Cells]:
    """The table with each name over the values that it stands beside: names set to the left over
    figures set to the right have nothing above or below them, or a neighbour's. As it is where
    there are not as many names as columns with values."""
    names = [number for number, cell in enumerate(table[0]) if cell]
    values = [
        number for number in range(len(table[0])) if any(cells[number] for cells in table[1:])
    ]
    if values[:1] == [0] and 0 not in names and len(names) + 1 == len(values):
        names = [0, *names]  # nothing stands above the names of the rows
    is_beside = len(names) == len(values) > 2 and all(
        abs(name - value) <= 1 for name, value in zip(names, values, strict=True)
    )
    if names == values or not is_beside:
        return table
    first = tuple(table[0][number] for number in names)
    return [first, *(tuple(cells[number] for number in values) for cells in table[1:])]


def _are_rows(table: Sequence[Sequence[Sequence[int]]]) -> bool:
    n_full = sum(sum(bool(cell) for cell in cells) > 1 for cells in table)
    return n_full >= max(3, _FULL_ROW * len(table))


def _cells(
    pieces: Sequence[Piece], row: Sequence[int], columns: Sequence[tuple[float, float]]
) -> _Cells:
    cells: list[tuple[int, ...]] = []
    for low, high in columns:
        cells.append(tuple(at for at in row if low <= (pieces[at].x0 + pieces[at].x1) / 2 <= high))
    return tuple(cells)


def _are_prose(
    pieces: Sequence[Piece],
    columns: Sequence[Sequence[int]],
    spans: Sequence[tuple[float, float]],
) -> bool:
    if len(columns) > _MAX_PROSE_COLUMNS or any(len(column) < 2 for column in columns):
        return False
    n_on = n_ends = 0
    for column, (low, high) in zip(columns, spans, strict=True):
        texts = [pieces[place].text for place in column]
        letters = sum(_n_wide(text) for text in texts)
        digits = sum(char.isdigit() for text in texts for char in text)
        words = sum(len(text.split()) for text in texts)
        scarce = letters < _PROSE_LETTERS * len(texts)
        few_words = words < _PROSE_WORDS * len(texts) and letters < 2 * _PROSE_LETTERS * len(texts)
        widths = sorted(pieces[place].x1 - pieces[place].x0 for place in column)
        is_thin = widths[len(widths) // 2] < _PROSE_FILL * (high - low)
        if scarce or few_words or is_thin or digits > _PROSE_DIGITS * letters:
            return False
        for before, after in itertools.pairwise(texts):
            n_ends += 1
            n_on += _runs_on(before, after)
    return n_on >= _PROSE_RUNS_ON * n_ends


def _n_wide(text: str) -> int:
    """Letters; one of a script without spaces counts for two."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text if char.isalpha())


def _runs_on(before: str, after: str) -> bool:
    ends = before.rstrip()[-1:] in ".!?:;。！？"
    first = next((char for char in after if char.isalpha()), "")
    return not ends and bool(first) and not first.isupper()


def _has_names(pieces: Sequence[Piece], table: Sequence[Sequence[Sequence[int]]]) -> bool:
    """Whether the first row names the columns: words alone, and set off from the rows below it
    by bold type or by numbers in them."""
    names = [[pieces[place] for place in cell] for cell in table[0]]
    texts = [" ".join(piece.text for piece in cell) for cell in names]
    # Above the names of rows there may stand nothing.
    if not all(texts[1 if len(texts) > 2 else 0 :]):
        return False
    if any(len(text) > _MAX_NAME_CHARS for text in texts) or len(set(texts)) < len(texts):
        return False
    if any(": " in text for text in texts):
        return False  # labels with their values
    body = table[1:]
    numbered = [text for text in texts if any(char.isdigit() for char in text)]
    for number, text in enumerate(texts if not _is_series(numbered) else ()):
        below = [pieces[at].text for cells in body for at in cells[number]]
        if any(char.isdigit() for char in text) and not (number and _names_years(text, below)):
            return False
    rest = [pieces[place] for cells in body for cell in cells for place in cell]
    is_bold = all(piece.is_bold for cell in names for piece in cell)
    if is_bold and sum(piece.is_bold for piece in rest) < len(rest) / 2:
        return True
    if len(texts) == 2:
        return False  # names on the left, values on the right
    numeric = [
        [any(char.isdigit() for at in cells[number] for char in pieces[at].text) for cells in body]
        for number in range(1, len(texts))
    ]
    return any(sum(column) >= _FULL_ROW * len(body) for column in numeric)


def _is_series(names: Sequence[str]) -> bool:
    """Whether names count on: "R1, R2, R3", "Week 36, Week 37"."""
    parted = [_COUNTED.fullmatch(name) for name in names]
    if len(names) < 2 or not all(parted):
        return False
    heads = {match["head"] for match in parted if match}
    numbers = [int(match["number"]) for match in parted if match]
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    return len(heads) == 1 and steps in ({1}, {-1})


def _names_years(text: str, below: Sequence[str]) -> bool:
    """Whether it names a year or a part of one, above figures that are no years themselves."""
    n_years = sum(bool(_YEAR.fullmatch(words)) for words in below)
    return bool(_YEAR.fullmatch(text)) and n_years * 2 < len(below)


def _without_wrapped(pieces: Sequence[Piece], table: Sequence[_Cells]) -> Iterator[_Cells]:
    """Rows whose first cell is empty and that follow closely go on with the row above them, but for
    those with a figure below a figure, as the sums of an invoice: no figure is divided."""
    held: _Cells | None = None
    last: _Cells = ()
    for cells in table:
        y, height = _first(pieces, cells).y0, _first(pieces, cells).height
        if (
            held is not None
            and not cells[0]
            and _first(pieces, last).y0 - y < 1.4 * height
            and not _is_below_figures(pieces, last, cells)
        ):
            held = tuple((*above, *below) for above, below in zip(held, cells, strict=True))
        else:
            if held is not None:
                yield held
            held = cells
        last = cells
    if held is not None:
        yield held


def _first(pieces: Sequence[Piece], cells: Sequence[Sequence[int]]) -> Piece:
    return pieces[next(place for cell in cells for place in cell)]


def _is_below_figures(
    pieces: Sequence[Piece], above: Sequence[Sequence[int]], below: Sequence[Sequence[int]]
) -> bool:
    return any(
        len(one) == len(other) == 1
        and is_number(pieces[one[0]].text)
        and is_number(pieces[other[0]].text)
        for one, other in zip(above, below, strict=True)
    )
