"""Search by words over a real SQLite file."""

from __future__ import annotations

import random

import pytest

from storage.records import FileStamp, NewChunk, NewContent
from storage.store import Store

from .conftest import sha


def found(store: Store, query: str, **more) -> list[int]:
    return [chunk_id for chunk_id, _ in store.keywords.search(query, 10, **more)]


def test_better_matches_come_first_with_higher_scores(store: Store, put) -> None:
    put("/a.txt", "the harbour at night", "harbour beside harbour", "a hill")
    put("/b.txt", *[f"unrelated passage number {i}" for i in range(20)])
    ranked = store.keywords.search("harbour", 10)
    assert [chunk_id for chunk_id, _ in ranked] == [2, 1]
    assert ranked[0][1] > ranked[1][1] > 0


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("京都", [1]),
        ("東京", [1]),
        ("東京都庁", [1]),
        ("都", [1]),
        ("京", [1]),
        ("ภาษา", [2]),
        ("한국", [3]),
        ("cafe", [4]),
        ("CAFÉ", [4]),
        ("straße", [4]),
        ("हिन्दी", [5]),
        ("naïve", [6]),
        ("naive", [6]),
        ("3.14", [6]),
        ("O'Neil", [6]),
    ],
)
def test_languages(store: Store, put, query: str, hits: list[int]) -> None:
    put("/1", "東京都庁へ行く", "ภาษาไทย", "한국어를", "Café in der Straße", "हिन्दी में")
    put("/2", "nai\u0308ve people know that pi is 3.14, says O'Neil")
    assert found(store, query) == hits


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Lodz", 1), ("Łódź", 1), ("Dordic", 2), ("Aeroe", 3), ("Ærø", 3), ("Mueller", 4),
        ("Muller", 4), ("Kobenhavn", 5), ("Deichstrasse", 4), ("istanbul", 6), ("finance", 7),
        ("full width", 7), ("Versicherung", 8), ("Haftpflicht", 8), ("Rechnung", 9),
        ("Rechnungen", 9), ("λιμανι", 10), ("еж", 11), ("порта", 12), ("كتاب", 13), ("ספינה", 14),
        ("电话", 15), ("電話", 15), ("C#", 16), ("C++", 17), (".NET", 18), ("IT budget", 19),
        ("The Who", 20), ("wifi", 21), ("OBrien", 21), ("USA", 21),
        ("DE07123456789012345678", 22), ("DE07 1234 5678 9012 3456 78", 22),
        ("0471-5559914", 23), ("+49 471 5559914", 23), ("0049-471/555 99 14", 23),
        ("AB2291/7", 23), ("1234.56", 24), ("1.234,56", 24),
        ("retry count", 25), ("🚀", 26), ("insurances", 27), ("B12", 28), ("x²", 29),
    ],
)  # fmt: skip
def test_one_word_in_other_forms(store: Store, put, query: str, first: int) -> None:
    put(
        "/l", "miasto Łódź", "kapetan Đorđić", "til Ærø nu", "Frau Müller, Deichstraße", "København"
    )
    put("/m", "KARGO İSTANBUL", "ﬁnance in ｆｕｌｌ width", language="en")
    put(
        "/g", "die Haftpflichtver\u00adsicherung", "eine Arztrechnung und Rechnungen", language="de"
    )
    put("/g2", "το λιμάνι", language="el")
    put("/r", "ёж в лесу", "старый порт", language="ru")
    put("/a", "قرأ كِتَاباً", language="ar")
    put("/h", "הסְפִינָה הגיעה", language="he")
    put("/z", "電話號碼", language="zh")
    put("/c", "notes on C#", "notes on C++", "notes on .NET", "the IT budget", "see The Who play")
    put("/n", "Wi-Fi by O'Brien in the U.S.A.", "IBAN DE07 1234 5678 9012 3456 78")
    put("/p", "call 0471 555 9914 about AB-2291/7", "it cost 1,234.56 in all")
    put("/k", "maxRetryCount = 5", "a launch 🚀 today", "an insurance", "vitamin B12", "x² + 2")
    put(
        "/o",
        "it is what it is",
        "C is a letter, who knows",
        "x 3 and 12",
        "call 0471",
        "the budget",
    )
    assert found(store, query)[0] == first


@pytest.mark.parametrize(
    "query",
    [
        *('"', '""', "AND", "a OR", "NEAR(", "*", "col:x", "-", "'; DROP TABLE chunks", "^x"),
        *("\x00", "\ud800", "😀", "(" * 1000, "x" * 100_000, "a\u0300" * 50, "\u0e31\u0e34"),
    ],
)
def test_any_text_is_a_query(store: Store, put, query: str) -> None:
    put("/a", "something to find")
    for mode in ("any", "all"):
        store.keywords.search(query, 5, mode=mode)


def test_random_queries_never_raise(store: Store, put) -> None:
    put("/a", "something to find", "東京")
    rng = random.Random(7)
    letters = "ab 東京\"'()*:^-+.,NEARTOD\u0301\u0e34{}[]\\/😀\n"
    for _ in range(500):
        query = "".join(rng.choices(letters, k=rng.randrange(12)))
        store.keywords.search(query, 5, mode=rng.choice(["any", "all"]))


def test_any_and_all(store: Store, put) -> None:
    put("/a", "rent and deposit", "rent only", "deposit only", "neither")
    assert set(found(store, "rent deposit")) == {1, 2, 3}
    assert found(store, "rent deposit", mode="all") == [1]


def test_what_stands_in_quotation_marks_must_occur_if_it_can(store: Store, put) -> None:
    put("/a", "the force majeure clause", "majeure by force", "a force of nature")
    assert found(store, '"force majeure"') == [1]
    assert set(found(store, '"majeure force" nature')) == {3}


def test_kinds(store: Store, put) -> None:
    put("/a", "a red boat")
    picture = NewContent(
        sha("p"), "image", "image/png", None, "", {}, (NewChunk("image", "a red boat", {}),)
    )
    store.contents.replace(FileStamp("/p.png", 1, 1, sha("p")), picture)
    assert set(found(store, "boat")) == {1, 2}
    assert found(store, "boat", kinds=["image"]) == [2]
    assert found(store, "boat", kinds=[]) == []


def test_titles_file_names_and_metadata_are_found(store: Store, put) -> None:
    put("/letters/LeaseAgreement2019.pdf", "first passage", "second passage", title="Wharf tenancy")
    for query in ("lease", "2019", "agreement", "letters", "wharf", "LeaseAgreement2019"):
        assert found(store, query) == [1], query


def test_a_name_lifts_the_passages_of_its_file(store: Store, put) -> None:
    put("/other.txt", "pets are allowed here")
    put("/lease.txt", "nothing about that", "pets are allowed here")
    put("/more.txt", *[f"filler {i}" for i in range(10)])
    assert found(store, "lease pets")[0] == 3


def test_a_moved_file_is_found_by_its_new_name_only(store: Store, put) -> None:
    change = put("/old-name.txt", "text")
    store.items.move(change.item_id, FileStamp("/new-title.txt", 4, 2, sha("text")))
    assert found(store, "title") == [1]
    assert found(store, "old") == []


def test_what_is_replaced_or_removed_is_found_no_more(store: Store, put) -> None:
    put("/a", "walrus")
    change = put("/a", "penguin")
    assert found(store, "walrus") == []
    assert found(store, "penguin") == [2]
    store.contents.remove([change.item_id])
    assert found(store, "penguin") == []


def test_words_in_most_passages_cost_nothing_in_a_large_library(store: Store, monkeypatch) -> None:
    monkeypatch.setattr("storage.repositories.keywords._MANY_CHUNKS", 50)
    chunks = tuple(NewChunk("text", f"clause number{i}", {}) for i in range(100))
    made = NewContent(sha("x"), "text", "text/plain", None, "", {}, chunks)
    store.contents.replace(FileStamp("/a", 1, 1, sha("x")), made)
    assert found(store, "clause number7") == [8]
    assert len(found(store, "clause")) == 10  # nothing else to go by


def test_a_word_that_stands_everywhere_ranks_the_newest_passages(store, monkeypatch) -> None:
    monkeypatch.setattr("storage.repositories.keywords._MANY_CHUNKS", 50)
    monkeypatch.setattr("storage.repositories.keywords._MOST_RANKED", 4)
    chunks = tuple(NewChunk("text", f"clause number{i}", {}) for i in range(100))
    made = NewContent(sha("x"), "text", "text/plain", None, "", {}, chunks)
    store.contents.replace(FileStamp("/a", 1, 1, sha("x")), made)
    assert sorted(found(store, "clause")) == [97, 98, 99, 100]
    assert found(store, "clause number7") == [8]


def test_a_word_that_stands_nowhere_is_known_by_the_likeliest_one_mistake_away(
    store: Store, put
) -> None:
    put("/a", "Der Mietvertrag gilt", "Frau Müller unterschrieb", language="de")
    put("/b", "we photographed it", "a boat, a boat", "a goat", "the coat", "another boat")
    put("/c", "set, reset and set again", "set it", "it was sent")
    meant = {word: store.keywords.meant_by(word) for word in ("Mülller", "muler", "xoat", "gilft")}
    assert meant == {"Mülller": "Müller", "muler": "Müller", "xoat": "boat", "gilft": "gilt"}
    assert store.keywords.meant_by("snet") == "sent"  # though "set" stands in more passages
    assert store.keywords.meant_by("xoat", likely_only=True) is None
    for known in ("boat", "photograph", "Vertrag", "boats", "Mueller"):  # in whatever form
        assert store.keywords.meant_by(known) is None, known
    for far in ("photogrephed it", "photograpph", "ハーバー", "", "b2at", '"'):
        assert store.keywords.meant_by(far) is None, far
