"""The data folder moves: whole, compared, in one step, and back to where it was at any trouble."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app import paths
from app.core import data_folder
from app.core.data_folder import MARKER, DataMoved, finish_move, move_data, plan_move
from app.core.errors import UserError
from app.core.events import CopyProgress
from storage.store import Store
from tests.e2e.program import ROOT, run
from tests.reliability.libraries import opened

NOTE = "The gutter was mended on 3 May."

KILLED = """
import os, signal, sys
from pathlib import Path
from app.core import data_folder
data_folder._PIECE_BYTES = 4096
step = int(sys.argv[2])
for number, event in enumerate(data_folder.move_data(Path(sys.argv[1]), lambda: False)):
    if number == step:
        os.kill(os.getpid(), signal.SIGKILL)
print(number + 1)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in the platform's place, with a library, a kept note in it, and settings."""
    monkeypatch.delenv("TRIPTYCH_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "platform"))
    folder = tmp_path / "platform" / "triptych"
    assert paths.home() == folder
    (folder / "Kept notes").mkdir(parents=True)
    (folder / "models").mkdir()
    (folder / "models" / "weights.bin").write_bytes(b"w" * 100)
    (folder / "settings.toml").write_text("threads = 2\n", "utf-8")
    (folder / "Kept notes" / "gutter.txt").write_text(NOTE, "utf-8")
    core = opened(paths.default_library())
    list(core.ingest.add([folder / "Kept notes"]))
    core.close()
    return folder


def moved(target: Path) -> DataMoved:
    *progress, last = move_data(target, lambda: False)
    assert isinstance(last, DataMoved)
    assert isinstance(progress[-1], CopyProgress) and progress[-1].done == progress[-1].total
    return last


def notes_in_library() -> list[str]:
    with Store.open(paths.default_library(), writer=False) as store:
        return [item.path for item in store.items.all()]


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def refusal(target: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        list(move_data(target, lambda: False))
    return caught.value


def test_all_of_it_moves_and_the_old_goes_when_the_new_was_opened(
    home: Path, tmp_path: Path
) -> None:
    target = tmp_path / "drive" / "Triptych"
    before = names(home)
    told = moved(target)
    assert paths.home() == target and told.folder == str(target) and told.files == 3
    assert names(home) - {"data-folder.json"} == before
    assert (target / "settings.toml").read_text("utf-8") == "threads = 2\n"
    assert not (target / "models").exists() and not (target / MARKER).exists()

    core = opened(paths.default_library())
    finish_move(core.store)
    core.close()
    assert names(home) == {"data-folder.json", "models/weights.bin"}
    assert notes_in_library() == [str(target / "Kept notes" / "gutter.txt")]
    assert paths.moved_home() == paths.Moved(target)

    moved(tmp_path / "again")  # and from there to somewhere else
    assert paths.home() == tmp_path / "again"


def test_what_changed_in_the_old_one_is_not_erased(home: Path, tmp_path: Path) -> None:
    moved(tmp_path / "new")
    (home / "settings.toml").write_text("threads = 1 # by hand\n", "utf-8")
    core = opened(paths.default_library())
    finish_move(core.store)
    core.close()
    assert names(home) == {"data-folder.json", "models/weights.bin", "settings.toml"}


def test_another_library_does_not_finish_it(home: Path, tmp_path: Path) -> None:
    before = names(home)
    moved(tmp_path / "new")
    core = opened(tmp_path / "other")
    finish_move(core.store)
    core.close()
    assert before <= names(home)


def test_where_it_cannot_be_it_is_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(home)
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.odt").write_bytes(b"x")
    assert "not empty" in refusal(full).message
    assert "lies in it" in refusal(home / "library" / "new").message
    assert "not a folder" in refusal(full / "thesis.odt").message
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _path: usage)
        assert refusal(tmp_path / "small").code == "disk_full"
    core = opened(paths.default_library())
    locked = refusal(tmp_path / "new")
    core.close()
    assert locked.code == "library_locked" and locked.retryable
    assert not (tmp_path / "new").exists() and not (tmp_path / "small").exists()
    monkeypatch.setenv("TRIPTYCH_HOME", str(home))
    assert "TRIPTYCH_HOME" in refusal(tmp_path / "new").message
    assert names(home) == before and names(full) == {"thesis.odt"}


def test_stopped_it_leaves_nothing(home: Path, tmp_path: Path) -> None:
    steps = iter([False, False, True])
    with pytest.raises(UserError) as caught:
        list(move_data(tmp_path / "new", lambda: next(steps)))
    assert caught.value.code == "stopped"
    assert not (tmp_path / "new").exists() and paths.home() == home


def test_a_drive_that_keeps_something_else_is_found_out(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(source: Path, target: Path) -> None:
        if target.name == "gutter.txt":
            target.write_text(NOTE.replace("3", "8"), "utf-8")

    monkeypatch.setattr(data_folder.shutil, "copystat", spoil)
    assert "gutter.txt" in refusal(tmp_path / "new").message
    assert paths.home() == home and not (tmp_path / "new").exists()


def test_killed_at_any_step_there_is_one_whole_library(home: Path, tmp_path: Path) -> None:
    target, note = tmp_path / "new", [str(home / "Kept notes" / "gutter.txt")]

    def child(step: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", KILLED, str(target), str(step)],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    n_steps = plan_move(target).n_bytes // 4096 * 2
    for step in (0, n_steps // 3, n_steps - 4):
        ended = child(step)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert paths.home() == home and notes_in_library() == note
        assert (target / MARKER).exists()
    assert child(10**9).returncode == 0
    assert paths.home() == target and notes_in_library() == note


def test_a_drive_that_is_gone_never_becomes_an_empty_library(home: Path, tmp_path: Path) -> None:
    assert paths.home_trouble() is None
    moved(tmp_path / "drive")
    (tmp_path / "drive").rename(tmp_path / "unplugged")
    status = run("status", "--json")
    assert status.status == 3 and status.value["error"]["code"] == "not_reachable"
    assert not (tmp_path / "drive").exists()
    (tmp_path / "unplugged").rename(tmp_path / "drive")
    assert run("status", "--json").value["items"] == 1


def test_the_command_moves_it(home: Path, tmp_path: Path) -> None:
    ended = run("move-data", tmp_path / "new", "--json")
    assert ended.status == 0, ended.stderr
    assert ended.value["folder"] == str(tmp_path / "new") and paths.home() == tmp_path / "new"
    again = run("move-data", tmp_path / "new", "--json")
    assert again.status == 2 and "was not moved" in again.value["error"]["message"]
