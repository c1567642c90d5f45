"""A library whose file is damaged, a place without a library, and files that change while read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.core import events
from app.core.errors import UserError
from app.core.naming import one_line
from app.core.rescue import require_library, rescue
from app.log import PrivateLog
from app.settings import Settings
from app.tasks.readers import ReaderPool
from storage.folders import signs_of, stamp
from storage.records import FileStamp
from tests.fakes import fake_loaders


@pytest.fixture
def readers() -> Iterator[ReaderPool]:
    with ReaderPool(1) as pool:
        yield pool


def opened(library: Path, readers: ReaderPool) -> Core:
    return open_core(library, readers, writer=True, settings=Settings(), loaders=fake_loaders())


def test_a_damaged_library_is_salvaged_and_what_was_lost_is_read_again(
    tmp_path: Path, readers: ReaderPool
) -> None:
    files, library = tmp_path / "files", tmp_path / "library"
    files.mkdir()
    for n in range(40):
        (files / f"{n}.txt").write_text(f"The walrus number {n} sleeps. " * 60, "utf-8")
    core = opened(library, readers)
    list(core.ingest.add([files]))
    core.close()
    file = library / "library.db"
    spoilt = bytearray(file.read_bytes())
    middle = len(spoilt) // 2
    spoilt[middle : middle + 40_000] = os.urandom(40_000)
    file.write_bytes(spoilt)

    rescued = rescue(library)
    assert rescued is not None and "damaged" in rescued.message
    core = opened(library, readers)
    core.maintenance.verify(repair=True)
    list(core.ingest.add([*core.maintenance.roots_to_read_again(), files]))
    report = core.maintenance.verify()
    assert report.ok, report.problems
    assert report.items == 40
    states = {row.state for row in core.browser.items()}
    assert states == {"ready"}
    core.close()
    assert next(library.glob("library-damaged-*.db")).read_bytes() == bytes(spoilt)
    assert rescue(library) is None  # sound now


def test_checking_a_mistyped_path_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no library"):
        require_library(tmp_path / "libary")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_stored_under_the_hash_of_what_was_read(
    tmp_path: Path, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rewritten between hashing and reading, in the same size and with its time put back."""
    path = tmp_path / "memo.txt"
    path.write_text("first version of it", "utf-8")
    core = opened(tmp_path / "library", readers)
    read, times = core.readers.read, []

    def rewriting(name: str | Path, **options: int) -> object:
        if not times:
            status = path.stat()
            path.write_text("other version of it", "utf-8")
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        times.append(1)
        return read(name, **options)

    monkeypatch.setattr(core.readers, "read", rewriting)
    finished = list(core.ingest.add([path]))[-1]
    assert isinstance(finished, events.AddFinished) and finished.added == 1
    item = core.store.items.by_path(str(path))
    assert item is not None and item.content_id is not None
    assert item.sha256 == stamp(path).sha256
    (chunk,) = core.store.chunks.of_content(item.content_id)
    assert chunk.text == "other version of it"
    core.close()


def test_hashing_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "sparse.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(Exception, match="stopped"):
        stamp(path, lambda: True)
    assert signs_of(path)[1] == 1 << 40


@pytest.mark.skipif(os.name == "nt", reason="makes files with holes")
def test_a_large_file_is_looked_at_before_it_is_hashed(
    tmp_path: Path, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    with (folder / "disk.img").open("wb") as stream:
        stream.write(b"\x7fELF" + os.urandom(9_000_000))
    with (folder / "film.mp4").open("wb") as stream:
        stream.write(b"\0\0\0\x18ftypmp42")
        stream.truncate(1 << 40)
    (folder / "note.txt").write_text("a walrus", "utf-8")
    hashed: list[str] = []

    def watched(path: Path, cancelled: Callable[[], bool]) -> FileStamp:
        hashed.append(Path(path).name)
        return stamp(path, cancelled)

    monkeypatch.setattr("app.core.intake.read.stamp", watched)
    core = opened(tmp_path / "library", readers)
    finished = list(core.ingest.add([folder]))[-1]
    core.close()
    assert isinstance(finished, events.AddFinished) and finished.added == 1
    assert set(hashed) == {"note.txt"}
    (skipped,) = finished.skipped
    assert skipped.path.endswith("disk.img") and "unsupported type" in skipped.reason
    (failed,) = finished.failed
    assert failed.path.endswith("film.mp4") and "are on the disk" in failed.reason


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_only_the_owner_reads_copies_exports_and_the_log(
    tmp_path: Path, readers: ReaderPool
) -> None:
    from app.core.transfer import backup_library, export_library

    core = opened(tmp_path / "library", readers)
    backup_library(core.store, tmp_path / "kept.db")
    export_library(core.store, tmp_path / "told.md")
    core.close()
    old = tmp_path / "triptych.log"
    old.write_text("")
    old.chmod(0o644)
    PrivateLog(old).close()
    for file in (tmp_path / "kept.db", tmp_path / "told.md", old, tmp_path / "library/library.db"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain name é 写.txt", "plain name é 写.txt"),
        ("a\nindexed /b", "a\\nindexed /b"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
    ],
)
def test_a_name_cannot_write_to_the_terminal(name: str, shown: str) -> None:
    assert one_line(name) == shown
