"""The catalogue as a Qt list model: what changes comes and goes row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)

from app.core.events import CollectionRow, ItemRow
from app.gui import places
from app.gui.language import tr
from app.gui.library.catalog import Catalog, Heading, Order, View, item_of
from app.gui.library.reasons import in_words

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1  # ItemRow, or None for a heading
HEADING_ROLE = Qt.ItemDataRole.UserRole + 2
DEPTH_ROLE = Qt.ItemDataRole.UserRole + 3
CHECKED_ROLE = Qt.ItemDataRole.UserRole + 4
ITEMS_MIME = "application/x-triptych-items"  # item numbers, while they are dragged
MAX_RUNS = 400  # of rows that come or go at once; each costs the view a little


class ItemModel(QStringListModel):
    """Rows of the catalogue's view. `about_to_change` and `changed` stand around every change, so
    that whoever reads the list can be kept at their place.

    Of the list of strings only its length is used: a view that lays itself out asks for the number
    of rows once a row, and for 100,000 that takes Python 120 ms and Qt itself next to nothing."""

    about_to_change = Signal()
    changed = Signal()  # rows or counts
    checked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalog = Catalog()
        self._view = View()
        self._rows: dict[int, int] | None = {}  # of tokens
        self.checked: set[int] = set()
        self._listed: set[int] = set()
        self._changed: set[int] = set()

    # --- as Qt asks ---

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self._view.tokens[index.row()] < 0:
            return flags & ~Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        token = self._view.tokens[index.row()]
        if role == DEPTH_ROLE:
            return self._view.depth(token, self.catalog.items)
        if token < 0:
            return _heading_data(self._view.headings[token], role)
        item = self.catalog.items[item_of(token)]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return places.title_of(item.title, item.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return places.tooltip(item.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return describe(item)
        if role == CHECKED_ROLE:
            return item.item_id in self.checked
        return None

    def mimeTypes(self) -> list[str]:
        return [ITEMS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        items = [index.data(ITEM_ROLE) for index in indexes]
        made = QMimeData()
        ids = ",".join(str(item.item_id) for item in items if item is not None)
        made.setData(ITEMS_MIME, ids.encode())
        return made

    # --- what is in it ---

    def replace(self, items: Iterable[ItemRow]) -> bool:
        """Show these and no others. Returns whether anything changed; else nothing is redrawn."""
        self._listed, self._changed = set(), set()
        self.take(items)
        return self.finish()

    def take(self, items: Iterable[ItemRow]) -> None:
        """A helping of the whole list, not shown before `finish`: at once, 100,000 would hold the
        window up."""
        rows = list(items)
        self._listed.update(row.item_id for row in rows)
        self._changed |= self.catalog.put(rows)

    def finish(self) -> bool:
        """What was taken since the last time is all there is. Returns whether anything changed."""
        listed, changed = self._listed, self._changed
        self._listed, self._changed = set(), set()
        if not self.catalog.keep_only(listed) and not changed:
            return False
        self._keep_checked(self.checked & self.catalog.items.keys())
        return self._refresh(changed)

    def update_rows(self, items: Iterable[ItemRow], asked_for: Iterable[int] = ()) -> None:
        """Add these, or show them anew; of `asked_for` those that did not come are gone."""
        rows = list(items)
        self.catalog.drop(set(asked_for) - {row.item_id for row in rows})
        self._refresh(self.catalog.put(rows))

    def show_collections(self, rows: Iterable[CollectionRow]) -> None:
        self.catalog.collections = tuple(rows)
        self._refresh()

    def hide(self, item_ids: Iterable[int], hidden: bool = True) -> None:
        """Leave these out, as if they were removed; or no longer."""
        ids = set(item_ids)
        catalog = self.catalog
        catalog.hidden = catalog.hidden | ids if hidden else catalog.hidden - ids
        self._keep_checked(self.checked - catalog.hidden)
        self._refresh()

    def set_order(self, order: Order) -> None:
        self.catalog.order = order
        self._refresh(whole=True)

    def narrow(self, **changes: Any) -> None:
        """Change parts of the filter."""
        self.catalog.filter = replace(self.catalog.filter, **changes)
        self._refresh(whole=True)

    def fold(self, heading: Heading) -> None:
        self.catalog.fold(heading)
        self._refresh()

    def check(self, item_ids: Iterable[int], on: bool) -> None:
        changed = set(item_ids)
        self._keep_checked(self.checked | changed if on else self.checked - changed)

    def uncheck_all(self) -> None:
        self._keep_checked(set())

    def checked_items(self) -> list[ItemRow]:
        """Also those that the filter leaves out now."""
        return [self.catalog.items[i] for i in sorted(self.checked)]

    def _keep_checked(self, wanted: set[int]) -> None:
        if wanted == self.checked:
            return
        self.checked = wanted
        if n_rows := self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(n_rows - 1), [CHECKED_ROLE])
        self.checked_changed.emit()

    def items(self) -> list[ItemRow]:
        """Those that are shown, in order."""
        items = self.catalog.items
        return [items[item_of(token)] for token in self._view.tokens if token >= 0]

    def paths(self) -> set[str]:
        """Of all items, whether they are shown or not."""
        return {item.path for item in self.catalog.items.values()}

    def n_all(self) -> int:
        """Items of the library, whether they pass the filter or not."""
        return len(self.catalog.items) - len(self.catalog.hidden)

    def n_shown(self) -> int:
        return self._view.n_items

    def row_of(self, item_id: int) -> int | None:
        if self._rows is None:
            self._rows = {token: row for row, token in enumerate(self._view.tokens)}
        row = self._rows.get(item_id)
        if row is None and self.catalog.order == "collection":
            tokens = self._view.tokens
            return next(
                (at for at, t in enumerate(tokens) if t >= 0 and item_of(t) == item_id), None
            )
        return row

    # --- changing by difference ---

    def _refresh(self, changed: Iterable[int] = (), *, whole: bool = False) -> bool:
        if not whole:
            self.catalog.changes()
        old, new = self._view, self.catalog.view()
        self.about_to_change.emit()
        if whole or not self._take_over(old.tokens, new):
            self._view, self._rows = new, None
            self.setStringList([""] * len(new.tokens))
        elif (changed or old.headings != new.headings) and new.tokens:
            self.dataChanged.emit(self.index(0), self.index(len(new.tokens) - 1))
        self.changed.emit()
        return True

    def _take_over(self, old: list[int], new: View) -> bool:
        """Row by row, from the list as it is. False where nearly all is new: a reset is quicker."""
        if not old:
            return not new.tokens
        start, old_end, new_end = _middle(old, new.tokens)
        gone, come = _differences(old[start:old_end], new.tokens[start:new_end])
        gone_runs, come_runs = _runs(gone), _runs(come)
        if len(gone_runs) + len(come_runs) > MAX_RUNS:
            return False
        tokens = old[:]
        held = self._view  # headings and depths of rows that are still here, and of those that come
        headings, depths = {**held.headings, **new.headings}, {**held.depths, **new.depths}
        self._view = View(tokens, headings, depths, {**held.inside, **new.inside}, new.n_items)
        self._rows = None
        for first, last in reversed(gone_runs):
            del tokens[start + first : start + last + 1]
            self.removeRows(start + first, last - first + 1)
        for first, last in come_runs:
            tokens[start + first : start + first] = new.tokens[start + first : start + last + 1]
            self.insertRows(start + first, last - first + 1)
        self._view, self._rows = new, None
        return True


def dragged_items(dragged: QMimeData, catalog: Catalog) -> list[ItemRow]:
    """Those that are still there."""
    ids = bytes(dragged.data(ITEMS_MIME).data()).decode().split(",")
    known = catalog.items
    return [known[int(i)] for i in ids if i.isdigit() and int(i) in known]


def _middle(old: Sequence[int], new: Sequence[int]) -> tuple[int, int, int]:
    """Where two lists begin to differ, and where in each the common end begins."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    most = shorter - start
    same = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    return start, len(old) - same, len(new) - same


def _differences(old: Sequence[int], new: Sequence[int]) -> tuple[list[int], list[int]]:
    """Places in `old` to be taken out and in `new` to be put in; what has moved is in both."""
    left, right = set(old), set(new)
    stays = [token for token in old if token in right]
    moved: set[int] = set()
    if stays != (kept := [token for token in new if token in left]):
        start, old_end, _ = _middle(stays, kept)
        moved = set(stays[start:old_end])
    gone = [at for at, token in enumerate(old) if token not in right or token in moved]
    come = [at for at, token in enumerate(new) if token not in left or token in moved]
    return gone, come


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring rows joined: (first, last), in order."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def heading_label(heading: Heading) -> str:
    """In the window's language, unless it is a name that the user gave."""
    if heading.order == "collection" and not heading.value:
        return tr("In no collection")
    return tr(heading.label) if heading.order in ("kind", "date") else heading.label


def _heading_data(heading: Heading, role: int) -> Any:
    if role == HEADING_ROLE:
        return heading
    if role == Qt.ItemDataRole.DisplayRole:
        return heading_label(heading)
    if role == Qt.ItemDataRole.ToolTipRole:
        return places.tooltip(heading.value if heading.order == "folder" else heading.label)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        folded = "folded" if heading.folded else "open"
        return f"{heading.label}, {places.count(heading.count, 'item')}, {folded}"
    return None


def describe(item: ItemRow) -> str:
    """What a screen reader says of a row."""
    kind = places.KIND_NAMES.get(item.kind, item.kind)
    state = places.STATE_NAMES.get(item.state, item.state)
    return f"{places.title_of(item.title, item.path)}, {kind}, {state}"


def subtitle(item: ItemRow, *, in_folder: bool = False) -> str:
    """The second line of a row: its file name where the title is another, then its folder, unless
    that stands above it."""
    if item.state == "attention" and item.reason:
        return in_words(item.reason)
    name = places.file_name(item.path)
    said = [] if name == places.title_of(item.title, item.path) else [name]
    if item.state != "ready":
        return " · ".join([places.STATE_NAMES.get(item.state, item.state), *said])
    said += [] if in_folder else [places.folder(item.path)]
    said += [places.count(item.chunks, "passage")]
    return " · ".join(part for part in said if part)
