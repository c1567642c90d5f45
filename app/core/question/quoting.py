"""The sentence of the sources that answers best, word for word.

A quotation cannot be wrong about what its source says. It is shown where it is the answer, or where
the answer is that the sources do not say what was asked: then it is the nearest they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import thresholds
from app.core.question.asked import Question
from app.core.question.checking import Claim
from app.core.question.claims import Encode, quotable
from app.core.question.passage import Passage
from app.core.question.support import facts_of, is_weekday
from app.core.question.verdict import not_named
from app.core.words import content_words, numbers, stated_numbers
from storage import languages


@dataclass(frozen=True, slots=True)
class Quote:
    """`marker` is the passage's number before the model."""

    marker: int
    text: str
    score: float


def best_quote(asked: str, passages: Sequence[Passage], encode: Encode) -> Quote | None:
    """None where there is nothing to quote."""
    return next(iter(quotes(asked, passages, encode)), None)


def quotes(asked: str, passages: Sequence[Passage], encode: Encode) -> list[Quote]:
    """The sentences of the passages, the nearest first: by the cosine of the vectors and the share
    of the question's content words that they hold. A passage that gives orders is never quoted as
    what comes nearest."""
    language = languages.guess(asked) or "en"  # for both sides: few words are often mistaken
    texts = [
        (marker, text)
        for marker, passage in enumerate(passages, start=1)
        if not passage.suspicious
        for text in dict.fromkeys(_quotable(passage))
        if not set(content_words(text, language))
        <= set(content_words(passage.label, language))  # a heading alone
    ]
    if not texts:
        return []
    rows = encode([asked, *(text for _, text in texts)])
    wanted = set(content_words(asked, language))
    found: list[Quote] = []
    for (marker, text), cosine in zip(texts, (rows[1:] @ rows[0]).tolist(), strict=True):
        share = len(wanted & set(content_words(text, language))) / max(1, len(wanted))
        score = thresholds.QUOTE_COSINE * max(0.0, cosine) + (1 - thresholds.QUOTE_COSINE) * share
        found.append(Quote(marker, text, score))
    return sorted(found, key=lambda quote: -quote.score)


def _quotable(passage: Passage) -> list[str]:
    source = passage.evidence(1)
    return quotable(source.text, by_lines=source.by_lines)


def answers_whole(question: Question, quote: Quote, passage: Passage) -> bool:
    """Whether a quotation, with what its source is called, holds every content word of what was
    asked: then it is the answer, whatever the model made of it. Where a time or a number was asked
    for it must hold one."""
    stated = facts_of(quote.text, question.language)
    if question.asks == "date" and not stated.amounts:
        # Who names a day asks for more than another weekday.
        names_day = bool(facts_of(question.resolved, question.language).moments)
        if not any(not (names_day and is_weekday(moment)) for moment in stated.moments):
            return False
    if question.asks == "count" and not stated.amounts:
        return False
    wanted = set(content_words(question.resolved, question.language))
    held = set(content_words(f"{passage.label} {quote.text}", question.language))
    if not stated_numbers(question.resolved) <= numbers(f"{passage.label} {quote.text}"):
        return False
    return len(wanted) >= thresholds.QUOTE_LEAST_WORDS and wanted <= held


def holds_claim(
    question: Question, quote: Quote, passage: Passage, claims: Sequence[Claim]
) -> bool:
    """Whether a quotation has the numbers that the model answered with though the test of support
    did not pass, and its source half of the question's words and all that it names: then the
    source's own words are the answer."""
    said = " ".join(claim.text for claim in claims)
    new = stated_numbers(said) - stated_numbers(question.resolved)
    wanted = set(content_words(question.resolved, question.language))
    held = set(content_words(f"{passage.label} {passage.text}", question.language))
    if not new or not new <= numbers(quote.text):
        return False
    if len(wanted & held) < thresholds.QUOTE_TAKEN * len(wanted):
        return False
    if not stated_numbers(question.resolved) <= numbers(f"{passage.label} {quote.text}"):
        return False
    return not not_named(question, [passage.evidence(quote.marker)], claims)
