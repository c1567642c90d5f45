from __future__ import annotations

import pytest

from app.core.dates import Moment, agrees, bears_out, dates

THE_DAY = Moment(2025, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-14", "14.03.2025", "14.3.25", "14/03/2025", "14 March 2025", "March 14th, 2025",
        "the 14th of March 2025", "14. März 2025", "14 mars 2025", "14 de marzo de 2025",
        "14 marzo 2025", "14 maart 2025", "14 de março de 2025", "14 марта 2025 г.",
        "14 Μαρτίου 2025", "14 marca 2025", "2025年3月14日", "二〇二五年三月十四日",
        "14 Mar 2025", "2025.03.14", "14-03-2025",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    (mention,) = dates(f"It was on {text}, they say")
    assert mention.moment == THE_DAY
    assert agrees(mention, dates("2025-03-14")[0])


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("am 14.03.", Moment(month=3, day=14)),
        ("le 3 septembre", Moment(month=9, day=3)),
        ("am 3. September", Moment(month=9, day=3)),
        ("1er mars", Moment(month=3, day=1)),
        ("due in May", Moment(month=5)),
        ("в мае", None),
        ("March 2025", Moment(2025, 3)),
        ("since 2019", Moment(2019)),
        ("1990 г.", Moment(1990)),
        ("on Fridays", Moment(weekday=4)),
        ("в пятницу", Moment(weekday=4)),
        ("lundi prochain", Moment(weekday=0)),
        ("星期五", Moment(weekday=4)),
        ("Freitag, dem 14. März", Moment(month=3, day=14, weekday=4)),
        ("19:30", Moment(hour=19, minute=30)),
        ("7.30 p.m.", Moment(hour=19, minute=30)),
        ("um 19 Uhr", Moment(hour=19, minute=0)),
        ("à 19h30", Moment(hour=19, minute=30)),
        ("下午3点", Moment(hour=15, minute=0)),
        ("noon", Moment(hour=12, minute=0)),
    ],
)
def test_parts_of_a_date(text: str, moment: Moment | None) -> None:
    found = dates(text)
    assert [mention.moment for mention in found] == ([moment] if moment else [])


@pytest.mark.parametrize(
    "text",
    [
        "I may go", "the price is 14.03. Then", "v1.2.3", "2024-0917", "+49 30 123456",
        "31.02.2025",
        "they march on", "2 children", "June said so", "1,500 people in 300 houses", "5 LED lamps",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == ()


def test_an_ambiguous_date_keeps_both_readings_until_something_decides() -> None:
    (mention,) = dates("03/04/2025")
    assert mention.readings == (Moment(2025, 4, 3), Moment(2025, 3, 4))
    assert not agrees(mention, dates("3 April 2025")[0])
    assert agrees(mention, dates("03/04/2025")[0])
    assert agrees(mention, dates("in 2025")[0])
    assert dates("03/04/2025", "fr")[0].readings == (Moment(2025, 4, 3),)
    assert dates("25/04/2025, 03/04/2025")[1].readings == (Moment(2025, 4, 3),)


@pytest.mark.parametrize(
    "text",
    ["3–5 March 2025", "from 3 to 5 March 2025", "March 3-5, 2025", "vom 3. bis 5. März 2025",
     "du 3 au 5 mars 2025", "del 3 al 5 de marzo de 2025"],
)  # fmt: skip
def test_ranges_of_days(text: str) -> None:
    first, last = dates(text)
    assert (first.moment, first.bound) == (Moment(2025, 3, 3), "from")
    assert (last.moment, last.bound) == (Moment(2025, 3, 5), "to")


@pytest.mark.parametrize(
    ("source", "claim", "borne_out"),
    [
        ("14 March 2025", "14 March", True),
        ("14 March 2025", "in March", True),
        ("14 March 2025", "in 2025", True),
        ("14 March 2025", "on Friday", True),  # it was one
        ("14 March 2025", "on Monday", False),
        ("14 March", "14 March 2025", False),
        ("in May", "in June", False),
        ("3 to 5 March 2025", "5 March 2025", False),
        ("3 to 5 March 2025", "in March 2025", True),
    ],
)
def test_a_source_must_say_all_that_a_claim_says(source: str, claim: str, borne_out: bool) -> None:
    assert bears_out(dates(source)[-1], dates(claim)[0]) is borne_out


def test_places_are_exact() -> None:
    text = "Come on Friday, 14 March 2025 at 7 pm or on 2025-04-01."
    assert [text[mention.start : mention.end] for mention in dates(text)] == [
        "Friday, 14 March 2025",
        "7 pm",
        "2025-04-01",
    ]


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("Wed: Rhys off, dentist", "en", [2]),
        ("Mon, Tue and Thu 8:30 - 12:00", "en", [0, 1, 3]),
        ("Mo-Fr 8-12 Uhr, Sa geschlossen", "de", [0, 4, 5]),
        ("Team | Mon | Tue", "en", [0, 1]),
        ("The Sun is hot. He Sat down.", "en", []),
        ("Do 15 push-ups", "en", []),
        ("Fr. Meier und So ist es: 3", "de", []),
    ],
)
def test_abbreviated_weekdays(text: str, language: str, days: list[int]) -> None:
    found = [mention.moment.weekday for mention in dates(text, language)]
    assert [day for day in found if day is not None] == days


def test_a_range_of_abbreviated_weekdays_has_a_beginning_and_an_end() -> None:
    assert [mention.bound for mention in dates("Tue - Fri")] == ["from", "to"]
