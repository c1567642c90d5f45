"""Thai as macOS writes it into PDF: a mark over a consonant is told as the consonant and the mark
once more, and the end of SARA AM, which is a glyph of its own, is told as a space."""

from __future__ import annotations

import ctypes
from collections.abc import MutableSequence
from typing import Any

import pypdfium2.raw as raw

from storage.readers.pdf_turned import Box

_CONSONANTS = frozenset(map(chr, range(0x0E01, 0x0E2F)))
_MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a") | frozenset(
    map(chr, range(0x0E47, 0x0E4F))
)
_SARA_AM = "\u0e33"
_SMALL_GAP = 0.2  # of a letter's height: the word goes on
_LOOK_BACK = 8  # characters between the cluster and its mark
_END_OF_AM = 0.8  # of a letter's height, the width of the glyph that is told as a space


def mend_thai(handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int]) -> None:
    """Take out what is told twice and the spaces that are none."""
    if not any(char in _CONSONANTS for char in chars):
        return
    at = 0
    while at < len(chars):
        end = at + 1
        while chars[at] in _CONSONANTS and end < len(chars) and chars[end] in _MARKS:
            end += 1
        if end > at + 1 and _is_told_twice(handle, chars, indexes, at, end):
            del chars[at:end], indexes[at:end]
            end = at
            if at > 0 and _is_no_space(handle, chars, indexes, at, _SMALL_GAP):
                del chars[at], indexes[at]
        elif chars[at] == _SARA_AM and _is_no_space(handle, chars, indexes, end, _END_OF_AM):
            del chars[end], indexes[end]
        at = end


def _is_told_twice(
    handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int], at: int, end: int
) -> bool:
    """Whether the same cluster stands shortly before, and this one above or below it."""
    cluster = list(chars[at:end])
    here = _ink(handle, indexes[at]), _ink(handle, indexes[end - 1])
    for before in range(at - len(cluster), max(at - _LOOK_BACK, 0) - 1, -1):
        if list(chars[before : before + len(cluster)]) != cluster:
            continue
        there = _ink(handle, indexes[before]), _ink(handle, indexes[before + len(cluster) - 1])
        is_over = here[0][0] < there[1][2] and here[1][2] > there[0][0]
        is_apart = here[0][1] >= there[0][3] - 0.1 or here[0][3] <= there[0][1] + 0.1
        return is_over and is_apart
    return False


def _is_no_space(
    handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int], at: int, gap: float
) -> bool:
    """Whether PDFium put a space at `at` within a Thai word: the next letter is nearer than `gap`
    of its height."""
    if not (at + 1 < len(chars) and chars[at] == " " and "\u0e00" < chars[at + 1] < "\u0e80"):
        return False
    if raw.FPDFText_IsGenerated(handle, indexes[at]) != 1:
        return False
    before, after = _box(handle, indexes[at - 1]), _box(handle, indexes[at + 1])
    return abs(after[0] - before[2]) < gap * (after[3] - after[1])


def _ink(handle: Any, index: int) -> Box:
    """Where the glyph is black, without what its font keeps free above and below."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _box(handle: Any, index: int) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(handle, index, rect)
    return rect.left, rect.bottom, rect.right, rect.top
