"""The panel of answer settings: one control a setting, made from data; presets above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from app.gui import parts
from app.gui.conversation.sampling_fields import PRESETS, Control, controls, preset_of
from app.gui.theme import Theme

CUSTOM = "Custom"


class ControlEdit(QWidget):
    """One setting. `value()` is None where it is off."""

    changed = Signal()

    def __init__(self, control: Control) -> None:
        super().__init__()
        self.control = control
        box = parts.column(self, space=2)
        self.setToolTip(control.tip)
        self._switch: QCheckBox | None = None
        self._read: Callable[[], Any]
        self._write: Callable[[Any], None]
        if control.kind == "bool":
            self._switch = QCheckBox(control.title)
            self._switch.toggled.connect(lambda _on: self.changed.emit())
            self._switch.setAccessibleDescription(control.tip)
            box.addSpacing(20)
            box.addWidget(self._switch)
            self._field: QWidget = self._switch
            self._read, self._write = self._switch.isChecked, self._switch.setChecked
        else:
            if control.optional:
                self._switch = QCheckBox(control.title)
                self._switch.setAccessibleName(f"{control.title} on")
                self._switch.toggled.connect(self._switched)
                box.addWidget(self._switch)
            else:
                box.addWidget(parts.label(control.title))
            self._field = self._make_field(control)
            self._field.setAccessibleName(control.title)
            self._field.setAccessibleDescription(control.tip)
            box.addWidget(self._field)
        self.set_value(control.default)

    def value(self) -> Any:
        if self.control.optional and self._switch is not None and not self._switch.isChecked():
            return None
        return self._read()

    def set_value(self, value: Any) -> None:
        if self.control.optional and self._switch is not None:
            self._switch.setChecked(value is not None)
            self._field.setEnabled(value is not None)
            self._write(self.control.suggested if value is None else value)
        else:
            self._write(value)

    def _make_field(self, control: Control) -> QWidget:
        if control.kind == "words":
            line = QLineEdit()
            line.setPlaceholderText("none")
            line.textChanged.connect(lambda _text: self.changed.emit())
            self._read = lambda: tuple(w.strip() for w in line.text().split(",") if w.strip())
            self._write = lambda value: line.setText(", ".join(value))
            return line
        if control.kind == "float":
            real = _QuietDouble()
            real.setDecimals(2)
            real.setRange(control.low, control.high)
            real.setSingleStep(control.step)
            real.valueChanged.connect(lambda _value: self.changed.emit())
            self._read = lambda: round(real.value(), 2)
            self._write = lambda value: real.setValue(float(value))
            return real
        whole = _QuietInt()
        whole.setRange(int(control.low), int(control.high))
        whole.setSingleStep(int(control.step))
        whole.valueChanged.connect(lambda _value: self.changed.emit())
        self._read = whole.value
        self._write = lambda value: whole.setValue(int(value))
        return whole

    def _switched(self, on: bool) -> None:
        self._field.setEnabled(on)
        self.changed.emit()


class SamplingPanel(QFrame):
    """`settings()` holds what differs from the defaults, ready for the engine."""

    preset_changed = Signal(str)
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._loading = False
        self._edits = {control.name: ControlEdit(control) for control in controls()}
        box = parts.column(self, margin=14, space=10)
        top = parts.row()
        top.addWidget(parts.label("How answers are written", "heading"))
        top.addStretch(1)
        self.preset = QComboBox()
        self.preset.setAccessibleName("Preset")
        self.preset.addItems([*PRESETS, CUSTOM])
        self.preset.activated.connect(self._choose)
        top.addWidget(self.preset)
        close = parts.button("Reset", "flat", tip="Back to the defaults")
        close.clicked.connect(lambda: self.load({}))
        top.addWidget(close)
        box.addLayout(top)
        inside = QWidget()
        inside.setObjectName("scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for position, edit in enumerate(self._edits.values()):
            grid.addWidget(edit, position // 3, position % 3)
            edit.changed.connect(self._edited)
        for at in range(3):
            grid.setColumnStretch(at, 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        scroll.setMinimumHeight(150)
        scroll.setMaximumHeight(290)
        box.addWidget(scroll)

    def settings(self) -> dict[str, Any]:
        return {
            name: edit.value()
            for name, edit in self._edits.items()
            if edit.value() != edit.control.default
        }

    def load(self, settings: Mapping[str, Any]) -> None:
        self._loading = True
        for name, edit in self._edits.items():
            edit.set_value(settings.get(name, edit.control.default))
        self._loading = False
        self._edited()

    def preset_name(self) -> str:
        return self.preset.currentText()

    def _choose(self, _at: int) -> None:
        if self.preset.currentText() != CUSTOM:
            self.load(PRESETS[self.preset.currentText()])

    def _edited(self) -> None:
        if self._loading:
            return
        self.preset.setCurrentText(preset_of(self.settings()))
        self.preset_changed.emit(self.preset.currentText())
        self.changed.emit()


class _QuietInt(QSpinBox):
    """Does not change under a passing wheel."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


class _QuietDouble(QDoubleSpinBox):
    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()
