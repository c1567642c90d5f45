"""Which models there are, which are installed, and installing them with progress."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.core.events import Failure, InstallProgress, ModelRow
from app.gui import parts, places
from app.gui.asking import ConfirmDialog
from app.gui.language import in_one_line, tr
from app.gui.page import Page
from app.gui.theme import Theme

_STAGES = {"download": tr("Downloading"), "verify": tr("Checking"), "convert": tr("Preparing")}
ROLES = {
    "text": tr("finds text by its meaning"),
    "multilingual": tr("finds text in other languages"),
    "image": tr("compares pictures"),
    "tags": tr("names what pictures show"),
    "speech": tr("writes down what is said"),
    "decoder": tr("writes the answers"),
}


class ModelCard(QFrame):
    def __init__(self, theme: Theme, row: ModelRow) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.row = row
        box = parts.column(self, margin=12, space=6)
        top = parts.row(space=10)
        words = parts.column(space=1)
        name = parts.ElidedLabel("heading")
        name.show_text(row.name)
        words.addWidget(name)
        facts = parts.ElidedLabel("small", Qt.TextElideMode.ElideRight)
        facts.show_text(
            " · ".join(
                filter(
                    None,
                    (ROLES.get(row.role, row.role), places.size(row.size_bytes), row.licence),
                )
            )
        )
        words.addWidget(facts)
        top.addLayout(words, 1)
        state = tr("In use") if row.in_use else tr("Installed") if row.installed else ""
        self.state = parts.label(state, "small")
        self.state.setProperty("tone", "good")
        top.addWidget(self.state)
        idle = row.installed and not row.in_use
        self.use: QPushButton = parts.button(
            tr("Use it"), name=tr("Let {name} write the answers").format(name=row.name)
        )
        self.use.setVisible(idle and row.role == "decoder")
        self.remove: QPushButton = parts.button(
            tr("Remove"), "link", name=tr("Remove {name}").format(name=row.name)
        )
        self.remove.setVisible(idle)
        top.addWidget(self.use)
        top.addWidget(self.remove)
        self.install: QPushButton = parts.button(
            tr("Install"), name=tr("Install {name}").format(name=row.name)
        )
        self.install.setVisible(not row.installed)
        top.addWidget(self.install)
        box.addLayout(top)
        if row.note:
            box.addWidget(parts.label(tr(row.note), "small", wrap=True))
        self.bar = parts.ProgressBar(theme, tr("Installing a model"))
        self.bar.hide()
        self.detail = parts.label("", "small", wrap=True)
        self.detail.hide()
        box.addWidget(self.bar)
        box.addWidget(self.detail)

    def progress(self, event: InstallProgress) -> None:
        self.install.setEnabled(False)
        if event.total:
            self.bar.show_done(round(1000 * event.done / event.total), 1000)
        else:
            self.bar.show_busy()
        self.bar.show()
        of = ""
        if event.stage == "download" and event.total:
            of = f": {places.size_of(event.done, event.total)}"
        self.detail.setText(f"{_STAGES.get(event.stage, event.stage)}{of}")
        self.detail.show()

    def fail(self, failure: Failure) -> None:
        self.bar.hide()
        self.install.setEnabled(True)
        self.install.setText(tr("Try again"))
        self.detail.setText(in_one_line(failure))
        self.detail.show()


class ModelsDialog(Page):
    """`install_wanted` carries a model's name, or `starter` for all that the main job needs."""

    install_wanted = Signal(str)
    use_wanted = Signal(str)
    remove_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Models"), parent, size=QSize(600, 560), head=tr("Models on this computer")
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
        self.starter_button.clicked.connect(lambda: self.install_wanted.emit("starter"))
        starter.addWidget(self.starter_button)
        self.cancel_button = parts.button(tr("Stop"), name=tr("Stop installing"))
        self.cancel_button.clicked.connect(self._cancel)
        self.cancel_button.hide()
        starter.addWidget(self.cancel_button)
        self._starter.hide()
        self.body.addWidget(self._starter)
        self._rows = parts.column(space=8)
        self._rows.addWidget(parts.label(tr("Looking…"), "soft"))
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_rows(self, rows: Iterable[ModelRow]) -> None:
        parts.clear(self._rows)
        self.cards = {}
        wanted = 0
        size = 0
        for row in sorted(rows, key=lambda r: (not r.starter, r.role, r.name)):
            card = ModelCard(self._theme, row)
            card.install.clicked.connect(lambda _on=False, n=row.name: self.install_wanted.emit(n))
            card.use.clicked.connect(lambda _on=False, n=row.name: self.use_wanted.emit(n))
            card.remove.clicked.connect(lambda _on=False, r=row: self._confirm_removal(r))
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

    def show_choosing(self) -> None:
        """The library is opened anew with another model."""
        for card in self.cards.values():
            card.use.setEnabled(False)
            card.remove.setEnabled(False)

    def fail(self, name: str, failure: Failure) -> None:
        self.starter_button.setEnabled(True)
        self.starter_button.show()
        self.cancel_button.hide()
        if card := self.cards.get(name):
            card.fail(failure)
        else:
            self._starter_text.setText(in_one_line(failure))
            self._starter.show()
