"""Whether a query asks what the question asks. A language model that writes queries guesses values,
forgets conditions and reads "not" as nothing; so every value must be said in the question, and
every word of the question must have found its part. Pure, but for the likeness of words, which is
handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core import thresholds
from app.core.dates import dates
from app.core.quantities import quantities
from app.core.question.programs.asked import Asked, Span, Token, alike, tokens_of
from app.core.question.programs.fitting import context_of
from app.core.question.programs.query_days import check_days
from app.core.question.programs.query_ends import are_years, end_of, ends_alike
from app.core.question.programs.query_words import (
    LEAVING_OUT,
    asked_columns,
    in_every_row,
    is_of_a_column,
    may_be_left,
    words_of,
)
from app.core.question.programs.querying import Ran
from app.core.question.programs.relation import Field, Relation
from app.core.question.programs.table_queries import (
    Aggregate,
    Condition,
    Query,
    Refused,
)
from app.core.question.programs.tasks import Task, task_of
from app.core.question.programs.wording import CONCEPT_NAMES, NO, YES, Direction
from app.core.words import stem

Likeness = Callable[[Sequence[str], Sequence[str]], Sequence[float]]
"""Of each of the first words the highest cosine to one of the second."""

_MOST_CELLS_NEAR = 40  # of a column, which a word is held against
_TIMES = frozenset("often times oft fois veces".split())  # noqa: SIM905  "how many times"
_LEADS = frozenset(
    """a an the of for in on at by to from with about as per and or into than der die das den dem
    des ein eine einen einem einer für in im an am auf bei mit von vom zu zum zur nach aus als le la
    les l un une des de du d au aux en dans sur par pour avec el los las del al con por para
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Stretched:
    """How far a question was stretched to fit a query: words left aside, and words taken for
    what a column or one of its cells is called."""

    aside: tuple[str, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()


def check(
    asked: Asked,
    query: Query,
    ran: Ran,
    likeness: Likeness,
    beside: Sequence[Token] = (),
    *,
    loosely: bool = False,
) -> Stretched:
    """Raises Refused where the query asks something else, as far as can be told. `beside` are words
    that names may come from: those of the files beside the table's. `loosely`: a column may be
    meant by a word that is only near to its name, and a word or two may have no part in the query
    where they name nothing; both are returned, to be told."""
    checking = _Checking(asked, query, ran, task_of(asked), likeness if loosely else None)
    checking.conditions()
    checking.told |= check_days(asked, query)
    checking.negations()
    checking.ends()
    checking.sums()
    checking.counts()
    checking.shown()
    left = checking.rest(likeness, beside)
    if left and not (loosely and may_be_left(asked, left)):
        raise Refused(f"{[asked.tokens[at].text for at in left]} have no part")
    return Stretched(tuple(asked.tokens[at].text for at in left), tuple(checking.taken.items()))


@dataclass(slots=True)
class _Checking:
    asked: Asked
    query: Query
    ran: Ran
    task: Task
    near: Likeness | None  # by which a word may be taken for a name
    told: set[int] = field(default_factory=set)  # the question's words that have found a part
    taken: dict[str, str] = field(default_factory=dict)  # for a column's name or a cell
    negated: int = 0  # conditions that leave rows out

    @property
    def relation(self) -> Relation:
        return self.query.relation

    def conditions(self) -> None:
        for condition in self.query.conditions():
            column = self.relation.fields[condition.column]
            if condition.within is not None:
                self._compared_with(condition)
            elif condition.value is None:
                self._empty(column, condition)
            elif column.kind == "text":
                self._words(column, condition)
            elif column.kind == "day":
                continue  # see `check_days`
            else:
                self._number(column, condition)

    def _words(self, column: Field, condition: Condition) -> None:
        tokens = self.asked.tokens
        places: list[int] = []
        for word in tokens_of(condition.literal):
            at = next((at for at, token in enumerate(tokens) if alike(word, token)), None)
            if at is None:
                break
            places.append(at)
        else:
            self.told.update(places)
            self.negated += condition.compares == "!="
            return
        self._yes_or_no(column, condition)

    def _yes_or_no(self, column: Field, condition: Condition) -> None:
        """ "Who has not paid" of a column `Paid` that holds yes and no."""
        held = {cell.lower() for cell in column.distinct}
        if not held <= YES | NO and self._means_cell(column, condition):
            return
        if not held <= YES | NO or not self._means(column):
            raise Refused(f"“{condition.literal}” is not said")
        is_yes = condition.literal.lower() in YES
        self.negated += is_yes is not (condition.compares == "=")

    def _empty(self, column: Field, condition: Condition) -> None:
        if not self._means(column):
            raise Refused("an empty column that is not named")
        self.negated += condition.compares == "="

    def _number(self, column: Field, condition: Condition) -> None:
        for start, end, value in self._numbers(column):
            if value == condition.value:
                span = self._span(start, end)
                self.told |= span
                self._bound(condition, min(span))
                return
        raise Refused(f"{condition.literal} is not said")

    def _numbers(self, column: Field) -> list[tuple[int, int, Decimal]]:
        text, language = self.asked.text, self.asked.language
        if column.kind == "time":
            return [
                (said.start, said.end, Decimal(said.moment.hour * 60 + (said.moment.minute or 0)))
                for said in dates(text, language)
                if said.is_time and said.moment.hour is not None
            ]
        found = [
            (said.start, said.unit_end or said.end, value)
            for said in quantities(text, language)
            for value in (*said.readings, *said.numbers)
        ]
        years = [token for token in self.asked.tokens if token.text.isdigit()]
        return found + [(token.start, token.end, Decimal(token.text)) for token in years]

    def _bound(self, condition: Condition, at: int) -> None:
        """Whether "over", "at most" and the like stand before the number as the query has it."""
        wording = self.asked.wording
        leads: tuple[tuple[tuple[str, ...], str], ...] = (
            (wording.at_least, ">="), (wording.at_most, "<="), (wording.more_than, ">"),
            (wording.less_than, "<"), (wording.after, ">"), (wording.before, "<"),
        )  # fmt: skip
        for phrases, sign in leads:
            for phrase in phrases:
                span = self.asked.find((phrase,))
                if span is not None and 0 <= at - span.end <= 1:
                    allowed = {sign}
                    if self.asked.tokens[span.start].folded in {"since", "seit", "depuis", "desde"}:
                        allowed = {">", ">="}
                    if condition.compares not in allowed:
                        raise Refused("another bound")
                    self.told.update(span.indices())
                    return
        if condition.compares not in ("=", "!="):
            raise Refused("a bound that is not said")
        self.negated += condition.compares == "!="

    def _compared_with(self, condition: Condition) -> None:
        """ "The last one before the concert": compared with the value of another row."""
        wording = self.asked.wording
        said = {
            "<": self.asked.find((*wording.before, *wording.less_than)),
            ">": self.asked.find((*wording.after, *wording.more_than)),
        }
        for sign, span in said.items():
            if span is not None and condition.compares == sign:
                self.told.update(span.indices())
                return
        if self.task.verb == "compare" and self.task.direction is not None:
            if condition.compares != (">" if self.task.direction == "highest" else "<"):
                raise Refused("another bound")
            self.told |= self.task.used
            return
        if condition.compares == "=" and condition.within is not None:
            self._is_end(condition.within)
            return
        raise Refused("compared with a row, which is not said")

    def negations(self) -> None:
        words = self.asked.wording.negations | LEAVING_OUT
        said = {
            at
            for at, token in enumerate(self.asked.tokens)
            if token.folded in words and at not in self.told
        }
        if bool(said) != bool(self.negated) or self.negated > 1 or len(said) > 2:
            raise Refused("what is left out is not what the question leaves out")
        self.told |= said

    def ends(self) -> None:
        query = self.query
        cut = query.aggregate is None and query.limit is not None and query.group is None
        is_end = query.aggregate is not None and query.aggregate.does in ("min", "max")
        compared = any(
            condition.within is not None
            and (condition.compares == "=" or self.task.verb == "compare")
            for condition in query.conditions()
        )
        if cut or is_end or query.group is not None:
            self._is_end(query)
        elif self.task.verb == "end" and not compared and not self.task.used <= self.told:
            raise Refused("no end of an order")
        elif self.task.verb in ("compare", "difference") and not compared:
            raise Refused("nothing is compared")
        if query.distinct and query.limit is not None:
            raise Refused("different values, cut")

    def _is_end(self, query: Query) -> None:
        by, descending = end_of(query)
        if (
            self.task.verb not in ("end", "compare")
            or self.task.direction is None
            or self.task.place > 1
        ):
            raise Refused("an end that is not asked for")
        self.told |= self.task.used
        direction: Direction = "highest" if descending else "lowest"
        column = by.column if isinstance(by, Aggregate) else by
        if self.task.direction != direction:
            raise Refused("the other end")
        if query.limit not in (None, 1) and not self._says_number(query.limit):
            raise Refused("another number of rows")
        if column is None:  # groups by their number of rows, which are what a column tells apart
            for other in self.relation.fields:
                if other.kind == "text" and len(other.distinct) == len(self.relation.rows):
                    self._names(other)
            return
        field_of = self.relation.fields[column]
        if self.task.concept == "date" and field_of.kind == "number" and not are_years(field_of):
            raise Refused("the first or last by a number that is no year")
        if self._means(field_of):
            return
        if self.task.concept is None:
            raise Refused("an order by what is not said")
        if self.task.concept == "date" and field_of.kind in ("day", "time"):
            days = [each for each in self.relation.fields if each.kind == field_of.kind]
            if len(days) == 1 or field_of is days[0] or ends_alike(query, days):
                return
        if column not in self._of_concept(self.task.concept):
            raise Refused("an order by something else")

    def _in_a_name(self, span: Span) -> bool:
        """Whether words stand in the name of a column that the query uses."""
        used = [words_of(self.relation.fields[at]) for at in self.query.columns()]
        said = [self.asked.tokens[at] for at in span.indices()]
        return any(all(any(alike(one, word) for word in words) for one in said) for words in used)

    def _says_number(self, number: int) -> bool:
        for said in quantities(self.asked.text, self.asked.language):
            if number in said.readings:
                self.told |= self._span(said.start, said.end)
                return True
        return False

    def sums(self) -> None:
        wording, aggregate = self.asked.wording, self.query.aggregate
        average, total = self.asked.find(wording.average), self.asked.find(wording.total)
        if average is not None and self._in_a_name(average):
            average = None
        does = None if aggregate is None else aggregate.does
        if (average is not None) is not (does == "avg"):
            raise Refused("an average or none")
        for span in (average, total):
            self.told |= set() if span is None else set(span.indices())
        if total is not None and does not in ("sum", "count") and self.query.group is None:
            raise Refused("no sum")
        if aggregate is None or does not in ("sum", "avg") or aggregate.column is None:
            return
        much, many = self.asked.find(wording.how_much), self.asked.find(wording.how_many)
        if does == "sum" and total is None and much is None and many is None:
            raise Refused("a sum that is not asked for")
        if self._means(self.relation.fields[aggregate.column]):
            return
        concept = "number" if many is not None else "money"
        numeric = [each for each in self.relation.fields if each.kind == "number"]
        if len(numeric) > 1 and aggregate.column not in self._of_concept(concept):
            raise Refused("a sum of what is not said")

    def counts(self) -> None:
        many = self.asked.find(self.asked.wording.how_many)
        if many is not None and self.task.verb == "end" and many.start - 1 in self.task.used:
            self.told.update(many.indices())  # "the smallest number of"
            return
        aggregate = self.query.aggregate
        counts = aggregate is not None and aggregate.does == "count" and self.query.group is None
        if counts and many is None:
            raise Refused("a count that is not asked for")
        if many is None:
            much = self.asked.find(self.asked.wording.how_much)
            self.told |= set() if much is None else set(much.indices())
            return
        self.told.update(many.indices())
        if self.query.group is not None or (aggregate is not None and aggregate.does == "sum"):
            return
        if not counts:
            shown = [self.relation.fields[at].kind for at in self.query.shows]
            if shown != ["number"] or len(self.ran.rows) != 1:
                raise Refused("no count")
            return
        if self.asked.tokens[many.end - 1].folded not in _TIMES:
            self._counts_things(many.end, aggregate)

    def shown(self) -> None:
        """What is asked for by its kind or its name is what the query shows."""
        if self.query.aggregate is not None or self.query.group is not None:
            return
        wanted = asked_columns(self.asked, self.relation)
        shows = set(self.query.shows) or set(range(len(self.relation.fields)))
        ordered = {order.by for order in self.query.order if isinstance(order.by, int)}
        if wanted and not wanted & (shows | ordered):
            raise Refused("something else is shown")
        for at in wanted & shows:
            self._names(self.relation.fields[at])

    def _counts_things(self, start: int, aggregate: Aggregate | None) -> None:
        """Rows are counted only where each row is one of the things that are asked for."""
        tokens = self.asked.tokens
        head = [
            at
            for at in range(start, len(tokens))
            if not self.asked.is_plain(at)
            and at not in self.told
            and self.asked.text[tokens[at].end : tokens[at].end + 1] not in ("'", "’")  # "guests'"
        ][:1]
        named = [
            at
            for at, column in enumerate(self.relation.fields)
            if any(
                alike(self.asked.tokens[place], word) for place in head for word in words_of(column)
            )
        ]
        distinct_of = aggregate.column if aggregate is not None and aggregate.distinct else None
        for at in named:
            column = self.relation.fields[at]
            if column.kind != "text" or at == distinct_of:
                continue
            cells = [column.cells[row].lower() for row in self.ran.rows]
            if len(set(cells)) != len(cells):
                raise Refused("rows are not what is counted")
        if distinct_of is not None and distinct_of not in named:
            raise Refused("something else is counted")
        amounts = {at for at in self._of_concept("number") if self._is_number(at)}
        context = context_of(self.relation.table)
        in_title = any(alike(self.asked.tokens[at], word) for at in head for word in context)
        if amounts and not named and not in_title and not amounts & self.query.columns():
            raise Refused("rows that stand for several")
        if named:
            self.told.update(head)

    def rest(self, likeness: Likeness, beside: Sequence[Token]) -> list[int]:
        """Every word that is left: a name of a column in use, of the table, or near to them.
        Returns where those stand that are none."""
        used = self.query.columns()
        for at in used:
            self._names(self.relation.fields[at])
        context = context_of(self.relation.table)
        constant = in_every_row(self.relation, self.ran.rows)
        asked = self.asked
        for at, token in enumerate(asked.tokens):
            if at in self.told or asked.is_plain(at) or len(token.folded) < 2:
                continue
            if any(alike(token, word) for word in (*context, *constant)):
                self.told.add(at)
        told = sorted(at for at, token in enumerate(asked.tokens) if at in self.told)
        about = [
            self.relation.table.name,
            *(self.relation.fields[at].name for at in sorted(used)),
            *(condition.literal for condition in self.query.conditions() if condition.literal),
            *(token.folded for token in context if not token.has_digit),
        ]
        open_words: dict[int, str] = {}
        left: list[int] = []
        for at in asked.left_over(self.told):
            token = asked.tokens[at]
            is_name = token.is_capital and at > 0 and asked.language != "de"
            if is_name and any(alike(token, word) for word in beside):
                continue
            if token.has_digit or is_name or is_of_a_column(token, self.relation):
                raise Refused(f"“{token.text}” has no part")
            follows = at - 1 in told and not asked.is_plain(at - 1)
            if at and asked.tokens[at - 1].folded in _LEADS and not follows and not self._heads(at):
                left.append(at)
            elif token.folded not in thresholds.LIGHT_WORDS:
                open_words[at] = token.folded
        near = likeness(list(open_words.values()), about) if open_words else ()
        left += [
            at
            for at, cosine in zip(open_words, near, strict=True)
            if cosine < thresholds.QUERY_WORD_NEAR
        ]
        return sorted(left)

    def _heads(self, at: int) -> bool:
        """Whether a word says what the rows are: "how many of the travellers"."""
        for phrases in (self.asked.wording.how_many, self.asked.wording.which):
            lead = self.asked.find(phrases)
            if lead is not None and all(
                self.asked.is_plain(between) for between in range(lead.end, at)
            ):
                return lead.end <= at
        return False

    def _names(self, column: Field) -> bool:
        """Whether the question says a column's name, or a word of it."""
        words = words_of(column)
        places = {
            at
            for at, token in enumerate(self.asked.tokens)
            if any(alike(token, word) for word in words)
        }
        self.told |= places
        return bool(places)

    def _means(self, column: Field) -> bool:
        """Whether the question names a column, or has a word nearer to its name than to those of
        the other columns of its kind."""
        others = [field.name for field in self.relation.fields if field.kind == column.kind]
        return self._names(column) or self._is_near(column.name, others)

    def _means_cell(self, column: Field, condition: Condition) -> bool:
        """Whether a word is near to the cell that the query asks for, and to no other so much."""
        cells = column.distinct
        said = next((cell for cell in cells if cell.lower() == condition.literal.lower()), None)
        if said is None or len(cells) > _MOST_CELLS_NEAR or not self._is_near(said, cells):
            return False
        self.negated += condition.compares == "!="
        return True

    def _is_near(self, name: str, others: Sequence[str]) -> bool:
        """Whether a word that has no part yet is nearer to `name` than to the others; it is taken
        for it then."""
        if self.near is None:
            return False
        asked = self.asked
        different = [other for other in others if other != name]
        best, place = thresholds.QUERY_WORD_NEAR, None
        for at in asked.left_over(self.told):
            if not may_be_left(asked, [at]):
                continue
            word = [asked.tokens[at].folded]
            cosine = self.near(word, [name])[0]
            if cosine >= best and (not different or cosine > self.near(word, different)[0]):
                best, place = cosine, at
        if place is None:
            return False
        self.told.add(place)
        self.taken[asked.tokens[place].text] = name
        return True

    def _of_concept(self, concept: str) -> set[int]:
        """Columns of the relation, by their names."""
        names = {stem(name) for name in CONCEPT_NAMES[concept]}  # type: ignore[index]
        return {
            at
            for at, column in enumerate(self.relation.fields)
            if any(word.stem in names for word in tokens_of(column.name))
        }

    def _is_number(self, at: int) -> bool:
        return self.relation.fields[at].kind == "number"

    def _span(self, start: int, end: int) -> set[int]:
        return {
            at
            for at, token in enumerate(self.asked.tokens)
            if token.start < end and token.end > start
        }
