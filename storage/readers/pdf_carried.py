"""Tables that go on on the next page, whose columns are named on the first page alone. Pure.

A table at the head of a page goes on with the one at the foot of the page before where it has as
many columns at the same places, and no names of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.readers.pdf_columns import Arrangement, Block, Piece, blocks
from storage.readers.pdf_drawn import level_rows
from storage.readers.table_shape import caption_in

MAX_PAGES = 40  # that names are carried over: a page is read with as many before it
_ALIGNED = 3.0  # points between the sides, or the middles, of one column on two pages
_RUNNING_LINES = 3  # at the head or the foot of a page, such as its number and a title
_MIN_OPEN_COLUMNS = 3  # of a table without rules

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the cells of each column begin and end, from left to right, and what names them ((): a
    table without names). `n_pages` is how many pages ago the names stood above them."""

    spans: tuple[Span, ...]
    names: tuple[str, ...] = ()
    turned: int | None = 0
    n_pages: int = 0

    def go_on(self, spans: Sequence[Span] | None) -> bool:
        """Whether a table with columns there goes on with this one, and by its names."""
        return (
            spans is not None
            and bool(self.names)
            and self.n_pages < MAX_PAGES
            and len(spans) == len(self.spans) == len(self.names)
            and all(_are_aligned(*pair) for pair in zip(self.spans, spans, strict=True))
        )


def _are_aligned(one: Span, other: Span) -> bool:
    left, right = one[0] - other[0], one[1] - other[1]
    return min(abs(left), abs(right), abs(left + right) / 2) <= _ALIGNED


def spans_of(pieces: Sequence[Piece], rows: Iterable[Sequence[Sequence[int]]]) -> list[Span] | None:
    """Of each column of the rows, each cell of which is the places of its pieces; None where a
    column is empty."""
    by_column = [
        [pieces[at] for cell in column for at in cell] for column in zip(*rows, strict=True)
    ]
    if not by_column or not all(by_column):
        return None
    return [(min(p.x0 for p in column), max(p.x1 for p in column)) for column in by_column]


def is_at_head(pieces: Sequence[Piece], top: float) -> bool:
    """Whether no more than the running lines of a page stand above that height, and no caption."""
    above = [piece for piece in pieces if (piece.y0 + piece.y1) / 2 > top]
    return len(level_rows(above)) <= _RUNNING_LINES and not any(
        caption_in(piece.text, above=True) for piece in above
    )


def is_at_foot(pieces: Sequence[Piece], foot: float) -> bool:
    below = [piece for piece in pieces if (piece.y0 + piece.y1) / 2 < foot]
    return len(level_rows(below)) <= _RUNNING_LINES


def continued(pieces: Sequence[Piece], found: Sequence[Block], above: Columns) -> list[Block]:
    """The blocks of the pieces; a table without rules or names that goes on with the one `above`
    has its names."""
    number = next(
        (n for n, one in enumerate(found) if one.arrangement is not Arrangement.LINES), -1
    )
    if (
        (block := found[number] if number >= 0 else None) is None
        or block.arrangement is not Arrangement.TABLE
        or block.has_names
        or len(block.rows[0]) < _MIN_OPEN_COLUMNS
        or not above.go_on(spans_of(pieces, block.rows))
    ):
        return list(found)
    places = [at for row in block.rows for cell in row for at in cell]
    first = max((pieces[at] for at in places), key=lambda piece: piece.y1)
    if not is_at_head(pieces, first.y1):
        return list(found)
    # Read as if its names stood above it, so that cells of several lines come out whole.
    names = [
        Piece(name, start, first.y0 + 1.5 * first.height, end, first.y1 + 1.5 * first.height, True)
        for name, (start, end) in zip(above.names, above.spans, strict=True)
    ]
    n_names = len(names)
    made = blocks([*names, *(pieces[at] for at in places)])
    if len(made) != 1 or not made[0].has_names or len(made[0].rows[0]) != n_names:
        return list(found)
    rows = tuple(
        tuple(tuple(places[at - n_names] for at in cell) for cell in row)
        for row in made[0].rows[1:]
    )
    named = Block(Arrangement.TABLE, rows, names=above.names)
    return [*found[:number], named, *found[number + 1 :]]


def columns_at_foot(pieces: Sequence[Piece], block: Block, above: Columns | None) -> Columns | None:
    """Those of a table without rules where it reaches the foot of the page."""
    body = block.rows[1:] if block.has_names else block.rows
    if block.arrangement is not Arrangement.TABLE or len(block.rows[0]) < _MIN_OPEN_COLUMNS:
        return None
    spans = spans_of(pieces, body)
    foot = min(pieces[at].y0 for row in block.rows for cell in row for at in cell)
    if spans is None or not is_at_foot(pieces, foot):
        return None
    if block.has_names:
        texts = (" ".join(pieces[at].text for at in cell).rstrip(":") for cell in block.rows[0])
        return Columns(tuple(spans), tuple(texts))
    n_pages = above.n_pages + 1 if above is not None else 0
    return Columns(tuple(spans), block.names, n_pages=n_pages)
