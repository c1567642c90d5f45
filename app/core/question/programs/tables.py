"""The tables of a file of the library, with each row's place: the passage it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.naming import spoken_name
from app.core.question.programs.asked import tokens_of
from app.core.question.programs.figures import figure_of
from app.core.question.programs.library import LibraryView, found_in
from app.core.question.programs.records import Line, Row, Table, tables_in
from app.core.question.programs.wording import TOTAL_LABELS
from app.core.question.values import Grounds
from storage.records import Chunk, Item, Locator

_LEAST_SUMMED, _MOST_SUMMED = 3, 2_000  # rows that a further one may be the sum of
_LARGE = 100  # a sum that three small numbers do not come to by chance


@dataclass(frozen=True, slots=True)
class FileTable:
    table: Table
    item: Item
    passages: tuple[Chunk, ...]

    @property
    def name(self) -> str:
        return self.item.title or spoken_name(self.item.path)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.table.columns

    def data_rows(self) -> list[Row]:
        """The rows that are not sums of others, by their label or by their figures."""
        rows = [row for row in self.table.rows if not _is_total(row)]
        if len(rows) == len(self.table.rows):
            for end in (len(rows) - 1, 0):
                if _sums_others(rows, end):
                    return rows[:end] + rows[end + 1 :]
        return rows

    def grounds(self, rows: Sequence[Row]) -> tuple[Grounds, ...]:
        """Each row with its line, verbatim, in the passage that holds most of it."""
        return tuple(found for row in rows if (found := self._grounds(row)) is not None)

    def _grounds(self, row: Row) -> Grounds | None:
        for passage in self.passages:
            if row.line in passage.text and _covers(passage, row):
                return Grounds(found_in(passage, self.item), row.line)
        best, shared = None, ""
        for passage in self.passages:  # a row that a passage's end cuts in two
            start = passage.locator.get("char_start")
            if start is None:
                continue
            first, last = max(start, row.start), row.start + len(row.line)
            part = passage.text[first - start : max(0, last - start)].strip()
            if len(part) > len(shared) and part in row.line:
                best, shared = passage, part
        return None if best is None else Grounds(found_in(best, self.item), shared)


def tables_of(item: Item, library: LibraryView) -> list[FileTable]:
    """All tables of a file that have column names, in reading order; none of pictures and sound."""
    passages = tuple(library.passages(item))
    if item.kind != "text":
        return []
    lines = _lines(library.text(item), passages)
    return [FileTable(table, item, passages) for table in tables_in(lines)]


def _lines(text: str, passages: Sequence[Chunk]) -> Iterator[Line]:
    """The stored text line by line; where passages say something else than it, their own lines."""
    placed = sorted(
        (
            (passage.locator["char_start"], passage)
            for passage in passages
            if "char_start" in passage.locator
        ),
        key=lambda entry: entry[0],
    )
    exact = placed and all(
        text[start : start + len(passage.text)] == passage.text for start, passage in placed
    )
    if not exact:
        yield from _passage_lines(passages)
        return
    starts = [start for start, _ in placed]
    offset = 0
    for line in text.split("\n"):
        at = bisect_right(starts, offset + len(line) - len(line.lstrip())) - 1
        locator = placed[max(0, at)][1].locator
        if locator.get("part") != "headers":  # of a mail: what it was sent by is no table
            yield Line(line, offset, locator.get("sheet", ""), _heading(locator))
        offset += len(line) + 1


def _passage_lines(passages: Sequence[Chunk]) -> Iterator[Line]:
    """A passage may repeat the end of the one before: such lines are given once."""
    before: list[str] = []
    for passage in passages:
        lines = passage.text.split("\n")
        repeated = 0
        for n in range(min(len(before), len(lines)), 0, -1):
            if before[-n:] == lines[:n]:
                repeated = n
                break
        for line in lines[repeated:]:
            locator = passage.locator
            yield Line(line, -1, locator.get("sheet", ""), _heading(locator))
        before = lines


def _heading(locator: Locator) -> str:
    return " ".join(locator.get("heading_path", []))


def _covers(passage: Chunk, row: Row) -> bool:
    start = passage.locator.get("char_start")
    if start is None or row.start < 0:
        return True
    return start <= row.start < start + len(passage.text)


def _sums_others(rows: Sequence[Row], at: int) -> bool:
    """Whether the figures of a row are the sums of all others, in two columns or in one whose sum
    is no small number: a first row called "All", a last one without a label."""
    if not _LEAST_SUMMED < len(rows) <= _MOST_SUMMED:
        return False
    n_sums = 0
    for column, cell in enumerate(rows[at].cells):
        total = figure_of(cell)
        if total is None or not total.value:
            continue
        others = [row.cells[column] for n, row in enumerate(rows) if n != at]
        figures = [figure_of(other) for other in others if other.strip()]
        values = [figure.value for figure in figures if figure is not None]
        if len(values) < max(_LEAST_SUMMED, len(figures)) or sum(values) != total.value:
            continue
        n_sums += 1 if abs(total.value) < _LARGE else 2
    return n_sums >= 2


def _is_total(row: Row) -> bool:
    label = next((cell for cell in row.cells if cell), "")
    words = tokens_of(label)
    return bool(words) and words[0].folded in TOTAL_LABELS and len(words) <= 3
