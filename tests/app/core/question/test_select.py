from __future__ import annotations

import pytest

from app.core.question.asked import understand
from app.core.question.select import choose, how_many, searched_parts
from tests.app.core.question.values import found


@pytest.mark.parametrize(
    ("question", "n"),
    [
        ("Who keeps the key?", 3),
        ("Who keeps the key, and what does it open?", 4),
        ("Who swims, when does it rain, where is home, why sing, how tall, what else?", 6),
        ("Which boats need repairs?", 6),
        ("Which offer was cheaper?", 6),
    ],
)
def test_a_plain_fact_needs_few_passages(question: str, n: int) -> None:
    assert how_many(understand(question), 3) == n


def test_each_part_has_its_best_passage_before_any_has_two() -> None:
    key, key_too, pears = found(1, "key"), found(2, "key, too"), found(3, "pears")
    whole = [key, key_too, pears]
    chosen = choose(whole, [[key, key_too], [pears]], n_sources=2)
    assert chosen == [key, pears]


def test_a_part_that_leans_is_searched_with_what_it_leans_on() -> None:
    question = understand("Who repaired the roof, and what did it cost?")
    assert searched_parts(question) == [
        "Who repaired the roof",
        "Who repaired the roof what did it cost?",
    ]
    question = understand("Who is in the portrait, and what colour has the cat of the observatory?")
    assert searched_parts(question) == list(question.parts)


def test_a_kind_comes_in_only_where_it_has_something_to_say() -> None:
    texts = [found(n, f"the key number {n}", item=n) for n in (1, 2)]
    picture = found(3, "a tabby", kind="image", similarity=0.05, coverage=0.0)
    assert picture not in choose([*texts, picture], [], n_sources=3)
    telling = found(3, "the key on a hook", kind="image")
    assert telling in choose([*texts, telling], [], n_sources=3)


def test_two_of_one_file_at_most_and_no_copies() -> None:
    same = [found(n, text, item=9) for n, text in enumerate(("rope", "chain", "lamp"), start=1)]
    copy = found(4, "rope", item=8)
    other = found(5, "another file", item=7)
    assert choose([*same, copy, other], [], n_sources=5) == [same[0], same[1], other]
