"""Walking real folders and stamping real files."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path

import pytest

from storage.errors import ReadError
from storage.folders import Found, Passed, stamp, walk

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


def put(path: Path, text: str = "words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(root: Path, entries: list[Found | Passed]) -> list[str]:
    return [Path(entry.path).relative_to(root).as_posix() for entry in entries]


def test_files_come_before_folders_in_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", "c.txt", "0/x.txt"):
        put(tmp_path / name)
    found = list(walk([tmp_path]))
    assert names(tmp_path, found) == ["b.txt", "c.txt", "0/x.txt", "a/z.txt", "a/b/c.txt"]
    assert isinstance(found[0], Found)
    assert found[0].size == 5
    assert found[0].mtime_ns == (tmp_path / "b.txt").stat().st_mtime_ns


def test_rules_leave_out_and_take_back(tmp_path: Path) -> None:
    for name in (
        ".git/config",
        "node_modules/x.js",
        "~$open.docx",
        "keep.log",
        "drop.log",
        "deep/drop.log",
        "deep/also.md",
        "private/a.txt",
        "plain.txt",
    ):
        put(tmp_path / name)
    put(tmp_path / ".triptychignore", "*.log\n!keep.log\n/private/\n[\n")
    put(tmp_path / "deep" / ".triptychignore", "!drop.log\nalso.md\n")
    assert names(tmp_path, list(walk([tmp_path]))) == ["keep.log", "plain.txt", "deep/drop.log"]


def test_a_root_is_taken_even_if_hidden_and_comes_once(tmp_path: Path) -> None:
    hidden = put(tmp_path / ".notes" / "a.txt")
    assert [entry.path for entry in walk([hidden, hidden.parent, str(hidden)])] == [str(hidden)]


def test_reasons(tmp_path: Path) -> None:
    put(tmp_path / "empty.txt", "")
    assert list(walk([tmp_path, tmp_path / "nowhere"])) == [
        Passed(str(tmp_path / "empty.txt"), "empty file"),
        Passed(str(tmp_path / "nowhere"), "no such file or folder"),
    ]


def test_files_kept_in_the_cloud_are_not_fetched(tmp_path: Path) -> None:
    put(tmp_path / ".letter.pdf.icloud")
    (passed,) = walk([tmp_path])
    assert isinstance(passed, Passed)
    assert passed.path.endswith("letter.pdf")
    assert "cloud" in passed.reason


@posix
def test_links_and_special_files_are_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = put(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "link.txt").symlink_to(target)
    os.mkfifo(tmp_path / "in" / "pipe")
    with socket.socket(socket.AF_UNIX) as unix:
        monkeypatch.chdir(tmp_path / "in")  # a socket's path has to be short
        unix.bind("sock")
        entries = list(walk([tmp_path / "in"]))
    reasons = {Path(entry.path).name: getattr(entry, "reason", None) for entry in entries}
    assert reasons == {
        "a.txt": None,
        "link.txt": "a link; add what it points to instead",
        "loop": "a link; add what it points to instead",
        "pipe": "not a regular file",
        "sock": "not a regular file",
    }


@posix
def test_a_root_that_is_a_link_is_followed(tmp_path: Path) -> None:
    target = put(tmp_path / "real" / "a.txt")
    (tmp_path / "way").symlink_to(tmp_path / "real", target_is_directory=True)
    assert [entry.path for entry in walk([tmp_path / "way"])] == [str(target)]


@posix
def test_names_that_are_no_text_are_passed_printably(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(raw)).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    (passed,) = walk([tmp_path])
    assert isinstance(passed, Passed)
    assert "name" in passed.reason
    passed.path.encode("utf-8")


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_closed_folder_is_passed(tmp_path: Path) -> None:
    put(tmp_path / "closed" / "a.txt")
    (tmp_path / "closed").chmod(0)
    try:
        (passed,) = walk([tmp_path])
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert isinstance(passed, Passed)
    assert "permission" in passed.reason


def test_very_deep_folders_do_not_recurse(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep = deep / "d"
    put(deep / "a.txt")
    (found,) = walk([tmp_path])
    assert isinstance(found, Found)


def test_stamp(tmp_path: Path) -> None:
    path = put(tmp_path / "a.bin", "x" * 3_000_000)
    made = stamp(path)
    assert made.sha256 == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert (made.size, made.mtime_ns) == (3_000_000, path.stat().st_mtime_ns)
    assert made.path == str(path)


def test_stamp_of_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no longer there"):
        stamp(tmp_path / "none")
    with pytest.raises(ReadError, match="not a regular file"):
        stamp(tmp_path)


@posix
def test_stamp_never_waits_on_a_pipe_or_follows_a_link(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match="not a regular file"):
        stamp(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(put(tmp_path / "a.txt"))
    with pytest.raises(ReadError):
        stamp(tmp_path / "link")
