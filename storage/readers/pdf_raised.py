"""Letters of other sizes on a PDF's page: 5,400 with a small 3 above it is 5,400³ and not 5,4003,
and a large initial belongs to its word.

PDFium gives all characters of a line in one row and says of each how large it is and where it
stands."""

from __future__ import annotations

import ctypes
from collections.abc import MutableSequence, Sequence
from typing import Any

import pypdfium2.raw as raw

from storage.readers.raised import raised

_SMALLER = 0.85  # of the size of what it stands behind
_HIGHER = 0.15  # of that size, between their baselines
INITIAL = 1.8  # of the size of the letters that follow, a large initial
_UNITS = frozenset(
    {"m", "cm", "mm", "dm", "km", "ft", "in", "yd", "s", "x", "y", "r", "a", "b", "c"}
)


def raise_exponents(handle: Any, chars: MutableSequence[str], indexes: Sequence[int]) -> None:
    """Put raised figures in place of plain ones that are set small and high behind a number, a
    bracket or a unit; each character stays one."""
    place = 1
    while place < len(chars):
        if not (_is_figure(chars[place]) and _may_carry(chars, place)):
            place += 1
            continue
        end = place
        while end < len(chars) and _is_figure(chars[end]):
            end += 1
        split = _first_raised(handle, indexes, place - 1, end)
        for at in range(split, end):
            chars[at] = raised(chars[at])
        place = end


def join_initial(handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int]) -> None:
    """Join a large initial letter to the rest of its word, from which PDFium parts it."""
    if (
        len(chars) > 2
        and may_begin(chars[0], chars[2])
        and chars[1] == " "
        and raw.FPDFText_IsGenerated(handle, indexes[1]) == 1
        and _height(handle, indexes[0]) > INITIAL * _height(handle, indexes[2]) > 0
    ):
        del chars[1], indexes[1]


def may_begin(initial: str, rest: str) -> bool:
    """Whether a letter may begin the word `rest`; `A` and `I` may be words of their own."""
    return len(initial) == 1 and initial.isupper() and initial not in "AI" and rest[:1].islower()


def _is_figure(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _may_carry(chars: Sequence[str], place: int) -> bool:
    """Whether a figure at `place` may be an exponent or a mark of a note."""
    before = chars[place - 1]
    if _is_figure(before) or before in ")]":
        return True
    start = place
    while start and chars[start - 1].isalpha() and place - start < 3:
        start -= 1
    return "".join(chars[start:place]) in _UNITS


def _first_raised(handle: Any, indexes: Sequence[int], base: int, end: int) -> int:
    """The first place from `base` + 1 on whose character is smaller and higher than the one at
    `base` and those that follow it at its level; `end` if there is none."""
    size = _height(handle, indexes[base])
    level = _baseline(handle, indexes[base])
    if size <= 0 or level is None:
        return end
    for place in range(base + 1, end):
        own = _height(handle, indexes[place])
        if own >= _SMALLER * size or own <= 0:
            continue
        height = _baseline(handle, indexes[place])
        if height is not None and height - level > _HIGHER * size:
            return place
    return end


def _height(handle: Any, index: int) -> float:
    """Of the character's line, which is its size as it is drawn; 0 where it is not told."""
    rect = raw.FS_RECTF()
    told = raw.FPDFText_GetLooseCharBox(handle, index, rect)
    return float(rect.top - rect.bottom) if told else 0.0


def _baseline(handle: Any, index: int) -> float | None:
    x, y = ctypes.c_double(), ctypes.c_double()
    return y.value if raw.FPDFText_GetCharOrigin(handle, index, x, y) else None
