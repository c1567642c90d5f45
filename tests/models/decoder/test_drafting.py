from __future__ import annotations

from models.decoder.drafting import PromptLookup


def test_guesses_what_followed_last_time() -> None:
    lookup = PromptLookup([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    assert lookup.propose(10) == []
    lookup.extend([2, 3, 4])
    assert lookup.propose(10) == [5, 6, 7, 8, 9, 10]
    assert lookup.propose(2) == [5, 6]
    assert lookup.propose(0) == []


def test_the_latest_place_counts() -> None:
    assert PromptLookup([1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3]).propose(1) == [5]


def test_length_follows_success_and_failure_pauses() -> None:
    lookup = PromptLookup([*range(50), 0, 1, 2])
    assert len(lookup.propose(99)) == 6
    lookup.learn(6, 6)
    assert len(lookup.propose(99)) == 12
    lookup.learn(12, 12)
    assert len(lookup.propose(99)) == 15
    lookup.learn(15, 4)
    assert len(lookup.propose(99)) == 5
    for _ in range(3):
        lookup.learn(5, 0)
    assert lookup.propose(99) == []
    lookup.extend([100 + n for n in range(9)])
    lookup.extend([0, 1, 2])
    assert len(lookup.propose(99)) == 3
