"""The panel of answer settings: one control a setting, made from data; presets above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from app.gui import parts
from app.gui.conversation.control import ControlEdit
from app.gui.conversation.preset_bar import PresetBar
from app.gui.conversation.sampling_fields import GROUP_NAMES, defaults, grouped, inactive
from app.gui.steering.preview import WordPreview
from app.gui.theme import Theme
from models.decoder.settings import GenerationSettings

MOST_COLUMNS = 3
SPACING = 16


class SamplingPanel(QFrame):
    """`values()` holds every setting by name; None is off."""

    preset_changed = Signal(str)
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self._loading = False
        self._edits: dict[str, ControlEdit] = {}
        box = parts.column(self, margin=14, space=8)
        self.presets = PresetBar(theme)
        self.presets.chosen.connect(self.load)
        self.preset = self.presets.box
        box.addWidget(self.presets)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(8)
        self._groups: list[tuple[QWidget, list[ControlEdit]]] = []
        for group, fields in grouped().items():
            head = parts.label(GROUP_NAMES[group], "overline")
            head.setContentsMargins(0, 8 if self._groups else 0, 0, 0)
            edits = [ControlEdit(theme, field) for field in fields]
            for edit in edits:
                edit.changed.connect(self._edited)
                self._edits[edit.field.name] = edit
            self._groups.append((head, edits))
        self._n_columns = 0
        self._place(MOST_COLUMNS)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        scroll.setMinimumHeight(96)
        scroll.setMaximumHeight(250)
        box.addWidget(scroll)
        box.addWidget(parts.rule())
        self.preview = WordPreview(theme)
        box.addWidget(self.preview)
        self._edited()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit without cutting a name."""
        super().resizeEvent(event)
        widest = max(edit.minimumSizeHint().width() for edit in self._edits.values())
        room = self.width() - 2 * 14 - 8 - 12  # margins, and the bar
        self._place(max(1, min(MOST_COLUMNS, (room + SPACING) // (widest + SPACING))))

    def _place(self, n_columns: int) -> None:
        if n_columns == self._n_columns:
            return
        self._n_columns = n_columns
        while self._grid.takeAt(0) is not None:
            pass
        line = 0
        for head, edits in self._groups:
            self._grid.addWidget(head, line, 0, 1, n_columns)
            line += 1
            for position, edit in enumerate(edits):
                self._grid.addWidget(edit, line + position // n_columns, position % n_columns)
            line += -(-len(edits) // n_columns)
        for at in range(MOST_COLUMNS):
            self._grid.setColumnStretch(at, 1 if at < n_columns else 0)

    def values(self) -> dict[str, Any]:
        return {name: edit.value() for name, edit in self._edits.items()}

    def settings(self) -> GenerationSettings:
        return GenerationSettings(**self.values())

    def load(self, values: Mapping[str, Any]) -> None:
        """Take over `values`; what is not named goes back to its default."""
        self._loading = True
        for name, value in {**defaults(), **values}.items():
            if edit := self._edits.get(name):
                edit.set_value(value)
        self._loading = False
        self._edited()

    def preset_name(self) -> str:
        return self.preset.currentText()

    def edit_of(self, name: str) -> ControlEdit:
        return self._edits[name]

    def _edited(self) -> None:
        if self._loading:
            return
        values = self.values()
        idle = inactive(values)
        for name, edit in self._edits.items():
            edit.show_inactive(name in idle)
        self.preset_changed.emit(self.presets.show_settings(self.settings()))
        self.changed.emit()
