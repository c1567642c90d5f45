"""What Triptych is connected to, what it ever connected to, and where it keeps what is yours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app import connections, paths, settings
from app.connections import HERE, Connection
from app.gui import parts, places
from app.gui.language import tr
from app.gui.page import Page
from app.tasks.vitals import Vital

_BY = {"engine": tr("the engine"), "window": tr("the window"), "command": tr("a command")}


class PrivacyDialog(Page):
    folders_wanted = Signal()

    def __init__(self, vital: Callable[[], Vital], parent: QWidget | None = None) -> None:
        super().__init__(tr("Privacy"), parent, size=QSize(640, 560))
        self._vital = vital
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_about(
            tr(
                "Everything runs on this computer. The network is used only to install models "
                "that you ask for, and for a server that you name yourself in the settings."
            )
        )
        self.now = parts.label("", "heading", wrap=True)
        self.body.addWidget(self.now)
        self.body.addWidget(parts.label(tr("KEPT ON THIS COMPUTER"), "overline"))
        self.kept = parts.label("", wrap=True)
        self.kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.kept)
        self.body.addWidget(parts.label(tr("EVERY CONNECTION SO FAR"), "overline"))
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(18)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(1, 1)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        folders = parts.button(tr("Folders…"))
        folders.clicked.connect(self.accept)
        folders.clicked.connect(self.folders_wanted)
        self.foot.insertWidget(0, folders)
        self.show_all(connections.read(), vital())

    def show_all(self, log: Sequence[Connection], vital: Vital) -> None:
        loaded = settings.load()[0]
        self.now.setText(connected(vital.connections, loaded.decoder.url))
        parts.clear(self._rows)
        for line, entry in enumerate(log):
            at = f"{places.day(entry.at.date())}, {entry.at:%H:%M}"
            self._rows.addWidget(parts.label(at, "small"), line, 0)
            said = entry.where.replace(HERE, tr(HERE))
            where = parts.label(said, wrap=True)
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(where, line, 1)
            self._rows.addWidget(parts.label(_BY.get(entry.by, entry.by), "small"), line, 2)
        if not log:
            self._rows.addWidget(parts.label(tr("None."), "soft"), 0, 0)
        self.kept.setText(
            "\n".join(
                (
                    f"{tr('Data folder')}: {paths.home()}",
                    f"{tr('Kept notes')}: {loaded.notes_folder}",
                    f"{tr('Models')}: {loaded.model_store}",
                    tr("The log names no file and no question."),
                )
            )
        )


def connected(number: int | None, model_url: str | None = None) -> str:
    """`0 connections at this moment`, and to where questions go if the user said so."""
    said = (
        tr("The system does not tell what is connected.")
        if number is None
        else tr("{n} at this moment").format(n=places.count(number, "connection"))
    )
    if model_url:
        said += "\n" + tr("Questions and their passages are sent to {url}").format(url=model_url)
    return said
