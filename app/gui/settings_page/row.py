"""A setting as a line of the page: its name and what it does, its control, what it is now, and
what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.events import Words
from app.core.setting_fields import SettingField, Value
from app.gui import parts
from app.gui.language import figure, tr, worded
from app.gui.settings_page.edits import WIDTH, make_edit
from app.gui.theme import Theme


class SettingRow(QWidget):
    """`given` carries a value that the setting can have; what it cannot have is said here and
    goes no further."""

    given = Signal(object)

    def __init__(self, theme: Theme, field: SettingField) -> None:
        super().__init__()
        self.field = field
        about = field.about
        self.setToolTip(tr(about.tip))
        line = parts.row(self, space=20)
        line.setContentsMargins(0, 4, 0, 4)
        words = parts.column(space=1)
        words.addWidget(parts.label(tr(about.label), wrap=True))
        words.addWidget(parts.label(tr(about.means), "small", wrap=True))
        words.addStretch(1)
        line.addLayout(words, 1)
        self._theme, self._right = theme, QWidget()
        beside = parts.column(self._right, space=2)
        self.edit = make_edit(theme, field)
        self.edit.setToolTip(tr(about.tip))
        self.edit.changed.connect(self._changed)
        beside.addWidget(self.edit)
        below = parts.row(space=6)
        self.standing = parts.label("", "small", wrap=True)
        self.reset = parts.button(
            tr("Reset"), "reset", name=tr("{name}: back to the default").format(name=self.name)
        )
        self.reset.clicked.connect(lambda: self.given.emit(field.default))
        below.addWidget(self.standing, 1)
        below.addWidget(self.reset)
        beside.addLayout(below)
        self.note = parts.label("", "small", wrap=True)
        self.said = parts.label("", "small", wrap=True)
        self.said.setProperty("tone", "error")
        for wrapped in (self.note, self.said):
            beside.addWidget(wrapped)
        beside.addStretch(1)
        line.addWidget(self._right)
        theme.changed.connect(self._grow)
        self._grow()
        self.show_value(field.default)

    @property
    def name(self) -> str:
        return tr(self.field.about.label)

    def words(self) -> str:
        """All that it may be sought by, in the window's language and as the file has it."""
        about = self.field.about
        names = (name for _value, name in about.choices)
        said = (about.label, about.means, about.tip, *names)
        return " ".join((*map(tr, said), self.field.key)).casefold()

    def show_value(self, value: Value, note: str = "", trouble: Words | None = None) -> None:
        """`note` is what else there is to know of it; `trouble` why it is not used."""
        self.edit.show_value(value)
        custom = value != self.field.default
        usual = tr("Default: {value}").format(value=self._shown(self.field.default))
        self.standing.setText(usual if custom else tr("Default"))
        self.reset.setVisible(custom or trouble is not None)
        self.reset.setToolTip(usual)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.show_trouble(trouble)

    def show_trouble(self, trouble: Words | None) -> None:
        said = "" if trouble is None else worded(trouble)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        if said:
            self.reset.show()
        self.edit.setAccessibleDescription(said or tr(self.field.about.means))

    def _grow(self) -> None:
        """All controls of the page are as wide, and wider with larger text."""
        self._right.setFixedWidth(round(WIDTH * self._theme.px("body") / 13))

    def _changed(self) -> None:
        value = self.edit.value()
        trouble = self.field.trouble(value)
        self.show_trouble(trouble)
        if trouble is None:
            self.given.emit(value)

    def _shown(self, value: Value) -> str:
        about = self.field.about
        if value is None:
            return tr(about.off)
        if isinstance(value, bool):
            return tr("On") if value else tr("Off")
        if isinstance(value, str):
            return tr(dict(about.choices).get(value, value))
        digits = 0 if float(value).is_integer() else 1
        return f"{figure(value, digits)} {tr(about.unit)}".strip()
