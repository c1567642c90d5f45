"""One control for each type of setting. `changed` comes when a value was given, not while it is
being typed; `show_value` changes nothing but what is seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.setting_fields import SettingField, Value
from app.gui import choose, parts
from app.gui.checkbox import CheckBox
from app.gui.fields import ChoiceBox, QuietDouble, QuietInt
from app.gui.language import tr
from app.gui.theme import Theme

WIDTH = 250


class Edit(QWidget):
    changed = Signal()

    def __init__(self, field: SettingField) -> None:
        super().__init__()
        self.field = field
        self._line = parts.row(self, space=6)

    def _take(self, widget: QWidget, stretch: int = 0) -> None:
        """`widget` is what the keyboard reaches and what is read aloud."""
        widget.setAccessibleName(tr(self.field.about.label))
        widget.setAccessibleDescription(tr(self.field.about.means))
        self._line.addWidget(widget, stretch)
        self.setFocusProxy(widget)

    def value(self) -> Value:
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        raise NotImplementedError


class SwitchEdit(Edit):
    def __init__(self, theme: Theme, field: SettingField) -> None:
        super().__init__(field)
        self.box = CheckBox(theme, tr("Off"))
        self._take(self.box)
        self._line.addStretch(1)
        self.box.toggled.connect(self._name)
        self.box.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> Value:
        return self.box.isChecked()

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))
        self._name()

    def _name(self) -> None:
        self.box.setText(tr("On") if self.box.isChecked() else tr("Off"))


class WholeEdit(Edit):
    """Where None is allowed it stands one step below the least figure."""

    def __init__(self, field: SettingField) -> None:
        super().__init__(field)
        about = field.about
        assert about.least is not None and about.most is not None
        self.box = QuietInt()
        self._off = int(about.least) - 1 if field.default is None else None
        if self._off is not None:
            self.box.setSpecialValueText(tr(about.off))
        self.box.setRange(int(about.least) if self._off is None else self._off, int(about.most))
        self.box.setSingleStep(int(about.step))
        self.box.setSuffix(f" {tr(about.unit)}" if about.unit else "")
        self.box.setKeyboardTracking(False)
        self._take(self.box, 1)
        self.box.valueChanged.connect(lambda _value: self.changed.emit())

    def value(self) -> Value:
        value = self.box.value()
        return None if value == self._off else value

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self.box):
            self.box.setValue(int(value) if value is not None else self.box.minimum())


class NumberEdit(Edit):
    def __init__(self, field: SettingField) -> None:
        super().__init__(field)
        about = field.about
        assert about.least is not None and about.most is not None
        self.box = QuietDouble()
        self.box.setDecimals(1)
        self.box.setRange(about.least, about.most)
        self.box.setSingleStep(about.step)
        self.box.setSuffix(f" {tr(about.unit)}" if about.unit else "")
        self.box.setKeyboardTracking(False)
        self._take(self.box, 1)
        self.box.valueChanged.connect(lambda _value: self.changed.emit())

    def value(self) -> Value:
        return round(self.box.value(), 1)

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self.box):
            self.box.setValue(float(value) if value is not None else self.box.minimum())


class ChoiceEdit(Edit):
    def __init__(self, theme: Theme, field: SettingField) -> None:
        super().__init__(field)
        self.box = ChoiceBox(theme)
        for value, name in field.about.choices:
            self.box.addItem(tr(name), value)
        self._take(self.box, 1)
        self.box.activated.connect(lambda _at: self.changed.emit())

    def value(self) -> Value:
        value: Value = self.box.currentData()
        return value

    def show_value(self, value: Value) -> None:
        self.box.setCurrentIndex(self.box.findData(value))


class TextEdit(Edit):
    """An address; "" is None."""

    def __init__(self, field: SettingField) -> None:
        super().__init__(field)
        self.box = QLineEdit()
        self.box.setPlaceholderText(tr(field.about.off))
        self._take(self.box, 1)
        self._shown = ""
        self.box.editingFinished.connect(self._finished)

    def value(self) -> Value:
        return self.box.text().strip() or None

    def show_value(self, value: Value) -> None:
        self._shown = "" if value is None else str(value)
        self.box.setText(self._shown)

    def _finished(self) -> None:
        """Leaving the field is no change of it."""
        if self.box.text() != self._shown:
            self._shown = self.box.text()
            self.changed.emit()


class FolderEdit(TextEdit):
    def __init__(self, field: SettingField) -> None:
        super().__init__(field)
        self.button = parts.button(
            tr("Choose…"),
            name=tr("{name}: choose a folder").format(name=tr(field.about.label)),
        )
        self.button.clicked.connect(self._choose)
        self._line.addWidget(self.button)

    def _choose(self) -> None:
        purpose: choose.Purpose = "notes" if self.field.section == "notes" else "models"
        if chosen := choose.folder(self, purpose, tr(self.field.about.label)):
            self.box.setText(chosen)
            self._finished()


def make_edit(theme: Theme, field: SettingField) -> Edit:
    made: dict[str, Callable[[], Edit]] = {
        "switch": lambda: SwitchEdit(theme, field),
        "whole": lambda: WholeEdit(field),
        "number": lambda: NumberEdit(field),
        "choice": lambda: ChoiceEdit(theme, field),
        "folder": lambda: FolderEdit(field),
        "address": lambda: TextEdit(field),
    }
    return made[field.kind]()
