"""The middle pane: turns in order, the empty state, the question box below."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from app.core.events import Citation, Hit
from app.gui import parts
from app.gui.conversation.composer import Composer
from app.gui.conversation.empty import EmptyConversation
from app.gui.conversation.sampling import SamplingPanel
from app.gui.conversation.turn import TurnView
from app.gui.language import tr
from app.gui.theme import Theme

COLUMN_WIDTH = 760


class ConversationPane(QWidget):
    """Knows how turns are laid out and scrolled; what they hold is put in by others."""

    source_opened = Signal(object)
    turn_added = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("conversation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(340)
        self._theme = theme
        self.turns: list[TurnView] = []
        self.empty = EmptyConversation(theme)
        self.composer = Composer(theme)
        self.sampling = SamplingPanel(theme)
        self.sampling.hide()
        self.composer.settings_toggled.connect(self.sampling.setVisible)
        self.sampling.preset_changed.connect(self.composer.set_preset_name)
        self.composer.set_preset_name(self.sampling.preset_name())
        self.empty.question_wanted.connect(self.composer.set_question)

        self._column = QWidget()
        self._list = parts.column(self._column, space=28)
        self._list.setContentsMargins(0, 24, 0, 24)
        self._list.addStretch(1)
        home = self._home = QWidget()
        home.setObjectName("scrolled")
        centred = QHBoxLayout(home)
        centred.setContentsMargins(24, 0, 24, 0)
        centred.addStretch(1)
        centred.addWidget(self._column, 100)
        centred.addStretch(1)
        self._column.setMaximumWidth(COLUMN_WIDTH)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(home)
        self._following = True
        self._moving = False
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._follow)
        _yield_to_bar(self._scroll, centred)
        bar.valueChanged.connect(self._note_place)
        self.to_newest = parts.button(
            tr("To the newest"), "newest", tip=tr("Down to the newest answer")
        )
        self.to_newest.setParent(self._scroll)
        self.to_newest.clicked.connect(self.go_to_newest)
        self.to_newest.hide()

        self._pages = QStackedWidget()
        empty_home = QWidget()
        empty_row = QHBoxLayout(empty_home)
        empty_row.setContentsMargins(24, 0, 24, 0)
        empty_row.addStretch(1)
        empty_row.addWidget(self.empty, 100)
        empty_row.addStretch(1)
        self.empty.setMaximumWidth(560)
        empty_home.setObjectName("scrolled")
        empty_scroll = QScrollArea()
        empty_scroll.setFrameShape(QFrame.Shape.NoFrame)
        empty_scroll.setWidgetResizable(True)
        empty_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        empty_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        empty_scroll.setWidget(empty_home)
        _yield_to_bar(empty_scroll, empty_row)
        self._pages.addWidget(empty_scroll)
        self._pages.addWidget(self._scroll)

        box = parts.column(self, space=0)
        box.addWidget(self._pages, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(24, 10, 24, 16)
        bottom.addStretch(1)
        stack = QWidget()
        stack.setMaximumWidth(COLUMN_WIDTH)
        stacked = parts.column(stack, space=8)
        stacked.addWidget(self.sampling)
        stacked.addWidget(self.composer)
        bottom.addWidget(stack, 100)
        bottom.addStretch(1)
        box.addLayout(bottom)
        self._make_keys()

    def add_turn(self, question: str, attachment: str | None = None) -> TurnView:
        turn = TurnView(self._theme, question, attachment)
        turn.source_opened.connect(self.source_opened)
        self.turns.append(turn)
        self._list.insertWidget(self._list.count() - 1, turn)
        self._pages.setCurrentIndex(1)
        parts.tab_before(turn.tab_stops(), self.composer.edit)
        turn.grown.connect(self._follow)
        self._following = True
        QTimer.singleShot(0, self, self._follow)
        self.turn_added.emit(turn)
        return turn

    def clear(self) -> None:
        for turn in self.turns:
            self._list.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        self.turns = []
        self._pages.setCurrentIndex(0)

    def remove_turn(self, turn: TurnView) -> None:
        if turn in self.turns:
            self.turns.remove(turn)
            self._list.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        if not self.turns:
            self._pages.setCurrentIndex(0)

    def take_focus(self) -> None:
        self.composer.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_current_source(self, source: Citation | Hit | None) -> None:
        for turn in self.turns:
            turn.set_current(source)

    def open_marker(self, marker: int) -> bool:
        """Open citation `marker` of the newest turn that has sources."""
        for turn in reversed(self.turns):
            if turn.cards:
                return turn.open_marker(marker)
        return False

    def copy_last(self) -> None:
        for turn in reversed(self.turns):
            if turn.answer is not None:
                turn.copy()
                return

    def _make_keys(self) -> None:
        bar = self._scroll.verticalScrollBar()
        for key, factor in (("PgUp", -0.9), ("PgDown", 0.9)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(
                lambda factor=factor: bar.setValue(bar.value() + round(factor * bar.pageStep()))
            )

    def go_to_newest(self) -> None:
        self._following = True
        self._follow()

    def _note_place(self, value: int) -> None:
        """Who scrolls away is left where they are; who comes back to the newest is taken along."""
        if not self._moving:
            self._following = abs(value - self._newest_place()) < 24
        self._offer_newest()

    def _offer_newest(self) -> None:
        """A way back, over the text, while what is newest is out of sight below."""
        below = self._newest_place() - self._scroll.verticalScrollBar().value()
        self.to_newest.setVisible(not self._following and below > 24)
        size, room = self.to_newest.sizeHint(), self._scroll.size()
        left = (room.width() - size.width()) // 2
        self.to_newest.setGeometry(
            left, room.height() - size.height() - 10, size.width(), size.height()
        )
        self.to_newest.raise_()

    def _follow(self, _low: int = 0, _high: int = 0) -> None:
        """Show as much of the newest turn as fits, but never push its question out of sight."""
        if self._following:
            self._moving = True
            self._scroll.verticalScrollBar().setValue(self._newest_place())
            self._moving = False
        self._offer_newest()

    def _newest_place(self) -> int:
        bottom = self._scroll.verticalScrollBar().maximum()
        if not self.turns:
            return bottom
        top = self.turns[-1].mapTo(self._home, QPoint(0, 0)).y()
        return min(bottom, max(0, top - 20))


def _yield_to_bar(scroll: QScrollArea, row: QHBoxLayout) -> None:
    """Take the room of the scroll bar out of the right margin, so that the column keeps its
    place above the question box whether there is a bar or not."""

    def fit(_low: int, high: int) -> None:
        margins = row.contentsMargins()
        right = margins.left() - (scroll.verticalScrollBar().sizeHint().width() if high else 0)
        if right != margins.right():
            margins.setRight(right)
            row.setContentsMargins(margins)

    scroll.verticalScrollBar().rangeChanged.connect(fit)
