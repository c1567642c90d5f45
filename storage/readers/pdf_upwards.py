"""Names of columns that run up or down over an upright table, as where columns are narrow. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storage.readers.pdf_columns import Piece
from storage.readers.pdf_rules import Rule, Rules
from storage.readers.pdf_turned import as_drawn

_MAX_PIECES = 2_000


def names_over_columns(
    pieces: Sequence[Piece], turned: Sequence[int | None], rules: Rules
) -> dict[int, Piece]:
    """Of the pieces that run up or down and stand between upright rules, with upright words below
    them between the same rules: where they stand on the page, by their places. `rules` are those
    of the upright page; a piece is given as if it were level."""
    upright = [piece for piece, turns in zip(pieces, turned, strict=True) if turns == 0]
    found: dict[int, Piece] = {}
    if not upright or len(pieces) > _MAX_PIECES or len(rules.upright) < 2 or len(rules.level) < 2:
        return found
    for at, (piece, turns) in enumerate(zip(pieces, turned, strict=True)):
        if turns not in {1, 3} or not any(map(str.isalpha, piece.text)):
            continue
        box = as_drawn((piece.x0, piece.y0, piece.x1, piece.y1), turns)
        here = replace(piece, x0=box[0], y0=box[1], x1=box[2], y1=box[3])
        middle = (here.y0 + here.y1) / 2
        left = _nearest(rules.upright, middle, -here.x0, -1)
        right = _nearest(rules.upright, middle, here.x1, 1)
        if left is None or right is None:
            continue
        below = any(
            left < (one.x0 + one.x1) / 2 < right and one.y1 <= here.y0 + one.height
            for one in upright
        )
        if below and any(_lies_below(rule, here, left, right) for rule in rules.level):
            found[at] = here
    return found if len(found) > 1 else {}  # one alone may name a chart's axis


def _nearest(standing: Sequence[Rule], level: float, side: float, way: int) -> float | None:
    """The place of the next rule that crosses that level, to the right of `side`, or with `way` -1
    to the left of its negative."""
    beyond = [
        rule.at
        for rule in standing
        if way * rule.at >= side - 1.0 and rule.start <= level <= rule.end
    ]
    return min(beyond, key=lambda place: way * place, default=None)


def _lies_below(rule: Rule, name: Piece, left: float, right: float) -> bool:
    covered = min(rule.end, right) - max(rule.start, left)
    return rule.at <= name.y0 + 1.0 and covered > (right - left) / 2
