"""The words of a page joined to text, each character with PDFium's number of it. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from storage.readers.line_ends import keeps_hyphen
from storage.readers.pdf_columns import Arrangement, Block, Piece, blocks
from storage.readers.pdf_raised import INITIAL, may_begin
from storage.readers.pdf_ruled import RuledTable

_PARAGRAPH_STEP = 1.2  # in usual line steps


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a line as the layout sees it, and what it is made of."""

    piece: Piece
    chars: Sequence[str]
    indexes: Sequence[int]
    divided: bool
    baseline: float
    n_line: int
    turned: int | None  # quarter turns of its line, None for a slanting one


class Builder:
    """Joins stretches to text and keeps the numbers of their characters."""

    def __init__(self) -> None:
        self.chars: list[str] = []
        self.indexes: list[int] = []
        self._divided = False
        self._is_set_off = False  # what comes next

    def put(self, text: str) -> None:
        """Text of our own."""
        self.chars.extend(text)
        self.indexes.extend([-1] * len(text))

    def add(self, block: Block, stretches: Sequence[Stretch]) -> None:
        if block.arrangement is Arrangement.TABLE:
            self._add_table(block, stretches)
            return
        rows = [[stretches[at] for cell in row for at in cell] for row in block.rows]
        apart = _set_off(rows)
        for number, row in enumerate(rows):
            is_new = number == 0 and block.arrangement is Arrangement.COLUMN
            self._new_line(row[0], blank=is_new or number in apart)
            for n, stretch in enumerate(row):
                if n and not _is_initial(row[n - 1].piece, stretch.piece):
                    self.put(" ")
                self._write(stretch)

    def _new_line(self, following: Stretch, *, blank: bool) -> None:
        if self._divided:
            self._divided = False
            before = "".join(self.chars[-80:])
            if keeps_hyphen(before, following.piece.text):
                self.put("-")
            return
        if self.chars:
            self.put("\n\n" if blank or self._is_set_off else "\n")
        self._is_set_off = False

    def _write(self, stretch: Stretch) -> None:
        self.chars.extend(stretch.chars)
        self.indexes.extend(stretch.indexes)
        self._divided = stretch.divided

    def _add_table(self, block: Block, stretches: Sequence[Stretch]) -> None:
        """A row a line; below names each value carries its own: `name: value; name: value`."""
        names = block.names or [
            " ".join(stretches[at].piece.text for at in cell).rstrip(":") for cell in block.rows[0]
        ]
        for number, row in enumerate(block.rows):
            named = bool(block.names) or (block.has_names and number > 0)
            first = next(stretches[at] for cell in row for at in cell)
            self._new_line(first, blank=number == 0)
            is_first = True
            for name, cell in zip(names, row, strict=True):
                if not cell:
                    continue
                if not is_first:
                    self.put("; " if named else " | " if block.has_names else " ")
                is_first = False
                if named and name:
                    self.put(f"{name}: ")
                self._write_cell([stretches[at] for at in cell])
        self._divided = False

    def add_ruled(self, table: RuledTable, stretches: Sequence[Stretch]) -> None:
        """A row a line, as of any table; of boxes what stands in them, one after the other."""
        self._is_set_off = True
        for row in table.rows:
            if isinstance(row, tuple):
                self._is_set_off = True
                held = [stretches[at] for at in row]
                for block in blocks([stretch.piece for stretch in held]):
                    self.add(block, held)
                self._is_set_off = True
                continue
            self._new_line(stretches[row.cells[0][1][0]], blank=False)
            for n_before, (name, cell) in enumerate(row.cells):
                if n_before:
                    self._divided = False
                    self.put(row.mark)
                if name:
                    self.put(f"{name}: ")
                self._write_cell([stretches[at] for at in cell])
            self._divided = False
        self._is_set_off = True

    def _write_cell(self, lines: Sequence[Stretch]) -> None:
        for n, line in enumerate(lines):
            if n:
                self._new_cell_line(line)
            self._write(line)

    def _new_cell_line(self, following: Stretch) -> None:
        if self._divided:
            self._new_line(following, blank=False)
        else:
            self.put(" ")


def _is_initial(large: Piece, rest: Piece) -> bool:
    """Whether a large letter begins the word beside it."""
    return (
        may_begin(large.text, rest.text)
        and large.height > INITIAL * rest.height > 0
        and rest.x0 - large.x1 < rest.height
    )


def _set_off(rows: Sequence[Sequence[Stretch]]) -> set[int]:
    """Numbers of the rows that are set off from the one above them.

    PDFium tells lines, not paragraphs; a gap between baselines of over 1.2 times the block's usual
    one parts two paragraphs. A step up the page (the next column) doesn't."""
    baselines = [row[0].baseline for row in rows]
    steps = [above - below for above, below in itertools.pairwise(baselines)]
    usual = sorted(step for step in steps if step > 1.0)  # NaN compares false
    if len(usual) < 2:
        return set()
    median = usual[(len(usual) - 1) // 2]
    return {number for number, step in enumerate(steps, 1) if step > _PARAGRAPH_STEP * median}
