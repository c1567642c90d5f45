"""Days that a text names from where it stands: "yesterday", "vor drei Wochen", "lundi dernier".

What they are follows from the day on which the text was said or written. What is as coarse as a
week, a month or a year stays so; what people mean differently ("next Friday" on a Wednesday) and
what may be a length of time ("in two weeks") is left alone. English, German, French, Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from babel.dates import format_date, format_skeleton

from app.core.cldr import weekdays
from app.core.number_words import number_words
from storage.folding import fold

Grain = Literal["day", "weekend", "week", "month", "year", "past"]

_WORDS = {
    "en": {
        "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0,
        "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1,
        "the day after tomorrow": 2,
    },
    "de": {"vorgestern": -2, "gestern": -1, "heute": 0, "übermorgen": 2},
    "fr": {"avant-hier": -2, "hier": -1, "aujourd'hui": 0, "après-demain": 2, "demain": 1},
    "es": {"anteayer": -2, "anoche": -1, "ayer": -1, "hoy": 0, "pasado mañana": 2},
}  # fmt: skip
_UNITS = {
    "en": {"day": "day", "week": "week", "weekend": "weekend", "month": "month", "year": "year"},
    "de": {"tag": "day", "woche": "week", "wochenende": "weekend", "monat": "month",
           "jahr": "year"},
    "fr": {"jour": "day", "semaine": "week", "week-end": "weekend", "mois": "month", "an": "year",
           "année": "year"},
    "es": {"día": "day", "semana": "week", "fin de semana": "weekend", "mes": "month",
           "año": "year"},
}  # fmt: skip
# `{unit}` and `{weekday}` are filled in; `before`, `after` and `same` say which one is meant. "The
# last week of May" and "over the last year" are not said from a day.
_PATTERNS = {
    "en": (
        r"(?<!\bthe\s)"
        r"(?:(?P<before>last|(?:this )?past)|(?P<after>next|this coming)|(?P<same>this)) "
        r"(?:{unit}|{weekday})\b(?! of\b| in the\b)",
        r"(?P<n>\d{{1,3}}|[a-z]+) {units} ago\b",
    ),
    "de": (
        r"(?<!\bdie\s)(?:(?P<before>letzte|vorige|vergangene)[nmrs]?|(?P<after>nächste|kommende)[nmrs]?"
        r"|(?P<same>diese)[nmrs]?) (?:{unit}|{weekday})\b(?! des\b| der\b| vor\b| im\b)",
        r"\bvor (?P<n>\d{{1,3}}|[a-zäöüß]+) {units}\b",
    ),
    "fr": (
        r"(?:{unit}|{weekday}) (?:(?P<before>derni(?:er|ère)|passée?)|(?P<after>prochaine?))\b",
        r"\bil y a (?P<n>\d{{1,3}}|[a-zéè]+) {units}\b",
    ),
    "es": (
        r"(?:{unit}|{weekday}) (?:(?P<before>pasad[oa])|(?P<after>próxim[oa]|que viene))\b",
        r"(?:(?P<after>próxim[oa])) (?:{unit}|{weekday})\b",
        r"\bhace (?P<n>\d{{1,3}}|[a-zéúó]+) {units}\b",
    ),
}
# What was, nobody can say when: not on the day on which it is said.
_PAST = {
    "en": r"last (?:spring|summer|autumn|fall|winter)|the other day|"
    r"(?:a few|few|a couple of|several|some) (?:days|weeks|weekends|months|years) (?:ago|back)",
    "de": r"letzte[nrs] (?:Frühling|Frühjahr|Sommer|Herbst|Winter)|neulich|"
    r"vor (?:ein paar|einigen|mehreren|vielen) (?:Tagen|Wochen|Monaten|Jahren)",
}
_STRETCHES = {
    "en": {"week": "the week of {day}", "weekend": "the weekend of {day}", "past": "before {day}"},
    "de": {
        "week": "die Woche vom {day}",
        "weekend": "das Wochenende vom {day}",
        "past": "vor dem {day}",
    },
    "fr": {"week": "la semaine du {day}", "weekend": "le week-end du {day}"},
    "es": {"week": "la semana del {day}", "weekend": "el fin de semana del {day}"},
}
_PLURALS = {"en": "s?", "de": "(?:e|en|n|es)?", "fr": "s?", "es": "(?:s|es)?"}
_ONE = frozenset("a an one ein eine einem einer einen un une una uno".split())  # noqa: SIM905
# "morgen" is the morning, too.
_MORGEN = re.compile(
    r"(?<![\w-])(?<!heute )(?<!gestern )(?<!am )(?<!guten )(?<!jeden )morgen\b(?! früh)"
)
_LINE_OF_A_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)[ T]\d\d:\d\d", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """`text[start:end]` means the days from `first` to `last`, both included."""

    start: int
    end: int
    first: date
    last: date
    grain: Grain

    def written(self, language: str) -> str:
        """7 May 2023; the week of 15 May 2023; May 2023; 2022; before 24 May 2023. A small model
        that reads two ends of a week makes them one."""
        if self.grain == "year":
            return str(self.first.year)
        if self.grain == "month":
            return format_skeleton("yMMMM", self.first, locale=language)
        locale = "en_GB" if language == "en" else language
        day = format_date(self.first, "long", locale=locale)
        return day if self.grain == "day" else _STRETCHES[language][self.grain].format(day=day)


def said_days(text: str, on: date | None, language: str) -> list[SaidDay]:
    """What a text says from its day `on`, in order, none within another. A message that begins
    with its own day and time ("2023-05-08 13:56 …") is of that day. Nothing of another language
    than the four; nothing where no day is known."""
    if language not in _PATTERNS:
        return []
    stamps = [
        (match.start(), moment)
        for match in _LINE_OF_A_DAY.finditer(text)
        if (moment := _date(*map(int, match.groups()))) is not None
    ]
    found: list[SaidDay] = []
    for start, end, meant in sorted(_meant(text, language), key=lambda each: (each[0], -each[1])):
        day = next((moment for at, moment in reversed(stamps) if at <= start), on)
        if day is None or (found and start < found[-1].end):
            continue
        try:
            days = meant(day)
        except (OverflowError, ValueError):
            continue  # no such day: thousands of years ago
        if days is not None:
            found.append(SaidDay(start, end, *days))
    return found


@lru_cache(maxsize=1024)
def with_days(text: str, on: date | None, language: str) -> str:
    """The text with each such day told behind its words: "yesterday (7 May 2023)"."""
    for said in reversed(said_days(text, on, language)):
        text = f"{text[: said.end]} ({said.written(language)}){text[said.end :]}"
    return text


_Days = tuple[date, date, Grain]
_Meant = Callable[[date], _Days | None]


def _meant(text: str, language: str) -> Iterator[tuple[int, int, _Meant]]:
    words, patterns = _compiled(language)
    for match in words.finditer(text):
        offset = _WORDS[language][" ".join(match.group().lower().replace("’", "'").split())]
        yield *match.span(), _days_off(offset)
    if language == "de":
        for match in _MORGEN.finditer(text):
            yield *match.span(), _days_off(1)
    if language in _PAST:
        for match in _past(language).finditer(text):
            yield *match.span(), _some_time_ago
    for pattern in patterns:
        for match in pattern.finditer(text):
            if (meant := _of_match(match, language)) is not None:
                yield *match.span(), meant


def _of_match(match: re.Match[str], language: str) -> _Meant | None:
    groups = match.groupdict()
    if (written := groups.get("n")) is not None:
        n = _number(written.lower(), language)
        unit = _unit(groups["units"], language)
        return None if n is None else _units_off(unit, -n)
    step = -1 if groups.get("before") else 1 if groups.get("after") else 0
    if groups.get("weekday"):
        return _weekday(weekdays()[fold(groups["weekday"])], step)
    unit = _unit(groups["unit"], language)
    return None if unit == "day" else _units_off(unit, step)


@cache
def _compiled(language: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    flags = re.IGNORECASE
    longest_first = sorted(_WORDS[language], key=len, reverse=True)
    words = "|".join(
        re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+") for word in longest_first
    )
    units = "|".join(sorted(map(re.escape, _UNITS[language]), key=len, reverse=True))
    plural = _PLURALS[language]
    filled = {
        "unit": rf"(?P<unit>{units})(?:s|es)?" if language == "de" else rf"(?P<unit>{units})",
        "units": rf"(?P<units>(?:{units}){plural})",
        "weekday": rf"(?P<weekday>{'|'.join(_weekdays_of(language))})",
    }
    patterns = tuple(
        re.compile(pattern.format(**filled).replace(" ", r"\s+"), flags)
        for pattern in _PATTERNS[language]
    )
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", flags), patterns


@cache
def _weekdays_of(language: str) -> tuple[str, ...]:
    monday = date(2024, 1, 1)
    return tuple(
        re.escape(format_date(monday + timedelta(days=n), "EEEE", locale=language))
        for n in range(7)
    )


def _unit(written: str, language: str) -> str:
    small = written.lower()
    known = _UNITS[language]
    return next(
        known[name] for name in sorted(known, key=len, reverse=True) if small.startswith(name)
    )


def _number(written: str, language: str) -> int | None:
    if written.isdigit():
        return int(written)
    if written in _ONE:
        return 1
    values = [found.value for found in number_words(written, language)]
    return int(values[0]) if len(values) == 1 else None


def _days_off(offset: int) -> _Meant:
    def meant(on: date) -> _Days:
        day = on + timedelta(days=offset)
        return day, day, "day"

    return meant


def _some_time_ago(on: date) -> _Days:
    return on, on, "past"


@cache
def _past(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_PAST[language]})\b".replace(" ", r"\s+"), re.IGNORECASE)


def _weekday(weekday: int, step: int) -> _Meant:
    def meant(on: date) -> _Days | None:
        monday = on - timedelta(days=on.weekday())
        if step < 0:
            day = on - timedelta(days=(on.weekday() - weekday - 1) % 7 + 1)
        elif step > 0:
            day = on + timedelta(days=(weekday - on.weekday() - 1) % 7 + 1)
            if day < monday + timedelta(days=7):
                return None  # of this week, or of the one after
        else:
            day = monday + timedelta(days=weekday)
        return day, day, "day"

    return meant


def _units_off(unit: str, n: int) -> _Meant:
    def meant(on: date) -> _Days:
        if unit == "day":
            day = on + timedelta(days=n)
            return day, day, "day"
        if unit in ("week", "weekend"):
            monday = on - timedelta(days=on.weekday()) + timedelta(weeks=n)
            first = monday + timedelta(days=5 if unit == "weekend" else 0)
            return first, monday + timedelta(days=6), "weekend" if unit == "weekend" else "week"
        if unit == "month":
            months = on.year * 12 + on.month - 1 + n
            first = date(months // 12, months % 12 + 1, 1)
            return first, _last_of_month(first), "month"
        return date(on.year + n, 1, 1), date(on.year + n, 12, 31), "year"

    return meant


def _last_of_month(first: date) -> date:
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return after - timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
