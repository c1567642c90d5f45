"""What was not added, grouped by why, with what to do; another try, and a table to keep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.events import FileFailed, FileSkipped
from app.gui import choose, parts, places
from app.gui.language import tr
from app.gui.library.reasons import Group, as_csv, grouped
from app.gui.theme import Theme

MAX_SHOWN = 100  # of a group


class ProblemsDialog(QDialog):
    retry_wanted = Signal(list)

    def __init__(
        self,
        theme: Theme,
        failed: Sequence[FileFailed],
        skipped: Sequence[FileSkipped],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Not added"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(520, 320)
        self.resize(640, 520)
        self._groups = grouped(failed, skipped)
        box = parts.column(self, margin=20, space=12)
        box.addWidget(parts.label(tr("What was not added, and why"), "title"))
        box.addWidget(
            parts.label(
                tr("Everything else is in the library. These files were left as they are."), "soft"
            )
        )
        inside = QWidget()
        inside.setObjectName("scrolled")
        rows = parts.column(inside, space=6)
        rows.setContentsMargins(0, 0, 8, 0)
        for group in self._groups:
            _add_group(theme, rows, group)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        box.addWidget(scroll, 1)
        self.said = parts.label("", "soft", wrap=True)
        self.said.hide()
        box.addWidget(self.said)
        box.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        buttons = parts.row()
        copy = parts.button(tr("Copy list"))
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(
                "\n".join(f"{path}\t{why}" for g in self._groups for path, why in g.entries)
            )
        )
        save = parts.button(tr("Save as CSV…"))
        save.clicked.connect(self._choose_file)
        buttons.addWidget(copy)
        buttons.addWidget(save)
        buttons.addStretch(1)
        self._again = [path for group in self._groups for path in group.retry]
        again = parts.button(tr("Try {n} again").format(n=places.count(len(self._again), "file")))
        again.setVisible(bool(self._again))
        again.clicked.connect(self._retry)
        self.retry_button = again
        done = parts.button(tr("Close"), "primary")
        done.clicked.connect(self.accept)
        buttons.addWidget(again)
        buttons.addWidget(done)
        done.setFocus()
        return buttons

    def _choose_file(self) -> None:
        name = f"{tr('Not added')}.csv"
        path, _filter = choose.target(self, "save", tr("Save as CSV"), name, "CSV (*.csv)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        try:
            path.write_text(as_csv(self._groups), "utf-8-sig", newline="")
        except OSError as error:
            self.said.setText(
                tr("It could not be saved ({why}). Choose another folder.").format(
                    why=error.strerror
                )
            )
        else:
            self.said.setText(tr("Saved as {path}").format(path=path))
        self.said.show()

    def _retry(self) -> None:
        self.retry_wanted.emit(self._again)
        self.accept()


def _add_group(theme: Theme, rows: QVBoxLayout, group: Group) -> None:
    head = parts.label(f"{group.title.upper()} ({len(group.entries):,})", "overline")
    head.setContentsMargins(0, 8 if rows.count() else 0, 0, 0)
    rows.addWidget(head)
    rows.addWidget(parts.label(group.advice, "soft", wrap=True))
    icon, ink = ("warning", "warn") if group.grave else ("info", "text_soft")
    for path, reason in group.entries[:MAX_SHOWN]:
        rows.addWidget(_problem(theme, path, reason, icon, ink))
    if len(group.entries) > MAX_SHOWN:
        more = tr("and {n} more; save the list to see all").format(
            n=f"{len(group.entries) - MAX_SHOWN:,}"
        )
        rows.addWidget(parts.label(more, "small"))


def _problem(theme: Theme, path: str, reason: str, icon: str, ink: str) -> QFrame:
    card = parts.frame("card")
    inner = parts.row(card, margin=10, space=10)
    inner.addWidget(parts.Picture(theme, icon, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
    words = parts.column(space=2)
    name = parts.ElidedLabel("heading")
    name.show_text(places.file_name(path))
    words.addWidget(name)
    words.addWidget(parts.label(reason, "soft", wrap=True))
    inner.addLayout(words, 1)
    card.setToolTip(places.tooltip(path))
    return card
