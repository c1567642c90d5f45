from __future__ import annotations

from app.core.question.overview import item_asked_about, spread_over
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
