"""What else the model wrote: folded away below the answer, as plain text, for nothing in it was
checked and no number in it leads anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.gui import parts, places
from app.gui.language import tr
from app.gui.markdown import plain
from app.gui.theme import Theme


class Alternatives(QWidget):
    grown = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        box = parts.column(self, space=6)
        head = parts.row()
        self.toggle = parts.button("", "flat")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._show)
        head.addWidget(self.toggle)
        head.addStretch(1)
        box.addLayout(head)
        self._home = QWidget()
        self._list = parts.column(self._home, space=8)
        self._home.hide()
        box.addWidget(self._home)
        theme.changed.connect(self._draw)
        self.hide()

    def show_texts(self, texts: Sequence[str]) -> None:
        """Folded; nothing at all where there are none."""
        parts.clear(self._list)
        for text in texts:
            note = parts.frame("note")
            inner = parts.column(note, margin=12)
            words = parts.label(plain(text), wrap=True)
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            inner.addWidget(words)
            self._list.addWidget(note)
        said = tr("{n}, unchecked").format(n=places.count(len(texts), "other answer"))
        self.toggle.setText(f" {said}")
        self.toggle.setAccessibleName(said)
        self.toggle.setToolTip(
            tr("What the model wrote besides. Nothing in it was compared with your sources.")
        )
        self.toggle.setChecked(False)
        self.setVisible(bool(texts))
        self._draw()

    def _show(self, unfolded: bool) -> None:
        self._home.setVisible(unfolded)
        self._draw()
        self.grown.emit()

    def _draw(self) -> None:
        arrow = "down" if self.toggle.isChecked() else "right"
        self.toggle.setIcon(self._theme.icon(arrow, size=16))
