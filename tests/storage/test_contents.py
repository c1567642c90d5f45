"""Contents and chunks: stored whole or not at all, in reading order, and really erased."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from storage.errors import NotFound, SpaceMismatch
from storage.records import (
    FileStamp,
    NewChunk,
    NewContent,
    PendingPart,
    SpaceRecord,
    StoredCitation,
    StoredTurn,
)
from storage.store import Store

from .conftest import content, sha, unit_row


def test_everything_known_of_a_recording_comes_back(store: Store) -> None:
    peaks = np.array([[-128, 127], [-3, 4], [0, 0]], np.int8)
    made = NewContent(
        sha("s"),
        "audio",
        "audio/ogg",
        "A memo",
        "",
        {"artist": "the tide"},
        (NewChunk("audio", "spoken", {"start_s": 1.5, "end_s": 3.0}, "en", {"text": unit_row(1)}),),
        duration_s=12.5,
        peaks=peaks,
        thumbnail_jpeg=b"\xff\xd8jpeg",
        recipe="r1",
    )
    store.contents.replace(FileStamp("/s.ogg", 1, 1, sha("s")), made)
    stored = store.contents.by_sha256(sha("s"))
    assert (stored.kind, stored.title, stored.duration_s) == ("audio", "A memo", 12.5)
    assert (stored.metadata, stored.recipe, stored.n_chunks) == ({"artist": "the tide"}, "r1", 1)
    assert np.array_equal(store.contents.peaks(stored.content_id), peaks)
    assert store.contents.thumbnail(stored.content_id) == b"\xff\xd8jpeg"
    (chunk,) = store.chunks.of_content(stored.content_id)
    assert chunk.locator == {"start_s": 1.5, "end_s": 3.0}
    assert store.contents.get(stored.content_id) == stored
    assert store.contents.by_sha256("0" * 64) is None
    assert store.contents.peaks(99) is None


def test_the_extracted_text_comes_back_to_the_character(store: Store) -> None:
    text = "Zeile eins\n\n東京 😀 e\u0301\n" * 1000
    made = NewContent(sha(text), "text", "text/plain", None, text, {}, ())
    store.contents.replace(FileStamp("/a", 1, 1, sha(text)), made)
    assert store.contents.by_sha256(sha(text)).text == text


def test_lone_surrogates_do_not_stop_a_file(store: Store) -> None:
    made = NewContent(
        sha("x"), "text", "text/plain", "t\ud800", "a\udfffb", {"k": "\ud801"},
        (NewChunk("text", "a\udfffb", {"char_start": 0, "char_end": 3}),),
    )  # fmt: skip
    store.contents.replace(FileStamp("/a", 1, 1, sha("x")), made)
    stored = store.contents.by_sha256(sha("x"))
    assert (stored.title, stored.text) == ("t?", "a?b")
    assert store.chunks.get(1).text == "a?b"
    store.contents.remove([1])
    assert store.health.verify() == []


def test_a_content_that_cannot_be_stored_whole_is_not_stored(store: Store, put) -> None:
    put("/a", "old")
    wrong = NewChunk("text", "new", {}, None, {"text": np.ones(7, np.float32)})
    good = NewChunk("text", "fine", {}, None, {"text": unit_row(1)})
    made = NewContent(sha("n"), "text", "text/plain", None, "n", {}, (good, wrong))
    with pytest.raises(SpaceMismatch):
        store.contents.replace(FileStamp("/a", 1, 1, sha("n")), made)
    assert [item.sha256 for item in store.items.all()] == [content(["old"]).sha256]
    assert store.generation == 1
    assert store.health.verify() == []


@pytest.mark.parametrize("factor", [0.0, 3.0, np.nan])
def test_rows_not_of_unit_length_are_refused(store: Store, factor: float) -> None:
    chunk = NewChunk("text", "x", {}, None, {"text": unit_row(1) * np.float32(factor)})
    made = NewContent(sha("n"), "text", "text/plain", None, "n", {}, (chunk,))
    with pytest.raises(ValueError, match="unit length"):
        store.contents.replace(FileStamp("/a", 1, 1, sha("n")), made)


def test_a_stamp_of_other_bytes_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="different bytes"):
        store.contents.replace(FileStamp("/a", 1, 1, sha("y")), content(["x"]))


def test_parts_read_later_stand_where_they_belong(store: Store) -> None:
    made = NewContent(
        sha("d"), "text", "application/pdf", None, "", {},
        tuple(NewChunk("text", f"page {p}", {"page": p}) for p in (1, 3, 3, 5)),
        pending=(PendingPart("ocr", 2), PendingPart("ocr", 4), PendingPart("ocr", 2)),
    )  # fmt: skip
    store.contents.replace(FileStamp("/d.pdf", 1, 1, sha("d")), made)
    for page in (4, 2):
        chunk = NewChunk("text", f"read {page}", {"page": page}, None, {"text": unit_row(page)})
        change = store.contents.append_chunks(1, PendingPart("ocr", page), [chunk])
        assert change.n_chunks == 1 and len(change.added[0].ids) == 1
    texts = [chunk.text for chunk in store.chunks.of_content(1)]
    assert texts == ["page 1", "read 2", "page 3", "page 3", "read 4", "page 5"]
    assert [c.text for c in store.chunks.of_content(1, offset=1, limit=2)] == texts[1:3]
    around = store.chunks.neighbours(6, before=1, after=2)  # chunk 6 is "read 2"
    assert [chunk.text for chunk in around] == texts[:4]
    assert store.chunks.neighbours(99) == []
    assert store.health.verify() == []


def test_a_part_is_read_once_only(store: Store, put) -> None:
    part = PendingPart("speech", 30)
    put("/a", "x", pending=(part,))
    store.contents.append_chunks(1, part, [NewChunk("text", "once", {})])
    with pytest.raises(NotFound):
        store.contents.append_chunks(1, part, [NewChunk("text", "twice", {})])
    assert store.keywords.search("twice", 5) == []


def test_passages_are_put_in_the_place_of_others(store: Store, put) -> None:
    change = put("/a", "one", "two", "three")
    content_id = store.items.get(change.item_id).content_id
    new = NewChunk("text", "zwei", {}, None, {"text": unit_row(9)})
    swapped = store.contents.replace_chunks(content_id, [2], [new])
    assert (swapped.removed, swapped.n_chunks) == ((2,), 0)
    assert swapped.added[0].ids.tolist() == [4]
    assert [c.text for c in store.chunks.of_content(content_id)] == ["one", "three", "zwei"]
    assert store.contents.get(content_id).n_chunks == 3
    assert store.keywords.search("two", 5) == [] != store.keywords.search("zwei", 5)
    assert store.health.verify() == []
    with pytest.raises(NotFound):
        store.contents.replace_chunks(99, [], [new])


def test_chunk_ids_are_never_given_twice(store: Store, put) -> None:
    change = put("/a", "one", "two")
    store.contents.remove([change.item_id])
    assert put("/b", "three").added[0].ids.tolist() == [3]


def test_chunks_by_ids_gives_those_that_exist(store: Store, put) -> None:
    put("/a", "one", "two")
    assert {i: c.text for i, c in store.chunks.by_ids([2, 7, 1, 2]).items()} == {
        1: "one",
        2: "two",
    }


def test_pending_parts_of_a_missing_file_wait(store: Store, put) -> None:
    change = put("/a", "x", pending=(PendingPart("ocr", 1),))
    store.items.mark_missing([change.item_id])
    assert list(store.contents.pending()) == []
    store.items.mark_found([change.item_id])
    assert len(list(store.contents.pending())) == 1


def test_the_best_of_two_paths_is_asked_for_pending_parts(store: Store, put) -> None:
    change = put("/a", "x", pending=(PendingPart("ocr", 1), PendingPart("ocr", 2)))
    made = content(["x"])
    store.contents.attach(FileStamp("/b", 1, 1, made.sha256), 1)
    store.items.mark_missing([change.item_id])
    assert [(w.item.path, w.part.part) for w in store.contents.pending()] == [("/b", 1), ("/b", 2)]


# --- erasing -------------------------------------------------------------------------------------

SECRET = "xylophonequartz"  # one word, so that the keyword index would hold it whole


def bytes_on_disk(library: Path) -> bytes:
    return b"".join(file.read_bytes() for file in library.iterdir())


def test_removal_erases_every_trace(library: Path, store: Store, put) -> None:
    for i in range(30):  # so that the secret shares pages with what stays
        put(f"/before{i}", f"passage {i} " * 30)
    secret_row = unit_row(424242).astype("<f2").tobytes()
    made = NewContent(
        sha("s"), "image", "image/png", f"{SECRET} title", f"{SECRET} text", {"who": SECRET},
        tuple(
            NewChunk(
                "image", f"{SECRET} {i} " * 40, {"page": i}, None, {"text": unit_row(424242)},
                heads=SECRET, tokens=SECRET.encode() * 100,
            )
            for i in range(20)
        ),
        thumbnail_jpeg=f"{SECRET}-thumbnail".encode() * 500,
        peaks=np.full((3000, 2), 77, np.int8),
    )  # fmt: skip
    change = store.contents.replace(FileStamp(f"/{SECRET}.png", 1, 1, sha("s")), made)
    for i in range(30):
        put(f"/after{i}", f"passage {i} again " * 30)
    assert SECRET.encode() in bytes_on_disk(library)
    assert secret_row in bytes_on_disk(library)

    removed = store.contents.remove([change.item_id])
    assert len(removed[0].removed) == 20
    left = bytes_on_disk(library)
    assert SECRET.encode() not in left
    assert secret_row not in left
    assert b"\x4d" * 500 not in left
    assert store.health.verify() == []
    store.close()
    assert SECRET.encode() not in bytes_on_disk(library)


def test_replacing_a_file_leaves_its_old_words_nowhere_after_closing(
    library: Path, store: Store, put
) -> None:
    put("/a", f"{SECRET} text")
    put("/a", "harmless")
    store.close()
    assert SECRET.encode() not in bytes_on_disk(library)


def test_quotes_of_a_removed_file_go_when_asked(library: Path, store: Store, put) -> None:
    change = put("/a", "text")
    talk = store.conversations.start("t")
    citation = StoredCitation(1, "text", "/a", change.item_id, 1, {}, SECRET, True)
    store.conversations.add_turn(talk, StoredTurn("q", "a [1]", False, (citation,), "m", "now"))
    store.contents.remove([change.item_id])
    assert [c.conversation_id for c in store.conversations.citing([change.item_id])] == [talk]
    assert store.conversations.erase_quotes([change.item_id]) == 1
    assert store.conversations.load(talk)[0].citations[0].quote == ""
    assert SECRET.encode() not in bytes_on_disk(library)


def test_removing_many_items_goes_in_steps(store: Store, put, monkeypatch) -> None:
    monkeypatch.setattr("storage.repositories.contents._REMOVE_BATCH", 3)
    ids = [put(f"/{i}", str(i)).item_id for i in range(8)]
    changes = store.contents.remove([*ids[:7], 999, ids[0]])
    assert sorted(i for change in changes for i in change.removed) == list(range(1, 8))
    assert [item.path for item in store.items.all()] == ["/7"]


def test_spaces_must_be_known(store: Store) -> None:
    chunk = NewChunk("text", "x", {}, None, {"image": unit_row(1)})
    made = NewContent(sha("n"), "text", "text/plain", None, "n", {}, (chunk,))
    with pytest.raises(SpaceMismatch):
        store.contents.replace(FileStamp("/a", 1, 1, sha("n")), made)
    store.vectors.ensure_space(SpaceRecord("image", 16, "vit"))
    assert store.contents.replace(FileStamp("/a", 1, 1, sha("n")), made).added[0].space == "image"


def test_contents_are_described_without_their_text(store: Store) -> None:
    for name in "ab":
        made = NewContent(
            sha(name), "text", "text/plain", name, f"words of {name}", {"author": "the tide"}, ()
        )
        store.contents.replace(FileStamp(f"/{name}", 1, 1, sha(name)), made)
    described = list(store.contents.described())
    assert [(content.title, content.text) for content in described] == [("a", ""), ("b", "")]
    assert {content.metadata["author"] for content in described} == {"the tide"}


def test_chunks_are_narrowed_to_chosen_items(store: Store, put) -> None:
    first = put("/home/me/a.txt", "One.", "Two.").item_id
    second = put("/home/me/b.txt", "Three.").item_id
    put("/home/me/c.txt", "Four.")
    assert len(store.chunks.ids_where()) == 4
    assert len(store.chunks.ids_where(items=(first,))) == 2
    assert len(store.chunks.ids_where(items=(first, second))) == 3
    assert len(store.chunks.ids_where(items=(first, second), folder="/home/me/b.txt")) == 1
