"""The bar at the top: the name, what state things are in, the side panes, the menu."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.gui import icons, parts
from app.gui.language import tr
from app.gui.settings_page.appearance import MODES
from app.gui.theme import Theme


class Header(QWidget):
    models_wanted = Signal()
    check_wanted = Signal()
    health_wanted = Signal()
    watched_wanted = Signal()
    backups_wanted = Signal()
    folders_wanted = Signal()
    privacy_wanted = Signal()
    passphrase_wanted = Signal()
    voices_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        box = parts.row(self, space=6)
        box.setContentsMargins(10, 6, 10, 6)
        self.library = parts.IconButton(
            theme, "panel-left", tr("Library"), tip=tr("Show or hide the library")
        )
        self.library.setCheckable(True)
        mark = parts.label()
        mark.setPixmap(icons.pixmap("triptych", "#000000", 22))
        name = parts.label("Triptych", "heading")
        self.status = parts.ElidedLabel("small")
        self.evidence = parts.IconButton(
            theme, "panel-right", tr("Sources"), tip=tr("Show or hide the sources")
        )
        self.evidence.setCheckable(True)
        self.menu_button = parts.IconButton(theme, "menu", tr("Menu"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        box.addWidget(self.library)
        box.addSpacing(4)
        box.addWidget(mark)
        box.addWidget(name)
        box.addSpacing(8)
        box.addWidget(self.status, 1)
        box.addWidget(self.evidence)
        box.addWidget(self.menu_button)

    def _look(self) -> QMenu:
        """What is chosen most often of how the window looks; the rest is on the settings page."""
        look = QMenu(tr("Appearance"), self)
        group = QActionGroup(look)
        for mode, text in MODES:
            choice = look.addAction(tr(text))
            choice.setCheckable(True)
            choice.triggered.connect(lambda _on=False, mode=mode: self._theme.set_mode(mode))
            choice.setData(mode)
            group.addAction(choice)
        look.addSeparator()

        def show_chosen() -> None:
            for choice in group.actions():
                choice.setChecked(choice.data() == self._theme.mode)

        look.aboutToShow.connect(show_chosen)
        return look

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
        look = self._look()
        for name in ("larger", "smaller", "normal"):
            look.addAction(actions[name])
        menu.addMenu(look)
        menu.addAction(actions["preferences"])
        menu.addAction(tr("Models…"), self.models_wanted.emit)
        menu.addAction(tr("Voices…"), self.voices_wanted.emit)
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
