"""The forms in which a day may be written, so that a search for one finds the others."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale

from app.core.dates import Moment, dates

# Languages whose names of months are tried; the others are found by their numbers.
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "ru", "el")
_OF = {"es": "de", "pt": "de"}
_MONTHS = 12
_MOST_DAYS = 3  # of one query


def other_spellings(text: str) -> list[str]:
    """Other ways to write the days that a text names, none where it names none. Days without a
    year are left to their words."""
    days = [mention.moment for mention in dates(text) if len(mention.readings) == 1]
    return list(
        dict.fromkeys(
            spelling
            for moment in days[:_MOST_DAYS]
            if moment.year and moment.month and moment.day
            for spelling in _spellings(moment)
        )
    )


def _spellings(moment: Moment) -> Iterator[str]:
    year, month, day = moment.year, moment.month, moment.day
    assert year and month and day
    yield f"{year}-{month:02}-{day:02}"
    yield f"{day:02}.{month:02}.{year}"
    yield f"{day}.{month}.{year}"
    if day > _MONTHS:  # else it would be another day elsewhere
        yield f"{month}/{day}/{year}"
        yield f"{month:02}/{day:02}/{year}"
    yield f"{year}年{month}月{day}日"
    for language in _LANGUAGES:
        names = Locale.parse(language).months["format"]
        of = f" {_OF[language]} " if language in _OF else " "
        for width in ("wide", "abbreviated"):
            name = names[width][month].rstrip(".")
            yield f"{day}{of}{name}{of}{year}"
    english = Locale.parse("en").months["format"]
    for name in (english["wide"][month], english["abbreviated"][month]):
        yield f"{name} {day} {year}"
        yield f"{name} {day}{_ending(day)} {year}"
        yield f"{day}{_ending(day)} {name} {year}"
        yield f"{day}{_ending(day)} of {name} {year}"


def _ending(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
