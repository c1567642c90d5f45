"""Tables without rules whose cells take several lines, as price lists and invoices have them: where
one row ends and the next begins is told by the wider step between them. Pure.

Taken for one only where a line of names stands above, all that follows keeps to its
columns, and one of these holds a single figure in nearly every row."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from storage.readers.pdf_columns import Piece, united
from storage.readers.pdf_drawn import level_rows
from storage.readers.pdf_ruled import RuledRow, RuledTable

_MIN_COLUMNS = 2  # two that stand close together are told as one
_MIN_ROWS = 3
_MIN_WRAPPED = 2  # steps between two lines of a cell
_MAX_NAME_CHARS = 40
_GUTTER = 0.4  # of a line's height: the least width of a gap between columns
_FAR_BELOW = 3.5  # line heights: another part of the page
_LINE_STEP = 1.7  # line heights: the next line of the same cell
_ROW_STEP = 1.15  # of the step between two lines of a cell: another row begins
_FULL = 0.8  # of the rows, those with something in two columns
_FIGURES = 0.7  # of a column's cells, those with a figure

_FIGURE = re.compile(r"[^\w\s]*\s?\d[\d\s.,'’]*\s?[^\w\s]*")

_Spans = list[tuple[float, float]]


def wrapped_tables(pieces: Sequence[Piece]) -> list[RuledTable]:
    """The tables from top to bottom, none of which shares a piece with another."""
    levels = level_rows(pieces)
    found: list[RuledTable] = []
    at = 0
    while at < len(levels):
        if _are_names(pieces, levels[at]) and (made := _table(pieces, levels[at:])) is not None:
            table, n_levels = made
            found.append(table)
            at += n_levels
        else:
            at += 1
    return found


def _are_names(pieces: Sequence[Piece], level: Sequence[int]) -> bool:
    texts = [pieces[at].text.strip() for at in level]
    return (
        len(texts) >= _MIN_COLUMNS
        and len(set(texts)) == len(texts)
        and all(0 < len(text) <= _MAX_NAME_CHARS for text in texts)
        and not any(char.isdigit() for text in texts for char in text)
    )


def _table(
    pieces: Sequence[Piece], levels: Sequence[Sequence[int]]
) -> tuple[RuledTable, int] | None:
    """The table below the names in the first of `levels`, and how many of these it takes."""
    names = levels[0]
    height = pieces[names[0]].height
    spans = united([(pieces[at].x0, pieces[at].x1) for at in names], _GUTTER * height)
    if len(spans) != len(names):
        return None
    taken: list[Sequence[int]] = []
    for above, level in itertools.pairwise(levels):
        widened = united(
            [*spans, *((pieces[at].x0, pieces[at].x1) for at in level)], _GUTTER * height
        )
        far = pieces[above[0]].y0 - pieces[level[0]].y0 > _FAR_BELOW * height
        if len(widened) != len(names) or far:
            break
        spans = widened
        taken.append(level)
    rows = _rows(pieces, taken, spans)
    while rows and sum(map(bool, rows[-1])) < 2:  # what goes on below the table
        below = {at for cell in rows.pop() for at in cell}
        taken = [level for level in taken if not below.issuperset(level)]
    if not _is_table(pieces, rows):
        return None
    said = [pieces[at].text.strip().rstrip(":") for at in names]
    head = RuledRow(tuple(("", (at,)) for at in names), " | ")
    body = [
        RuledRow(
            tuple((name, tuple(cell)) for name, cell in zip(said, row, strict=True) if cell), "; "
        )
        for row in rows
    ]
    return RuledTable((head, *body)), 1 + len(taken)


def _rows(
    pieces: Sequence[Piece], levels: Sequence[Sequence[int]], spans: _Spans
) -> list[list[list[int]]]:
    """Rows of cells, each from top to bottom; [] where nothing tells where a row begins."""
    step = _line_step(pieces, levels, spans)
    if step is None:
        return []
    rows: list[list[list[int]]] = []
    wider = False
    for above, level in zip([None, *levels], levels, strict=False):
        apart = above is not None and (pieces[above[0]].y0 - pieces[level[0]].y0 > _ROW_STEP * step)
        wider |= apart
        if above is None or apart or _adds_figure(pieces, level, rows[-1], spans):
            rows.append([[] for _ in spans])
        for at in level:
            rows[-1][_column(pieces[at], spans)].append(at)
    return rows if wider else []


def _adds_figure(
    pieces: Sequence[Piece], level: Sequence[int], row: Sequence[Sequence[int]], spans: _Spans
) -> bool:
    """Whether a line brings a second figure into a cell, which has one: a sum below the rows, say,
    however close it stands."""
    return any(
        _FIGURE.fullmatch(pieces[at].text.strip())
        and any(
            _FIGURE.fullmatch(pieces[other].text.strip())
            for other in row[_column(pieces[at], spans)]
        )
        for at in level
    )


def _line_step(
    pieces: Sequence[Piece], levels: Sequence[Sequence[int]], spans: _Spans
) -> float | None:
    """The usual step between two lines of a cell; None where no cell has two."""
    last: dict[int, Piece] = {}
    steps: Counter[float] = Counter()
    for at in itertools.chain.from_iterable(levels):
        column = _column(pieces[at], spans)
        if column in last:
            step = last[column].y0 - pieces[at].y0
            if 0 < step <= _LINE_STEP * pieces[at].height:
                steps[round(2 * step) / 2] += 1
        last[column] = pieces[at]
    often = [step for step, n in steps.items() if n >= _MIN_WRAPPED]
    return min(often, default=None)


def _is_table(pieces: Sequence[Piece], rows: Sequence[Sequence[Sequence[int]]]) -> bool:
    if len(rows) < _MIN_ROWS or not any(_has_lines(pieces, cell) for row in rows for cell in row):
        return False
    n_full = sum(sum(bool(cell) for cell in row) > 1 for row in rows)
    return n_full >= _FULL * len(rows) and any(_holds_figures(pieces, c) for c in _columns(rows))


def _columns(rows: Sequence[Sequence[Sequence[int]]]) -> Iterator[list[Sequence[int]]]:
    for cells in zip(*rows, strict=True):
        yield list(cells)


def _holds_figures(pieces: Sequence[Piece], cells: Sequence[Sequence[int]]) -> bool:
    """Whether each cell is a line at most, and nearly all of them hold a figure."""
    n_figures = sum(
        any(char.isdigit() for at in cell for char in pieces[at].text) for cell in cells
    )
    return not any(_has_lines(pieces, cell) for cell in cells) and (
        n_figures >= _FIGURES * len(cells)
    )


def _has_lines(pieces: Sequence[Piece], cell: Sequence[int]) -> bool:
    return any(
        pieces[above].y0 - pieces[below].y0 > pieces[above].height / 2
        for above, below in itertools.pairwise(cell)
    )


def _column(piece: Piece, spans: _Spans) -> int:
    middle = (piece.x0 + piece.x1) / 2
    return min(range(len(spans)), key=lambda n: max(spans[n][0] - middle, middle - spans[n][1]))
