"""Numbers and days as cells hold them, and as a language writes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from babel.dates import format_date
from babel.numbers import format_decimal

from app.core.dates import DateMention, Moment, dates

_NUMBER = re.compile(r"[-−–]?\s?\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_GROUPS = re.compile(r"\d{1,3}(?:([.,'’\u00a0\u202f ])\d{3})(?:\1\d{3})*")
_EMPTY = frozenset({"", "-", "–", "—", "n/a"})
_CURRENCIES = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD",
               "dollars": "USD", "dollar": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP",
               "pounds": "GBP", "chf": "CHF", "fr": "CHF", "kr": "kr", "nok": "NOK",
               "sek": "SEK", "dkk": "DKK",
               "zł": "PLN", "pln": "PLN", "¥": "JPY", "jpy": "JPY"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what stands around it: its unit as written and whether that stands before."""

    value: Decimal
    n_decimals: int
    unit: str = ""
    unit_first: bool = False

    def with_unit(self, unit: str) -> Figure:
        return replace(self, unit=unit, unit_first=False)

    def with_value(self, value: Decimal, n_decimals: int) -> Figure:
        return replace(self, value=value, n_decimals=n_decimals)

    @property
    def measure(self) -> str:
        """What may be added to what: a currency by its code, other units as written."""
        return _CURRENCIES.get(self.unit.lower().strip(". "), self.unit.lower().strip(". "))


def is_currency(name: str) -> bool:
    """Whether a column is called by nothing but a currency."""
    return name.strip().lower() in _CURRENCIES


def column_figures(cells: Sequence[str]) -> list[Figure | None] | None:
    """The figure of each cell (None where it is empty); None where one holds something else, or
    where it cannot be told whether a point or a comma divides the decimals."""
    marks = {mark for cell in cells if (mark := _decimal_mark(cell))}
    if len(marks) > 1:
        return None
    mark = marks.pop() if marks else ""
    figures: list[Figure | None] = []
    for cell in cells:
        if cell.strip() in _EMPTY:
            figures.append(None)
            continue
        figure = figure_of(cell, mark)
        if figure is None:
            return None
        figures.append(figure)
    return figures


def figure_of(cell: str, decimal_mark: str = "") -> Figure | None:
    """The one number that a cell consists of, with its unit; None for anything else.

    Where a single comma or point with three digits behind it could mean either, and the column does
    not say, it divides thousands after a comma and is not read after a point."""
    text = cell.strip()
    match = _NUMBER.search(text)
    if match is None:
        return None
    before, after = text[: match.start()].strip(), text[match.end() :].strip(" .-–")
    if before and after and (len(before) > 3 or len(after) > 12):
        return None
    unit = after or before
    if len(unit) > 16 or any(character.isdigit() for character in unit.replace("²", "")):
        return None
    if before and before.lower() not in _CURRENCIES and before not in {"+", "~", "ca."}:
        return None
    number = _plain(match.group(), decimal_mark or _decimal_mark(text))
    if number is None:
        return None
    decimals = len(number.partition(".")[2])
    try:
        return Figure(Decimal(number), decimals, unit, bool(before and not after))
    except InvalidOperation:
        return None


def _decimal_mark(cell: str) -> str:
    """The mark that can only divide decimals here; "" where that can't be told."""
    match = _NUMBER.search(cell)
    digits = match.group() if match else ""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    for mark, count in ((".", points), (",", commas)):
        if count > 1:
            return "," if mark == "." else "."
        if count == 1 and len(digits.rpartition(mark)[2]) != 3:
            return mark
    return ""


def _plain(number: str, decimal_mark: str) -> str | None:
    sign = "-" if number[0] in "-−–" else ""
    digits = number.lstrip("-−– ")
    if decimal_mark:
        whole, _, rest = digits.partition(decimal_mark)
    elif "." in digits and not _GROUPS.fullmatch(digits):
        return None
    elif re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        return None  # a thousand or one and some thousandths
    else:
        whole, rest = digits, ""
    if not whole.isdigit() and not _GROUPS.fullmatch(whole):
        return None
    whole = re.sub(r"\D", "", whole)
    if rest and not rest.isdigit():
        return None
    return f"{sign}{whole}" + (f".{rest}" if rest else "")


def days_of_column(cells: Sequence[str]) -> list[date | None] | None:
    """The day of each cell (None where it is empty); None where one holds something else, where
    none is a day, or where day and month can't be told apart in any of them."""
    read: list[DateMention | None] = []
    for cell in cells:
        text = cell.strip()
        if text in _EMPTY:
            read.append(None)
            continue
        mentions = [mention for mention in dates(text) if not mention.is_time]
        if len(mentions) != 1 or mentions[0].start > 0 or len(text) - mentions[0].end > 10:
            return None
        read.append(mentions[0])
    decided = [mention for mention in read if mention and len(mention.readings) == 1]
    if not decided:
        return None
    day_first = {
        text.strip().startswith((f"{mention.moment.day}", f"0{mention.moment.day}"))
        for text, mention in zip(cells, read, strict=True)
        if mention and len(mention.readings) == 1
    }
    found: list[date | None] = []
    for cell, mention in zip(cells, read, strict=True):
        if mention is None:
            found.append(None)
            continue
        readings = mention.readings
        if len(readings) > 1:
            if len(day_first) != 1:
                return None
            leads = day_first == {True}
            readings = tuple(
                moment
                for moment in readings
                if cell.strip().startswith((f"{moment.day}", f"0{moment.day}")) == leads
            )
        day = full_day(readings[0]) if len(readings) == 1 else None
        if day is None:
            return None
        found.append(day)
    return found


def full_day(moment: Moment) -> date | None:
    """None where year, month or day is not said, or there is no such day."""
    if moment.year is None or moment.month is None or moment.day is None:
        return None
    try:
        return date(moment.year, moment.month, moment.day)
    except ValueError:
        return None


def written_day(day: date, language: str) -> str:
    """4 October 2024, 4. Oktober 2024, 4 octobre 2024, 4 de octubre de 2024."""
    return format_date(day, "d MMMM y" if language == "en" else "long", locale=language)


def written_number(value: Decimal, n_decimals: int, language: str) -> str:
    """As the language writes numbers: 1,234.50 in English, 1.234,50 in German."""
    form = "#,##0" + ("." + "0" * n_decimals if n_decimals else "")
    return format_decimal(value, format=form, locale=language)


def written_figure(figure: Figure, language: str) -> str:
    number = written_number(figure.value, figure.n_decimals, language)
    if not figure.unit:
        return number
    if figure.unit_first:
        return f"{figure.unit}{number}" if len(figure.unit) == 1 else f"{figure.unit} {number}"
    return f"{number}{figure.unit}" if figure.unit == "%" else f"{number} {figure.unit}"
