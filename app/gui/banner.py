"""One message across the top: what happened, what to do next, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from app.gui import parts
from app.gui.language import tr
from app.gui.theme import Theme

Tone = Literal["info", "warn", "error"]
_ICONS = {"info": "info", "warn": "warning", "error": "warning"}
_INK = {"info": "accent_text", "warn": "warn", "error": "error"}


class Banner(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._act: Callable[[], None] | None = None
        self.topic = ""
        box = parts.row(self, space=12)
        box.setContentsMargins(16, 8, 8, 8)
        self._icon = parts.Picture(theme, "info", "accent_text", 20)
        self._message = parts.label("", "heading", wrap=True)
        self._next = parts.label("", wrap=True)
        words = QGridLayout()
        words.setHorizontalSpacing(12)
        words.setVerticalSpacing(1)
        words.setColumnStretch(1, 1)
        words.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self._message, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self._next, 1, 1)
        self._button = parts.button("")
        self._button.clicked.connect(self._clicked)
        close = parts.IconButton(theme, "close", tr("Close this message"))
        close.clicked.connect(self.hide)
        box.addLayout(words, 1)
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(
        self,
        topic: str,
        message: str,
        next_step: str = "",
        *,
        tone: Tone = "info",
        button: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """`topic` lets the same cause take its message back (see `withdraw`)."""
        self.topic = topic
        self._act = act
        self._message.setText(message)
        self._next.setText(next_step)
        self._next.setVisible(bool(next_step))
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._icon.set_icon(_ICONS[tone], _INK[tone])
        self.setProperty("tone", tone)
        parts.restyle(self)
        self.show()

    def withdraw(self, topic: str) -> None:
        if self.topic == topic:
            self.hide()

    def message(self) -> str:
        return self._message.text()

    def _clicked(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
