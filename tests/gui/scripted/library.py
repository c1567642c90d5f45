"""The library: items, collections, watched folders, adding, removing, checking."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from typing import Any

from app.core import calls
from app.core import events as e
from tests.gui.scripted.contents import failed, row
from tests.gui.scripted.engine import Engine, plays

NOT_READ = "unsupported type application/x-dosexec"


@plays(calls.ListItems)
def _list_items(engine: Engine, _call: int, asked: calls.ListItems) -> Iterator[Any]:
    wanted = asked.item_ids
    rows = [row_now(engine, i) for i in engine.items if wanted is None or i.item_id in wanted]
    for at in range(0, len(rows), 500):
        yield e.ItemRows(tuple(rows[at : at + 500]))


def row_now(engine: Engine, item: e.ItemRow) -> e.ItemRow:
    inside = [c for c, (_name, ids) in engine.collections.items() if item.item_id in ids]
    return dataclasses.replace(item, collections=tuple(inside))


def collection_rows(engine: Engine) -> Iterator[e.CollectionRow]:
    for collection_id, (name, ids) in engine.collections.items():
        yield e.CollectionRow(collection_id, name, len(ids), "2026-03-01T09:00:00Z")


@plays(calls.ListCollections)
def _list_collections(engine: Engine, _call: int, asked: calls.ListCollections) -> Iterator[Any]:
    yield from collection_rows(engine)


@plays(calls.MakeCollection)
def _make_collection(engine: Engine, _call: int, asked: calls.MakeCollection) -> Iterator[Any]:
    if asked.name in [name for name, _ids in engine.collections.values()]:
        yield failed("name_taken", f"There is a collection named {asked.name} already.", "")
        return
    made = max(engine.collections, default=0) + 1
    engine.collections[made] = (asked.name, set(asked.item_ids))
    yield from collection_rows(engine)


@plays(calls.RenameCollection)
def _rename_collection(engine: Engine, _call: int, asked: calls.RenameCollection) -> Iterator[Any]:
    _name, ids = engine.collections[asked.collection_id]
    engine.collections[asked.collection_id] = (asked.name, ids)
    yield from collection_rows(engine)


@plays(calls.RemoveCollection)
def _remove_collection(engine: Engine, _call: int, asked: calls.RemoveCollection) -> Iterator[Any]:
    del engine.collections[asked.collection_id]
    yield from collection_rows(engine)


@plays(calls.FillCollection)
def _fill_collection(engine: Engine, _call: int, asked: calls.FillCollection) -> Iterator[Any]:
    ids = engine.collections[asked.collection_id][1]
    ids |= set(asked.put)
    ids -= set(asked.take_out)
    yield from collection_rows(engine)


@plays(calls.FollowFolders)
def _follow_folders(engine: Engine, call: int, asked: calls.FollowFolders) -> Iterator[Any]:
    yield from engine.watched
    while call not in engine.cancelled:
        time.sleep(0.05)


@plays(calls.WatchFolder)
def _watch_folder(engine: Engine, _call: int, asked: calls.WatchFolder) -> Iterator[Any]:
    made = max((row.watched_id for row in engine.watched), default=0) + 1
    engine.watched.append(e.WatchedRow(made, asked.path, asked.ignore, "watching", 0, {}))
    yield from engine.watched


def change_watched(engine: Engine, watched_id: int, **changes: Any) -> Iterator[e.WatchedRow]:
    engine.watched = [
        dataclasses.replace(row, **changes) if row.watched_id == watched_id else row
        for row in engine.watched
    ]
    yield from engine.watched


@plays(calls.PauseWatching)
def _pause_watching(engine: Engine, _call: int, asked: calls.PauseWatching) -> Iterator[Any]:
    state = "paused" if asked.paused else "watching"
    yield from change_watched(engine, asked.watched_id, state=state)


@plays(calls.SetIgnoreRules)
def _set_rules(engine: Engine, _call: int, asked: calls.SetIgnoreRules) -> Iterator[Any]:
    yield from change_watched(engine, asked.watched_id, ignore=asked.ignore)


@plays(calls.StopWatching)
def _stop_watching(engine: Engine, _call: int, asked: calls.StopWatching) -> Iterator[Any]:
    engine.watched = [row for row in engine.watched if row.watched_id != asked.watched_id]
    yield from engine.watched


@plays(calls.ResumeAdding)
def _resume(engine: Engine, call: int, asked: calls.ResumeAdding) -> Iterator[Any]:
    yield from ()  # nothing was cut off


@plays(calls.Add)
def _add(engine: Engine, call: int, asked: calls.Add) -> Iterator[Any]:
    n = 24
    yield e.Scanned(n)
    for done in range(n):
        while call in engine.paused:
            yield e.AddProgress(done, n, None, True)
            time.sleep(0.05)
        if call in engine.cancelled:
            break
        yield e.FileStarted(f"{asked.paths[0]}/scan {done:02d}.pdf", "ocr", done % 5, 5)
        yield e.AddProgress(done, n, 2.6 * (n - done))
        if done == 3:
            yield e.FileFailed(
                f"{asked.paths[0]}/accounts 2019.pdf",
                "password-protected",
                False,
            )
        if done == 5:
            yield e.FileSkipped(f"{asked.paths[0]}/setup.exe", NOT_READ)
        item = row(
            1000 + len(engine.items),
            f"{asked.paths[0]}/scan {done:02d}.pdf",
            "text",
            f"Scan {done:02d}.pdf",
            6,
        )
        engine.items.append(item)
        yield e.FileIndexed(item.path, item.item_id, "added")
        engine.nap(0.1)
    skipped = (e.FileSkipped(f"{asked.paths[0]}/setup.exe", NOT_READ),)
    failed = (
        e.FileFailed(f"{asked.paths[0]}/accounts 2019.pdf", "password-protected", False),
        e.FileFailed(f"{asked.paths[0]}/interview.wav", "the file changed while it was read", True),
    )
    yield e.AddFinished(n - 2, 1, 40, 0, 0, 144, 8.1, skipped, failed, call in engine.cancelled)


@plays(calls.Remove)
def _remove(engine: Engine, _call: int, asked: calls.Remove) -> Iterator[Any]:
    before = len(engine.items)
    engine.items = [item for item in engine.items if item.item_id not in asked.item_ids]
    yield e.Removed(before - len(engine.items), 5)


@plays(calls.ReportStatus)
def _status(engine: Engine, _call: int, asked: calls.ReportStatus) -> Iterator[Any]:
    yield e.LibraryStatus(
        12, {"text": 6, "image": 3, "audio": 3}, {"ready": 9}, 165, {"text": 165}, 57,
        18_400_000, {"text": "all-MiniLM-L6-v2", "decoder": "qwen2.5-coder-0.5b-instruct"},
        None, "/home/user/.local/share/triptych/library", "0.1.0",
        has_passphrase=engine.passphrase is not None,
        backups=tuple(
            f"/home/user/.local/share/triptych/library/backups/library-2026-03-{day:02d}.db"
            for day in (2, 1)
        ),
    )  # fmt: skip


@plays(calls.Verify)
def _verify(engine: Engine, _call: int, asked: calls.Verify) -> Iterator[Any]:
    for done in range(0, 166, 33):
        if _call in engine.cancelled:
            return
        yield e.VerifyProgress("Encoding anew", done, 165)
        engine.nap(0.1)
    yield e.VerifyReport(True, (), len(engine.items), 165, {"text": 165}, 57)
