"""Spaces and vectors: kept as float16, given back at unit length, refused if foreign."""

from __future__ import annotations

import numpy as np
import pytest

from storage.errors import NotFound, SpaceMismatch
from storage.records import FileStamp, NewChunk, NewContent, SpaceRecord
from storage.store import Store

from .conftest import TEXT, sha, unit_row

OTHER = SpaceRecord("text", 8, "another-encoder")


def test_rows_are_rounded_once_and_have_unit_length(store: Store, put) -> None:
    batch = put("/a", "x").added[0]
    original = unit_row(int(sha("x")[:8], 16))
    assert np.abs(batch.rows[0] - original).max() < 1e-3
    assert np.linalg.norm(batch.rows, axis=1) == pytest.approx(1.0, abs=1e-6)
    assert batch.ids.dtype == np.int64 and batch.rows.dtype == np.float32


def test_batches_cover_a_space_in_order(store: Store, put, monkeypatch) -> None:
    monkeypatch.setattr("storage.repositories.vectors._BATCH", 3)
    announced = [put(f"/{i}", f"text {i}").added[0] for i in range(7)]
    batches = list(store.vectors.batches("text"))
    assert [len(batch.ids) for batch in batches] == [3, 3, 1]
    assert np.concatenate([b.ids for b in batches]).tolist() == list(range(1, 8))
    stored = np.concatenate([b.rows for b in batches])
    assert np.array_equal(stored, np.concatenate([b.rows for b in announced]))
    assert store.vectors.ids("text").tolist() == list(range(1, 8))
    assert [b.ids.tolist() for b in store.vectors.batches("text", after=5)] == [[6, 7]]


def test_the_rows_of_some_chunks(store: Store, put) -> None:
    for i in range(5):
        put(f"/{i}", f"text {i}")
    batch = store.vectors.of_chunks("text", [4, 2, 99, 2])
    assert batch.ids.tolist() == [2, 4] and batch.rows.shape == (2, 16)
    assert store.vectors.of_chunks("image", [1]).rows.shape == (0, 0)
    assert list(store.vectors.batches("image")) == []


def test_ids_by_kind(store: Store, put) -> None:
    put("/a", "x", "y")
    assert store.chunks.ids_of_kinds(["text", "image"]).tolist() == [1, 2]
    assert store.chunks.ids_of_kinds(["audio"]).tolist() == []


def test_a_space_of_another_encoder_is_refused(store: Store) -> None:
    store.vectors.ensure_space(TEXT)
    with pytest.raises(SpaceMismatch) as caught:
        store.vectors.ensure_space(OTHER)
    assert "Nothing was changed" in caught.value.next_step
    assert store.vectors.spaces() == [TEXT]


def test_a_dropped_space_can_be_made_anew(store: Store, put) -> None:
    put("/a", "x", "y")
    store.vectors.drop_space("text")
    store.vectors.ensure_space(OTHER)
    assert store.vectors.chunks_without("text") == [1, 2]
    change = store.vectors.put("text", np.array([1]), np.eye(1, 8, dtype=np.float32))
    assert change.added[0].ids.tolist() == [1]
    assert store.vectors.chunks_without("text") == [2]
    assert store.health.verify() == []


def test_a_space_is_built_beside_the_live_one_and_takes_its_place(store: Store, put) -> None:
    put("/a", "x", "y")
    live = next(store.vectors.batches("text")).rows
    store.vectors.stage_space(OTHER)
    assert store.vectors.chunks_without("text", staged=True) == [1, 2]
    rows = np.eye(3, 8, dtype=np.float32)
    change = store.vectors.put("text", np.array([1, 2, 77]), rows, staged=True)
    assert change.added == ()  # nothing for the index that serves now
    assert np.array_equal(next(store.vectors.batches("text")).rows, live)
    store.vectors.stage_space(OTHER)  # after a restart: goes on, keeps what is there
    assert store.vectors.chunks_without("text", staged=True) == []
    store.vectors.promote_space("text")
    (batch,) = store.vectors.batches("text")
    assert batch.ids.tolist() == [1, 2] and np.array_equal(batch.rows, rows[:2])
    assert store.vectors.spaces() == [OTHER]
    with pytest.raises(NotFound):
        store.vectors.promote_space("text")


def test_a_file_removed_meanwhile_leaves_no_staged_rows(store: Store, put) -> None:
    change = put("/a", "x")
    store.vectors.stage_space(OTHER)
    store.vectors.put("text", np.array([1]), np.eye(1, 8, dtype=np.float32), staged=True)
    store.contents.remove([change.item_id])
    assert store.health.verify() == []
    store.vectors.promote_space("text")
    assert list(store.vectors.batches("text")) == []


# --- token vectors --------------------------------------------------------------------------------


def with_tokens(name: str) -> NewContent:
    chunk = NewChunk("text", name, {}, "en", {"text": unit_row(1)}, tokens=name.encode())
    return NewContent(sha(name), "text", "text/plain", None, name, {}, (chunk,))


def test_token_vectors_go_with_their_passage(store: Store) -> None:
    for number, name in enumerate(("first", "second"), start=1):
        store.contents.replace(FileStamp(f"/{name}", 1, 1, sha(name)), with_tokens(name))
        assert store.vectors.tokens_of([number]) == {number: name.encode()}
    store.contents.remove([1])
    assert store.vectors.tokens_of([1, 2]) == {2: b"second"}


def test_token_vectors_of_another_encoder_are_passed_over(store: Store) -> None:
    store.contents.replace(FileStamp("/a", 1, 1, sha("a")), with_tokens("a"))
    store.vectors.stage_space(OTHER)
    rows = np.stack([np.eye(8, dtype=np.float32)[0]])
    store.vectors.put("text", np.array([1]), rows, tokens=[b"other"], staged=True)
    assert store.vectors.tokens_of([1]) == {}
    store.vectors.promote_space("text")
    assert store.vectors.tokens_of([1]) == {1: b"other"}
