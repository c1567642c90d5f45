"""Times of calendars and contacts in words: moments, lengths, and when something comes again."""

from __future__ import annotations

import re

from storage.months import MONTHS

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?$")
_YEARLESS = re.compile(r"--(0[1-9]|1[0-2])-?(\d\d)(?:T.*)?")
_DURATION = re.compile(r"[+-]?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_FREQUENCIES = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
_UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_WEEKDAY = re.compile(r"([+-]?\d{0,2})(MO|TU|WE|TH|FR|SA|SU)")

_PLACES = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}


def moment(said: str) -> str:
    found = _MOMENT.match(said.strip().replace("-", "").replace(":", ""))
    if yearless := _YEARLESS.fullmatch(said.strip()):
        return f"{int(yearless[2])} {MONTHS[int(yearless[1]) - 1]}"
    if found is None:
        return said.strip()
    day = f"{found[1]}-{found[2]}-{found[3]}"
    if found[4] is None:
        return day
    return f"{day} {found[4]}:{found[5]}{' UTC' if found[7] else ''}"


def duration(said: str) -> str:
    """`PT1H30M` as `1 h 30 min`."""
    found = _DURATION.fullmatch(said.strip().upper())
    if found is None:
        return said.strip()
    units = (("week", "weeks"), ("day", "days"), ("h", "h"), ("min", "min"), ("s", "s"))
    return " ".join(
        f"{int(number)} {unit[int(number) != 1]}"
        for number, unit in zip(found.groups(), units, strict=True)
        if number and int(number)
    )


def rule(said: str) -> str:
    """`FREQ=MONTHLY;BYDAY=1MO` as `monthly on the first Monday` (RFC 5545, 3.3.10)."""
    parts = {
        key.upper(): value for key, _, value in (one.partition("=") for one in said.split(";"))
    }
    frequency = parts.get("FREQ", "").upper()
    words = [_FREQUENCIES.get(frequency, "")]
    if parts.get("INTERVAL", "1") != "1":
        words = [f"every {parts['INTERVAL']} {_UNITS.get(frequency, '')}".strip()]
    months = [
        MONTHS[int(month) - 1]
        for month in parts.get("BYMONTH", "").split(",")
        if month.isdecimal() and 1 <= int(month) <= 12
    ]
    dates = [
        "the last day" if day == "-1" else day
        for day in parts.get("BYMONTHDAY", "").split(",")
        if day.lstrip("-").isdecimal()
    ]
    if days := parts.get("BYDAY"):
        words.append(
            "on " + _listed([_weekday(d, parts.get("BYSETPOS", "")) for d in days.split(",")])
        )
    if dates:
        words.append(f"on {_listed(dates)}" if months else f"on day {_listed(dates)}")
    if months:
        words.append(_listed(months) if dates else f"in {_listed(months)}")
    if "COUNT" in parts:
        words.append(f"{parts['COUNT']} times")
    if "UNTIL" in parts:
        words.append(f"until {moment(parts['UNTIL'])}")
    return " ".join(word for word in words if word)


def _weekday(said: str, position: str) -> str:
    """`-1FR` is the last Friday."""
    found = _WEEKDAY.fullmatch(said.strip().upper())
    if found is None:
        return said
    which = _PLACES.get(found[1].lstrip("+") or position, "")
    return f"the {which} {_DAYS[found[2]]}" if which else _DAYS[found[2]]


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]
