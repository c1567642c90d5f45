"""Yes or no from a cell: "Can Hana Rostami swim?" of a row with "Swimmer: no".

Says nothing where a word of the question is unaccounted for, and where more than one row or column
fits."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.question.asked import kind_of
from app.core.question.programs.asked import Asked, Token, alike, runs_of, tokens_of
from app.core.question.programs.library import LibraryView
from app.core.question.programs.records import Row, may_hold_rows
from app.core.question.programs.tables import FileTable, tables_of
from app.core.question.retrieve import Found
from app.core.question.values import Statement

_MOST_FILES = 25  # of those found, whose tables are looked at
_LEAST_LETTERS = 4  # that a word and a column's name begin with alike: swim, swimmer
_YES = frozenset(("yes", "ja", "oui", "sí", "si", "true", "x", "✓", "✔", "☑"))
_NO = frozenset(("no", "nein", "non", "false", "✗", "✘", "☐"))
_SAID = {"en": ("Yes", "No"), "de": ("Ja", "Nein"), "fr": ("Oui", "Non"), "es": ("Sí", "No")}


def decide_from_cells(
    asked: Asked, found: Sequence[Found], library: LibraryView
) -> tuple[Statement, ...] | None:
    """The one cell that decides, with its row; None where none does, or two say otherwise."""
    if kind_of(asked.text) != "yes_no" or asked.compares:
        return None
    if any(token.folded in asked.wording.negations for token in asked.tokens):
        return None
    rows = [entry for entry in found if may_hold_rows(entry.chunk.text)]
    items = list({entry.item.item_id: entry.item for entry in rows}.values())[:_MOST_FILES]
    decided = [
        told
        for item in items
        for table in tables_of(item, library)
        for told in _decisions(asked, table)
    ]
    return (decided[0],) if len(decided) == 1 else None


def _decisions(asked: Asked, table: FileTable) -> list[Statement]:
    """A statement for each row and column that the question can be about."""
    decisions: list[Statement] = []
    columns = [
        (column, at)
        for column in range(len(table.columns))
        if (at := _asked_of(asked, table, column)) is not None
    ]
    for row in table.data_rows() if columns else ():
        named = _named(asked, row)
        for column, at in columns:
            value = row.cells[column].strip()
            left = asked.left_over({at, *named, *_about(asked, table)})
            if named and not left and value.lower() in _YES | _NO:
                decisions += _statement(asked, table, row, column, value)
    return decisions


def _statement(
    asked: Asked, table: FileTable, row: Row, column: int, value: str
) -> list[Statement]:
    grounds = table.grounds([row])
    yes, no = _SAID.get(asked.language, _SAID["en"])
    said = yes if value.lower() in _YES else no
    name = next((cell for cell in row.cells if cell and _runs(asked, cell)), row.group)
    text = f"{said}: {name}, {table.columns[column].strip()}: {value}."
    return [Statement(text, grounds)] if grounds else []


def _asked_of(asked: Asked, table: FileTable, column: int) -> int | None:
    """The token that asks for a column of yes and no."""
    values = {row.cells[column].strip().lower() for row in table.data_rows()} - {""}
    if not values or not values <= _YES | _NO:
        return None
    names = tokens_of(table.columns[column])
    if len(names) != 1:
        return None
    at = [at for at, token in enumerate(asked.tokens) if _akin(token, names[0])]
    return at[0] if len(at) == 1 else None


def _akin(one: Token, other: Token) -> bool:
    if alike(one, other):
        return True
    short, long = sorted((one.folded, other.folded), key=len)
    return len(short) >= _LEAST_LETTERS and long.startswith(short)


def _named(asked: Asked, row: Row) -> set[int]:
    """The tokens by which the question names the row: all words of a cell."""
    return {at for cell in row.cells for run in _runs(asked, cell) for at in run}


def _runs(asked: Asked, cell: str) -> list[range]:
    words = tokens_of(cell)
    if not any(token.is_capital or token.has_digit for token in words):
        return []
    return [span.indices() for span in runs_of(words, asked.tokens)]


def _about(asked: Asked, table: FileTable) -> set[int]:
    """The tokens that say what the rows are: the file's name, the heading, the first column's."""
    names = tokens_of(f"{table.name} {table.table.caption} {table.columns[0]}")
    return {at for at, token in enumerate(asked.tokens) if any(alike(token, n) for n in names)}
