from __future__ import annotations

import pytest

from app.core.question.distinct import groups
from app.core.question.ranking import Signals, fused_scores, rarity
from storage.records import Chunk, ChunkId, ContentId, Locator


def order(candidates: dict[int, Signals]) -> list[int]:
    scores = fused_scores(candidates)
    return sorted(scores, key=lambda i: -scores[i])


def test_the_first_of_both_ways_is_the_first_of_all() -> None:
    found = {
        1: Signals(0.6, 0.0),
        2: Signals(0.5, 9.0),
        3: Signals(0.1, 4.0),
        4: Signals(0.2, 0.0),
    }
    scores = fused_scores(found)
    assert order(found)[0] == 2
    assert (max(scores.values()), min(scores.values())) == (1.0, 0.0)


def test_late_interaction_decides_between_equals_and_spares_what_it_did_not_see() -> None:
    found = {n: Signals(0.5, 1.0, late=late) for n, late in ((1, 0.3), (2, 0.8), (3, None))}
    assert order(found)[0] == 2
    assert fused_scores(found)[1] == fused_scores(found)[3]


def test_the_query_word_for_word_goes_first_unless_it_stands_everywhere() -> None:
    near = {n: Signals(0.9 - n / 100, 0.0) for n in range(20)}
    found = {**near, 50: Signals(0.1, 3.0, literal=1.0)}
    assert order(found)[0] == 50
    everywhere = {n: Signals(s.similarity, 0.0, literal=1.0) for n, s in near.items()}
    assert order(everywhere) == list(near)


def test_one_candidate_and_equal_ones_have_the_full_score() -> None:
    assert fused_scores({}) == {}
    assert fused_scores({7: Signals(0.2, 0.0)}) == {7: 1.0}


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert rarity(1, 1000) > rarity(900, 1000) > 0


def test_where_one_encoder_has_no_vector_the_other_stands_for_it() -> None:
    found = {n: Signals(0.1 * n, 0.0, beside=0.1 * n) for n in range(4)}
    assert order({**found, 50: Signals(None, 0.0, beside=0.9)})[0] == 50
    assert order({**found, 50: Signals(0.9, 0.0)})[0] == 50
    assert order({**found, 50: Signals(None, 5.0)})[-1] != 3  # known by its words alone
    unknown = Signals(0.9, 0.0, beside=0.0, in_other_language=True)
    assert order({**found, 50: unknown})[-1] == 50  # the first does not know its language


def test_likeness_is_what_the_encoders_that_know_the_language_say() -> None:
    assert Signals(0.2, 0.0, beside=0.6).likeness == pytest.approx(0.4)
    assert Signals(0.2, 0.0, beside=0.6, in_other_language=True).likeness == 0.6
    assert (Signals(0.2, 0.0).likeness, Signals(None, 1.0).likeness) == (0.2, 0.0)


def passage(number: int, content: int, text: str, locator: Locator | None = None) -> Chunk:
    return Chunk(ChunkId(number), ContentId(content), 0, "text", text, locator or {}, "en")


LEASE = "The tenant shall pay the rent on the third day of each month"


@pytest.mark.parametrize(
    ("second", "together"),
    [
        (passage(2, 2, LEASE + "."), True),
        (passage(2, 2, LEASE.replace("third day", "fourth week")), False),
        (passage(2, 2, LEASE + " 2024"), False),
        (passage(2, 1, "the rent", {"char_start": 60, "char_end": 100}), False),
        (passage(2, 1, "the rent", {"char_start": 20, "char_end": 60}), True),
    ],
)
def test_what_says_the_same_is_one(second: Chunk, together: bool) -> None:
    first = passage(1, 1, LEASE, {"char_start": 0, "char_end": 60})
    other = passage(3, 3, "Something else entirely is written here today")
    found = groups([first, other, second])
    assert found == ([[0, 2], [1]] if together else [[0], [1], [2]])


def test_bills_that_differ_in_their_numbers_only_stay_apart() -> None:
    bills = [
        passage(n, n, f"Bill {n} for the gas of the house, {n} kWh to pay now") for n in (41, 42)
    ]
    assert groups(bills) == [[0], [1]]


def test_times_that_overlap_are_one_moment() -> None:
    moments = [
        passage(n, 1, f"spoken {n}", {"start_s": float(n), "end_s": n + 4.0}) for n in (0, 1, 9)
    ]
    assert groups(moments) == [[0, 1], [2]]


def test_a_passage_the_reranker_cannot_read_is_not_punished_for_it() -> None:
    found = {n: Signals(0.3 + n / 100, 0.0, late=0.5 + n / 100) for n in range(9)}
    found[50] = Signals(0.4, 0.0, late=0.1)
    assert order(found)[0] != 50
    found[50] = Signals(0.4, 0.0, late=0.1, in_other_language=True)
    assert order(found)[0] == 50
