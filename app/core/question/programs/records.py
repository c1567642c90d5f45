"""Tables in a file's text: each row a record with its columns' names, and where its line stands.

Read are rows as `name: value; name: value` and rows whose cells are divided by bars (Word, web
pages, Markdown, sheets without names). Pure; knows no library and no question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_MAX_NAME_CHARS = 60
_MAX_VALUE_CHARS = 80
_MOST_COLUMNS = 60
_FEWEST_KEYED = 3  # rows of a name and a value that make a table
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_NUMERIC = re.compile(r"[\s$€£%+−-]*\d[\d.,:/\s-]*[\s%$€£]*")
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file's text: `start` counts as the stored text does; `sheet` names the sheet and
    `heading` what the line stands under."""

    text: str
    start: int
    sheet: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` in the order of the table's columns, "" where the row has none; `group` is the label
    that stands over this and other rows; `line` verbatim."""

    cells: tuple[str, ...]
    group: str
    line: str
    start: int


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` may hold "" for cells without a name; `caption`: the sheet's name or heading,
    and the line above."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str


def may_hold_rows(text: str) -> bool:
    """Whether a passage is worth reading for rows of a table."""
    return " | " in text or "\t" in text or ": " in text or "|" in text[:2]


def tables_in(lines: Iterable[Line]) -> list[Table]:
    """The tables that have column names and rows, in reading order."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
    reader.close()
    return reader.tables


@dataclass(slots=True)
class _Open:
    """A table being read; `columns` is None while nothing says what its columns are called."""

    line: Line
    above: str
    columns: list[str] | None
    rows: list[tuple[list[str] | dict[str, str], str, Line]] = field(default_factory=list)
    named: bool = False
    keyed: bool = False
    group: str = ""


class _Reader:
    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._open: _Open | None = None
        self._above = ""
        self._label: str | None = None  # a line of words within the open table: perhaps a label
        self._gap = False

    def take(self, line: Line) -> None:
        text = line.text.strip()
        if not text:
            self._gap = True
            if self._label is not None:
                self.close()
            return
        if _RULE.fullmatch(text) and "|" in text:
            self._take_rule()
        elif cells := _bar_cells(text):
            self._take_bars(cells, line)
        elif pairs := self._pairs(text):
            self._take_pairs(pairs, line)
        elif cells := _key_and_value(text):
            self._take_key(cells, line)
        else:
            self._take_words(text)
        self._gap = False

    def close(self) -> None:
        opened, self._open, self._label = self._open, None, None
        if opened is not None and opened.keyed:
            _name_keyed(opened)
        if opened is None or not opened.columns or not opened.rows:
            return
        columns = opened.columns
        n_named = sum(bool(name) for name in columns)
        if opened.named and n_named < 2 and len(opened.rows) < 2:
            return
        rows = [
            Row(tuple(_in_order(values, columns)), group, line.text.strip(), _start(line))
            for values, group, line in opened.rows
        ]
        caption = f"{opened.line.sheet} {opened.line.heading} {opened.above}".strip()
        self.tables.append(Table(tuple(columns), tuple(rows), caption))

    def _take_key(self, cells: list[str], line: Line) -> None:
        """A row of two columns, the first naming the second."""
        opened = self._open
        if opened is None or not opened.keyed or self._gap or opened.line.sheet != line.sheet:
            self.close()
            opened = self._open = _Open(line, self._above, None, keyed=True)
        opened.rows.append((cells, "", line))

    def _take_words(self, text: str) -> None:
        if self._open and self._open.named and self._label is None and len(text) <= 80:
            self._label = text
        else:
            self.close()
        self._above = text[:160]

    def _take_rule(self) -> None:
        """The line of dashes below the names of a Markdown table."""
        opened = self._open
        if opened and opened.columns is None and len(opened.rows) == 1:
            first = opened.rows.pop()[0]
            opened.columns = list(first)

    def _take_pairs(self, pairs: dict[str, str], line: Line) -> None:
        opened = self._open
        fits = (
            opened is not None
            and opened.columns is not None
            and opened.line.sheet == line.sheet
            and any(name and name in opened.columns for name in pairs)
            and (opened.named or not opened.rows)
        )
        if fits and opened is not None and self._label is not None:
            opened.group = self._label
        if not fits or opened is None or opened.columns is None:
            self.close()
            opened = self._open = _Open(line, self._above, [])
        assert opened.columns is not None
        self._label = None
        opened.named = True
        opened.columns += [name for name in pairs if name not in opened.columns]
        opened.rows.append((pairs, opened.group, line))

    def _take_bars(self, cells: list[str], line: Line) -> None:
        opened = self._open
        goes_on = (
            opened is not None
            and not opened.named
            and not opened.keyed
            and not self._gap
            and opened.line.sheet == line.sheet
            and (opened.columns is None or len(cells) <= len(opened.columns))
        )
        if not goes_on or opened is None:
            self.close()
            opened = self._open = _Open(line, self._above, None)
            if are_names(cells):
                opened.columns = cells
                return
        opened.rows.append((cells, "", line))

    def _pairs(self, text: str) -> dict[str, str]:
        """The row's values by name: two cells or more, or the one of a column that is known."""
        pairs: dict[str, str] = {}
        pieces = text.split("; ")
        for piece in pieces:
            name, mark, value = piece.partition(": ")
            if not mark:
                name, value = "", piece
            if len(name) > _MAX_NAME_CHARS or not value.strip() or loose(name).strip() in pairs:
                return {}
            pairs[loose(name).strip()] = loose(value).strip()
        n_named = sum(bool(name) for name in pairs)
        columns = self._open.columns if self._open else None
        if n_named == 1 and len(pairs) == 1:
            known = columns is not None and len(columns) > 1
            return pairs if known and columns is not None and next(iter(pairs)) in columns else {}
        return pairs if n_named and (n_named > 1 or pieces[0] == pairs.get("")) else {}


def loose(text: str) -> str:
    """A cell's text with plain spaces where it holds the marks that divide cells."""
    return text.replace(";\u00a0", "; ").replace(":\u00a0", ": ").replace("\u00a0|\u00a0", " | ")


def _key_and_value(text: str) -> list[str]:
    """The two cells of `Name: value`, neither of them a sentence; [] for anything else."""
    name, mark, value = text.partition(": ")
    if not mark or len(name) > _MAX_NAME_CHARS or len(value) > _MAX_VALUE_CHARS:
        return []
    is_sentence = value.endswith((".", ":", "?", "!")) or "; " in text
    return [] if is_sentence else [loose(name), loose(value)]


def _name_keyed(opened: _Open) -> None:
    """Rows of names and values: the first row names the columns where it alone holds no number."""
    cells = [row[0] for row in opened.rows if isinstance(row[0], list)]
    if len(cells) < _FEWEST_KEYED:
        return
    figures = [any(character.isdigit() for character in value) for _, value in cells]
    if not figures[0] and sum(figures[1:]) >= 0.7 * len(figures[1:]):
        opened.columns = cells[0]
        del opened.rows[0]
    else:
        opened.columns = ["", ""]


def _bar_cells(text: str) -> list[str]:
    """The cells of a line divided by bars; [] where it is none."""
    framed = text.startswith("|") and text.endswith("|") and len(text) > 2
    if not framed and " | " not in text and "\t" not in text:
        return []
    if framed:
        text = text[1:-1]
    divider = r"(?<!\\)\|" if "|" in text else r"\t"
    cells = [cell.replace("\\|", "|").strip(" *`") for cell in re.split(divider, text)]
    return cells if 2 <= len(cells) <= _MOST_COLUMNS else []


def are_names(cells: Sequence[str]) -> bool:
    """Whether a row's cells may be names of columns: short, different, none a number but years."""
    present = [cell for cell in cells if cell]
    return (
        len(present) >= 2
        and len(present) >= len(cells) - 1
        and len(set(present)) == len(present)
        and all(len(cell) <= _MAX_NAME_CHARS for cell in present)
        and not any(_NUMERIC.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in present)
    )


def _in_order(values: list[str] | dict[str, str], columns: Sequence[str]) -> Iterator[str]:
    for at, name in enumerate(columns):
        if isinstance(values, dict):
            yield values.get(name, "")
        else:
            yield values[at] if at < len(values) else ""


def _start(line: Line) -> int:
    return line.start + len(line.text) - len(line.text.lstrip())
