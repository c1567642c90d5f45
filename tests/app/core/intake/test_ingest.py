"""Bringing a library up to date: what is read again, what is only noticed, and what it says."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PIL import Image

from app.compose import Core, open_core
from app.core import events
from app.core.question.retrieve import Query
from app.core.troubles import known_trouble
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.errors import ModelDamaged, ModelMissing
from models.protocols import Rows
from storage.errors import DiskFull
from tests.e2e.corpora import mixed_files
from tests.fakes import FakeTextEncoder, fake_loaders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two notes that differ in every word."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "harbour.txt").write_text("The harbour master keeps the brass key.", "utf-8")
    (folder / "orchard.md").write_text("# Orchard\n\nPears ripen in September.", "utf-8")
    return folder


def add(core: Core, *roots: Path, rehash: bool = False) -> events.AddFinished:
    finished = list(core.ingest.add(roots, rehash=rehash))[-1]
    assert isinstance(finished, events.AddFinished)
    return finished


def counts(finished: events.AddFinished) -> tuple[int, int, int, int, int]:
    """added, updated, unchanged, moved, missing"""
    return (
        finished.added,
        finished.updated,
        finished.unchanged,
        finished.moved,
        finished.missing,
    )


def found(core: Core, words: str) -> list[str]:
    return [Path(hit.path).name for hit in core.retriever.search(Query(words)).hits]


def state_of(core: Core, path: Path) -> str | None:
    item = core.store.items.by_path(str(path))
    return item.state if item else None


def make_older(path: Path) -> None:
    """Another time, the same bytes."""
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))


def test_every_event_of_a_first_add_in_order(core: Core, folder: Path) -> None:
    told = list(core.ingest.add([folder]))
    assert isinstance(told[0], events.Scanned) and told[0].n_files == 2
    indexed = [event for event in told if isinstance(event, events.FileIndexed)]
    assert [(Path(e.path).name, e.outcome) for e in indexed] == [
        ("harbour.txt", "added"),
        ("orchard.md", "added"),
    ]
    progress = [event for event in told if isinstance(event, events.AddProgress)]
    assert (progress[-1].done, progress[-1].total) == (2, 2)
    assert told[-1].chunks == core.store.health.counts().chunks >= 2


def test_an_acknowledged_file_is_committed_before_it_is_told(core: Core, folder: Path) -> None:
    for event in core.ingest.add([folder]):
        if isinstance(event, events.FileIndexed):
            assert state_of(core, Path(event.path)) == "ready"


def test_a_second_add_reads_nothing(core: Core, folder: Path) -> None:
    add(core, folder)
    again = list(core.ingest.add([folder]))
    assert not [event for event in again if isinstance(event, events.FileStarted)]
    assert counts(again[-1]) == (0, 0, 2, 0, 0)


def test_a_new_time_on_the_same_bytes_is_unchanged(core: Core, folder: Path) -> None:
    add(core, folder)
    make_older(folder / "harbour.txt")
    finished = add(core, folder)
    assert counts(finished) == (0, 0, 2, 0, 0)
    assert counts(add(core, folder)) == (0, 0, 2, 0, 0)
    held = core.store.items.by_path(str(folder / "harbour.txt"))
    assert held is not None and held.mtime_ns == 1_000_000_000


def test_a_changed_file_is_found_by_its_new_words_only(core: Core, folder: Path) -> None:
    add(core, folder)
    (folder / "harbour.txt").write_text("Seven lanterns burn at midnight.", "utf-8")
    finished = add(core, folder)
    assert counts(finished) == (0, 1, 1, 0, 0)
    assert found(core, "lanterns at midnight")[0] == "harbour.txt"
    assert core.store.keywords.search("brass", 5) == []
    assert core.maintenance.verify().ok


def test_rehash_sees_a_change_that_size_and_time_hide(core: Core, folder: Path) -> None:
    file = folder / "harbour.txt"
    add(core, folder)
    status = file.stat()
    text = file.read_text("utf-8").replace("brass", "steel")
    file.write_text(text, "utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(add(core, folder)) == (0, 0, 2, 0, 0)
    assert counts(add(core, folder, rehash=True)) == (0, 1, 1, 0, 0)
    assert core.store.keywords.search("steel", 5)


def test_a_moved_file_keeps_its_item(core: Core, folder: Path) -> None:
    add(core, folder)
    before = core.store.items.by_path(str(folder / "harbour.txt"))
    (folder / "below").mkdir()
    shutil.move(folder / "harbour.txt", folder / "below" / "port.txt")
    finished = add(core, folder)
    after = core.store.items.by_path(str(folder / "below" / "port.txt"))
    assert counts(finished) == (0, 0, 1, 1, 0)
    assert before is not None and after is not None and after.item_id == before.item_id
    assert state_of(core, folder / "harbour.txt") is None
    assert found(core, "brass key")[0] == "port.txt"


def test_a_copy_is_a_second_item_that_shares_its_content(core: Core, folder: Path) -> None:
    add(core, folder)
    n_chunks = core.store.health.counts().chunks
    shutil.copy(folder / "harbour.txt", folder / "copy.txt")
    assert counts(add(core, folder)) == (1, 0, 2, 0, 0)
    first = core.store.items.by_path(str(folder / "harbour.txt"))
    second = core.store.items.by_path(str(folder / "copy.txt"))
    assert first is not None and second is not None
    assert first.item_id != second.item_id and first.content_id == second.content_id
    assert core.store.health.counts().chunks == n_chunks


def test_only_new_passages_are_counted(core: Core, folder: Path) -> None:
    shutil.copy(folder / "harbour.txt", folder / "copy.txt")
    assert add(core, folder).chunks == core.store.health.counts().chunks
    make_older(folder / "harbour.txt")
    shutil.copy(folder / "harbour.txt", folder / "another.txt")
    assert add(core, folder).chunks == 0


def test_equal_files_in_one_batch_are_encoded_once(
    tmp_path: Path, folder: Path, readers: ReaderPool
) -> None:
    class Counting(FakeTextEncoder):
        texts: ClassVar[list[str]] = []

        def encode_documents(self, texts: Sequence[str]) -> Rows:
            self.texts.extend(texts)
            return super().encode_documents(texts)

    shutil.copy(folder / "harbour.txt", folder / "copy.txt")
    core = open_core(
        tmp_path / "library",
        readers,
        writer=True,
        settings=Settings(),
        loaders={**fake_loaders(), "text": Counting},
    )
    assert add(core, folder).added == 3
    assert sum("brass key" in text for text in Counting.texts) == 1
    assert core.store.health.counts().chunks == len(core.store.keywords.search("brass pears", 9))
    core.close()


def test_equal_files_that_cannot_be_encoded_are_each_told(
    tmp_path: Path, folder: Path, readers: ReaderPool
) -> None:
    class Choking(FakeTextEncoder):
        def encode_documents(self, texts: Sequence[str]) -> Rows:
            raise RuntimeError("a bug of ours")

    (folder / "orchard.md").unlink()
    shutil.copy(folder / "harbour.txt", folder / "copy.txt")
    loaders = {**fake_loaders(), "text": Choking}
    core = open_core(
        tmp_path / "library", readers, writer=True, settings=Settings(), loaders=loaders
    )
    assert {Path(f.path).name for f in add(core, folder).failed} == {"harbour.txt", "copy.txt"}
    core.close()


def test_one_of_two_equal_files_removed_leaves_the_other_found(core: Core, folder: Path) -> None:
    shutil.copy(folder / "harbour.txt", folder / "copy.txt")
    add(core, folder)
    core.maintenance.remove(core.maintenance.item_ids([str(folder / "harbour.txt")]))
    assert "copy.txt" in found(core, "brass key")
    assert core.maintenance.verify().ok


def test_a_vanished_file_is_missing_and_stays_found(core: Core, folder: Path) -> None:
    file = folder / "harbour.txt"
    add(core, folder)
    text, status = file.read_bytes(), file.stat()
    file.unlink()
    assert counts(add(core, folder)) == (0, 0, 1, 0, 1)
    assert state_of(core, file) == "missing"
    assert found(core, "brass key")[0] == "harbour.txt"
    assert counts(add(core, folder)) == (0, 0, 1, 0, 0), "missing is told once"
    file.write_bytes(text)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(add(core, folder)) == (0, 0, 2, 0, 0)
    assert state_of(core, file) == "ready"


def test_a_returned_file_with_other_words_is_updated(core: Core, folder: Path) -> None:
    file = folder / "harbour.txt"
    add(core, folder)
    file.unlink()
    add(core, folder)
    file.write_text("A new harbour with a wooden gate.", "utf-8")
    assert counts(add(core, folder)) == (0, 1, 1, 0, 0)
    assert state_of(core, file) == "ready"


def test_another_folder_says_nothing_of_the_first(core: Core, folder: Path, tmp_path: Path) -> None:
    add(core, folder)
    other = tmp_path / "other"
    mixed_files(other, 3)
    (folder / "harbour.txt").unlink()
    assert add(core, other).missing == 0
    assert state_of(core, folder / "harbour.txt") == "ready"


def test_the_users_files_are_left_as_they_are(core: Core, folder: Path) -> None:
    def listing() -> dict[str, tuple[bytes, int, int]]:
        return {
            str(path): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
            for path in folder.rglob("*")
        }

    before = listing()
    add(core, folder)
    add(core, folder, rehash=True)
    assert listing() == before


# --- stopping and going on ----------------------------------------------------------------------


def test_cancelled_between_files_a_second_add_brings_the_rest(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    files = mixed_files(folder, 35)
    acknowledged: list[str] = []
    stream = core.ingest.add([folder], lambda: len(acknowledged) >= 3)
    finished: Any = None
    for finished in stream:
        if isinstance(finished, events.FileIndexed):
            acknowledged.append(finished.path)
    assert finished.cancelled and finished.added == len(acknowledged) < len(files)
    assert finished.missing == 0
    for path in acknowledged:
        assert state_of(core, Path(path)) == "ready"
    second = add(core, folder)
    assert counts(second) == (len(files) - len(acknowledged), 0, len(acknowledged), 0, 0)
    assert not second.cancelled
    assert core.maintenance.verify().ok


def test_a_stream_dropped_on_the_way_leaves_a_whole_library(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    mixed_files(folder, 20)
    stream = core.ingest.add([folder])
    for event in stream:
        if isinstance(event, events.FileIndexed):
            break
    stream.close()  # type: ignore[attr-defined]
    assert core.maintenance.verify().ok
    assert sum(counts(add(core, folder))[:3]) == 20


def test_a_large_document_is_encoded_in_steps_and_can_be_left_halfway(
    tmp_path: Path, readers: ReaderPool
) -> None:
    class Counting(FakeTextEncoder):
        n_texts = 0

        def encode_documents(self, texts: Sequence[str]) -> Rows:
            Counting.n_texts += len(texts)
            return super().encode_documents(texts)

    large = tmp_path / "large.txt"
    large.write_text("\n\n".join(f"Paragraph {n}. " + "word " * 200 for n in range(300)), "utf-8")
    core = open_core(
        tmp_path / "library",
        readers,
        writer=True,
        settings=Settings(),
        loaders={**fake_loaders(), "text": Counting},
    )
    steps: list[tuple[int, int]] = []
    stream = core.ingest.add([large], lambda: len(steps) >= 3)
    for event in stream:
        if isinstance(event, events.FileStarted) and event.stage == "encode" and event.total:
            steps.append((event.done, event.total))
    total = steps[0][1]
    assert total >= 300 and steps == [(0, total), (32, total), (64, total)]
    assert Counting.n_texts < total
    assert core.store.items.by_path(str(large)) is None
    assert add(core, large).chunks == total
    core.close()


def test_a_reading_that_hangs_lets_others_in_and_can_be_left(
    core: Core, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = core.ingest._file_reader.prepare
    hanging = threading.Event()

    def hang(entry: Any, cancelled: Any = None) -> Any:
        if entry.path.endswith("orchard.md"):
            hanging.wait(60)
        return prepare(entry)

    monkeypatch.setattr(core.ingest._file_reader, "prepare", hang)
    n_turns = 0
    try:
        told = []
        stream = core.ingest.add([folder], lambda: n_turns >= 3)
        for event in stream:
            told.append(event)
            n_turns += isinstance(event, events.FileStarted) and event.path.endswith("orchard.md")
    finally:
        hanging.set()
    assert isinstance(told[-1], events.AddFinished) and told[-1].cancelled
    monkeypatch.undo()
    assert sum(counts(add(core, folder))[:3]) == 2


# --- what does not come in ----------------------------------------------------------------------


def test_a_broken_file_is_listed_with_its_reason_and_not_read_again(
    core: Core, folder: Path
) -> None:
    broken = folder / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing of the kind")
    first = add(core, folder)
    assert [Path(f.path).name for f in first.failed] == ["broken.pdf"]
    assert state_of(core, broken) == "attention"
    again = list(core.ingest.add([folder]))
    assert not [e for e in again if isinstance(e, events.FileStarted)], "read again"
    assert again[-1].failed == first.failed
    broken.write_bytes(b"%PDF-1.7\nsomething else that is no PDF either")
    third = list(core.ingest.add([folder]))
    read = {Path(event.path).name for event in third if isinstance(event, events.FileStarted)}
    assert read == {"broken.pdf"}


def test_a_mended_file_is_added(core: Core, folder: Path) -> None:
    file = folder / "report.html"
    file.write_bytes(b"\x00\x01\x02 no page \xff")
    first = add(core, folder)
    assert first.failed or first.skipped
    file.write_text("<h1>Report</h1><p>The walnut bridge is closed.</p>", "utf-8")
    assert add(core, folder).added == 1
    assert state_of(core, file) == "ready"
    assert "report.html" in found(core, "walnut bridge")


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_a_file_without_permission_is_tried_again(
    core: Core, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.errors import ReadError

    prepare = core.ingest._file_reader.prepare

    def refused(entry: Any, cancelled: Any = None) -> Any:
        if entry.path.endswith("harbour.txt"):
            raise ReadError("no permission to read it", retryable=True)
        return prepare(entry)

    monkeypatch.setattr(core.ingest._file_reader, "prepare", refused)
    first = add(core, folder)
    assert [(f.reason, f.retryable) for f in first.failed] == [("no permission to read it", True)]
    monkeypatch.undo()
    assert counts(add(core, folder)) == (1, 0, 1, 0, 0)
    assert state_of(core, folder / "harbour.txt") == "ready"


def test_a_named_path_that_is_not_there_fails_and_one_in_a_folder_is_skipped(
    core: Core, folder: Path
) -> None:
    (folder / "empty.txt").touch()
    (folder / "program.bin").write_bytes(bytes(range(256)) * 8)
    finished = add(core, folder, folder / "no such file")
    assert [Path(f.path).name for f in finished.failed] == ["no such file"]
    assert {Path(s.path).name for s in finished.skipped} == {"empty.txt", "program.bin"}
    assert all(skipped.reason for skipped in finished.skipped)
    assert finished.added == 2


def test_one_file_that_cannot_be_encoded_does_not_take_its_batch_along(
    tmp_path: Path, folder: Path, readers: ReaderPool
) -> None:
    class Choking(FakeTextEncoder):
        def encode_documents(self, texts: Sequence[str]) -> Rows:
            if any("Pears" in text for text in texts):
                raise RuntimeError("a bug of ours")
            return super().encode_documents(texts)

    loaders = {**fake_loaders(), "text": Choking}
    core = open_core(
        tmp_path / "library", readers, writer=True, settings=Settings(), loaders=loaders
    )
    finished = add(core, folder)
    assert [Path(f.path).name for f in finished.failed] == ["orchard.md"]
    assert "internal error" in finished.failed[0].reason
    assert finished.added == 1 and found(core, "brass key")[0] == "harbour.txt"
    core.close()


def test_a_mistake_of_ours_in_reading_costs_one_file_only(
    core: Core, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = core.ingest._file_reader.prepare

    def mistaken(entry: Any, cancelled: Any = None) -> Any:
        if entry.path.endswith("harbour.txt"):
            raise IndexError("a bug of ours")
        return prepare(entry)

    monkeypatch.setattr(core.ingest._file_reader, "prepare", mistaken)
    finished = add(core, folder)
    assert finished.added == 1 and len(finished.failed) == 1
    assert "internal error" in finished.failed[0].reason


def test_without_models_documents_are_found_by_their_words(
    tmp_path: Path, folder: Path, readers: ReaderPool
) -> None:
    """Words come first; pictures wait; once the models are there a second run makes all good."""
    Image.new("RGB", (64, 64), "red").save(folder / "sunset.png")

    def missing() -> Any:
        raise ModelMissing("The model is not installed.", "Run `triptych models install`.")

    without = dict.fromkeys(("text", "image", "tags", "speech", "decoder"), missing)
    core = open_core(
        tmp_path / "library",
        readers,
        writer=True,
        settings=Settings(),
        loaders={**fake_loaders(), **without},
    )
    finished = add(core, folder)
    assert finished.added == 2 and found(core, "brass key")[0] == "harbour.txt"
    (waiting,) = finished.failed
    assert waiting.path.endswith("sunset.png") and waiting.retryable
    assert "waits for a model" in waiting.reason
    core.close()

    core = open_core(
        tmp_path / "library", readers, writer=True, settings=Settings(), loaders=fake_loaders()
    )
    finished = add(core, folder)
    assert counts(finished) == (1, 0, 2, 0, 0) and not finished.failed
    report = core.maintenance.verify()
    assert report.ok, report.problems
    assert report.vectors["text"] == report.chunks
    core.close()


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (ModelMissing("The model is not installed.", "Install it."), "model_missing"),
        (ModelDamaged("The model is damaged.", "Install it again."), "model_damaged"),
        (MemoryError(), "out_of_memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "not_permitted"),
        (DiskFull("The disk is full.", "Free some space."), "disk_full"),
    ],
)
def test_what_a_user_can_act_on_is_no_bug(raised: Exception, said: str) -> None:
    trouble = known_trouble(raised)
    assert trouble is not None and trouble.code == said
    assert trouble.message and trouble.next_step


def test_a_mistake_of_ours_is_a_bug() -> None:
    assert known_trouble(ValueError("x")) is None


def test_what_failed_for_good_is_tried_again_after_an_update(
    core: Core, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.core.intake import ingest
    from storage.errors import ReadError

    prepare = core.ingest._file_reader.prepare

    def damaged(entry: Any, cancelled: Any = None) -> Any:
        if entry.path.endswith("harbour.txt"):
            raise ReadError("the file is damaged")
        return prepare(entry)

    monkeypatch.setattr(core.ingest._file_reader, "prepare", damaged)
    assert len(add(core, folder).failed) == 1
    monkeypatch.undo()
    assert len(add(core, folder).failed) == 1  # not read again: nothing has changed
    monkeypatch.setattr(ingest, "RECIPE", "of the next version")
    assert add(core, folder).failed == ()
