"""The highest and lowest, sums, averages, counts and differences over the rows of a fit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.core.question.programs.asked import Asked, alike, runs_of, tokens_of
from app.core.question.programs.figures import (
    Figure,
    column_figures,
    days_of_column,
    written_day,
    written_figure,
)
from app.core.question.programs.fitting import Fit, column_name
from app.core.question.programs.labels import (
    are_days,
    conditions,
    end_of_column,
    is_narrowed,
    label,
    names_several,
    of_concept,
)
from app.core.question.programs.records import Row
from app.core.question.programs.tasks import Task
from app.core.question.programs.telling import TABLES, TableTelling
from app.core.question.programs.wording import NO, WORDINGS, YES, Concept

MOST_LISTED = 40
_MOST_SUMMANDS = 12

Worked = tuple[str, str, list[Row]]
"""(text, the value by which tables are compared, the rows it rests on)."""


def numeric_targets(fitted: Fit) -> list[int]:
    return [column for column in fitted.targets if measured_rows(fitted, column, fitted.rows)]


def measured_rows(fitted: Fit, column: int, rows: Sequence[Row]) -> list[tuple[Row, Figure]] | None:
    """Each row's figure, with the column's unit; the decimal mark is judged by the whole column.
    None where a cell is no number, where units differ, or where there is none."""
    all_rows = fitted.table.data_rows()
    figures = column_figures([row.cells[column] for row in all_rows])
    if figures is None:
        return None
    by_row = {id(row): figure for row, figure in zip(all_rows, figures, strict=True)}
    unit = column_name(fitted.table.columns[column]).unit
    present: list[tuple[Row, Figure]] = []
    for row in rows:
        figure = by_row.get(id(row))
        if figure is not None:
            present.append((row, figure if figure.unit else figure.with_unit(unit)))
    if not present or len({figure.measure for _, figure in present}) > 1:
        return None
    return present


def _measured_column(
    asked: Asked, fitted: Fit, concept: Concept | None, *, only: bool = False
) -> int | None:
    """The one column of numbers that is asked about: named, of the concept, or, where `only` is
    set, the only one there is."""
    named = numeric_targets(fitted)
    if len(named) == 1:
        return named[0]
    if named or (fitted.targets and concept is None):
        return None
    if concept is None and asked.says(asked.wording.how_much):
        concept = "money"
    columns = range(len(fitted.table.columns)) if concept is None else of_concept(
        fitted.table, concept)  # fmt: skip
    measured = [column for column in columns if measured_rows(fitted, column, fitted.rows)]
    if concept is None and not only:
        return None
    return measured[0] if len(measured) == 1 else None


def highest_or_lowest(asked: Asked, fitted: Fit, task: Task) -> Worked | None:
    telling = table_telling(asked)
    if task.concept == "date" or (task.concept is None and not numeric_targets(fitted)):
        return _date_end(asked, fitted, task)
    column = _measured_column(asked, fitted, task.concept)
    if column is None or task.direction is None:
        return None
    measured = measured_rows(fitted, column, fitted.rows)
    if measured is None or len(measured) < 2:
        return None
    end = end_of_column(fitted.table.columns[column], task.direction)
    values = sorted({figure.value for _, figure in measured}, reverse=end == "highest")
    if len(values) < task.place:
        return None
    best = values[task.place - 1]
    rows = [row for row, figure in measured if figure.value == best]
    figure = next(figure for _, figure in measured if figure.value == best)
    which = _named_rows(fitted, rows, column)
    if not which:
        return None
    highest, lowest = telling.highest, telling.lowest
    if task.place > 1:
        highest, lowest = telling.from_highest, telling.from_lowest
    form = highest if task.direction == "highest" else lowest
    value = written_figure(figure, asked.language)
    name = column_name(fitted.table.columns[column]).name
    said = form.format(of=name, n=len(measured), value=value, place=task.place)
    text = _answer_first(asked, fitted, column, said, which)
    return text, f"{value} ({which})", rows


def _date_end(asked: Asked, fitted: Fit, task: Task) -> Worked | None:
    columns = [column for column in fitted.targets if are_days(fitted.table, column)]
    if not columns and task.concept == "date":  # "the largest" of no column is no day
        columns = of_concept(fitted.table, "date")
    if len(columns) != 1 or task.place > 1:
        return None
    column = columns[0]
    days = days_of_column([row.cells[column] for row in fitted.rows])
    if days is None:
        return None
    dated = [(row, day) for row, day in zip(fitted.rows, days, strict=True) if day is not None]
    if len(dated) < 2:
        return None
    pick = max if task.direction == "highest" else min
    best = pick(day for _, day in dated)
    rows = [row for row, day in dated if day == best]
    which = _named_rows(fitted, rows, column)
    if not which:
        return None
    telling = table_telling(asked)
    form = telling.latest if task.direction == "highest" else telling.earliest
    value = written_day(best, asked.language)
    name = column_name(fitted.table.columns[column]).name
    text = _answer_first(
        asked, fitted, column, form.format(of=name, n=len(dated), value=value), which
    )
    return text, f"{value} ({which})", rows


def _answer_first(asked: Asked, fitted: Fit, measured: int, end: str, which: str) -> str:
    """What the rows are called goes first where that is asked for: "who lost the least"."""
    asks_rows = any(column != measured for column in fitted.targets) or asked.says(
        asked.wording.who
    )
    return f"{which} ({end})." if asks_rows else f"{end} ({which})."


def _named_rows(fitted: Fit, rows: Sequence[Row], measured: int) -> str:
    """What the rows are called: by the columns asked for, else by the first one in words."""
    columns = [column for column in fitted.targets if column != measured]
    if not columns:
        columns = [
            column
            for column in range(len(fitted.table.columns))
            if column != measured
            and any(character.isalpha() for row in rows for character in row.cells[column])
        ][:1]
    names = [
        ", ".join(row.cells[column] for column in columns if row.cells[column]) for row in rows
    ]
    return " / ".join(dict.fromkeys(name for name in names if name))


def summed(asked: Asked, fitted: Fit, task: Task) -> Worked | None:
    column = _measured_column(asked, fitted, None)
    if column is None:
        return None
    measured = measured_rows(fitted, column, fitted.rows)
    if measured is None or len(measured) < 2 or _is_year_column(measured):
        return None
    values = [figure.value for _, figure in measured]
    decimals = max(figure.n_decimals for _, figure in measured)
    total = sum(values, Decimal(0))
    first = measured[0][1]
    telling = table_telling(asked)
    if task.verb == "average":
        mean = total / len(values)
        decimals = decimals if mean == round(mean, decimals) else max(2, decimals)
        result, form = first.with_value(mean, decimals), telling.average
    else:
        result, form = first.with_value(total, decimals), telling.total
    value = written_figure(result, asked.language)
    name = column_name(fitted.table.columns[column]).name
    text = form.format(of=name, n=len(measured), value=value)
    if is_narrowed(fitted):
        text = f"{conditions(fitted)} – {text}"
    n_empty = len(fitted.rows) - len(measured)
    if n_empty:
        text += f" ({telling.without_value.format(n=n_empty)})"
    if len(measured) <= _MOST_SUMMANDS and task.verb != "average":
        summands = " + ".join(row.cells[column] for row, _ in measured)
        text += f" = {summands}"
    return f"{text}.", value, [row for row, _ in measured]


def _is_year_column(measured: Sequence[tuple[Row, Figure]]) -> bool:
    return all(
        1900 <= figure.value <= 2100 and not figure.n_decimals and not figure.unit
        for _, figure in measured
    )


def difference(asked: Asked, fitted: Fit, task: Task) -> Worked | None:
    """Between two rows named in the question, or two columns of one row."""
    numeric = numeric_targets(fitted)
    if task.verb == "difference" and len(fitted.rows) == 1 and len(numeric) == 2:
        return _between_columns(asked, fitted, numeric)
    concept = task.concept
    if concept is None and not fitted.targets and task.verb == "difference":
        concept = "money"
    column = _measured_column(asked, fitted, concept, only=task.verb == "compare")
    if column is None or len(fitted.rows) != 2 or not names_several(fitted):
        return None
    measured = measured_rows(fitted, column, fitted.rows)
    if measured is None or len(measured) != 2:
        return None
    (one, a), (other, b) = sorted(measured, key=lambda entry: _at(asked, label(fitted, entry[0])))
    name = column_name(fitted.table.columns[column]).name
    labels = (label(fitted, one), label(fitted, other))
    text, value = _compared(asked, name, labels, (a, b), task)
    return text, value, [one, other]


def _between_columns(asked: Asked, fitted: Fit, columns: Sequence[int]) -> Worked | None:
    row = fitted.rows[0]
    figures = [measured_rows(fitted, column, [row]) for column in columns]
    if not all(figures):
        return None
    a, b = (found[0][1] for found in figures if found)
    if a.measure != b.measure:
        return None
    labels = [column_name(fitted.table.columns[column]).name for column in columns]
    task = Task("difference")
    text, value = _compared(asked, label(fitted, row), (labels[0], labels[1]), (a, b), task)
    return text, value, [row]


def _compared(
    asked: Asked, of: str, labels: tuple[str, str], figures: tuple[Figure, Figure], task: Task
) -> tuple[str, str]:
    """(text, value): which of two is the larger or smaller where that is asked, and by how much."""
    a, b = figures
    telling = table_telling(asked)
    apart = a.with_value(abs(a.value - b.value), max(a.n_decimals, b.n_decimals))
    form = telling.difference
    if a.value == b.value:
        form = telling.same
    elif task.verb == "compare" and _asks_which(asked):
        first_wins = (a.value > b.value) == (task.direction == "highest")
        form = f"{labels[0] if first_wins else labels[1]}. {form}"
    elif task.verb == "compare" and not asked.says(
        (*asked.wording.how_much, *asked.wording.how_many)
    ):
        holds = (a.value > b.value) == (task.direction == "highest")
        form = telling.larger if holds else telling.smaller
    value = written_figure(apart, asked.language)
    said = form.format(
        of=of,
        first=labels[0],
        second=labels[1],
        a=written_figure(a, asked.language),
        b=written_figure(b, asked.language),
        value=value,
    )
    return f"{said}.", value


def _asks_which(asked: Asked) -> bool:
    """ "Which is longer", "do we have more of this or of that": no yes or no."""
    return asked.says(asked.wording.which) or any(
        token.folded in asked.wording.alternatives for token in asked.tokens
    )


def _at(asked: Asked, label: str) -> int:
    """Where a row's name stands in the question: the first named is compared with the second."""
    words = tokens_of(label)
    spans = runs_of(words, asked.tokens)
    if spans:
        return spans[-1].start
    held = [at for at, token in enumerate(asked.tokens) for word in words if alike(token, word)]
    return min(held, default=0)


def counted(asked: Asked, fitted: Fit) -> Worked | None:
    """How many rows have the cells that the question names."""
    if not is_narrowed(fitted) or names_several(fitted):
        return None
    n_all = len(fitted.table.data_rows())
    columns = [column for column in fitted.targets if column not in fitted.filters][:1]
    if not columns:
        columns = [0]
    names = [row.cells[columns[0]] for row in fitted.rows]
    if not names or len(set(names)) != len(names):
        return None  # rows of one thing: counting rows would not count things
    if any(_says_yes_or_no(fitted, column) for column in fitted.targets):
        return None  # "how many are coming" counts those with a yes
    telling = table_telling(asked)
    which = ", ".join(names[:MOST_LISTED]) + ("…" if len(names) > MOST_LISTED else "")
    text = telling.count.format(
        n=len(names), all=n_all, table=fitted.table.name, which=which, how=conditions(fitted)
    )
    return f"{text}.", str(len(names)), fitted.rows


def _says_yes_or_no(fitted: Fit, column: int) -> bool:
    held = {row.cells[column].strip().lower() for row in fitted.table.data_rows()} - {""}
    return held <= YES | NO


def table_telling(asked: Asked) -> TableTelling:
    return next(TABLES[language] for language in WORDINGS if language == asked.language)
