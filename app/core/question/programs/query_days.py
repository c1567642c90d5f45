"""Whether the days that a query asks for are those that the question names: by the rows that both
leave, since there are many ways to write a month. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.dates import DateMention, dates
from app.core.question.programs.asked import Asked
from app.core.question.programs.narrowing import period_in
from app.core.question.programs.querying import run_test
from app.core.question.programs.table_queries import Condition, Every, Query, Refused, Test


def check_days(asked: Asked, query: Query) -> set[int]:
    """Where the words of the question stand that name the days; none where the query has no
    condition on days. Raises Refused where it leaves other rows than the question's days do."""
    fields = query.relation.fields
    columns = sorted(
        {
            condition.column
            for condition in query.conditions()
            if condition.within is None
            and condition.value is not None
            and fields[condition.column].kind == "day"
        }
    )
    if not columns:
        return set()
    without = None if query.test is None else _without_days(query.test, set(columns))
    among = run_test(query.relation, without)
    if len(columns) == 1:
        inside, told = _said_period(asked)
        wanted = {at for at in among if fields[columns[0]].values[at] in inside}
    else:
        period = period_in(asked)
        if period is None:
            raise Refused("days of two columns")
        told = set(period.span.indices())
        wanted = {
            at
            for at, (start, end) in zip(among, _stays(query, columns, among), strict=True)
            if start <= period.last and end >= period.first
        }
    if wanted != set(run_test(query.relation, query.test)):
        raise Refused("other days than the question's")
    return told


def _stays(
    query: Query, columns: Sequence[int], rows: Sequence[int]
) -> Iterator[tuple[date, date]]:
    """Two days of each row between which something lasts (arrival, departure): to a period belong
    the rows that have a day in common with it."""
    if len(columns) != 2:
        raise Refused("days of several columns")
    starts, ends = (query.relation.fields[at].values for at in columns)
    for at in rows:
        start, end = starts[at], ends[at]
        if not isinstance(start, date) or not isinstance(end, date) or start > end:
            raise Refused("days of two columns")
        yield start, end


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a period, which may have no year."""

    holds: Callable[..., bool]

    def __contains__(self, day: object) -> bool:
        return day is not None and self.holds(day)


def _said_period(asked: Asked) -> tuple[_Days, set[int]]:
    period = period_in(asked)
    if period is not None:
        held = _Days(lambda day: period.first <= day <= period.last)
        return held, set(period.span.indices())
    told = dates(asked.text, asked.language)
    mentions = [mention for mention in told if not mention.is_time]
    if len(mentions) != 1 or len(mentions[0].readings) != 1:
        raise Refused("days that are not said")
    moment = mentions[0].moment
    span = _places(asked, mentions[0])
    lead = asked.find((*asked.wording.before, *asked.wording.after))
    if lead is not None and 0 <= min(span) - lead.end <= 1:
        raise Refused("before or after a day without a year")
    held = _Days(
        lambda day: (
            moment.year in (None, day.year)
            and moment.month in (None, day.month)
            and moment.day in (None, day.day)
            and moment.weekday in (None, day.weekday())
        )
    )
    return held, span


def _places(asked: Asked, mention: DateMention) -> set[int]:
    return {
        at
        for at, token in enumerate(asked.tokens)
        if token.start < mention.end and token.end > mention.start
    }


def _without_days(test: Test, columns: set[int]) -> Test | None:
    """The test without its conditions on days, where they stand beside the others."""
    if isinstance(test, Condition):
        return None if test.column in columns and test.within is None else test
    if test.any:
        rest = [_without_days(part, columns) for part in test.parts]
        if not any(rest):
            return None
        if any(one is not other for one, other in zip(rest, test.parts, strict=True)):
            raise Refused("days or something else")
        return test
    kept = [each for part in test.parts if (each := _without_days(part, columns)) is not None]
    return Every(tuple(kept)) if kept else None
