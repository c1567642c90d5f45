"""One order from what each way of finding says of a passage. Pure; numbers only.

Ways that measure the same candidates are joined by standard scores, so that a way that tells them
apart plainly counts for more than one that finds them all alike. Only ways without a common scale
(words, pictures, sounds) are joined by ranks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core import thresholds


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one candidate: `similarity` to the query by the text encoder and `beside`
    by the multilingual one (each None where it has no vector of the passage), `keyword` bm25 (0
    where no word was found), `late` the late interaction (None where it was not computed),
    `literal` 1 where the query stands in it word for word, or its day in whatever form; half where
    only its points and spaces differ."""

    similarity: float | None
    keyword: float
    beside: float | None = None
    late: float | None = None
    in_other_language: bool = False  # than the text encoder knows: `beside` stands for it
    literal: float = 0.0
    lift: float = 0.0  # what the query's hints add, in standard deviations

    @property
    def likeness(self) -> float:
        """How close the passage is to the query in meaning, by whichever encoder knows both
        languages; the mean where both do; 0 without a vector."""
        known = [value for value in (self.similarity, self.beside) if value is not None]
        if self.in_other_language and self.beside is not None:
            return max(known)
        return sum(known) / len(known) if known else 0.0


def fused_scores(candidates: Mapping[int, Signals]) -> dict[int, float]:
    """The candidates' joint scores between 0 (the last) and 1 (the first)."""
    if not candidates:
        return {}
    values = list(candidates.values())
    similar, beside = _similarities(values)
    joint = similar + thresholds.BESIDE_WEIGHT * beside
    joint += thresholds.KEYWORD_WEIGHT * _standard([signals.keyword for signals in values])
    late = [signals.late for signals in values]
    known = [score for score in late if score is not None]
    if known:
        least = min(known)  # what was too far down to be looked at is as far off as the last
        closer = _standard([least if s is None else s for s in late])
        other = np.array([signals.in_other_language for signals in values])
        joint += thresholds.LATE_WEIGHT * np.where(other, similar, closer)
    n_literal = sum(signals.literal > 0 for signals in values)
    if n_literal <= thresholds.FEW_LITERAL:
        joint += thresholds.LITERAL_BONUS * np.array([signals.literal for signals in values])
    joint += np.array([signals.lift for signals in values])
    low, high = float(joint.min()), float(joint.max())
    scaled = (joint - low) / (high - low) if high > low else np.ones(len(values))
    return dict(zip(candidates, scaled.tolist(), strict=True))


def _similarities(values: Sequence[Signals]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What both encoders say, as standard scores. Where one has no vector of a passage, or does
    not know its language, the other stands for it: both are on one scale (`calibration`)."""
    similar, beside = [], []
    for signals in values:
        first, second = signals.similarity, signals.beside
        if first is None or (signals.in_other_language and second is not None):
            first = second
        similar.append(first or 0.0)
        beside.append(second if second is not None else first or 0.0)
    if all(signals.beside is None for signals in values):
        return _standard(similar), np.zeros(len(values))
    return _standard(similar), _standard(beside)


def _standard(values: Sequence[float]) -> NDArray[np.float64]:
    """Brought to mean 0 and deviation 1; all 0 where they do not differ."""
    array = np.asarray(values, np.float64)
    deviation = float(array.std())
    if deviation < 1e-9:
        return np.zeros(len(array))
    standard: NDArray[np.float64] = (array - array.mean()) / deviation
    return standard


def rarity(n_holding: int, n_all: int) -> float:
    """How much a word tells that stands in so many of all passages; above 0."""
    return math.log1p(n_all / (n_holding + 0.5))
