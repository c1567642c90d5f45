"""In what order the items are listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from app.core.events import ItemRow
from app.gui import places

Order = Literal["name", "kind", "folder", "newest"]
Key = tuple[str, str, int]

ORDER_NAMES: dict[Order, str] = {
    "name": "By name",
    "kind": "By kind",
    "folder": "By folder",
    "newest": "Newest first",
}
_KIND_ORDER = {"text": "0", "image": "1", "audio": "2"}


def _name(item: ItemRow) -> str:
    return places.title_of(item.title, item.path).casefold()


def _backwards(stamp: str) -> str:
    """Sorts ISO 8601 times from the newest on."""
    return "".join(chr(0x10FFFF - ord(letter)) for letter in stamp)


KEYS: dict[Order, Callable[[ItemRow], Key]] = {
    "name": lambda item: (_name(item), "", item.item_id),
    "kind": lambda item: (_KIND_ORDER.get(item.kind, "9"), _name(item), item.item_id),
    "folder": lambda item: (places.whole_folder(item.path).casefold(), _name(item), item.item_id),
    "newest": lambda item: (_backwards(item.added_at), _name(item), item.item_id),
}
