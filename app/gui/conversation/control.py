"""One setting of the decoder as a control, made from its description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QSlider,
    QWidget,
)

from app.gui import parts
from app.gui.checkbox import CheckBox
from app.gui.conversation.sampling_fields import is_optional
from app.gui.fields import QuietDouble, QuietInt
from app.gui.language import tr
from app.gui.theme import Theme
from models.decoder.fields import Field

HEAD_HEIGHT = 22
_NO_SLIDER = ("seed",)


class ControlEdit(QWidget):
    """`value()` is None where the setting is off."""

    changed = Signal()

    def __init__(self, theme: Theme, field: Field) -> None:
        super().__init__()
        self.field = field
        self.setToolTip(tr(field.tooltip))
        self._switch: QCheckBox | None = None
        self._title: QLabel | None = None
        self._slider: QSlider | None = None
        self._default = parts.button(
            tr("Default"),
            "reset",
            tip=tr("Back to the default"),
            name=tr("{name}: back to the default").format(name=tr(field.label)),
        )
        self._default.clicked.connect(lambda: self.set_value(field.default))
        self.changed.connect(self._follow)
        self._read: Callable[[], Any]
        self._write: Callable[[Any], None]
        box = parts.column(self, space=3)
        if field.kind == "bool":
            self._field: QWidget = self._make_check(theme, field)
            box.addStretch(1)
            box.addWidget(self._field)
        else:
            if is_optional(field):
                self._switch = CheckBox(theme, tr(field.label))
                self._switch.setAccessibleName(tr("{name}: on or off").format(name=tr(field.label)))
                self._switch.toggled.connect(self._switched)
                box.addWidget(self._switch)
            else:
                self._title = parts.label(tr(field.label))
                self._title.setMinimumHeight(HEAD_HEIGHT)  # as high as a switch beside it
                head = parts.row(space=4)
                head.addWidget(self._title, 1)
                head.addWidget(self._default)
                box.addLayout(head)
            self._field = self._make_field(field)
            self._field.setAccessibleName(tr(field.label))
            box.addWidget(self._beside_a_slider(field))
        self._field.setAccessibleDescription(tr(field.tooltip))
        self.set_value(field.default)

    def value(self) -> Any:
        if self._switch is not None and not self._switch.isChecked():
            return None
        return self._read()

    def set_value(self, value: Any) -> None:
        if self._switch is not None:
            self._switch.setChecked(value is not None)
            self._field.setEnabled(value is not None)
            value = self.field.suggested if value is None else value
        self._write(value)
        self._follow()

    def is_default(self) -> bool:
        return bool(self.value() == self.field.default)

    def _follow(self) -> None:
        """The slider goes where the figure is, and the way back shows where there is one."""
        self._default.setVisible(self._title is not None and not self.is_default())
        if self._slider is not None:
            self._slider.setEnabled(self._field.isEnabled())
            place = self._place(float(self._read()))
            if self._slider.value() != place:
                self._slider.blockSignals(True)
                self._slider.setValue(place)
                self._slider.blockSignals(False)

    def _place(self, value: float) -> int:
        minimum, step = self.field.minimum or 0, self.field.step or 1
        return round((value - minimum) / step)

    def _beside_a_slider(self, field: Field) -> QWidget:
        """Texts have none, nor has the seed, of which no value is more than another."""
        if field.kind == "texts" or field.name in _NO_SLIDER:
            return self._field
        assert field.minimum is not None and field.maximum is not None and field.step is not None
        minimum, step = field.minimum, field.step
        pair = QWidget()
        line = parts.row(pair, space=8)
        slider = self._slider = _QuietSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, self._place(field.maximum))
        slider.setMinimumWidth(56)
        slider.setAccessibleName(tr("{name}, slider").format(name=tr(field.label)))
        slider.valueChanged.connect(lambda at: self._write(_round(minimum + at * step, field)))
        self._field.setFixedWidth(84)
        line.addWidget(slider, 1)
        line.addWidget(self._field)
        return pair

    def show_inactive(self, inactive: bool) -> None:
        """Grey, and say why: the setting is kept, but cannot matter now."""
        why = tr("\nHas no effect with the other settings as they are.") if inactive else ""
        self.setToolTip(tr(self.field.tooltip) + why)
        for title in (self._title, self._switch):
            if title is not None:
                title.setProperty("role", "soft" if inactive else "")
                parts.restyle(title)

    def _make_check(self, theme: Theme, field: Field) -> QCheckBox:
        check = CheckBox(theme, tr(field.label))
        check.toggled.connect(lambda _on: self.changed.emit())
        self._read, self._write = check.isChecked, lambda value: check.setChecked(bool(value))
        return check

    def _make_field(self, field: Field) -> QWidget:
        if field.kind == "texts":
            return self._make_texts()
        assert field.minimum is not None and field.maximum is not None and field.step is not None
        if field.kind == "float":
            real = QuietDouble()
            real.setDecimals(2)
            real.setRange(field.minimum, field.maximum)
            real.setSingleStep(field.step)
            real.valueChanged.connect(lambda _value: self.changed.emit())
            self._read = lambda: round(real.value(), 2)
            self._write = lambda value: real.setValue(float(value))
            return real
        whole = QuietInt()
        whole.setRange(int(field.minimum), int(field.maximum))
        whole.setSingleStep(int(field.step))
        whole.valueChanged.connect(lambda _value: self.changed.emit())
        self._read = whole.value
        self._write = lambda value: whole.setValue(int(value))
        return whole

    def _make_texts(self) -> QWidget:
        line = QLineEdit()
        line.setPlaceholderText(tr("none; separate by commas"))
        line.textChanged.connect(lambda _text: self.changed.emit())
        line.setToolTip(f"{tr(self.field.tooltip)}\n" + tr("Write \\n for the end of a line."))
        self._read = lambda: _texts(line.text())
        self._write = lambda value: line.setText(", ".join(value).replace("\n", "\\n"))
        return line

    def _switched(self, on: bool) -> None:
        self._field.setEnabled(on)
        self._follow()
        self.changed.emit()


def _round(value: float, field: Field) -> float:
    """Whole numbers in large steps go by round ones: 256, not 257."""
    step = field.step or 1
    if field.kind != "int" or step <= 1:
        return value
    return max(field.minimum or 0, round(value / step) * step)


def _texts(typed: str) -> tuple[str, ...]:
    parts_of = (part.strip().replace("\\n", "\n") for part in typed.split(","))
    return tuple(part for part in parts_of if part)


class _QuietSlider(QSlider):
    """Does not change under a passing wheel."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
