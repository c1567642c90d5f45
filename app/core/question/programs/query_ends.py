"""Which end of which order a query asks for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.core.question.programs.querying import run_test
from app.core.question.programs.relation import Field
from app.core.question.programs.table_queries import Aggregate, Query, Refused

_YEARS = (1000, 2100)


def ends_alike(query: Query, columns: Sequence[Field]) -> bool:
    """Whether the same rows come first by each of the columns: who came last left last."""
    _, descending = end_of(query)
    pick = max if descending else min
    rows = run_test(query.relation, query.test)
    ends = []
    for column in columns:
        values = {at: column.values[at] for at in rows if column.values[at] is not None}
        if not values:
            return False
        best = pick(values.values())  # type: ignore[type-var]
        ends.append({at for at, value in values.items() if value == best})
    return all(end == ends[0] for end in ends)


def are_years(column: Field) -> bool:
    values = [value for value in column.values if isinstance(value, Decimal)]
    return all(value == int(value) and _YEARS[0] <= value <= _YEARS[1] for value in values)


def end_of(query: Query) -> tuple[int | Aggregate, bool]:
    """What is ordered by, and whether the highest comes first."""
    aggregate = query.aggregate
    if query.group is None and aggregate is not None and aggregate.does in ("min", "max"):
        if aggregate.column is None:
            raise Refused("an end of nothing")
        return aggregate.column, aggregate.does == "max"
    if not query.order:
        raise Refused("a limit without an order")
    return query.order[0].by, query.order[0].descending
