"""Who speaks when: windows of speech grouped by how their voices sound. Pure; knows no names.

Windows of one and a half seconds are grouped by average linkage over cosines, down to a likeness
below which two groups are two speakers; what is left of a speaker's speech goes to whom it is
nearest, and a change of speaker costs something, so that one odd window makes no turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core import thresholds

STEP_S = 0.4  # between the starts of two windows
_LINKED = 1500  # rows that are linked at once: more are thinned out first


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch in which one speaker is heard; seconds. Speakers are numbered from 0."""

    start_s: float
    end_s: float
    speaker: int


def window_starts(stretches: Sequence[tuple[float, float]], window_s: float) -> NDArray[np.float64]:
    """Where windows over these stretches of speech begin, in seconds, ascending. The last of a
    stretch ends with it; a shorter stretch has one, around its middle."""
    starts: list[float] = []
    for start_s, end_s in stretches:
        last = end_s - window_s
        if last <= start_s:
            starts.append(max(0.0, (start_s + end_s - window_s) / 2))
            continue
        n = int(np.ceil((last - start_s) / STEP_S))
        starts.extend(np.linspace(start_s, last, n + 1).tolist())
    return np.asarray(starts, np.float64)


def find_turns(
    stretches: Sequence[tuple[float, float]],
    starts_s: NDArray[np.float64],
    rows: NDArray[np.float32],
    window_s: float,
) -> list[Turn]:
    """Turns over the stretches, in order of time; of one speaker where one is heard.

    `rows` are unit-length voices of the windows that begin at `starts_s` (see `window_starts`)."""
    if not len(rows):
        return []
    groups = grouped(rows, np.full(len(rows), STEP_S), thresholds.SAME_SPEAKER)
    if groups.max() == 0:
        return [Turn(start_s, end_s, 0) for start_s, end_s in stretches]
    likeness = rows @ centres(rows, groups).T
    middles = starts_s + window_s / 2
    turns: list[Turn] = []
    first = 0
    path = _steady(likeness)
    for start_s, end_s in stretches:
        last = first
        while last < len(starts_s) and middles[last] < end_s:
            last += 1
        if last == first:
            continue
        begin = start_s
        for n in range(first, last):
            if n + 1 < last and path[n + 1] == path[n]:
                continue
            border = end_s if n + 1 == last else float(middles[n] + middles[n + 1]) / 2
            turns.append(Turn(begin, border, int(path[n])))
            begin = border
        first = last
    return turns


def grouped(
    rows: NDArray[np.float32], seconds: NDArray[np.float64], alike: float
) -> NDArray[np.int64]:
    """The speaker of each row, numbered from 0 in the order they first speak; (n,) int64.

    Groups are joined while the mean cosine between their rows is `alike` or more. `seconds` is how
    much speech a row is of: who speaks less in all than a turn is counted with whom they sound
    most like, and where only one is left, all is theirs."""
    n = len(rows)
    thin = np.unique(np.linspace(0, n - 1, min(n, _LINKED)).astype(np.int64))
    groups = _linked(rows[thin], alike)
    speech = np.bincount(groups, weights=seconds[thin]) * (n / len(thin))
    kept = np.flatnonzero(speech >= thresholds.LEAST_SPEECH_S)
    if len(kept) < 2:
        return np.zeros(n, np.int64)
    middle = np.stack([_unit(rows[thin][groups == group].mean(0)) for group in kept])
    nearest = (rows @ middle.T).argmax(1)
    order = {group: place for place, group in enumerate(dict.fromkeys(nearest.tolist()))}
    return np.asarray([order[group] for group in nearest.tolist()], np.int64)


def centres(
    rows: NDArray[np.float32],
    groups: NDArray[np.int64],
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float32]:
    """The mean voice of each group, unit length: (number of groups, dim)."""
    weighted = rows if weights is None else rows * weights[:, None]
    return np.stack([_unit(weighted[groups == group].mean(0)) for group in range(groups.max() + 1)])


def _linked(rows: NDArray[np.float32], alike: float) -> NDArray[np.int64]:
    """Average linkage over cosines; groups from 0."""
    if len(rows) < 2:
        return np.zeros(len(rows), np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(rows.astype(np.float64), method="average", metric="cosine")
    found = fcluster(tree, 1.0 - alike, criterion="distance")
    return np.asarray(found, np.int64) - 1


def _steady(likeness: NDArray[np.float32]) -> NDArray[np.int64]:
    """The likeliest speaker of each row where a change costs something (Viterbi)."""
    n, n_speakers = likeness.shape
    came_from = np.zeros((n, n_speakers), np.int64)
    score = likeness[0].astype(np.float64)
    for row in range(1, n):
        best = int(score.argmax())
        changed = score[best] - thresholds.CHANGE_COST
        came_from[row] = np.where(score >= changed, np.arange(n_speakers), best)
        score = np.maximum(score, changed) + likeness[row]
    path = np.zeros(n, np.int64)
    path[-1] = score.argmax()
    for row in range(n - 1, 0, -1):
        path[row - 1] = came_from[row, path[row]]
    return path


def _unit(row: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-12), np.float32)
