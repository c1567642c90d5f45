"""The items of the library as a Qt list model, and the filter over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from app.core.events import ItemRow
from app.gui import places
from app.gui.library.order import KEYS, Key, Order

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
MAX_RUNS = 400  # of rows that come or go at once; each costs the view a little


class ItemModel(QAbstractListModel):
    """Rows in the chosen order, sorted once here: a sorting proxy would ask Python for every
    comparison. What changes comes and goes row by row, so that whoever reads the list keeps their
    place in it."""

    changed = Signal()  # rows or counts

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[ItemRow] = []
        self._keys: list[Key] = []
        self._listed: list[ItemRow] = []
        self._hidden: frozenset[int] = frozenset()
        self._order: Order = "name"
        self._counts: Counter[str] = Counter()
        self._states: Counter[str] = Counter()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return places.title_of(item.title, item.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return places.tooltip(item.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return describe(item)
        if role == ITEM_ROLE:
            return item
        return None

    def replace(self, items: Iterable[ItemRow]) -> bool:
        """Show these. Returns whether anything changed; if not, nothing is redrawn."""
        listed = list(items)
        if listed == self._listed:
            return False
        self._listed = listed
        self._hidden &= {item.item_id for item in self._listed}
        return self._refresh()

    def hide(self, item_ids: Iterable[int]) -> None:
        """Leave these out, as if they were removed."""
        self._hidden |= frozenset(item_ids)
        self._refresh()

    def unhide(self, item_ids: Iterable[int]) -> None:
        self._hidden -= frozenset(item_ids)
        self._refresh()

    def set_order(self, order: Order) -> None:
        self._order = order
        self.beginResetModel()
        self._items, self._keys = [], []
        self.endResetModel()
        self._refresh()

    def item(self, row: int) -> ItemRow:
        return self._items[row]

    def items(self) -> list[ItemRow]:
        return list(self._items)

    def counts(self) -> Counter[str]:
        """Items per kind."""
        return self._counts

    def states(self) -> Counter[str]:
        """Items per state."""
        return self._states

    def row_of(self, item_id: int) -> int | None:
        return next((at for at, item in enumerate(self._items) if item.item_id == item_id), None)

    def _refresh(self) -> bool:
        key = KEYS[self._order]
        shown = sorted(
            ((key(item), item) for item in self._listed if item.item_id not in self._hidden),
            key=itemgetter(0),
        )
        items, keys = [item for _, item in shown], [key for key, _ in shown]
        if items == self._items:
            return False
        if not self._take_over(items, keys):
            self.beginResetModel()
            self._items, self._keys = items, keys
            self.endResetModel()
        self._counts = Counter(item.kind for item in items)
        self._states = Counter(item.state for item in items)
        self.changed.emit()
        return True

    def _take_over(self, items: list[ItemRow], keys: list[Key]) -> bool:
        """Row by row, from the list as it is. False where nearly all is new: a reset is quicker."""
        new, old = set(keys), set(self._keys)
        gone = _runs([at for at, key in enumerate(self._keys) if key not in new])
        come = _runs([at for at, key in enumerate(keys) if key not in old])
        if not self._items or len(gone) + len(come) > MAX_RUNS:
            return False
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._items[first : last + 1], self._keys[first : last + 1]
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._items[first:first] = items[first : last + 1]
            self._keys[first:first] = keys[first : last + 1]
            self.endInsertRows()
        for row, item in enumerate(items):
            if item != self._items[row]:
                self._items[row] = item
                self.dataChanged.emit(self.index(row), self.index(row))
        return True


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Neighbouring rows joined: (first, last), in order."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


class ItemFilter(QSortFilterProxyModel):
    """By words in title or file name, by kind, and by what needs a look."""

    def __init__(self, model: ItemModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._kind: str | None = None
        self._states: frozenset[str] = frozenset()
        self._items = model
        self.setSourceModel(model)

    def set_words(self, text: str) -> None:
        self._words = text.casefold().split()
        self.invalidate()

    def set_kind(self, kind: str | None) -> None:
        self._kind = kind
        self.invalidate()

    def set_states(self, states: Iterable[str]) -> None:
        """Only these; none means all."""
        self._states = frozenset(states)
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        item = self._items.item(row)
        if self._kind is not None and item.kind != self._kind:
            return False
        if self._states and item.state not in self._states:
            return False
        if not self._words:
            return True
        hay = f"{item.title} {places.file_name(item.path)}".casefold()
        return all(word in hay for word in self._words)


def describe(item: ItemRow) -> str:
    """What a screen reader says of a row."""
    kind = places.KIND_NAMES.get(item.kind, item.kind)
    state = places.STATE_NAMES.get(item.state, item.state)
    return f"{places.title_of(item.title, item.path)}, {kind}, {state}"


def subtitle(item: ItemRow) -> str:
    """The second line of a row: its file name where the title is another, then its folder."""
    if item.state == "attention" and item.reason:
        return item.reason
    name = places.file_name(item.path)
    said = [] if name == places.title_of(item.title, item.path) else [name]
    if item.state != "ready":
        return " · ".join([places.STATE_NAMES.get(item.state, item.state), *said])
    said += [places.folder(item.path), places.count(item.chunks, "passage")]
    return " · ".join(part for part in said if part)
