"""Counting, checking and mending."""

from __future__ import annotations

import pytest

from storage.records import PendingPart
from storage.store import Store


def spoil(store: Store, *statements: str) -> None:
    """Break a rule of the tables behind the store's back."""
    raw = store._database._writing.raw_connection()
    cursor = raw.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        cursor.execute(statement)
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
    raw.close()


def test_counts(store: Store, put) -> None:
    put("/a", "one", "two", pending=(PendingPart("ocr", 1),))
    put("/b", "three")
    store.items.note_attention("/x.png", 1, 2, kind="image", reason="broken", retryable=False)
    counts = store.health.counts()
    assert (counts.items, counts.chunks, counts.pending) == (3, 3, 1)
    assert counts.by_kind == {"text": 2, "image": 1}
    assert counts.by_state == {"reading": 1, "ready": 1, "attention": 1}
    assert counts.vectors == {"text": 3}
    assert counts.last_verified is None
    assert store.health.size_bytes() > 8192


def test_a_verified_library_remembers_when(store: Store) -> None:
    assert store.health.verify() == []
    assert store.health.counts().last_verified is not None


def test_a_check_that_is_given_up_finds_nothing_and_notes_nothing(
    store: Store, put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("/a", *(f"walrus number {n}" for n in range(2000)))
    asked: list[bool] = []
    spoil(store, "UPDATE contents SET n_chunks = 7")
    assert store.health.problems(lambda: asked.append(True) or True) == []
    assert asked, "SQLite asked whether to go on"
    assert store.health.counts().last_verified is None


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (["DELETE FROM keywords_docsize WHERE id = 1"], "not in the keyword index"),
        (["INSERT INTO keywords(rowid, words) VALUES (999, 'x')"], "keyword rows"),
        (["DELETE FROM names WHERE rowid = 1"], "found by name"),
        (["INSERT INTO names(rowid, words) VALUES (99, 'x')"], "names belong"),
        (["DELETE FROM items WHERE id = 2"], "contents belong to no file"),
        (["INSERT INTO vectors(space_id, chunk_id, row) VALUES (1, 999, x'00')"], "vectors belong"),
        (["UPDATE contents SET n_chunks = 7"], "wrong count"),
        (["DELETE FROM contents WHERE id = 2"], "missing row"),
    ],
)
def test_what_is_wrong_is_said_and_mended(store: Store, put, statements, says: str) -> None:
    put("/a", "one walrus", "two")
    put("/b", "three")
    spoil(store, *statements)
    problems = store.health.verify()
    assert any(says in problem for problem in problems), problems
    assert store.health.repair() != []
    assert store.health.verify() == []
    assert store.health.repair() == []
    assert [found for found, _ in store.keywords.search("walrus", 5)] == [1]
