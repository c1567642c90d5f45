"""One model on the models' page: what it does, what it takes, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.core.events import EncodeProgress, Failure, InstallProgress, ModelChecked, ModelRow
from app.gui import parts, places
from app.gui.language import figure, in_one_line, tr
from app.gui.theme import Theme

_STAGES = {"download": tr("Downloading"), "verify": tr("Checking"), "convert": tr("Preparing")}
ROLES = {
    "text": tr("finds text by its meaning"),
    "multilingual": tr("finds text in other languages"),
    "image": tr("compares pictures"),
    "tags": tr("names what pictures show"),
    "speech": tr("writes down what is said"),
    "voices": tr("tells speakers apart"),
    "decoder": tr("writes the answers"),
}


class ModelCard(QFrame):
    """`use_wanted` carries the role it is to have, `install_wanted` whether what is there is to be
    deleted first."""

    install_wanted = Signal(bool)
    use_wanted = Signal(str)
    verify_wanted = Signal()
    remove_wanted = Signal()
    stop_wanted = Signal()

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
        self.facts = parts.label(facts_line(row), "small", wrap=True)
        words.addWidget(self.facts)
        top.addLayout(words, 1)
        state = tr("In use") if row.in_use else tr("Installed") if row.installed else ""
        self.state = parts.label(state, "small")
        self.state.setProperty("tone", "good")
        top.addWidget(self.state)
        idle = row.installed and not row.in_use
        self.use = parts.button(tr("Use it"), name=_use_name(row))
        self.use.setVisible(idle)
        self.use.clicked.connect(lambda: self.use_wanted.emit(row.role))
        self.install = parts.button(tr("Install"), name=tr("Install {name}").format(name=row.name))
        self.install.setVisible(not row.installed)
        self.install.clicked.connect(lambda: self.install_wanted.emit(row.installed))
        top.addWidget(self.use)
        top.addWidget(self.install)
        box.addLayout(top)
        if row.note:
            box.addWidget(parts.label(tr(row.note), "small", wrap=True))
        box.addLayout(self._make_links(row, idle))
        self.bar = parts.ProgressBar(theme, tr("How far it is"))
        self.bar.hide()
        below = parts.row(space=8)
        self.detail = parts.label("", "small", wrap=True)
        self.detail.hide()
        self.stop = parts.button(tr("Stop"), "link", name=tr("Stop: {name}").format(name=row.name))
        self.stop.clicked.connect(self._stop)
        self.stop.hide()
        below.addWidget(self.detail, 1)
        below.addWidget(self.stop)
        box.addWidget(self.bar)
        box.addLayout(below)

    def _make_links(self, row: ModelRow, idle: bool) -> QHBoxLayout:
        line = parts.row(space=4)
        self.verify = parts.button(
            tr("Check its files"),
            "link",
            name=tr("Check the files of {name}").format(name=row.name),
        )
        self.verify.clicked.connect(self.verify_wanted)
        self.for_text = parts.button(
            tr("Use it for all text"),
            "link",
            tip=tr("One model for every language; the other text model is not needed then."),
            name=tr("Use {name} for all text").format(name=row.name),
        )
        self.for_text.clicked.connect(lambda: self.use_wanted.emit("text"))
        self.remove = parts.button(
            tr("Remove"), "link", name=tr("Remove {name}").format(name=row.name)
        )
        self.remove.clicked.connect(self.remove_wanted)
        self.verify.setVisible(row.installed)
        can_more = row.role == "multilingual" and row.installed and "text" not in row.does
        self.for_text.setVisible(can_more)
        self.remove.setVisible(idle)
        for link in (self.verify, self.for_text, self.remove):
            line.addWidget(link)
        line.addStretch(1)
        return line

    def progress(self, event: InstallProgress) -> None:
        self.install.setEnabled(False)
        of = ""
        if event.stage != "convert" and event.total:
            of = f": {places.size_of(event.done, event.total)}"
        self._show(event.done, event.total, f"{_STAGES.get(event.stage, event.stage)}{of}")

    def show_begun(self, said: str) -> None:
        """Something that can be stopped is under way; how far is not known yet."""
        self.show_busy(True)
        self.stop.setEnabled(True)
        self._show(0, 0, said)
        self.stop.show()

    def show_encoding(self, event: EncodeProgress) -> None:
        self._show(
            event.done,
            event.total,
            tr("Encoding anew: {done} of {total}").format(
                done=figure(event.done), total=places.count(event.total, "passage")
            ),
        )

    def show_checked(self, event: ModelChecked) -> None:
        if not event.damaged:
            self.show_ended(tr("All its files are as they were installed."))
            return
        self.show_ended(
            tr("Damaged: {files}. Install it again; what was encoded with it stays.").format(
                files=", ".join(said.split(" ", 1)[0] for said in event.damaged)
            ),
            tone="error",
        )
        self.install.setText(tr("Install again"))
        self.install.show()

    def show_ended(self, said: str, tone: str = "") -> None:
        self.show_busy(False)
        self.bar.hide()
        self.stop.hide()
        self.detail.setProperty("tone", tone)
        parts.restyle(self.detail)
        self.detail.setText(said)
        self.detail.setVisible(bool(said))

    def show_busy(self, busy: bool) -> None:
        buttons: tuple[QPushButton, ...] = (self.use, self.for_text, self.remove, self.verify)
        for button in (*buttons, self.install):
            button.setEnabled(not busy)

    def fail(self, failure: Failure) -> None:
        self.show_ended(in_one_line(failure), tone="error")
        self.install.setText(tr("Try again"))

    def _show(self, done: int, total: int, said: str) -> None:
        if not self.stop.isHidden() and not self.stop.isEnabled():
            return  # it is being stopped, and says so
        if total:
            self.bar.show_done(round(1000 * done / total), 1000)
        else:
            self.bar.show_busy()
        self.bar.show()
        self.detail.setProperty("tone", "")
        parts.restyle(self.detail)
        self.detail.setText(said)
        self.detail.show()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.detail.setText(tr("Stopping…"))
        self.stop_wanted.emit()


def facts_line(row: ModelRow) -> str:
    """What it does, and what it takes on the disk and in memory, and its licence."""
    does = ", ".join(ROLES.get(role, role) for role in row.does or (row.role,))
    memory = ""
    if row.memory_bytes:
        memory = tr("{size} of memory while it works").format(size=places.size(row.memory_bytes))
    return " · ".join(filter(None, (does, places.size(row.size_bytes), memory, row.licence)))


def _use_name(row: ModelRow) -> str:
    if row.role == "decoder":
        return tr("Let {name} write the answers").format(name=row.name)
    return tr("Use {name}").format(name=row.name)
