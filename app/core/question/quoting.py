"""The sentence of the sources that answers best, word for word.

A quotation cannot be wrong about what its source says. It is shown where it is the answer, or where
the answer is that the sources do not say what was asked: then it is the nearest they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import thresholds
from app.core.question.asked import Question
from app.core.question.claims import Encode, quotable
from app.core.question.passage import Passage
from app.core.words import content_words


@dataclass(frozen=True, slots=True)
class Quote:
    """`marker` is the passage's number before the model."""

    marker: int
    text: str
    score: float


def best_quote(asked: str, passages: Sequence[Passage], encode: Encode) -> Quote | None:
    """None where there is nothing to quote. Sentences are ordered by the cosine of the vectors and
    the share of the question's content words that they hold. A passage that gives orders is never
    quoted as what comes nearest."""
    texts = [
        (marker, text)
        for marker, passage in enumerate(passages, start=1)
        if not passage.suspicious
        for text in dict.fromkeys(quotable(passage.evidence(marker).text))
        if text.strip()
    ]
    if not texts:
        return None
    rows = encode([asked, *(text for _, text in texts)])
    wanted = set(content_words(asked))
    quotes = []
    for (marker, text), cosine in zip(texts, (rows[1:] @ rows[0]).tolist(), strict=True):
        share = len(wanted & set(content_words(text))) / max(1, len(wanted))
        score = thresholds.QUOTE_COSINE * max(0.0, cosine) + (1 - thresholds.QUOTE_COSINE) * share
        quotes.append(Quote(marker, text, score))
    return max(quotes, key=lambda quote: quote.score)


def answers_whole(question: Question, quote: Quote, passage: Passage) -> bool:
    """Whether a quotation, with what its source is called, holds every content word of what was
    asked: then it is the answer, whatever the model made of it."""
    wanted = set(content_words(question.resolved))
    held = set(content_words(f"{passage.label} {quote.text}"))
    return len(wanted) >= thresholds.QUOTE_LEAST_WORDS and wanted <= held
