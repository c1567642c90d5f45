"""What the next questions are kept to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.events import ItemRow
from app.gui import places


@dataclass(frozen=True, slots=True)
class Scope:
    """`name` in words, `paths` for who asks what that is; the rest is for the engine."""

    name: str
    paths: str
    folder: str = ""
    item_ids: tuple[int, ...] = ()

    def params(self) -> dict[str, Any]:
        return {"folder": self.folder} if self.folder else {"items": list(self.item_ids)}


def scope_of(items: Sequence[ItemRow]) -> Scope:
    """These items. Not empty."""
    one = len(items) == 1
    name = places.title_of(items[0].title, items[0].path) if one else f"{len(items):,} items"
    shown = [item.path for item in items[:20]]
    paths = "\n".join([*shown, "…"] if len(items) > len(shown) else shown)
    return Scope(name, paths, item_ids=tuple(item.item_id for item in items))


def scope_of_folder(path: str) -> Scope:
    return Scope(places.file_name(path) or path, path, folder=path)
