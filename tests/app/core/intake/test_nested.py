"""What lies in archives and mail comes in, stays, moves and goes with the file it lies in."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from app.compose import Core
from app.core import events
from app.core.question.retrieve import Query


def add(core: Core, *roots: Path) -> events.AddFinished:
    finished = list(core.ingest.add(roots))[-1]
    assert isinstance(finished, events.AddFinished)
    return finished


def packed(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.txt", text)
    return path


def states(core: Core) -> dict[str, str]:
    return {Path(item.path).name: item.state for item in core.store.items.all()}


def test_members_come_in_with_their_container_and_stay(core: Core, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", key="The brass key hangs here.", pear="Pears ripen late.")
    assert add(core, tmp_path / "a.zip").added == 3
    (hit, *_) = core.retriever.search(Query("brass key")).hits
    assert hit.path == f"{path}!/key.txt"
    again = add(core, path)
    assert (again.unchanged, again.missing) == (1, 0)
    assert states(core) == {"a.zip": "ready", "key.txt": "ready", "pear.txt": "ready"}


def test_a_changed_archive_brings_what_is_new_and_misses_what_is_gone(
    core: Core, tmp_path: Path
) -> None:
    path = packed(tmp_path / "a.zip", key="The brass key.", pear="Pears ripen late.")
    add(core, path)
    packed(path, key="The brass key.", plum="Plums are blue.")
    os.utime(path, ns=(2_000_000_000, 2_000_000_000))
    assert add(core, path).missing == 1
    assert states(core) == {
        "a.zip": "ready",
        "key.txt": "ready",
        "pear.txt": "missing",
        "plum.txt": "ready",
    }


def test_a_moved_archive_takes_its_members_along(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    path = packed(folder / "a.zip", key="The brass key.")
    add(core, folder)
    path.rename(folder / "b.zip")
    assert add(core, folder).moved == 2
    assert {item.path for item in core.store.items.all()} == {
        str(folder / "b.zip"),
        f"{folder / 'b.zip'}!/key.txt",
    }


def test_a_vanished_archive_is_missing_with_its_members_and_comes_back(
    core: Core, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    path = packed(folder / "a.zip", key="The brass key.")
    add(core, folder)
    path.rename(tmp_path / "away.zip")
    assert add(core, folder).missing == 2
    (tmp_path / "away.zip").rename(path)
    add(core, folder)
    assert states(core) == {"a.zip": "ready", "key.txt": "ready"}


def test_removing_an_archive_removes_what_lies_in_it(core: Core, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", key="The brass key.")
    add(core, path)
    assert len(core.maintenance.item_ids([str(path)])) == 2
    item = core.store.items.by_path(str(path))
    assert item is not None
    assert len(core.maintenance.item_ids([str(int(item.item_id))])) == 2
