"""Time between two days that were read: counted in the unit asked for, or not at all."""

from __future__ import annotations

import pytest

from app.core.question.asked import understand
from app.core.question.spans import asks_for_span, span_between


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [
        (
            "How many nights did she stay?",
            ["2025-09-20 to 2025-09-27"],
            "7 nights: from 20 September 2025 to 27 September 2025.",
        ),
        (
            "How old was she when she retired?",
            ["She was born on 4 May 1963.", "She retires on 4 May 2026."],
            "63 years: from 4 May 1963 to 4 May 2026.",
        ),
        (
            "How many days passed?",
            ["It was paid on 3 January 2026.", "It was sent on 20 December 2025."],
            "14 days: from 20 December 2025 to 3 January 2026.",
        ),
        (
            "Wie viele Tage lagen zwischen Brief und Antwort?",
            ["Der Brief kam am 3. Juni, die Antwort am 9. Juni."],
            "6 Tage: vom 3. Juni bis zum 9. Juni.",
        ),
        (
            "How long were we away?",
            ["We were away from 6 to 19 July 2025."],
            "13 days: from 6 July 2025 to 19 July 2025.",
        ),
    ],
)
def test_what_lies_between_two_days_is_counted(question: str, said: list[str], told: str) -> None:
    assert span_between(understand(question), said) == told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many days of leave are there?", ["The contract began on 1 May 2024."]),
        # whether that year had a 29th of February is not said
        ("How long were they away?", ["They were away from 28 February to 2 March."]),
        # a new year lies between, and it is not said which
        ("How long were they away?", ["They were away from 20 December to 3 January."]),
        ("How long were they away?", ["They were away on 20 December and 3 January 2026."]),
        # told by the sentence itself
        ("How long did it take?", ["It took three days, from 1 May 2020 to 4 May 2020."]),
        ("How long did it take?", ["From 1 May 2020.", "To 4 May 2020.", "Not 9 May 2020."]),
        # neither of them begins or ends what the other is of
        ("How many months did he chair?", ["2025-02-04: he chairs.", "2025-05-06: he chairs."]),
        ("How many years did he chair?", ["From 4 February 2025 to 6 May 2025."]),
        ("Who chaired?", ["Ada, from 4 February 2025 to 6 May 2025."]),
        # 3/4 may be in March or in April
        ("How many days did it take?", ["From 3/4/2025 to 9 May 2025."]),
    ],
)
def test_where_the_days_do_not_tell_nothing_is_counted(question: str, said: list[str]) -> None:
    assert span_between(understand(question), said) is None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("How many weeks lie between the two letters?", True),
        ("How long did she stay?", True),
        ("How many chairs are there?", False),
        ("When did she leave?", False),
    ],
)
def test_a_length_of_time_is_asked_for(question: str, asks: bool) -> None:
    assert asks_for_span(understand(question)) is asks
