"""What a name typed after `@` may mean: collections, folders, files, the best matches first."""

from __future__ import annotations

from itertools import islice

from app.gui.conversation.scope import Scope, scope_of, scope_of_collection, scope_of_folder
from app.gui.library.catalog import Catalog


def named_by(catalog: Catalog, words: str, n: int) -> list[Scope]:
    """Up to `n`; `words` in small letters. Of equal rank are those that begin with the words before
    those that have them elsewhere, collections before folders before files."""
    found: list[tuple[int, int, str, Scope]] = []
    for row in catalog.collections:
        if (rank := _rank(row.name.casefold(), words)) is not None:
            found.append((rank, 0, row.name, scope_of_collection(row.collection_id, row.name)))
    for path, ids in catalog.folders().items():
        name = path.rstrip("/\\").replace("\\", "/").rpartition("/")[2].casefold()
        if words and (rank := _rank(name, words)) is not None:
            items = [catalog.items[i] for i in ids]
            found.append((rank, 1, name, scope_of_folder(path, items)))
    if words or len(found) < n:
        for item_id, name in islice(catalog.named(words), 4 * n):
            rank = _rank(name, words)
            item = catalog.items[item_id]
            found.append((rank if rank is not None else 2, 2, name, scope_of([item])))
    found.sort(key=lambda entry: entry[:3])
    return [scope for *_, scope in found[:n]]


def _rank(name: str, words: str) -> int | None:
    if name.startswith(words):
        return 0
    return 1 if words in name else None
