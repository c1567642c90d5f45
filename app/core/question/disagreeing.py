"""What another file says instead: where an answer is one exact value, the other passages that were
found are looked through for a sentence that answers the same question with another one.

The answer's own sentence, with the other value in it, must be borne out by the other passage just
as strictly as the answer was by its own. What that passage says must also share the question's rare
words and speak of the same days; it must not say the answer's value too, nor the answer's own file
the other one; and where the question names the file ("by the invoice"), no other counts."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.core import thresholds
from app.core.dates import DateMention, agrees, bears_out
from app.core.encoders import Encoders
from app.core.quantities import Quantity, same
from app.core.question.asked import Question
from app.core.question.checking import SentenceTest
from app.core.question.claims import clauses
from app.core.question.passage import Passage, title_of
from app.core.question.phrases import phrases
from app.core.question.programs.figures import full_day, written_day
from app.core.question.retrieve import Found
from app.core.question.support import Facts, facts_of, is_there
from app.core.question.telling import Resting
from app.core.sentences import sentences_of
from app.core.words import content_words, words

_MOST_PASSAGES = 20
_MOST_ASKED = 2  # passages that the model is asked over
_MOST_RIVALS = 2
_MOST_VALUES = 2  # in one answer; more of them is no one value
_ANSWER_TOKENS = 48
_SAID_OTHERWISE = frozenset(("summary", "list", "comparison", "file"))
_SIGN_BEFORE = re.compile(r"(?:US\$|[€£$¥₽₩₹]|\b(?:EUR|USD|GBP|CHF))\s?$")

Kind = Literal["time", "day", "month", "year", "number", "amount"]
Rarities = Callable[[Sequence[str]], Mapping[str, float]]
"""How much each of some words, as they are spelled, tells in the library."""


@dataclass(frozen=True, slots=True)
class Value:
    """`text[start:end]` of some text is an exact value, with its unit."""

    kind: Kind
    start: int
    end: int
    moment: DateMention | None = None
    quantity: Quantity | None = None

    @property
    def unit(self) -> str | None:
        return self.quantity.unit if self.quantity is not None else None

    @property
    def bound(self) -> str | None:
        mention = self.moment or self.quantity
        return mention.bound if mention is not None else None

    @property
    def day(self) -> date | None:
        return full_day(self.moment.moment) if self.moment is not None else None

    @property
    def year(self) -> int | None:
        if self.moment is not None:
            return self.moment.moment.year
        return int(self.quantity.readings[0]) if self.quantity is not None else None

    def is_comparable(self, other: Value) -> bool:
        """Whether both answer the same kind of question."""
        return (self.kind, self.unit, self.bound) == (other.kind, other.unit, other.bound)

    def agrees_with(self, other: Value) -> bool:
        if self.kind == "year" and other.kind == "year":
            return self.year == other.year
        if self.quantity is not None and other.quantity is not None:
            return same(self.quantity, other.quantity)
        if self.moment is not None and other.moment is not None:
            return agrees(self.moment, other.moment)
        return False


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer, the passage that bears it out, and the words of it that do."""

    text: str
    found: Found
    quote: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What one file says: the value as it is spelled there, and the sentence that has it."""

    found: Found
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`own` is what the answer rests on."""

    own: Telling
    others: tuple[Telling, ...]


class OtherTellings:
    """`passage_of` makes of a found passage what is tested; `rarities` as above; `dated` tells
    the day that a file is of."""

    def __init__(
        self,
        encoders: Encoders,
        passage_of: Callable[[Found], Passage],
        rarities: Rarities,
        dated: Callable[[Found], date | None],
    ) -> None:
        self._dated = dated
        self._encoders = encoders
        self._passage_of = passage_of
        self._rarities = rarities

    def look(
        self,
        question: Question,
        said: Sequence[Said],
        found: Sequence[Found],
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Disagreement | None:
        """None where the answer is not one exact value, or where no other file says another.
        `found` are the question's passages, the best first."""
        if question.asks in _SAID_OTHERWISE or not said or cancelled():
            return None
        asked = facts_of(question.subject, question.language)
        for sentence in said:
            own = _answers_of(sentence.text, asked, question.language)
            if not own or len(own) > _MOST_VALUES:
                continue
            for value in own:
                others = self._others(question, said, sentence, value, found, cancelled)
                if others:
                    shown = shown_in(sentence.text, value)
                    return Disagreement(Telling(sentence.found, shown, sentence.quote), others)
        return None

    def says(self, question: Question, said: Said) -> bool:
        """Whether a passage has, word for word as the answer's test wants it, what a program wrote:
        a row looked up, but no sum."""
        if self._encoders.text_or_none is None:
            return False
        test = self._test(question, [self._passage_of(said.found)])
        return bool(_bears_out(test, said.text))

    def _others(
        self,
        question: Question,
        said: Sequence[Said],
        sentence: Said,
        value: Value,
        found: Sequence[Found],
        cancelled: Callable[[], bool],
    ) -> tuple[Telling, ...]:
        mine = {each.found.item.content_id for each in said}
        near = found[:_MOST_PASSAGES]
        others = [entry for entry in near if entry.item.content_id not in mine]
        own_file = [
            entry for entry in near if entry.item.content_id == sentence.found.item.content_id
        ]
        kept: dict[object, Telling] = {}
        for rival in self._candidates(question, sentence, value, others, own_file, cancelled):
            content = rival.passage.found.item.content_id
            if content in kept:
                continue
            kept[content] = Telling(rival.passage.found, rival.shown, rival.quote)
            if len(kept) == _MOST_RIVALS:
                break
        return tuple(kept.values())

    def _candidates(
        self,
        question: Question,
        sentence: Said,
        value: Value,
        others: Sequence[Found],
        own_file: Sequence[Found],
        cancelled: Callable[[], bool],
    ) -> Iterator[_Rival]:
        """What other passages say of the same with another value; the cheap conditions first.
        Testing one takes long, so each asks first whether the answer was stopped."""
        language = question.language
        clause, offset = _clause_of(sentence.text, value)
        own = dataclasses.replace(value, start=value.start - offset, end=value.end - offset)
        own_text = _sentence_with(sentence.found.chunk.text, value, language) or sentence.quote
        own_days = _days_beside(own_text, value, language)
        counted = _counted(clause, own, language) or _counted_in(own_text, value, language)
        asked = facts_of(question.subject, language)
        own_file = list({e.chunk.chunk_id: e for e in (sentence.found, *own_file)}.values())
        own_passages = [self._passage_of(entry) for entry in own_file]
        evidence = [passage.evidence(1) for passage in own_passages]
        told = " ".join(f"{each.context} {each.text}" for each in evidence)
        wanted = self._weights(question, told)
        titles = _stems(" ".join(each.context for each in evidence), language)
        called = [word for word in wanted if is_there(word, titles, language)]
        for entry in others:
            if cancelled():
                return
            passage = self._passage_of(entry)
            text = passage.evidence(1).text
            there = _stems(f"{passage.evidence(1).context} {text}", language)
            if not all(is_there(word, there, language) for word in called):
                continue  # the question names the answer's own file: "by the invoice"
            if _share(wanted, there, language) < thresholds.RIVAL_SHARE:
                continue
            values = [
                (window, other)
                for window, other in _values_in(text, value, asked, wanted, language)
                if _same_days(own_days, _days_beside(window, other, language))
                and (value.kind != "number" or counted & _counted(window, other, language))
                and (other.day is None or other.day != self._dated(entry))  # the file's own day
            ]
            if not values:
                continue
            test, own_test = self._test(question, [passage]), self._test(question, own_passages)
            if _bears_out(test, clause):
                continue  # it says the same, whatever else it says
            for window, other in values:
                if cancelled():
                    return
                replaced = clause[: own.start] + spelled_in(window, other) + clause[own.end :]
                quote = _bears_out(test, replaced)
                # Where the answer's own file says both, it says them of two things.
                if quote and not _bears_out(own_test, replaced):
                    yield _Rival(passage, shown_in(window, other), window)
                    break

    def _test(self, question: Question, passages: Sequence[Passage]) -> SentenceTest:
        evidence = [passage.evidence(n) for n, passage in enumerate(passages, start=1)]
        return SentenceTest(question, evidence, self._encoders.text.encode_documents)

    def _weights(self, question: Question, told: str) -> dict[str, float]:
        """The question's content words, dates and numbers left out, that the answer's own file has
        too, with their rarity; all of them where it has none."""
        language = question.language
        spelled: dict[str, str] = {}
        for word in words(facts_of(question.subject, language).rest):
            for stem in content_words(word, language):
                spelled.setdefault(stem, word)
        there = _stems(told, language)
        held = {stem: word for stem, word in spelled.items() if is_there(stem, there, language)}
        known = self._rarities(list((held or spelled).values()))
        return {stem: known[word] for stem, word in (held or spelled).items()}


@dataclass(frozen=True, slots=True)
class _Rival:
    passage: Passage
    shown: str
    quote: str


def _bears_out(test: SentenceTest, clause: str) -> str:
    """The words of the first source that bear a clause out; "" where none does."""
    claim = test.check(clause)
    return next(iter(claim.quotes.values()), "") if claim.standing == "supported" else ""


def spelled_in(text: str, value: Value) -> str:
    """The value as a text has it, with the sign of its currency."""
    sign = _SIGN_BEFORE.search(text, max(0, value.start - 5), value.start)
    return text[sign.start() if sign else value.start : value.end].strip()


def shown_in(text: str, value: Value) -> str:
    """The same; with a bare number what is counted: "38 boats", "17 h"."""
    following = re.match(r"[ \u00a0\u202f][^\W\d_]+", text[value.end :])
    counted = following.group() if value.kind == "number" and following else ""
    return spelled_in(text, value) + counted


def _exact(facts: Facts) -> Iterator[Value]:
    """The exact values of a text; weekdays, ordinals and what is undecided left out."""
    for moment in facts.moments:
        said = moment.moment
        if len(moment.readings) != 1:
            continue
        kind: Kind | None = (
            "time" if moment.is_time
            else "day" if said.day is not None
            else "month" if said.month is not None
            else "year" if said.year is not None
            else None
        )  # fmt: skip
        if kind is not None:
            yield Value(kind, moment.start, moment.end, moment=moment)
    for amount in facts.amounts:
        if amount.ordinal or len(amount.readings) != 1:
            continue
        number = amount.readings[0]
        digits = facts.text[amount.start : amount.end]
        is_year = amount.unit is None and digits.isdigit() and 1000 <= number <= 2100
        kind = "year" if is_year else "number" if amount.unit is None else "amount"
        yield Value(kind, amount.start, max(amount.end, amount.unit_end), quantity=amount)


def _answers_of(text: str, asked: Facts, language: str) -> list[Value]:
    """The exact values of an answer that the question does not name itself."""
    known = list(_exact(asked))
    return [
        value
        for value in _exact(facts_of(text, language))
        if not any(_named_in(value, other) for other in known)
    ]


def _named_in(value: Value, asked: Value) -> bool:
    if value.agrees_with(asked):
        return True
    if value.kind == "year" and asked.moment is not None:
        return value.year == asked.year
    return (
        value.moment is not None and asked.moment is not None
        and bears_out(asked.moment, value.moment)
    )  # fmt: skip


def _clause_of(text: str, value: Value) -> tuple[str, int]:
    """The clause that holds a value, and where it begins."""
    at = 0
    for clause in clauses(text):
        if at <= value.start < at + len(clause):
            return clause, at
        at += len(clause)
    return text, 0


def _pieces_of(text: str, language: str) -> Iterator[str]:
    for start, end in sentences_of(text, language):
        yield from (line.strip() for line in text[start:end].split("\n") if line.strip())


def _sentence_with(text: str, value: Value, language: str) -> str:
    """The sentence or row of a text that says a value; "" where none does."""
    for piece in _pieces_of(text, language):
        if any(each.agrees_with(value) for each in _exact(facts_of(piece, language))):
            return piece
    return ""


def _values_in(
    text: str, value: Value, asked: Facts, wanted: Mapping[str, float], language: str
) -> list[tuple[str, Value]]:
    """The sentences of a text with what they say of the value's kind, if it is another one; first
    those with most of the wanted words. A day at the head of a file or a letter is its own: a day
    counts only in a sentence that has some of them."""
    found: list[tuple[float, str, Value]] = []
    before = 0.0
    for piece in _pieces_of(text, language):
        share = _share(wanted, _stems(piece, language), language)
        near = max(share, before)
        before = share
        for other in _answers_of(piece, asked, language):
            if not other.is_comparable(value) or other.agrees_with(value):
                continue
            if (share if value.kind in ("day", "month") else near) >= thresholds.RIVAL_NEAR:
                found.append((share, piece, other))
    return [(piece, other) for _, piece, other in sorted(found, key=lambda entry: -entry[0])]


def _share(wanted: Mapping[str, float], there: set[str], language: str) -> float:
    """How much of the wanted words, by their weight, is among others."""
    total = sum(wanted.values())
    held = sum(weight for word, weight in wanted.items() if is_there(word, there, language))
    return held / total if total else 0.0


def _stems(text: str, language: str) -> set[str]:
    return set(content_words(text, language)) | set(content_words(text))


def _days_beside(text: str, value: Value, language: str) -> list[DateMention]:
    """The days, months and years that a sentence tells besides a value."""
    return [
        each.moment
        for each in _exact(facts_of(text, language))
        if each.moment is not None and each.kind != "time" and not each.agrees_with(value)
        and each.start != value.start
    ]  # fmt: skip


def _counted(text: str, value: Value, language: str) -> set[str]:
    """What is counted, as stems: "27 of 44 members"."""
    following = re.match(r"(?:[ \u00a0\u202f][\w'’]+){1,3}", text[value.end :])
    if following is None:
        return set()
    return {following.group().split()[0], *content_words(following.group(), language)}


def _counted_in(text: str, value: Value, language: str) -> set[str]:
    held = (v for v in _exact(facts_of(text, language)) if v.agrees_with(value))
    return next((_counted(text, each, language) for each in held), set())


def _same_days(one: Sequence[DateMention], other: Sequence[DateMention]) -> bool:
    """Whether two sentences may speak of the same day, as far as both name one."""
    return not one or not other or any(agrees(a, b) for a in one for b in other)


def told_source(found: Found, day: date | None, language: str) -> str:
    """What a source is called and the day that it is of, in an answer of that language."""
    called = phrases(language).quoted.format(word=title_of(found))
    return called if day is None else f"{called} ({written_day(day, language)})"


def tell(
    disagreement: Disagreement, dated: Callable[[Found], date | None], language: str
) -> tuple[str, list[Resting]]:
    """One sentence with what each source says and when it is of, the oldest first."""
    said = phrases(language)
    sides = [(dated(side.found), side) for side in (disagreement.own, *disagreement.others)]
    parts: list[str] = []
    resting: list[Resting] = []
    at = len(said.differ) + 1
    for day, side in sorted(sides, key=lambda pair: pair[0] or date.max):
        source = told_source(side.found, day, language)
        parts.append(said.one_says.format(source=source, value=side.value))
        at += len(parts[-1])
        resting.append(Resting(at, side.found, side.quote))
        at += len("; ")
    return f"{said.differ} {'; '.join(parts)}.", resting
