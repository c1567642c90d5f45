"""Presets of the answer settings: those that come along, and the user's own by name."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.gui import parts
from app.gui.conversation.sampling_fields import CUSTOM, preset_of
from app.gui.fields import ChoiceBox
from app.gui.language import tr
from app.gui.naming import NameDialog
from app.gui.theme import Theme
from models.decoder.presets import PRESETS
from models.decoder.settings import GenerationSettings

MOST_CHARS = 40


class PresetBar(QWidget):
    """`chosen` carries the values of a preset by name; `own_changed` all of the user's own."""

    chosen = Signal(dict)
    own_changed = Signal(dict)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._own: dict[str, GenerationSettings] = {}
        self._shown = GenerationSettings()
        line = parts.row(self)
        self._title = parts.ElidedLabel("heading", Qt.TextElideMode.ElideRight)
        line.addWidget(self._title, 1)
        self.box = ChoiceBox(theme)
        self.box.setAccessibleName(tr("Preset"))
        self.box.activated.connect(self._choose)
        line.addWidget(self.box)
        self.more = parts.IconButton(theme, "more", tr("Presets: save or delete one"))
        self.more.clicked.connect(
            lambda: self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        )
        line.addWidget(self.more)
        reset = parts.button(tr("Reset"), "flat", tip=tr("Back to the defaults"))
        reset.clicked.connect(lambda: self.chosen.emit({}))
        line.addWidget(reset)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It is whole or not there: the box beside it says the same."""
        super().resizeEvent(event)
        said = tr("How answers are written")
        wanted = self._title.fontMetrics().horizontalAdvance(said)
        self._title.show_text(said if self._title.width() >= wanted else "")

    def show_own(self, own: dict[str, GenerationSettings]) -> None:
        self._own = dict(own)
        self._fill()
        self.show_settings(self._shown)

    def show_settings(self, settings: GenerationSettings) -> str:
        """Name the preset that has exactly these; returns its name."""
        self._shown = settings
        known = preset_of(asdict(settings))
        own = next((name for name, values in self._own.items() if values == settings), None)
        name = tr(known.label) if known else own or CUSTOM
        self.box.setCurrentText(name)
        tip = (
            tr(known.tooltip)
            if known
            else tr("A preset of your own")
            if own
            else tr("Your own settings")
        )
        self.box.setToolTip(tip)
        return name

    def menu(self) -> QMenu:
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addAction(tr("Save as a preset…"), self._ask_name)
        current = self.box.currentText()
        if current in self._own:
            made.addAction(tr("Delete “{name}”").format(name=current), lambda: self.remove(current))
        return made

    def save(self, name: str) -> None:
        """Under a name of one's own; one that comes along keeps its name."""
        name = " ".join(name.split())[:MOST_CHARS]
        if not name:
            return
        if name in {tr(preset.label) for preset in PRESETS} or name == CUSTOM:
            name = f"{name} (own)"
        self._own[name] = self._shown
        self._tell()

    def remove(self, name: str) -> None:
        self._own.pop(name, None)
        self._tell()

    def _tell(self) -> None:
        self._fill()
        self.show_settings(self._shown)
        self.chosen.emit(asdict(self._shown))
        self.own_changed.emit(dict(self._own))

    def _fill(self) -> None:
        self.box.clear()
        tip = Qt.ItemDataRole.ToolTipRole
        for preset in PRESETS:
            self.box.addItem(tr(preset.label))
            self.box.setItemData(self.box.count() - 1, tr(preset.tooltip), tip)
        for name in self._own:
            self.box.addItem(name)
        self.box.addItem(CUSTOM)

    def _choose(self, at: int) -> None:
        if at < len(PRESETS):
            self.chosen.emit(asdict(PRESETS[at].settings))
        elif (name := self.box.itemText(at)) in self._own:
            self.chosen.emit(asdict(self._own[name]))
        else:
            self.show_settings(self._shown)

    def _ask_name(self) -> None:
        current = self.box.currentText()
        ask = NameDialog(self, tr("Save as a preset"), current if current in self._own else "")
        ask.named.connect(self.save)
        ask.open()
