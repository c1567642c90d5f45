"""Items: what is known of paths, and what happens as files come, change, move and vanish."""

from __future__ import annotations

from pathlib import Path

from storage.records import FileStamp, KnownFile, PendingPart
from storage.store import Store

from .conftest import content, sha, stamp


def test_known_stamps_in_order_and_below_a_folder(store: Store, put) -> None:
    for path in ("/b/x.txt", "/a/2.txt", "/a/1.txt", "/a.txt", "/a-b/1.txt", "/a/sub/3.txt"):
        put(path, path)
    everything = [known.path for known in store.items.known_stamps()]
    assert everything == sorted(everything) and len(everything) == 6
    below = [known.path for known in store.items.known_stamps(Path("/a"))]
    assert below == ["/a/1.txt", "/a/2.txt", "/a/sub/3.txt"]
    assert list(store.items.known_stamps(Path("/a.txt"))) == [
        KnownFile("/a.txt", 6, 1, store.items.by_path("/a.txt").item_id, "ready")
    ]


def test_known_stamps_read_in_pages_miss_nothing(store: Store, put, monkeypatch) -> None:
    monkeypatch.setattr("storage.repositories.items._PAGE", 3)
    for i in range(10):
        put(f"/{i}", str(i))
    assert [known.path for known in store.items.known_stamps()] == [f"/{i}" for i in range(10)]
    assert len(list(store.items.all())) == 10


def test_a_failed_file_is_listed_with_its_reason_and_keeps_what_it_had(store: Store, put) -> None:
    put("/a.pdf", "the old text")
    store.items.note_attention(
        "/a.pdf", 9, 9, kind="text", reason="password-protected", retryable=False, sha256="f" * 64
    )
    item = store.items.by_path("/a.pdf")
    assert (item.state, item.reason, item.retryable) == ("attention", "password-protected", False)
    assert item.n_chunks == 1 and item.mtime_ns == 9
    assert store.keywords.search("old", 5)
    put("/a.pdf", "the new text")
    item = store.items.by_path("/a.pdf")
    assert (item.state, item.reason) == ("ready", None)


def test_a_file_that_never_worked_is_listed_too(store: Store) -> None:
    store.items.note_attention("/x.pdf", 1, 2, kind="text", reason="broken", retryable=True)
    (item,) = store.items.all(state="attention")
    assert (item.path, item.content_id, item.n_chunks, item.retryable) == ("/x.pdf", None, 0, True)
    assert store.contents.remove([item.item_id])[0].removed == ()
    assert list(store.items.all()) == []


def test_two_equal_files_are_two_items_of_one_content(store: Store, put) -> None:
    first = put("/a.txt", "same")
    text = content(["same"])
    known = store.contents.by_sha256(text.sha256)
    second = store.contents.attach(stamp("/b.txt", "same"), known.content_id)
    assert second.item_id != first.item_id and second.added == ()
    assert [item.path for item in store.items.of_content(known.content_id)] == ["/a.txt", "/b.txt"]
    store.contents.remove([first.item_id])
    assert store.keywords.search("same", 5)
    (gone,) = store.contents.remove([second.item_id])
    assert gone.removed == (1,)
    assert store.health.counts().chunks == 0


def test_a_changed_file_that_shared_its_content_leaves_it_to_the_other(store: Store, put) -> None:
    put("/a.txt", "same")
    store.contents.attach(stamp("/b.txt", "same"), 1)
    change = put("/b.txt", "different")
    assert change.removed == ()
    change = put("/a.txt", "different too")
    assert change.removed == (1,)


def test_the_same_bytes_read_anew_get_new_chunks_for_every_path(store: Store, put) -> None:
    put("/a.txt", "same")
    store.contents.attach(stamp("/b.txt", "same"), 1)
    change = put("/a.txt", "same")
    assert change.removed == (1,) and change.added[0].ids.tolist() == [2]
    assert {item.path for item in store.items.best_for_chunks([2]).values()} == {"/a.txt"}
    assert store.items.by_path("/b.txt").n_chunks == 1
    assert store.health.verify() == []


def test_a_move_keeps_the_item(store: Store, put) -> None:
    change = put("/old.txt", "text")
    store.items.mark_missing([change.item_id])
    store.items.move(change.item_id, FileStamp("/new.txt", 4, 77, sha("text")))
    item = store.items.get(change.item_id)
    assert (item.path, item.state, item.mtime_ns) == ("/new.txt", "ready", 77)
    assert store.items.by_path("/old.txt") is None


def test_missing_items_stay_searchable_and_come_back(store: Store, put) -> None:
    ids = [put(f"/{i}", f"walrus {i}").item_id for i in range(3)]
    assert store.items.mark_missing(ids) == 3
    assert store.items.mark_missing(ids) == 0
    assert len(store.keywords.search("walrus", 5)) == 3
    assert store.items.mark_found(ids[:1]) == 1
    assert [item.state for item in store.items.all()] == ["ready", "missing", "missing"]


def test_a_missing_item_that_needed_attention_needs_it_again(store: Store) -> None:
    made = store.items.note_attention("/x", 1, 2, kind="text", reason="broken", retryable=False)
    store.items.mark_missing([made])
    store.items.mark_found([made])
    assert store.items.get(made).state == "attention"


def test_the_best_item_of_a_chunk_is_one_still_there(store: Store, put) -> None:
    first = put("/a.txt", "same")
    store.contents.attach(stamp("/b.txt", "same"), 1)
    put("/c.txt", "other")
    assert [i.path for i in store.items.best_for_chunks([1, 2, 99]).values()] == [
        "/a.txt",
        "/c.txt",
    ]
    store.items.mark_missing([first.item_id])
    assert store.items.best_for_chunks([1])[1].path == "/b.txt"


def test_an_item_is_being_read_until_its_last_part_is(store: Store, put) -> None:
    part = PendingPart("ocr", 2)
    put("/scan.pdf", "page one", pending=(part,))
    (item,) = store.items.all(state="reading")
    assert list(store.items.all(state="ready")) == []
    (work,) = store.contents.pending()
    assert (work.item, work.part) == (item, part)
    store.contents.append_chunks(item.content_id, part, [])
    assert [found.state for found in store.items.all()] == ["ready"]
    assert list(store.contents.pending()) == []


def test_a_touched_item_knows_its_new_time(store: Store, put) -> None:
    change = put("/a", "x")
    store.items.touch(change.item_id, 1, 555)
    assert store.items.get(change.item_id).mtime_ns == 555


def test_kinds_are_listed_apart(store: Store, put) -> None:
    put("/a", "x")
    assert [item.path for item in store.items.all(kind="text")] == ["/a"]
    assert list(store.items.all(kind="audio")) == []
