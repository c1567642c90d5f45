"""Lines that a program drew from the foot of the page upwards, and values that it drew apart from
the names beside them: put in the order in which they are read. Pure.

The order of drawing is kept everywhere else, for it tells more than positions do."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from storage.readers.pdf_columns import Piece, is_level

_MIN_UPWARDS = 4  # steps of a page that goes up
_MIN_ROWS = 3  # of a part of a page that does
_NEAR = 3.0  # line heights between neighbours of such a part
_BESIDE = 20.0  # line heights from a name to its value


def in_order(pieces: Sequence[Piece]) -> list[int]:
    """Places of the pieces in the order to read them in."""
    order = _downwards(pieces, list(range(len(pieces))))
    return _values_behind_names(pieces, order)


def level_rows(pieces: Sequence[Piece]) -> list[list[int]]:
    """Rows from top to bottom, each from left to right, wherever they were drawn."""
    rows: list[list[int]] = []
    for at in sorted(range(len(pieces)), key=lambda at: (-pieces[at].y1, pieces[at].x0)):
        if rows and _overlap(pieces[rows[-1][0]], pieces[at]) > 0.5:
            rows[-1].append(at)
        else:
            rows.append([at])
    return [sorted(row, key=lambda at: pieces[at].x0) for row in rows]


def _downwards(pieces: Sequence[Piece], order: list[int]) -> list[int]:
    said = [at for at in order if _has_letters(pieces[at])]  # a chart's axis goes up as well
    steps = [_step(pieces[a], pieces[b]) for a, b in itertools.pairwise(said)]
    n_up = sum(step < -0.5 for step in steps)
    if n_up >= _MIN_UPWARDS and n_up > sum(step > 0.5 for step in steps):
        return [at for row in level_rows(pieces) for at in row]
    found: list[int] = []
    part: list[list[int]] = []  # rows, each above the one before

    def close() -> None:
        is_text = sum(_has_letters(pieces[row[0]]) for row in part) >= _MIN_ROWS
        rows = reversed(part) if is_text else part
        found.extend(at for row in rows for at in row)
        part.clear()

    for at in order:
        if part and is_level(pieces[part[-1][-1]], pieces[at]):
            part[-1].append(at)
            continue
        if part and not _is_just_above(pieces[at], pieces[part[-1][0]]):
            close()
        part.append([at])
    close()
    return found


def _is_just_above(piece: Piece, below: Piece) -> bool:
    """In one column with it, or it would be the head of the next column."""
    shared = min(piece.x1, below.x1) - max(piece.x0, below.x0)
    return shared > 0 and -_NEAR < _step(below, piece) < -0.5


def _values_behind_names(pieces: Sequence[Piece], order: list[int]) -> list[int]:
    """`Date:` and `Total:` in one column and `3 May` and `900` in another: each value goes behind
    the name to the left of it, where neither was drawn with anything beside it."""
    alone = [
        at
        for n, at in enumerate(order)
        if not (n and is_level(pieces[order[n - 1]], pieces[at]))
        and not (n + 1 < len(order) and is_level(pieces[at], pieces[order[n + 1]]))
    ]
    value_of: dict[int, int] = {}
    for name in (at for at in alone if _is_name(pieces[at])):
        beside = [at for at in order if at != name and is_level(pieces[name], pieces[at])]
        value = min(beside, key=lambda at: pieces[at].x0, default=name)
        gap = pieces[value].x0 - pieces[name].x1
        if value in alone and not _is_name(pieces[value]) and gap < _BESIDE * pieces[name].height:
            value_of[name] = value
    places = {at: n for n, at in enumerate(order)}
    pairs = list(value_of.items())
    kept = {
        name: value
        for name, value in pairs
        if any(
            abs(places[name] - places[other]) == 1 == abs(places[value] - places[its])
            for other, its in pairs
        )
    }
    moved = set(kept.values())
    return [
        one for at in order if at not in moved for one in ((at, kept[at]) if at in kept else (at,))
    ]


def _has_letters(piece: Piece) -> bool:
    return sum(char.isalpha() for char in piece.text) > 1


def _is_name(piece: Piece) -> bool:
    return piece.text.rstrip().endswith(":")


def _step(above: Piece, below: Piece) -> float:
    """Down the page, in heights of the lower line."""
    return (above.y0 - below.y0) / max(min(above.height, below.height), 0.1)


def _overlap(one: Piece, other: Piece) -> float:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared / max(min(one.height, other.height), 0.1)
