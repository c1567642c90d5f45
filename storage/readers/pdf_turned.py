"""Lines of a PDF that run up, down or upside down: where they would stand if they were level.

A page that is shown turned tells the places of its letters as if it were not; so does a table
that is set sideways on an upright page."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import pypdfium2.raw as raw

Box = tuple[float, float, float, float]

_SLANT = 0.2  # sine of the angle to the next quarter turn from which on a line is slanting
_SAME_LEVEL = 0.5  # of a line's height, between the levels of two words of it


def quarter_turns(handle: Any, index: int) -> int | None:
    """How often the character's line is turned to the left by 90 degrees; None where it slants."""
    angle = raw.FPDFText_GetCharAngle(handle, index)
    turns = round(angle / (math.pi / 2))
    if abs(math.sin(angle - turns * math.pi / 2)) >= _SLANT:
        return None
    return -turns % 4  # PDFium counts clockwise


def upright(box: Box, turns: int | None) -> Box:
    """The box, (left, bottom, right, top), as it would be if its line were level."""
    left, bottom, right, top = box
    match turns:
        case 1:
            return bottom, -right, top, -left
        case 2:
            return -right, -top, -left, -bottom
        case 3:
            return -top, left, -bottom, right
        case _:
            return box


def as_drawn(box: Box, turns: int | None) -> Box:
    """The box on the page of one that `upright` gave."""
    return upright(box, None if turns is None else -turns % 4)


def level_of(handle: Any, index: int, turns: int | None) -> float:
    """The height of the character's baseline if its line were level; NaN where it is not told."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetCharOrigin(handle, index, x, y):
        return math.nan
    return {1: -x.value, 2: -y.value, 3: x.value}.get(turns or 0, y.value)


def is_same_line(handle: Any, before: int, here: int, turns: int) -> bool:
    """Whether the character stands on the level of the other one, and behind it."""
    rect = raw.FS_RECTF()
    boxes = []
    for index in (before, here):
        if not raw.FPDFText_GetLooseCharBox(handle, index, rect):
            return True
        boxes.append(upright((rect.left, rect.bottom, rect.right, rect.top), turns))
    step = abs(level_of(handle, before, turns) - level_of(handle, here, turns))
    height = min(box[3] - box[1] for box in boxes)
    return not step > _SAME_LEVEL * height and boxes[1][0] >= boxes[0][0]
