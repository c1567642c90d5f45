"""The voices that have a name: how often each is heard, another name, one voice out of two,
forgetting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from app.core.events import VoiceRow
from app.gui import parts, places
from app.gui.language import tr
from app.gui.naming import NameDialog
from app.gui.page import Page, Question
from app.gui.theme import Theme


class VoiceCard(QFrame):
    """One voice. Signals carry nothing but the other voice: the dialog knows which card."""

    rename_wanted = Signal()
    merge_wanted = Signal(str)
    forget_wanted = Signal()

    def __init__(self, theme: Theme, row: VoiceRow, others: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.row, self._others = row, others
        box = parts.column(self, margin=12, space=6)
        top = parts.row(space=10)
        top.addWidget(parts.Picture(theme, "sound", "audio_kind", 18))
        words = parts.column(space=1)
        name = parts.ElidedLabel("heading")
        name.show_text(row.name)
        heard = tr("heard in {n}").format(n=places.count(row.recordings, "recording"))
        known = tr("known by {time} of speech").format(time=places.clock(row.seconds))
        words.addWidget(name)
        words.addWidget(parts.label(f"{heard} · {known}", "small", wrap=True))
        top.addLayout(words, 1)
        box.addLayout(top)
        buttons = parts.row(space=6)
        self.rename = parts.button(tr("Rename…"), "flat")
        self.rename.clicked.connect(lambda _on=False: self.rename_wanted.emit())
        self.merge = parts.button(
            tr("Is the same as…"), "flat", tip=tr("One voice that was given two names")
        )
        self.merge.setEnabled(bool(others))
        self.merge.clicked.connect(lambda _on=False: self._choose())
        self.forget = parts.button(tr("Forget…"), "flat")
        self.forget.clicked.connect(lambda _on=False: self.forget_wanted.emit())
        for button in (self.rename, self.merge, self.forget):
            button.setAccessibleName(f"{button.text().strip()}: {row.name}")
            buttons.addWidget(button)
        buttons.addStretch(1)
        box.addLayout(buttons)

    def others_menu(self) -> QMenu:
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._others:
            action = made.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, name=name: self.merge_wanted.emit(name))
        return made

    def _choose(self) -> None:
        self.others_menu().popup(self.merge.mapToGlobal(self.merge.rect().bottomLeft()))


class VoicesDialog(Page):
    """Each signal carries the voice's name first; that of another name, the dialog that asked for
    it last."""

    rename_wanted = Signal(str, str, NameDialog)
    merge_wanted = Signal(str, str)
    forget_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Voices"), parent, size=QSize(560, 460))
        self._theme = theme
        self.cards: list[VoiceCard] = []
        self.add_about(
            tr(
                "Who was given a name in one recording has it in every other in which that voice "
                "is heard, now and later. Names are given in a transcript: right click a line "
                "of it."
            )
        )
        self.question = Question(
            tr("Who was named by it is a number again. The recordings stay as they are."),
            tr("Forget the name"),
        )
        self.question.confirm.clicked.connect(lambda _on=False: self._forget())
        self.add_above(self.question)
        self.trouble = parts.label("", wrap=True)
        self.trouble.setProperty("tone", "error")
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self._rows = parts.column(space=8)
        self._rows.addWidget(parts.label(tr("Opening…"), "soft"))
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self._asked = ""

    def show_rows(self, rows: Sequence[VoiceRow]) -> None:
        self.trouble.hide()
        self.question.hide()
        parts.clear(self._rows)
        self.cards = []
        for row in rows:
            others = [other.name for other in rows if other.name != row.name]
            card = VoiceCard(self._theme, row, others)
            name = row.name
            card.rename_wanted.connect(lambda name=name: self._rename(name))
            card.merge_wanted.connect(lambda into, name=name: self.merge_wanted.emit(name, into))
            card.forget_wanted.connect(lambda name=name: self._ask(name))
            self._rows.addWidget(card)
            self.cards.append(card)
        if not rows:
            self._rows.addWidget(parts.label(tr("No voice has a name yet."), "soft"))

    def show_trouble(self, said: str) -> None:
        self.trouble.setText(said)
        self.trouble.show()
        self.area.reveal(self.trouble)

    def _rename(self, name: str) -> None:
        box = NameDialog(self, tr("Rename {name}").format(name=name), name, stay=True)
        box.named.connect(lambda new_name: self.rename_wanted.emit(name, new_name, box))
        box.open()

    def _ask(self, name: str) -> None:
        self._asked = name
        self.question.ask(tr("Forget {name}?").format(name=name))

    def _forget(self) -> None:
        self.question.hide()
        self.forget_wanted.emit(self._asked)
