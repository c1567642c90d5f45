"""Dates and times of day in a text, in a normal form that can be compared.

Read are numeric dates, dates with names of months in some twenty languages, dates in Chinese,
Japanese and Korean, weekdays, and times of day. A date that can be read in two ways (03/04/2025)
keeps both. A bare year counts as a date only where a word before it says so; else it is a
number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.core import cldr
from app.core.date_patterns import (
    AFTER_SHORT_WEEKDAY,
    BEFORE_ANOTHER_SHORT_WEEKDAY,
    BEFORE_SHORT_WEEKDAY,
    CLOCKS,
    DAY_AFTER,
    DAY_BEFORE,
    DAY_FIRST,
    HAN_DATE,
    HAN_TIME,
    HAN_WEEKDAY,
    HAN_YEAR,
    ISO,
    LONE_MONTHS,
    MONTH_LEAD,
    NOON,
    NUMERIC,
    POINTED,
    SHORT_WEEKDAY,
    SHORT_WEEKDAYS_JOINT,
    VERBS,
    WEEKDAY_JOINT,
    WORD,
    YEAR,
    YEAR_AFTER,
    YEARS,
    han_number,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is said of a point in time; what is not said is None. `weekday`: Monday is 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None

    @property
    def day_of_week(self) -> int | None:
        """The weekday that is said, or that follows from the date."""
        if self.weekday is not None or not (self.year and self.month and self.day):
            return self.weekday
        return date(self.year, self.month, self.day).weekday()


Bound = Literal["from", "to"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """`text[start:end]` and how it can be read: one reading, or more where it is undecided.
    `bound`: whether it is the beginning or the end of a range."""

    start: int
    end: int
    readings: tuple[Moment, ...]
    bound: Bound | None = None

    @property
    def moment(self) -> Moment:
        """The first reading."""
        return self.readings[0]

    @property
    def is_time(self) -> bool:
        """Whether it is a time of day and not a date."""
        return self.moment.hour is not None


def dates(text: str, language: str | None = None) -> tuple[DateMention, ...]:
    """All dates, weekdays and times of day, in order; they don't overlap. `language` (ISO 639-1)
    decides the order of day and month where the text itself does not."""
    taken: list[DateMention] = []
    for mention in _candidates(text, language):
        if all(mention.end <= other.start or mention.start >= other.end for other in taken):
            taken.append(mention)
    return tuple(_with_weekdays(text, sorted(taken, key=lambda mention: mention.start)))


def agrees(one: DateMention, other: DateMention) -> bool:
    """Whether the two may speak of the same: something is said in both, and nothing that is said
    in both differs. Where one is undecided, every reading of it must agree."""
    return _all_pairs(one, other, _compatible)


def bears_out(source: DateMention, claim: DateMention) -> bool:
    """Whether the source says all that the claim does: "14 March 2025" bears out "in March". The
    end of a range is not the whole: "3 to 5 March" does not bear out "on 5 March"."""
    if not claim.is_time and source.bound != claim.bound and not _is_within(source, claim):
        return False
    return _all_pairs(source, claim, _covers)


def _is_within(source: DateMention, claim: DateMention) -> bool:
    """Whether a coarse claim ("in March") may rest on one end of a range of days."""
    return claim.bound is None and claim.moment.day is None and source.moment.day is not None


def _all_pairs(
    one: DateMention, other: DateMention, test: Callable[[Moment, Moment], bool]
) -> bool:
    if one.readings == other.readings:
        return True
    return all(test(a, b) for a in one.readings for b in other.readings)


def _said(moment: Moment) -> dict[str, int]:
    fields = {
        "year": moment.year, "month": moment.month, "day": moment.day,
        "weekday": moment.day_of_week, "hour": moment.hour, "minute": moment.minute,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value is not None}


def _compatible(one: Moment, other: Moment) -> bool:
    first, second = _said(one), _said(other)
    shared = first.keys() & second.keys()
    return bool(shared) and all(first[name] == second[name] for name in shared)


def _covers(source: Moment, claim: Moment) -> bool:
    there, wanted = _said(source), _said(claim)
    if claim.weekday is None:
        wanted.pop("weekday", None)
    return all(there.get(name) == value for name, value in wanted.items())


def _candidates(text: str, language: str | None) -> Iterator[DateMention]:
    """Mentions by pattern, the surest first."""
    if any(character.isdigit() for character in text):
        yield from _numeric(text, language)
        yield from _clock(text)
    for match in NOON.finditer(text):
        yield _mention(match.span(), Moment(hour=0 if match["midnight"] else 12, minute=0))
    yield from _east_asian(text)
    yield from _named(text)
    yield from _short_weekdays(text, language)
    for match in YEARS.finditer(text):
        for group, bound in (("a", "from"), ("b", "to")):
            yield _mention(match.span(group), Moment(year=int(match[group])), bound=bound)
    for match in YEAR.finditer(text):
        group = "y" if match["y"] else "y2"
        yield _mention(match.span(group), Moment(year=int(match[group])))


def _numeric(text: str, language: str | None) -> Iterator[DateMention]:
    for match in ISO.finditer(text):
        if moment := _moment(int(match["y"]), int(match["m"]), int(match["d"])):
            yield _mention(match.span(), moment)
    found = list(NUMERIC.finditer(text))
    order = _order(found, language)
    for match in found:
        if match["s"] == "-" and len(match["y"]) == 2:
            continue  # more often a code than a date
        a, b, year = int(match["a"]), int(match["b"]), _full_year(match["y"])
        readings = [_moment(year, b, a)] if order != "month first" else []
        if match["s"] != "." and order != "day first":
            readings.append(_moment(year, a, b))
        kept = tuple(dict.fromkeys(moment for moment in readings if moment))
        if kept:
            yield DateMention(*match.span(), kept)
    for match in POINTED.finditer(text):
        if moment := _moment(None, int(match["m"]), int(match["d"])):
            yield _mention((match.start("d"), match.end()), moment)


def _order(found: list[re.Match[str]], language: str | None) -> str | None:
    """Whether this text writes the day or the month first, by what can't be the other."""
    slashed = [(int(match["a"]), int(match["b"])) for match in found if match["s"] != "."]
    day_first = any(a > 12 for a, _ in slashed)
    month_first = any(b > 12 for _, b in slashed)
    if day_first != month_first:
        return "day first" if day_first else "month first"
    return "day first" if language in DAY_FIRST and not month_first else None


def _clock(text: str) -> Iterator[DateMention]:
    for pattern in CLOCKS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            minute = next((int(v) for k, v in groups.items() if k.startswith("min") and v), 0)
            hour, half = int(groups["h"]), (groups.get("ampm") or "")[:1].lower()
            if hour > 24 or (half and not 1 <= hour <= 12):
                continue
            if half:
                hour = hour % 12 + (12 if half == "p" else 0)
            yield _mention(match.span(), Moment(hour=hour % 24, minute=minute))


def _east_asian(text: str) -> Iterator[DateMention]:
    if text.isascii():
        return
    for match in HAN_DATE.finditer(text):
        day = han_number(match["d"]) if match["d"] else None
        year = han_number(match["y"]) if match["y"] else None
        if moment := _moment(year, han_number(match["m"]), day):
            yield _mention(match.span(), moment)
    for match in HAN_YEAR.finditer(text):
        yield _mention(match.span(), Moment(year=han_number(match["y"])))
    for match in HAN_WEEKDAY.finditer(text):
        names = ("一二三四五六日", "月火水木金土日", "월화수목금토일")
        name = match["z"] or match["j"] or match["k"]
        weekday = 6 if name == "天" else next(n.index(name) for n in names if name in n)
        yield _mention(match.span(), Moment(weekday=weekday))
    for match in HAN_TIME.finditer(text):
        hour = han_number(match["h"])
        late = match["half"] in ("下午", "晚上", "午後", "오후") and hour < 12
        minute = 30 if match["half_past"] else han_number(match["min"] or "0")
        if hour <= 24 and minute < 60:
            moment = Moment(hour=(hour + 12 * late) % 24, minute=minute)
            yield _mention(match.span(), moment)


def _named(text: str) -> Iterator[DateMention]:
    """Dates with the name of a month, and weekdays."""
    for match in WORD.finditer(text):
        name = cldr.plain(match.group())
        weekday = cldr.weekdays().get(name)
        if weekday is not None and _may_be_weekday(match.group(), name):
            yield _mention(match.span(), Moment(weekday=weekday))
        numbers = cldr.months().get(name)
        short = numbers is None
        numbers = numbers or cldr.short_months().get(name)
        if numbers and not (name in VERBS and match.group()[0].islower()):
            yield from _of_month(text, match, numbers, short)


def _short_weekdays(text: str, language: str | None) -> Iterator[DateMention]:
    """Abbreviated weekdays: several in a row ("Mon, Tue", "Di - Fr"), or one that begins a line or
    a cell and has a colon, a number or nothing behind it, or a number right after it; where there
    is one, others after a comma, too ("Sa geschlossen")."""
    known = {**cldr.short_weekdays("en"), **cldr.short_weekdays(language or "en")}
    found = [
        (match, known[name])
        for match in SHORT_WEEKDAY.finditer(text)
        if match["name"][0].isupper() and (name := cldr.plain(match["name"])) in known
    ]
    if not found:
        return
    joints = [
        SHORT_WEEKDAYS_JOINT.fullmatch(text[one.end() : other.start()])
        for (one, _), (other, _) in itertools.pairwise(found)
    ]
    joined = list(itertools.pairwise([None, *joints, None]))
    sure = [
        bool(before or after) or _stands_as_weekday(text, match)
        for (match, _), (before, after) in zip(found, joined, strict=True)
    ]
    for (match, day), (before, after), is_sure in zip(found, joined, sure, strict=True):
        if not is_sure and not (
            any(sure) and BEFORE_ANOTHER_SHORT_WEEKDAY.search(text[: match.start()])
        ):
            continue
        bound: Bound | None = None
        if after is not None and after["range"]:
            bound = "from"
        elif before is not None and before["range"]:
            bound = "to"
        yield _mention(match.span(), Moment(weekday=day), bound)


def _stands_as_weekday(text: str, match: re.Match[str]) -> bool:
    follows = AFTER_SHORT_WEEKDAY.match(text, match.end())
    if follows is None:
        return False
    begins = BEFORE_SHORT_WEEKDAY.search(text[: match.start()]) is not None
    return begins or follows.group()[-1:].isdigit()


def _of_month(
    text: str, match: re.Match[str], numbers: tuple[int, ...], short: bool
) -> Iterator[DateMention]:
    start, end = match.span()
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    pointed = after.startswith(".")
    year = YEAR_AFTER.match(after)
    stop = end + (year.end() if year else int(short and pointed))
    year_number = _full_year(year["y"] or year["y2"]) if year else None
    sure = not short or pointed or year is not None or match.group()[0].isupper()
    if (days := DAY_BEFORE.search(before)) and sure:
        offset = start - len(before)
        if days["from"]:
            first = _readings(year_number, numbers, int(days["from"]))
            if first:
                yield DateMention(
                    offset + days.start("from"), offset + days.end("from"), first, "from"
                )
        readings = _readings(year_number, numbers, int(days["day"]))
        if readings:
            bound: Bound | None = "to" if days["from"] else None
            yield DateMention(offset + days.start("day"), stop, readings, bound)
            return
    if sure and (days := DAY_AFTER.match(after)) and match.group()[0].isupper():
        year_number = int(days["y"]) if days["y"] else None
        readings = _readings(year_number, numbers, int(days["day"]))
        if readings:
            if not days["to"]:
                yield DateMention(start, end + days.end(), readings)
            elif last := _readings(year_number, numbers, int(days["to"])):
                yield DateMention(start, end + days.end("day"), readings, "from")
                yield DateMention(end + days.start("to"), end + days.end(), last, "to")
            return
    lone = cldr.plain(match.group()) in LONE_MONTHS and match.group()[0].isupper()
    if year or (not short and (lone or MONTH_LEAD.search(before))):
        yield DateMention(start, stop, _readings(year_number, numbers, None))


def _readings(year: int | None, months: tuple[int, ...], day: int | None) -> tuple[Moment, ...]:
    return tuple(moment for month in months if (moment := _moment(year, month, day)))


def _moment(year: int | None, month: int, day: int | None) -> Moment | None:
    """The moment, or None if there is no such day."""
    try:
        date(year or 2000, month, day or 1)  # 2000 has a 29 February
    except ValueError:
        return None
    return Moment(year, month, day)


def _full_year(digits: str) -> int:
    """Two digits stand for 1970 to 2069."""
    number = int(digits)
    return number if len(digits) > 2 else number + (1900 if number >= 70 else 2000)


def _may_be_weekday(word: str, name: str) -> bool:
    """English and German names are written with a capital; the others are words of their own."""
    return word[0].isupper() or not name.endswith(("day", "days", "tag", "tags", "woch", "abend"))


def _with_weekdays(text: str, mentions: list[DateMention]) -> Iterator[DateMention]:
    """A weekday just before or behind a date belongs to it."""
    waiting: DateMention | None = None
    for mention in mentions:
        if waiting is not None:
            joined = _joined(text, waiting, mention)
            if joined is not None:
                waiting = joined
                continue
            yield waiting
        waiting = mention
    if waiting is not None:
        yield waiting


def _joined(text: str, one: DateMention, other: DateMention) -> DateMention | None:
    day, dated = (one, other) if one.moment.weekday is not None else (other, one)
    lone = day.moment == Moment(weekday=day.moment.weekday)
    if not lone or day.moment.weekday is None or dated.moment.day is None:
        return None
    if not WEEKDAY_JOINT.fullmatch(text[one.end : other.start]):
        return None
    readings = tuple(replace(m, weekday=day.moment.weekday) for m in dated.readings)
    return DateMention(one.start, other.end, readings, dated.bound)


def _mention(span: tuple[int, int], moment: Moment, bound: str | None = None) -> DateMention:
    kept: Bound | None = "from" if bound == "from" else "to" if bound == "to" else None
    return DateMention(*span, (moment,), kept)
