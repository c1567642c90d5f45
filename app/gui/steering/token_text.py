"""A model's draft token by token: each is tinted by how unsure the model was, and can be chosen."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from app.core.events import TokenChoice
from app.gui.language import tr
from app.gui.theme import Theme

_WORD = re.compile(r"\w+")


class TokenText(QTextEdit):
    """`chosen` carries the index of the token that was clicked, or gone to with the arrows."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tokens: tuple[TokenChoice, ...] = ()
        self._starts: list[int] = []
        self.current = -1
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The draft, token by token"))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._draw)

    def show_tokens(self, tokens: Sequence[TokenChoice]) -> None:
        self._tokens = tuple(tokens)
        self.current = min(self.current, len(tokens) - 1)
        self._draw()

    def text(self) -> str:
        return "".join(token.spelling for token in self._tokens)

    def choose(self, index: int) -> None:
        if 0 <= index < len(self._tokens):
            self.current = index
            self._mark()
            self.setAccessibleDescription(
                tr("Token {n}: {text}").format(n=index + 1, text=self._tokens[index].spelling)
            )
            self.chosen.emit(index)

    def choose_at(self, position: int) -> None:
        """The token that holds this character of the draft."""
        self.choose(bisect_right(self._starts, position) - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            spot = event.position().toPoint()
            position = self.cursorForPosition(spot).position()
            # the gap between two characters that is nearest may lie behind the one that was hit
            at = QTextCursor(self.document())
            at.setPosition(position)
            if self.cursorRect(at).left() > spot.x() and position:
                position -= 1
            self.choose_at(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            self.choose(max(0, self.current + step))
            return
        super().keyPressEvent(event)

    def _draw(self) -> None:
        self.clear()
        self._starts = []
        cursor = QTextCursor(self.document())
        for token in self._tokens:
            self._starts.append(cursor.position())
            cursor.insertText(token.spelling.replace("\r", ""), self._look(token))
        self._mark()

    def _look(self, token: TokenChoice) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(self._theme.font("reading"))
        look.setForeground(self._theme.colour("text"))
        doubt = self._theme.colour("highlight")
        doubt.setAlphaF(min(1.0, max(0.0, 1.0 - token.probability)))
        look.setBackground(doubt)
        return look

    def _mark(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        if 0 <= self.current < len(self._starts):
            ends = [*self._starts[1:], self.document().characterCount() - 1]
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(self._starts[self.current])
            mark.cursor.setPosition(ends[self.current], QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(self._theme.colour("accent"))
            mark.format.setForeground(QColor(self._theme.palette.on_accent))
            marks.append(mark)
        self.setExtraSelections(marks)


def place_in(shown: str, position: int, written: str) -> int | None:
    """Where in `written` the word of `shown` at this position stands; None where it does not. The
    two are the same text but for numbers, white space and sentences that were left out."""
    words = [found.span() for found in _WORD.finditer(shown)]
    at = next((n for n, (start, end) in enumerate(words) if start <= position <= end), None)
    if at is None:
        return None
    others = [found.span() for found in _WORD.finditer(written)]
    matcher = SequenceMatcher(
        None,
        [shown[start:end] for start, end in words],
        [written[start:end] for start, end in others],
        autojunk=False,
    )
    for block in matcher.get_matching_blocks():
        if block.a <= at < block.a + block.size:
            return others[block.b + at - block.a][0]
    return None
