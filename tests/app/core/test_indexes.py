"""The indexes in memory against the store, and what is saved of them for the next start."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.core import indexes as indexes_module
from app.core.indexes import Indexes
from index import snapshot
from index.large import LargeIndex
from storage.records import Change, FileStamp, NewChunk, NewContent, SpaceRecord
from storage.store import Store

DIM = 32
SPACE = SpaceRecord("text", DIM, "an-encoder")


def rows_of(seed: int, n: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((n, DIM)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def add(store: Store, number: int, n: int = 50) -> Change:
    """A file of `n` passages."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    chunks = tuple(
        NewChunk(
            "text", f"passage {number} {i}", {"char_start": 0, "char_end": 1}, "en", {"text": row}
        )
        for i, row in enumerate(rows_of(number, n))
    )
    content = NewContent(digest, "text", "text/plain", None, "", {}, chunks)
    return store.contents.replace(FileStamp(f"/made/{number}.txt", 1, 1, digest), content)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(indexes_module, "LARGE_FROM", 100)
    yield tmp_path / "library"


def opened(store: Store) -> Indexes:
    made = Indexes(store)
    made.open()
    return made


def agrees(indexes: Indexes, store: Store) -> bool:
    """Whether the index holds what the database does, and finds each of some rows by itself."""
    index = indexes.open()["text"]
    stored = store.vectors.ids("text")
    some = store.vectors.of_chunks("text", stored[::7].tolist())
    found = [indexes.search("text", row, 1)[0] for row in some.rows]
    return (
        np.array_equal(index.ids(), stored)
        and [i for i, _ in found] == some.ids.tolist()
        and all(score > 0.999 for _, score in found)
    )


def filled(folder: Path, n_files: int = 5) -> None:
    with Store.open(folder, writer=True) as store:
        store.vectors.ensure_space(SPACE)
        indexes = opened(store)
        for number in range(n_files):
            indexes.follow(add(store, number))
        indexes.save()


def saved(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.index*"))


def test_a_large_index_is_taken_up_without_reading_its_rows(folder: Path, monkeypatch) -> None:
    filled(folder)
    assert saved(folder) == ["text-5.index"]
    assert (folder / "text-5.index").stat().st_mode & 0o077 == 0
    with Store.open(folder, writer=False) as store:
        monkeypatch.setattr(store.vectors, "batches", None)
        indexes = opened(store)
        assert isinstance(indexes.open()["text"], LargeIndex)
        assert agrees(indexes, store)


def test_a_small_index_is_not_saved(folder: Path) -> None:
    filled(folder, 1)
    assert saved(folder) == []


def test_what_was_committed_since_is_taken_from_the_database(folder: Path) -> None:
    filled(folder)
    with Store.open(folder, writer=True) as store:  # killed before it could save
        add(store, 77)
        item = store.items.by_path("/made/2.txt")
        assert item is not None
        list(store.contents.remove([item.item_id]))
    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        assert agrees(indexes, store) and len(indexes.open()["text"]) == 250
        indexes.save()
        newest = store.snapshots.newest("text")
        assert newest is not None and saved(folder) == [newest.file_name]
        space = snapshot.Space("text", DIM, SPACE.fingerprint)
        state, _ = snapshot.read(folder / newest.file_name, newest.sha256, space)
        assert np.array_equal(state.ids, store.vectors.ids("text"))


def test_nothing_of_what_was_removed_stays_in_the_saved_index(folder: Path) -> None:
    filled(folder)
    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        item = store.items.by_path("/made/2.txt")
        assert item is not None
        for change in store.contents.remove([item.item_id]):
            indexes.follow(change)
        indexes.save()
        (name,) = saved(folder)
        newest = store.snapshots.newest("text")
        assert newest is not None and newest.file_name == name
        assert agrees(indexes, store)


@pytest.mark.parametrize("harm", ["spoilt", "cut", "gone", "another", "unreadable"])
def test_a_saved_index_that_is_not_the_one_recorded_is_made_anew(folder: Path, harm: str) -> None:
    filled(folder)
    file = folder / "text-5.index"
    if harm == "spoilt":
        packed = bytearray(file.read_bytes())
        packed[-700] ^= 1
        file.write_bytes(packed)
    elif harm == "cut":
        os.truncate(file, 900)
    elif harm == "another":
        file.write_bytes(b"TRPTINDEX2\n{}")
    else:
        file.unlink()
        if harm == "unreadable":
            file.mkdir()
    with Store.open(folder, writer=True) as store:
        assert agrees(opened(store), store)


def test_a_save_that_was_cut_off_leaves_the_last_one(folder: Path, monkeypatch) -> None:
    filled(folder)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        indexes.follow(add(store, 77))
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", full)
            indexes.save()
        assert saved(folder) == ["text-5.index"]
        assert agrees(indexes, store)
    (folder / "text-9.index.partial").write_bytes(b"killed while it was written")
    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        assert agrees(indexes, store)
        indexes.save()
        assert "text-9.index.partial" not in saved(folder)


def test_rows_changed_below_what_is_saved_are_not_missed(folder: Path) -> None:
    """Such as those of another encoder, or of passages that had none."""
    filled(folder)
    with Store.open(folder, writer=True) as store:
        ids = store.vectors.ids("text")[:3]
        store.vectors.put("text", ids, rows_of(900, 3))
        assert store.snapshots.newest("text") is None
    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        assert agrees(indexes, store)
        assert [indexes.search("text", row, 1)[0][0] for row in rows_of(900, 3)] == ids.tolist()


def test_a_saved_index_of_another_encoder_is_not_used(folder: Path) -> None:
    filled(folder)
    with Store.open(folder, writer=True) as store:
        other = SpaceRecord("text", DIM, "another-encoder")
        ids = store.vectors.ids("text")
        store.vectors.stage_space(other)
        store.vectors.put("text", ids, rows_of(901, len(ids)), staged=True)
        store.vectors.promote_space("text")
        indexes = opened(store)
        assert agrees(indexes, store)
        assert indexes.search("text", rows_of(901, 1)[0], 1)[0][0] == ids[0]


def test_a_reader_beside_the_writer_saves_nothing(folder: Path) -> None:
    filled(folder)
    with Store.open(folder, writer=True) as store:
        add(store, 77)
        with Store.open(folder, writer=False) as beside:
            indexes = opened(beside)
            assert agrees(indexes, beside)
            indexes.save()
    assert saved(folder) == ["text-5.index"]


def test_a_few_new_rows_are_not_worth_saving(folder: Path) -> None:
    filled(folder)
    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        indexes.follow(add(store, 77, n=2))
        indexes.save()
        assert saved(folder) == ["text-5.index"]
        indexes.follow(add(store, 78, n=40))
        indexes.save()
        assert saved(folder) == ["text-7.index"]


def test_loading_anew_believes_the_rows_alone(folder: Path) -> None:
    """After a repair the rows may be others than those that were saved."""
    filled(folder)
    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        with store._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM vectors WHERE chunk_id % 3 = 0")
        indexes.reload()
        assert agrees(indexes, store) and len(indexes.open()["text"]) < 250


def test_closing_twice_saves_once(folder: Path) -> None:
    filled(folder)
    with Store.open(folder, writer=True) as store:
        indexes = opened(store)
        indexes.follow(add(store, 77))
        indexes.close()
        assert saved(folder) == ["text-6.index"]
    indexes.close()
