"""Joining rankings of different spaces, and choosing hits that differ. Pure; ids and numbers only.

Scores of different spaces are never compared as they are: either only ranks count, or each
ranking's scores are first brought to the same range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[int]],
    weights: Mapping[str, float] | None = None,
    k: float = 60.0,
) -> list[tuple[int, float]]:
    """Return (id, score) by the sum of weight / (k + rank), ranks from 1, best first; ties go by
    id. An id that a ranking repeats counts once, where it stands first; a ranking without a
    weight counts 1.

    Cormack, Clarke and Buettcher, "Reciprocal rank fusion outperforms Condorcet", SIGIR 2009."""
    fused: dict[int, float] = {}
    for name, ranking in rankings.items():
        weight = 1.0 if weights is None else weights.get(name, 1.0)
        for rank, found in enumerate(dict.fromkeys(ranking), start=1):
            fused[found] = fused.get(found, 0.0) + weight / (k + rank)
    return _best_first(fused)


def normalised_score_fusion(
    scored: Mapping[str, Sequence[tuple[int, float]]],
    weights: Mapping[str, float] | None = None,
) -> list[tuple[int, float]]:
    """Return (id, score) by the weighted mean of scores brought to 0..1 in each ranking, best
    first; ties go by id. The best of a ranking gets 1, its worst 0, all 1 if they are equal; an
    id that a ranking lacks gets 0 from it."""
    fused: dict[int, float] = {}
    total = sum(1.0 if weights is None else weights.get(name, 1.0) for name in scored)
    for name, pairs in scored.items():
        weight = 1.0 if weights is None else weights.get(name, 1.0)
        best: dict[int, float] = {}
        for found, score in pairs:
            best[found] = max(score, best.get(found, score))
        if not best or total <= 0:
            continue
        low, high = min(best.values()), max(best.values())
        for found, score in best.items():
            scaled = (score - low) / (high - low) if high > low else 1.0
            fused[found] = fused.get(found, 0.0) + weight / total * scaled
    return _best_first(fused)


def maximal_marginal_relevance(
    ids: Sequence[int],
    relevance: Sequence[float],
    rows: NDArray[np.float32],
    lambda_: float,
    n: int,
) -> list[int]:
    """Return up to `n` ids, each time the one with the largest
    `lambda_ * relevance - (1 - lambda_) * (greatest similarity to those chosen)`; ties go to the
    earlier. `rows` are unit rows of shape (len(ids), dim), so similarity is their product;
    `relevance` should be on a like scale. lambda_ 1 is relevance alone.

    Carbonell and Goldstein, "The use of MMR", SIGIR 1998."""
    if len(ids) != len(relevance) or rows.shape[:1] != (len(ids),):
        raise ValueError("ids, relevance and rows must have equal length")
    if not 0.0 <= lambda_ <= 1.0:
        raise ValueError("lambda_ must lie between 0 and 1")
    gain = lambda_ * np.asarray(relevance, np.float64)
    nearest = np.full(len(ids), -np.inf)
    open_ = np.ones(len(ids), bool)
    chosen: list[int] = []
    for _ in range(min(n, len(ids))):
        penalty = (1.0 - lambda_) * nearest if chosen else np.zeros(len(ids))
        best = int(np.argmax(np.where(open_, gain - penalty, -np.inf)))
        chosen.append(best)
        open_[best] = False
        nearest = np.maximum(nearest, rows @ rows[best])
    return [ids[i] for i in chosen]


def _best_first(fused: Mapping[int, float]) -> list[tuple[int, float]]:
    return sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))
