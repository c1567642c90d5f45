"""A query over one table as typed values, read from the SELECT statement that a language model
wrote. Whatever goes beyond these few forms is refused: no join, no arithmetic, no functions but
the aggregates and the parts of a day. Nothing is executed here; see `querying`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from app.core.dates import dates
from app.core.question.programs.figures import figure_of, full_day
from app.core.question.programs.relation import Field, Relation, Value, time_of

if TYPE_CHECKING:
    from sqlglot import exp

Comparing = Literal["=", "!=", "<", "<=", ">", ">="]
Part = Literal["whole", "year", "month", "year and month"]
Aggregating = Literal["count", "sum", "avg", "min", "max"]

_MOST_CHARS = 1_000
_FENCE = re.compile(r"```(?:sql(?:ite)?)?\s*(.*?)(?:```|$)", re.DOTALL | re.IGNORECASE)


class Refused(Exception):
    """The statement is not of the forms that are run; the text says why (for the log)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one column. `value` is compared as the column's kind is; of a part of a day
    "year" and "month" are compared as numbers, "year and month" as 12 * year + month. `contains`:
    words that the cell holds, in the place of all its words. `literal` is the value as written."""

    column: int
    compares: Comparing
    value: Value
    literal: str = ""
    part: Part = "whole"
    contains: bool = False
    within: Query | None = None  # whose one value is compared with


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts hold, or with `any` one of them."""

    parts: tuple[Test, ...]
    any: bool = False


Test = Condition | Every


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`column` is None of a count of rows; `distinct`: each value once."""

    does: Aggregating
    column: int | None = None
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    by: int | Aggregate
    descending: bool


@dataclass(frozen=True, slots=True)
class Query:
    """`shows` are columns or one aggregate, none of them meaning all columns; `group` is a column
    whose values are counted apart."""

    relation: Relation
    shows: tuple[int, ...]
    aggregate: Aggregate | None
    test: Test | None
    distinct: bool = False
    group: int | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None

    def conditions(self) -> Iterator[Condition]:
        """All conditions, those of queries within included."""
        if self.test is not None:
            yield from _conditions(self.test)

    def columns(self) -> set[int]:
        """Every column that the query speaks of."""
        held = {*self.shows} | {condition.column for condition in self.conditions()}
        for order in self.order:
            held |= _columns_of(order.by)
        if self.aggregate is not None:
            held |= _columns_of(self.aggregate)
        if self.group is not None:
            held.add(self.group)
        for condition in self.conditions():
            if condition.within is not None:
                held |= condition.within.columns()
        return held


def read_query(written: str, relations: Sequence[Relation]) -> Query | None:
    """The query that the model wrote; None where it says that there is none.

    Raises Refused."""
    text = written.strip()
    if fenced := _FENCE.search(text):
        text = fenced[1].strip()
    text = text.split(";")[0].strip()
    if re.match(r"(?i)none\b", text) or not text:
        return None
    if len(text) > _MOST_CHARS:
        raise Refused("too long")
    from sqlglot import exp, parse
    from sqlglot.errors import SqlglotError

    try:
        statements = parse(text, read="sqlite")
    except SqlglotError as error:
        raise Refused("no SQL") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise Refused("not one SELECT")
    return _Reader(relations).query(statements[0])


def _conditions(test: Test) -> Iterator[Condition]:
    if isinstance(test, Every):
        for part in test.parts:
            yield from _conditions(part)
        return
    yield test
    if test.within is not None:
        yield from test.within.conditions()


def _columns_of(by: int | Aggregate) -> set[int]:
    if isinstance(by, int):
        return {by}
    return set() if by.column is None else {by.column}


_NEGATED: dict[Comparing, Comparing] = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
}  # fmt: skip
_MIRRORED: dict[Comparing, Comparing] = {
    "=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<=",
}  # fmt: skip
_READ_ARGS = frozenset(
    "expressions distinct from_ from where group order limit kind hint".split()  # noqa: SIM905
)


class _Reader:
    """Turns a parsed statement into a query, over the one table that it names."""

    def __init__(self, relations: Sequence[Relation]) -> None:
        self._relations = {relation.name: relation for relation in relations}

    def query(self, select: exp.Select) -> Query:
        from sqlglot import exp

        beyond = [name for name, value in select.args.items() if value and name not in _READ_ARGS]
        if beyond:
            raise Refused(f"{beyond[0]} in it")
        source = select.args.get("from_") or select.args.get("from")
        table = source.this if source is not None else None
        if not isinstance(table, exp.Table) or table.name.lower() not in self._relations:
            raise Refused("no such table")
        self._relation = relation = self._relations[table.name.lower()]
        self._aliases: dict[str, exp.Expression] = {}
        shows, aggregate = self._shown(select.expressions)
        where = select.args.get("where")
        test = None if where is None else self._test(where.this, negated=False)
        group = select.args.get("group")
        if group is not None and len(group.expressions) != 1:
            raise Refused("grouped by several")
        ordered = select.args.get("order")
        limit = select.args.get("limit")
        made = Query(
            relation,
            shows,
            aggregate,
            test,
            bool(select.args.get("distinct")),
            None if group is None else self._column(group.expressions[0]),
            () if ordered is None else tuple(self._order(each) for each in ordered.expressions),
            None if limit is None else self._whole(limit.expression),
        )
        if group is not None and (made.shows not in ((made.group,), ()) or not _counts(made)):
            raise Refused("a group's other columns")
        if aggregate is not None and group is None and shows:
            raise Refused("columns beside an aggregate")
        return made

    def _shown(
        self, expressions: Sequence[exp.Expression]
    ) -> tuple[tuple[int, ...], Aggregate | None]:
        from sqlglot import exp

        columns: list[int] = []
        aggregates: list[Aggregate] = []
        for expression in expressions:
            inner = expression
            if isinstance(expression, exp.Alias):
                inner = expression.this
                self._aliases[expression.alias.lower()] = inner
            if isinstance(inner, exp.Star):
                continue
            if isinstance(inner, exp.AggFunc):
                aggregates.append(self._aggregate(inner))
            else:
                columns.append(self._column(inner))
        if len(aggregates) > 1:
            raise Refused("several aggregates")
        return tuple(dict.fromkeys(columns)), aggregates[0] if aggregates else None

    def _aggregate(self, call: exp.AggFunc) -> Aggregate:
        from sqlglot import exp

        names: tuple[tuple[type[exp.AggFunc], Aggregating], ...] = (
            (exp.Count, "count"), (exp.Sum, "sum"), (exp.Avg, "avg"), (exp.Min, "min"),
            (exp.Max, "max"),
        )  # fmt: skip
        does = next((name for kind, name in names if isinstance(call, kind)), None)
        if does is None:
            raise Refused("an unknown aggregate")
        inner = call.this
        distinct = isinstance(inner, exp.Distinct)
        if distinct:
            if len(inner.expressions) != 1:
                raise Refused("several columns counted")
            inner = inner.expressions[0]
        if isinstance(inner, exp.Star | exp.Literal) and does == "count":
            return Aggregate("count")
        return Aggregate(does, self._column(inner), distinct)

    def _order(self, ordered: exp.Expression) -> Order:
        from sqlglot import exp

        inner = ordered.this
        if isinstance(inner, exp.Column) and inner.name.lower() in self._aliases:
            inner = self._aliases[inner.name.lower()]
        descending = bool(ordered.args.get("desc"))
        if isinstance(inner, exp.AggFunc):
            return Order(self._aggregate(inner), descending)
        return Order(self._column(inner), descending)

    def _column(self, expression: exp.Expression | None) -> int:
        """A column, by whatever makes its letters small or its number a number."""
        from sqlglot import exp

        while isinstance(expression, exp.Paren | exp.Lower | exp.Upper | exp.Trim | exp.Cast):
            expression = expression.this
        if isinstance(expression, exp.Column):
            name = expression.name.lower()
        elif isinstance(expression, exp.Literal) and expression.is_string:
            name = expression.name.lower()  # quoted as a text
        else:
            raise Refused("not a column")
        at = self._relation.by_identifier.get(name)
        if at is None:
            raise Refused("no such column")
        return at

    def _whole(self, expression: exp.Expression | None) -> int:
        from sqlglot import exp

        if isinstance(expression, exp.Literal) and expression.name.isdigit():
            return int(expression.name)
        raise Refused("not a whole number")

    def _test(self, node: exp.Expression, *, negated: bool) -> Test:
        from sqlglot import exp

        if isinstance(node, exp.Paren):
            return self._test(node.this, negated=negated)
        if isinstance(node, exp.Not):
            return self._test(node.this, negated=not negated)
        if isinstance(node, exp.And | exp.Or):
            parts = (
                self._test(node.this, negated=negated),
                self._test(node.expression, negated=negated),
            )
            return _joined(parts, any_of=isinstance(node, exp.Or) is not negated)
        if isinstance(node, exp.Between):
            low = self._compare(node.this, ">=", node.args["low"], negated=negated)
            high = self._compare(node.this, "<=", node.args["high"], negated=negated)
            return Every((low, high), any=negated)
        if isinstance(node, exp.In):
            if node.args.get("query") is not None or not node.expressions:
                raise Refused("a query within IN")
            listed = tuple(
                self._compare(node.this, "=", each, negated=negated) for each in node.expressions
            )
            return Every(listed, any=not negated)
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            return Condition(self._column(node.this), "!=" if negated else "=", None)
        compares: tuple[tuple[type[exp.Expression], Comparing], ...] = (
            (exp.EQ, "="), (exp.Is, "="), (exp.NEQ, "!="), (exp.LT, "<"), (exp.LTE, "<="),
            (exp.GT, ">"), (exp.GTE, ">="), (exp.Like, "="), (exp.ILike, "="),
        )  # fmt: skip
        for kind, sign in compares:
            if type(node) is kind:
                return self._comparison(node, sign, negated=negated)
        raise Refused(f"{type(node).__name__} in a condition")

    def _comparison(self, node: exp.Expression, sign: Comparing, *, negated: bool) -> Condition:
        from sqlglot import exp

        left, right = node.this, node.expression
        if isinstance(left, exp.Literal) and not isinstance(right, exp.Literal | exp.Subquery):
            left, right, sign = right, left, _MIRRORED[sign]
        if isinstance(node, exp.Like | exp.ILike):
            return self._like(left, right, negated=negated)
        return self._compare(left, sign, right, negated=negated)

    def _like(self, left: exp.Expression, right: exp.Expression, *, negated: bool) -> Condition:
        from sqlglot import exp

        if not isinstance(right, exp.Literal) or not right.is_string:
            raise Refused("LIKE without a text")
        column = self._column(left)
        sign: Comparing = "!=" if negated else "="
        pattern = right.name
        bare = pattern.strip("%").strip()
        if not bare or "%" in bare or "_" in bare:
            raise Refused("a pattern")
        field = self._relation.fields[column]
        if field.kind == "day":
            return self._part_of_day(column, sign, bare.rstrip("-"))
        if field.kind != "text":
            raise Refused("LIKE over numbers")
        return Condition(column, sign, bare, bare, contains=pattern != bare)

    def _compare(
        self, left: exp.Expression, sign: Comparing, right: exp.Expression, *, negated: bool
    ) -> Condition:
        from sqlglot import exp

        if negated:
            sign = _NEGATED[sign]
        part, inner = self._part(left)
        column = self._column(inner)
        field = self._relation.fields[column]
        if isinstance(right, exp.Subquery):
            return self._within(column, sign, right)
        literal = self._literal(right)
        if part != "whole":
            return self._of_part(column, sign, part, literal)
        if literal == "":
            return Condition(column, sign, None)
        if field.kind == "day" and re.fullmatch(r"\d{4}(-\d{2})?", literal):
            return self._part_of_day(column, sign, literal)
        if field.kind == "text":
            if sign not in ("=", "!="):
                raise Refused("words in an order")
            return Condition(column, sign, literal, literal)
        return Condition(column, sign, _value(field, literal), literal)

    def _within(self, column: int, sign: Comparing, node: exp.Subquery) -> Condition:
        from sqlglot import exp

        inner = node.this
        if not isinstance(inner, exp.Select):
            raise Refused("not a SELECT within")
        reader = _Reader(list(self._relations.values()))
        query = reader.query(inner)
        has_one = query.aggregate is not None or len(query.shows) == 1
        if query.relation is not self._relation or not has_one or query.group is not None:
            raise Refused("a query within of other things")
        held = query.aggregate.column if query.aggregate is not None else query.shows[0]
        kinds = {self._relation.fields[at].kind for at in (column, held) if at is not None}
        if len(kinds) > 1 or held is None:
            raise Refused("compared with another kind")
        return Condition(column, sign, None, within=query)

    def _part(self, node: exp.Expression) -> tuple[Part, exp.Expression]:
        """A part of a day and the column within, however it is taken."""
        from sqlglot import exp

        if isinstance(node, exp.Cast):
            return self._part(node.this)
        if isinstance(node, exp.Year | exp.Month):
            return "year" if isinstance(node, exp.Year) else "month", _innermost(node.this)
        if isinstance(node, exp.TimeToStr):
            parts: dict[str, Part] = {"%Y": "year", "%m": "month", "%Y-%m": "year and month"}
            part = parts.get(node.args["format"].name)
            if part is None:
                raise Refused("a part of a day")
            return part, _innermost(node.this)
        if isinstance(node, exp.Substring):
            start, length = node.args.get("start"), node.args.get("length")
            taken: dict[tuple[str, str], Part] = {
                ("1", "4"): "year", ("6", "2"): "month", ("1", "7"): "year and month",
            }  # fmt: skip
            found = taken.get((getattr(start, "name", ""), getattr(length, "name", "")))
            if found is None:
                raise Refused("a part of a text")
            return found, node.this
        return "whole", node

    def _of_part(self, column: int, sign: Comparing, part: Part, literal: str) -> Condition:
        if self._relation.fields[column].kind != "day":
            raise Refused("a part of no day")
        if part == "year and month":
            return self._part_of_day(column, sign, literal)
        if not literal.isdigit():
            raise Refused("a part that is no number")
        return Condition(column, sign, Decimal(literal), literal, part)

    def _part_of_day(self, column: int, sign: Comparing, literal: str) -> Condition:
        if re.fullmatch(r"\d{4}", literal):
            return Condition(column, sign, Decimal(literal), literal, "year")
        if match := re.fullmatch(r"(\d{4})-(\d{2})", literal):
            months = Decimal(int(match[1]) * 12 + int(match[2]))
            return Condition(column, sign, months, literal, "year and month")
        if re.fullmatch(r"-\d{2}", literal):
            return Condition(column, sign, Decimal(literal[1:]), literal, "month")
        raise Refused("a part of a day")

    def _literal(self, node: exp.Expression) -> str:
        from sqlglot import exp

        if isinstance(node, exp.Paren | exp.Cast | exp.Lower | exp.Upper | exp.Date):
            return self._literal(node.this)
        if isinstance(node, exp.Neg):
            return f"-{self._literal(node.this)}"
        if isinstance(node, exp.Boolean):
            return "yes" if node.this else "no"
        if isinstance(node, exp.Column) and node.args["this"].args.get("quoted"):
            return str(node.name)  # a text in double quotes
        if isinstance(node, exp.Literal):
            return str(node.name)
        raise Refused("compared with no value")


def _joined(parts: Sequence[Test], *, any_of: bool) -> Every:
    """One level for "a AND b AND c"."""
    flat: list[Test] = []
    for part in parts:
        flat += part.parts if isinstance(part, Every) and part.any is any_of else [part]
    return Every(tuple(flat), any=any_of)


def _counts(query: Query) -> bool:
    """Whether groups are counted or summed, in the select list or the order."""
    return query.aggregate is not None or any(
        isinstance(order.by, Aggregate) for order in query.order
    )


def _innermost(node: exp.Expression) -> exp.Expression:
    from sqlglot import exp

    while not isinstance(node, exp.Column) and isinstance(node.this, exp.Expression):
        node = node.this
    return node


def _value(field: Field, literal: str) -> Decimal | date:
    if field.kind == "time":
        time = time_of(literal)
        if time is None:
            raise Refused("no time of day")
        return time
    if field.kind == "day":
        mentions = dates(literal)
        day = full_day(mentions[0].moment) if len(mentions) == 1 else None
        if day is None or len(mentions[0].readings) != 1:
            raise Refused("no day")
        return day
    try:
        return Decimal(literal)
    except InvalidOperation:
        figure = figure_of(literal)
        if figure is None:
            raise Refused("no number") from None
        return figure.value
