"""Tables whose cells are divided by drawn rules: which words of a page stand in which cell. Pure.

Here the rules tell rows and columns, however many lines a cell has. Tables without rules, or with
rules between their columns alone, are left to `pdf_columns`."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from storage.readers.grid import Cell, Row, spread
from storage.readers.pdf_carried import Columns, is_at_foot, is_at_head, spans_of
from storage.readers.pdf_columns import Piece
from storage.readers.pdf_drawn import level_rows
from storage.readers.pdf_rules import Rule, Rules
from storage.readers.table_shape import has_contrast, is_number, joined_names, names_its_pair, shape

# Chosen on tables made for the purpose, November 2026.
_TOUCH = 3.0  # points by which two rules may miss each other
_BEYOND = 8.0  # points that level rules reach beyond the outermost upright one: an open side
_COVERED = 0.6  # of a cell's side, where a rule divides it from its neighbour
_MAX_CELLS = 20_000
_MAX_PAIRS = 400_000
_ACROSS = 0.05  # of the pieces, those that may lie over a rule
_GAPS = 0.2  # of the pieces, those with a wide gap before them within their cell
_PACKED_LINES = 3  # of a row that holds several rows, as where only the columns are ruled
_FULL_LINE = 0.6  # of the columns, those with something in a line of such a row
_PROSE_WORDS = 4.0  # of a piece on average: lines of prose, not of rows
_REGULAR = 0.7  # of a form's rows fewer have a cell in so many of its columns
_MAX_FIGURE = 24  # characters
_MAX_CELL_WORDS = 120  # more is a page laid out in boxes, read box by box
_MAX_BOXES = 2  # beside each other
_HEAD_ROWS = 40  # looked at for the names of the columns


@dataclass(frozen=True, slots=True)
class RuledRow:
    """The cells that say something, each with its column's name ("": none) and its places in the
    input, and what stands between them."""

    cells: tuple[tuple[str, tuple[int, ...]], ...]
    mark: str


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Rows from top to bottom. What a cell says over several rows is in each of them. What stands
    alone in its row, in several lines, and each cell of a page that is laid out in boxes, is the
    places of a box, to be read by itself."""

    rows: tuple[RuledRow | tuple[int, ...], ...]
    columns: Columns | None = None  # where it reaches the foot of the page

    @property
    def places(self) -> frozenset[int]:
        return frozenset(
            at
            for row in self.rows
            for cell in ([row] if isinstance(row, tuple) else [cell for _, cell in row.cells])
            for at in cell
        )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Edges of columns from left to right, of rows from top to bottom, and of each elementary cell
    the number of the cell it belongs to."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]


def ruled_tables(
    pieces: Sequence[Piece], rules: Rules, above: Columns | None = None
) -> list[RuledTable]:
    """The ruled tables of a page, none of which shares a piece with another. `above` is a table at
    the foot of the page before, with which one may go on."""
    found: list[RuledTable] = []
    taken: set[int] = set()
    for level, standing in _groups(rules):
        grid = _grid(level, standing)
        table = _filled(pieces, grid, taken, above) if grid is not None else None
        if table is not None:
            found.append(table)
            taken |= table.places
    return found


def _groups(rules: Rules) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Level and upright rules that hang together."""
    if len(rules.level) * len(rules.upright) > _MAX_PAIRS:
        return
    n_level = len(rules.level)
    leader = list(range(n_level + len(rules.upright)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for one, lying in enumerate(rules.level):
        for other, standing in enumerate(rules.upright, n_level):
            if (
                lying.start - _TOUCH <= standing.at <= lying.end + _TOUCH
                and standing.start - _TOUCH <= lying.at <= standing.end + _TOUCH
            ):
                leader[find(one)] = find(other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for at, rule in enumerate((*rules.level, *rules.upright)):
        groups[find(at)][at >= n_level].append(rule)
    for across, down in groups.values():
        if len(across) >= 2 and down:
            yield sorted(across, key=_place), sorted(down, key=_place)


def _place(rule: Rule) -> float:
    return rule.at


def _grid(level: Sequence[Rule], standing: Sequence[Rule]) -> _Grid | None:
    """None unless the rules make two columns and two rows."""
    xs = _with_open_sides([rule.at for rule in standing], level)
    ys = _with_open_sides([rule.at for rule in level], standing)[::-1]
    n_columns, n_rows = len(xs) - 1, len(ys) - 1
    if n_columns < 2 or n_rows < 2 or n_columns * n_rows > _MAX_CELLS:
        return None
    owner = [[row * n_columns + column for column in range(n_columns)] for row in range(n_rows)]
    leader = list(range(n_columns * n_rows))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for row in range(n_rows):
        top, foot = ys[row], ys[row + 1]
        for column in range(n_columns):
            left, right = xs[column], xs[column + 1]
            if column and not _is_ruled(standing, left, foot, top):
                leader[find(owner[row][column])] = find(owner[row][column - 1])
            if row and not _is_ruled(level, top, left, right):
                leader[find(owner[row][column])] = find(owner[row - 1][column])
    return _Grid(tuple(xs), tuple(ys), tuple(tuple(map(find, numbers)) for numbers in owner))


def _with_open_sides(places: Sequence[float], across: Sequence[Rule]) -> list[float]:
    """The places of rules, and where those across them end if that is well beyond the outermost."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _TOUCH:
            found.append(place)
    start, end = min(rule.start for rule in across), max(rule.end for rule in across)
    if start < found[0] - _BEYOND:
        found.insert(0, start)
    if end > found[-1] + _BEYOND:
        found.append(end)
    return found


def _is_ruled(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Whether rules at that place cover most of the stretch; `rules` come by their places."""
    covered = 0.0
    number = bisect_left(rules, at - _TOUCH, key=_place)
    while number < len(rules) and rules[number].at <= at + _TOUCH:
        covered += max(0.0, min(rules[number].end, end) - max(rules[number].start, start))
        number += 1
    return covered >= _COVERED * (end - start)


def _filled(
    pieces: Sequence[Piece], grid: _Grid, taken: set[int], above: Columns | None
) -> RuledTable | None:
    """The table with its words; None where the rules do not divide words into rows and columns."""
    held: dict[int, list[int]] = defaultdict(list)
    n_across = 0
    for at, piece in enumerate(pieces):
        column = _between(grid.xs, (piece.x0 + piece.x1) / 2)
        row = _between(grid.ys, (piece.y0 + piece.y1) / 2)
        if at in taken or column is None or row is None:
            continue
        owner = grid.owner[row][column]
        held[owner].append(at)
        first, last = _between(grid.xs, piece.x0 + 1), _between(grid.xs, piece.x1 - 1)
        ends = [grid.owner[row][end] for end in (first, last) if end is not None]
        n_across += any(end != owner for end in ends)
    n_pieces = sum(map(len, held.values()))
    if n_across > _ACROSS * n_pieces or not _are_oblong(grid, held):
        return None
    if _n_with_gaps(pieces, held) > _GAPS * len(held):
        return None  # some columns are ruled, others are not
    order = {number: _in_lines(pieces, places) for number, places in held.items()}
    owners = _without_doubles(grid, order)
    rows = [part for row in owners for part in _apart(pieces, row, order)]
    if len(order) < 4 or len(rows) < 2 or len(owners[0]) < 2 or _is_packed(pieces, rows):
        return None
    told = _told(pieces, rows, above if is_at_head(pieces, grid.ys[0]) else None)
    return told if told is None or is_at_foot(pieces, grid.ys[-1]) else replace(told, columns=None)


def _between(edges: Sequence[float], at: float) -> int | None:
    """Number of the stretch between two edges, whichever way they go."""
    for number in range(len(edges) - 1):
        if min(edges[number], edges[number + 1]) <= at < max(edges[number], edges[number + 1]):
            return number
    return None


def _are_oblong(grid: _Grid, held: dict[int, list[int]]) -> bool:
    """Whether each cell with words in it is a rectangle."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, owners in enumerate(grid.owner):
        for column, owner in enumerate(owners):
            places[owner].append((row, column))
    for owner in held:
        rows, columns = zip(*places[owner], strict=True)
        area = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
        if area != len(places[owner]):
            return False
    return True


def _n_with_gaps(pieces: Sequence[Piece], held: Mapping[int, Sequence[int]]) -> int:
    """How many cells have a wide gap in their last line, which no setting to full width makes;
    signs, as of a currency, may stand apart from their amount."""
    n_cells = 0
    for places in held.values():
        said = [pieces[at] for at in places if any(map(str.isalnum, pieces[at].text))]
        lines = level_rows(said)
        n_cells += bool(lines) and len(lines[-1]) > 1
    return n_cells


def _in_lines(pieces: Sequence[Piece], places: Sequence[int]) -> tuple[int, ...]:
    rows = level_rows([pieces[at] for at in places])
    return tuple(places[at] for row in rows for at in row)


def _without_doubles(grid: _Grid, order: Mapping[int, tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The numbers of the cells, by row, without the rows and columns in which no words begin, such
    as those between the two lines of a double rule."""
    by_row = [row for row, above in _beside(grid.owner) if _begins(row, above, order)]
    by_column = [
        column
        for column, before in _beside(list(zip(*by_row, strict=True)))
        if _begins(column, before, order)
    ]
    return list(zip(*by_column, strict=True))


def _beside(lines: Sequence[tuple[int, ...]]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Each line with the one before it."""
    before: tuple[int, ...] = ()
    for line in lines:
        yield line, before or (-1,) * len(line)
        before = line


def _begins(
    line: tuple[int, ...], before: tuple[int, ...], order: Mapping[int, tuple[int, ...]]
) -> bool:
    return any(here in order and here != there for here, there in zip(line, before, strict=True))


_Covered = tuple[int, tuple[int, ...]]  # columns that the cell covers, its places


def _apart(
    pieces: Sequence[Piece], row: Sequence[int], order: Mapping[int, tuple[int, ...]]
) -> list[list[_Covered]]:
    """The row, or the rows that it holds where there are no rules between them: each begins with a
    figure below a figure, for no figure goes on in the next line. What stands between the lines of
    the others reaches over all of them."""
    whole = [(len(list(run)), order.get(owner, ())) for owner, run in groupby(row)]
    cell_of = {at: number for number, (_, places) in enumerate(whole) for at in places}
    lines = [
        [list(cell_of)[at] for at in line] for line in level_rows([pieces[at] for at in cell_of])
    ]
    n_lines = Counter(number for line in lines for number in {cell_of[at] for at in line})
    several = {number for number, n in n_lines.items() if n > 1}
    figures = [
        number
        for number in several
        if n_lines[number] == len(whole[number][1])
        and all(_is_figure(pieces[at].text) for at in whole[number][1])
    ]
    if not figures or len(several) < 2:
        return [whole]
    key = max(figures, key=lambda number: n_lines[number])
    firsts = [n for n, line in enumerate(lines) if key in {cell_of[at] for at in line}]
    n_full = sum(
        len({cell_of[at] for at in lines[n]} & several) >= max(2, _FULL_LINE * len(several))
        for n in firsts
    )
    if n_full < _FULL_LINE * len(firsts):
        return [whole]
    held: list[list[int]] = [[] for _ in firsts]
    for n, line in enumerate(lines):
        begun = sum(first <= n for first in firsts)
        reaches_over = n not in firsts and not {cell_of[at] for at in line} & several
        for part in held if reaches_over else [held[max(begun - 1, 0)]]:
            part.extend(line)
    return [
        [(n_columns, tuple(at for at in places if at in set(part))) for n_columns, places in whole]
        for part in held
    ]


def _is_figure(text: str) -> bool:
    return (
        any(map(str.isdigit, text))
        and len(text) <= _MAX_FIGURE
        and (is_number(text) or sum(map(str.isalpha, text)) <= 3)
    )


def _is_packed(pieces: Sequence[Piece], rows: Sequence[Sequence[_Covered]]) -> bool:
    """Whether most of it stands in rows that each hold several: only the columns are ruled."""
    n_packed = n_all = 0
    for row in rows:
        cell_of = {at: number for number, (_, places) in enumerate(row) for at in places}
        places = list(cell_of)
        lines = level_rows([pieces[at] for at in places])
        n_all += len(places)
        n_full = sum(
            len({cell_of[places[at]] for at in line}) >= max(2, _FULL_LINE * len(row))
            for line in lines
        )
        n_words = sum(len(pieces[at].text.split()) for at in places)
        if n_full >= max(_PACKED_LINES, _FULL_LINE * len(lines)) and n_words < _PROSE_WORDS * len(
            places
        ):
            n_packed += len(places)
    return 2 * n_packed > n_all


def _told(
    pieces: Sequence[Piece], cells: Sequence[Sequence[_Covered]], above: Columns | None
) -> RuledTable | None:
    """The table with what names its columns, as in documents, or on the page before. None where
    long cells stand beside each other: its rows are not ruled."""
    words = [[" ".join(pieces[at].text for at in places) for _, places in row] for row in cells]
    long = [row for row in words if any(len(text.split()) > _MAX_CELL_WORDS for text in row)]
    if any(sum(map(bool, row)) > _MAX_BOXES for row in long):
        return None
    if long:
        boxes = dict.fromkeys(tuple(sorted(places)) for row in cells for _, places in row)
        return RuledTable(tuple(box for box in boxes if box))
    # A cell that reaches down is in each of its rows already.
    made = [
        [
            Cell(
                text, 1, n_columns, is_bold=bool(text) and all(pieces[at].is_bold for at in places)
            )
            for text, (n_columns, places) in zip(texts, row, strict=True)
        ]
        for texts, row in zip(words, cells, strict=True)
    ]
    rows = [replace(row, is_header=None) for row in spread(made)]
    n_above, n_names = shape(rows[:_HEAD_ROWS])
    is_pair = not n_names and all(len(row) == 2 for row in made) and names_its_pair(rows)
    n_head = n_above + n_names if n_names and _is_regular(rows[n_above + n_names :]) else 0
    names = joined_names(rows[n_above:n_head]) if n_head else ()
    spans = _spans(pieces, cells[n_head:])
    n_pages = 0
    is_surely_named = n_head > 0 and _are_surely_names(rows[n_head - 1], rows[n_head:])
    if (
        above is not None
        and names != above.names
        and not is_surely_named
        and above.go_on(_spans(pieces, cells))
    ):
        names, n_head, is_pair, n_pages = above.names, 0, False, above.n_pages + 1
        spans = _spans(pieces, cells)
    told: list[RuledRow | tuple[int, ...]] = []
    said: set[tuple[int, ...]] = set()
    for number, (row, covered) in enumerate(zip(rows, cells, strict=True)):
        parts: list[tuple[str, tuple[int, ...]]] = []
        column = 0
        for n_columns, places in covered:
            is_named = number >= n_head and row.n_said > 1 and column < len(names)
            if places and not (number < n_head and places in said):
                parts.append((names[column].rstrip(":") if is_named else "", places))
            column += n_columns
        said.update(places for _, places in parts)
        mark = "; " if number >= n_head and names else " | "
        if is_pair and len(parts) == 2:
            mark = " " if row.texts[0].endswith((":", "：")) else ": "
        if len(parts) == 1 and len(level_rows([pieces[at] for at in parts[0][1]])) > 1:
            told.append(tuple(sorted(parts[0][1])))
        elif parts:
            told.append(RuledRow(tuple(parts), mark))
    return RuledTable(tuple(told), Columns(tuple(spans), names, 0, n_pages) if spans else None)


def _spans(
    pieces: Sequence[Piece], cells: Sequence[Sequence[_Covered]]
) -> list[tuple[float, float]] | None:
    """Of each column, by the rows in which each column has a cell of its own."""
    width = max((sum(n_columns for n_columns, _ in row) for row in cells), default=0)
    return spans_of(pieces, [[places for _, places in row] for row in cells if len(row) == width])


def _are_surely_names(names: Row, body: Sequence[Row]) -> bool:
    """Whether type or figures tell them from the rows below: words over words may be a row."""
    return (names.is_bold and not any(row.is_bold for row in body)) or has_contrast(names, body)


def _is_regular(body: Sequence[Row]) -> bool:
    """Whether most rows have a cell of their own in most columns, as those of a form do not."""
    n_regular = sum(len(row.texts) - len(row.repeated) >= _REGULAR * len(row.texts) for row in body)
    return bool(body) and n_regular >= _REGULAR * len(body)
