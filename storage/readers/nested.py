"""A table that lies in a cell of another table."""

from __future__ import annotations

from collections.abc import Sequence

from storage.readers.grid import Cell
from storage.readers.sections import Sections
from storage.readers.tables import add_table, is_layout, row_pairs


def in_cell(rows: Sequence[Sequence[Cell]]) -> str:
    """Its rows on one line, each with its names in brackets: `(size: small, fee: 30) (…)`; the
    words of a frame divided by ` | `."""
    if is_layout(rows):
        return " ".join(" | ".join(cell.text for cell in row) for row in rows)
    read = Sections()
    add_table(rows, read, {})
    lines = [line for one in read.document("").sections for line in one.text.split("\n")]
    return " ".join(
        f"({', '.join(f'{name}: {value}' if name else value for name, value in row_pairs(line))})"
        for line in lines
    )
