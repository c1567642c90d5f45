"""Test whether a source bears out a claim.

The stated test: a source supports a claim if somewhere in it two sentences in a row, or one row of
a table, hold every number, date and code of the claim by value, each in a sentence that shares a
third of its clause's words; every name (or the source's title does; beside one that is there the
others may stand elsewhere in the passage); denial where the claim denies and only there; and at
least half of the claim's content words, or at least three in ten of them where
the claim's vector and that of a sentence of the source have a cosine of 0.6 or more. What the
question itself names must stand there too, dates and numbers within a sentence of it, names in the
passage. A checker of meaning, where one is installed, may refuse what passes; it never lets pass
what fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.core import thresholds
from app.core.question.polarity import is_denied
from app.core.question.speakers import tells_of_another
from app.core.question.support import (
    agrees_in_denial,
    facts_of,
    held,
    in_its_cell,
    is_row,
    is_there,
    question_held,
    spoken_in,
    stated_held,
    told_in,
    windows,
)
from app.core.relative_days import with_days
from app.core.sentences import sentences_of
from app.core.words import content_words, initials, pieces

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

_CASELESS = frozenset(("ar", "he", "hi", "fa", "ur"))
_MINIMUM_CLAIM_WORDS = 2
_CLAUSE_WORDS = 3
_QUOTE_CHARS = 320
_LINE = re.compile(r"\S(?:[^\n]*\S)?")

# A comma or semicolon, unless what follows leans on what stands before it.
_CLAUSE_END = re.compile(
    r"[,;]\s+(?!(?:which|where|who|whose|that|when|because|or|in|on|at|near|with|by)\b)"
    r"(?:(?:and|but|while|whereas)\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source as the test sees it; `marker` is its number. `context` (its title and place) may
    bear out names, dates and numbers but is never quoted. `heard`: a transcript, in which names
    are spelt as they sounded. `on` is the day from which it says "yesterday" or the like.
    `by_lines`: each line stands by itself, as on a ticket."""

    marker: int
    text: str
    context: str = ""
    heard: bool = False
    on: date | None = None
    language: str = "en"
    by_lines: bool = False

    def told(self, text: str) -> str:
        """A part of its text with the days that are said from its own."""
        return with_days(text, self.on, self.language)


class Checker(Protocol):
    """A model that reads a claim beside its evidence."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Probabilities for each (claim, evidence): borne out, contradicted, not said; shape
        (n, 3), each row sums to 1."""
        ...


def supports(
    claim: str,
    source: Evidence,
    similarity: float = 0.0,
    question: str = "",
    checker: Checker | None = None,
    *,
    counts: bool = False,
    taken: Set[str] = frozenset(),
) -> float:
    """Return how much of the claim the source bears out, between 0 (test failed) and 1. `counts`:
    it says how many there are, which a row does only in a cell for that very thing; `taken` are
    content words that it has from its question."""
    borne = _windows_that_bear_out(claim, source, similarity, question, counts=counts, taken=taken)
    if checker is not None and borne:
        context = f"{source.context}. " if source.context else ""
        verdicts = checker.judge([(claim, context + window) for _, window in borne])
        borne = [pair for pair, row in zip(borne, verdicts, strict=True) if row.argmax() != 1]
    return max((overlap for overlap, _ in borne), default=0.0)


def _windows_that_bear_out(
    claim: str,
    source: Evidence,
    similarity: float,
    question: str,
    *,
    counts: bool,
    taken: Set[str],
) -> list[tuple[float, str]]:
    """The windows of a source that pass the test without a checker, each with its share of the
    claim's words."""
    language = spoken_in(claim, source.text)
    stated = facts_of(claim, language)
    wanted = content_words(stated.rest, language)
    n_exact = len(stated.amounts) + len(stated.moments) + len(stated.keys)
    if len(set(wanted)) + n_exact < _MINIMUM_CLAIM_WORDS:
        return []
    needed = (
        thresholds.OVERLAP_WITH_SIMILARITY
        if similarity >= thresholds.SIMILARITY
        else thresholds.OVERLAP
    )
    if language in _CASELESS:
        needed = thresholds.OVERLAP_WITHOUT_CAPITALS
    spaceless = [piece for piece in pieces(stated.rest, language) if len(piece[0]) > 1]
    titled = set(content_words(source.context, language))
    context = facts_of(source.context, language)
    asked = facts_of(question, language) if question else None
    found: list[tuple[float, str]] = []
    if tells_of_another(claim, question, source.text, language):
        return found
    for window in windows(source.text, about=claim):
        there = titled | set(content_words(window.text, language)) | initials(window.text)
        n_there = sum(is_there(word, there, language) for word in wanted)
        overlap = (n_there + n_exact) / (len(wanted) + n_exact)
        enough = max(needed, thresholds.OVERLAP) if is_row(window.text) else needed
        if overlap < enough or (language in _CASELESS and n_there < needed * len(wanted)):
            continue
        if any(
            sum(pair in there for pair in piece) < thresholds.PAIRS_OF_A_PIECE * len(piece)
            for piece in spaceless
        ):
            continue
        passage = facts_of(source.told(source.text), language)
        facts = told_in(source.told(window.text), language)
        elsewhere = None if is_row(window.text) else passage
        if not held(stated, facts, context, elsewhere, heard=source.heard, taken=taken):
            continue
        if counts and is_row(window.text) and not in_its_cell(stated, window.text):
            continue
        beside = facts_of(source.told(window.beside), language)
        if asked is None or question_held(asked, beside, passage, context):
            found.append((overlap, window.text))
    return found


def denied_in(claim: str, source: Evidence) -> bool:
    """Whether a window has at least half of the words of a claim that asserts something and all
    that it states exactly, and denies it."""
    language = spoken_in(claim, source.text)
    if is_denied(claim, language):
        return False
    stated, context = facts_of(claim, language), facts_of(source.context, language)
    wanted = content_words(stated.rest, language)
    if len(set(wanted)) < _MINIMUM_CLAIM_WORDS:
        return False
    for window in windows(source.text, about=claim):
        there = set(content_words(window.text, language))
        if sum(is_there(word, there, language) for word in wanted) < thresholds.OVERLAP * len(
            wanted
        ):
            continue
        facts = told_in(source.told(window.text), language)
        if stated_held(stated, facts, context, heard=source.heard) and not agrees_in_denial(
            stated, facts
        ):
            return True
    return False


def quotable(text: str, *, by_lines: bool = False) -> list[str]:
    """What can be quoted from a text, verbatim: its sentences or lines, each cut at 320 characters.

    A heading or another scrap says nothing by itself: what follows it comes along."""
    spans = _by_lines(text) if by_lines else sentences_of(text)
    spans = spans or [(0, len(text))]
    quotes = []
    for n, (start, end) in enumerate(spans):
        last = n
        while len(content_words(text[start:end])) < thresholds.SCRAP_WORDS and last + 1 < len(
            spans
        ):
            last += 1
            end = spans[last][1]
        quote = text[start:end]
        if len(quote) > _QUOTE_CHARS:
            cut = quote.rfind(" ", 0, _QUOTE_CHARS)
            quote = quote[: cut if cut > 0 else _QUOTE_CHARS]
        quotes.append(quote)
    return quotes


def _by_lines(text: str) -> list[tuple[int, int]]:
    """[start, end) of the sentences of each line."""
    return [
        (line.start() + start, line.start() + end)
        for line in _LINE.finditer(text)
        for start, end in sentences_of(line.group())
    ]


def clauses(sentence: str) -> list[str]:
    """The sentence in pieces that claim something each, with all its characters; joined again
    they are the sentence. A clause that leans on the one before it stays with it."""
    pieces: list[str] = []
    start = 0
    for end in [*(match.end() for match in _CLAUSE_END.finditer(sentence)), len(sentence)]:
        piece = sentence[start:end]
        start = end
        short = len(content_words(piece)) < _CLAUSE_WORDS
        if pieces and (short or len(content_words(pieces[-1])) < _CLAUSE_WORDS):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
