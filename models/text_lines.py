"""Where lines of text lie in a picture: tiles to look at, pieces joined, which way up. Pure.

Quads are float32 (n, 4, 2), corners in pixels, clockwise from the top left as the line is read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Quads = NDArray[np.float32]

_OVERLAP_PX = 160  # of neighbouring tiles: more than the height of any line of small print
_TALL = 1.5  # height to width of a quad that runs up or down the picture
_LONG = 2.0  # length to thickness of a quad that tells how its line lies
_TELLING = 8.0  # length to height of a line that tells its own angle
_FEWEST = 6  # such lines tell how they fan out
_UNSURE = math.radians(2)  # of a tilt that short lines tell
_SIDE_BY_SIDE = 0.15  # share of a line's height, for the tilt
_LEVEL = 0.5  # share of a line's height within which another one is level with it


def tiles(height: int, width: int, side: int) -> Iterator[tuple[int, int, int, int]]:
    """(top, left, bottom, right) of tiles of at most `side` that cover a picture, overlapping."""
    for top, bottom in _spans(height, side):
        for left, right in _spans(width, side):
            yield top, left, bottom, right


def _spans(length: int, side: int) -> list[tuple[int, int]]:
    if length <= side:
        return [(0, length)]
    n = math.ceil((length - _OVERLAP_PX) / (side - _OVERLAP_PX))
    starts = np.linspace(0, length - side, n).round().astype(int)
    return [(int(start), int(start) + side) for start in starts]


def joined(quads: Sequence[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """Quads without those found twice, and lines that were cut by a tile's edge made whole.

    Two are compared as the longer one lies: upright boxes of lines that are askew overlap those of
    their neighbours."""
    left = sorted(quads, key=lambda quad: -_area(_box(quad)))
    kept: list[NDArray[np.float32]] = []
    for quad in left:
        for place, other in enumerate(kept):
            if not _overlap(_box(quad), _box(other)):
                continue
            frame = _frame(quad, other)
            if _is_same_line(_box(quad @ frame), _box(other @ frame)):
                kept[place] = _around(_box(quad @ frame), _box(other @ frame)) @ frame.T
                break
        else:
            kept.append(quad)
    return kept if len(kept) == len(quads) else joined(kept)


def _frame(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """The turn (2, 2) by less than 45 degrees after which the longer of two quads lies level or
    stands upright: `points @ frame`; no turn where it is not long enough to tell."""
    along = np.array(
        [
            side
            for quad in (first, second)
            for side in (
                quad[1] + quad[2] - quad[0] - quad[3],
                quad[2] + quad[3] - quad[0] - quad[1],
            )
        ]
    )
    lengths = np.linalg.norm(along, axis=1)
    at = int(lengths.argmax())
    if lengths[at] < _LONG * lengths[at ^ 1]:
        return np.eye(2, dtype=np.float32)
    x, y = np.abs(along[at]) / lengths[at]
    rises = float(np.prod(along[at])) < 0
    angle = math.atan2(min(x, y), max(x, y)) * (-1 if rises == (x >= y) else 1)
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, -sine], [sine, cosine]], np.float32)


def _overlap(first: NDArray[np.float32], second: NDArray[np.float32]) -> bool:
    return bool((np.minimum(first[2:], second[2:]) > np.maximum(first[:2], second[:2])).all())


def _is_same_line(first: NDArray[np.float32], second: NDArray[np.float32]) -> bool:
    """Whether boxes overlap and are parts of one line, as the longer one runs: level or upright."""
    if not _overlap(first, second):
        return False
    low, high = np.maximum(first[:2], second[:2]), np.minimum(first[2:], second[2:])
    sides, others = first[2:] - first[:2], second[2:] - second[:2]
    longer = sides if sides.max() >= others.max() else others
    across = 1 if longer[0] >= longer[1] else 0
    shared = (high - low)[across] / max(min(sides[across], others[across]), 1e-6)
    alike = min(sides[across], others[across]) / max(sides[across], others[across], 1e-6)
    if shared > 0.6 and alike > 0.5:
        return True
    return bool(np.prod(high - low) > 0.7 * min(np.prod(sides), np.prod(others)))


def _box(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([quad.min(0), quad.max(0)])


def _area(box: NDArray[np.float32]) -> float:
    return float(np.prod(box[2:] - box[:2]))


def _around(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    x0, y0 = np.minimum(first[:2], second[:2])
    x1, y1 = np.maximum(first[2:], second[2:])
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def sizes(quads: Quads) -> NDArray[np.float32]:
    """Width and height of each quad along its own sides, shape (n, 2)."""
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    return np.stack([np.maximum(sides[:, 0], sides[:, 2]), np.maximum(sides[:, 1], sides[:, 3])], 1)


def line_heights(quads: Quads) -> NDArray[np.float32]:
    """The shorter side of each quad in pixels, shape (n,)."""
    return sizes(quads).min(1)


def are_sideways(quads: Quads) -> bool:
    """Whether most of the writing runs up or down the picture."""
    if len(quads) == 0:
        return False
    measured = sizes(quads)
    tall = measured[:, 1] >= _TALL * measured[:, 0]
    lengths = measured.max(1)
    return bool(lengths[tall].sum() > 0.6 * lengths.sum())


def tilt(quads: Quads) -> float:
    """The angle in radians by which the lines rise to the right, below 45 degrees: what the longer
    ones say, and near it the angle at which most of them stand side by side, for short lines tell
    no angle."""
    if len(quads) == 0:
        return 0.0
    along = (quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]) / 2
    lengths = np.linalg.norm(along, axis=1)
    angles = np.arctan2(-along[:, 1], along[:, 0])
    usable = (np.abs(angles) < math.pi / 4) & (lengths >= np.median(lengths))
    if not usable.any():
        return 0.0
    told = float(np.median(angles[usable]))
    near = [told + _UNSURE * step for step in np.linspace(-1, 1, 17).tolist()]
    near = sorted([*near, 0.0] if abs(told) < _UNSURE else near, key=lambda at: abs(at - told))
    return max(near, key=lambda angle: _n_level_pairs(quads, angle))  # the first of equals


def _n_level_pairs(quads: Quads, angle: float) -> int:
    """How many pairs of quads stand side by side in the picture turned by `angle`."""
    centres = quads.mean(1)
    level_y = centres[:, 0] * math.sin(angle) + centres[:, 1] * math.cos(angle)
    apart = np.abs(level_y[:, None] - level_y[None, :])
    heights = np.minimum.outer(line_heights(quads), line_heights(quads))
    return int((apart < _SIDE_BY_SIDE * heights).sum())


def from_top_left(quads: Quads) -> Quads:
    """The quads with the corners of each beginning at its top left in the picture: a finder may
    begin elsewhere where a line runs up or down."""
    if len(quads) == 0:
        return quads
    along = quads[:, 1] - quads[:, 0]
    quarters = np.round(np.arctan2(along[:, 1], along[:, 0]) / (math.pi / 2)).astype(int) % 4
    return np.stack(
        [np.roll(quad, quarter, axis=0) for quad, quarter in zip(quads, quarters, strict=True)]
    )


def turned(points: NDArray[np.float32], quarter_turns: int, height: int, width: int) -> Quads:
    """Points (…, 2) of a picture as points of the picture turned clockwise by quarters."""
    x, y = points[..., 0], points[..., 1]
    for _ in range(quarter_turns % 4):
        x, y, height, width = height - y, x, width, height
    return np.stack([x, y], -1).astype(np.float32)


def levelled(quads: Quads) -> Quads:
    """The quads turned by their common tilt, and those that fan out, as the lines of a page do that
    is seen from one side, laid level by how the long ones rise at their height."""
    angle = tilt(quads)
    cosine, sine = math.cos(angle), math.sin(angle)
    level = quads @ np.array([[cosine, sine], [-sine, cosine]], np.float32)
    measured = sizes(level)
    is_long = measured[:, 0] >= _TELLING * measured[:, 1]
    if is_long.sum() < _FEWEST:
        return level
    ends = (level[is_long][:, [1, 0]] + level[is_long][:, [2, 3]]) / 2  # right, left
    rises = (ends[:, 0, 1] - ends[:, 1, 1]) / (ends[:, 0, 0] - ends[:, 1, 0])
    middles = ends.mean(1)
    fan, _ = np.polyfit(middles[:, 1], rises, 1, w=measured[is_long, 0])
    base = float(np.average(rises - fan * middles[:, 1], weights=measured[is_long, 0]))
    across = level[..., 0] - middles[:, 0].mean()
    stretch = np.clip(1.0 + fan * across, 0.5, 2.0)
    level[..., 1] = (level[..., 1] - base * across) / stretch
    return level.astype(np.float32)


def order(quads: Quads) -> list[int]:
    """Places of level quads from top to bottom, and left to right among those side by side."""
    level_x, level_y = quads.mean(1).T
    heights = line_heights(quads)
    rows: list[list[int]] = []
    for place in np.argsort(level_y, kind="stable").tolist():
        first = rows[-1][0] if rows else None
        if first is not None and abs(level_y[place] - level_y[first]) <= _LEVEL * max(
            min(heights[place], heights[first]), 1.0
        ):
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place for row in rows for place in sorted(row, key=lambda at: level_x[at])]
