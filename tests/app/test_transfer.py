"""A library into a file and back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.core.errors import UserError
from app.core.question.retrieve import Query
from app.core.transfer import backup_library, export_library, restore_library
from app.settings import Settings
from app.tasks.readers import ReaderPool
from tests.e2e.corpora import mixed_files
from tests.fakes import fake_loaders


@pytest.fixture
def filled(core: Core, tmp_path: Path) -> Core:
    mixed_files(tmp_path / "files", 8)
    list(core.ingest.add([tmp_path / "files"]))
    list(core.ask(Query("What does note number-3 say?"), core.generation_settings({})))
    return core


def test_json_lines_hold_every_item_passage_and_answer(filled: Core, tmp_path: Path) -> None:
    file = tmp_path / "out" / "all.jsonl"
    written = export_library(filled.store, file)
    assert (written.path, written.items) == (str(file), 8)
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    items = [record for record in records if record["type"] == "item"]
    answers = [record for record in records if record["type"] == "answer"]
    assert len(items) == 8 and len(answers) == 1
    assert sum(len(item["chunks"]) for item in items) == filled.store.health.counts().chunks
    assert any("number-3" in chunk["text"] for item in items for chunk in item["chunks"])
    assert answers[0]["question"] == "What does note number-3 say?"


def test_markdown_holds_the_same(filled: Core, tmp_path: Path) -> None:
    file = tmp_path / "all.md"
    export_library(filled.store, file)
    text = file.read_text("utf-8")
    assert text.count("\n# Question: ") == 1 and "> Note number-0." in text
    for item in filled.store.items.all():
        assert f"`{item.path}`" in text


def test_another_ending_is_refused(filled: Core, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_library(filled.store, tmp_path / "all.docx")
    assert caught.value.code == "usage"
    assert not (tmp_path / "all.docx").exists()


@pytest.mark.parametrize("write", [export_library, backup_library])
def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing(
    filled: Core, tmp_path: Path, write: Callable[..., object]
) -> None:
    (tmp_path / "a file").write_text("in the way", "utf-8")
    target = tmp_path / "a file" / "all.md"
    with pytest.raises(UserError) as caught:
        write(filled.store, target)
    assert caught.value.next_step and "unchanged" in caught.value.message
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".part") == []


def test_an_export_that_fails_keeps_the_one_before(
    filled: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.md"
    file.write_text("the one before", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left"):
        export_library(filled.store, file)
    assert file.read_text("utf-8") == "the one before"
    assert not (tmp_path / "all.md.part").exists()


def test_a_backup_restored_elsewhere_is_the_same_library(
    filled: Core, tmp_path: Path, readers: ReaderPool
) -> None:
    saved, second = tmp_path / "saved.triptych", tmp_path / "second"
    assert backup_library(filled.store, saved).items == 8
    assert restore_library(saved, second).items == 8
    core = open_core(second, readers, writer=True, settings=Settings(), loaders=fake_loaders())
    assert core.maintenance.verify().ok
    before, after = filled.store.health.counts(), core.store.health.counts()
    assert (after.items, after.chunks, dict(after.vectors)) == (
        before.items,
        before.chunks,
        dict(before.vectors),
    )
    query = Query("number-3")
    assert [hit.path for hit in core.retriever.search(query).hits] == [
        hit.path for hit in filled.retriever.search(query).hits
    ]
    assert [row.n_turns for row in core.conversations.rows()] == [1]
    again = list(core.ingest.add([tmp_path / "files"]))[-1]
    assert (again.unchanged, again.added) == (8, 0)
    core.close()


def test_restoring_over_a_library_keeps_what_was_there(filled: Core, tmp_path: Path) -> None:
    saved = tmp_path / "saved.triptych"
    backup_library(filled.store, saved)
    first = filled.store.items.by_path(str(tmp_path / "files" / "00000.txt"))
    assert first is not None
    filled.maintenance.remove([first.item_id])
    folder = filled.store.folder
    filled.close()
    before = {path.name for path in folder.parent.iterdir()} | {p.name for p in folder.iterdir()}
    assert restore_library(saved, folder).items == 8
    after = {path.name for path in folder.parent.iterdir()} | {p.name for p in folder.iterdir()}
    assert after - before, "the library that was there is kept beside it"


@pytest.mark.parametrize("content", [b"", b"no library at all" * 100, b"SQLite format 3\x00" * 99])
def test_what_is_no_backup_is_refused_and_nothing_is_touched(
    filled: Core, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.triptych"
    broken.write_bytes(content)
    folder = filled.store.folder
    filled.close()
    whole = (folder / "library.db").read_bytes()
    with pytest.raises(UserError) as caught:
        restore_library(broken, folder)
    assert caught.value.next_step
    assert (folder / "library.db").read_bytes() == whole


def test_a_backup_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        restore_library(tmp_path / "none.triptych", tmp_path / "library")
