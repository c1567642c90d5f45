"""A query run over the rows of its table, in exact numbers and days. Pure.

Words are compared as forms of one word ("altos", "alto"), and a cell that lists several things
("vegetarian, no nuts") is each of them. Where a value is not exactly a cell's, the cells that it is
taken for are told with the answer. Raises Refused where nothing is sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from app.core.question.programs.asked import Asked, Token, alike, runs_of, tokens_of
from app.core.question.programs.figures import Figure
from app.core.question.programs.relation import Field, Relation, Value
from app.core.question.programs.table_queries import (
    Aggregate,
    Condition,
    Every,
    Order,
    Query,
    Refused,
    Test,
)

_LISTED = re.compile(r"\s*(?:[,;/+&]|\band\b|\bund\b|\bet\b|\by\b)\s*")


@dataclass(frozen=True, slots=True)
class Ran:
    """`rows` are those that the answer rests on, as places in the relation, in the query's order;
    `n_matching` are those that its conditions leave, and `n_unknown` further ones without a value
    where another than one is asked for. `figure` and `count` are what an aggregate came to;
    `groups` are the groups with their counts or sums, in order."""

    rows: tuple[int, ...]
    n_matching: int
    figure: Figure | None = None
    count: int | None = None
    groups: tuple[tuple[str, Figure], ...] = ()
    n_unknown: int = 0


@dataclass(slots=True)
class _Running:
    """`empty_differs`: whether an empty cell counts as different from a value."""

    relation: Relation
    matched: dict[Condition, frozenset[str]] = field(default_factory=dict)
    values: dict[int, Value] = field(default_factory=dict)  # of queries within
    empty_differs: bool = False

    def run(self, query: Query) -> Ran:
        rows = self.rows_of(query.test)
        with_unknown = replace(self, empty_differs=True)
        n_unknown = len(with_unknown.rows_of(query.test)) - len(rows)
        return replace(self._of_rows(query, rows), n_unknown=n_unknown)

    def rows_of(self, test: Test | None) -> list[int]:
        places = range(len(self.relation.rows))
        return [at for at in places if test is None or self.holds(test, at)]

    def _of_rows(self, query: Query, rows: list[int]) -> Ran:
        if query.group is not None:
            return self._grouped(query, rows)
        n_matching = len(rows)
        for order in reversed(query.order):
            if isinstance(order.by, Aggregate):
                raise Refused("ordered by an aggregate")
            rows = self._ordered(rows, order)
        if query.limit is not None and query.aggregate is None:
            rows = self._limited(query, rows)
        if query.aggregate is None:
            return Ran(tuple(rows), n_matching)
        return self._aggregated(query.aggregate, rows)

    def holds(self, test: Test, at: int) -> bool:
        if isinstance(test, Every):
            held = (self.holds(part, at) for part in test.parts)
            return any(held) if test.any else all(held)
        return self._meets(test, at)

    def _meets(self, condition: Condition, at: int) -> bool:
        column = self.relation.fields[condition.column]
        value = column.values[at]
        wanted = condition.value
        if condition.within is not None:
            if id(condition) not in self.values:
                self.values[id(condition)] = self._one_value(condition.within)
            wanted = self.values[id(condition)]
        elif wanted is None:
            return (value is None) is (condition.compares == "=")
        if value is None:
            return condition.compares == "!=" and self.empty_differs
        if column.kind == "text" and isinstance(wanted, str) and condition.within is None:
            if condition not in self.matched:
                self.matched[condition] = cells_meant(column, condition)
            is_meant = column.cells[at] in self.matched[condition]
            return is_meant is (condition.compares == "=")
        if condition.part != "whole":
            assert isinstance(value, date)
            value = Decimal(
                {
                    "year": value.year,
                    "month": value.month,
                    "year and month": value.year * 12 + value.month,
                }[condition.part]
            )
        return _compared(value, condition.compares, wanted)

    def _one_value(self, query: Query) -> Value:
        ran = self.run(replace(query, aggregate=None, order=query.order, limit=query.limit))
        if query.aggregate is None:
            values = {self.relation.fields[query.shows[0]].values[at] for at in ran.rows}
        else:
            column = query.aggregate.column
            if column is None or query.aggregate.does not in ("min", "max", "avg"):
                raise Refused("compared with a count")
            present = [
                value
                for at in ran.rows
                if (value := self.relation.fields[column].values[at]) is not None
            ]
            if not present:
                raise Refused("compared with nothing")
            if query.aggregate.does == "avg":
                numbers = [value for value in present if isinstance(value, Decimal)]
                values = {sum(numbers, Decimal(0)) / len(numbers)}
            else:
                pick = min if query.aggregate.does == "min" else max
                values = {pick(present)}
        if len(values) != 1:
            raise Refused("compared with several values")
        return values.pop()

    def _ordered(self, rows: Sequence[int], order: Order) -> list[int]:
        assert isinstance(order.by, int)
        column = self.relation.fields[order.by]
        if column.kind == "text":
            return sorted(rows, key=lambda at: column.cells[at].lower(), reverse=order.descending)
        present = [at for at in rows if column.values[at] is not None]
        return sorted(present, key=lambda at: column.values[at], reverse=order.descending)  # type: ignore[arg-type,return-value]

    def _limited(self, query: Query, rows: Sequence[int]) -> list[int]:
        """The first ones, with all that are equal to the last of them in what it is ordered by."""
        assert query.limit is not None
        if not query.order or not query.limit > 0:
            raise Refused("a limit without an order")
        first = query.order[0]
        assert isinstance(first.by, int)
        column = self.relation.fields[first.by]
        if column.kind == "text":
            raise Refused("the first of words")
        kept = list(rows[: query.limit])
        if kept and len(query.order) == 1:
            last = column.values[kept[-1]]
            kept += [at for at in rows[query.limit :] if column.values[at] == last]
        return kept

    def _aggregated(self, aggregate: Aggregate, rows: Sequence[int]) -> Ran:
        if aggregate.does == "count":
            if aggregate.column is None:
                return Ran(tuple(rows), len(rows), count=len(rows))
            column = self.relation.fields[aggregate.column]
            present = [at for at in rows if column.values[at] is not None]
            n = len({column.cells[at].lower() for at in present})
            return Ran(tuple(present), len(rows), count=n if aggregate.distinct else len(present))
        assert aggregate.column is not None
        column = self.relation.fields[aggregate.column]
        present = [at for at in rows if column.values[at] is not None]
        if not present:
            raise Refused("an aggregate of nothing")
        if aggregate.does in ("min", "max"):
            pick = min if aggregate.does == "min" else max
            best = pick(column.values[at] for at in present)  # type: ignore[type-var]
            kept = tuple(at for at in present if column.values[at] == best)
            return Ran(kept, len(rows))
        if column.kind != "number" or aggregate.distinct:
            raise Refused("a sum of no numbers")
        figures = [figure for at in present if (figure := column.figures[at]) is not None]
        return Ran(tuple(present), len(rows), figure=_total(figures, aggregate.does == "avg"))

    def _grouped(self, query: Query, rows: Sequence[int]) -> Ran:
        """The groups in the order of their counts or sums; only the first is told."""
        order = query.order[0] if query.order else None
        by = order.by if order is not None else None
        if not isinstance(by, Aggregate) or order is None or query.limit != 1:
            raise Refused("groups in no order")
        assert query.group is not None
        column = self.relation.fields[query.group]
        members: dict[str, list[int]] = {}
        for at in rows:
            if column.values[at] is not None:
                members.setdefault(column.cells[at], []).append(at)
        figures: list[tuple[str, Figure]] = []
        for name, places in members.items():
            ran = self._aggregated(by, places)
            figure = ran.figure
            if figure is None and ran.count is not None:
                figure = Figure(Decimal(ran.count), 0)
            if figure is None:
                raise Refused("groups by something else")
            figures.append((name, figure))
        figures.sort(key=lambda entry: entry[1].value, reverse=order.descending)
        if not figures:
            raise Refused("no groups")
        best = [name for name, figure in figures if figure.value == figures[0][1].value]
        chosen = tuple(at for name in best for at in members[name])
        return Ran(chosen, len(rows), groups=tuple(figures))


def without_idle(query: Query) -> Query:
    """The query without those of its conditions that ask for words that no cell of their column
    has: a model puts what a table is about into a condition ("host family is Hohenried"). What the
    words ask for must then be accounted for otherwise."""
    test = query.test
    parts = (
        test.parts if isinstance(test, Every) and not test.any else () if test is None else (test,)
    )
    kept = tuple(part for part in parts if not _is_idle(query.relation, part))
    if len(kept) == len(parts):
        return query
    rest = None if not kept else kept[0] if len(kept) == 1 else Every(kept)
    return replace(query, test=rest)


def as_said(query: Query, asked: Asked) -> Query:
    """The query with cells cut to the words of them that the question says: a model that is asked
    for "the one in the opera house" writes the whole cell that names its conductor, too. Rows whose
    cells hold the words are meant then."""

    def cut(test: Test) -> Test:
        if isinstance(test, Every):
            return replace(test, parts=tuple(cut(part) for part in test.parts))
        if test.within is not None:
            return replace(test, within=as_said(test.within, asked))
        if query.relation.fields[test.column].kind != "text" or not isinstance(test.value, str):
            return test
        words = tokens_of(test.value)
        said = _longest_said(words, asked)
        if not said or len(said) == len(words):
            return test
        text = test.value[said[0].start : said[-1].end]
        return replace(test, value=text, literal=text, contains=True)

    return query if query.test is None else replace(query, test=cut(query.test))


def _longest_said(words: Sequence[Token], asked: Asked) -> Sequence[Token]:
    """The longest run of a cell's words that stands in the question; none where it names nothing,
    or all words are said one by one."""
    if all(any(alike(word, token) for token in asked.tokens) for word in words):
        return words
    runs = (
        words[start:end]
        for start in range(len(words))
        for end in range(len(words), start, -1)
        if any(not asked.is_plain(at) for span in runs_of(words[start:end], asked.tokens)
               for at in span.indices())
    )  # fmt: skip
    return max(runs, key=len, default=())


def _is_idle(relation: Relation, test: Test) -> bool:
    if isinstance(test, Every):
        return not test.any and all(_is_idle(relation, part) for part in test.parts)
    column = relation.fields[test.column]
    if column.kind == "number" and test.within is None and test.value == 0:
        # "amount > 0" of a bill that is meant to be one
        return test.compares in (">", ">=", "!=") and _is_met_by_all(relation, test)
    if column.kind != "text" or test.compares != "=" or not isinstance(test.value, str):
        return False
    words = tokens_of(test.value)
    return bool(words) and not any(_holds_words(words, tokens_of(cell)) for cell in column.distinct)


def _is_met_by_all(relation: Relation, test: Condition) -> bool:
    return len(run_test(relation, test)) == len(relation.rows)


def run_query(query: Query) -> tuple[Ran, dict[Condition, frozenset[str]]]:
    """What it comes to, and the cells that each condition on words was taken for.

    Raises Refused."""
    running = _Running(query.relation)
    ran = running.run(query)
    return ran, running.matched


def cells_meant(column: Field, condition: Condition) -> frozenset[str]:
    """The cells that a condition's words mean: those that are them, or list them; with `contains`
    those that hold them. Refused where other cells hold the same words too ("green" where there is
    "dark green"), or where none does."""
    assert isinstance(condition.value, str)
    words = tokens_of(condition.value)
    if not words:
        raise Refused("no words")
    distinct = column.distinct
    holding = {cell for cell in distinct if _holds_words(words, tokens_of(cell))}
    if condition.contains:
        meant = holding
    else:
        meant = {cell for cell in holding if _is_or_lists(words, cell)}
        if holding - meant and not any(cell.lower() == condition.value.lower() for cell in meant):
            raise Refused("cells that hold more than the words")
    if not meant:
        raise Refused("no cell has the words")
    return frozenset(meant)


def _holds_words(words: Sequence[Token], cell: Sequence[Token]) -> bool:
    return bool(runs_of(words, cell))


def _is_or_lists(words: Sequence[Token], cell: str) -> bool:
    for piece in (cell, *_LISTED.split(cell)):
        held = tokens_of(piece)
        if len(held) == len(words) and all(map(alike, words, held)):
            return True
    return False


def _compared(value: Value, sign: str, wanted: Value) -> bool:
    assert value is not None
    if wanted is None or type(value) is not type(wanted):
        return False
    if sign == "=":
        return value == wanted
    if sign == "!=":
        return value != wanted
    if sign == "<":
        return value < wanted  # type: ignore[operator]
    if sign == "<=":
        return value <= wanted  # type: ignore[operator]
    return value > wanted if sign == ">" else value >= wanted  # type: ignore[operator]


def _total(figures: Sequence[Figure], is_average: bool) -> Figure:
    total = sum((figure.value for figure in figures), Decimal(0))
    decimals = max(figure.n_decimals for figure in figures)
    if is_average:
        mean = total / len(figures)
        decimals = decimals if mean == round(mean, decimals) else max(2, decimals)
        return figures[0].with_value(mean, decimals)
    return figures[0].with_value(total, decimals)


def run_test(relation: Relation, test: Test | None) -> list[int]:
    """The rows that a test leaves; all without one. Raises Refused."""
    return _Running(relation).rows_of(test)
