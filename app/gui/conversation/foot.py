"""The line under an answer: what can be done with it, and how it came about."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.gui import parts
from app.gui.theme import Theme

_SAID_MS = 1600


class TurnFoot(QWidget):
    again_wanted = Signal()
    edit_wanted = Signal()
    copy_wanted = Signal(bool)  # with its sources

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        box = parts.row(self, space=2)
        self.again = parts.IconButton(theme, "retry", "Answer anew", tip="Answer anew (Ctrl+R)")
        self.again.clicked.connect(self.again_wanted)
        self.edit = parts.IconButton(
            theme, "pencil", "Edit the question and ask again", tip="Edit the question, ask again"
        )
        self.edit.clicked.connect(self.edit_wanted)
        self.copy = parts.IconButton(theme, "copy", "Copy", tip="Copy (Ctrl+Shift+C with sources)")
        self.copy.clicked.connect(self._choose)
        self.said = parts.label("", "small")
        self.metrics = parts.ElidedLabel("small", Qt.TextElideMode.ElideRight)
        self.metrics.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for button in (self.again, self.edit, self.copy):
            button.setIconSize(QSize(16, 16))
            box.addWidget(button)
        box.addWidget(self.said)
        box.addWidget(self.metrics, 1)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_SAID_MS)
        self._silence.timeout.connect(self.said.clear)
        self.hide()

    def offer(self, *, copy: bool) -> None:
        """Passages that were only found have no text of their own to copy."""
        self.copy.setVisible(copy)
        self.show()

    def show_copied(self) -> None:
        self.said.setText("Copied")
        self._silence.start()

    def menu(self) -> QMenu:
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addAction("Copy with sources", lambda: self.copy_wanted.emit(True))
        made.addAction("Copy the text only", lambda: self.copy_wanted.emit(False))
        return made

    def _choose(self) -> None:
        self.menu().popup(self.copy.mapToGlobal(self.copy.rect().bottomLeft()))
