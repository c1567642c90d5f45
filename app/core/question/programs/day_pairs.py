"""How long between two days that the found files tell, however it is asked. Pure.

The question's words decide, not its pattern: of all sentences and rows with one day those two are
taken that together have most of the words, each some that the other lacks; or one with a day beside
a day or year of the question; or one with a beginning and an end. Nothing is said where another
choice is as good, or where a word is left over."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.units import format_unit

from app.core import cldr, thresholds
from app.core.dates import dates
from app.core.naming import spoken_name
from app.core.quantities import Quantity, quantities
from app.core.question.programs.asked import Asked, tokens_of
from app.core.question.programs.dated_facts import Sentence
from app.core.question.programs.day_wording import DAYS
from app.core.question.programs.days import moved
from app.core.question.programs.figures import full_day, written_day
from app.core.question.support import is_there
from app.core.question.values import Grounds, Statement
from app.core.words import content_words

_MOST_SENTENCES = 120
_HEADING_CHARS = 80
_LEAST_YEAR, _MOST_YEAR = 1500, 2100
_YEAR = re.compile(r"(?<![\d.,:/-])(1[5-9]\d\d|20\d\d)(?![\d:/-]|[.,]\d)")
# What is counted, or that a length of time or an age is asked for.
_COUNTED = re.compile(
    r"\b(?:how many|wie ?vielen?|combien d(?:e |['’])|cu[aá]nt[oa]s) ?(?:(?:whole|full|ganze) )?"
    r"(?P<unit>[^\W\d_]+)",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\b(?:how long|wie lange|combien de temps|cu[aá]nto tiempo)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?:how old|the age of|wie alt|quel âge|qué edad)\b", re.IGNORECASE)

_WEEKDAY = re.compile(
    r"\b(?:weekday|day of the week|wochentag|jour de la semaine|día de la semana)\b", re.IGNORECASE
)

_DUE = re.compile(
    r"\b(?:(?:by|until|till) (?:when|what|which)|at the latest|due|expires?|runs? (?:out|until)|"
    r"next|ends?|bis wann|spätestens|läuft|fällig|endet|nächsten?|jusqu['’]à quand|au plus tard|"
    r"expire|prochaine?|hasta cuándo|a más tardar|vence|próxim[oa])\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:when|date|day|wann|datum|tag|quand|jour|cuándo|fecha|día)\b", re.IGNORECASE
)
_BEFORE_TEXT = "before prior vor vorher zuvor avant antes"
_BEFORE = frozenset(_BEFORE_TEXT.split())
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, or a year by itself; where it is told, if not in the question."""

    year: int
    day: date | None = None
    grounds: tuple[Grounds, ...] = ()

    @property
    def value(self) -> date:
        return self.day or date(self.year, 1, 1)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence or row with its days and the question's words that it has; `around` are those of
    its file's title, its heading, and the line over it."""

    days: tuple[_Day, ...]
    own: frozenset[str]
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Span:
    first: _Day
    last: _Day
    both: bool = False


def count_between(
    asked: Asked, sentences: Callable[[], Sequence[Sentence]]
) -> tuple[Statement, ...] | None:
    text = " ".join(asked.text.split())
    unit = unit_asked(text)
    if unit is None or any(token.folded in asked.wording.negations for token in asked.tokens):
        return None
    span = _Search(asked, unit, sentences()).span()
    if span is None:
        return None
    value = _value(span, unit, asked.language)
    grounds = {(g.found.chunk.chunk_id, g.quote): g for g in span.first.grounds + span.last.grounds}
    if value is None or not grounds:
        return None
    return (Statement(_told(span, value, asked.language), tuple(grounds.values())),)


def weekday_of(
    asked: Asked, sentences: Callable[[], Sequence[Sentence]]
) -> tuple[Statement, ...] | None:
    if not _WEEKDAY.search(asked.text):
        return None
    told = _Search(asked, "day", sentences()).day()
    if told is None or told.day is None:
        return None
    telling = next(DAYS[known] for known in DAYS if known == asked.language)
    weekday = format_date(told.day, "EEEE", locale=asked.language)
    said = telling.weekday.format(day=written_day(told.day, asked.language), value=weekday)
    return (Statement(f"{said}.", told.grounds),)


def due_day(
    asked: Asked, sentences: Callable[[], Sequence[Sentence]]
) -> tuple[Statement, ...] | None:
    """By when, where a file tells a length of time and the day it counts from."""
    if not _DUE.search(asked.text) or not _WHEN.search(asked.text):
        return None
    search = _Search(asked, "day", sentences())
    due = {day: (start, length, grounds) for day, start, length, grounds in search.due()}
    if len(due) != 1:
        return None
    day, (start, length, grounds) = due.popitem()
    telling = next(DAYS[known] for known in DAYS if known == asked.language)
    said = telling.deadline_after.format(
        value=written_day(day, asked.language),
        span=_length_told(length, asked.language),
        day=written_day(start, asked.language),
    )
    return (Statement(f"{said}.", grounds),)


def counted_between(first: date, last: date, text: str, language: str) -> tuple[str, str] | None:
    """What lies between two days in the unit that the question `text` asks for ("7 nights"), and
    the form of a sentence for it with both days; None where no length of time is asked for, or in a
    language without words for it here."""
    unit = unit_asked(text)
    telling = next((DAYS[known] for known in DAYS if known == language), None)
    if unit is None or telling is None or first == last:
        return None
    value = _value(_Span(_Day(first.year, first), _Day(last.year, last)), unit, language)
    return None if value is None else (value, f"{telling.lasting}.")


def unit_asked(text: str) -> str | None:
    """day, week, month, year, night; "" where the unit is left open; None for other questions."""
    if match := _COUNTED.search(text):
        known = cldr.units().get(cldr.plain(match["unit"]))
        if known is None:
            return None
        by_kind = {"month": "month", "year": "year", "night": "night"}
        if known.kind == "s":
            return {86_400: "day", 604_800: "week"}.get(int(known.factor))
        return by_kind.get(known.kind) if known.factor == 1 else None
    if _AGE.search(text):
        return "year"
    return "" if _LENGTH.search(text) else None


class _Search:
    def __init__(self, asked: Asked, unit: str, sentences: Sequence[Sentence]) -> None:
        self._unit = unit
        self._language = asked.language
        text = asked.text
        mentions = dates(text, asked.language)
        rest = list(text)
        for mention in mentions:
            rest[mention.start : mention.end] = " " * (mention.end - mention.start)
        self._days = [
            _Day(day.year, day) for mention in mentions if (day := full_day(mention.moment))
        ]
        spelled = _YEAR.sub(lambda match: " " * 4, "".join(rest))
        in_days = {day.year for day in self._days}
        self._years = [int(y) for y in _YEAR.findall(text) if int(y) not in in_days]
        plain = {word for phrase in thresholds.DAY_PAIR_PLAIN for word in tokens(phrase)}
        words = [
            token
            for token in tokens_of(spelled)
            if token.folded not in asked.wording.plain | plain
            and cldr.units().get(cldr.plain(token.folded)) is None
        ]
        self._wanted = {
            stem for token in words for stem in content_words(token.text, asked.language)
        }
        self._told = sentences
        self._said = [self._as_said(sentence) for sentence in sentences[:_MOST_SENTENCES]]

    def span(self) -> _Span | None:
        if not self._wanted:
            return None
        for find in (self._lasting, self._of_the_question, self._pair):
            if (span := find()) is not None:
                return span
        return None

    def day(self) -> _Day | None:
        """The one day that is told of what is asked about."""
        return self._best(
            (len(said.own), said.days[0], said.own | said.around)
            for said in self._said
            if len(said.days) == 1 and said.days[0].day and said.own and self._fits(said.days)
        )

    def due(self) -> Iterator[tuple[date, date, Quantity, tuple[Grounds, ...]]]:
        """(day, the day it counts from, the length of time, both with their places)."""
        if not self._wanted or self._days:
            return
        found: list[tuple[int, tuple[date, date, Quantity, tuple[Grounds, ...]]]] = []
        for sentence in self._told[:_MOST_SENTENCES]:
            length = _only_length(sentence)
            start = self._start(sentence)
            if length is None or start is None or not start.days:
                continue
            held = self._held(sentence.found.chunk.text) | self._as_said(sentence).around
            day = moved(start.days[0], length)
            if day is not None and self._is_covered(held):
                places = {each.text: each.grounds for each in (sentence, start)}
                entry = (day, start.days[0], length, tuple(places.values()))
                found.append((len(self._held(sentence.text)), entry))
        most = max((score for score, _ in found), default=0)
        yield from (entry for score, entry in found if score == most)

    def _start(self, sentence: Sentence) -> Sentence | None:
        """What tells the day that a length of time counts from: the sentence itself, the one that
        begins its file, or the only one of its passage with a day."""
        if len(sentence.days) == 1:
            return sentence
        near = [
            each for each in self._told
            if each.found.chunk.chunk_id == sentence.found.chunk.chunk_id and each.days
        ]  # fmt: skip
        first = sentence.found.chunk.text.split("\n", 1)[0]
        if near and sentence.found.chunk.ordinal == 0 and near[0].text in first:
            return near[0] if len(near[0].days) == 1 else None
        return near[0] if len({day for each in near for day in each.days}) == 1 else None

    def _as_said(self, sentence: Sentence) -> _Said:
        grounds = (sentence.grounds,)
        days = [_Day(day.year, day, grounds) for day in dict.fromkeys(sentence.days)]
        taken = [(m.start, m.end) for m in sentence.mentions if m.moment.day or m.moment.month]
        for match in _YEAR.finditer(sentence.text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                days.append(_Day(int(match[1]), None, grounds))
        return _Said(
            tuple(days),
            self._held(sentence.text),
            self._held(_around(sentence)),
        )

    def _held(self, text: str) -> frozenset[str]:
        there = set(content_words(text, self._language)) | set(content_words(text))
        return frozenset(w for w in self._wanted if is_there(w, there, self._language))

    def _is_covered(self, held: Iterable[str]) -> bool:
        """A word that is left over asks for something else: "been a member", "been married"."""
        return self._wanted <= set(held)

    def _lasting(self) -> _Span | None:
        """From one sentence or row with a beginning and an end."""
        if self._days or self._unit in ("year", "month"):
            return None
        held = [
            said
            for said in self._said
            if len(said.days) == 2
            and all(each.day for each in said.days)
            and said.own
            and self._fits(said.days)
            and self._wanted <= said.own | said.around
        ]
        most = max((len(said.own) for said in held), default=0)
        ranges = {
            (said.days[0].value, said.days[1].value): said for said in held if len(said.own) == most
        }
        if len(ranges) != 1:
            return None
        said = ranges.popitem()[1]
        first, last = sorted(said.days, key=lambda each: each.value)
        return _Span(first, last, both=self._unit != "night")

    def _of_the_question(self) -> _Span | None:
        """A day that a sentence tells, and the day, or for years the year, that the question
        names."""
        if len(self._days) == 1:
            own = self._days[0]
            explained = {
                word for said in self._said if any(d.day == own.day for d in said.days)
                for word in said.own
            }  # fmt: skip
        elif not self._days and len(self._years) == 1 and self._unit == "year":
            own, explained = _Day(self._years[0]), set()
        else:
            return None
        wanted = self._wanted - explained
        best = self._best(
            (len(said.own & wanted), said.days[0], said.own | said.around | explained)
            for said in self._said
            if len(said.days) == 1 and said.own & wanted and _differ(said.days[0], own)
        )
        if best is None:
            return None
        first, last = sorted((own, best), key=lambda each: each.value)
        return _Span(first, last)

    def _pair(self) -> _Span | None:
        """Two days told, each with words of the question that the other lacks."""
        if self._days:
            return None
        told = [said for said in self._said if len(said.days) == 1 and said.own]
        found: dict[tuple[date, date], tuple[int, int, _Span]] = {}
        for one, other in itertools.combinations(told, 2):
            first, last = sorted((one.days[0], other.days[0]), key=lambda each: each.value)
            if first.value == last.value or not (one.own - other.own and other.own - one.own):
                continue
            held = one.own | one.around | other.own | other.around
            if not self._is_covered(held):
                continue
            years = {first.year, last.year}
            if any(year not in years for year in self._years):
                continue
            score = (len(one.own | other.own), -len(one.own & other.own))
            key = (first.value, last.value)
            if key not in found or found[key][:2] < score:
                found[key] = (*score, _Span(first, last))
        if not found:
            return None
        most = max(entry[:2] for entry in found.values())
        best = [entry[2] for entry in found.values() if entry[:2] == most]
        return best[0] if len(best) == 1 else None

    def _best(self, told: Iterable[tuple[int, _Day, Iterable[str]]]) -> _Day | None:
        """The day of the sentences with most of the words, if it is one."""
        kept = [(n, day) for n, day, held in told if self._is_covered(held)]
        most = max((n for n, _ in kept), default=0)
        days = {day.value: day for n, day in kept if n == most}
        return next(iter(days.values())) if len(days) == 1 else None

    def _fits(self, days: Sequence[_Day]) -> bool:
        """Whether the years that the question names are those of the days."""
        return all(year in {day.year for day in days} for year in self._years)


def _around(sentence: Sentence) -> str:
    """What a sentence stands under: title, headings, the file's first line, the line over it. A
    line that is a row of a list speaks of something else."""
    chunk, item = sentence.found.chunk, sentence.found.item
    first = chunk.text.split("\n", 1)[0] if chunk.ordinal == 0 else ""
    first = "" if "; " in first or len(first) > _HEADING_CHARS else first
    above = "" if any(character.isdigit() for character in sentence.above) else sentence.above
    heads = " ".join(chunk.locator.get("heading_path", []))
    return f"{item.title or ''}. {spoken_name(item.path)}. {heads}. {first}. {above}"


def _only_length(sentence: Sentence) -> Quantity | None:
    """The one length of time of a day or more that a sentence tells; none before something."""
    if {token.folded for token in sentence.tokens} & _BEFORE:
        return None
    spoken = sentence.found.chunk.language
    told = [
        amount
        for amount in quantities(sentence.text, spoken, sentence.mentions)
        if amount.unit in ("s", "month", "year") and len(amount.readings) == 1
        and not (amount.bound or amount.ordinal)
        and (amount.unit != "s" or amount.readings[0] >= _DAY_S)
    ]  # fmt: skip
    return told[0] if len(told) == 1 else None


def _length_told(length: Quantity, language: str) -> str:
    n = int(length.readings[0])
    if length.unit == "s":
        return _counted(n // _DAY_S, "day", language)
    return _counted(n, length.unit or "", language)


def _differ(told: _Day, own: _Day) -> bool:
    """Whether there is time between a day told and the question's day, or its year."""
    if own.day is None:
        return told.year != own.year
    return told.day is not None and told.day != own.day


def tokens(phrase: str) -> list[str]:
    return [token.folded for token in tokens_of(phrase)]


def _value(span: _Span, unit: str, language: str) -> str | None:
    """The time between in the unit asked for; None where the days told are too coarse for it, or
    it is less than one."""
    first, last = span.first, span.last
    if first.day is None or last.day is None:
        n_years = last.year - first.year
        return _counted(n_years, "year", language) if unit == "year" and n_years > 0 else None
    n_days = (last.day - first.day).days
    months = (last.year - first.year) * 12 + last.day.month - first.day.month
    months -= last.day.day < first.day.day
    if unit in ("day", "night", ""):
        return _counted(n_days + (span.both and unit != "night"), unit or "day", language)
    if unit == "week":
        weeks, rest = divmod(n_days, 7)
        value = _counted(weeks, "week", language)
        value += f" + {_counted(rest, 'day', language)}" if rest else ""
        return f"{value} ({_counted(n_days, 'day', language)})"
    n = months // 12 if unit == "year" else months
    return _counted(n, unit, language) if n > 0 else None


def _counted(n: int, unit: str, language: str) -> str:
    return format_unit(n, f"duration-{unit}", locale=language)


def _told(span: _Span, value: str, language: str) -> str:
    telling = next(DAYS[known] for known in DAYS if known == language)
    first, last = (_written(each, language) for each in (span.first, span.last))
    if span.first.day is None or span.last.day is None:
        return f"{value} ({first} – {last})."
    return f"{telling.lasting.format(value=value, day_a=first, day_b=last)}."


def _written(day: _Day, language: str) -> str:
    return str(day.year) if day.day is None else written_day(day.day, language)
