from __future__ import annotations

import pytest

from app.core.question.asked import understand
from app.core.question.select import choose, how_many, is_weak
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


def test_what_the_question_names_comes_in_behind_the_best() -> None:
    best = [found(n, f"The hut has {n} rooms.", item=n) for n in (2, 3, 4)]
    named = found(9, "Graz, den 2. Juni. Die Hütte war kalt.", item=9, similarity=0.3)
    other = found(10, "Vienna, 1987", item=10)
    asked = "What was cold in the hut according to the guests from Graz in 1987?"
    assert choose([*best, other, named], n_sources=3, question=asked) == [*best, other, named]
    assert choose([*best, other, named], n_sources=3) == best


def test_a_passage_in_another_language_may_be_farther_off() -> None:
    far = found(1, "Small dogs may come along.", similarity=0.24, coverage=0.0)
    assert is_weak(understand("Are pets allowed?"), [far])
    assert not is_weak(understand("Sind Haustiere in der Wohnung erlaubt?"), [far])


def test_three_of_one_file_at_most_and_no_copies() -> None:
    texts = enumerate(("rope", "chain", "lamp", "oar"), start=1)
    same = [found(n, text, item=9) for n, text in texts]
    copy = found(5, "rope", item=8)
    other = found(6, "another file", item=7)
    assert choose([*same, copy, other], n_sources=6) == [*same[:3], other]


def test_a_caption_with_the_writing_of_its_picture_is_not_read_beside_it() -> None:
    said = "Wed: Rhys off / dentist\nThu: varnish 2nd coat (Nora)\nFri: Pell collects chairs"
    caption = found(1, f"Picture “board”. Text in the picture: {said}", kind="image", item=9)
    written = found(2, said, kind="image", item=9)
    assert choose([written, caption], n_sources=3) == [written]


def test_a_file_that_is_named_may_have_all_but_one() -> None:
    texts = enumerate(("rope", "chain", "lamp", "oar"), start=1)
    named = [found(n, text, item=9, is_named=True) for n, text in texts]
    other = found(5, "another file", item=7)
    assert choose([*named, other], n_sources=4) == [*named[:3], other]


def test_a_heading_alone_is_no_passage_where_its_file_says_more() -> None:
    head = found(1, "# Minutes of May", item=9, heads="Minutes of May")
    body = found(2, "The barn is closed.", item=9, heads="Minutes of May")
    assert choose([head, body], n_sources=3) == [body]
    assert choose([head], n_sources=3) == [head], "a note of one line"
