"""What a query says of the place where its answer stands: a file's name, a date of the file.

Only what is unambiguous counts, and it only moves passages up: nothing is left out for it, so that
a wrong guess costs a rank and not the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from app.core.dates import DateMention, bears_out, dates
from storage.folding import fold

# What a passage of the file named, and of one of the day named, goes up by: standard deviations of
# one way of finding (see `ranking`). Not measured: no set asks so; the second is kept below what
# words and vectors agree on. 2026-11-26.
NAMED_FILE = 3.0
NAMED_DATE = 1.0
_FILE_NAME = re.compile(r"[\w.()+-]*\w\.[A-Za-z][A-Za-z0-9]{1,4}\b")


@dataclass(frozen=True, slots=True)
class Hints:
    """`files` are names as they were written, folded; `days` dates that say a day or a month."""

    files: tuple[str, ...]
    days: tuple[DateMention, ...]

    def lift(self, path: str, heads: str) -> float:
        """What a passage of the file at `path`, standing under `heads`, goes up by."""
        if not (self.files or self.days):
            return 0.0
        lifted = 0.0
        if fold(PurePath(path).name) in self.files:
            lifted += NAMED_FILE
        if self.days:
            said = [mention for mention in dates(heads) if not mention.is_time]
            if any(bears_out(source, day) for source in said for day in self.days):
                lifted += NAMED_DATE
        return lifted


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """The same in the query's own words."""

    files: tuple[str, ...]
    days: tuple[str, ...]


def named_place(text: str, language: str | None = None) -> NamedPlace:
    """The words of a query that say where its answer stands."""
    files = tuple(_FILE_NAME.findall(text))
    days = tuple(text[day.start : day.end] for day in hints(text, language).days)
    return NamedPlace(files, days)


def hints(text: str, language: str | None = None) -> Hints:
    """From a query. A date must name a month; a lone weekday or year names no file."""
    days = [
        mention
        for mention in dates(text, language)
        if not mention.is_time and mention.moment.month is not None
    ]
    return Hints(tuple(fold(name) for name in _FILE_NAME.findall(text)), tuple(days))
