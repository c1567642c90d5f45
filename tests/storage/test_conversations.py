"""Conversations keep their answers whole, whatever becomes of the files."""

from __future__ import annotations

import pytest

from storage.errors import NotFound
from storage.records import SnapshotRecord, StoredCitation, StoredTurn
from storage.store import Store

CITATION = StoredCitation(
    1, "text", "/a.pdf", 7, 91, {"page": 3, "heading_path": ["One", "Two"]}, "the quote", True
)
TURN = StoredTurn(
    "When?", "At noon [1].", False, (CITATION,), "model", "2026-01-02T03:04:05+00:00",
    {"sampling": {"temperature": 0.0}, "metrics": {"ttft_ms": 12.5}},
)  # fmt: skip


def test_a_conversation_comes_back_as_it_was(store: Store) -> None:
    talk = store.conversations.start("Tides")
    other = store.conversations.start("Other")
    nothing = StoredTurn("Why?", "The sources do not say.", True, (), "model", "later")
    store.conversations.add_turn(talk, TURN)
    store.conversations.add_turn(talk, nothing)
    assert store.conversations.load(talk) == [TURN, nothing]
    assert store.conversations.load(other) == []
    rows = [(row.conversation_id, row.title, row.n_turns) for row in store.conversations.all()]
    assert rows == [(other, "Other", 0), (talk, "Tides", 2)]


def test_conversations_are_sought_by_their_letters(store: Store) -> None:
    tides = store.conversations.start("Tides")
    store.conversations.add_turn(tides, TURN)
    walls = store.conversations.start("Mauern im Süden")
    found = [
        [row.conversation_id for row in store.conversations.holding(words)]
        for words in (["NOON"], ["süden"], ["when", "tides"], ["noon", "wall"], ["100%"])
    ]
    assert found == [[tides], [walls], [tides], [], []]


def test_a_stored_answer_outlives_what_it_quotes(store: Store, put) -> None:
    talk = store.conversations.start("Tides")
    store.conversations.add_turn(talk, TURN)
    put("/a.pdf", "one")
    put("/a.pdf", "two")
    assert store.conversations.load(talk) == [TURN]


def test_renaming_and_deleting(store: Store) -> None:
    talk = store.conversations.start("Tides")
    store.conversations.add_turn(talk, TURN)
    store.conversations.rename(talk, "Noon")
    assert store.conversations.all()[0].title == "Noon"
    store.conversations.delete(talk)
    store.conversations.delete(talk)
    assert store.conversations.all() == []
    assert store.health.verify() == []
    for call in (
        lambda: store.conversations.load(talk),
        lambda: store.conversations.rename(talk, "x"),
        lambda: store.conversations.add_turn(talk, TURN),
    ):
        with pytest.raises(NotFound):
            call()


def test_only_the_newest_snapshot_counts(store: Store) -> None:
    first = SnapshotRecord("text", 5, "text-5.index", "a" * 64)
    second = SnapshotRecord("text", 9, "text-9.index", "b" * 64)
    assert store.snapshots.newest("text") is None
    assert store.snapshots.record(first) == []
    assert store.snapshots.record(second) == ["text-5.index"]
    assert store.snapshots.newest("text") == second
    assert store.snapshots.forget("text") == ["text-9.index"]
    assert store.snapshots.newest("text") is None
