"""Lines that PDFium takes apart letter by letter, as on pages with little text whose letters were
drawn one by one: it takes their lines for columns. Put together again by where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pypdfium2.raw as raw

_LEAST_LINES = 8
_SHARE = 0.4  # of the page's lines, those of one letter or two
_LEVEL = 0.3  # of a letter's height between the feet of neighbours
_BLANK = 0.12  # of a letter's height between words

Line = TypeVar("Line")
Box = tuple[float, float, float, float]


def following(
    handle: Any, lines: Sequence[Line], indexes_of: Callable[[Line], Sequence[int]]
) -> list[list[tuple[Line, bool]]]:
    """The lines in groups that are one line, each with whether a blank stands before it."""
    n_short = sum(len(indexes_of(line)) <= 2 for line in lines)
    if len(lines) < _LEAST_LINES or n_short < _SHARE * len(lines):
        return [[(line, False)] for line in lines]
    groups: list[list[tuple[Line, bool]]] = []
    last: Box | None = None
    for line in lines:
        indexes = indexes_of(line)
        first = _box(handle, indexes[0])
        gap = _gap(last, first)
        if groups and gap is not None:
            groups[-1].append((line, gap > _BLANK))
        else:
            groups.append([(line, False)])
        last = _box(handle, indexes[-1])
    return groups


def _gap(left: Box | None, right: Box | None) -> float | None:
    """Between neighbours on one level, in heights of the lower one; None where they are none."""
    if left is None or right is None:
        return None
    height = min(left[3] - left[1], right[3] - right[1])
    gap = right[0] - left[2]
    if height <= 0 or abs(right[1] - left[1]) > _LEVEL * height or gap < -_LEVEL * height:
        return None
    return gap / height


def _box(handle: Any, index: int) -> Box | None:
    rect = raw.FS_RECTF()
    if index < 0 or not raw.FPDFText_GetLooseCharBox(handle, index, rect):
        return None
    return (rect.left, rect.bottom, rect.right, rect.top)
