"""Blocks of an answer written into a document: shapes, fonts, chips, and the pen under what no
source bears out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)

from app.gui.conversation.chips import chip_format, pending_format
from app.gui.language import tr
from app.gui.markdown import Block, Span
from app.gui.theme import Theme

OBJECT = "\ufffc"
DOUBT_TIP = tr("No passage that was found bears this out.")
_NO_BREAK = "\u00a0"
# Two characters of no script stand in the text where a doubted sentence begins and ends.
_ON, _OFF = "\ue000", "\ue001"
_EDGES = re.compile(f"([{_ON}{_OFF}])")
_LEAD = re.compile(r"\s*(?:(?:[-*•]|\d{1,3}[.)]|#{1,6})\s+)?")

Ranges = Sequence[tuple[int, int]]


def with_doubts(text: str, doubts: Ranges) -> str:
    """`text` with its doubted ranges between edges; the mark of a list or heading stays ahead."""
    pieces: list[str] = []
    position = 0
    for start, end in sorted(doubts):
        lead = _LEAD.match(text, start, end)
        first = lead.end() if lead else start
        pieces += [text[position:first], _ON, text[first:end].rstrip(), _OFF]
        position = first + len(text[first:end].rstrip())
    return "".join([*pieces, text[position:]])


def without_edges(text: str) -> str:
    return _EDGES.sub("", text)


class AnswerWriter:
    """Remembers where the chips are, and whether it is within a doubted sentence."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.support: Mapping[int, bool] = {}
        self.current: int | None = None
        self.streaming = False
        self.doubting = False
        self.chips: list[tuple[int, int]] = []  # where in the document, and the number

    def resume_at(self, position: int, *, doubting: bool = False) -> None:
        """What is from there on is written anew."""
        self.chips = [chip for chip in self.chips if chip[0] < position]
        self.doubting = doubting

    def write(self, cursor: QTextCursor, blocks: Sequence[Block]) -> None:
        for at, block in enumerate(blocks):
            last = at == len(blocks) - 1 and not self.streaming
            self._insert(cursor, block, first=cursor.position() == 0, last=last)

    def _insert(self, cursor: QTextCursor, block: Block, *, first: bool, last: bool) -> None:
        shape = QTextBlockFormat()
        shape.setLineHeight(122, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        listed = block.kind in ("bullet", "number")
        shape.setBottomMargin(0 if last else 4 if listed else 10)
        if block.kind == "heading" and not first:
            shape.setTopMargin(6)
        if listed:
            shape.setLeftMargin(20 + 20 * block.level)
            shape.setTextIndent(-18)
            tab = QTextOption.Tab(18.0, QTextOption.TabType.LeftTab)
            shape.setTabPositions([tab])
        if block.kind == "code":
            shape.setBackground(QColor(self._theme.palette.hover))
            shape.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if first:
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)
        if listed:
            lead = "•" if block.kind == "bullet" else f"{block.label}."
            cursor.insertText(lead + "\t", self._plain_format())
        # a list's line that has only begun has no words yet
        for span, after in itertools.zip_longest(block.spans, block.spans[1:]):
            text = span.text
            if after is not None and after.marker is not None and text.endswith(" "):
                text = text[:-1] + _NO_BREAK  # no line begins with the number of the one before
            self._insert_span(cursor, span, text, heading=block.kind == "heading")

    def _insert_span(self, cursor: QTextCursor, span: Span, text: str, *, heading: bool) -> None:
        if span.marker is None:
            for piece in _EDGES.split(text):
                if piece in (_ON, _OFF):
                    self.doubting = piece == _ON
                elif piece:
                    cursor.insertText(piece, self._format(span, heading=heading))
        elif self.streaming and span.marker not in self.support:
            cursor.insertText(OBJECT, pending_format(span.marker))
        elif span.marker in self.support:
            supported = self.support[span.marker]
            current = span.marker == self.current
            chip = chip_format(span.marker, supported=supported, current=current)
            self.chips.append((cursor.position(), span.marker))
            cursor.insertText(OBJECT, chip)
        else:
            cursor.insertText(f"[{span.marker}]", self._plain_format())

    def _plain_format(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self._theme.font("reading"))
        made.setForeground(QColor(self._theme.palette.text))
        return made

    def _format(self, span: Span, *, heading: bool) -> QTextCharFormat:
        made = self._plain_format()
        if span.bold or heading:
            made.setFontWeight(QFont.Weight.DemiBold)
        made.setFontItalic(span.italic)
        if span.code:
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            made.setFontFamilies([fixed.family()])
            made.setFontFixedPitch(True)
            made.setBackground(QColor(self._theme.palette.hover))
        if self.doubting:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            made.setUnderlineColor(QColor(self._theme.palette.warn))
            made.setToolTip(DOUBT_TIP)
        return made
