"""What a drop will do, said before it is let go: counts by kind, size, what is there already."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui import places
from app.gui.language import figure, tr
from app.tasks.survey import Counts, Survey

_LOOK_MS = 60
_KINDS = (("text", "document"), ("image", "picture"), ("audio", "recording"))


class DropSurvey(QObject):
    """`changed` carries two lines; it comes again while folders are being looked through."""

    changed = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._survey: Survey | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._tell)

    def begin(self, paths: Sequence[str], known: Container[str]) -> None:
        self.end()
        self._survey = Survey(paths, known)
        self._survey.join(0.02)  # a few files are counted by then
        self._tell()
        if not self._survey.counts.finished:
            self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        if self._survey is not None:
            self._survey.stop()
            self._survey = None

    def _tell(self) -> None:
        if self._survey is None:
            return
        counts = self._survey.counts
        if counts.finished:
            self._timer.stop()
        self.changed.emit(*in_words(counts))


def in_words(counts: Counts) -> tuple[str, str]:
    """`Drop to add 41 files (12 MB)` and what they are."""
    if not counts.files:
        if counts.finished:
            return tr("There is nothing to add in it"), tr("Hidden and system files are left out.")
        return tr("Drop to add"), tr("Looking through it…")
    whole = f"{places.count(counts.files, 'file')} ({places.size(counts.n_bytes)})"
    so_far = "" if counts.finished else tr(", and more")
    said = [places.count(n, name) for kind, name in _KINDS if (n := counts.by_kind.get(kind, 0))]
    if counts.others:
        said.append(tr("{n} of other kinds").format(n=figure(counts.others)))
    if counts.known:
        whole_there = counts.known == counts.files and counts.finished
        there = tr("all") if whole_there else figure(counts.known)
        said.append(tr("{n} in the library already").format(n=there))
    return tr("Drop to add {what}").format(what=whole + so_far), " · ".join(said)
