"""The left pane: what is in the library, how to add to it, and earlier conversations."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QStackedWidget, QWidget

from app.core.events import ItemRow
from app.gui import parts
from app.gui.language import tr
from app.gui.library.filters import FilterBar
from app.gui.library.history import HistoryList
from app.gui.library.list import ItemList
from app.gui.library.model import ItemModel
from app.gui.library.progress import ProgressStrip
from app.gui.library.undo import UndoBar
from app.gui.theme import Theme


class LibraryPane(QWidget):
    """Emits what is wanted; shows what it is given."""

    add_files_wanted = Signal()
    add_folder_wanted = Signal()
    opened = Signal(object)
    remove_wanted = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.items = ItemModel(self)
        self.list = ItemList(theme, self.items)
        self.list.opened.connect(self.opened)
        self.list.remove_wanted.connect(self.remove_wanted)
        self.list.delegate.checking = lambda: bool(self.items.checked)
        self.list.delegate.in_folders = lambda: self.items.catalog.order == "folder"
        self.history = HistoryList(theme)
        self.strip = ProgressStrip(theme)
        self.undo = UndoBar()

        box = parts.column(self, space=0)
        head = parts.column(margin=12, space=8)
        head.addLayout(self._make_tabs(theme))
        self.filters = FilterBar(theme, self.items)
        self.search, self.order = self.filters.search, self.filters.order
        self.attention = self.filters.attention
        head.addWidget(self.filters)
        box.addLayout(head)
        self._pages = QStackedWidget()
        self._empty = self._make_empty(theme)
        none = parts.label(tr("No item matches this filter."), "soft", wrap=True)
        self._none = self._make_note(none)
        self._opening_note = parts.label(tr("Opening…"), "soft", wrap=True)
        self._opening = self._make_note(self._opening_note)
        self._known = False  # until the first listing nobody can say that it is empty
        for page in (self._opening, self._empty, self._none, self.list, self.history):
            self._pages.addWidget(page)
        box.addWidget(self._pages, 1)
        box.addWidget(self.undo)
        box.addWidget(self.strip)
        self.items.changed.connect(self._refresh)
        theme.changed.connect(self._refresh)
        self._refresh()

    def show_items(self, items: Iterable[ItemRow]) -> None:
        self.items.take(items)
        self.show_taken()

    def show_taken(self) -> None:
        """The items that the model has taken are all there are."""
        first, self._known = not self._known, True
        if not self.items.finish() and first:
            self._refresh()

    def show_closed(self) -> None:
        """The library could not be opened; why is said elsewhere."""
        self._opening_note.setText(tr("The library is not open"))

    def show_library(self) -> None:
        self.library_tab.setChecked(True)
        self._refresh()

    def show_history(self) -> None:
        self.history_tab.setChecked(True)
        self._refresh()

    def take_focus(self) -> None:
        """Give the keys to the list that is shown, or to adding where there is none."""
        shown = self._pages.currentWidget()
        if shown is self.history:
            self.history.take_focus()
        else:
            stop = self.list if shown is self.list else self.add_files
            stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_tabs(self, theme: Theme) -> QHBoxLayout:
        tabs = self._tabs = parts.row(space=4)
        self.library_tab = parts.button(tr("Library"), "segment")
        self.history_tab = parts.button(tr("History"), "segment", tip=tr("Earlier conversations"))
        group = QButtonGroup(self)
        for tab in (self.library_tab, self.history_tab):
            tab.setCheckable(True)
            group.addButton(tab)
            tabs.addWidget(tab)
        self.library_tab.setChecked(True)
        group.idToggled.connect(lambda *_: self._refresh())
        tabs.addStretch(1)
        self.add_files = parts.IconButton(theme, "files-add", tr("Add files…"))
        self.add_files.clicked.connect(self.add_files_wanted)
        self.add_folder = parts.IconButton(
            theme, "folder-add", tr("Add folder…"), tip=tr("Add a folder…")
        )
        self.add_folder.clicked.connect(self.add_folder_wanted)
        tabs.addWidget(self.add_files)
        tabs.addWidget(self.add_folder)
        return tabs

    def _tabs_width(self) -> int:
        """No tab is cut, in no language and with no size of text."""
        for tab in (self.library_tab, self.history_tab):
            tab.ensurePolished()
            tab.setMinimumWidth(tab.sizeHint().width())
        return self._tabs.minimumSize().width() + 2 * 12

    def _make_empty(self, theme: Theme) -> QWidget:
        page = QWidget()
        box = parts.column(page, margin=20, space=12)
        box.addStretch(2)
        icon = parts.Picture(theme, "drop", "accent_text", 40)
        text = parts.label(
            tr(
                "Drop files or folders anywhere on this window. They stay where they are; Triptych "
                "only reads them."
            ),
            "soft",
            wrap=True,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(text)
        box.addStretch(3)
        return page

    def _make_note(self, note: QLabel) -> QWidget:
        page = QWidget()
        box = parts.column(page, margin=20)
        note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(24)
        box.addWidget(note)
        box.addStretch(1)
        return page

    def _refresh(self) -> None:
        self.filters.refresh()
        self.setMinimumWidth(max(self.filters.least_width(), self._tabs_width()))
        in_history = self.history_tab.isChecked()
        self.filters.setVisible(not in_history and self.items.n_all() > 0)
        if in_history:
            self._pages.setCurrentWidget(self.history)
        elif not self._known:
            self._pages.setCurrentWidget(self._opening)
        elif not self.items.n_all():
            self._pages.setCurrentWidget(self._empty)
        elif not self.items.rowCount():
            self._pages.setCurrentWidget(self._none)
        else:
            self._pages.setCurrentWidget(self.list)
