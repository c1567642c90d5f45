"""Cells and rows of tables, before they become text; merged cells spread over what they cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MAX_COLUMNS = 4_096
_MAX_RANGES = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is written in documents: how many rows and columns it covers."""

    text: str
    n_rows: int = 1
    n_columns: int = 1
    is_name: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row with every cell at its column. `repeated` are the columns whose text only continues
    the cell to their left; `is_header` None means that nothing tells."""

    texts: tuple[str, ...]
    number: int = 0  # from 1 in a sheet; 0 where rows have no numbers
    is_header: bool | None = None
    is_bold: bool = False
    repeated: frozenset[int] = frozenset()
    note: str = ""  # what a reader wrote on one of its cells

    @property
    def n_said(self) -> int:
        """How many cells say something, a merged one counted once."""
        return sum(bool(text) and at not in self.repeated for at, text in enumerate(self.texts))


_Hanging = dict[int, tuple[int, str, bool]]  # by column: rows left, text, whether it is repeated


def spread(rows: Iterable[Sequence[Cell]]) -> list[Row]:
    """Rows of cells that may cover several rows and columns, each text repeated where it covers."""
    hanging: _Hanging = {}
    found: list[Row] = []
    for cells in rows:
        row, hanging = _spread_row(cells, hanging)
        found.append(row)
    return found


def _spread_row(cells: Sequence[Cell], hanging: _Hanging) -> tuple[Row, _Hanging]:
    texts: list[str] = []
    repeated: set[int] = set()
    later: _Hanging = {}

    def put(text: str, n_rows: int, is_repeated: bool) -> None:
        if is_repeated:
            repeated.add(len(texts))
        if n_rows > 1:
            later[len(texts)] = (n_rows - 1, text, is_repeated)
        texts.append(text)

    def put_hanging() -> None:
        while len(texts) in hanging and len(texts) < MAX_COLUMNS:
            left, text, is_repeated = hanging[len(texts)]
            put(text, left, is_repeated)

    for cell in cells:
        put_hanging()
        for offset in range(max(1, min(cell.n_columns, MAX_COLUMNS - len(texts)))):
            put(cell.text, cell.n_rows, offset > 0)
        if len(texts) >= MAX_COLUMNS:
            break
    for column in sorted(hanging):  # below a row that ends early
        if column >= len(texts):
            texts.extend([""] * (column - len(texts)))
            put_hanging()
    n_names = sum(cell.is_name for cell in cells)
    # A marked cell at the start of a row names the row, not a column.
    is_header = all(cell.is_name for cell in cells if cell.text) and (
        n_names > 1 or n_names == len(cells) > 0
    )
    said = [cell for cell in cells if cell.text]
    is_bold = bool(said) and all(cell.is_bold for cell in said)
    return Row(tuple(texts), 0, is_header, is_bold, frozenset(repeated)), later


def said_ranges(numbers: Iterable[int], name: Callable[[int], str] = str) -> str:
    """`2-4, 9` for 2, 3, 4 and 9; the first of them where there are many."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        elif len(found) < _MAX_RANGES:
            found.append((number, number))
        else:
            break
    return ", ".join(f"{name(a)}-{name(b)}" if a < b else name(a) for a, b in found)
