"""Following folders, on a real file system: what a look at one brings into the library."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.compose import Core
from app.core import events
from app.core.errors import UserError
from app.core.intake.watch import look_at
from app.core.question.query import Query


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "garden").mkdir(parents=True)
    (folder / "harbour.txt").write_text("The harbour master keeps the brass key.", "utf-8")
    (folder / "garden" / "orchard.md").write_text("Pears ripen in September.", "utf-8")
    return folder


@pytest.fixture
def watched(core: Core, folder: Path) -> int:
    row = core.watching.watch(folder)
    assert catch_up(core).added == 2
    return row.watched_id


def catch_up(core: Core) -> events.AddFinished:
    told = list(core.watching.catch_up())
    assert isinstance(told[-1], events.WatchedRow)
    finished = told[-2]
    assert isinstance(finished, events.AddFinished)
    return finished


def look(core: Core, watched_id: int, *places: Path) -> events.AddFinished:
    """Take in a look at some places only, as the file system tells of them."""
    folder = core.store.watched.get(watched_id)
    assert folder is not None
    seen = look_at(folder, core.store.folder, [str(place) for place in places], was_held=True)
    return next(e for e in core.watching.take_in(seen) if isinstance(e, events.AddFinished))


def states(core: Core) -> dict[str, str]:
    return {Path(item.path).name: item.state for item in core.store.items.all()}


def ids(core: Core) -> dict[str, int]:
    return {Path(item.path).name: int(item.item_id) for item in core.store.items.all()}


def found(core: Core, words: str) -> list[str]:
    return [Path(hit.path).name for hit in core.retriever.search(Query(words)).hits]


def test_a_new_an_edited_and_a_deleted_file(core: Core, folder: Path, watched: int) -> None:
    (folder / "new.txt").write_text("The lighthouse is painted every spring.", "utf-8")
    (folder / "harbour.txt").write_text("Seven lanterns burn at midnight.", "utf-8")
    (folder / "garden" / "orchard.md").unlink()
    finished = catch_up(core)
    assert (finished.added, finished.updated, finished.missing) == (1, 1, 1)
    assert states(core) == {"harbour.txt": "ready", "new.txt": "ready", "orchard.md": "missing"}
    assert found(core, "lanterns at midnight")[0] == "harbour.txt"


def test_only_the_places_that_changed_are_looked_at(core: Core, folder: Path, watched: int) -> None:
    (folder / "harbour.txt").write_text("Seven lanterns burn at midnight.", "utf-8")
    (folder / "garden" / "orchard.md").unlink()
    finished = look(core, watched, folder / "harbour.txt")
    assert (finished.updated, finished.missing, finished.unchanged) == (1, 0, 0)
    assert look(core, watched, folder / "garden" / "orchard.md").missing == 1
    assert states(core)["orchard.md"] == "missing"


def test_a_file_that_is_moved_stays_the_item_it_was(core: Core, folder: Path, watched: int) -> None:
    before = ids(core)["harbour.txt"]
    (folder / "harbour.txt").rename(folder / "garden" / "port.txt")
    finished = look(core, watched, folder / "harbour.txt", folder / "garden" / "port.txt")
    assert (finished.moved, finished.added, finished.missing) == (1, 0, 0)
    assert ids(core) == {"port.txt": before, "orchard.md": ids(core)["orchard.md"]}


def test_a_folder_in_it_that_is_renamed_takes_its_items_along(
    core: Core, folder: Path, watched: int
) -> None:
    before = ids(core)
    (folder / "garden").rename(folder / "allotment")
    finished = look(core, watched, folder / "garden", folder / "allotment")
    assert (finished.moved, finished.missing) == (1, 0)
    assert ids(core) == before
    assert str(folder / "allotment") in core.store.items.get(before["orchard.md"]).path  # type: ignore[union-attr]


def test_the_folder_itself_may_be_renamed(core: Core, folder: Path, watched: int) -> None:
    before = ids(core)
    renamed = folder.with_name("papers")
    folder.rename(renamed)
    finished = catch_up(core)
    assert (finished.moved, finished.missing) == (2, 0)
    assert ids(core) == before
    (row,) = core.watching.rows()
    assert (row.path, row.state, row.items) == (str(renamed), "watching", 2)


def test_a_drive_that_is_gone_empties_nothing_and_comes_back_unread(
    core: Core, folder: Path, watched: int, tmp_path: Path
) -> None:
    chunks = core.store.health.counts().chunks
    away = tmp_path / "elsewhere" / "drive"
    away.parent.mkdir()
    folder.rename(away)
    assert catch_up(core).missing == 2
    assert set(states(core).values()) == {"missing"}
    assert found(core, "brass key")[0] == "harbour.txt"
    assert [row.state for row in core.watching.rows()] == ["missing"]
    assert core.store.health.counts().chunks == chunks
    away.rename(folder)
    told = list(core.watching.catch_up())
    assert not [event for event in told if isinstance(event, events.FileStarted)]
    assert set(states(core).values()) == {"ready"}
    assert [row.state for row in core.watching.rows()] == ["watching"]


def test_the_empty_place_of_a_drive_is_a_drive_that_is_gone(
    core: Core, folder: Path, watched: int
) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    assert catch_up(core).missing == 2
    assert [row.state for row in core.watching.rows()] == ["missing"]
    assert [row.state for row in core.watching.rows(probe=True)] == ["missing"]
    assert core.store.health.counts().items == 2


def test_an_empty_folder_can_be_watched(core: Core, tmp_path: Path) -> None:
    empty = tmp_path / "inbox"
    empty.mkdir()
    assert core.watching.watch(empty).state == "watching"
    assert catch_up(core).added == 0
    assert [row.state for row in core.watching.rows()] == ["watching"]
    (empty / "first.txt").write_text("The first letter of the year.", "utf-8")
    assert catch_up(core).added == 1


def test_rules_leave_out_what_they_name(core: Core, folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts" / "plan.txt").write_text("A plan of the pier.", "utf-8")
    (folder / "keep.log").write_text("The log of the pier.", "utf-8")
    (folder / "other.log").write_text("Another log.", "utf-8")
    (folder / "draft.txt~").write_text("What an editor keeps.", "utf-8")
    (folder / ".hidden.txt").write_text("Hidden.", "utf-8")
    row = core.watching.watch(folder, ["drafts/", "*.log", "!keep.log"])
    catch_up(core)
    assert set(states(core)) == {"harbour.txt", "orchard.md", "keep.log"}
    left_out = [folder / "drafts" / "plan.txt", folder / "other.log", folder / ".hidden.txt"]
    assert look(core, row.watched_id, *left_out).added == 0
    (folder / "garden" / ".triptychignore").write_text("*.csv\n", "utf-8")
    (folder / "garden" / "beds.csv").write_text("bed,crop\n1,beans\n", "utf-8")
    assert look(core, row.watched_id, folder / "garden" / "beds.csv").added == 0
    (folder / "garden" / ".triptychignore").unlink()
    assert look(core, row.watched_id, folder / "garden" / ".triptychignore").added == 1


def test_what_a_later_rule_leaves_out_stays(core: Core, folder: Path, watched: int) -> None:
    core.watching.set_rules(watched, ["garden/"])
    assert catch_up(core).missing == 0
    assert states(core)["orchard.md"] == "ready"


def test_a_library_within_the_folder_is_not_taken(core: Core, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The note beside the library.", "utf-8")
    core.watching.watch(tmp_path, ["home/"])
    catch_up(core)
    assert [name for name in states(core) if name.startswith("library")] == []
    assert "note.txt" in states(core)


def test_paused_folders_are_not_looked_at(core: Core, folder: Path, watched: int) -> None:
    assert core.watching.pause(watched, True).state == "paused"
    (folder / "new.txt").write_text("The lighthouse is painted every spring.", "utf-8")
    assert list(core.watching.catch_up()) == []
    core.watching.pause(watched, False)
    assert catch_up(core).added == 1


def test_a_folder_that_is_watched_no_longer_keeps_its_items(
    core: Core, folder: Path, watched: int
) -> None:
    assert core.watching.stop(watched).items == 2
    assert list(core.watching.rows()) == []
    assert set(states(core).values()) == {"ready"}


def test_what_cannot_be_watched_is_said(core: Core, folder: Path, watched: int) -> None:
    for path, why in (
        (folder, "watched already"),
        (folder / "garden", "as a part of"),
        (folder.parent, "is watched already"),
        (folder / "harbour.txt", "not a folder"),
        (folder / "nowhere", "not a folder"),
        (core.store.folder, "the library itself"),
    ):
        with pytest.raises(UserError, match=why):
            core.watching.watch(path)
    assert len(list(core.watching.rows())) == 1


def test_a_file_that_vanished_and_came_back_elsewhere_is_the_same_item(
    core: Core, folder: Path, watched: int
) -> None:
    before = ids(core)["harbour.txt"]
    kept = (folder / "harbour.txt").read_bytes()
    (folder / "harbour.txt").unlink()
    assert catch_up(core).missing == 1
    (folder / "garden" / "back.txt").write_bytes(kept)
    assert catch_up(core).moved == 1
    assert ids(core)["back.txt"] == before
    assert states(core)["back.txt"] == "ready"


def test_a_link_to_a_folder_can_be_watched(core: Core, folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    core.watching.watch(link)
    assert catch_up(core).added == 2
    assert all(item.path.startswith(str(folder)) for item in core.store.items.all())


def test_what_is_removed_from_the_library_does_not_come_back_by_itself(
    core: Core, folder: Path, watched: int
) -> None:
    odd = folder / "garden" / "odd [1]*.txt"
    odd.write_text("A name that looks like a rule.", "utf-8")
    assert catch_up(core).added == 1
    core.remove([ids(core)["harbour.txt"], ids(core)["odd [1]*.txt"]])
    (row,) = core.watching.rows()
    assert row.ignore == ("/harbour.txt", r"/garden/odd \[1\]\*.txt")
    assert catch_up(core).added == 0
    (folder / "harbour.txt").write_text("The harbour master has lost the key.", "utf-8")
    assert look(core, watched, folder / "harbour.txt").added == 0
    assert set(states(core)) == {"orchard.md"}
    core.watching.set_rules(watched, [])
    assert catch_up(core).added == 2


def test_thousands_of_removed_files_cost_a_look_little(
    core: Core, folder: Path, watched: int
) -> None:
    core.watching.set_rules(watched, [f"/gone/{n:05d}.txt" for n in range(5000)])
    (folder / "gone").mkdir()
    (folder / "gone" / "04999.txt").write_text("Left out.", "utf-8")
    (folder / "gone" / "05000.txt").write_text("Taken.", "utf-8")
    assert catch_up(core).added == 1
    assert "05000.txt" in states(core)
