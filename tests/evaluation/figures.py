"""The figures by which searches, answers and transcripts are measured. Pure; standard library only.

Sources: nDCG with binary gain and log2 discount (Järvelin and Kekäläinen 2002); percentile
bootstrap (Efron 1979); paired permutation test by random flips of sign."""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

N_DRAWS = 4000
N_FLIPS = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over n rows with the middle 95 % of a bootstrap over them."""

    value: float
    low: float
    high: float
    n: int


def ndcg(ranks: Sequence[int | None], *, depth: int = 10) -> float:
    """Of one query: `ranks` holds the rank from 1 of each relevant document, None where it was not
    found. 1 where all that could stand above `depth` does, in any order."""
    if not ranks:
        return 0.0
    gained = sum(1 / math.log2(rank + 1) for rank in ranks if rank is not None and rank <= depth)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(ranks), depth) + 1))
    return gained / ideal


def recall(ranks: Sequence[int | None], depth: int) -> float:
    """The share of the relevant documents among the first `depth`."""
    if not ranks:
        return 0.0
    return sum(rank is not None and rank <= depth for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """Of the first relevant document; 0 where none was found."""
    found = [rank for rank in ranks if rank is not None]
    return 1 / min(found) if found else 0.0


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed; 0 of none."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def figure(values: Sequence[float], *, n_draws: int = N_DRAWS) -> Figure:
    """The mean with its interval; the same every time."""
    if not values:
        return Figure(0.0, 0.0, 0.0, 0)
    drawn = random.Random(0)
    means = sorted(mean(drawn.choices(values, k=len(values))) for _ in range(n_draws))
    return Figure(
        mean(values), means[int(0.025 * n_draws)], means[int(0.975 * (n_draws - 1))], len(values)
    )


def ratio_figure(pairs: Sequence[tuple[float, float]], *, n_draws: int = N_DRAWS) -> Figure:
    """Sum of the first over sum of the second, rows drawn whole: for shares of citations or
    sentences, of which a row has several. n is the sum of the second."""
    whole = sum(below for _, below in pairs)
    if not whole:
        return Figure(0.0, 0.0, 0.0, 0)
    drawn = random.Random(0)
    ratios = []
    for _ in range(n_draws):
        draw = drawn.choices(pairs, k=len(pairs))
        below = sum(pair[1] for pair in draw)
        if below:
            ratios.append(sum(pair[0] for pair in draw) / below)
    ratios.sort()
    return Figure(
        sum(above for above, _ in pairs) / whole,
        ratios[int(0.025 * len(ratios))],
        ratios[int(0.975 * (len(ratios) - 1))],
        round(whole),
    )


def permutation_p(
    ours: Sequence[float], theirs: Sequence[float], *, n_flips: int = N_FLIPS
) -> float:
    """Two-sided: how often random exchanges within the pairs give a difference as large. All
    exchanges are tried where there are no more than `n_flips` of them."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True) if a != b]
    seen = abs(sum(differences)) - 1e-12
    if not differences:
        return 1.0
    if 2 ** len(differences) <= n_flips:
        sums = [0.0]
        for difference in differences:
            sums = [total + sign * difference for total in sums for sign in (1, -1)]
        return sum(abs(total) >= seen for total in sums) / len(sums)
    drawn = random.Random(0)
    as_large = sum(
        abs(sum(d if drawn.random() < 0.5 else -d for d in differences)) >= seen
        for _ in range(n_flips)
    )
    return (as_large + 1) / (n_flips + 1)


def spoken_words(text: str) -> list[str]:
    """Lower case, no punctuation, no accents lost; the words in order. Whisper's own normaliser
    also spells out numbers; this one does not, so numbers count against the figure."""
    plain = unicodedata.normalize("NFC", text.lower()).replace("’", "'")
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", plain)


def word_errors(heard: str, said: str) -> tuple[int, int]:
    """(substitutions + insertions + deletions, words said): Levenshtein's distance over words."""
    ours, theirs = spoken_words(heard), spoken_words(said)
    row = list(range(len(theirs) + 1))
    for i, word in enumerate(ours, start=1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(theirs, start=1):
            diagonal, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other)),
            )
    return row[-1], len(theirs)
