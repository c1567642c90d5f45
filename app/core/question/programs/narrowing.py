"""Rows narrowed by what a question says of numbers and days: over 50, in March 2024, before May."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.dates import Moment, dates
from app.core.question.programs.asked import Asked, Span
from app.core.question.programs.figures import column_figures, days_of_column, figure_of
from app.core.question.programs.fitting import Fit, column_name


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both within; `span` are the question's words for it."""

    first: date
    last: date
    span: Span
    words: str


def narrow(asked: Asked, fitted: Fit) -> None:
    """Leave the rows that the question's bounds and periods leave, where one column is meant."""
    _by_bound(asked, fitted)
    _by_period(asked, fitted)


def period_in(asked: Asked) -> Period | None:
    """The one period that a question names, "before" and "after" taken into account; None where it
    names none or more than one."""
    found: list[tuple[tuple[date, date], Span]] = []
    before: list[tuple[int, Span]] = []  # months without a year, ahead of one that has it
    for mention in dates(asked.text, asked.language):
        if len(mention.readings) != 1:
            return None
        days = days_of(mention.moment)
        span = _span(asked, mention.start, mention.end)
        if days is not None and span is not None:
            found.append((days, span))
        elif mention.moment.month and not mention.moment.day and span is not None and not found:
            before.append((mention.moment.month, span))
    for at, token in enumerate(asked.tokens):
        is_year = len(token.text) == 4 and token.text.isdigit() and token.text[:2] in {"19", "20"}
        if is_year and not any(at in span.indices() for _, span in found):
            year = int(token.text)
            found.append(((date(year, 1, 1), date(year, 12, 31)), Span(at, at + 1)))
    if len(found) == 2 and (between := asked.find(asked.wording.between)) is not None:
        (one, first_span), (other, last_span) = sorted(found, key=lambda entry: entry[1].start)
        if between.end <= first_span.start:
            return _period(asked, one[0], other[1], Span(between.start, last_span.end))
    if len(found) != 1:
        return None
    (first, last), span = found[0]
    if before:  # "in July or August 2025"
        months = [month for month, _ in before] + [first.month]
        in_a_row = months == list(range(months[0], months[0] + len(months)))
        if not in_a_row or last.month != first.month or before[-1][1].end < span.start - 1:
            return None
        return _period(
            asked, date(first.year, months[0], 1), last, Span(before[0][1].start, span.end)
        )
    for phrases, is_after in ((asked.wording.after, True), (asked.wording.before, False)):
        lead = _lead(asked, phrases, span)
        if lead is not None:
            whole = Span(lead.start, span.end)
            if is_after:
                is_since = asked.tokens[lead.start].folded in {"since", "seit", "depuis", "desde"}
                return _period(asked, first if is_since else last, date.max, whole, not is_since)
            return _period(asked, date.min, first, whole, True)
    return _period(asked, first, last, span)


def period_words(asked: Asked) -> str:
    """A question's own words for the days that it names: "after 2015", "January"."""
    period = period_in(asked)
    if period is not None:
        return period.words
    said = [mention for mention in dates(asked.text, asked.language) if not mention.is_time]
    if len(said) != 1:
        return ""
    start = said[0].start
    for token in asked.tokens:  # "in January"
        if token.end == start - 1 and token.folded in {"in", "on", "im", "am", "en", "le"}:
            start = token.start
    return asked.text[start : said[0].end]


def _period(asked: Asked, first: date, last: date, span: Span, outside: bool = False) -> Period:
    """`outside`: the day at the bound itself does not count."""
    if outside and last == date.max:
        first = date.fromordinal(first.toordinal() + 1)
    elif outside:
        last = date.fromordinal(last.toordinal() - 1)
    start, end = asked.tokens[span.start].start, asked.tokens[span.end - 1].end
    return Period(first, last, span, asked.text[start:end])


def days_of(moment: Moment) -> tuple[date, date] | None:
    """The first and last day of a year, a month of a year, or a day; None for anything less."""
    if moment.year is None or (moment.month is None and moment.day is not None):
        return None
    if moment.month is None:
        return date(moment.year, 1, 1), date(moment.year, 12, 31)
    if moment.day is None:
        last = monthrange(moment.year, moment.month)[1]
        return date(moment.year, moment.month, 1), date(moment.year, moment.month, last)
    try:
        day = date(moment.year, moment.month, moment.day)
    except ValueError:
        return None
    return day, day


def _by_period(asked: Asked, fitted: Fit) -> None:
    period = period_in(asked)
    if period is None or not set(period.span.indices()) - fitted.explained:
        return
    table = fitted.table
    columns = []
    for column in range(len(table.columns)):
        days = days_of_column([row.cells[column] for row in table.data_rows()])
        if days is not None:
            columns.append((column, days))
    named = [entry for entry in columns if entry[0] in fitted.targets]
    columns = named if len(columns) > 1 else columns
    if len(columns) != 1:
        return
    column, days = columns[0]
    by_row = {id(row): day for row, day in zip(table.data_rows(), days, strict=True)}
    kept = []
    for row in fitted.rows:
        day = by_row[id(row)]
        if day is not None and period.first <= day <= period.last:
            kept.append(row)
    fitted.rows = kept
    fitted.conditions.append(period.words)
    fitted.explained |= set(period.span.indices())
    fitted.told += len(period.span)
    if column in fitted.targets and len(fitted.targets) > 1:
        fitted.targets.remove(column)


def _by_bound(asked: Asked, fitted: Fit) -> None:
    wording = asked.wording
    tests: tuple[tuple[tuple[str, ...], Callable[[Decimal, Decimal], bool]], ...] = (
        (wording.more_than, lambda value, bound: value > bound),
        (wording.less_than, lambda value, bound: value < bound),
        (wording.at_least, lambda value, bound: value >= bound),
        (wording.at_most, lambda value, bound: value <= bound),
    )
    for phrases, test in tests:
        span = asked.find(phrases)
        if span is None or span.end >= len(asked.tokens):
            continue
        token = asked.tokens[span.end]
        bound = figure_of(token.text)
        column = _bounded_column(fitted)
        if bound is None or column is None:
            continue
        figures = column_figures([row.cells[column] for row in fitted.table.data_rows()])
        assert figures is not None
        rows = fitted.table.data_rows()
        by_row = {id(row): figure for row, figure in zip(rows, figures, strict=True)}
        fitted.rows = [
            row
            for row in fitted.rows
            if (figure := by_row[id(row)]) is not None and test(figure.value, bound.value)
        ]
        name = column_name(fitted.table.columns[column])
        end = span.end + 1
        while end < len(asked.tokens) and asked.tokens[end].folded in _units_of(name.unit):
            end += 1
        start_at, end_at = asked.tokens[span.start].start, asked.tokens[end - 1].end
        fitted.conditions.append(f"{name.name} {asked.text[start_at:end_at]}")
        fitted.explained |= set(range(span.start, end))
        fitted.told += end - span.start
        fitted.targets.remove(column)
        return


def _units_of(unit: str) -> set[str]:
    money = {"euro", "euros", "eur", "dollars", "usd", "pounds", "gbp", "chf", "francs"}
    return {unit.lower(), *money} - {""}


def _bounded_column(fitted: Fit) -> int | None:
    numeric = [
        column
        for column in fitted.targets
        if (figures := column_figures([row.cells[column] for row in fitted.table.data_rows()]))
        and any(figures)
    ]
    return numeric[0] if len(numeric) == 1 else None


def _lead(asked: Asked, phrases: tuple[str, ...], span: Span) -> Span | None:
    """The phrase that stands right before the span, perhaps with one small word between."""
    lead = asked.find(phrases)
    if lead is None or not 0 <= span.start - lead.end <= 1:
        return None
    return lead


def _span(asked: Asked, start: int, end: int) -> Span | None:
    inside = [
        at for at, token in enumerate(asked.tokens) if token.start < end and token.end > start
    ]
    return Span(inside[0], inside[-1] + 1) if inside else None
