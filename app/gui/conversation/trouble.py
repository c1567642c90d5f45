"""Why there is no answer, and the button that helps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from app.core.events import Failure
from app.gui import parts
from app.gui.language import step_of, tr, worded
from app.gui.theme import Theme

_TOP = Qt.AlignmentFlag.AlignTop


class TroubleBox(QFrame):
    retry_wanted = Signal()
    models_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "note")
        box = parts.row(self, margin=12, space=10)
        box.addWidget(parts.Picture(theme, "warning", "error", 20), 0, _TOP)
        words = parts.column(space=4)
        self._head = parts.label("", "heading", wrap=True)
        self._next = parts.label("", "soft", wrap=True)
        words.addWidget(self._head)
        words.addWidget(self._next)
        self.install = parts.button(tr("Install…"), "primary")
        self.install.clicked.connect(lambda _on=False: self.models_wanted.emit())
        self.retry = parts.button(tr("Try again"))
        self.retry.clicked.connect(lambda _on=False: self.retry_wanted.emit())
        buttons = parts.row()
        buttons.setContentsMargins(0, 4, 0, 0)
        buttons.addWidget(self.install)
        buttons.addWidget(self.retry)
        buttons.addStretch(1)
        words.addLayout(buttons)
        box.addLayout(words, 1)
        self.hide()

    def show_failure(self, failure: Failure) -> None:
        self._head.setText(worded(failure.message))
        self._next.setText(step_of(failure))
        lacks_model = failure.code == "model_missing"
        self.install.setVisible(lacks_model)
        self.retry.setVisible(failure.retryable or lacks_model)
        self.show()


class DeclinedBox(QFrame):
    """Set apart from answers: nothing was found, or nothing that answers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "abstained")
        box = parts.row(self, margin=14, space=12)
        box.addWidget(parts.Picture(theme, "info", "text_soft", 20), 0, _TOP)
        words = parts.column(space=4)
        self._head = parts.label("", "heading", wrap=True)
        self._text = parts.label("", "reading", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(self._head)
        words.addWidget(self._text)
        box.addLayout(words, 1)
        self.hide()

    def show_words(self, head: str, text: str) -> None:
        self._head.setText(head)
        self._text.setVisible(bool(text))
        self._text.setText(text)
        self.show()
