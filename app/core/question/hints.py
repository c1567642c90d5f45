"""What a query says of the place where its answer stands: a file's name, a date of the file.

Only what is unambiguous counts, and it only moves passages up: nothing is left out for it, so that
a wrong guess costs a rank and not the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from app.core import thresholds
from app.core.dates import DateMention, bears_out, dates
from app.core.naming import spoken_name
from storage.folding import fold

_FILE_NAME = re.compile(r"[\w.()+-]*\w\.[A-Za-z][A-Za-z0-9]{1,4}\b")


@dataclass(frozen=True, slots=True)
class Hints:
    """`files` are names as they were written, folded; `days` dates that say a day or a month;
    `rest` is the query without both."""

    files: tuple[str, ...]
    days: tuple[DateMention, ...]
    rest: str

    def lift(self, path: str, heads: str) -> float:
        """What a passage of the file at `path`, standing under `heads`, goes up by, in standard
        deviations of one way of finding (see `ranking`)."""
        lifted = 0.0
        if self.files and fold(PurePath(path).name) in self.files:
            lifted += thresholds.NAMED_FILE
        if self.days and _says_one_of(self.days, heads):
            lifted += thresholds.NAMED_DATE
        return lifted

    def names(self, path: str, title: str | None) -> bool:
        """Whether the file at `path` is one that the query names: by its name, or by a whole day
        that stands in its name or title, as of minutes, letters and scans."""
        if self.files and fold(PurePath(path).name) in self.files:
            return True
        whole = [day for day in self.days if day.moment.day and day.moment.year]
        return bool(whole) and _says_one_of(whole, f"{title or ''}\n{spoken_name(path)}")


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
    days = tuple(
        mention
        for mention in dates(text, language)
        if not mention.is_time and mention.moment.month is not None
    )
    rest = list(text)
    for day in days:
        rest[day.start : day.end] = " " * (day.end - day.start)
    words = _FILE_NAME.sub(" ", "".join(rest))
    return Hints(tuple(fold(name) for name in _FILE_NAME.findall(text)), days, words)


def _says_one_of(days: tuple[DateMention, ...] | list[DateMention], text: str) -> bool:
    said = [mention for mention in dates(text) if not mention.is_time]
    return any(bears_out(source, day) for source in said for day in days)
