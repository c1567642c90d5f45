"""The bar at the top: the name, what state things are in, the side panes, the menu."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.gui import icons, parts
from app.gui.language import LANGUAGES, tr
from app.gui.theme import Mode, Theme

_MODES: tuple[tuple[Mode, str], ...] = (
    ("system", tr("Like the system")),
    ("light", tr("Light")),
    ("dark", tr("Dark")),
)


class Header(QWidget):
    mode_chosen = Signal(str)
    models_wanted = Signal()
    check_wanted = Signal()
    health_wanted = Signal()
    language_chosen = Signal(str)
    watched_wanted = Signal()
    backups_wanted = Signal()
    folders_wanted = Signal()
    privacy_wanted = Signal()
    passphrase_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.language = "system"
        box = parts.row(self, space=6)
        box.setContentsMargins(10, 6, 10, 6)
        self.library = parts.IconButton(
            theme, "panel-left", tr("Library"), tip=tr("Show or hide the library (Ctrl+B)")
        )
        self.library.setCheckable(True)
        mark = parts.label()
        mark.setPixmap(icons.pixmap("triptych", "#000000", 22))
        name = parts.label("Triptych", "heading")
        self.status = parts.ElidedLabel("small")
        self.evidence = parts.IconButton(
            theme, "panel-right", tr("Sources"), tip=tr("Show or hide the sources (Ctrl+E)")
        )
        self.evidence.setCheckable(True)
        self.menu_button = parts.IconButton(theme, "menu", tr("Menu"), tip=tr("Menu (F10)"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        box.addWidget(self.library)
        box.addSpacing(4)
        box.addWidget(mark)
        box.addWidget(name)
        box.addSpacing(8)
        box.addWidget(self.status, 1)
        box.addWidget(self.evidence)
        box.addWidget(self.menu_button)

    def _add_languages(self, look: QMenu) -> None:
        """In their own names, so that everyone finds theirs."""
        languages = look.addMenu(tr("Language"))
        group = QActionGroup(languages)
        for language, name in LANGUAGES:
            choice = languages.addAction(tr(name) if language == "system" else name)
            choice.setCheckable(True)
            choice.setChecked(language == self.language)
            choice.triggered.connect(
                lambda _on=False, language=language: self.language_chosen.emit(language)
            )
            group.addAction(choice)

    def build_menu(self, actions: Mapping[str, QAction]) -> None:
        menu = QMenu(self)
        for name in ("add_files", "add_folder", "paste"):
            menu.addAction(actions[name])
        menu.addAction(tr("Watched folders…"), self.watched_wanted.emit)
        menu.addSeparator()
        for name in ("new", "history", "find", "again", "copy", "export", "settings"):
            menu.addAction(actions[name])
        menu.addSeparator()
        for name in ("explain", "inspect", "metrics"):
            menu.addAction(actions[name])
        menu.addSeparator()
        look = menu.addMenu(tr("Appearance"))
        group = QActionGroup(look)
        for mode, text in _MODES:
            choice = look.addAction(text)
            choice.setCheckable(True)
            choice.setChecked(mode == self._theme.mode)
            choice.triggered.connect(lambda _on=False, mode=mode: self.mode_chosen.emit(mode))
            group.addAction(choice)
        look.addSeparator()
        self._add_languages(look)
        for name in ("larger", "smaller", "normal"):
            look.addAction(actions[name])
        still = look.addAction(tr("Less motion"))
        still.setCheckable(True)
        still.setChecked(self._theme.still)
        still.triggered.connect(self._theme.set_still)
        menu.addAction(tr("Models…"), self.models_wanted.emit)
        menu.addAction(tr("Backups…"), self.backups_wanted.emit)
        menu.addAction(tr("Folders…"), self.folders_wanted.emit)
        menu.addAction(tr("Privacy…"), self.privacy_wanted.emit)
        menu.addAction(tr("Passphrase…"), self.passphrase_wanted.emit)
        menu.addAction(tr("Check the library"), self.check_wanted.emit)
        menu.addSeparator()
        menu.addAction(actions["shortcuts"])
        menu.addAction(tr("Health and about…"), self.health_wanted.emit)
        menu.addAction(actions["quit"])
        self.menu_button.setMenu(menu)
        self.menu = menu
