"""What was not added, grouped by why, with what to do; another try, and a table to keep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.core.events import FileFailed, FileSkipped
from app.gui import choose, parts, places
from app.gui.language import figure, tr
from app.gui.library.reasons import Group, as_csv, grouped
from app.gui.page import Page
from app.gui.theme import Theme

MAX_SHOWN = 100  # of a group


class ProblemsDialog(Page):
    retry_wanted = Signal(list)

    def __init__(
        self,
        theme: Theme,
        failed: Sequence[FileFailed],
        skipped: Sequence[FileSkipped],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            tr("Not added"), parent, size=QSize(640, 520), head=tr("What was not added, and why")
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._groups = grouped(failed, skipped)
        self.add_about(tr("Everything else is in the library. These files were left as they are."))
        for group in self._groups:
            _add_group(theme, self.body, group)
        self.body.addStretch(1)
        self.said = parts.label("", "soft", wrap=True)
        self.said.hide()
        self.add_below(self.said)
        self._fill_foot()

    def _fill_foot(self) -> None:
        copy = parts.button(tr("Copy list"))
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(
                "\n".join(f"{path}\t{why}" for g in self._groups for path, why in g.entries)
            )
        )
        save = parts.button(tr("Save as CSV…"))
        save.clicked.connect(self._choose_file)
        self.foot.insertWidget(0, copy)
        self.foot.insertWidget(1, save)
        self._again = [path for group in self._groups for path in group.retry]
        again = parts.button(tr("Try {n} again").format(n=places.count(len(self._again), "file")))
        again.setVisible(bool(self._again))
        again.clicked.connect(self._retry)
        self.retry_button = again
        self.foot.insertWidget(3, again)
        self.closing.setFocus()

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
    head = parts.label(f"{group.title.upper()} ({figure(len(group.entries))})", "overline")
    head.setContentsMargins(0, 8 if rows.count() else 0, 0, 0)
    rows.addWidget(head)
    rows.addWidget(parts.label(group.advice, "soft", wrap=True))
    icon, ink = ("warning", "warn") if group.grave else ("info", "text_soft")
    for path, reason in group.entries[:MAX_SHOWN]:
        rows.addWidget(_problem(theme, path, reason, icon, ink))
    if len(group.entries) > MAX_SHOWN:
        more = tr("and {n} more; save the list to see all").format(
            n=figure(len(group.entries) - MAX_SHOWN)
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
