"""The strip that says how adding goes: file, counts, time left, pause and stop, what went wrong."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame

from app.core.events import AddFinished, AddProgress, FileFailed, FileSkipped, FileStarted
from app.gui import parts, places
from app.gui.language import figure, tr
from app.gui.theme import Theme

LEAVE_AFTER_MS = 8000  # where nothing went wrong
RATE_FROM = 4  # files, before it can be told how fast they go
_DONE = {"Adding": tr("Done"), "Following": tr("Folders up to date")}
_STAGES = {
    "scan": tr("Looking through"),
    "read": tr("Reading"),
    "encode": tr("Indexing"),
    "ocr": tr("Reading scanned pages of"),
    "speech": tr("Transcribing"),
}


class ProgressStrip(QFrame):
    pause_wanted = Signal(bool)
    stop_wanted = Signal()
    problems_wanted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._paused = False
        self._n_problems = 0
        self._running = False
        self._stopping = False
        self._progress: tuple[int, int, float | None] | None = None
        self._doing = "Adding"
        self._began_s, self._first = 0.0, 0  # when how many were done: for the rate
        box = parts.column(self, margin=12, space=6)
        top = self._top = parts.row(space=4)
        self.headline = parts.ElidedLabel("heading", Qt.TextElideMode.ElideRight)
        self.pause = parts.IconButton(theme, "pause", tr("Pause adding"))
        self.pause.clicked.connect(self._pause_or_resume)
        self.stop = parts.IconButton(
            theme, "close", tr("Stop adding"), tip=tr("Stop adding. What is indexed stays.")
        )
        self.stop.clicked.connect(self._stop_or_close)
        top.addWidget(self.headline, 1)
        top.addWidget(self.pause)
        top.addWidget(self.stop)
        self.bar = parts.ProgressBar(theme, tr("Adding files"))
        bottom = self._bottom = parts.row(space=4)
        self.left = parts.label("", "small", wrap=True)
        self.detail = parts.ElidedLabel("small", Qt.TextElideMode.ElideRight)
        self.outcome = parts.label("", "small", wrap=True)  # whole: it may say what went wrong
        self.problems = parts.button("", "link", tip=tr("What was skipped or failed, and why"))
        self.problems.clicked.connect(self.problems_wanted)
        bottom.addWidget(self.left, 1)
        bottom.addWidget(self.problems)
        box.addLayout(top)
        box.addWidget(self.bar)
        box.addLayout(bottom)
        box.addWidget(self.detail)
        box.addWidget(self.outcome)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(LEAVE_AFTER_MS)
        self._leave.timeout.connect(self.hide)
        self.hide()

    @property
    def following(self) -> bool:
        """Whether what it shows is not an add."""
        return self._doing != "Adding"

    @property
    def running(self) -> bool:
        return self._running

    def begin(self, doing: str = "Adding") -> None:
        """What is done of itself, "Following", can be paused, not stopped."""
        self._leave.stop()
        self._doing, self._began_s, self._first = doing, 0.0, 0
        self.stop.setVisible(doing == "Adding")
        self._running, self._paused, self._n_problems = True, False, 0
        self._stopping = False
        self.stop.setEnabled(True)
        self._progress = None
        self._bottom.addWidget(self.problems)
        self.left.setText("")
        self.left.show()
        self.headline.show_text(tr("Looking through files…"))
        self.detail.show_text("")
        self.detail.show()
        self.outcome.hide()
        self.bar.show_busy()
        self.bar.show()
        self.pause.show()
        self._name_stop(tr("Stop adding"), tr("Stop adding. What is indexed stays."))
        self._set_paused(False)
        self.count_problems((), ())
        self.show()

    def scanned(self, n_files: int) -> None:
        self.bar.show_done(0, n_files)
        self.headline.show_text(f"{tr(self._doing)} {places.count(n_files, 'file')}")

    def file(self, event: FileStarted) -> None:
        lead = _STAGES.get(event.stage, tr("Reading"))
        steps = f" ({places.so_many_of(event.done, event.total)})" if event.total > 1 else ""
        self.detail.show_text(f"{lead} {places.file_name(event.path)}{steps}")

    def progress(self, event: AddProgress) -> None:
        self.bar.show_done(event.done, event.total)
        if not self._began_s:
            self._began_s, self._first = time.monotonic(), event.done
        self._progress = (event.done, event.total, event.eta_s)
        self._show_headline()

    def count_problems(self, failed: Sequence[FileFailed], skipped: Sequence[FileSkipped]) -> None:
        """A file of a kind that is not read is no problem, nor is one that waits for a model; what
        the link says is the gravest of them."""
        n_failed = sum(not entry.waits for entry in failed)
        n_waiting = len(failed) - n_failed
        said = (
            places.count(n_failed, "problem")
            if n_failed
            else tr("{n} waiting").format(n=figure(n_waiting))
            if n_waiting
            else tr("{n} left out").format(n=figure(len(skipped)))
        )
        self._n_problems = len(failed) + len(skipped)
        self.problems.setText(said if self._n_problems else "")
        self.problems.setVisible(self._n_problems > 0)

    def stopping(self) -> None:
        """Shown at once; the end itself comes after the file in hand."""
        self._stopping = True
        self.headline.show_text(tr("Stopping…"))
        self.left.setText("")
        self.stop.setEnabled(False)
        self.pause.hide()

    def finish(self, event: AddFinished) -> None:
        self._running = False
        self.bar.hide()
        self.pause.hide()
        self._top.insertWidget(1, self.problems)  # the sum below needs the width
        self.left.hide()
        self._name_stop(tr("Close"), tr("Close this message"))
        self.stop.show()
        self.headline.show_text(tr("Stopped") if event.cancelled else _DONE[self._doing])
        self._show_outcome(summary(event))
        self.count_problems(event.failed, event.skipped)
        self.stop.setEnabled(True)
        if not self._n_problems or self.following:
            self._leave.start()

    def fail(self, message: str) -> None:
        self._running = False
        self.left.hide()
        self.bar.hide()
        self.pause.hide()
        self._name_stop(tr("Close"), tr("Close this message"))
        self.stop.setEnabled(True)
        self.headline.show_text(tr("Adding stopped"))
        self._show_outcome(message)

    def _show_outcome(self, said: str) -> None:
        self.detail.hide()
        self.outcome.setText(said)
        self.outcome.show()

    def _name_stop(self, name: str, tip: str) -> None:
        self.stop.setAccessibleName(name)
        self.stop.setToolTip(tip)

    def _set_paused(self, paused: bool) -> None:
        self._paused = paused
        self.pause.set_icon("play" if paused else "pause")
        name = tr("Go on adding") if paused else tr("Pause adding")
        self.pause.setAccessibleName(name)
        self.pause.setToolTip(name)

    def _pause_or_resume(self) -> None:
        """Shown at once: a paused engine sends nothing that could show it."""
        paused = not self._paused
        self._set_paused(paused)
        self._show_headline()
        self.pause_wanted.emit(paused)

    def _show_headline(self) -> None:
        if self._progress is None or self._stopping:
            return
        done, total, eta_s = self._progress
        head = tr("Paused at") if self._paused else tr(self._doing)
        self.headline.show_text(
            tr("{head} {done} of {total}").format(head=head, done=figure(done), total=figure(total))
        )
        known = eta_s is not None and not self._paused
        said = [tr("{time} left").format(time=places.duration(eta_s or 0))] if known else []
        passed_s = time.monotonic() - self._began_s
        if known and done - self._first >= RATE_FROM and passed_s > 0:
            said.append(places.rate((done - self._first) / passed_s))
        self.left.setText(" · ".join(said))

    def _stop_or_close(self) -> None:
        if self._running:
            self.stop_wanted.emit()
        else:
            self.hide()
            self.closed.emit()


def summary(event: AddFinished) -> str:
    """`12 added, 1 updated, 40 unchanged`; no figure stands at a line's end without its word."""
    named = (
        (event.added, tr("added")),
        (event.updated, tr("updated")),
        (event.moved, tr("moved")),
        (event.unchanged - event.found_again, tr("unchanged")),
        (event.missing, tr("missing")),
        (event.found_again, tr("there again")),
        (sum(entry.waits for entry in event.failed), tr("waiting for a model")),
        (sum(not entry.waits for entry in event.failed), tr("failed")),
        (len(event.skipped), tr("left out")),
    )
    told = [f"{figure(number)} {word}" for number, word in named if number]
    return ", ".join(said.replace(" ", "\N{NO-BREAK SPACE}", 1) for said in told) or tr(
        "Nothing new"
    )
