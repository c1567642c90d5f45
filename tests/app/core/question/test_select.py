from __future__ import annotations

import pytest

from app.core.question.asked import understand
from app.core.question.select import choose, how_many
from tests.app.core.question.values import found


@pytest.mark.parametrize(
    ("question", "n"),
    [
        ("Who keeps the key?", 3),
        ("Which boats need repairs?", 6),
        ("Which offer was cheaper?", 6),
    ],
)
def test_a_plain_fact_needs_few_passages(question: str, n: int) -> None:
    assert how_many(understand(question), 3) == n


def test_a_kind_comes_in_only_where_it_has_something_to_say() -> None:
    texts = [found(n, f"the key number {n}", item=n) for n in (1, 2)]
    picture = found(3, "a tabby", kind="image", similarity=0.05, coverage=0.0)
    assert picture not in choose([*texts, picture], n_sources=3)
    telling = found(3, "the key on a hook", kind="image")
    assert telling in choose([*texts, telling], n_sources=3)


def test_two_of_one_file_at_most_and_no_copies() -> None:
    same = [found(n, text, item=9) for n, text in enumerate(("rope", "chain", "lamp"), start=1)]
    copy = found(4, "rope", item=8)
    other = found(5, "another file", item=7)
    assert choose([*same, copy, other], n_sources=5) == [same[0], same[1], other]
