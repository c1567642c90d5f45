"""The left pane: what is in the library, how to add to it, and earlier conversations."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QActionGroup, QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from app.core.events import ItemRow
from app.gui import parts, places
from app.gui.conversation.scope import scope_of, scope_of_folder
from app.gui.library.delegate import ItemDelegate
from app.gui.library.history import HistoryList
from app.gui.library.model import ITEM_ROLE, ItemFilter, ItemModel
from app.gui.library.order import ORDER_NAMES
from app.gui.library.progress import ProgressStrip
from app.gui.library.undo import UndoBar
from app.gui.theme import Theme

_KINDS: tuple[tuple[str | None, str], ...] = (
    (None, "All"),
    ("text", "Documents"),
    ("image", "Pictures"),
    ("audio", "Sound"),
)


LEAST_WIDTH = 232
_WANT_A_LOOK = ("attention", "missing")


class ItemList(QListView):
    """Enter opens, Delete removes; `scope_wanted` carries the `Scope` of the next questions."""

    opened = Signal(object)
    remove_wanted = Signal(list)
    reread_wanted = Signal(list)
    scope_wanted = Signal(object)

    def __init__(self, theme: Theme, items: ItemFilter) -> None:
        super().__init__()
        self.setModel(items)
        self.delegate = ItemDelegate(theme)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Items of the library")
        self.clicked.connect(lambda index: self.opened.emit(index.data(ITEM_ROLE)))
        self.customContextMenuRequested.connect(self._show_menu)

    def selected(self) -> list[ItemRow]:
        return [index.data(ITEM_ROLE) for index in self.selectionModel().selectedIndexes()]

    def select(self, item_id: int) -> None:
        """Mark the row of an item, without opening it."""
        filtered = self.model()
        assert isinstance(filtered, ItemFilter)
        source = filtered.sourceModel()
        assert isinstance(source, ItemModel)
        row = source.row_of(item_id)
        if row is None:
            self.clearSelection()
            return
        index = filtered.mapFromSource(source.index(row))
        if index.isValid():
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, how)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.opened.emit(current.data(ITEM_ROLE))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected():
            self.remove_wanted.emit(self.selected())
        else:
            super().keyPressEvent(event)

    def _show_menu(self, at: QPoint) -> None:
        if self.selected():
            menu = self.menu_for(self.selected())
            menu.exec(self.viewport().mapToGlobal(at))

    def menu_for(self, items: list[ItemRow]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(items) == 1:
            menu.addAction("Open", lambda: self.opened.emit(items[0]))
        copied = "\n".join(item.path for item in items)
        one = len(items) == 1
        if one:
            menu.addAction("Open in its own program", lambda: _open_outside(items[0].path))
            folder = places.whole_folder(items[0].path)
            menu.addAction("Show in folder", lambda: _open_outside(folder))
            menu.addSeparator()
            within = scope_of_folder(folder)
            menu.addAction("Ask about its folder only", lambda: self.scope_wanted.emit(within))
        these = "this" if one else f"these {len(items):,}"
        scope = scope_of(items)
        menu.addAction(f"Ask about {these} only", lambda: self.scope_wanted.emit(scope))
        menu.addSeparator()
        menu.addAction("Read again", lambda: self.reread_wanted.emit(items))
        menu.addAction("Copy path", lambda: QGuiApplication.clipboard().setText(copied))
        menu.addSeparator()
        what = "Remove from library" if one else f"Remove {len(items)} items"
        menu.addAction(what, lambda: self.remove_wanted.emit(items))
        return menu


def _open_outside(path: str) -> None:
    """With what the system opens it with; only ever on the user's own choice."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))


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
        self._filter = ItemFilter(self.items, self)
        self.list = ItemList(theme, self._filter)
        self.list.opened.connect(self.opened)
        self.list.remove_wanted.connect(self.remove_wanted)
        self.history = HistoryList(theme)
        self.strip = ProgressStrip(theme)
        self.undo = UndoBar()

        box = parts.column(self, space=0)
        head = parts.column(margin=12, space=8)
        head.addLayout(self._make_tabs(theme))
        self._tools = QWidget()
        tools = parts.column(self._tools, space=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by name")
        self.search.setAccessibleName("Filter the library by name")
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(self._set_words)
        above = parts.row(space=4)
        above.addWidget(self.search, 1)
        above.addWidget(self._make_order(theme))
        tools.addLayout(above)
        tools.addLayout(self._make_chips())
        head.addWidget(self._tools)
        box.addLayout(head)
        self._pages = QStackedWidget()
        self._empty = self._make_empty(theme)
        self._none = self._make_note("No item matches this filter.")
        self._opening = self._make_note("Opening…")
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
        first, self._known = not self._known, True
        if not self.items.replace(items) and first:
            self._refresh()

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
        tabs = parts.row(space=4)
        self.library_tab = parts.button("Library", "segment")
        self.history_tab = parts.button("History", "segment", tip="Earlier conversations (Ctrl+H)")
        group = QButtonGroup(self)
        for tab in (self.library_tab, self.history_tab):
            tab.setCheckable(True)
            group.addButton(tab)
            tabs.addWidget(tab)
        self.library_tab.setChecked(True)
        group.idToggled.connect(lambda *_: self._refresh())
        tabs.addStretch(1)
        self.add_files = parts.IconButton(
            theme, "files-add", "Add files…", tip="Add files… (Ctrl+O)"
        )
        self.add_files.clicked.connect(self.add_files_wanted)
        self.add_folder = parts.IconButton(
            theme, "folder-add", "Add folder…", tip="Add a folder… (Ctrl+Shift+O)"
        )
        self.add_folder.clicked.connect(self.add_folder_wanted)
        tabs.addWidget(self.add_files)
        tabs.addWidget(self.add_folder)
        return tabs

    def _make_chips(self) -> QHBoxLayout:
        chips = parts.row(space=4)
        group = QButtonGroup(self)
        self._chips: dict[str | None, QPushButton] = {}
        for kind, text in _KINDS:
            chip = parts.button("", "chip", name=text)
            chip.setCheckable(True)
            chip.setChecked(kind is None)
            chip.clicked.connect(lambda _on=False, kind=kind: self._set_kind(kind))
            group.addButton(chip)
            if kind is not None:
                chip.setIconSize(QSize(14, 14))
            chips.addWidget(chip)
            self._chips[kind] = chip
        self.attention = parts.button("", "chip")
        self.attention.setCheckable(True)
        self.attention.setIconSize(QSize(14, 14))
        self.attention.toggled.connect(self._set_attention)
        chips.addWidget(self.attention)
        chips.addStretch(1)
        return chips

    def _make_order(self, theme: Theme) -> QWidget:
        self.order = parts.IconButton(theme, "sort", "Order of the list", tip="Order of the list")
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order, text in ORDER_NAMES.items():
            choice = menu.addAction(text)
            choice.setCheckable(True)
            choice.setChecked(order == "name")
            choice.triggered.connect(lambda _on=False, order=order: self.items.set_order(order))
            group.addAction(choice)
        self.order.setMenu(menu)
        return self.order

    def _make_empty(self, theme: Theme) -> QWidget:
        page = QWidget()
        box = parts.column(page, margin=20, space=12)
        box.addStretch(2)
        icon = parts.Picture(theme, "drop", "accent_text", 40)
        text = parts.label(
            "Drop files or folders anywhere on this window. They stay where they are; Triptych "
            "only reads them.",
            "soft",
            wrap=True,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(text)
        box.addStretch(3)
        return page

    def _make_note(self, text: str) -> QWidget:
        page = QWidget()
        box = parts.column(page, margin=20)
        note = parts.label(text, "soft", wrap=True)
        note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(24)
        box.addWidget(note)
        box.addStretch(1)
        return page

    def _set_words(self, text: str) -> None:
        self._filter.set_words(text)
        self._refresh()

    def _fit_chips(self) -> None:
        """No chip is cut: with larger text the pane's least width grows with them."""
        chips = [*self._chips.values(), self.attention]
        for chip in chips:
            chip.ensurePolished()
            chip.setMinimumWidth(chip.sizeHint().width())
        shown = [chip.minimumWidth() for chip in chips if not chip.isHidden()]
        margins = 2 * 12
        self.setMinimumWidth(max(LEAST_WIDTH, sum(shown) + 4 * len(shown) + margins))

    def _set_attention(self, on: bool) -> None:
        self._filter.set_states(_WANT_A_LOOK if on else ())
        self._refresh()

    def _set_kind(self, kind: str | None) -> None:
        self._filter.set_kind(kind)
        self._refresh()

    def _refresh(self) -> None:
        counts = self.items.counts()
        for kind, text in _KINDS:
            number = counts[kind] if kind else counts.total()
            chip = self._chips[kind]
            chip.setText(f"{text} {number:,}" if kind is None else f" {number:,}")
            if kind is not None:
                icon = places.KIND_ICONS[kind]
                chip.setIcon(self._theme.icon(icon, f"{kind}_kind", 14))
            chip.setVisible(kind is None or number > 0)
            chip.setAccessibleName(f"{text}: {number:,}")
            chip.setToolTip(text if kind else "All kinds")
        n_states = self.items.states()
        n_look = sum(n_states[state] for state in _WANT_A_LOOK)
        self.attention.setText(f" {n_look:,}")
        self.attention.setIcon(self._theme.icon("warning", "warn", 14))
        self.attention.setAccessibleName(f"Needs a look: {n_look:,}")
        self.attention.setToolTip("Only what could not be read or is missing")
        self.attention.setVisible(n_look > 0 or self.attention.isChecked())
        self._fit_chips()
        in_history = self.history_tab.isChecked()
        self._tools.setVisible(not in_history and counts.total() > 0)
        if in_history:
            self._pages.setCurrentWidget(self.history)
        elif not self._known:
            self._pages.setCurrentWidget(self._opening)
        elif not counts.total():
            self._pages.setCurrentWidget(self._empty)
        elif not self._filter.rowCount():
            self._pages.setCurrentWidget(self._none)
        else:
            self._pages.setCurrentWidget(self.list)
