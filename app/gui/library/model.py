"""The items of the library as a Qt list model, and the filter over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from app.core.events import ItemRow
from app.gui import places

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1


class ItemModel(QAbstractListModel):
    """Rows in the order of their titles, sorted once here: a sorting proxy would ask Python for
    every comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[ItemRow] = []
        self._at: dict[int, int] = {}
        self._counts: Counter[str] = Counter()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return places.title_of(item.title, item.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return describe(item)
        if role == ITEM_ROLE:
            return item
        return None

    def replace(self, items: Iterable[ItemRow]) -> bool:
        """Show these, by title. Returns whether anything changed; if not, nothing is redrawn."""
        ordered = sorted(items, key=lambda item: places.title_of(item.title, item.path).casefold())
        if ordered == self._items:
            return False
        self.beginResetModel()
        self._items = ordered
        self._at = {item.item_id: row for row, item in enumerate(ordered)}
        self._counts = Counter(item.kind for item in ordered)
        self.endResetModel()
        return True

    def item(self, row: int) -> ItemRow:
        return self._items[row]

    def items(self) -> list[ItemRow]:
        return list(self._items)

    def counts(self) -> Counter[str]:
        """Items per kind."""
        return self._counts

    def row_of(self, item_id: int) -> int | None:
        return self._at.get(item_id)


class ItemFilter(QSortFilterProxyModel):
    """By words in title or path, and by kind."""

    def __init__(self, model: ItemModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._kind: str | None = None
        self._items = model
        self.setSourceModel(model)

    def set_words(self, text: str) -> None:
        self._words = text.casefold().split()
        self.invalidate()

    def set_kind(self, kind: str | None) -> None:
        self._kind = kind
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        item = self._items.item(row)
        if self._kind is not None and item.kind != self._kind:
            return False
        if not self._words:
            return True
        hay = f"{item.title} {item.path}".casefold()
        return all(word in hay for word in self._words)


def describe(item: ItemRow) -> str:
    """What a screen reader says of a row."""
    kind = places.KIND_NAMES.get(item.kind, item.kind)
    state = places.STATE_NAMES.get(item.state, item.state)
    return f"{places.title_of(item.title, item.path)}, {kind}, {state}"


def subtitle(item: ItemRow) -> str:
    """The second line of a row."""
    if item.state == "attention" and item.reason:
        return item.reason
    if item.state == "ready":
        where = places.folder(item.path)
        passages = places.count(item.chunks, "passage")
        return f"{where} · {passages}" if where else passages
    return places.STATE_NAMES.get(item.state, item.state)
