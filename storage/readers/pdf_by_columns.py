"""Tables that a program drew column by column, or one column before the rest: put back into rows.

The order of drawing is kept everywhere else, for it tells more than positions do. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from storage.readers.pdf_columns import Arrangement, Piece, blocks
from storage.readers.pdf_drawn import level_rows

# Chosen on three tables of public authorities; on 67 files of the table competition of ICDAR 2013,
# November 2026, 12 of 2,430 rows more came out whole, and none less. Rows that were drawn cell by
# cell came later: on 154 files, those among them, nothing changed; on pages of a toolkit's print
# function (tables without borders) 8 of 12 such rows came out whole, none before.
_MIN_ROWS = 4
_MIN_COLUMNS = 3
_ALIKE = 0.6  # of a column's cells, those of the same form
_TORN = 0.5  # of the rows, those that were not drawn in one go
_FIGURE = re.compile(r"\d+")


def in_rows(pieces: Sequence[Piece]) -> list[int]:
    """Places of the pieces in the order to read them in."""
    order = list(range(len(pieces)))
    if len(pieces) < _MIN_ROWS * _MIN_COLUMNS:
        return order
    level = [at for row in level_rows(pieces) for at in row]
    for block in blocks([pieces[at] for at in level]):
        cells = [[[level[at] for at in cell] for cell in row] for row in block.rows]
        held = {at for row in cells for cell in row for at in cell}
        flat = [at for at in level if at in held]
        if (
            block.arrangement is not Arrangement.TABLE
            or len(cells) < _MIN_ROWS
            or len(cells[0]) < _MIN_COLUMNS
            or not _is_torn(cells, level)
            or not _has_figures(pieces, cells)
        ):
            continue
        taken = set(flat)
        first, top = min(flat), max(pieces[at].y1 for at in flat)
        before = [at for at in order if at not in taken and (at < first or pieces[at].y0 > top)]
        taken.update(before)
        order = [*before, *flat, *(at for at in order if at not in taken)]
    return order


def _is_torn(cells: Sequence[Sequence[Sequence[int]]], level: Sequence[int]) -> bool:
    """Whether many rows were not drawn in one go, or not line by line: a cell of several lines was
    drawn before the next cell."""
    rank = {at: number for number, at in enumerate(level)}
    n_torn = 0
    for row in cells:
        drawn = sorted(at for cell in row for at in cell)
        is_apart = len(drawn) > 1 and drawn[-1] - drawn[0] >= len(drawn)
        n_torn += is_apart or drawn != sorted(drawn, key=rank.__getitem__)
    return n_torn >= _TORN * len(cells)


def _has_figures(pieces: Sequence[Piece], cells: Sequence[Sequence[Sequence[int]]]) -> bool:
    """Whether two columns hold figures or days of one form each: blocks of text that stand beside
    each other, such as addresses, do not."""
    n_found = 0
    for column in zip(*cells, strict=True):
        forms = Counter(
            _FIGURE.sub("9", " ".join(pieces[at].text for at in cell)) for cell in column if cell
        )
        n_said = sum(forms.values())
        figures = [count for form, count in forms.items() if "9" in form and len(form) < 12]
        n_found += n_said >= _MIN_ROWS and sum(sorted(figures)[-3:]) >= _ALIKE * n_said
    return n_found >= 2
