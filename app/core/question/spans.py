"""Time between two days that the language model read. Pure.

A small model finds the two days of "how many nights did she stay?" but cannot count what lies
between them. So it is asked for the days alone, what it says of them is tested as anything it says,
and the counting is done here."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

from babel.dates import format_skeleton

from app.core.dates import DateMention, Moment, dates
from app.core.quantities import quantities
from app.core.question.asked import Question
from app.core.question.programs.day_pairs import counted_between, unit_asked
from app.core.question.programs.figures import full_day, written_day
from app.core.words import content_words

_UNITS_OF_TIME = frozenset(("s", "month", "year"))
_A_YEAR, _A_LEAP_YEAR = 2001, 2000  # for days of the same year, which is not said


def asks_for_span(question: Question) -> bool:
    return question.asks in ("count", "date") and unit_asked(question.subject) is not None


def span_between(question: Question, said: Sequence[str]) -> str | None:
    """A sentence with the time between the two days that these sentences name, in the unit asked
    for. None where they name more or fewer, tell a length of time themselves, or leave it open
    whether a new year lies between: "20 December to 3 January"."""
    if not asks_for_span(question):
        return None
    told: dict[Moment, None] = {}  # in the order in which they are named
    others: list[frozenset[str]] = []
    for text in said:
        mentions = [each for each in dates(text, question.language) if not each.is_time]
        lengths = quantities(text, question.language, mentions)
        if any(amount.unit in _UNITS_OF_TIME for amount in lengths):
            return None
        if any(len(mention.readings) > 1 for mention in mentions):
            return None
        others.append(_words_beside(text, mentions))
        told |= {dataclasses.replace(mention.moment, weekday=None): None for mention in mentions}
    if len(told) != 2 or (len(others) == 2 and others[0] == others[1] != frozenset()):
        return None  # of the same thing said twice neither day is the end of the other's
    if all(moment.year is not None for moment in told):
        return _counted(question, sorted(filter(None, map(full_day, told))), with_year=True)
    years = {moment.year for moment in told if moment.year is not None}
    if years:  # of one it may go without saying: "6 July to 19 July 2025"
        return _counted(question, [_in_year(moment, max(years)) for moment in told], with_year=True)
    counts = {
        _counted(question, [_in_year(moment, year) for moment in told], with_year=False)
        for year in (_A_YEAR, _A_LEAP_YEAR)
    }
    return counts.pop() if len(counts) == 1 else None


def _words_beside(text: str, mentions: Sequence[DateMention]) -> frozenset[str]:
    rest = list(text)
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    return frozenset(content_words("".join(rest)))


def _in_year(moment: Moment, year: int) -> date | None:
    return full_day(moment if moment.year else dataclasses.replace(moment, year=year))


def _counted(question: Question, told: Sequence[date | None], *, with_year: bool) -> str | None:
    days = [day for day in told if day is not None]
    if len(days) != 2 or days[0] > days[1]:
        return None
    language = question.language
    counted = counted_between(days[0], days[1], question.subject, language)
    if counted is None:
        return None
    value, form = counted
    first, last = (
        written_day(day, language)
        if with_year
        else format_skeleton("MMMMd" if language != "en" else "dMMMM", day, locale=language)
        for day in days
    )
    return form.format(value=value, day_a=first, day_b=last)
