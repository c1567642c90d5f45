"""The cards of a turn: what is being read, then what is cited; and the words behind a number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.core.events import Citation, Hit
from app.gui import parts, places
from app.gui.conversation.source_card import SourceCard
from app.gui.language import quoted, tr
from app.gui.markdown import line_of
from app.gui.theme import Theme

Source = Citation | Hit

MAX_CARDS = 24
N_CANDIDATES = 6  # shown before the first word; the answer may cite others
_QUOTE_CHARS = 320


class SourceGrid(QWidget):
    """`opened` carries a source; `hovered` the number of the card under the pointer, or None."""

    opened = Signal(object)
    hovered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards: list[SourceCard] = []
        box = parts.column(self, space=10)
        self._head = parts.label("", "overline")
        box.addWidget(self._head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        box.addLayout(self._grid)
        self.hide()

    def show_candidates(self, hits: Sequence[Hit]) -> None:
        """What is read for the answer; numbers come with the sentences that rest on it."""
        self.show_cards([(hit, None) for hit in hits[:N_CANDIDATES]], tr("READING"))

    def show_cards(
        self, sources: Sequence[tuple[Source, int | None]], head: str, n_columns: int = 2
    ) -> None:
        parts.clear(self._grid)
        self.cards = []
        for position, (source, number) in enumerate(sources[:MAX_CARDS]):
            card = SourceCard(self._theme, source, number, 3 - n_columns)
            card.clicked.connect(lambda _on=False, s=source: self.opened.emit(s))
            card.hovered.connect(self.hovered)
            self._grid.addWidget(card, position // n_columns, position % n_columns)
            self.cards.append(card)
        for at in range(n_columns):
            self._grid.setColumnStretch(at, 1)
        self.rename(head)
        self.setVisible(bool(self.cards))
        for card in self.cards:
            card.show()  # now: who goes back by Tab must not find them missing

    def rename(self, head: str) -> None:
        self._head.setText(head)

    def number(self, citation: Citation) -> None:
        """A candidate is cited: give its card the number."""
        for card in self.cards:
            if card.source.chunk_id == citation.chunk_id and card.number is None:
                card.set_number(citation.marker)

    def card_of(self, marker: int) -> SourceCard | None:
        return next((card for card in self.cards if card.number == marker), None)

    def light(self, marker: int | None) -> None:
        for card in self.cards:
            card.set_lit(marker is not None and card.number == marker)


class QuoteTip(QFrame):
    """The words behind a number, beside the pointer. Plain text: Qt's own tooltips guess whether
    a text is rich, and a document's words must never be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName("quote-tip")
        self.setMaximumWidth(420)
        box = parts.column(self, margin=12, space=4)
        self._title = parts.label("", "heading", wrap=True)
        self._place = parts.label("", "small", wrap=True)
        self._words = parts.label("", wrap=True)
        for line in (self._title, self._place, self._words):
            line.setMinimumWidth(300)
            box.addWidget(line)
        self.hide()

    def show_source(self, source: Source) -> None:
        quote = source.quote if isinstance(source, Citation) else source.snippet
        words = line_of(quote, source.path)
        if len(words) > _QUOTE_CHARS:
            words = words[:_QUOTE_CHARS].rsplit(" ", 1)[0] + "…"
        self._title.setText(places.title_of(source.title, source.path))
        where = places.place(source.locator)
        self._place.setText(where)
        self._place.setVisible(bool(where))
        self._words.setText(quoted(words) if words else "")
        self._words.setVisible(bool(words))
        self.adjustSize()
        self.move(self._beside_pointer())
        self.show()

    def words(self) -> str:
        return self._words.text()

    def _beside_pointer(self) -> QPoint:
        at = QCursor.pos() + QPoint(12, 18)
        screen = self.screen().availableGeometry()
        left = max(screen.left(), min(at.x(), screen.right() - self.width()))
        below = at.y() + self.height() <= screen.bottom()
        return QPoint(left, at.y() if below else at.y() - self.height() - 36)
