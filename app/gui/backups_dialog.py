"""Backups: making one, going back to one, and what that means before it is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.core.events import CopyProgress
from app.gui import choose, parts, places
from app.gui.language import quoted, tr
from app.gui.page import Page, Question
from app.gui.theme import Theme

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)")


class BackupsDialog(Page):
    backup_wanted = Signal(str)
    restore_wanted = Signal(str)
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Backups"), parent, size=QSize(600, 500))
        self._theme = theme
        self._asked = ""  # the backup that is to be gone back to
        self.add_about(
            tr(
                "A backup is one file with all that was read, your conversations and "
                "collections. Your own files are not in it; they stay where they are."
            )
        )
        verbs = parts.row()
        self.make = parts.button(tr("Back up now…"), "primary")
        self.make.clicked.connect(self._choose_target)
        self.choose = parts.button(tr("Restore from a file…"))
        self.choose.clicked.connect(self._choose_backup)
        verbs.addWidget(self.make)
        verbs.addWidget(self.choose)
        verbs.addStretch(1)
        self.body.addLayout(verbs)
        self.question = Question(
            tr(
                "What was added, asked or collected since then is not in it. The library as it "
                "is now is kept beside it, under another name."
            ),
            tr("Restore it"),
        )
        self.question.confirm.clicked.connect(self._restore)
        self.body.addWidget(self.question)
        self.body.addWidget(self._make_progress())
        self.said = parts.label("", wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.body.addWidget(parts.label(tr("MADE AUTOMATICALLY"), "overline"))
        self._rows = parts.column(space=6)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def _make_progress(self) -> QFrame:
        self.progress = parts.frame("note")
        inner = parts.column(self.progress, margin=12, space=6)
        top = parts.row()
        self.doing = parts.label("", "heading")
        self.stop = parts.button(tr("Stop"))
        self.stop.clicked.connect(self._stop)
        top.addWidget(self.doing, 1)
        top.addWidget(self.stop)
        inner.addLayout(top)
        self._bar = parts.ProgressBar(self._theme, tr("Backups"))
        inner.addWidget(self._bar)
        self._detail = parts.label("", "small")
        inner.addWidget(self._detail)
        self.progress.hide()
        return self.progress

    # --- what is shown ---

    def show_backups(self, backups: Sequence[str]) -> None:
        """The newest first."""
        parts.clear(self._rows)
        for path in backups:
            card = parts.frame("card")
            row = parts.row(card, margin=10)
            words = parts.column(space=1)
            words.addWidget(parts.label(day_of(path), "heading"))
            words.addWidget(parts.label(_size_of(path), "small"))
            row.addLayout(words, 1)
            back = parts.button(
                tr("Restore it…"),
                name=tr("Go back to the backup of {day}…").format(day=day_of(path)),
            )
            back.clicked.connect(lambda _on=False, path=path: self.ask(path))
            back.setEnabled(Path(path).exists())
            row.addWidget(back)
            card.setToolTip(places.tooltip(path))
            self._rows.addWidget(card)
        if not backups:
            self._rows.addWidget(
                parts.label(tr("None yet. One is made on each day of use."), "soft", wrap=True)
            )

    def ask(self, path: str) -> None:
        """Whether to go back to this backup."""
        self._asked = path
        known = _DAY.search(places.file_name(path))
        what = (
            tr("the backup of {day}").format(day=day_of(path))
            if known
            else quoted(places.file_name(path))
        )
        self.said.hide()
        self.question.ask(tr("Replace the library with {what}?").format(what=what))
        self.area.reveal(self.question)

    def begin(self, doing: str) -> None:
        self.question.hide()
        self.said.hide()
        self.doing.setText(doing)
        self._detail.setText("")
        self._bar.show_busy()
        self.stop.setEnabled(True)
        self._enable(False)
        self.progress.show()
        self.area.reveal(self.progress)

    def show_progress(self, event: CopyProgress) -> None:
        if event.done and event.total:
            self._bar.show_done(round(1000 * event.done / event.total), 1000)
            checking = event.done >= event.total
            self._detail.setText(
                tr("Checking it…")
                if checking
                else tr("{done} of about {total}").format(
                    done=places.size(event.done), total=places.size(event.total)
                )
            )

    def end(self, said: str, tone: str = "good") -> None:
        self.progress.hide()
        self._enable(True)
        self.said.setText(said)
        self.said.setProperty("tone", tone)
        parts.restyle(self.said)
        self.said.setVisible(bool(said))
        if said:
            self.area.reveal(self.said)

    def _enable(self, on: bool) -> None:
        self.make.setEnabled(on)
        self.choose.setEnabled(on)

    # --- what is wanted ---

    def _choose_target(self) -> None:
        name = f"triptych-{date.today().isoformat()}.db"
        path, _filter = choose.target(self, "backup", tr("Back up to"), name)
        if path:
            self.backup_wanted.emit(path)

    def _choose_backup(self) -> None:
        path = choose.file(self, "backup", tr("Restore from"))
        if path:
            self.ask(path)

    def _restore(self) -> None:
        self.restore_wanted.emit(self._asked)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.doing.setText(tr("Stopping…"))
        self.stop_wanted.emit()


def day_of(path: str) -> str:
    """`26 Nov 2026`; the file's name where it states no day."""
    name = places.file_name(path)
    found = _DAY.search(name)
    try:
        day = date.fromisoformat(found.group(1)) if found else None
    except ValueError:
        day = None
    return places.day(day) if day else name


def _size_of(path: str) -> str:
    try:
        return places.size(Path(path).stat().st_size)
    except OSError:
        return tr("It is not there any more")
