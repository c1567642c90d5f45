"""The fields of tickets, passes and forms: a small label with its value in larger type below it.

Read line by line, labels of one line would come before the values of the next, and none would be
told from another. Pure: boxes and words in, pairs out."""

from __future__ import annotations

from collections.abc import Sequence

from storage.readers.pdf_columns import Piece

_SMALLER = 0.8  # of the value's height, a label at most
_GAP = 1.0  # heights of the value between them, at most
_ASIDE = 0.6  # heights of the label by which their left ends or middles differ, at most
_LABEL_WORDS = 3
_VALUE_WORDS = 6


def labels_above(pieces: Sequence[Piece]) -> dict[int, int]:
    """The place of each value's label, by the place of the value."""
    found: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if not _is_label(piece.text):
            continue
        below = _next_below(pieces, piece)
        if below is not None and below not in found and _is_value_of(pieces[below], piece):
            found[below] = at
    return {value: label for value, label in found.items() if label not in found}


def _is_label(text: str) -> bool:
    return (
        len(text.split()) <= _LABEL_WORDS
        and any(char.isalpha() for char in text)
        and not any(char.isdigit() for char in text)
    )


def _next_below(pieces: Sequence[Piece], label: Piece) -> int | None:
    """What stands next under a label, by however little."""
    under = [
        (label.y0 - other.y1, place)
        for place, other in enumerate(pieces)
        if other is not label
        and other.x0 < label.x1
        and other.x1 > label.x0
        and other.y1 < (label.y0 + label.y1) / 2
    ]
    return min(under)[1] if under else None


def _is_value_of(value: Piece, label: Piece) -> bool:
    aside = min(abs(value.x0 - label.x0), abs(value.x0 + value.x1 - label.x0 - label.x1) / 2)
    return (
        label.height <= _SMALLER * value.height
        and label.y0 - value.y1 <= _GAP * value.height
        and aside <= _ASIDE * label.height
        and len(value.text.split()) <= _VALUE_WORDS
    )
