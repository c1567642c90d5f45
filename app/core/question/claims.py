"""Lead each claim of an answer back to its source, and test whether the source bears it out.

The stated test: a source supports a claim if somewhere in it two sentences in a row, or one row of
a table, hold every number, date and code of the claim by value, each in a sentence that shares a
third of its clause's words; every name (or the source's title does); denial where the claim denies
and only there; and at least half of the claim's content words, or at least three in ten of them
where the claim's vector and that of a sentence of the source have a cosine of 0.6 or more. What
the question itself names (names, dates, numbers) must stand there too. A checker of meaning, where
one is installed, may refuse what passes; it never lets pass what fails."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.core import thresholds
from app.core.question.support import (
    facts_of,
    held,
    is_row,
    is_there,
    question_held,
    spoken_in,
    windows,
)
from app.core.sentences import sentences_of
from app.core.words import content_words, initials, names, pieces, stem, words

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

_CASELESS = frozenset(("ar", "he", "hi", "fa", "ur"))
_SECOND_SOURCE_OVERLAP = 0.7
_MINIMUM_CLAIM_WORDS = 2
_CLAUSE_WORDS = 3
_QUOTE_CHARS = 320
_SHARE_ASKED = 1 / 3
_LEAST_ASKED = 2

_BRACKETED = re.compile(
    r"\s*[\[【](?:source\s*)?(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)[\]】]", re.IGNORECASE
)
# Markers, times and colons that a small model sets before its first word.
_LEADING_SCRAPS = re.compile(
    r"^(?:[\[\]【】():,;\s-]|\d{1,2}:\d{2}|(?<=\[)\d{1,3}(?=[\]\s,]))+(?=\S)"
)
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
    are spelt as they sounded."""

    marker: int
    text: str
    context: str = ""
    heard: bool = False


class Checker(Protocol):
    """A model that reads a claim beside its evidence."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Probabilities for each (claim, evidence): borne out, contradicted, not said; shape
        (n, 3), each row sums to 1."""
        ...


@dataclass(frozen=True, slots=True)
class GroundedCitation:
    marker: int
    quote: str
    supported: bool


@dataclass(frozen=True, slots=True)
class GroundedAnswer:
    """Every `[n]` in `text` has a citation with marker n, and the other way round."""

    text: str
    citations: tuple[GroundedCitation, ...]
    n_unsupported: int = 0  # sentences that no source bears out


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`claim` is the sentence without its markers; `before` the white space ahead of it."""

    before: str
    claim: str
    markers: tuple[int, ...]


def ground(
    answer: str,
    sources: Sequence[Evidence],
    encode: Encode,
    question: str = "",
    checker: Checker | None = None,
) -> GroundedAnswer:
    """Check the markers of an answer, remove invented ones, and add those that are missing.

    Each clause of some length is tested for itself and has its markers behind it. Where no
    source bears out any clause of a sentence, the model's own markers stay as unsupported ones,
    unless they are borne out elsewhere."""
    sentences = _split(answer, {source.marker for source in sources})
    parted = [clauses(sentence.claim) for sentence in sentences]
    all_clauses = [clause for several in parted for clause in several]
    test = _SupportTest(sources, all_clauses, encode, question, checker)
    bearings = [[test.bearing(clause) for clause in several] for several in parted]
    cited: dict[int, GroundedCitation] = {}
    for several, bearing in zip(parted, bearings, strict=True):
        for clause, markers in zip(several, bearing, strict=True):
            for marker in markers:
                if marker not in cited:
                    cited[marker] = GroundedCitation(marker, test.quote(marker, clause), True)
    pieces: list[str] = []
    n_unsupported = 0
    for sentence, several, bearing in zip(sentences, parted, bearings, strict=True):
        if not any(bearing):
            n_unsupported += 1
            # A marker that is borne out elsewhere must not lend its credit to this sentence.
            bearing[-1] = [m for m in sentence.markers if m not in cited or not cited[m].supported]
            for marker in bearing[-1]:
                quote = test.quote(marker, sentence.claim)
                cited.setdefault(marker, GroundedCitation(marker, quote, supported=False))
        shown = [
            [] if n + 1 < len(bearing) and markers == bearing[n + 1] else markers
            for n, markers in enumerate(bearing)
        ]
        pieces.append(sentence.before + "".join(map(_with_markers, several, shown)))
    text = "".join(pieces).strip()
    citations = tuple(cited[marker] for marker in sorted(cited))
    return GroundedAnswer(text, citations, n_unsupported)


def supports(
    claim: str,
    source: Evidence,
    similarity: float = 0.0,
    question: str = "",
    checker: Checker | None = None,
) -> float:
    """Return how much of the claim the source bears out, between 0 (test failed) and 1."""
    borne = _windows_that_bear_out(claim, source, similarity, question)
    if checker is not None and borne:
        context = f"{source.context}. " if source.context else ""
        verdicts = checker.judge([(claim, context + window) for _, window in borne])
        borne = [pair for pair, row in zip(borne, verdicts, strict=True) if row.argmax() != 1]
    return max((overlap for overlap, _ in borne), default=0.0)


def _windows_that_bear_out(
    claim: str, source: Evidence, similarity: float, question: str
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
    for window in windows(source.text, about=claim):
        there = titled | set(content_words(window, language)) | initials(window)
        n_there = sum(is_there(word, there, language) for word in wanted)
        overlap = (n_there + n_exact) / (len(wanted) + n_exact)
        enough = max(needed, thresholds.OVERLAP) if is_row(window) else needed
        if overlap < enough or (language in _CASELESS and n_there < needed * len(wanted)):
            continue
        if any(
            sum(pair in there for pair in piece) < thresholds.PAIRS_OF_A_PIECE * len(piece)
            for piece in spaceless
        ):
            continue
        facts = facts_of(window, language)
        if not held(stated, facts, context, heard=source.heard):
            continue
        passage = facts_of(source.text, language)
        if asked is None or question_held(asked, facts, passage, context):
            found.append((overlap, window))
    return found


def concerns(question: str, evidence: Sequence[Evidence]) -> bool:
    """Whether what an answer rests on has to do with what was asked.

    Some part of the question has one of its names in the evidence (spelt alike is enough), or a
    third of its content words and two at least; a part that names nothing is not held to it.
    A claim can be borne out by a passage on something else: asked for a person whom no file knows,
    a model tells of one whom it finds."""
    held = {stem(word) for source in evidence for word in words(f"{source.context} {source.text}")}
    named = names(question)
    for part in clauses(question):
        asked = set(content_words(part))
        n_held = len(asked & held)
        if n_held >= max(_LEAST_ASKED, _SHARE_ASKED * len(asked)):
            return True
        about = asked & named
        if not about or any(
            difflib.get_close_matches(name, held, n=1, cutoff=thresholds.SPELT_ALIKE)
            for name in about
        ):
            return True
    return False


def quotable(text: str) -> list[str]:
    """What can be quoted from a text, verbatim: its sentences, each cut at 320 characters.

    A heading or another scrap says nothing by itself: what follows it comes along."""
    spans = sentences_of(text) or [(0, len(text))]
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


def best_sentence(text: str, wanted: Sequence[str]) -> str:
    """The quotable sentence that shares most with the wanted words."""
    target = set(wanted)
    return max(
        quotable(text),
        key=lambda quote: len(target & set(content_words(quote))) - len(quote) / 2000,
    )


class _SupportTest:
    """The test over one answer: all vectors are made in one go."""

    def __init__(
        self,
        sources: Sequence[Evidence],
        parts: Sequence[str],
        encode: Encode,
        question: str,
        checker: Checker | None,
    ) -> None:
        self._question = question
        self._checker = checker
        self._sources = {source.marker: source for source in sources}
        sentences = [
            (source.marker, source.text[start:end])
            for source in sources
            for start, end in sentences_of(source.text)
        ]
        self._similarity: dict[tuple[str, int], float] = {}
        if not parts or not sentences:
            return
        rows = encode([*parts, *(sentence for _, sentence in sentences)])
        cosines = rows[: len(parts)] @ rows[len(parts) :].T
        for row, part in enumerate(parts):
            for column, (marker, _) in enumerate(sentences):
                key = (part, marker)
                best = self._similarity.get(key, -1.0)
                self._similarity[key] = max(best, float(cosines[row, column]))

    def bearing(self, part: str) -> list[int]:
        """The sources that bear out a clause, the best first; others only if they do so well."""
        scores = {
            marker: supports(
                part,
                source,
                self._similarity.get((part, marker), 0.0),
                self._question,
                self._checker,
            )
            for marker, source in self._sources.items()
        }
        ranked = sorted(
            (marker for marker, score in scores.items() if score > 0),
            key=lambda marker: (-scores[marker], -self._similarity.get((part, marker), 0.0)),
        )
        return ranked[:1] + [m for m in ranked[1:3] if scores[m] >= _SECOND_SOURCE_OVERLAP]

    def quote(self, marker: int, claim: str) -> str:
        return best_sentence(self._sources[marker].text, content_words(claim))


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


def _split(answer: str, valid: set[int]) -> list[_Sentence]:
    """Sentences with their markers taken out; a marker after the full stop belongs before it."""
    answer = _LEADING_SCRAPS.sub("", answer)
    joined = re.sub(r"([.!?])(\s*)((?:[\[【][\d,;\s]+[\]】]\s*)+)", _marker_first, answer)
    sentences: list[_Sentence] = []
    position = 0
    for start, end in sentences_of(joined):
        piece = joined[start:end]
        markers = [
            int(number)
            for match in _BRACKETED.finditer(piece)
            for number in re.findall(r"\d+", match.group(1))
        ]
        claim = _BRACKETED.sub("", piece).strip()
        if not any(character.isalnum() for character in claim):
            position = end
            continue
        kept = tuple(dict.fromkeys(marker for marker in markers if marker in valid))
        sentences.append(_Sentence(joined[position:start], claim, kept))
        position = end
    return sentences


def _marker_first(match: re.Match[str]) -> str:
    stop, _, markers = match.groups()
    return f" {markers.strip()}{stop} "


def _with_markers(clause: str, markers: Sequence[int]) -> str:
    """The clause with its markers before its closing punctuation."""
    if not markers:
        return clause
    shown = "".join(f"[{marker}]" for marker in markers)
    ending = re.search(r"[.!?…:,;]*[\"”’)]*\s*(?:(?<=\s)(?:and|but|while|whereas)\s+)?$", clause)
    cut = ending.start() if ending else len(clause)
    return f"{clause[:cut]} {shown}{clause[cut:]}"
