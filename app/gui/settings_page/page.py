"""The page of all settings: made from what they are, searched by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.core.setting_fields import GROUPS, SettingField
from app.gui import parts
from app.gui.language import tr
from app.gui.page import Page
from app.gui.settings_page.row import SettingRow
from app.gui.theme import Theme
from models.decoder.fields import FIELDS

OWN = (("window", tr("Appearance")), ("program", tr("Start and end")))


@dataclass(frozen=True, slots=True)
class OtherPage:
    """What is set elsewhere: `words` are what it may be sought by."""

    name: str
    text: str
    means: str
    words: str = ""


def other_pages() -> tuple[OtherPage, ...]:
    generation = " ".join(f"{tr(field.label)} {field.name}" for field in FIELDS)
    roles = "text multilingual image tags speech voices speakers decoder"
    return (
        OtherPage(
            "settings",
            tr("Answer settings"),
            tr("How words are chosen, how long an answer may be, presets."),
            generation,
        ),
        OtherPage("models", tr("Models…"), tr("Which models read, find and write."), roles),
        OtherPage("folders", tr("Folders…"), tr("Where your data is; moving it elsewhere.")),
        OtherPage("backups", tr("Backups…"), tr("Copies of the library, and how to restore one.")),
        OtherPage("privacy", tr("Privacy…"), tr("Every connection that was ever made.")),
        OtherPage("passphrase", tr("Passphrase…"), tr("Locking the library.")),
        OtherPage(
            "shortcuts", tr("Keyboard shortcuts"), tr("Which keys do what, and how to change them.")
        ),
    )


@dataclass(slots=True)
class _Group:
    head: QWidget
    rows: list[QWidget]


class SettingsPage(Page):
    """`given` carries a row's key and its new value; `other_wanted` the name of another page;
    `apply_wanted` that what waits for the library's next opening is to hold now."""

    given = Signal(str, object)
    other_wanted = Signal(str)
    apply_wanted = Signal()
    set_aside_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        window_fields: Sequence[SettingField],
        fields: Sequence[SettingField],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Settings"), parent, size=QSize(700, 640))
        self.rows: dict[str, SettingRow] = {}
        self.others: dict[str, QPushButton] = {}
        self._words: dict[QWidget, str] = {}
        self._groups: list[_Group] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the settings…"))
        self.search.setAccessibleName(tr("Search the settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.add_above(self.search)
        self._add_trouble()
        self.none = parts.label(tr("No setting has these words."), "soft")
        self.none.hide()
        self.body.addWidget(self.none)
        for section, name in OWN:
            wanted = [field for field in window_fields if field.section == section]
            self._add_group(name, [self._make_row(theme, field) for field in wanted])
        for name, sections in GROUPS:
            wanted = [field for field in fields if field.section in sections]
            self._add_group(tr(name), [self._make_row(theme, field) for field in wanted])
        self._add_group(tr("On pages of their own"), list(map(self._make_other, other_pages())))
        self.unknown = parts.label("", "small", wrap=True)
        self.unknown.hide()
        self.body.addWidget(self.unknown)
        self.body.addStretch(1)
        self._add_waiting()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        self.search.setFocus()

    def _add_trouble(self) -> None:
        """Where the file, or its place, does not take part."""
        self.trouble = parts.frame("note")
        box = parts.row(self.trouble, margin=12)
        self.trouble_text = parts.label("", wrap=True)
        self.trouble_text.setProperty("tone", "error")
        box.addWidget(self.trouble_text, 1)
        self.set_aside = parts.button(tr("Set it aside"))
        self.set_aside.setToolTip(tr("It gets another name, and a new one is begun."))
        self.set_aside.clicked.connect(self.set_aside_wanted)
        box.addWidget(self.set_aside)
        self.trouble.hide()
        self.body.addWidget(self.trouble)

    def _add_waiting(self) -> None:
        self.waiting = parts.frame("note")
        box = parts.row(self.waiting, margin=12)
        self.waiting_text = parts.label("", wrap=True)
        box.addWidget(self.waiting_text, 1)
        self.apply = parts.button(tr("Apply now"), "primary")
        self.apply.setToolTip(
            tr("The library is opened anew. An answer that is being written ends; adding goes on.")
        )
        self.apply.clicked.connect(self.apply_wanted)
        box.addWidget(self.apply)
        self.waiting.hide()
        self.add_below(self.waiting)

    def _make_row(self, theme: Theme, field: SettingField) -> SettingRow:
        made = SettingRow(theme, field)
        made.given.connect(partial(self.given.emit, field.key))
        self.rows[field.key] = made
        self._words[made] = made.words()
        return made

    def _make_other(self, other: OtherPage) -> QWidget:
        made = QWidget()
        line = parts.row(made, space=20)
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(parts.label(other.means, "small", wrap=True), 1)
        button = parts.button(other.text)
        button.clicked.connect(partial(self.other_wanted.emit, other.name))
        line.addWidget(button)
        self.others[other.name] = button
        self._words[made] = f"{other.text} {other.means} {other.words}".casefold()
        return made

    def _add_group(self, name: str, rows: Sequence[QWidget]) -> None:
        head = parts.label(name.upper(), "overline")
        head.setContentsMargins(0, 12 if self._groups else 0, 0, 0)
        self.body.addWidget(head)
        for row in rows:
            self.body.addWidget(row)
        self._groups.append(_Group(head, list(rows)))

    def shown(self) -> list[str]:
        """The keys and names of what is not narrowed away, in order."""
        named: Mapping[str, QWidget] = {
            **self.rows,
            **{name: button.parentWidget() or button for name, button in self.others.items()},
        }
        return [name for name, row in named.items() if not row.isHidden()]

    def show_trouble(self, said: str, *, may_set_aside: bool = False) -> None:
        self.trouble_text.setText(said)
        self.set_aside.setVisible(may_set_aside)
        self.trouble.setVisible(bool(said))
        if said:
            self.area.verticalScrollBar().setValue(0)

    def show_unknown(self, keys: Sequence[str]) -> None:
        self.unknown.setText(
            tr(
                "settings.toml has entries that Triptych does not know; they are kept and not "
                "used: {names}"
            ).format(names=", ".join(keys))
        )
        self.unknown.setVisible(bool(keys))

    def show_waiting(self, n_waiting: int, *, applying: bool = False) -> None:
        """How many changes wait for the library's next opening."""
        if applying:
            self.waiting_text.setText(tr("The library is opened anew…"))
        else:
            self.waiting_text.setText(
                tr("Your changes take effect at the next start, or when you apply them.")
            )
        self.apply.setEnabled(not applying)
        self.waiting.setVisible(n_waiting > 0 or applying)

    def _narrow(self, typed: str) -> None:
        wanted = typed.casefold().split()
        for group in self._groups:
            for row in group.rows:
                row.setVisible(all(word in self._words[row] for word in wanted))
            group.head.setVisible(any(not row.isHidden() for row in group.rows))
        self.none.setVisible(all(row.isHidden() for group in self._groups for row in group.rows))
        self.area.verticalScrollBar().setValue(0)

    def begin(self) -> None:
        """As it is opened: all settings, and the search ready to be typed into."""
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
