"""A locked library from the command line: locking, changing and taking off, and what every command
says without the passphrase."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.records import FileStamp, NewChunk, NewContent
from storage.store import Store
from tests.e2e.program import ROOT, run

NAME, PHRASE, NEW = "velbrunkostname", "correct horse battery", "staple and ink"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a library of one file, locked by the command."""
    home = tmp_path_factory.mktemp("home")
    with Store.open(home / "library", writer=True) as store:
        text = "The barometer hangs in the hall."
        chunks = (NewChunk("text", text, {}, "en", {}),)
        content = NewContent("ab" * 32, "text", "text/plain", NAME, text, {}, chunks)
        store.contents.replace(FileStamp(f"/home/{NAME}.txt", 1, 1, "ab" * 32), content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIPTYCH_HOME", str(home))
        patch.delenv("TRIPTYCH_NEW_PASSPHRASE", raising=False)
        patch.setenv("TRIPTYCH_PASSPHRASE", PHRASE)
        locked = run("lock", "--json")
        assert locked.status == 0 and locked.value == {"locked": True, "left": []}
        assert "cannot be replaced" in locked.stderr
        yield home


@pytest.fixture
def home(locked: Path, own_data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRIPTYCH_HOME", str(locked))
    return locked


def test_with_the_passphrase_everything_goes_on(home: Path, tmp_path: Path) -> None:
    assert run("list", "--json").value["items"][0]["path"] == f"/home/{NAME}.txt"
    assert run("status", "--json").value["has_passphrase"] is True
    assert run("verify", "--deep", "--json").value["ok"]
    assert run("backup", tmp_path / "away.db").status == 0
    assert run("restore", tmp_path / "away.db", library=tmp_path / "elsewhere").status == 0
    assert NAME in run("list", library=tmp_path / "elsewhere").stdout
    for file in (*home.rglob("*"), *tmp_path.rglob("*")):
        assert not file.is_file() or NAME.encode() not in file.read_bytes(), file
    again = run("lock", "--json")
    assert again.status == 3 and "already" in again.value["error"]["message"]


@pytest.mark.parametrize(
    "command",
    [
        ("list",), ("search", "hall"), ("ask", "What hangs in the hall?"), ("remove", "1"),
        ("verify", "--repair"), ("add", "."), ("watch", "list"), ("collections", "list"),
        ("unlock",), ("passphrase",),
    ],
)  # fmt: skip
def test_without_it_a_command_says_what_it_lacks(
    home: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRIPTYCH_PASSPHRASE")
    ended = run(*command, "--json")
    assert ended.status == 3
    error = ended.value["error"]
    assert error["code"] == "passphrase_needed" and "TRIPTYCH_PASSPHRASE" in error["next_step"]
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", ["list", "unlock"])
def test_a_wrong_passphrase_opens_nothing(
    home: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPTYCH_PASSPHRASE", "wrong")
    ended = run(command, "--json")
    assert ended.status == 3 and ended.value["error"]["code"] == "passphrase_wrong"


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_on_a_terminal_it_is_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    monkeypatch.delenv("TRIPTYCH_PASSPHRASE")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.on_a_terminal", "list"],
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    for answer in ("wrong", PHRASE):
        asked = shown.count(b"Passphrase of")
        while shown.count(b"Passphrase of") == asked or not shown.endswith(b": "):
            shown += os.read(ours, 1000)
        os.write(ours, answer.encode() + b"\n")
    listed, _ = child.communicate(timeout=120)
    os.close(ours)
    assert child.returncode == 0 and NAME in listed.decode()
    assert b"not this library's passphrase" in shown and PHRASE.encode() not in shown


def test_the_passphrase_is_changed_and_taken_off(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPTYCH_NEW_PASSPHRASE", NEW)
    assert run("passphrase", "--json").value == {"locked": True, "left": []}
    assert run("list").status == 3
    monkeypatch.setenv("TRIPTYCH_PASSPHRASE", NEW)
    assert run("list").status == 0
    assert run("unlock", "--json").value == {"locked": False, "left": []}
    monkeypatch.delenv("TRIPTYCH_PASSPHRASE")
    assert NAME in run("list").stdout
    again = run("unlock", "--json")
    assert again.status == 3 and "no passphrase" in again.value["error"]["message"]
