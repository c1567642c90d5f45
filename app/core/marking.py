"""Which part of a picture bears a claim out: the box around the lines that are quoted. Pure."""

from __future__ import annotations

import itertools
from typing import Any

from storage.records import Chunk, Locator


def told(locator: Locator) -> dict[str, Any]:
    """A locator as others are told it: without the places of single lines."""
    return {key: value for key, value in locator.items() if key != "lines"}


def quoted(chunk: Chunk, quote: str) -> dict[str, Any]:
    """The locator of what is quoted from a passage, as others are told it."""
    where = told(chunk.locator)
    lines = chunk.locator.get("lines")
    start = chunk.text.find(quote) if quote else -1
    if not lines or start < 0:
        return where
    ends = [*(line[0] for line in lines[1:]), len(chunk.text)]
    boxes = [
        box
        for (begin, *box), end in zip(lines, ends, strict=True)
        if begin < start + len(quote) and end > start
    ]
    if boxes:
        lows, highs = [box[:2] for box in boxes], [box[2:] for box in boxes]
        edges = [map(min, zip(*lows, strict=True)), map(max, zip(*highs, strict=True))]
        where["bbox"] = list(itertools.chain.from_iterable(edges))
    return where
