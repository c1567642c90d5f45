"""A table of a file as a language model is told of it and a query is run over it: columns with
identifiers, and cells as numbers, days, times of day or words. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from app.core.question.programs.figures import Figure, column_figures, days_of_column
from app.core.question.programs.fitting import column_name
from app.core.question.programs.records import Row
from app.core.question.programs.tables import FileTable

Kind = Literal["number", "day", "time", "text"]
Value = str | Decimal | date | None
"""A cell as it is compared: None where it is empty; a time of day as minutes since midnight."""

MOST_ROWS = 5_000  # of a table that is queried; a larger one is left alone, never cut
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?::\d{2})?(?:\s*(?:uhr|h))?", re.IGNORECASE)
_EMPTY = frozenset({"", "-", "–", "—", "n/a"})
_MOST_VALUES_TOLD = 16  # of a column of words: all of them where there are so few
_MOST_CHARS_TOLD = 40  # of one cell
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Field:
    """`cells` and `values` in the order of the rows; `figures` of a column of numbers."""

    name: str
    identifier: str
    kind: Kind
    cells: tuple[str, ...]
    values: tuple[Value, ...]
    figures: tuple[Figure | None, ...] = ()
    unit: str = ""

    @property
    def distinct(self) -> list[str]:
        return list(dict.fromkeys(cell for cell in self.cells if cell not in _EMPTY))


@dataclass(frozen=True)
class Relation:
    """`name` is the identifier that a query calls the table by."""

    table: FileTable
    name: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]

    @cached_property
    def by_identifier(self) -> dict[str, int]:
        """Columns by their identifiers and by their names as they stand, in small letters."""
        known = {field.name.lower(): at for at, field in enumerate(self.fields)}
        return known | {field.identifier: at for at, field in enumerate(self.fields)}

    def schema(self) -> str:
        """A CREATE TABLE statement whose comments tell what the cells hold."""
        lines = [
            f"  {field.identifier} {_SQL_TYPES[field.kind]}, -- {_told(field)}"
            for field in self.fields
        ]
        head = f"-- {len(self.rows)} rows of “{self.table.name}”"
        return "\n".join([head, f"CREATE TABLE {self.name} (", *lines, ");"])


_SQL_TYPES: dict[Kind, str] = {"number": "REAL", "day": "DATE", "time": "TIME", "text": "TEXT"}


def relations_of(tables: Sequence[FileTable]) -> list[Relation]:
    """The tables that can be queried, each with a name of its own. Labels over groups of rows are a
    column; columns without a name are left out."""
    made: list[Relation] = []
    for table in tables:
        rows = tuple(table.data_rows())
        if not 2 <= len(rows) <= MOST_ROWS:
            continue
        fields = tuple(_fields(table, rows))
        if len(fields) < 2:
            continue
        taken = {relation.name for relation in made}
        made.append(Relation(table, _new(_identifier(table.name) or "list", taken), fields, rows))
    return made


def _fields(table: FileTable, rows: Sequence[Row]) -> list[Field]:
    named = [(name, [row.cells[at] for row in rows]) for at, name in enumerate(table.columns)]
    groups = [row.group for row in rows]
    if any(groups):
        named.append(("group", groups))
    fields: list[Field] = []
    for name, cells in named:
        if not name.strip() or not any(cells):
            continue
        taken = {field.identifier for field in fields}
        identifier = _new(_identifier(name) or "value", taken)
        fields.append(_field(name.strip(), identifier, [cell.strip() for cell in cells]))
    return fields


def _field(name: str, identifier: str, cells: Sequence[str]) -> Field:
    held = tuple(cells)
    times = [time_of(cell) for cell in cells]
    if all(time is not None or cell in _EMPTY for time, cell in zip(times, cells, strict=True)):
        return Field(name, identifier, "time", held, tuple(times))
    days = days_of_column(cells)
    if days is not None:
        return Field(name, identifier, "day", held, tuple(days))
    figures = column_figures(cells)
    if figures is not None and len({figure.measure for figure in figures if figure}) == 1:
        unit = column_name(name).unit
        own = tuple(
            None if figure is None else figure if figure.unit else figure.with_unit(unit)
            for figure in figures
        )
        values = tuple(None if figure is None else figure.value for figure in own)
        return Field(name, identifier, "number", held, values, own, unit)
    values_of_words = tuple(None if cell in _EMPTY else cell for cell in cells)
    return Field(name, identifier, "text", held, values_of_words)


def time_of(text: str) -> Decimal | None:
    """A time of day in minutes since midnight; None for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:
        return None
    return Decimal(int(match[1]) * 60 + int(match[2]))


def _told(field: Field) -> str:
    present = [value for value in field.values if value is not None]
    if field.kind == "number":
        return f"{min(present, key=_number)} to {max(present, key=_number)}"
    if field.kind == "day":
        return f"{min(present)} to {max(present)}"
    distinct = [cell for cell in field.distinct if len(cell) <= _MOST_CHARS_TOLD]
    if field.kind == "time":
        return f"as '{distinct[0]}'" if distinct else ""
    if len(distinct) == len(field.distinct) <= _MOST_VALUES_TOLD:
        return "one of " + ", ".join(f"'{cell}'" for cell in distinct)
    return "as " + ", ".join(f"'{cell}'" for cell in distinct[:_EXAMPLES])


def _number(value: Value) -> Decimal:
    assert isinstance(value, Decimal)
    return value


def _identifier(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss"))
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    made = re.sub(r"\W+", "_", letters).strip("_")
    return f"n_{made}" if made[:1].isdigit() else made


def _new(name: str, taken: set[str]) -> str:
    number, made = 2, name
    while made in taken or made in _RESERVED:
        made, number = f"{name}_{number}", number + 1
    return made


# Words that a parsed statement cannot have as a column's name, and those that it should not.
_RESERVED = frozenset(
    """all and any as between by case cross distinct drop else except for from group having if in
    index inner into join like not null on or order outer select table then to union using when
    where with""".split()  # noqa: SIM905  a paragraph reads better than a list of quotes
)
