from __future__ import annotations

import pytest

from models.decoder.stops import StopWatch


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize(
    ("stops", "text", "shown"),
    [
        (("END",), "one two END three", "one two "),
        (("END",), "EN EEND x", "EN E"),
        (("aab",), "aaaab", "aa"),
        (("x", "END"), "END x", ""),
        (("longer stop", "stop"), "a longer stop b", "a "),
        ((), "all of it", "all of it"),
        (("END",), "ends in EN", "ends in EN"),
    ],
)
def test_text_up_to_the_first_stop(
    size: int, stops: tuple[str, ...], text: str, shown: str
) -> None:
    """However the text is cut, no part of a stop sequence gets out."""
    watch = StopWatch(stops)
    found = ""
    for start in range(0, len(text), size):
        piece, stopped = watch.add(text[start : start + size])
        found += piece
        assert shown.startswith(found)
        if stopped:
            assert found == shown
            return
    assert found + watch.rest() == shown
    assert not any(stop in text for stop in stops)


def test_only_a_possible_beginning_is_held_back() -> None:
    watch = StopWatch(("\n\n",))
    assert watch.add("line") == ("line", False)
    assert watch.add("\n") == ("", False)
    assert watch.add("next") == ("\nnext", False)
