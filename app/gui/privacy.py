"""What Triptych is connected to, what it ever connected to, and where it keeps what is yours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QWidget

from app import connections, paths, settings
from app.connections import Connection
from app.gui import parts, places
from app.gui.language import tr
from app.tasks.vitals import Vital


class PrivacyDialog(QDialog):
    folders_wanted = Signal()

    def __init__(self, vital: Callable[[], Vital], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vital = vital
        self.setWindowTitle(tr("Privacy"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.resize(640, 560)
        box = parts.column(self, margin=20, space=12)
        box.addWidget(parts.label(tr("Privacy"), "title"))
        box.addWidget(
            parts.label(
                tr(
                    "Everything runs on this computer. The network is used only to install models "
                    "that you ask for, and for a server that you name yourself in the settings."
                ),
                "soft",
                wrap=True,
            )
        )
        self.now = parts.label("", "heading", wrap=True)
        box.addWidget(self.now)
        box.addWidget(parts.label(tr("EVERY CONNECTION SO FAR"), "overline"))
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = parts.column(inside, space=0)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(18)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(1, 1)
        column.addLayout(self._rows)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        box.addWidget(scroll, 1)
        box.addWidget(parts.label(tr("KEPT ON THIS COMPUTER"), "overline"))
        self.kept = parts.label("", wrap=True)
        self.kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self.kept)
        bottom = parts.row()
        folders = parts.button(tr("Folders…"))
        folders.clicked.connect(self.accept)
        folders.clicked.connect(self.folders_wanted)
        done = parts.button(tr("Close"), "primary")
        done.clicked.connect(self.accept)
        bottom.addWidget(folders)
        bottom.addStretch(1)
        bottom.addWidget(done)
        box.addLayout(bottom)
        self.show_all(connections.read(), vital())

    def show_all(self, log: Sequence[Connection], vital: Vital) -> None:
        loaded = settings.load()[0]
        self.now.setText(connected(vital.connections, loaded.decoder.url))
        parts.clear(self._rows)
        for line, entry in enumerate(log):
            self._rows.addWidget(parts.label(f"{entry.at:%Y-%m-%d %H:%M}", "small"), line, 0)
            where = parts.label(entry.where)
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(where, line, 1)
            self._rows.addWidget(parts.label(entry.by, "small"), line, 2)
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
