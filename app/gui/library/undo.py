"""What was just removed, and a few seconds in which it can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from app.gui import parts
from app.gui.language import tr

UNDO_MS = 8000


class UndoBar(QFrame):
    """One removal at a time: the next one makes the one before it final."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._final: Callable[[], None] | None = None
        self._undo: Callable[[], None] | None = None
        box = parts.row(self, margin=12, space=8)
        self.said = parts.label("", wrap=True)
        self.button = parts.button(tr("Undo"), name=tr("Undo the removal"))
        self.button.clicked.connect(self.take_back)
        box.addWidget(self.said, 1)
        box.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self.finish)
        self.hide()

    def offer(self, said: str, *, final: Callable[[], None], undo: Callable[[], None]) -> None:
        """`final` is called when the time is over, `undo` if it is taken back before."""
        self.finish()
        self._final, self._undo = final, undo
        self.said.setText(said)
        self._timer.start()
        self.show()

    def finish(self) -> None:
        final, self._final, self._undo = self._final, None, None
        self._close()
        if final is not None:
            final()

    def take_back(self) -> None:
        undo, self._final, self._undo = self._undo, None, None
        self._close()
        if undo is not None:
            undo()

    def _close(self) -> None:
        self._timer.stop()
        self.hide()
