"""Blocks and tables of a source written into a document, marked as with a pen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from app.gui.evidence.layout import Block, Piece
from app.gui.evidence.rows import Row, Table
from app.gui.theme import Theme

FAINT_ALPHA = 60  # of 255: the passage around the sentence
_CELL_PAD = 5.0
_MAX_CHARS = 30  # of a column
_SLACK = 1.1  # rows further down may have longer words
_GAP = 9.0
_BULLET = "•\u2002"
_FIGURE = re.compile(r"[-+−(]?\s?[$€£¥]?\s?\d[\d.,'’\s]*\s?[%$€£¥]?\)?")


@dataclass(frozen=True, slots=True)
class Marked:
    """Code points of the text: the passage, and the sentence in it that counts."""

    passage: tuple[int, int] = (0, 0)
    sentence: tuple[int, int] = (0, 0)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """[start, end) cut where the pen changes: (first, last, "strong" | "faint" | "")."""
        edges = sorted({start, end, *(at for at in (*self.passage, *self.sentence))})
        inner = [at for at in edges if start <= at <= end]
        for first, last in pairwise(inner):
            yield first, last, self.pen(first, last)

    def pen(self, start: int, end: int) -> str:
        """The pen that all of the range is marked with."""
        if self.sentence[0] <= start and end <= self.sentence[1] and end > start:
            return "strong"
        inside = self.passage[0] <= start and end <= self.passage[1] and end > start
        return "faint" if inside else ""


@dataclass(frozen=True, slots=True)
class _Widths:
    """Of columns, in pixels: as wide as what stands in them, and as their longest words. `figures`
    are the columns of nothing else, which are set to the right."""

    wanted: tuple[float, ...]
    least: tuple[float, ...]
    figures: frozenset[int]

    def line(self, column: int) -> QTextBlockFormat:
        made = QTextBlockFormat()
        if column in self.figures:
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        return made

    def shape(self, table: QTextTableFormat, room_px: float) -> None:
        """Shares of the room where the words fit into it; else wider than it, to be scrolled to."""
        if sum(self.least) > room_px:
            fixed = QTextLength.Type.FixedLength
            table.setWidth(QTextLength())
            table.setColumnWidthConstraints([QTextLength(fixed, width) for width in self.wanted])
            return
        over = max(0.0, sum(self.wanted) - room_px)
        give = sum(self.wanted) - sum(self.least)
        kept = [
            wide - over * (wide - few) / give if over else wide
            for wide, few in zip(self.wanted, self.least, strict=True)
        ]
        percent = QTextLength.Type.PercentageLength
        table.setWidth(QTextLength(percent, 100))
        shares = [QTextLength(percent, 100 * width / sum(kept)) for width in kept]
        table.setColumnWidthConstraints(shares)


class TextWriter:
    """`first_mark` and `last_mark` are where the strong mark begins and ends in the document, -1
    until it is written."""

    def __init__(self, theme: Theme, text: str, marked: Marked, room_px: float) -> None:
        self._theme, self._text, self._marked = theme, text, marked
        self._room = room_px
        self.first_mark = self.last_mark = -1
        self._widths: list[_Widths] = []  # of each table in the document
        self._is_empty = True
        self._below_table = False

    def write(self, cursor: QTextCursor, block: Block | Table) -> None:
        """Add one at the end of the document."""
        if isinstance(block, Table):
            self._table(cursor, block)
        else:
            self._block(cursor, block)
        self._is_empty = False

    # --- lines ---

    def _block(self, cursor: QTextCursor, block: Block) -> None:
        shape = QTextBlockFormat()
        shape.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if (block.after_gap or self._below_table) and not self._is_empty:
            shape.setTopMargin(_GAP)
        self._below_table = False
        if block.kind == "heading":
            shape.setHeadingLevel(min(block.level, 6))
            shape.setTopMargin(0 if self._is_empty else _GAP * 1.6)
            shape.setBottomMargin(_GAP / 3)
        elif block.kind == "bullet":
            shape.setLeftMargin(18 + 18 * block.level)
            shape.setTextIndent(-self._wide(_BULLET))
        elif block.kind == "code":
            shape.setBackground(QColor(self._theme.palette.hover))
            shape.setNonBreakableLines(True)
            shape.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        plain = self._format(Piece(0, 0), block)
        if self._is_empty:
            cursor.setBlockFormat(shape)
            cursor.setBlockCharFormat(plain)
        else:
            cursor.insertBlock(shape, plain)
        if block.kind == "bullet":
            cursor.insertText(_BULLET, plain)
        for piece in block.pieces:
            self._marks(cursor, piece.start, piece.end, self._format(piece, block))

    def _marks(self, cursor: QTextCursor, start: int, end: int, plain: QTextCharFormat) -> None:
        for first, last, pen in self._marked.pieces(start, end):
            at = cursor.position()
            cursor.insertText(self._text[first:last], self._inked(plain, pen))
            if pen == "strong":
                self.first_mark = at if self.first_mark < 0 else self.first_mark
                self.last_mark = cursor.position()

    def _format(self, piece: Piece, block: Block) -> QTextCharFormat:
        made = QTextCharFormat()
        size = self._theme.font("title" if block.kind == "heading" and block.level == 1 else
                                "body" if block.kind == "code" else "reading")  # fmt: skip
        made.setFont(size)
        made.setForeground(self._ink())
        if block.kind == "heading":
            made.setForeground(QColor(self._theme.palette.text))
        if piece.bold or block.kind == "heading":
            made.setFontWeight(QFont.Weight.DemiBold)
        made.setFontItalic(piece.italic)
        if piece.code or block.kind == "code":
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            made.setFontFamilies([fixed.family()])
            made.setFontFixedPitch(True)
        if piece.code:
            made.setBackground(QColor(self._theme.palette.hover))
        return made

    def _ink(self) -> QColor:
        """What is around a passage steps back; a text without one does not."""
        has_passage = self._marked.passage[1] > self._marked.passage[0]
        colours = self._theme.palette
        return QColor(colours.text_soft if has_passage else colours.text)

    def _inked(self, plain: QTextCharFormat, pen: str) -> QTextCharFormat:
        made = QTextCharFormat(plain)
        if pen:
            strong = pen == "strong"
            colours = self._theme.palette
            made.setForeground(QColor(colours.on_highlight if strong else colours.text))
            made.setBackground(self._pen(pen))
        return made

    def _pen(self, pen: str) -> QColor:
        colour = QColor(self._theme.palette.highlight)
        if pen == "faint":
            colour.setAlpha(FAINT_ALPHA)
        return colour

    # --- tables ---

    def _table(self, cursor: QTextCursor, table: Table) -> None:
        above = self._widths[-1] if self._widths and table.goes_on else None
        fits = above is not None and len(above.wanted) == len(table.names)
        widths = above if above is not None and fits else self._measure(table)
        has_names = any(table.names) and not table.goes_on
        shape = QTextTableFormat()
        shape.setCellSpacing(0)
        shape.setCellPadding(_CELL_PAD)
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QBrush(QColor(self._theme.palette.border)))
        widths.shape(shape, self._room)
        if has_names:
            shape.setHeaderRowCount(1)
            shape.setTopMargin(0 if self._is_empty else _GAP)
        else:
            shape.setTopMargin(-2)  # close to the piece above
        self._below_table = True
        made = cursor.insertTable(len(table.rows) + has_names, len(table.names), shape)
        self._widths.append(widths)
        if has_names:
            names = QTextCharFormat()
            names.setFont(self._theme.font("small", bold=True))
            names.setForeground(QColor(self._theme.palette.text_soft))
            ground = QTextCharFormat()
            ground.setBackground(QColor(self._theme.palette.hover))
            for column, name in enumerate(table.names):
                cell = made.cellAt(0, column)
                cell.setFormat(ground)
                head = cell.firstCursorPosition()
                head.setBlockFormat(widths.line(column))
                head.insertText(name.strip(), names)
        for at, row in enumerate(table.rows, int(has_names)):
            self._row(made, at, row, widths)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._close_up(cursor)

    def _row(self, made: QTextTable, at: int, row: Row, widths: _Widths) -> None:
        plain = QTextCharFormat()
        plain.setFont(self._theme.font("body"))
        plain.setForeground(self._ink())
        for column, (start, end) in enumerate(row.cells):
            cell = made.cellAt(at, column)
            pen = self._marked.pen(start, end) or self._marked.pen(row.start, row.end)
            if pen:
                ground = QTextCharFormat()
                ground.setBackground(self._pen(pen))
                cell.setFormat(ground)
            if end > start:
                here = cell.firstCursorPosition()
                here.setBlockFormat(widths.line(column))
                self._marks(here, start, end, plain)

    def _close_up(self, cursor: QTextCursor) -> None:
        """A document always has a line below a table; it is to take no room."""
        shape = QTextBlockFormat()
        shape.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(shape)
        tiny = QTextCharFormat()
        tiny.setFontPointSize(1)
        cursor.setBlockCharFormat(tiny)

    def _measure(self, table: Table) -> _Widths:
        """How wide the columns are to be: as what stands in them, and at least as a word."""
        written = QFontMetricsF(self._theme.font("body"))
        named = QFontMetricsF(self._theme.font("small", bold=True))
        most = _MAX_CHARS * written.averageCharWidth()
        wanted, least = [], []
        for column, name in enumerate(table.names):
            cells = [self._text[slice(*row.cells[column])][:_MAX_CHARS] for row in table.rows]
            words = max((named.horizontalAdvance(word) for word in name.split()), default=0)
            spread = [word for cell in cells for word in cell.split()]
            broken = max((written.horizontalAdvance(word) for word in spread), default=0)
            longest = max(written.horizontalAdvance(cell) for cell in cells) * _SLACK
            least.append(max(min(broken * _SLACK, most), words) + 2 * _CELL_PAD + 4)
            wanted.append(max(min(longest, most) + 2 * _CELL_PAD + 4, least[-1]))
        figures = frozenset(
            column
            for column in range(len(table.names))
            if all(_FIGURE.fullmatch(cell) for cell in self._cells(table, column) if cell)
        )
        return _Widths(tuple(wanted), tuple(least), figures)

    def _cells(self, table: Table, column: int) -> list[str]:
        return [self._text[slice(*row.cells[column])].strip() for row in table.rows]

    def _wide(self, words: str) -> float:
        return QFontMetricsF(self._theme.font("reading")).horizontalAdvance(words)

    def refit(self, document: QTextDocument, room_px: float) -> None:
        """The view of the document that was written has another width."""
        if room_px == self._room:
            return
        self._room = room_px
        edit = QTextCursor(document)
        edit.beginEditBlock()  # it is laid out once
        tables = [f for f in document.rootFrame().childFrames() if isinstance(f, QTextTable)]
        for made, widths in zip(tables, self._widths, strict=False):
            shape = made.format()
            widths.shape(shape, room_px)
            made.setFormat(shape)
        edit.endEditBlock()


def n_drawn(blocks: Sequence[Block | Table]) -> int:
    """How much there is to draw, in lines and cells."""
    return sum(
        len(block.rows) * len(block.names) if isinstance(block, Table) else 1 for block in blocks
    )
