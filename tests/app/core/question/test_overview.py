from __future__ import annotations

from app.core.question.overview import (
    asks_about_many,
    evenly,
    item_asked_about,
    of_the_folder,
    spread_over,
)
from tests.app.core.question.values import count_words, found


def test_the_item_that_is_named_is_the_one_asked_about() -> None:
    named = found(2, "Six piles are rotten.", path="/files/jetty-report.md", similarity=0.3)
    near = found(1, "The jetty has a report of its own document.", similarity=0.4)
    assert item_asked_about("Summarise the document jetty report.", [near, named]) == named
    assert item_asked_about("Summarise it.", []) is None


def test_a_long_item_is_read_from_its_beginning_and_evenly_over_the_rest() -> None:
    chunks = [found(n + 1, "word " * 10, item=1).chunk for n in range(10)]
    assert spread_over(chunks, 1000, count_words) == chunks
    taken = spread_over(chunks, 40, count_words)
    assert taken[0] == chunks[0]
    assert [chunk.chunk_id for chunk in taken] == [1, 3, 6, 8]


def test_an_overview_of_a_folder_reads_the_beginnings_of_its_items() -> None:
    assert asks_about_many("What is this folder about?")
    assert asks_about_many("Worum geht es in dem Ordner trip?")
    assert not asks_about_many("Summarise the document jetty report.")
    items = [found(n, "x", path=f"/files/{folder}/{n}.txt").item
             for n, folder in enumerate(("trip", "trip", "money"), start=1)]  # fmt: skip
    assert of_the_folder("What are the files of the folder trip about?", items) == items[:2]
    assert of_the_folder("What is my library about?", items) == items
    assert evenly(items, 2) == [items[0], items[1]]
    assert evenly(items, 9) == items
