"""Boxes on a page or slide in the order of reading: from top to bottom, columns kept whole."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[int, int, int, int]  # left, top, right, bottom; any unit


def in_reading_order(boxes: Sequence[Box | None]) -> list[int]:
    """Indices of `boxes` in reading order. Those without a place keep the one in the sequence,
    behind the box before them.

    The page is cut along free horizontal strips, each part along free vertical ones, and so on
    (recursive X-Y cut: Nagy and Seth, 1984); what cannot be cut is read by its upper edges."""
    placed = [at for at, box in enumerate(boxes) if box is not None]
    ordered = _cut([(at, box) for at in placed if (box := boxes[at]) is not None], 0)
    followers: dict[int, list[int]] = {}
    leading: list[int] = []
    before: int | None = None
    for at, box in enumerate(boxes):
        if box is not None:
            before = at
        elif before is None:
            leading.append(at)
        else:
            followers.setdefault(before, []).append(at)
    return leading + [one for at in ordered for one in [at, *followers.get(at, [])]]


def _cut(boxes: Sequence[tuple[int, Box]], depth: int) -> list[int]:
    if len(boxes) < 2 or depth > 20:
        return [at for at, _ in boxes]
    for axis in (1, 0):
        parts = _parts(boxes, axis)
        if len(parts) > 1:
            return [at for part in parts for at in _cut(part, depth + 1)]
    return [at for at, box in sorted(boxes, key=lambda pair: (pair[1][1], pair[1][0]))]


def _parts(boxes: Sequence[tuple[int, Box]], axis: int) -> list[list[tuple[int, Box]]]:
    """Runs of boxes that overlap along the axis by more than a tenth of the smaller one."""
    parts: list[list[tuple[int, Box]]] = []
    reach = 0
    for pair in sorted(boxes, key=lambda pair: (pair[1][axis], pair[1][1 - axis])):
        start, end = pair[1][axis], pair[1][axis + 2]
        slack = (end - start) // 10
        if parts and start + slack < reach:
            parts[-1].append(pair)
        else:
            parts.append([pair])
        reach = max(reach, end)
    return parts
