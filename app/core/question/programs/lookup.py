"""Questions about rows: a value looked up, the highest and lowest, sums, averages, counts,
differences and lists, computed over the rows of one table and told with them.

Says nothing where a word of the question is unaccounted for, where more than one row or column
fits, and where a cell is no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.question.asked import kind_of
from app.core.question.programs.asked import Asked, Span
from app.core.question.programs.computing import (
    MOST_LISTED,
    Worked,
    counted,
    difference,
    highest_or_lowest,
    numeric_targets,
    summed,
    table_telling,
)
from app.core.question.programs.figures import is_currency
from app.core.question.programs.fitting import Fit, column_name, fit, narrows, place_rest
from app.core.question.programs.labels import (
    are_days,
    conditions,
    is_narrowed,
    label,
    names_several,
    of_concept,
    of_times,
)
from app.core.question.programs.library import LibraryView
from app.core.question.programs.narrowing import narrow
from app.core.question.programs.records import Row, may_hold_rows
from app.core.question.programs.tables import FileTable, tables_of
from app.core.question.programs.tasks import Task, task_of
from app.core.question.programs.wording import NO, YES, Concept
from app.core.question.retrieve import Found
from app.core.question.values import Statement

_MOST_FILES = 25  # of those found, whose tables are looked at


@dataclass(frozen=True, slots=True)
class _Outcome:
    """`value` is what is compared where several tables answer."""

    statement: Statement
    value: str
    told: int
    table: FileTable


def answer_from_rows(
    asked: Asked, found: Sequence[Found], library: LibraryView
) -> tuple[Statement, ...] | None:
    """The one statement that the found files' tables allow; two, where two files differ."""
    rows = [entry for entry in found if may_hold_rows(entry.chunk.text)]
    items = list({entry.item.item_id: entry.item for entry in rows}.values())[:_MOST_FILES]
    outcomes: list[_Outcome] = []
    for item in items:
        for table in tables_of(item, library):
            outcome = _outcome(asked, table)
            if outcome is not None:
                outcomes.append(outcome)
    if not outcomes:
        return None
    most = max(outcome.told for outcome in outcomes)
    best = [outcome for outcome in outcomes if outcome.told == most]
    if len({outcome.value for outcome in best}) == 1:
        return (best[0].statement,)
    if len(best) == 2 and best[0].table.item.item_id != best[1].table.item.item_id:
        return _differing(asked, best[0], best[1])
    return None


def _differing(asked: Asked, one: _Outcome, other: _Outcome) -> tuple[Statement, ...]:
    telling = table_telling(asked)
    text = telling.in_both.format(
        one=one.table.name, a=one.value, other=other.table.name, b=other.value
    )
    grounds = one.statement.rests_on + other.statement.rests_on
    return (Statement(f"{text}.", grounds, against=True),)


def _outcome(asked: Asked, table: FileTable) -> _Outcome | None:
    words = asked.wording
    if any(token.folded in words.negations | words.alike for token in asked.tokens):
        return None
    task = task_of(asked)
    fitted = fit(asked, table, task.used)
    named, targets = list(fitted.rows) if is_narrowed(fitted) else [], list(fitted.targets)
    narrow(asked, fitted)
    place_rest(asked, fitted)
    if not _is_accounted_for(asked, fitted, task):
        return None
    made = None
    decides = kind_of(asked.text) in ("yes_no", "comparison") and not asked.says(words.which)
    if decides and len(named) == 1 and fitted.conditions:
        bounded = [column for column in targets if column not in fitted.targets]
        made = _decided(asked, fitted, named[0], bounded or targets)
    made = made or _worked_out(asked, fitted, task)
    if made is None:
        return None
    text, value, rows = made
    grounds = table.grounds(rows[:MOST_LISTED])
    if not grounds or not fitted.told:
        return None
    return _Outcome(Statement(text, grounds), value, fitted.told, table)


def _decided(asked: Asked, fitted: Fit, row: Row, bounded: Sequence[int]) -> Worked | None:
    """Whether the row that is named keeps to the bound or the period that the question asks of."""
    if len(bounded) != 1 or not row.cells[bounded[0]]:
        return None
    telling = table_telling(asked)
    said = telling.yes if fitted.rows else telling.no
    value = _pair(asked, fitted.table, row, bounded[0])
    return f"{said}: {label(fitted, row)}, {value}.", f"{said} {value}", [row]


def _is_accounted_for(asked: Asked, fitted: Fit, task: Task) -> bool:
    """No word is left; or one that narrows nothing, where row and column are named in full."""
    left = fitted.left
    if not left:
        return True
    if len(left) > 1 or task.verb not in {"look up", "count", "compare"}:
        return False
    at = left[0]
    token = asked.tokens[at]
    if token.has_digit or (token.is_capital and at > 0):
        return False
    if task.verb == "compare":
        return len(fitted.rows) == 2 and not narrows(asked, at, fitted.explained)
    if fitted.is_named and is_narrowed(fitted) and _names_rows(asked, at):
        return True  # "which pieces by Fauré are in the sheet music"
    return bool(
        (fitted.targets or _implied_targets(asked, fitted) or _other_column(asked, fitted))
        and fitted.filters
        and len(fitted.rows) == 1
        and not narrows(asked, at, fitted.explained)
    )


def _names_rows(asked: Asked, at: int) -> bool:
    """Whether a word says what the rows are: it stands right behind "which" or "how many"."""
    for phrases in (asked.wording.which, asked.wording.how_many):
        lead = asked.find(phrases)
        if lead is not None and lead.end == at:
            return True
    return False


def _worked_out(asked: Asked, fitted: Fit, task: Task) -> Worked | None:
    """(text, value, rows it rests on)."""
    if task.verb == "end":
        return highest_or_lowest(asked, fitted, task)
    if task.verb in {"total", "average"}:
        if fitted.filters and len(fitted.rows) == 1 and task.verb == "total":
            return _looked_up(asked, fitted)  # "the total of invoice 7" in a column of totals
        return summed(asked, fitted, task)
    if task.verb in {"difference", "compare"}:
        return difference(asked, fitted, task)
    if task.verb == "count":
        if fitted.filters and len(fitted.rows) == 1 and numeric_targets(fitted):
            return _looked_up(asked, fitted)
        return counted(asked, fitted)
    if len(fitted.rows) > 1 and _asks_for_sum(asked, fitted):
        return summed(asked, fitted, task)
    return _looked_up(asked, fitted)


def _asks_for_sum(asked: Asked, fitted: Fit) -> bool:
    """ "How much did we spend on electricity": of several rows, their sum."""
    spends = any(token.folded in asked.wording.spending for token in asked.tokens)
    return spends and asked.says(asked.wording.how_much) and not names_several(fitted)


# --- looking up --------------------------------------------------------------------------------


def _looked_up(asked: Asked, fitted: Fit) -> Worked | None:
    targets = fitted.targets or _implied_targets(asked, fitted) or _other_column(asked, fitted)
    targets = _times(asked, fitted, targets) or _key_asked(asked, fitted)
    if not targets or not is_narrowed(fitted) or not fitted.rows:
        return None
    rows = fitted.rows
    lists = asked.says(asked.wording.which) or names_several(fitted)
    different = {tuple(row.cells[column] for column in targets) for row in rows}
    if len(different) > 1 and not (lists and len(rows) <= MOST_LISTED):
        return None
    if not any(row.cells[column] for row in rows for column in targets):
        return None
    if len(different) > 1 and not names_several(fitted) and not _is_key(fitted, targets):
        return None
    said = []
    for row in rows:
        pairs = [_pair(asked, fitted.table, row, column) for column in targets if row.cells[column]]
        if len(different) == 1 and len(rows) > 1:
            rows = rows[:1]
        said.append((label(fitted, row), ", ".join(pairs)))
        if len(different) == 1:
            break
    if len(targets) == 1 and (
        _is_key(fitted, targets) if len(said) > 1 else _is_name(fitted.table, targets[0])
    ):
        values = [row.cells[targets[0]] for row in rows]
        text = f"{', '.join(dict.fromkeys(values))} ({conditions(fitted)})."
    else:
        text = "; ".join(f"{name}: {pairs}" for name, pairs in said) + "."
    value = "; ".join(pairs for _, pairs in said)
    return text, value, rows


def _is_key(fitted: Fit, targets: Sequence[int]) -> bool:
    """Whether the values asked for name the rows: all different, as names of things are."""
    values = [row.cells[targets[0]] for row in fitted.rows]
    return len(set(values)) == len(values) and all(values)


def _is_name(table: FileTable, column: int) -> bool:
    """Whether the cells of a column are words, as names are: they are an answer as they stand."""
    cells = [row.cells[column] for row in table.data_rows() if row.cells[column]]
    held = {cell.strip().lower() for cell in cells}
    return not held <= YES | NO and all(
        any(character.isalpha() for character in cell)
        and not any(character.isdigit() for character in cell)
        for cell in cells
    )


def _pair(asked: Asked, table: FileTable, row: Row, column: int) -> str:
    named = column_name(table.columns[column])
    value = row.cells[column]
    if named.unit and not any(character.isalpha() for character in value):
        value = f"{value} {named.unit}"
    if is_currency(named.name):
        return f"{value} {named.name}"
    mark = ": " if named.name[-1:].isdigit() else " "
    return f"{named.name}{mark}{value}" if named.name else value


def _implied_targets(asked: Asked, fitted: Fit) -> list[int]:
    """The column that a question word asks for, where just one can be meant."""
    wording = asked.wording
    asking: tuple[tuple[Span | None, Concept], ...] = (
        (asked.find(wording.when), "date"),
        (asked.find(wording.how_much), "money"),
        (asked.find(wording.who), "person"),
        (asked.find(wording.where), "place"),
    )
    # "Who stands in when she is ill" asks for a person: what asks comes first.
    spans = [(span.start, meant) for span, meant in asking if span is not None]
    concept: Concept | None = min(spans)[1] if spans else None
    for phrase, meant in wording.measures:
        if asked.says((phrase,)):
            concept = meant
    if concept is None:
        return []
    columns = [
        column for column in of_concept(fitted.table, concept) if column not in fitted.filters
    ]
    return columns if len(columns) == 1 else []


def _times(asked: Asked, fitted: Fit, targets: list[int]) -> list[int]:
    """Of "when" only columns of days and of years, or the one that there is: what "when was the
    recording of …" names besides is no time."""
    if not targets or not asked.says(asked.wording.when):
        return targets
    dated = of_times(fitted.table)
    said = [column for column in targets if column in dated]
    return said or [column for column in dated if column not in fitted.filters][:1]


def _other_column(asked: Asked, fitted: Fit) -> list[int]:
    """In a table of two columns, the one beside the name: a price list, a form."""
    if len(fitted.table.columns) != 2 or set(fitted.filters) != {0}:
        return []
    values = [row.cells[1] for row in fitted.rows]
    holds_figures = all(any(character.isdigit() for character in value) for value in values)
    wording = asked.wording
    if asked.says(wording.when):
        return [1] if are_days(fitted.table, 1) else []
    if asked.says(wording.who) or asked.says(wording.where):
        return [] if holds_figures else [1]
    return [1] if holds_figures or asked.says(wording.which) else []


def _key_asked(asked: Asked, fitted: Fit) -> list[int]:
    """The first column in words, which names the rows."""
    if not asked.says(asked.wording.which):
        return []
    for column in range(len(fitted.table.columns)):
        cells = [row.cells[column] for row in fitted.table.data_rows()]
        is_words = all(any(character.isalpha() for character in cell) for cell in cells)
        if is_words and column not in fitted.filters:
            return [column]
    return []
