"""The list of the library: opening, choosing, checking, folding, and what a right click offers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu

from app.core.events import ItemRow
from app.gui import places
from app.gui.conversation.scope import Scope, scope_of, scope_of_collection, scope_of_folder
from app.gui.language import figure, tr
from app.gui.library.catalog import Heading
from app.gui.library.delegate import ItemDelegate
from app.gui.library.model import (
    CHECKED_ROLE,
    HEADING_ROLE,
    ITEM_ROLE,
    ITEMS_MIME,
    ItemModel,
    dragged_items,
)
from app.gui.theme import Theme


class ItemList(QListView):
    """Enter opens or folds, Space checks, Delete removes; `scope_wanted` carries the `Scope` of the
    next questions. `collect_wanted` carries items and a collection's number, 0 for a new one."""

    opened = Signal(object)
    remove_wanted = Signal(list)
    reread_wanted = Signal(list)
    scope_wanted = Signal(object)
    checked_scope = Signal(object)  # the `Scope` of what is checked, None for nothing
    watch_wanted = Signal(str)
    collect_wanted = Signal(list, int)
    take_out_wanted = Signal(list, int)
    rename_collection_wanted = Signal(object)  # Heading
    remove_collection_wanted = Signal(object)

    def __init__(self, theme: Theme, items: ItemModel) -> None:
        super().__init__()
        self.items = items
        self.setModel(items)
        self.delegate = ItemDelegate(theme)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(tr("Items of the library"))
        self._anchor: tuple[int, int, int] | None = None  # item, its row, pixels from the top
        self._chosen: list[int] = []
        self.clicked.connect(self._click)
        self.customContextMenuRequested.connect(self._show_menu)
        items.about_to_change.connect(self._remember_place)
        items.modelReset.connect(self._choose_again)
        items.changed.connect(self._return_to_place)
        items.checked_changed.connect(self._tell_checked)

    # --- what is chosen ---

    def selected(self) -> list[ItemRow]:
        chosen = [index.data(ITEM_ROLE) for index in self.selectionModel().selectedIndexes()]
        return list({item.item_id: item for item in chosen if item is not None}.values())

    def select(self, item_id: int) -> None:
        """Mark the row of an item, without opening it."""
        row = self.items.row_of(item_id)
        if row is None:
            self.clearSelection()
            return
        index = self.items.index(row)
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)

    def select_below(self, heading: Heading) -> None:
        rows = (self.items.row_of(item.item_id) for item in self.items.catalog.below(heading))
        chosen = QItemSelection()
        for row in rows:
            if row is not None:
                chosen.select(self.items.index(row), self.items.index(row))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _tell_checked(self) -> None:
        items = self.items.checked_items()
        self.checked_scope.emit(scope_of(items) if items else None)

    # --- holding one's place while rows come and go ---

    def _remember_place(self) -> None:
        self._chosen = [item.item_id for item in self.selected()]
        self._anchor = None
        if self.verticalScrollBar().value() == 0:
            return  # at the top one stays at the top
        index = self.indexAt(QPoint(8, 4))
        while index.isValid() and index.data(ITEM_ROLE) is None:
            index = self.items.index(index.row() + 1)
        if index.isValid():
            item = index.data(ITEM_ROLE)
            self._anchor = (item.item_id, index.row(), self.visualRect(index).top())

    def _return_to_place(self) -> None:
        anchor, self._anchor = self._anchor, None
        if anchor is None:
            return
        item_id, _row, top = anchor
        row = self.items.row_of(item_id)
        if row is not None:
            self.executeDelayedItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self.items.index(row)).top() - top)

    def _choose_again(self) -> None:
        """After a reset, which forgets what was chosen."""
        chosen = QItemSelection()
        rows = [row for i in self._chosen if (row := self.items.row_of(i)) is not None]
        for row in rows:
            chosen.select(self.items.index(row), self.items.index(row))
        if rows:
            how = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(chosen, how.ClearAndSelect)
            self.selectionModel().setCurrentIndex(self.items.index(rows[-1]), how.NoUpdate)

    # --- mouse and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_tile(index, event):
            item: ItemRow = index.data(ITEM_ROLE)
            self.items.check([item.item_id], not index.data(CHECKED_ROLE))
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_on_tile(self.indexAt(event.position().toPoint()), event):
            super().mouseReleaseEvent(event)

    def _is_on_tile(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not index.isValid() or index.data(ITEM_ROLE) is None:
            return False
        tile = self.delegate.tile(self.visualRect(index), index)
        return tile.adjusted(-4, -4, 4, 4).contains(event.position())

    def _click(self, index: QModelIndex) -> None:
        heading: Heading | None = index.data(HEADING_ROLE)
        if heading is not None:
            self.items.fold(heading)
        else:
            self.opened.emit(index.data(ITEM_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self._click(current)
        elif event.key() == Qt.Key.Key_Space and self.selected():
            chosen = [item.item_id for item in self.selected()]
            self.items.check(chosen, not self.items.checked.issuperset(chosen))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and current.data(HEADING_ROLE):
            heading: Heading = current.data(HEADING_ROLE)
            if heading.folded == (event.key() == Qt.Key.Key_Right):
                self.items.fold(heading)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected():
            self.remove_wanted.emit(self.selected())
        else:
            super().keyPressEvent(event)

    # --- dragging items onto a collection ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from elsewhere are the window's to take."""
        if event.mimeData().hasFormat(ITEMS_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        heading = self._collection_at(event.position().toPoint())
        self.delegate.drop_on = heading.token if heading else None
        self.viewport().update()
        if heading is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.delegate.drop_on = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        heading = self._collection_at(event.position().toPoint())
        self.delegate.drop_on = None
        if heading is not None:
            event.acceptProposedAction()
            items = dragged_items(event.mimeData(), self.items.catalog)
            self.collect_wanted.emit(items, int(heading.value))

    def _collection_at(self, spot: QPoint) -> Heading | None:
        heading: Heading | None = self.indexAt(spot).data(HEADING_ROLE)
        is_one = heading is not None and heading.order == "collection" and heading.value
        return heading if is_one else None

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()  # no box to check is left under a pointer that has gone

    # --- menus ---

    def _show_menu(self, at: QPoint) -> None:
        heading: Heading | None = self.indexAt(at).data(HEADING_ROLE)
        if heading is not None:
            self.menu_for_heading(heading).exec(self.viewport().mapToGlobal(at))
        elif self.selected():
            self.menu_for(self.selected()).exec(self.viewport().mapToGlobal(at))

    def menu_for(self, items: list[ItemRow]) -> QMenu:
        menu = self._new_menu()
        copied = "\n".join(item.path for item in items)
        one = len(items) == 1
        if one:
            menu.addAction(tr("Open"), lambda: self.opened.emit(items[0]))
            menu.addAction(tr("Open in its own program"), lambda: open_outside(items[0].path))
            folder = places.whole_folder(items[0].path)
            menu.addAction(tr("Show in folder"), lambda: open_outside(folder))
            menu.addSeparator()
            within = scope_of_folder(folder)
            menu.addAction(tr("Ask about its folder only"), lambda: self.scope_wanted.emit(within))
        scope = scope_of(items)
        several = tr("Ask about these {n} only").format(n=figure(len(items)))
        asks = tr("Ask about this only") if one else several
        menu.addAction(asks, lambda: self.scope_wanted.emit(scope))
        self._add_collections(menu, items)
        menu.addSeparator()
        menu.addAction(tr("Read again"), lambda: self.reread_wanted.emit(items))
        menu.addAction(tr("Copy path"), lambda: QGuiApplication.clipboard().setText(copied))
        menu.addSeparator()
        what = (
            tr("Remove from library")
            if one
            else tr("Remove {n} items").format(n=figure(len(items)))
        )
        menu.addAction(what, lambda: self.remove_wanted.emit(items))
        return menu

    def _add_collections(self, menu: QMenu, items: list[ItemRow]) -> None:
        into = menu.addMenu(tr("Add to collection"))
        inside = {number for item in items for number in item.collections}
        for row in self.items.catalog.collections:
            number = row.collection_id
            added = into.addAction(
                row.name.replace("&", "&&"), partial(self.collect_wanted.emit, items, number)
            )
            added.setEnabled(not all(number in item.collections for item in items))
            if number in inside:
                menu.addAction(
                    tr("Take out of “{name}”").format(name=row.name).replace("&", "&&"),
                    partial(self.take_out_wanted.emit, items, number),
                )
        into.addSeparator()
        into.addAction(tr("New collection…"), lambda: self.collect_wanted.emit(items, 0))

    def menu_for_heading(self, heading: Heading) -> QMenu:
        menu = self._new_menu()
        below = self.items.catalog.below(heading)
        if below:
            scope = self._scope_under(heading, below)
            menu.addAction(tr("Ask about these only"), lambda: self.scope_wanted.emit(scope))
            menu.addAction(tr("Choose all of these"), lambda: self.select_below(heading))
        if heading.order == "folder":
            path = heading.value
            menu.addAction(tr("Show in folder"), lambda: open_outside(path))
            menu.addSeparator()
            menu.addAction(tr("Watch this folder"), lambda: self.watch_wanted.emit(path))
        elif heading.order == "collection" and heading.value:
            menu.addSeparator()
            menu.addAction(tr("Rename…"), lambda: self.rename_collection_wanted.emit(heading))
            menu.addAction(
                tr("Remove the collection"), lambda: self.remove_collection_wanted.emit(heading)
            )
        if below and not (heading.order == "collection" and heading.value):
            menu.addAction(
                tr("Make a collection of these…"), lambda: self.collect_wanted.emit(below, 0)
            )
        return menu

    def _scope_under(self, heading: Heading, below: list[ItemRow]) -> Scope:
        if heading.order == "folder":
            return scope_of_folder(heading.value, below)
        if heading.order == "collection" and heading.value:
            return scope_of_collection(int(heading.value), heading.label)
        return scope_of(below)

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


def open_outside(path: str) -> None:
    """With what the system opens it with; only ever on the user's own choice."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
