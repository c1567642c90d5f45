"""Rows to text: each row reads as a sentence that carries its columns' names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from storage.readers.sections import Sections, clean
from storage.records import Locator

ROWS_PER_SECTION = 20
_MAX_CELL_CHARS = 4_000
_MAX_COLUMNS = 512


def add_rows(
    rows: Iterable[tuple[int, Sequence[object]]],
    sections: Sections,
    *,
    sheet: str | None = None,
    first_column: int = 1,
) -> int:
    """Add (row number from 1, values) as sections of some rows each; return the cells seen.

    Where the first row with content looks like column names, the lines below are
    `name: value; name: value`, else the values divided by ` | `. `cells` names the range."""
    names: list[str] | None = None
    held: list[str] = []
    first_row = last_row = 0
    last_column = 0
    n_cells = 0
    is_first = True

    def close() -> None:
        nonlocal held, last_column
        if held:
            locator: Locator = {}
            if sheet is not None:
                locator["sheet"] = sheet
            left = column_letters(first_column)
            right = column_letters(first_column + max(last_column - 1, 0))
            locator["cells"] = f"{left}{first_row}:{right}{last_row}"
            sections.add("\n".join(held), locator)
        held = []
        last_column = 0

    for number, values in rows:
        words = [cell_text(value) for value in values[:_MAX_COLUMNS]]
        while words and not words[-1]:
            words.pop()
        n_cells += len(words)
        if not words:
            continue
        if is_first:
            is_first = False
            names = words if _are_names(values[: len(words)], words) else None
            line = " | ".join(words)
        elif names is not None:
            line = _sentence(names, words)
        else:
            line = " | ".join(words)
        if not held:
            first_row = number
        held.append(line)
        last_row = number
        last_column = max(last_column, len(words))
        if len(held) >= ROWS_PER_SECTION:
            close()
        if sections.full:
            sections.truncated = True
            return n_cells
    close()
    return n_cells


def cell_text(value: object) -> str:
    """A cell as one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime.datetime):
        is_day = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return " ".join(clean(str(value))[:_MAX_CELL_CHARS].split())


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters or "A"


def _are_names(values: Sequence[object], words: Sequence[str]) -> bool:
    """Column names are words: two or more, short, none a number, hardly one missing or twice."""
    present = [word for word in words if word]
    return (
        len(present) >= 2
        and len(present) >= 0.7 * len(words)
        and len(set(present)) >= 0.9 * len(present)
        and all(len(word) <= 80 for word in present)
        and all(value is None or isinstance(value, str) for value in values)
        and not any(_is_number(word) for word in present)
    )


def _is_number(word: str) -> bool:
    try:
        float(word.replace(",", "").replace("%", "").strip("$€£ "))
    except ValueError:
        return False
    return not (len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"})  # a year


def _sentence(names: Sequence[str], words: Sequence[str]) -> str:
    pairs = []
    for at, word in enumerate(words):
        if word:
            name = names[at] if at < len(names) else ""
            pairs.append(f"{name}: {word}" if name else word)
    return "; ".join(pairs)
