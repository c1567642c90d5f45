"""Days worked out from what the files tell, with both places; and when nothing is said."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf

MINUTES = """Minutes of the allotment meeting 2025
Friday 14 March 2025, Scout Hut, 19:30 to 21:25. Present: 27 of 44 members.
1. The water meter is read on 2 April 2025.
2. The summer party is on Saturday 28 June 2025.
3. Trip to the seed fair from 29 May to 1 June 2025: 26 people have put down their names.
"""
RULES = """# Rules

## Meetings

The chair invites members to the meeting in writing, at least three weeks before the day.

## Leaving

Whoever cancels a plot by letter pays for another two months after the letter.
"""
PEOPLE = """Hanna Brehm was born on 12 March 1954 in Lund.
Wanda Tull turned 70 on 8 February 2025.
The new shed was opened on 3 May 2024. The old shed burned down on 20 April 2023.
The well was dug in 1987.
"""
GERMAN = """Der Brunnen wurde am 3. Mai 2024 eingeweiht.
Das Sommerfest findet am 28. Juni 2025 statt.
Karl Ott wurde am 1. Oktober 1960 geboren.
"""
FRENCH = "La fête du village a eu lieu le 14 juillet 2024. Le marché a ouvert le 1 août 2024.\n"


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(
        {
            "minutes-2025.txt": MINUTES,
            "rules.md": RULES,
            "people.txt": PEOPLE,
            "chronik.txt": GERMAN,
            "village.txt": FRENCH,
        }
    )


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("How many days are between the opening of the new shed and 10 May 2024?", "en", "7 days"),
        ("How many days after the old shed burned down was the new shed opened?", "en", "379 days"),
        ("How many weeks are between 1 June 2025 and the summer party?", "en", "3 weeks and 6"),
        ("How many days is it until the summer party?", "en", "12 days"),
        ("What weekday was the new shed opened?", "en", "Friday"),
        ("How old is Hanna Brehm?", "en", "71 years"),
        ("How old was Hanna Brehm on 11 March 2000?", "en", "45 years"),
        ("How old is Wanda Tull?", "en", "70 years"),
        ("How long is the trip to the seed fair?", "en", "4 days"),
        ("How many nights is the trip to the seed fair?", "en", "3 nights"),
        ("How long did the allotment meeting last?", "en", "1 hour 55 minutes"),
        (
            "By which date did the members have to be invited to the meeting of 14 March 2025?",
            "en",
            "21 February 2025",
        ),
        ("What came first, the new shed or the summer party?", "en", "The new shed"),
        ("Wie viele Tage sind es bis zum Sommerfest?", "de", "12 Tage"),
        ("Wie alt ist Karl Ott?", "de", "64 Jahre"),
        ("Wie alt war Karl Ott am 1. Oktober 2000?", "de", "40 Jahre"),
        (
            "Combien de jours y a-t-il entre la fête du village et le 20 juillet 2024 ?",
            "fr",
            "6 jours",
        ),
    ],
)
def test_days_are_worked_out(shelf: Shelf, question: str, language: str, expected: str) -> None:
    said = shelf.says(question, language)
    assert said is not None
    assert expected in said


@pytest.mark.parametrize(
    "question",
    [
        "How many days are between the harvest and the summer party?",  # no harvest
        "How old is Greta Brehm?",
        "How old is the well?",
        "How old was Hanna Brehm when she married?",
        "How many days is it until the winter party?",
        "How many days are between the shed and the summer party?",  # which of two sheds
        "How long did the summer party last?",
        "By which date does the fee have to be paid for 14 March 2025?",
        "On which weekday was the well dug?",
    ],
)
def test_nothing_is_worked_out_from_half_a_fact(shelf: Shelf, question: str) -> None:
    assert shelf.says(question) is None


def test_both_days_are_told_with_their_places(shelf: Shelf) -> None:
    made = shelf.reckon("How many days after the old shed burned down was the new shed opened?")
    assert made is not None
    (statement,) = made.statements
    assert "20 April 2023" in statement.text and "3 May 2024" in statement.text
    quotes = {grounds.quote for grounds in statement.rests_on}
    assert quotes == {
        "The new shed was opened on 3 May 2024.",
        "The old shed burned down on 20 April 2023.",
    }


def test_two_sources_with_different_days_are_not_averaged(shelf_of: FillShelf) -> None:
    shelf = shelf_of(
        {
            "a.txt": "The bridge was closed on 3 May 2024.",
            "b.txt": "The bridge was closed on 5 May 2024.",
        }
    )
    assert shelf.says("How many days is it since the bridge was closed?") is None
