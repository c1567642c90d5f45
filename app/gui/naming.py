"""A small dialog that asks for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from shiboken6 import isValid

from app.core.events import Failure
from app.gui import parts
from app.gui.language import in_one_line, tr
from app.tasks.stream import Operation


class NameDialog(QDialog):
    """`named` carries the name; the dialog closes then, or where it is to `stay`, when the call
    that it is given to `follow` has worked. A name that is refused can be mended in place."""

    named = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        name: str = "",
        verb: str = tr("Save"),
        *,
        stay: bool = False,
    ) -> None:
        super().__init__(parent)
        self._stay = stay
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
        self.refused = parts.label("", wrap=True)
        self.refused.setProperty("tone", "error")
        self.refused.hide()
        box.addWidget(self.refused)
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

    def follow(self, operation: Operation, otherwise: Callable[[Failure], None]) -> None:
        """Close when it has worked, else say why not; `otherwise` is told where the dialog is gone
        by then."""
        self.save.setEnabled(False)

        def close() -> None:
            if isValid(self):
                self.accept()

        def refuse(failure: Failure) -> None:
            if not isValid(self) or not self.isVisible():
                otherwise(failure)
                return
            self.refused.setText(in_one_line(failure))
            self.refused.show()
            self.edit.setFocus()
            self.edit.selectAll()

        operation.done(close).failed(refuse)

    def _show(self) -> None:
        self.refused.hide()
        self.save.setEnabled(bool(self.edit.text().strip()))

    def _save(self) -> None:
        self.named.emit(self.edit.text().strip())
        if not self._stay:
            self.accept()
