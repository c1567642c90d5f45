"""Rows of tables as they are stored, `name: value; name: value`, taken apart to be shown. No Qt."""

from __future__ import annotations

import re

_NAME = re.compile(r"(?:^|(?<=; ))[^:;]{1,60}: ")
LEAST_FIELDS = 2


def values_in(line: str) -> list[tuple[int, int]]:
    """Where the values stand in a row, as [start, end) in code points; [] for a line of text."""
    names = list(_NAME.finditer(line))
    if len(names) < LEAST_FIELDS or names[0].start() != 0:
        return []
    ends = [name.start() - len("; ") for name in names[1:]] + [len(line)]
    return [(name.end(), end) for name, end in zip(names, ends, strict=True) if end > name.end()]
