"""A question before something that cannot be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.gui import parts
from app.gui.language import tr


class ConfirmDialog(QDialog):
    """`confirmed` comes where it is to be done; Return and Esc leave all as it is."""

    confirmed = Signal()

    def __init__(self, parent: QWidget, title: str, what: str, means: str, verb: str) -> None:
        """`what` it is done to, `means` what that does, `verb` the word on the button."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        box = parts.column(self, margin=20, space=12)
        box.addWidget(parts.label(title, "title", wrap=True))
        self.what = parts.label(what, "heading", wrap=True)
        self.what.setVisible(bool(what))
        box.addWidget(self.what)
        box.addWidget(parts.label(means, wrap=True))
        buttons = parts.row()
        self.cancel = parts.button(tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.cancel.setDefault(True)
        self.confirm = parts.button(verb)
        self.confirm.clicked.connect(self.confirmed)
        self.confirm.clicked.connect(self.accept)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        box.addLayout(buttons)
        self.cancel.setFocus()
