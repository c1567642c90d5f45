"""A root folder moved, or the library came to another machine or user: follow the files.

A file is the same where its bytes are: first looked for at the same place below the new folder,
then anywhere below it by size and SHA-256. Nothing is read or encoded anew, and items keep their
numbers, their collections and what answers cite of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.core import events
from app.core.errors import UserError
from storage.errors import ReadError
from storage.folders import Found, file_number, refuse_hollow, stamp, walk
from storage.readers.members import MARK
from storage.records import FileStamp, Item
from storage.store import Store

Cancelled = Callable[[], bool]


def relocate(
    store: Store, old: Path, new: Path, cancelled: Cancelled = lambda: False
) -> Iterator[events.AddProgress | events.Relocated]:
    """Let the vanished items at and below `old` follow their files to `new`; files that are still
    where they were stay. Yields progress, `Relocated` last. What was found when it is cancelled
    stays found.

    Raises UserError where the library knows nothing below `old`, or there is no `new`."""
    known = [item for item in _items_below(store, old) if item is not None]
    if not known:
        raise UserError(
            "not_found",
            "The library holds nothing below {old}.",
            "`triptych list` shows where its files are, or were.",
            old=old,
        )
    if not new.exists():
        raise UserError(
            "not_found",
            "There is no file or folder {new}.",
            "Check the path; nothing was changed.",
            new=new,
        )
    files = [item for item in known if MARK not in item.path]
    inside: dict[str, list[Item]] = {}
    for item in known:
        if MARK in item.path:
            inside.setdefault(item.path.split(MARK, 1)[0], []).append(item)
    gone = [item for item in files if not os.path.lexists(item.path)]
    moved = 0
    elsewhere: list[Item] = []
    for done, item in enumerate(gone):
        if cancelled():
            break
        yield events.AddProgress(done, len(gone), None)
        found = _same_file(item, _placed(item, old, new))
        if found is None:
            elsewhere.append(item)
            continue
        moved += _move(store, item, found, inside)
    for item, found in _by_content(store, list(elsewhere), new, cancelled):
        moved += _move(store, item, found, inside)
        elsewhere.remove(item)
    if moved:
        _move_watched(store, old, new)
    lost = tuple(item.path for item in elsewhere)
    yield events.Relocated(moved, len(files) - len(gone), lost, cancelled())


def _items_below(store: Store, old: Path) -> Iterator[Item | None]:
    for record in list(store.items.known_stamps(old)):
        yield store.items.get(record.item_id)


def _placed(item: Item, old: Path, new: Path) -> Path:
    """The same place below the new folder."""
    beyond = os.path.relpath(item.path, old)
    return new if beyond == os.curdir else new / beyond


def _same_file(item: Item, path: Path) -> FileStamp | None:
    """The stamp of the file at `path` if it holds the item's bytes. An item that was never hashed,
    since it could not be read, is known by its size."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size != item.size:
            return None
        refuse_hollow(path)
        made = stamp(path)
    except (OSError, ReadError):
        return None
    return made if item.sha256 in ("", made.sha256) else None


def _by_content(
    store: Store, wanted: list[Item], new: Path, cancelled: Cancelled
) -> Iterator[tuple[Item, FileStamp]]:
    """Files below `new` that hold the bytes of what is still wanted and are no items themselves,
    each given once."""
    by_size: dict[int, list[Item]] = {}
    for item in wanted:
        if item.sha256:
            by_size.setdefault(item.size, []).append(item)
    for entry in walk([new]) if by_size else ():
        if cancelled():
            return
        alike = by_size.get(entry.size) if isinstance(entry, Found) else None
        if not alike or store.items.by_path(entry.path) is not None:
            continue
        try:
            refuse_hollow(entry.path)
            made = stamp(entry.path, cancelled)
        except ReadError:
            continue
        same = next((item for item in alike if item.sha256 == made.sha256), None)
        if same is not None:
            alike.remove(same)
            yield same, made


def _move(store: Store, item: Item, found: FileStamp, inside: Mapping[str, list[Item]]) -> int:
    """Move the item, and with it what lies in its file; returns how many."""
    store.items.move(item.item_id, found)
    for member in (members := inside.get(item.path, [])):
        path = found.path + member.path.removeprefix(item.path)
        kept = FileStamp(path, member.size, found.mtime_ns, member.sha256)
        store.items.move(member.item_id, kept)
    return 1 + len(members)


def _move_watched(store: Store, old: Path, new: Path) -> None:
    """Folders that the library follows, at or below the one that moved."""
    for folder in store.watched.all():
        path = Path(folder.path)
        if path.is_relative_to(old) and not path.exists():
            target = new / path.relative_to(old)
            if target.is_dir():
                store.watched.move(folder.watched_id, str(target), file_number(target))
