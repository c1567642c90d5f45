"""Files that moved, on this machine or to another, are the same items as before."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.compose import Core
from app.core import events
from app.core.errors import UserError
from app.core.question.query import Query
from app.core.relocate import relocate
from tests.reliability.libraries import opened


@pytest.fixture
def moved(tmp_path: Path) -> tuple[Core, Path, Path]:
    """A library whose files were in `old` and are in `new` now."""
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "deep").mkdir(parents=True)
    (old / "one.txt").write_text("The walrus sleeps.", "utf-8")
    (old / "deep" / "two.txt").write_text("The herring swims.", "utf-8")
    (old / "deep" / "three.txt").write_text("The gull cries.", "utf-8")
    with zipfile.ZipFile(old / "packed.zip", "w") as archive:
        archive.writestr("inner.txt", "The seal barks in a box.")
    core = opened(tmp_path / "library")
    list(core.ingest.add([old]))
    core.close()
    shutil.move(old, new)
    return opened(tmp_path / "library"), old, new


def done(core: Core, old: Path, new: Path) -> events.Relocated:
    *_, last = relocate(core.store, old, new)
    assert isinstance(last, events.Relocated)
    return last


def test_a_moved_folder_is_followed_without_reading(
    moved: tuple[Core, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    core, old, new = moved
    before = {item.title or Path(item.path).name: item.item_id for item in core.store.items.all()}
    assert done(core, old, new) == events.Relocated(5, 0, ())
    after = {item.title or Path(item.path).name: item.item_id for item in core.store.items.all()}
    assert after == before
    assert all(item.path.startswith(str(new)) for item in core.store.items.all())
    hit = core.retriever.search(Query("seal barks")).hits[0]
    assert hit.path == f"{new / 'packed.zip'}!/inner.txt"
    never: Callable[..., None] = lambda *_a, **_k: pytest.fail("read anew")  # noqa: E731
    monkeypatch.setattr(core.readers, "read", never, raising=False)
    finished = list(core.ingest.add([new]))[-1]
    assert (finished.unchanged, finished.added, finished.missing) == (4, 0, 0)
    assert core.maintenance.verify(deep=True).ok
    core.close()


def test_what_lies_elsewhere_in_it_is_found_by_its_bytes(moved: tuple[Core, Path, Path]) -> None:
    core, old, new = moved
    (new / "sorted").mkdir()
    (new / "deep" / "two.txt").rename(new / "sorted" / "renamed.txt")
    (new / "deep" / "three.txt").write_text("The gull sings!", "utf-8")  # of the same length
    told = done(core, old, new)
    assert told == events.Relocated(4, 0, (str(old / "deep" / "three.txt"),))
    item = core.store.items.by_path(str(new / "sorted" / "renamed.txt"))
    assert item is not None and item.state == "ready"
    assert core.maintenance.verify(deep=True).ok
    core.close()


def test_of_two_equal_files_each_keeps_its_own(moved: tuple[Core, Path, Path]) -> None:
    core, old, new = moved
    shutil.copytree(new, old)
    (old / "twin.txt").write_text("The walrus sleeps.", "utf-8")
    list(core.ingest.add([old]))
    shutil.rmtree(old)
    assert done(core, old, new).lost == (str(old / "twin.txt"),)
    assert core.store.health.counts().items == 6
    core.close()


def test_what_is_where_it_was_stays(moved: tuple[Core, Path, Path]) -> None:
    core, old, new = moved
    shutil.copytree(new, old)
    assert done(core, old, new) == events.Relocated(0, 4, ())
    core.close()


def test_a_followed_folder_is_followed_to_its_new_place(moved: tuple[Core, Path, Path]) -> None:
    core, old, new = moved
    core.store.watched.put(str(old), (), "1")
    done(core, old, new)
    assert [folder.path for folder in core.store.watched.all()] == [str(new)]
    core.close()


def test_unknown_places_are_said(moved: tuple[Core, Path, Path], tmp_path: Path) -> None:
    core, old, new = moved
    with pytest.raises(UserError, match="holds nothing below"):
        done(core, tmp_path / "never", new)
    with pytest.raises(UserError, match="no file or folder"):
        done(core, old, tmp_path / "nowhere")
    core.close()
