from __future__ import annotations

from app.core import events
from app.core.question.telling import Resting, Telling
from tests.app.core.question.values import found

KEY, PEARS = found(7, "The key is brass."), found(3, "The pears are ripe.")


def test_numbers_run_in_the_order_of_the_text_and_a_source_keeps_its_number() -> None:
    telling = Telling()
    told = [
        *telling.say("", "The key is brass.", "supported", [Resting(16, KEY, "brass")]),
        *telling.say(" ", "Nobody knows.", "unsupported"),
        *telling.say(
            " ",
            "The pears are ripe, the key is brass.",
            "supported",
            [Resting(36, KEY, "is brass"), Resting(18, PEARS, "ripe")],
        ),
    ]
    assert telling.text == (
        "The key is brass [1]. Nobody knows. The pears are ripe [2], the key is brass [1]."
    )
    streamed = "".join(event.text for event in told if isinstance(event, events.TextDelta))
    assert streamed == "The key is brass. Nobody knows. The pears are ripe, the key is brass."
    assert [(c.marker, c.chunk_id, c.quote) for c in telling.citations] == [
        (1, 7, "brass"),
        (2, 3, "ripe"),
    ]
    last = telling.sentences[-1]
    assert streamed[last.start : last.end] == "The pears are ripe, the key is brass."
    assert [c.quote for c in last.citations] == ["ripe", "is brass"], "its own words"


def test_two_sources_at_one_place_stand_side_by_side() -> None:
    telling = Telling()
    resting = [Resting(7, KEY, "x"), Resting(7, PEARS, "y"), Resting(7, KEY, "x")]
    list(telling.say(" ", "It is so.", "supported", resting))
    assert telling.text == "It is s [1][2]o."
    assert telling.has_begun
