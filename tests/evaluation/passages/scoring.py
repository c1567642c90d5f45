"""How a model's answer is held against the known one, and which passage it names."""

from __future__ import annotations

import random
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.question.asked import understand
from app.core.question.checking import SentenceTest
from app.core.question.claims import Encode, Evidence
from app.core.question.sentences import SentenceStream

_MARKER = re.compile(r"\s*[\[【](?:source\s*)?(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)[\]】]", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


def tokens(text: str) -> list[str]:
    """As SQuAD's own evaluation normalises: lower case, no punctuation, no articles, split at white
    space; besides, markers `[n]` go first and punctuation beyond ASCII goes too."""
    plain = "".join(
        character
        for character in _MARKER.sub("", text).lower()
        if character not in string.punctuation and unicodedata.category(character)[0] != "P"
    )
    return _ARTICLE.sub(" ", plain).split()


def token_f1(answer: str, known: str) -> float:
    """Harmonic mean of the shares of tokens that both have, between 0 and 1."""
    ours, theirs = tokens(answer), tokens(known)
    n_shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * n_shared / (len(ours) + len(theirs)) if n_shared else 0.0


def is_exact(answer: str, known: str) -> bool:
    return tokens(answer) == tokens(known)


def holds(answer: str, known: str) -> bool:
    """Whether the known answer's tokens stand somewhere in the answer, in a row."""
    ours, theirs = tokens(answer), tokens(known)
    n = len(theirs)
    return any(ours[start : start + n] == theirs for start in range(len(ours) - n + 1))


@dataclass(frozen=True, slots=True)
class Named:
    """Numbers of passages, in the order in which the answer leads to them."""

    by_answer: tuple[int, ...]  # by its own markers; where it sets none, as `by_product`
    by_product: tuple[int, ...]  # whose support the product's test confirmed: what the user sees


def name_passages(answer: str, sources: Sequence[Evidence], encode: Encode) -> Named:
    stream, test = SentenceStream(), SentenceTest(understand(""), sources, encode)
    written = [*stream.feed(answer), *stream.finish()]
    cited = (
        marker
        for sentence in written
        for bearing in test.check(sentence.text).bearings
        for marker in bearing.markers
    )
    by_product = tuple(dict.fromkeys(cited))
    valid = {source.marker for source in sources}
    own = tuple(number for number in markers(answer) if number in valid)
    return Named(own or by_product, by_product)


def markers(text: str) -> tuple[int, ...]:
    """The numbers in `[n]`, `[n, m]` and `[Source n]`, each once, in the order of the text."""
    found = (int(n) for match in _MARKER.finditer(text) for n in re.findall(r"\d+", match.group(1)))
    return tuple(dict.fromkeys(found))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """Mean divided by mean; None where the second is 0."""
    return sum(ours) / sum(theirs) if sum(theirs) else None


def ratio_interval(
    ours: Sequence[float], theirs: Sequence[float], *, n_draws: int = 4000
) -> tuple[float, float] | None:
    """The middle 95 % of the ratio over questions drawn again with replacement, pairs kept
    together (a bootstrap). None where no draw has a ratio."""
    drawn = random.Random(0)
    pairs = list(zip(ours, theirs, strict=True))
    ratios = []
    for _ in range(n_draws):
        draw = drawn.choices(pairs, k=len(pairs))
        value = ratio([pair[0] for pair in draw], [pair[1] for pair in draw])
        if value is not None:
            ratios.append(value)
    if not ratios:
        return None
    ratios.sort()
    return ratios[int(0.025 * len(ratios))], ratios[int(0.975 * (len(ratios) - 1))]
