"""Which models there are, which are installed, and what is done with them, with progress."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from app.core.events import Failure, InstallProgress, ModelRow
from app.gui import parts, places
from app.gui.asking import ConfirmDialog
from app.gui.language import in_one_line, tr
from app.gui.models_card import ModelCard
from app.gui.models_choices import ModelChoices
from app.gui.models_speed import SpeedBox
from app.gui.page import Page, Question
from app.gui.theme import Theme

_ENCODED = {  # roles whose vectors are made anew, and what they are made of
    "text": "passage",
    "multilingual": "passage",
    "image": "picture",
    "speech": "recording",
    "voices": "recording",
}


class ModelsDialog(Page):
    """`install_wanted` carries a model's name, or `starter` for all that the main job needs, and
    whether what is there of it is deleted first; `use_wanted` a name and a role; `asked_to_use` the
    same where it would encode anew, before the question (see `ask`)."""

    install_wanted = Signal(str, bool)
    use_wanted = Signal(str, str)
    asked_to_use = Signal(str, str)
    verify_wanted = Signal(str)
    remove_wanted = Signal(str)
    stop_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Models"), parent, size=QSize(660, 600), head=tr("Models on this computer")
        )
        self._theme = theme
        self.cards: dict[str, ModelCard] = {}
        self.add_about(
            tr("Models are downloaded once and checked. After that everything works offline.")
        )
        self._starter = parts.frame("note")
        starter = parts.row(self._starter, margin=12)
        self._starter_text = parts.label("", wrap=True)
        starter.addWidget(self._starter_text, 1)
        self.starter_button = parts.button(tr("Install all of them"), "primary")
        self.starter_button.clicked.connect(lambda: self.install_wanted.emit("starter", False))
        starter.addWidget(self.starter_button)
        self.cancel_button = parts.button(tr("Stop"), name=tr("Stop installing"))
        self.cancel_button.clicked.connect(self._cancel)
        self.cancel_button.hide()
        starter.addWidget(self.cancel_button)
        self._starter.hide()
        self.body.addWidget(self._starter)
        self.speed = SpeedBox(theme)
        self.body.addWidget(self.speed)
        self.choices = ModelChoices()
        self.choices.use_wanted.connect(self.use_wanted)
        self.body.addWidget(self.choices)
        self.choices.hide()  # until it is known what there is to choose from
        self.question = Question(
            tr(
                "Finding goes on with the present model meanwhile. It can be stopped at any time: "
                "nothing is lost, and the next time goes on from there."
            ),
            tr("Encode anew"),
        )
        self._asked = ("", "")
        self.question.confirm.clicked.connect(self._confirmed)
        self.body.addWidget(self.question)
        self._rows = parts.column(space=8)
        self._rows.addWidget(parts.label(tr("Looking…"), "soft"))
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_rows(self, rows: Iterable[ModelRow]) -> None:
        parts.clear(self._rows)
        self.choices.show_busy(False)
        self.cards = {}
        wanted = 0
        size = 0
        listed = sorted(rows, key=lambda r: (not r.starter, r.role, r.name))
        self.choices.setVisible(any(row.installed for row in listed))
        for row in listed:
            card = ModelCard(self._theme, row)
            card.install_wanted.connect(partial(self.install_wanted.emit, row.name))
            card.use_wanted.connect(partial(self._use, row.name))
            card.verify_wanted.connect(partial(self.verify_wanted.emit, row.name))
            card.remove_wanted.connect(partial(self._confirm_removal, row))
            card.stop_wanted.connect(partial(self.stop_wanted.emit, row.name))
            self._rows.addWidget(card)
            self.cards[row.name] = card
            if row.starter and not row.installed:
                wanted += 1
                size += row.size_bytes
        self.starter_button.setEnabled(True)
        self.starter_button.setVisible(wanted > 0)
        self.cancel_button.hide()
        self._starter_text.setText(
            tr("{n} missing, {size} to download.").format(
                n=places.count(wanted, "starter model"), size=places.size(size)
            )
        )
        self._starter.setVisible(wanted > 0)

    def progress(self, event: InstallProgress) -> None:
        if card := self.cards.get(event.name):
            card.progress(event)
        self.starter_button.hide()
        if not self.cancel_button.isVisible():
            self.cancel_button.setEnabled(True)
            self.cancel_button.show()
            self._starter_text.setText(tr("Installing. It goes on when this is closed."))
            self._starter.show()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._starter_text.setText(tr("Stopping… What was downloaded is kept for the next time."))
        self.cancel_wanted.emit()

    def _confirm_removal(self, row: ModelRow) -> None:
        asked = ConfirmDialog(
            self,
            tr("Remove this model?"),
            row.name,
            tr("{size} are freed. It can be installed again at any time.").format(
                size=places.size(row.size_bytes)
            ),
            tr("Remove"),
        )
        asked.confirmed.connect(lambda: self.remove_wanted.emit(row.name))
        asked.open()

    def ask(self, name: str, role: str, n_vectors: int) -> None:
        """Whether that much is to be encoded anew, so that the model can have the role."""
        self._asked = (name, role)
        self.question.ask(
            tr("Use {name}? {n} are encoded anew for it.").format(
                name=name, n=places.count(n_vectors, _ENCODED[role])
            )
        )
        self.area.reveal(self.question)

    def _use(self, name: str, role: str) -> None:
        wanted = self.asked_to_use if role in _ENCODED else self.use_wanted
        wanted.emit(name, role)

    def _confirmed(self) -> None:
        self.question.hide()
        self.use_wanted.emit(*self._asked)

    def show_choosing(self, name: str) -> None:
        """The library is opened anew with another model, or encoded for it first."""
        for card in self.cards.values():
            card.show_busy(True)
        self.choices.show_busy(True)
        if (taken := self.cards.get(name)) is not None:
            taken.show_begun(tr("Taking it into use…"))

    def fail(self, name: str, failure: Failure) -> None:
        self.starter_button.setEnabled(True)
        self.starter_button.show()
        self.cancel_button.hide()
        if card := self.cards.get(name):
            card.fail(failure)
        else:
            self._starter_text.setText(in_one_line(failure))
            self._starter.show()
