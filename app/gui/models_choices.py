"""What is chosen beyond single models: the language model by itself, and whether there is a second
model for texts in other languages."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from app.gui import parts
from app.gui.language import tr
from app.settings import AUTO, NONE, ModelSettings


class ModelChoices(QFrame):
    """`use_wanted` carries what a role is to have."""

    use_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "note")
        box = parts.column(self, margin=12, space=8)
        self.writes = parts.label("", wrap=True)
        self.by_itself = parts.button(
            tr("Choose automatically"),
            name=tr("Let the language model be chosen automatically"),
            tip=tr("The best that is installed and that the memory of this computer can carry."),
        )
        self.by_itself.clicked.connect(lambda: self.use_wanted.emit(AUTO, "decoder"))
        self.second = parts.label("", wrap=True)
        self.without = parts.button(
            tr("Do without"),
            name=tr("Do without the model for other languages"),
            tip=tr("Takes less memory and time while adding; Use it brings it back."),
        )
        self.without.clicked.connect(lambda: self.use_wanted.emit(NONE, "multilingual"))
        for said, button in ((self.writes, self.by_itself), (self.second, self.without)):
            line = parts.row()
            line.addWidget(said, 1)
            line.addWidget(button)
            box.addLayout(line)

    def show_chosen(self, models: ModelSettings) -> None:
        """As the settings have it."""
        is_auto = models.decoder == AUTO
        self.writes.setText(
            tr("The language model is chosen automatically.")
            if is_auto
            else tr("You chose {name} to write the answers.").format(name=models.decoder)
        )
        self.by_itself.setVisible(not is_auto)
        is_none = models.multilingual == NONE
        is_one = models.multilingual == models.text
        self.second.setText(
            tr("One model finds the texts of every language.")
            if is_one
            else tr("Texts are found by their meaning in the text model's own languages only.")
            if is_none
            else tr("{name} finds texts in other languages.").format(name=models.multilingual)
        )
        self.without.setVisible(not (is_none or is_one))

    def show_busy(self, busy: bool) -> None:
        buttons: tuple[QPushButton, ...] = (self.by_itself, self.without)
        for button in buttons:
            button.setEnabled(not busy)
