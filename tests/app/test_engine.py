"""The engine as a child process, spoken to over its pipe as the window does."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core import calls, events
from app.core.errors import UserError
from app.core.question.query import Query
from app.settings import load as load_settings
from app.settings import save_section
from app.tasks.engine import once_let_go
from app.tasks.wire import WireError, event_from_json, read_frame, to_json, write_frame
from models.decoder.settings import GenerationSettings
from storage import sqlite
from tests.e2e.corpora import mixed_files
from tests.e2e.program import ROOT
from tests.fakes import stored_model

REAL = ("-m", "app.tasks.engine", "--library")
FAKE = ("-m", "tests.app.engine_child")
_PATIENCE_S = 90.0  # a child that hangs is killed, so that the test ends with an error


class Pipe:
    """One engine. Replies are kept by call number, in order; `order` holds all of them."""

    def __init__(self, command: tuple[str, ...], library: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command, str(library)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._last = 0
        self.order: list[tuple[int, Any]] = []
        self.arrays: dict[int, list[NDArray[Any]]] = {}
        self.ended: set[int] = set()
        self._watch = threading.Timer(_PATIENCE_S, self.process.kill)
        self._watch.start()

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        write_frame(self.process.stdin, message)

    def call(self, request: calls.Request[Any]) -> int:
        return self.call_raw(to_json(request))

    def call_raw(self, request: dict[str, Any]) -> int:
        self._last += 1
        self.send({"call": self._last, "request": request})
        return self._last

    def receive(self) -> Any:
        """The next event, or None for the end of a call. Raises WireError at the pipe's end."""
        assert self.process.stdout is not None
        message, arrays = read_frame(self.process.stdout)
        number = message["call"]
        if message.get("end"):
            self.ended.add(number)
            return None
        event = event_from_json(message["event"])
        self.order.append((number, event))
        self.arrays.setdefault(number, []).extend(arrays)
        return event

    def until(self, reached: Callable[[Any], bool]) -> Any:
        while True:
            event = self.receive()
            if event is not None and reached(event):
                return event

    def replies(self, number: int) -> list[Any]:
        """Wait for the call's end; all that it said."""
        while number not in self.ended:
            self.receive()
        return [event for of, event in self.order if of == number]

    def ask(self, request: calls.Request[Any]) -> list[Any]:
        return self.replies(self.call(request))

    def stay_patient(self) -> None:
        """For a run that takes longer than a test."""
        self._watch.cancel()

    def forget(self) -> None:
        """What was received so far."""
        self.order.clear()
        self.arrays.clear()

    def close(self) -> int:
        """Close the engine's input, as a window does that ends; its exit status."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.stdout.read()
            return self.process.wait()
        finally:
            self._watch.cancel()
            self._watch.join()
            self.process.stdout.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Pipe]]:
    pipes: list[Pipe] = []

    def start_it(command: tuple[str, ...] = FAKE, library: Path | None = None) -> Pipe:
        pipes.append(Pipe(command, library or tmp_path / "library"))
        return pipes[-1]

    yield start_it
    for pipe in pipes:
        if pipe.process.returncode is None:
            pipe.close()


def listed(pipe: Pipe, *item_ids: int) -> list[events.ItemRow]:
    told = pipe.ask(calls.ListItems(item_ids or None))
    return [row for some in told for row in some.rows]


def test_a_library_that_is_opened_anew_has_the_settings_of_then(
    start: Callable[..., Pipe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPTYCH_HOME", str(tmp_path / "home"))
    pipe = start(REAL)
    (before,) = pipe.ask(calls.ReportStatus())
    save_section("models", {"tags": "of-my-own"})
    save_section("reading", {"readers": 1})
    (still,) = pipe.ask(calls.ReportStatus())
    assert still.models == before.models
    assert pipe.ask(calls.ReopenLibrary()) == []
    (after,) = pipe.ask(calls.ReportStatus())
    assert after.models == {**before.models, "tags": "of-my-own"}
    note = tmp_path / "note.txt"
    note.write_text("The gutter is to be renewed in spring.", "utf-8")
    pipe.ask(calls.Add((str(note),)))
    assert [row.path for row in listed(pipe)] == [str(note)]  # by the new readers


def test_the_second_text_encoder_can_be_done_without(
    start: Callable[..., Pipe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPTYCH_HOME", str(tmp_path / "home"))
    pipe = start()
    assert pipe.ask(calls.ChooseModel("none", "multilingual")) == []
    assert load_settings()[0].models.multilingual == "none"
    assert listed(pipe) == []  # the library is open again


def test_another_encoder_takes_over_when_all_is_encoded_anew(
    start: Callable[..., Pipe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPTYCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRIPTYCH_MODELS", str(tmp_path / "models"))
    stored_model(tmp_path / "models", "other-text", "text", b"x")
    pipe = start()
    for n in range(150):
        note = tmp_path / "notes" / f"{n:03d}.txt"
        note.parent.mkdir(exist_ok=True)
        note.write_text(f"Note {n}: gutter number {n} is to be renewed in spring.", "utf-8")
    pipe.ask(calls.Add((str(tmp_path / "notes"),)))
    gutter = calls.Search(Query("gutter number 17"))
    before = pipe.ask(gutter)[0].hits[0].path

    stopped = pipe.call(calls.ChooseModel("other-text", "text"))
    pipe.until(lambda event: isinstance(event, events.EncodeProgress))
    pipe.send({"cancel": stopped})
    told = pipe.replies(stopped)
    assert 0 < told[-1].done < told[-1].total == 150
    assert load_settings()[0].models.text != "other-text"
    assert pipe.ask(gutter)[0].hits[0].path == before  # by the vectors that there were

    pipe.forget()
    begun = pipe.call(calls.ChooseModel("other-text", "text"))
    pipe.until(lambda event: isinstance(event, events.EncodeProgress))
    looking = pipe.call(gutter)
    assert pipe.replies(looking)[0].hits[0].path == before  # and meanwhile too
    went_on = pipe.replies(begun)
    assert went_on[0].done > 64 and went_on[-1].done == went_on[-1].total == 150
    assert load_settings()[0].models.text == "other-text"
    assert pipe.ask(gutter)[0].hits[0].path == before
    assert pipe.ask(calls.Verify())[-1].ok
    (refused,) = pipe.ask(calls.ChooseModel("not-there", "text"))
    assert isinstance(refused, events.Failure) and refused.code == "model_missing"


def test_the_real_engine_answers_and_says_what_it_cannot(
    start: Callable[..., Pipe], tmp_path: Path
) -> None:
    pipe = start(REAL)
    assert pipe.ask(calls.ListItems()) == []
    (status,) = pipe.ask(calls.ReportStatus())
    assert isinstance(status, events.LibraryStatus)
    assert (status.items, Path(status.library)) == (0, tmp_path / "library")
    (unknown,) = pipe.replies(pipe.call_raw({"type": "Juggle"}))
    assert isinstance(unknown, events.Failure) and unknown.code == "bad_call"
    assert "Juggle" in str(unknown.message) and unknown.next_step
    (absent,) = pipe.ask(calls.ShowItem(item_id=99))
    assert isinstance(absent, events.Failure) and absent.code == "not_found"
    (unreadable,) = pipe.ask(calls.Search(Query(image=tmp_path / "none.png")))
    assert isinstance(unreadable, events.Failure) and unreadable.code == "query_unreadable"
    (invalid,) = pipe.ask(calls.Ask(Query("What?"), GenerationSettings(top_p=7.0)))
    assert isinstance(invalid, events.Failure) and invalid.code == "invalid_settings"
    (lacking,) = pipe.replies(pipe.call_raw({"type": "ShowItem"}))
    assert isinstance(lacking, events.Failure) and lacking.code == "bad_call"
    assert pipe.ask(calls.ListConversations()) == []
    assert pipe.close() == 0


def test_a_second_engine_is_told_that_the_library_is_open(start: Callable[..., Pipe]) -> None:
    first, second = start(), start()
    assert len(first.ask(calls.ReportStatus())) == 1
    (refused,) = second.ask(calls.ReportStatus())
    assert isinstance(refused, events.Failure)
    assert (refused.code, refused.retryable) == ("library_locked", True)
    assert first.close() == 0
    (status,) = second.ask(calls.ReportStatus())
    assert isinstance(status, events.LibraryStatus), "once free, the library opens"


def test_a_library_that_is_let_go_of_soon_after_the_start_is_waited_for() -> None:
    tried: list[str] = []

    def open_library(code: str, n_refusals: int) -> Any:
        tried.append(code)
        if len(tried) <= n_refusals:
            raise UserError(code, "In use.", "Wait.")
        return "a core"

    soon = time.monotonic() + 60
    assert once_let_go(lambda: open_library("library_locked", 2), soon) == "a core"
    assert len(tried) == 3
    for code, until in (("library_locked", time.monotonic() - 1), ("library_damaged", soon)):
        tried.clear()
        with pytest.raises(UserError, match="In use"):
            once_let_go(lambda code=code: open_library(code, 2), until)  # type: ignore[misc]
        assert tried == [code]


def test_adding_searching_looking_and_removing(start: Callable[..., Pipe], tmp_path: Path) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 7)
    pipe = start()
    finished = pipe.ask(calls.Add((str(folder),)))[-1]
    assert isinstance(finished, events.AddFinished) and finished.added == 7
    items = listed(pipe)
    assert {item.kind for item in items} == {"text", "image", "audio"}
    (result,) = pipe.ask(calls.Search(Query("number-3", kinds=("text",), k=3)))
    assert isinstance(result, events.SearchResult) and 0 < len(result.hits) <= 3
    (passage,) = pipe.ask(calls.ShowPassage(chunk_id=result.hits[0].chunk_id))
    assert passage.text[passage.start : passage.end] == passage.chunk.text
    (whole,) = pipe.ask(calls.ReadText(result.hits[0].item_id, max_chars=100_000))
    assert isinstance(whole, events.ItemText) and passage.chunk.text in whole.text
    assert len(whole.text) == whole.n_chars
    picture = next(item.item_id for item in items if item.kind == "image")
    shown = pipe.call(calls.DrawThumbnail(item_id=picture))
    (pixels,) = pipe.replies(shown)
    (rgb,) = pipe.arrays[shown]
    assert isinstance(pixels, events.Pixels)
    assert rgb.dtype == np.uint8 and rgb.shape == (pixels.height, pixels.width, 3)
    sound = next(item.item_id for item in items if item.kind == "audio")
    played = pipe.call(calls.ReadSound(item_id=sound, start_s=0.0, end_s=0.2))
    assert pipe.replies(played)[0].sample_rate_hz == 16_000
    assert sum(len(samples) for samples in pipe.arrays[played]) == pytest.approx(3200, abs=32)
    (removed,) = pipe.ask(calls.Remove((picture,)))
    assert removed == events.Removed(1, removed.chunks) and removed.chunks > 0
    assert picture not in [item.item_id for item in listed(pipe)]
    *_, verified = pipe.ask(calls.Verify())
    assert verified.ok


def test_a_watched_folder_is_followed_beside_other_calls(
    start: Callable[..., Pipe], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "one.txt").write_text("The harbour master keeps the key.", "utf-8")
    pipe = start()
    following = pipe.call(calls.FollowFolders())
    (row,) = pipe.ask(calls.WatchFolder(str(folder), ("*.log",)))
    assert (row.state, row.items) == ("watching", 0)
    seen = pipe.until(lambda event: isinstance(event, events.WatchedRow) and event.items)
    assert seen.items == 1
    (folder / "two.txt").write_text("Pears ripen in September.", "utf-8")
    added = pipe.until(lambda event: isinstance(event, events.FileIndexed))
    assert added.path == str(folder / "two.txt")
    assert [row.path for row in listed(pipe, added.item_id)] == [added.path]
    (folder / "one.txt").rename(folder / "first.txt")
    finished = pipe.until(lambda event: isinstance(event, events.AddFinished) and event.moved)
    assert (finished.added, finished.missing) == (0, 0)
    (paused,) = pipe.ask(calls.PauseWatching(row.watched_id, True))
    assert paused.state == "paused"
    (folder / "three.txt").write_text("The pier is closed in winter.", "utf-8")
    pipe.ask(calls.PauseWatching(row.watched_id, False))
    caught_up = pipe.until(lambda event: isinstance(event, events.AddFinished))
    assert caught_up.added == 1
    pipe.send({"cancel": following})
    pipe.replies(following)
    assert pipe.ask(calls.StopWatching(row.watched_id)) == []
    assert {Path(item.path).name for item in listed(pipe)} == {"first.txt", "two.txt", "three.txt"}
    assert pipe.close() == 0


def test_a_library_is_saved_and_gone_back_to_while_it_is_in_use(
    start: Callable[..., Pipe], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 3)
    pipe = start()
    pipe.ask(calls.Add((str(folder),)))
    written = pipe.ask(calls.BackUp(str(tmp_path / "kept.db")))[-1]
    assert written == events.Written(str(tmp_path / "kept.db"), 3)
    following = pipe.call(calls.FollowFolders())
    pipe.ask(calls.Remove((1, 2)))
    assert len(listed(pipe)) == 1
    restored = pipe.ask(calls.Restore(str(tmp_path / "kept.db")))[-1]
    assert restored == events.Written(str(tmp_path / "kept.db"), 3)
    (replaced,) = pipe.replies(following)
    assert isinstance(replaced, events.Failure) and replaced.code == "library_replaced"
    assert len(listed(pipe)) == 3
    (found,) = pipe.ask(calls.Search(Query("number-1", k=3)))
    assert found.hits
    (tmp_path / "broken.db").write_text("no library", "utf-8")
    refused = pipe.ask(calls.Restore(str(tmp_path / "broken.db")))[-1]
    assert isinstance(refused, events.Failure) and refused.code == "library_damaged"
    assert len(listed(pipe)) == 3
    assert pipe.close() == 0


def test_a_library_is_locked_and_opened_while_others_wait(
    start: Callable[..., Pipe], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 3)
    pipe = start()
    pipe.ask(calls.Add((str(folder),)))
    following = pipe.call(calls.FollowFolders())
    locking = pipe.call(calls.LockLibrary("words"))
    waiting = pipe.call(calls.ListItems())  # asked for while the library is closed
    assert pipe.replies(locking)[-1] == events.LockChanged(True)
    assert [row.item_id for some in pipe.replies(waiting) for row in some.rows] == [1, 2, 3]
    (replaced,) = pipe.replies(following)
    assert isinstance(replaced, events.Failure) and replaced.code == "library_replaced"
    (refused,) = pipe.ask(calls.LockLibrary("other words"))
    assert isinstance(refused, events.Failure) and "already" in str(refused.message)
    assert pipe.ask(calls.ReportStatus())[-1].has_passphrase
    assert pipe.close() == 0

    pipe = start()
    for request in (calls.ListItems(), calls.Add((str(folder),)), calls.Verify(repair=True)):
        failure = pipe.ask(request)[-1]
        assert isinstance(failure, events.Failure) and failure.code == "passphrase_needed"
    (wrong,) = pipe.ask(calls.OpenLock("Words"))
    assert isinstance(wrong, events.Failure) and wrong.code == "passphrase_wrong"
    assert pipe.ask(calls.OpenLock("words")) == [events.LockChanged(True)]
    assert len(listed(pipe)) == 3
    assert pipe.ask(calls.ChangePassphrase("words", "new")) == [events.LockChanged(True)]
    (wrong,) = pipe.ask(calls.UnlockLibrary("words"))
    assert isinstance(wrong, events.Failure) and wrong.code == "passphrase_wrong"
    assert pipe.ask(calls.UnlockLibrary("new"))[-1] == events.LockChanged(False)
    (found,) = pipe.ask(calls.Search(Query("number-1", k=3)))
    assert found.hits and not pipe.ask(calls.ReportStatus())[-1].has_passphrase
    assert pipe.close() == 0


def test_a_quick_call_and_a_question_do_not_wait_for_an_add(
    start: Callable[..., Pipe], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 45)
    pipe = start()
    adding = pipe.call(calls.Add((str(folder),)))
    pipe.until(lambda event: isinstance(event, events.FileIndexed))
    status, question = (
        pipe.call(calls.ReportStatus()),
        pipe.call(calls.Ask(Query("What does number-0 say?"))),
    )
    assert adding not in pipe.ended
    pipe.replies(question)
    assert status in pipe.ended, "the quicker of the two comes first"
    assert adding not in pipe.ended
    finished = pipe.replies(adding)[-1]
    assert isinstance(finished, events.AddFinished) and finished.added == 45


def test_an_add_is_paused_resumed_and_cancelled(start: Callable[..., Pipe], tmp_path: Path) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 40)
    pipe = start()
    adding = pipe.call(calls.Add((str(folder),)))
    pipe.until(lambda event: isinstance(event, events.FileIndexed))
    pipe.send({"pause": adding})
    pipe.ask(calls.ReportStatus())  # what was under way when the pause arrived has been told by now
    n_told = len(pipe.order)
    for _ in range(5):
        pipe.ask(calls.ReportStatus())
    assert [number for number, _ in pipe.order[n_told:]].count(adding) <= 1
    pipe.send({"resume": adding})
    pipe.until(lambda event: isinstance(event, events.FileIndexed))
    pipe.send({"cancel": adding})
    finished = pipe.replies(adding)[-1]
    assert isinstance(finished, events.AddFinished) and finished.cancelled
    assert 0 < finished.added < 40
    *_, verified = pipe.ask(calls.Verify())
    assert verified.ok
    again = pipe.ask(calls.Add((str(folder),)))[-1]
    assert (again.added, again.unchanged) == (40 - finished.added, finished.added)


def test_a_damaged_library_is_mended_through_the_engine(
    start: Callable[..., Pipe], tmp_path: Path
) -> None:
    folder, library = tmp_path / "files", tmp_path / "library"
    mixed_files(folder, 12)
    pipe = start()
    pipe.ask(calls.Add((str(folder),)))
    connection = sqlite.driver().connect(str(library / "library.db"))
    connection.execute("UPDATE chunks SET text = CAST(x'ff' AS TEXT) WHERE id = 1")
    connection.execute("UPDATE vectors SET row = zeroblob(128) WHERE chunk_id = 2")
    connection.commit()
    connection.close()
    quick = pipe.ask(calls.Verify())[-1]  # it reads no text; a vector of zeros points nowhere
    assert quick.problems == ("the text index and the database differ in 1 ids",)
    deep = pipe.ask(calls.Verify(deep=True))[-1]
    assert len([said for said in deep.problems if str(folder) in said]) == 2, deep
    mended = pipe.ask(calls.Verify(repair=True))[-1]
    assert mended.ok and "read 1 damaged files again" in mended.repaired, mended
    pipe.close()

    file = library / "library.db"
    spoilt = bytearray(file.read_bytes())
    spoilt[2 * 8192 : 8 * 8192] = bytes(6 * 8192)
    file.write_bytes(spoilt)
    pipe = start()
    refused = pipe.ask(calls.ReportStatus())[-1]
    assert isinstance(refused, events.Failure) and refused.code == "library_damaged"
    mended = pipe.ask(calls.Verify(repair=True))[-1]
    assert mended.ok and "damaged" in mended.repaired[0], mended
    assert list(library.glob("library-damaged-*.db"))


def children_of(pid: int) -> list[int]:
    """Direct children, as Linux tells; [] elsewhere."""
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, listing.read_text("utf-8").split())
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(") ", 1)[-1][0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("how", ["closed", "closed while adding", "killed"])
def test_no_reader_outlives_the_engine(
    how: str, start: Callable[..., Pipe], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 40)
    pipe = start()
    adding = pipe.call(calls.Add((str(folder),)))
    pipe.until(lambda event: isinstance(event, events.FileIndexed))
    readers = children_of(pipe.process.pid)
    assert readers
    if how == "killed":
        pipe.process.kill()
        pipe.close()
    else:
        if how == "closed":
            pipe.replies(adding)
        assert pipe.close() == 0
    until = time.monotonic() + 10
    while any(map(is_running, readers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in readers if is_running(pid)]


def test_what_is_no_frame_ends_the_engine_cleanly(start: Callable[..., Pipe]) -> None:
    pipe = start()
    pipe.ask(calls.ReportStatus())
    assert pipe.process.stdin is not None
    pipe.process.stdin.write(b"\xff" * 64)
    pipe.process.stdin.flush()
    with pytest.raises(WireError):
        pipe.receive()
    assert pipe.close() == 0


def test_what_a_library_prints_stays_out_of_the_frames(tmp_path: Path) -> None:
    """The engine's standard output is for frames; a print goes to standard error."""
    code = (
        "import os, sys; sys.argv = ['engine', '--library', sys.argv[1]];"
        "from app.tasks import engine; real = engine.open_core;"
        "engine.open_core = lambda *a, **k: (print('noise', flush=True), real(*a, **k))[1];"
        "sys.exit(engine.main(sys.argv[1:]))"
    )
    pipe = Pipe(("-c", code), tmp_path / "library")
    (status,) = pipe.ask(calls.ReportStatus())
    assert isinstance(status, events.LibraryStatus)
    assert pipe.close() == 0


@pytest.mark.parametrize("ending", ["the window closes", "the engine is killed"])
def test_an_add_that_was_cut_off_goes_on_at_the_next_start(
    start: Callable[..., Pipe], tmp_path: Path, ending: str
) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 60)
    pipe = start()
    number = pipe.call(calls.Add((str(folder),)))
    while not isinstance(pipe.receive(), events.FileIndexed):
        pass
    if ending == "the window closes":
        assert pipe.close() == 0
    else:
        pipe.process.kill()
        pipe.process.wait()
        pipe.close()
    assert number not in pipe.ended or ending == "the window closes"
    again = start()
    finished = again.ask(calls.ResumeAdding())[-1]
    assert isinstance(finished, events.AddFinished) and not finished.cancelled
    assert finished.added > 0 and finished.added + finished.unchanged == 60
    assert again.ask(calls.ResumeAdding()) == [], "nothing waits any more"


def test_an_add_that_the_user_stops_does_not_come_back(
    start: Callable[..., Pipe], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    mixed_files(folder, 60)
    pipe = start()
    number = pipe.call(calls.Add((str(folder),)))
    while not isinstance(pipe.receive(), events.FileIndexed):
        pass
    pipe.send({"cancel": number})
    finished = pipe.replies(number)[-1]
    assert isinstance(finished, events.AddFinished) and finished.cancelled
    assert pipe.ask(calls.ResumeAdding()) == []
