"""What the next questions are kept to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeDatabase

from app.core.events import ItemRow
from app.core.question.query import Query
from app.gui import places
from app.gui.language import tr


@dataclass(frozen=True, slots=True)
class Scope:
    """`name` in words, `paths` for who asks what that is; the rest is for the engine."""

    name: str
    paths: str
    folder: str = ""
    item_ids: tuple[int, ...] = ()
    collections: tuple[int, ...] = ()


def is_recording(path: str) -> bool:
    """By its name; the engine looks inside."""
    kind = QMimeDatabase().mimeTypeForFile(path, QMimeDatabase.MatchMode.MatchExtension)
    return kind.name().startswith(("audio/", "video/"))


def asked(words: str, attachment: str, scope: Scope | None, k: int = 10) -> Query:
    """What is asked in the box as a query. Whether an attached file is sent as picture or as sound
    goes by its name; the engine looks inside."""
    heard = is_recording(attachment)
    attached = Path(attachment) if attachment else None
    return Query(
        text=words or None,
        image=None if heard else attached,
        audio=attached if heard else None,
        k=k,
        folder=Path(scope.folder) if scope and scope.folder else None,
        items=scope.item_ids if scope and not scope.folder else (),
        collections=scope.collections if scope and not scope.folder else (),
    )


def scope_of(items: Sequence[ItemRow]) -> Scope:
    """These items. Not empty."""
    one = len(items) == 1
    name = (
        places.title_of(items[0].title, items[0].path) if one else places.count(len(items), "item")
    )
    shown = [item.path for item in items[:20]]
    paths = "\n".join([*shown, "…"] if len(items) > len(shown) else shown)
    return Scope(name, paths, item_ids=tuple(item.item_id for item in items))


def scope_of_folder(path: str, items: Sequence[ItemRow] = ()) -> Scope:
    """`items` are those below it: what is meant by it among other things."""
    ids = tuple(item.item_id for item in items)
    return Scope(places.file_name(path) or path, path, folder=path, item_ids=ids)


def scope_of_collection(collection_id: int, name: str) -> Scope:
    return Scope(name, tr("The collection {name}").format(name=name), collections=(collection_id,))


def joined(scopes: Sequence[Scope]) -> Scope | None:
    """Any of these; None where there are none. A folder by itself is asked for as a folder, so that
    what comes into it counts; among others it stands for the items it held."""
    if len(scopes) < 2:
        return scopes[0] if scopes else None
    return Scope(
        ", ".join(scope.name for scope in scopes),
        "\n".join(scope.paths for scope in scopes),
        item_ids=tuple(dict.fromkeys(i for scope in scopes for i in scope.item_ids)),
        collections=tuple(dict.fromkeys(c for scope in scopes for c in scope.collections)),
    )
