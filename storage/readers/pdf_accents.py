"""Accents that a PDF draws as signs of their own over a letter, as old TeX does: `Gr´egory` is
Grégory, and found as such.

They come before or behind their letter in the order of drawing; where they stand on the page tells
which one it is."""

from __future__ import annotations

import unicodedata
from collections.abc import MutableSequence
from typing import Any

import pypdfium2.raw as raw

from storage.readers.pdf_turned import Box

_COMBINING = {
    "`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303",
    "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "˝": "\u030b",
    "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
_SMALL_GAP = 0.2  # of a letter's height: its word goes on


def join_accents(handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int]) -> None:
    """Put the letter with its accent in place of the letter, and take the accent out of the line;
    each character stays one."""
    at = 0
    while at < len(chars):
        if chars[at] in _COMBINING and (found := _letter(handle, chars, indexes, at)):
            place, joined = found
            chars[place] = joined
            at = _take_out(handle, chars, indexes, at)
        else:
            at += 1


def _letter(
    handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int], at: int
) -> tuple[int, str] | None:
    """(place, letter with the accent) of the letter that the accent at `at` stands over: one of its
    neighbours, or of signs that are nothing but accents any letter of the line."""
    accent = _box(handle, indexes[at])
    if accent is None:
        return None
    middle = (accent[0] + accent[2]) / 2
    near = [at + 1, at - 1, at + 2, at - 2]
    far = range(len(chars)) if not chars[at].isascii() else ()
    for place in (*near, *far):
        if not (0 <= place < len(chars) and chars[place].isalpha()):
            continue
        base = _DOTLESS.get(chars[place], chars[place])
        joined = unicodedata.normalize("NFC", base + _COMBINING[chars[at]])
        letter = _box(handle, indexes[place]) if len(joined) == 1 else None
        if (
            letter is not None
            and letter[0] < middle < letter[2]
            and abs(letter[1] - accent[1]) < letter[3] - letter[1]
        ):
            return place, joined
    return None


def _take_out(
    handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int], at: int
) -> int:
    """Take out an accent, and the spaces that PDFium put beside it within a word; where what
    follows it stands now."""
    start, end = at, at + 1
    while start > 0 and _is_made(handle, chars, indexes, start - 1):
        start -= 1
    while end < len(chars) and _is_made(handle, chars, indexes, end):
        end += 1
    spaces = [*indexes[start:at], *indexes[at + 1 : end]][:1]
    if spaces and start > 0 and end < len(chars):
        before, after = _box(handle, indexes[start - 1]), _box(handle, indexes[end])
        height = after[3] - after[1] if after else 0.0
        if before and after and abs(after[0] - before[2]) < _SMALL_GAP * height:
            spaces = []
    chars[start:end] = [" "] * len(spaces)
    indexes[start:end] = spaces
    return start + len(spaces)


def _is_made(
    handle: Any, chars: MutableSequence[str], indexes: MutableSequence[int], at: int
) -> bool:
    """Whether it is a space that PDFium put in."""
    return chars[at] == " " and raw.FPDFText_IsGenerated(handle, indexes[at]) == 1


def _box(handle: Any, index: int) -> Box | None:
    rect = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(handle, index, rect):
        return None
    return rect.left, rect.bottom, rect.right, rect.top
