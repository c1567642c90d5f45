"""How loud a recording is played: a slider, and a button for silence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from app.gui import parts
from app.gui.language import tr
from app.gui.theme import Theme

_STEPS = 20


class VolumeControl(QWidget):
    """`changed` carries the volume, from 0 to 1."""

    changed = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        line = parts.row(self, space=2)
        self._before = 1.0
        self.button = parts.IconButton(theme, "sound", tr("Silence"))
        self.button.setCheckable(True)
        self.button.clicked.connect(self._silence)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setValue(_STEPS)
        self.slider.setFixedWidth(64)
        self.slider.setAccessibleName(tr("Volume"))
        self.slider.setToolTip(tr("Volume"))
        self.slider.valueChanged.connect(self._slid)
        line.addWidget(self.button)
        line.addWidget(self.slider)

    def show_volume(self, volume: float) -> None:
        self.slider.setValue(round(volume * _STEPS))

    def _slid(self, at: int) -> None:
        self.button.setChecked(at == 0)
        self.button.setToolTip(tr("Loud again") if at == 0 else tr("Silence"))
        self.changed.emit(at / _STEPS)

    def _silence(self) -> None:
        if self.slider.value():
            self._before = self.slider.value() / _STEPS
            self.slider.setValue(0)
        else:
            self.show_volume(self._before or 1.0)
