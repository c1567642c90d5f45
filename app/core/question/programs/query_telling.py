"""What a query over a table came to, in a sentence of the question's language: the answer first,
then how it was come by. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.question.programs.asked import Asked
from app.core.question.programs.figures import written_figure
from app.core.question.programs.narrowing import period_words
from app.core.question.programs.query_words import asked_columns
from app.core.question.programs.querying import Ran
from app.core.question.programs.relation import Relation
from app.core.question.programs.table_queries import Aggregate, Condition, Query, Test
from app.core.question.programs.wording import WORDINGS, Language
from app.core.question.values import Statement

MOST_NAMED = 40  # rows that a sentence names; of the others it says how many there are
MOST_CITED = 40


@dataclass(frozen=True, slots=True)
class QueryTelling:
    """`place` says of which rows of which table; `how` are the conditions."""

    count: str
    every: str
    listed: str
    one: str
    end: str
    total: str
    average: str
    most: str
    place: str
    narrowed: str
    more: str
    last_and: str
    signs: Mapping[str, str]
    days: Mapping[str, str]  # the same of days and times
    that_of: str  # of another row
    unknown: str
    quoted: str
    nothing: str
    something: str
    either: str


TELLINGS: dict[Language, QueryTelling] = {
    "en": QueryTelling(
        count="{n} of the {all} rows of “{table}”{how}: {which}",
        every="{n}, with all rows of “{table}”: {which}",
        listed="{which} – {n} of the {all} rows of “{table}”{how}",
        one="{which} ({place})",
        end="{which} – {column} {value}, the {end} of {n} rows of “{table}”{how}",
        total="{value} in total: {column} of {n} rows of “{table}”{how}",
        average="{value} on average: {column} of {n} rows of “{table}”{how}",
        most="{which}: {value} of {n} rows of “{table}”{how}",
        place="“{table}”{how}",
        narrowed=" with {how}",
        more="{n} more",
        last_and=" and ",
        signs={"!=": "not ", "<": "below ", "<=": "at most ", ">": "above ", ">=": "at least "},
        days={"!=": "not ", "<": "before ", "<=": "until ", ">": "after ", ">=": "from "},
        that_of="that of ",
        unknown="rows without a value: {n}",
        quoted="“{value}”",
        nothing="no {column}",
        something="a {column}",
        either=" or ",
    ),
    "de": QueryTelling(
        count="{n} der {all} Zeilen von „{table}“{how}: {which}",
        every="{n}, mit allen Zeilen von „{table}“: {which}",
        listed="{which} – {n} der {all} Zeilen von „{table}“{how}",
        one="{which} ({place})",
        end="{which} – {column} {value}, {end} von {n} Zeilen von „{table}“{how}",
        total="{value} insgesamt: {column} aus {n} Zeilen von „{table}“{how}",
        average="{value} im Durchschnitt: {column} aus {n} Zeilen von „{table}“{how}",
        most="{which}: {value} von {n} Zeilen von „{table}“{how}",
        place="„{table}“{how}",
        narrowed=" mit {how}",
        more="{n} weitere",
        last_and=" und ",
        signs={"!=": "nicht ", "<": "unter ", "<=": "höchstens ", ">": "über ",
               ">=": "mindestens "},
        days={"!=": "nicht ", "<": "vor ", "<=": "bis ", ">": "nach ", ">=": "ab "},
        that_of="dem von ",
        unknown="Zeilen ohne Wert: {n}",
        quoted="„{value}“",
        nothing="ohne {column}",
        something="mit {column}",
        either=" oder ",
    ),
    "fr": QueryTelling(
        count="{n} des {all} lignes de « {table} »{how} : {which}",
        every="{n}, avec toutes les lignes de « {table} » : {which}",
        listed="{which} – {n} des {all} lignes de « {table} »{how}",
        one="{which} ({place})",
        end="{which} – {column} {value}, {end} de {n} lignes de « {table} »{how}",
        total="{value} au total : {column} de {n} lignes de « {table} »{how}",
        average="{value} en moyenne : {column} de {n} lignes de « {table} »{how}",
        most="{which} : {value} de {n} lignes de « {table} »{how}",
        place="« {table} »{how}",
        narrowed=" avec {how}",
        more="{n} autres",
        last_and=" et ",
        signs={"!=": "autre que ", "<": "moins de ", "<=": "au plus ", ">": "plus de ",
               ">=": "au moins "},
        days={"!=": "autre que ", "<": "avant ", "<=": "jusqu’à ", ">": "après ", ">=": "dès "},
        that_of="celui de ",
        unknown="lignes sans valeur : {n}",
        quoted="« {value} »",
        nothing="sans {column}",
        something="avec {column}",
        either=" ou ",
    ),
    "es": QueryTelling(
        count="{n} de las {all} filas de «{table}»{how}: {which}",
        every="{n}, con todas las filas de «{table}»: {which}",
        listed="{which} – {n} de las {all} filas de «{table}»{how}",
        one="{which} ({place})",
        end="{which} – {column} {value}, {end} de {n} filas de «{table}»{how}",
        total="{value} en total: {column} de {n} filas de «{table}»{how}",
        average="{value} de promedio: {column} de {n} filas de «{table}»{how}",
        most="{which}: {value} de {n} filas de «{table}»{how}",
        place="«{table}»{how}",
        narrowed=" con {how}",
        more="{n} más",
        last_and=" y ",
        signs={"!=": "distinto de ", "<": "menos de ", "<=": "como máximo ", ">": "más de ",
               ">=": "al menos "},
        days={"!=": "distinto de ", "<": "antes de ", "<=": "hasta ", ">": "después de ",
              ">=": "desde "},
        that_of="el de ",
        unknown="filas sin valor: {n}",
        quoted="«{value}»",
        nothing="sin {column}",
        something="con {column}",
        either=" o ",
    ),
}  # fmt: skip

# By kind of column and direction: the highest number, the latest day.
_ENDS: dict[Language, dict[tuple[bool, bool], str]] = {
    "en": {(False, True): "highest", (False, False): "lowest", (True, True): "latest",
           (True, False): "earliest"},
    "de": {(False, True): "der höchste Wert", (False, False): "der niedrigste Wert",
           (True, True): "der späteste", (True, False): "der früheste"},
    "fr": {(False, True): "le maximum", (False, False): "le minimum",
           (True, True): "le plus tardif", (True, False): "le plus tôt"},
    "es": {(False, True): "el máximo", (False, False): "el mínimo",
           (True, True): "el más tardío", (True, False): "el más temprano"},
}  # fmt: skip


def tell(
    asked: Asked, query: Query, ran: Ran, meant: Mapping[Condition, frozenset[str]]
) -> Statement | None:
    """None where the rows have no place that can be cited, or nothing to be called by."""
    language = next(language for language in WORDINGS if language == asked.language)
    told = _Telling(asked, query, ran, meant, language)
    rows = [query.relation.rows[at] for at in ran.rows]
    grounds = query.relation.table.grounds(rows[:MOST_CITED])
    text = told.sentence()
    if text and ran.n_unknown:
        text = f"{text}; {TELLINGS[language].unknown.format(n=ran.n_unknown)}"
    return Statement(f"{text}.", grounds) if text and grounds else None


@dataclass(frozen=True, slots=True)
class _Telling:
    asked: Asked
    query: Query
    ran: Ran
    meant: Mapping[Condition, frozenset[str]]
    language: Language

    @property
    def _forms(self) -> QueryTelling:
        return TELLINGS[self.language]

    @property
    def _relation(self) -> Relation:
        return self.query.relation

    def sentence(self) -> str:
        query, ran, forms = self.query, self.ran, self._forms
        how = self._how()
        said = {
            "table": self._relation.table.name,
            "all": str(len(self._relation.rows)),
            "how": forms.narrowed.format(how=how) if how else "",
            "n": str(ran.n_matching),
        }
        if ran.groups:
            return self._of_groups(said)
        aggregate = query.aggregate
        if aggregate is not None and aggregate.does in ("sum", "avg"):
            return self._of_figure(aggregate, said)
        which = self._which()
        if not which:
            return ""
        if aggregate is not None and aggregate.does == "count":
            said["n"] = str(ran.count)
            if query.test is None and len(ran.rows) == len(self._relation.rows):
                return forms.every.format(which=which, **said)
            return forms.count.format(which=which, **said)
        if query.limit is not None or aggregate is not None:
            return self._of_end(which, said)
        said["n"] = str(len(ran.rows))
        if len(ran.rows) == 1:
            return forms.one.format(which=which, place=forms.place.format(**said))
        return forms.listed.format(which=which, **said)

    def _of_groups(self, said: Mapping[str, str]) -> str:
        groups = self.ran.groups
        first = groups[0][1]
        best = [name for name, figure in groups if figure.value == first.value]
        value = written_figure(first, self.language)
        return self._forms.most.format(which=self._joined(best), value=value, **said)

    def _of_figure(self, aggregate: Aggregate, said: Mapping[str, str]) -> str:
        assert aggregate.column is not None and self.ran.figure is not None
        form = self._forms.total if aggregate.does == "sum" else self._forms.average
        values = {**said, "n": str(len(self.ran.rows))}
        column = self._relation.fields[aggregate.column]
        text = form.format(
            value=written_figure(self.ran.figure, self.language), column=column.name, **values
        )
        cells = [column.cells[at] for at in self.ran.rows]
        is_short = aggregate.does == "sum" and 1 < len(cells) <= 12
        return f"{text} = {' + '.join(cells)}" if is_short else text

    def _of_end(self, which: str, said: Mapping[str, str]) -> str:
        query = self.query
        aggregate = query.aggregate
        if aggregate is not None and aggregate.column is not None:
            at, descending = aggregate.column, aggregate.does == "max"
        else:
            first = query.order[0]
            assert isinstance(first.by, int)
            at, descending = first.by, first.descending
        column = self._relation.fields[at]
        cells = dict.fromkeys(column.cells[row] for row in self.ran.rows)
        end = _ENDS[self.language][column.kind in ("day", "time"), descending]
        return self._forms.end.format(
            which=which, column=column.name, value=" / ".join(cells), end=end, **said
        )

    def _which(self) -> str:
        """What the rows are called: the columns that the query shows, else the first in words."""
        fixed = {
            condition.column
            for condition in self._own_conditions()
            if condition.compares == "=" and condition.within is None
        }
        ordered = {order.by for order in self.query.order if isinstance(order.by, int)}
        shown = [at for at in self.query.shows if at not in fixed]
        if self.query.limit is not None:
            shown = [at for at in shown if at not in ordered]
        if not shown:
            wanted = asked_columns(self.asked, self._relation) - fixed - ordered
            shown = sorted(wanted) if len(wanted) == 1 else []
        names = shown or self._label(fixed | ordered) or list(self.query.shows)
        texts = [
            ", ".join(cell for at in names if (cell := self._cell(at, row)))
            for row in self.ran.rows
        ]
        return self._joined([text for text in dict.fromkeys(texts) if text])

    def _own_conditions(self) -> list[Condition]:
        """Those of the query itself, not of a query within."""
        within = [
            inner
            for condition in self.query.conditions()
            if condition.within is not None
            for inner in condition.within.conditions()
        ]
        return [condition for condition in self.query.conditions() if condition not in within]

    def _label(self, fixed: set[int]) -> list[int]:
        words = [
            at
            for at, column in enumerate(self._relation.fields)
            if column.kind == "text" and at not in fixed
        ]
        for at in words:  # a column that tells the rows apart, else the first two
            cells = [self._relation.fields[at].cells[row] for row in self.ran.rows]
            if len(set(cells)) == len(cells):
                return [at]
        return words[:2]

    def _cell(self, at: int, row: int) -> str:
        column = self._relation.fields[at]
        cell = column.cells[row]
        if column.unit and cell and not any(character.isalpha() for character in cell):
            return f"{cell} {column.unit}"
        return cell

    def _joined(self, names: Sequence[str]) -> str:
        shown = list(names[:MOST_NAMED])
        if len(names) > MOST_NAMED:
            shown.append(self._forms.more.format(n=len(names) - MOST_NAMED))
        mark = "; " if any("," in name for name in shown) else ", "
        if len(shown) < 2:
            return "".join(shown)
        return mark.join(shown[:-1]) + self._forms.last_and + shown[-1]

    def _how(self) -> str:
        return "" if self.query.test is None else self._test(self.query.test)

    def _test(self, test: Test) -> str:
        if isinstance(test, Condition):
            return self._condition(test)
        parts = list(dict.fromkeys(self._test(part) for part in test.parts))
        return (self._forms.either if test.any else ", ").join(part for part in parts if part)

    def _condition(self, condition: Condition) -> str:
        forms = self._forms
        column = self._relation.fields[condition.column]
        signs = forms.days if column.kind in ("day", "time") else forms.signs
        sign = signs.get(condition.compares, "")
        if condition.within is not None:
            test = condition.within.test
            return "" if test is None else f"{column.name} {sign}{forms.that_of}{self._test(test)}"
        if condition.value is None:
            form = forms.nothing if condition.compares == "=" else forms.something
            return form.format(column=column.name)
        if column.kind == "day":
            return f"{column.name} {period_words(self.asked)}"
        cells = self.meant.get(condition)
        texts = sorted(cells) if cells else [condition.literal]
        if column.kind == "text":
            texts = [forms.quoted.format(value=text) for text in texts]
        return f"{column.name} {sign}{forms.either.join(texts)}"
