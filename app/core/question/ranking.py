"""One order from what each way of finding says of a passage. Pure; numbers only.

Ways that measure the same candidates are joined by standard scores, so that a way that tells them
apart plainly counts for more than one that finds them all alike. Only ways without a common scale
(words, pictures, sounds) are joined by ranks."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Chosen on the even-numbered queries of FAQs (3 collections, 7,527 passages) and of short
# passages (SQuAD, abstracts), confirmed on the odd ones, 2026-11-26. nDCG@10 of the confirming
# halves: dense alone .714 and .862, ranks .676 and .911, these weights .722 and .934.
KEYWORD_WEIGHT = 0.3
COVERAGE_WEIGHT = 0.3
LATE_WEIGHT = 1.0
# Passages that hold the query word for word go first where they are so few that this tells them
# apart; a word that stands everywhere says little.
LITERAL_BONUS = 3.0
FEW_LITERAL = 10


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one candidate: `similarity` to the query's vector, `keyword` bm25 (0 where
    no word was found), `coverage` the share of the query's words it holds weighted by their
    rarity, `late` the late interaction (None where it was not computed), `literal` whether the
    query stands in it word for word."""

    similarity: float
    keyword: float
    coverage: float
    late: float | None = None
    in_other_language: bool = False  # than the reranker knows: its similarity stands for `late`
    literal: bool = False
    lift: float = 0.0  # what the query's hints add, in standard deviations


def fused_scores(candidates: Mapping[int, Signals]) -> dict[int, float]:
    """The candidates' joint scores between 0 (the last) and 1 (the first)."""
    if not candidates:
        return {}
    values = list(candidates.values())
    similar = _standard([signals.similarity for signals in values])
    joint = similar.copy()
    joint += KEYWORD_WEIGHT * _standard([signals.keyword for signals in values])
    joint += COVERAGE_WEIGHT * _standard([signals.coverage for signals in values])
    late = [signals.late for signals in values]
    known = [score for score in late if score is not None]
    if known:
        least = min(known)  # what was too far down to be looked at is as far off as the last
        closer = _standard([least if s is None else s for s in late])
        other = np.array([signals.in_other_language for signals in values])
        joint += LATE_WEIGHT * np.where(other, similar, closer)
    n_literal = sum(signals.literal for signals in values)
    if n_literal <= FEW_LITERAL:
        joint += LITERAL_BONUS * np.array([signals.literal for signals in values], float)
    joint += np.array([signals.lift for signals in values])
    low, high = float(joint.min()), float(joint.max())
    scaled = (joint - low) / (high - low) if high > low else np.ones(len(values))
    return dict(zip(candidates, scaled.tolist(), strict=True))


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


def weighted_coverage(wanted: Mapping[str, float], held: Collection[str]) -> float:
    """The share, by rarity, of the wanted words that are held; 0 where nothing is wanted."""
    total = sum(wanted.values())
    return sum(weight for word, weight in wanted.items() if word in held) / total if total else 0.0
