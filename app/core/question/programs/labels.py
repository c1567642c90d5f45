"""What rows and columns are called in an answer, and which column can be meant. Pure."""

from __future__ import annotations

import re

from app.core.question.programs.figures import days_of_column
from app.core.question.programs.fitting import GROUP, Fit, column_name
from app.core.question.programs.records import Row
from app.core.question.programs.tables import FileTable
from app.core.question.programs.wording import CONCEPT_NAMES, RANKS, Concept, Direction
from app.core.words import stem

_YEAR = re.compile(r"(?:1\d|20)\d\d")


def is_narrowed(fitted: Fit) -> bool:
    return bool(fitted.filters or fitted.conditions)


def names_several(fitted: Fit) -> bool:
    """Whether the question names a cell for each of the rows: "M-1 and M-2"."""
    return any(len(texts) == len(fitted.rows) > 1 for texts in fitted.filters.values())


def label(fitted: Fit, row: Row) -> str:
    """What a row is called in an answer: the cells by which it was found."""
    parts = []
    for column in sorted(fitted.filters):
        text = row.group if column == GROUP else row.cells[column]
        parts.append(text)
    return ", ".join(parts)


def conditions(fitted: Fit) -> str:
    parts = list(fitted.conditions)
    for column, texts in sorted(fitted.filters.items()):
        name = "" if column == GROUP else column_name(fitted.table.columns[column]).name
        parts.append(f"{name} {' / '.join(texts)}".strip())
    return ", ".join(parts)


def of_concept(table: FileTable, concept: Concept) -> list[int]:
    """Columns whose name says that they hold such a thing, or all whose cells are days."""
    names = {stem(name) for name in CONCEPT_NAMES[concept]}
    named = [
        column
        for column, text in enumerate(table.columns)
        if any(token.stem in names for token in column_name(text).tokens)
    ]
    if concept == "date":
        return [column for column in named if are_days(table, column)] or [
            column for column in range(len(table.columns)) if are_days(table, column)
        ]
    return named


def end_of_column(column: str, direction: Direction) -> Direction:
    """Which end of its numbers is meant: of ranks and places the highest is the smallest."""
    words = column_name(column).tokens
    if not words or words[-1].folded not in RANKS:
        return direction
    return "lowest" if direction == "highest" else "highest"


def of_times(table: FileTable) -> list[int]:
    """Columns of days, or else of years."""
    days = of_concept(table, "date")
    return days or [
        column
        for column in range(len(table.columns))
        if (cells := [row.cells[column] for row in table.data_rows() if row.cells[column]])
        and all(_YEAR.fullmatch(cell) for cell in cells)
    ]


def are_days(table: FileTable, column: int) -> bool:
    return days_of_column([row.cells[column] for row in table.data_rows()]) is not None
