"""A small dialog that asks for a name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.gui import parts
from app.gui.language import tr


class NameDialog(QDialog):
    named = Signal(str)

    def __init__(self, parent: QWidget, title: str, name: str = "", verb: str = tr("Save")) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(400)
        box = parts.column(self, margin=20, space=12)
        box.addWidget(parts.label(title, "title"))
        self.edit = QLineEdit(name)
        self.edit.setMaxLength(80)
        self.edit.setAccessibleName(title)
        self.edit.selectAll()
        box.addWidget(self.edit)
        buttons = parts.row()
        cancel = parts.button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = parts.button(verb, "primary")
        self.save.clicked.connect(self._save)
        self.save.setDefault(True)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        box.addLayout(buttons)
        self.edit.textChanged.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.save.setEnabled(bool(self.edit.text().strip()))

    def _save(self) -> None:
        self.named.emit(self.edit.text().strip())
        self.accept()
