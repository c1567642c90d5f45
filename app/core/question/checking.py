"""Each finished sentence of an answer led back to its sources, while the next one is written.

The test itself is in `claims`; here it is put to one sentence at a time, clause by clause, with
all that the sources' side needs computed once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.core import thresholds
from app.core.dates import dates
from app.core.events import Standing
from app.core.question.across import Across
from app.core.question.asked import Question
from app.core.question.claims import Checker as Meaning
from app.core.question.claims import Encode, Evidence, clauses, denied_in, quotable, supports
from app.core.question.pointing import uncapitalised
from app.core.question.polarity import is_denied
from app.core.question.programs.degrees import degrees
from app.core.question.second_reading import Reading, SecondReading
from app.core.question.speakers import tells_of_another
from app.core.question.support import agrees_in_denial, facts_of, is_row, question_held
from app.core.sentences import sentences_of
from app.core.words import content_words, name_words, names, numbers, stated_numbers, stem, words

# With fewer content words ("13", "On Friday.") a sentence is read as the answer that completes
# the question.
_SHORT_WORDS = 4
_MOST_SOURCES = 2  # of one clause
_LEAST_ITEMS = 3
_BETWEEN_ITEMS = re.compile(
    r"[,;]\s+(?:(?:and|und|et|y|e)\s+)?|\s+(?:and|und|et|y|e)\s+|\s*\n\s*(?:[-*•]\s+)?"
)
_SMALL = re.compile(r"(?<![^\W_])[^\W\d_]*[a-zà-ÿ][^\W\d_]*")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_YES_OR_NO = re.compile(
    r"^(yes|no|ja|nein|oui|non|sí|si|sì|nee|não|sim)\b[\s,.:;!–—-]*", re.IGNORECASE
)
_DENIALS = {"no": "not", "nein": "nicht", "non": "pas", "nee": "niet", "não": "não"}
_CLAUSE_ENDING = re.compile(
    r"[.!?…:,;。！？]*[\"”’»)]*\s*(?:(?<=\s)(?:and|but|while|whereas|und|aber|et|mais|y|pero)\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """The sources (by their number before the model) that bear out the clause that ends, without
    its closing punctuation, at `end` in the sentence. Never empty."""

    end: int
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence and how it stands; `quotes` has a verbatim quote for each source it rests on."""

    text: str
    standing: Standing
    bearings: tuple[Bearing, ...] = ()
    quotes: Mapping[int, str] = field(default_factory=dict)

    @property
    def markers(self) -> set[int]:
        return {marker for bearing in self.bearings for marker in bearing.markers}


class SentenceTest:
    """The test over one set of sources. What the sources say is encoded when first needed;
    `reading` is what a second reader takes for the answer."""

    def __init__(
        self,
        question: Question,
        sources: Sequence[Evidence],
        encode: Encode,
        meaning: Meaning | None = None,
        many_languages: Callable[[], Encode | None] = lambda: None,
        reading: SecondReading | None = None,
    ) -> None:
        self._across = Across(question.language, sources, many_languages)
        self._question = question.subject.rstrip(" ?？")
        self._asks = question.asks
        self._language = question.language
        self._asked = self._content(question.resolved)
        self._weighs = degrees(question.subject, question.language)
        # A source must name what the part of the question names that it answers; what may be
        # answered by "no" may name what no source does.
        may_deny = question.asks in ("yes_no", "comparison")
        self._taken: Set[str] = frozenset() if may_deny else self._asked
        self._held_to = ("",) if may_deny else tuple(map(uncapitalised, question.parts))
        self._in_other_words = question.asks in ("yes_no", "comparison", "summary")
        self._meaning = meaning
        self.reading = reading
        self.sources = tuple(sources)
        self._encode = encode
        self._cited: set[int] = set()
        self._rows: NDArray[np.float32] | None = None
        self._owners: list[int] = []
        texts = (self._question, *(source.text for source in self.sources))
        self._ordinary = {word for text in texts for word in _SMALL.findall(text)}

    def check(self, sentence: str) -> Claim:
        """`sentence` has no markers. Each of its clauses must be borne out, or each thing that it
        lists stand in one source."""
        if (listing := self._listing(sentence)) is not None:
            marker, quote = listing
            bearing = Bearing(_without_ending(sentence), (marker,))
            return Claim(sentence, "supported", (bearing,), {marker: quote})
        bearings: list[Bearing] = []
        quotes: dict[int, str] = {}
        end = 0
        n_bare = 0
        for clause in self._clauses(sentence):
            start, end = end, end + len(clause)
            markers = self._bearing(clause)
            if not markers and (across := self._bearing_across(clause)) is not None:
                markers = (across[0],)
                quotes.setdefault(*across)
            if not markers:
                n_bare += 1
                continue
            cut = start + _without_ending(clause)
            if bearings and bearings[-1].markers == markers:
                bearings[-1] = Bearing(cut, markers)
            else:
                bearings.append(Bearing(cut, markers))
            for marker in markers:
                quotes.setdefault(marker, self._quote(marker, clause))
        if n_bare or not bearings:
            if (read := self._as_read(sentence)) is not None:
                end = _without_ending(sentence)
                bearing = Bearing(end, (read.marker,))
                return Claim(sentence, "supported", (bearing,), {read.marker: read.sentence})
            return Claim(sentence, "contradicted" if self._is_denied(sentence) else "unsupported")
        if self.reading is not None:
            rested = {marker for bearing in bearings for marker in bearing.markers}
            if self.reading.instead(sentence) is not None or self.reading.doubts(rested):
                return Claim(sentence, "unsupported")
        return Claim(sentence, "supported", tuple(bearings), quotes)

    def _content(self, text: str) -> set[str]:
        """Content words, all in the question's language: what a guess takes a ticket's few words
        for differs from line to line, and their stems with it."""
        return set(content_words(text, self._language))

    def _clauses(self, sentence: str) -> list[str]:
        """What is tested by itself: clauses, and of a list, where one holds as a whole in no
        source, the things that it names, which may stand in several."""
        found: list[str] = []
        for clause in clauses(sentence):
            listed = self._listed(clause)
            found += [clause] if len(listed) < 2 or self._bearing(clause) else listed
        return found

    def _listed(self, clause: str) -> list[str]:
        """The things that a clause names one after the other, where a list was asked for."""
        if self._asks != "list":
            return [clause]
        bounds = [0, *(match.end() for match in _BETWEEN_ITEMS.finditer(clause)), len(clause)]
        return [clause[a:b] for a, b in itertools.pairwise(bounds) if clause[a:b].strip()]

    def _as_read(self, sentence: str) -> Reading | None:
        """What a second reader surely reads, where the sentence says the same and all that it and
        the question state exactly stands in that source, too."""
        if self.reading is None or self._asks not in ("fact", "date", "count"):
            return None
        read = self.reading.agreed(sentence)
        if read is None or (self._asks == "count" and is_row(read.sentence)):
            return None
        source = next(each for each in self.sources if each.marker == read.marker)
        claim = self._completed(self._without_capital(sentence))
        if tells_of_another(claim, self._question, source.text, self._language):
            return None
        stated, told = (facts_of(each, self._language) for each in (claim, read.sentence))
        holds = all(self._is_held_to(part, source) for part in (*self._held_to, claim))
        return read if holds and agrees_in_denial(stated, told, self._taken) else None

    def _listing(self, sentence: str) -> tuple[int, str] | None:
        """The source that holds each of at least three things that answer what was asked for, in
        lines of its own (of twelve names no two lines hold most) or as one enumeration, and its
        line that holds most of them."""
        if self._asks != "list":
            return None
        told = _BETWEEN_ITEMS.split(sentence.rpartition(": ")[2])
        items = [item for item in map(words, told) if item]
        if len(items) < _LEAST_ITEMS:
            return None
        for source in self.sources:
            lines = [set(words(source.text[start:end])) for start, end in sentences_of(source.text)]
            there = self._content(f"{source.context} {source.text}")
            if (
                (
                    all(any(set(item) <= line for line in lines) for item in items)
                    or self._is_copied(items, words(source.text))
                )
                and len(self._asked & there) >= thresholds.LIST_OVERLAP * len(self._asked)
                and all(self._is_held_to(part, source) for part in self._held_to)
            ):
                things = [set(item) for item in items]
                best = max(
                    quotable(source.text, by_lines=source.by_lines),
                    key=lambda quote: sum(thing <= set(words(quote)) for thing in things),
                )
                return source.marker, best
        return None

    def _is_copied(self, items: Sequence[Sequence[str]], source: Sequence[str]) -> bool:
        """Whether an enumeration stands word for word in a source, and what leads up to it and ends
        it is from the question: "She does not want to see iconic, unique or nestled"."""
        first, last = items[0], items[-1]
        inner = [word for item in items[1:-1] for word in item]
        for skipped in range(len(first)):
            for kept in range(len(last), 0, -1):
                run = [*first[skipped:], *inner, *last[:kept]]
                beside = {stem(word) for word in (*first[:skipped], *last[kept:])}
                own = beside & self._content(" ".join((*first[:skipped], *last[kept:])))
                if own <= self._asked and _holds_run(source, run):
                    return True
        return False

    def _is_held_to(self, part: str, source: Evidence) -> bool:
        passage = facts_of(source.told(source.text), self._language)
        context = facts_of(source.context, self._language)
        return question_held(facts_of(part, self._language), passage, passage, context)

    def _is_denied(self, sentence: str) -> bool:
        """Whether a source denies what a yes asserts: that is never shown."""
        if self._asks != "yes_no":
            return False
        claim = self._completed(self._without_capital(clauses(sentence)[0]))
        return any(denied_in(claim, source) for source in self.sources)

    def _bearing(self, clause: str) -> tuple[int, ...]:
        clause = self._without_capital(clause)
        claim = self._completed(clause)
        similar = self._similarities(claim)
        least = thresholds.YES_OVERLAP if self._says_yes(clause) else 0.0
        scores = {
            source.marker: max(
                supports(
                    claim,
                    source,
                    similar.get(source.marker, 0.0),
                    part,
                    self._meaning,
                    counts=self._asks == "count",
                    taken=self._taken,
                )
                for part in self._held_to
            )
            for source in self.sources
        }
        scores = {
            source.marker: scores[source.marker]
            if scores[source.marker] >= least
            and self._is_about(clause, source)
            and all(self._has_new(part, source) for part in self._listed(clause))
            and self._says_more(claim, source)
            else 0.0
            for source in self.sources
        }
        ranked = sorted(
            (marker for marker, score in scores.items() if score > 0),
            key=lambda m: (-scores[m], m not in self._cited, -similar.get(m, 0.0)),
        )
        self._cited |= set(ranked[:1])  # of equal ones (neighbours overlap) the one already cited
        also = [marker for marker in ranked[1:] if scores[marker] >= thresholds.SECOND_SOURCE]
        return tuple(ranked[:1] + also[: _MOST_SOURCES - 1])

    def _bearing_across(self, clause: str) -> tuple[int, str] | None:
        claim = self._completed(self._without_capital(clause))
        for part in self._held_to:
            if (found := self._across.quote(claim, part)) is not None:
                return found
        return None

    def _without_capital(self, clause: str) -> str:
        """An ordinary word that begins a sentence is no name: the question or a source has it with
        a small letter. "May 1" stays a day, however often a source says what one may."""
        first = _FIRST_WORD.match(clause)
        if first is None or first.group().lower() not in self._ordinary:
            return clause
        if any(moment.start < first.end() for moment in dates(clause, self._language)):
            return clause
        return uncapitalised(clause)

    def _is_about(self, clause: str, source: Evidence) -> bool:
        """Whether half of the words that a clause takes from the question stand in the source: "The
        football club decided to close the barn" rests on no file that knows of no club. Dates and
        numbers are held to their values elsewhere: "Wed" has no word of "Wednesday"."""
        taken = self._content(facts_of(clause, self._language).rest) & self._asked
        there = self._content(f"{source.context} {source.text}")
        return len(taken & there) >= thresholds.TAKEN_THERE * len(taken)

    def _has_new(self, clause: str, source: Evidence) -> bool:
        """Whether the source has what a clause says beyond the question: the answer itself. What is
        answered by yes or no, or in other words, need not."""
        there = self._content(f"{source.context} {source.told(source.text)}")
        if self._in_other_words:  # but a row of hers does not bear out that Ada can swim
            said = self._content(clause) - {stem(name) for name in name_words(clause)}
            return bool(said & there) or not said
        new = self._content(clause) - self._content(self._question)
        return len(new & there) >= thresholds.NEW_WORDS * len(new)

    def _says_more(self, claim: str, source: Evidence) -> bool:
        """Which is the cheaper or the longest is borne out where a sentence says so, not where a
        source has the figures, which a small model weighs badly."""
        weighs = self._weighs & degrees(claim, self._language)
        if not weighs:
            return True
        wanted = self._content(claim)
        return any(
            weighs <= degrees(source.text[start:end], self._language)
            and len(wanted & self._content(source.text[start:end]))
            >= thresholds.OVERLAP * len(wanted)
            for start, end in sentences_of(source.text)
        )

    def _says_yes(self, clause: str) -> bool:
        """Whether a clause only asserts what was asked by yes or no. A small model says yes to
        whatever it finds half of the words of."""
        if self._asks != "yes_no" or is_denied(clause, self._language):
            return False
        decided = _YES_OR_NO.match(clause)
        return decided is not None or self._content(clause) <= self._asked

    def _completed(self, clause: str) -> str:
        """A short answer says what it says only together with the question; of "No, dogs are not
        allowed" what follows is the claim; a bare yes says what was asked, a bare no denies it."""
        decided = _YES_OR_NO.match(clause)
        said = clause[decided.end() :] if decided else clause
        n_words = len(self._content(said))
        if n_words >= _SHORT_WORDS or (decided and n_words):
            return said
        if decided:
            denial = _DENIALS.get(decided.group(1).lower())
            return f"{self._question} {denial}" if denial else self._question
        return f"{self._question}: {said}"

    def _similarities(self, claim: str) -> dict[int, float]:
        """Of each source its best sentence's cosine to the claim."""
        if self._rows is None:
            sentences = [
                (source.marker, source.text[start:end])
                for source in self.sources
                for start, end in sentences_of(source.text)
            ]
            self._owners = [marker for marker, _ in sentences]
            self._rows = self._encode([text for _, text in sentences]) if sentences else None
        if self._rows is None:
            return {}
        best: dict[int, float] = {}
        cosines = self._rows @ self._encode([claim])[0]
        for marker, cosine in zip(self._owners, cosines.tolist(), strict=True):
            best[marker] = max(best.get(marker, -1.0), cosine)
        return best

    def _quote(self, marker: int, clause: str) -> str:
        """The words of the source that hold the numbers and names of the clause, those that were
        not asked by before the others, then most of its other words."""
        source = next(source for source in self.sources if source.marker == marker)
        claim = self._completed(clause)
        wanted, exact = self._content(claim), stated_numbers(claim) | names(claim)
        told = exact - stated_numbers(self._question) - names(self._question)

        def worth(quote: str) -> tuple[int, int, float]:
            there = self._content(quote) | numbers(source.told(quote))
            others = len(wanted & there) - len(quote) / 2000
            return len(told & there), len(exact & there), others

        return max(quotable(source.text, by_lines=source.by_lines), key=worth)


def _holds_run(words: Sequence[str], run: Sequence[str]) -> bool:
    """Whether words stand among others, side by side and in order."""
    n = len(run)
    return any(list(words[at : at + n]) == list(run) for at in range(len(words) - n + 1))


def says_no(question: Question, claim: Claim) -> bool:
    """Whether what sounds as if there were no answer is one: "No, painting is not included" is,
    where the sources bear it out."""
    own_words = len(set(content_words(claim.text)))
    return question.asks == "yes_no" and claim.standing == "supported" and own_words >= _SHORT_WORDS


def _without_ending(clause: str) -> int:
    ending = _CLAUSE_ENDING.search(clause)
    return ending.start() if ending else len(clause)
