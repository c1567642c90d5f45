"""Days of conversations as programs write them, as ISO dates where they can be understood."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import PurePath

_NAMED = (
    "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%a %b %d %Y", "%a %d %b %Y",
    "%A %B %d %Y", "%A %d %B %Y",
)  # fmt: skip
_CLOCK = re.compile(
    r"\s*,?\s*(?:at\s+)?\d{1,2}:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s+[A-Z]{2,5})?"
)
_ISO = re.compile(r"(?<!\d)(20\d\d|19\d\d)([-_./]?)(\d\d)\2(\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(20\d\d)(?!\d)")
_WORDS = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.?(?: de)? ([^\W\d_]{3,10})\.?(?: de)?,? (\d{4})\b")
# By their first letters, four or three; of ten languages of Europe (Unicode CLDR).
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene gen sty", "feb fév fev lut", "mar mär mrz mrt", "apr avr abr kwi",
         "mai may mag mei maj", "jun juin giu cze", "jul juil lug lip", "aug aoû ago sie",
         "sep set wrz", "oct okt ott out paź", "nov lis", "dec dez déc dic gru"), start=1
    )
    for name in names.split()
}  # fmt: skip


def in_one_order(written: Sequence[str]) -> list[str]:
    """Days in figures as ISO dates, where their values or their order show what comes first; else
    as they are written."""
    parts = [re.split(r"[./-]", day) for day in written]
    orders = [order for order in ((0, 1, 2), (2, 1, 0), (2, 0, 1)) if _fits(parts, order)]
    dotted = all("." in day for day in written)  # days with dots begin with the day
    if dotted and (2, 1, 0) in orders:
        orders = [(2, 1, 0)]
    if len(orders) > 1:
        orders = [order for order in orders if _ascends(parts, order)]
    if len(orders) != 1:
        return list(written)
    return [f"{day:%Y-%m-%d}" for day in (_day(part, orders[0]) for part in parts) if day]


def named(said: str) -> str:
    """A day with the English name of its month, with or without weekday and time, as an ISO date;
    "" where it is none."""
    text = " ".join(_CLOCK.sub(" ", said, count=1).replace(",", " ").replace(".", " ").split())
    for form in _NAMED:
        try:
            return f"{datetime.datetime.strptime(text, form):%Y-%m-%d}"
        except ValueError:
            continue
    return ""


def within(text: str) -> str:
    """The first day that a line or a name tells without a doubt, as an ISO date; "" if none."""
    found: list[tuple[int, str]] = []
    for match in _ISO.finditer(text):
        found.append((match.start(), _iso(match[1], match[3], match[4])))
    for match in _DOTTED.finditer(text):
        found.append((match.start(), _iso(match[3], match[2], match[1])))
    for match in _DAY_FIRST.finditer(text):
        word = match[2].lower()
        month = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])
        found.append((match.start(), _iso(match[3], str(month or 0), match[1])))
    for match in _WORDS.finditer(text):
        found.append((match.start(), named(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", match[0]))))
    return min(((at, day) for at, day in found if day), default=(0, ""))[1]


def of_path(path: PurePath) -> str:
    """The day in a file's name, or in that of its folder, which programs name after a meeting."""
    return within(path.name) or within(path.parent.name)


def _iso(year: str, month: str, day: str) -> str:
    try:
        return f"{datetime.date(int(year), int(month), int(day)):%Y-%m-%d}"
    except ValueError:
        return ""


def _fits(parts: Sequence[Sequence[str]], order: tuple[int, int, int]) -> bool:
    n_year = {len(part[order[0]]) for part in parts}
    return n_year <= {2, 4} and all(_day(part, order) is not None for part in parts)


def _ascends(parts: Sequence[Sequence[str]], order: tuple[int, int, int]) -> bool:
    days = [_day(part, order) or datetime.date.min for part in parts]
    return days == sorted(days)


def _day(part: Sequence[str], order: tuple[int, int, int]) -> datetime.date | None:
    year, month, day = (int(part[at]) for at in order)
    try:
        return datetime.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
