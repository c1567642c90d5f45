"""Threads that follow real folders: what they tell, and when."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.intake.watch import Look
from app.tasks.following import SETTLE_S, Followers, Settling
from storage.folders import Found, file_number
from storage.records import WatchedFolder, WatchedId

_PATIENCE_S = 20.0


class Heard:
    """The looks of one folder, as they come."""

    def __init__(self, folder: Path, library: Path, *, held: bool = True, ignore: tuple = ()):
        self._woken = threading.Event()
        self.watched = WatchedFolder(
            WatchedId(1), str(folder), ignore, False, file_number(folder), ""
        )
        self.followers = Followers(library, self._woken.set)
        self.followers.follow([(self.watched, held)])

    def next(self) -> Look:
        deadline = time.monotonic() + _PATIENCE_S
        while (seen := self.followers.next()) is None:
            if not self._woken.wait(max(0.0, deadline - time.monotonic())):
                raise queue.Empty("nothing was told")
            self._woken.clear()
        return seen

    def until(self, reached: Callable[[Look], bool]) -> Look:
        while not reached(seen := self.next()):
            pass
        return seen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "one.txt").write_text("one", "utf-8")
    return folder


@pytest.fixture
def follow(tmp_path: Path) -> Iterator[Callable[..., Heard]]:
    made: list[Heard] = []

    def start(folder: Path, **more: object) -> Heard:
        made.append(Heard(folder, tmp_path / "library", **more))  # type: ignore[arg-type]
        return made[-1]

    yield start
    for heard in made:
        heard.followers.close()
    left = [thread.name for thread in threading.enumerate() if thread.name == "follow"]
    assert left == []


def names(seen: Look) -> list[str]:
    return sorted(Path(entry.path).name for entry in seen.found if isinstance(entry, Found))


def test_first_all_is_looked_at_then_only_what_changed(
    folder: Path, follow: Callable[..., Heard]
) -> None:
    heard = follow(folder)
    first = heard.next()
    assert first.is_whole and names(first) == ["one.txt"]
    (folder / "two.txt").write_text("two", "utf-8")
    changed = heard.next()
    assert changed.places == (str(folder / "two.txt"),)
    assert names(changed) == ["two.txt"]


def test_a_deleted_file_is_told_by_its_place(folder: Path, follow: Callable[..., Heard]) -> None:
    (folder / "stays.txt").write_text("stays", "utf-8")
    heard = follow(folder)
    heard.next()
    (folder / "one.txt").unlink()
    gone = heard.next()
    assert (gone.places, gone.found, gone.there) == ((str(folder / "one.txt"),), (), True)


def test_a_moved_folder_is_told_by_both_its_places(
    folder: Path, follow: Callable[..., Heard]
) -> None:
    (folder / "garden").mkdir()
    (folder / "garden" / "beds.txt").write_text("beds", "utf-8")
    heard = follow(folder)
    heard.next()
    (folder / "garden").rename(folder / "allotment")
    seen = heard.next()
    assert seen.places == (str(folder / "allotment"), str(folder / "garden"))
    assert names(seen) == ["beds.txt"]


def test_what_the_rules_leave_out_is_not_told(folder: Path, follow: Callable[..., Heard]) -> None:
    heard = follow(folder, ignore=("*.log", "drafts/"))
    heard.next()
    (folder / "drafts").mkdir()
    (folder / "drafts" / "plan.txt").write_text("plan", "utf-8")
    (folder / "build.log").write_text("log", "utf-8")
    (folder / "two.txt").write_text("two", "utf-8")
    assert heard.next().places == (str(folder / "two.txt"),)


def test_a_library_within_the_folder_is_not_followed(
    tmp_path: Path, folder: Path, follow: Callable[..., Heard]
) -> None:
    library = tmp_path / "library"
    library.mkdir()
    heard = follow(tmp_path)
    heard.next()
    (library / "library.db").write_text("rows", "utf-8")
    (tmp_path / "two.txt").write_text("two", "utf-8")
    assert heard.next().places == (str(tmp_path / "two.txt"),)


def test_a_folder_that_goes_away_is_told_and_when_it_is_back(
    folder: Path, follow: Callable[..., Heard], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.tasks.following.RETRY_S", 0.1)
    elsewhere = folder.parent / "other" / "drive"
    elsewhere.parent.mkdir()
    heard = follow(folder)
    assert heard.next().there
    folder.rename(elsewhere)
    gone = heard.until(lambda seen: not seen.there)
    assert (gone.found, gone.moved_to) == ((), None)
    elsewhere.rename(folder)
    back = heard.until(lambda seen: seen.there and seen.is_whole)
    assert names(back) == ["one.txt"]
    (folder / "two.txt").write_text("two", "utf-8")
    assert names(heard.until(lambda seen: not seen.is_whole)) == ["two.txt"]


def test_a_renamed_folder_is_found_again(folder: Path, follow: Callable[..., Heard]) -> None:
    heard = follow(folder)
    heard.next()
    renamed = folder.with_name("papers")
    folder.rename(renamed)
    assert heard.until(lambda seen: not seen.there).moved_to == str(renamed)


def test_an_empty_folder_is_followed_from_its_first_file_on(
    tmp_path: Path, follow: Callable[..., Heard]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    heard = follow(inbox, held=False)
    first = heard.next()
    assert first.there and first.found == ()
    (inbox / "letter.txt").write_text("letter", "utf-8")
    assert names(heard.next()) == ["letter.txt"]


def test_what_is_no_longer_followed_is_no_longer_told(
    folder: Path, follow: Callable[..., Heard]
) -> None:
    heard = follow(folder)
    heard.next()
    (follower,) = heard.followers._threads.values()
    heard.followers.follow([])
    follower.thread.join(_PATIENCE_S)
    (folder / "two.txt").write_text("two", "utf-8")
    assert heard.followers.next() is None


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    growing = tmp_path / "download.bin"
    growing.write_bytes(b"begin")
    settling = Settling()
    settling.note([str(growing)], 0.0)
    assert settling.settled(SETTLE_S / 2) == []
    growing.write_bytes(b"begin, and go on")  # and the system tells of it late
    assert settling.settled(SETTLE_S + 0.1) == []
    assert settling.settled(SETTLE_S + 0.2) == []
    assert settling.settled(2 * SETTLE_S + 0.2) == [str(growing)]
    assert settling.settled(9.0) == []


def test_a_file_that_never_rests_is_taken_at_last(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    settling = Settling()
    for minute in range(11):
        log.write_text("line\n" * (minute + 1), "utf-8")
        settling.note([str(log)], minute * 60.0)
        assert settling.settled(minute * 60.0 + 0.5) == []
    log.write_text("one more", "utf-8")
    assert settling.settled(10 * 60.0 + 2) == [str(log)]
