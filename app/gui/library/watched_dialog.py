"""The folders that the library follows: how each does, its rules, and no longer following it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.core.events import WatchedRow
from app.gui import parts, places
from app.gui.language import figure, tr
from app.gui.page import Page
from app.gui.theme import Theme

_ICONS = {
    "watching": ("check", "good"),
    "paused": ("pause", "text_soft"),
    "missing": ("warning", "warn"),
}
_RULES = tr("One rule a line, as in .gitignore:  drafts/   *.log   !keep.log")


class WatchedCard(QFrame):
    """One folder. Signals carry nothing: the dialog knows which card."""

    pause_wanted = Signal(bool)
    stop_wanted = Signal()
    rules_wanted = Signal(tuple)

    def __init__(self, theme: Theme, row: WatchedRow) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.row = row
        box = parts.column(self, margin=12, space=6)
        top = parts.row(space=10)
        icon, ink = _ICONS[row.state]
        top.addWidget(parts.Picture(theme, icon, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
        words = parts.column(space=1)
        name = parts.ElidedLabel("heading")
        name.show_text(places.file_name(row.path) or row.path)
        path = parts.ElidedLabel("small")
        path.show_text(row.path)
        self.state = parts.label(state_words(row), "small", wrap=True)
        for line in (name, path, self.state):
            words.addWidget(line)
        top.addLayout(words, 1)
        box.addLayout(top)
        self.rules = QPlainTextEdit("\n".join(row.ignore))
        self.rules.setPlaceholderText(_RULES)
        self.rules.setAccessibleName(tr("What to leave out of {path}").format(path=row.path))
        self.rules.setTabChangesFocus(True)
        self.rules.setFixedHeight(76)
        self.rules.hide()
        box.addWidget(self.rules)
        buttons = parts.row(space=6)
        n_rules = places.count(len(row.ignore), "rule")
        self.edit = parts.button(
            tr("Leave out…") + f" ({n_rules})" if row.ignore else tr("Leave out…"), "flat"
        )
        self.edit.clicked.connect(self._edit_rules)
        paused = row.state == "paused"
        self.pause = parts.button(tr("Go on") if paused else tr("Pause"), "flat")
        self.pause.clicked.connect(lambda: self.pause_wanted.emit(not paused))
        self.stop = parts.button(
            tr("Stop watching"), "flat", tip=tr("Its items stay in the library.")
        )
        self.stop.clicked.connect(self.stop_wanted)
        for button in (self.edit, self.pause, self.stop):
            button.setAccessibleName(f"{button.text().strip()}: {row.path}")
            buttons.addWidget(button)
        buttons.addStretch(1)
        box.addLayout(buttons)

    def _edit_rules(self) -> None:
        if self.rules.isHidden():
            self.rules.show()
            self.rules.setFocus()
            self.edit.setText(" " + tr("Save the rules"))
            return
        lines = (line.strip() for line in self.rules.toPlainText().splitlines())
        self.rules_wanted.emit(tuple(line for line in lines if line))


class WatchedDialog(Page):
    add_wanted = Signal()
    pause_wanted = Signal(int, bool)
    stop_wanted = Signal(int)
    rules_wanted = Signal(int, tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Watched folders"), parent, size=QSize(600, 480))
        self._theme = theme
        self.cards: list[WatchedCard] = []
        self.add_about(
            tr(
                "What is added, edited, moved or deleted in them follows by itself while this "
                "window is open, and is caught up with when it is opened. Files are only read."
            )
        )
        self.trouble = parts.label("", wrap=True)
        self.trouble.setProperty("tone", "error")
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self._rows = parts.column(space=8)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self.add = parts.button(tr("Watch a folder…"), "primary")
        self.add.clicked.connect(self.add_wanted)
        self.foot.insertWidget(0, self.add)

    def show_rows(self, rows: Sequence[WatchedRow]) -> None:
        """Redrawn only where something differs, so that rules being written are not lost."""
        self.trouble.hide()
        if self.cards and [card.row for card in self.cards] == list(rows):
            return
        if any(not card.rules.isHidden() for card in self.cards) and len(rows) == len(self.cards):
            for card, row in zip(self.cards, rows, strict=True):
                card.state.setText(state_words(row))
            if all(c.row.ignore == r.ignore for c, r in zip(self.cards, rows, strict=True)):
                return
        parts.clear(self._rows)
        self.cards = []
        for row in rows:
            card = WatchedCard(self._theme, row)
            number = row.watched_id
            card.pause_wanted.connect(lambda on, n=number: self.pause_wanted.emit(n, on))
            card.stop_wanted.connect(lambda n=number: self.stop_wanted.emit(n))
            card.rules_wanted.connect(lambda rules, n=number: self.rules_wanted.emit(n, rules))
            self._rows.addWidget(card)
            self.cards.append(card)
        if not rows:
            self._rows.addWidget(parts.label(tr("No folder is watched yet."), "soft"))

    def show_trouble(self, said: str) -> None:
        self.trouble.setText(said)
        self.trouble.show()
        self.area.reveal(self.trouble)


def state_words(row: WatchedRow) -> str:
    """How a folder does, in words."""
    items = places.count(row.items, "item")
    look = row.by_state.get("attention", 0)
    gone = row.by_state.get("missing", 0)
    if row.state == "missing":
        return tr("Not there now. Its {n} stay, and are ready again when it is back.").format(
            n=items
        )
    more = [tr("{n} could not be read").format(n=figure(look))] if look else []
    more += [tr("{n} missing from disk").format(n=figure(gone))] if gone else []
    said = tr("Paused") if row.state == "paused" else tr("Followed")
    return " · ".join([said, items, *more])
