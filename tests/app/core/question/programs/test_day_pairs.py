"""Lengths of time, weekdays and days that something is due, by the words of a question and not by
its pattern; nothing is said where a name or a known word is left over."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf

FILES = {
    "deed.txt": (
        "Deed of sale, 14 July 2023\n\nBuyers: Ann and Marc Weil.\n"
        "The keys are handed over on 1 September 2023.\n"
    ),
    "members.txt": "Members\n\nIda Holm, treasurer since 1978\nPer Lund, member since 1996\n",
    "courses.csv": (
        "Course,Begin,End,Leader\nTurning,2025-04-14,2025-04-18,Otto\n"
        "Glazing,2025-07-07,2025-07-09,Otto\n"
    ),
    "invoice.txt": (
        "Invoice 311 of 4 November 2024\n\nMobile crane on 26 October 2024: 1,290 euros. "
        "Payable within 30 days of the date of the invoice.\n"
    ),
    "vertrag.txt": (
        "Stromvertrag, unterzeichnet am 10. Januar 2025. Die Laufzeit beträgt 24 Monate.\n"
    ),
    "insurance.txt": "Insurance: notice is given three months before the end of the year 2025.\n",
    "exams.csv": "Date,What\n2024-08-09,Piano exam\n2024-09-02,Swimming exam\n",
}


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(FILES)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("How many days passed from the deed of sale till the keys were handed over?", "en",
         ["49 days", "14 July 2023", "1 September 2023"]),
        ("For how many years has Per Lund been a member in 2025?", "en", ["29 years", "1996"]),
        ("How many days does the turning course take?", "en", ["5 days", "18 April 2025"]),
        ("How many weeks after the piano exam was the swimming exam?", "en",
         ["3 weeks", "24 days"]),
        ("On which weekday was the piano exam?", "en", ["Friday"]),
        ("By when must the crane's invoice be paid?", "en", ["4 December 2024", "30 days"]),
        ("Wann läuft der Stromvertrag aus?", "de", ["10. Januar 2027", "24 Monate"]),
    ],
)  # fmt: skip
def test_the_days_are_found_by_the_questions_words(
    shelf: Shelf, question: str, language: str, expected: list[str]
) -> None:
    said = shelf.says(question, language)
    assert said is not None
    assert [word for word in expected if word not in said] == []


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How many weeks after the piano exam was the guitar exam?", "en"),  # told of nothing
        ("For how many years has Tessa Reed been a member in 2025?", "en"),  # a name left over
        ("For how many years has Per Lund been treasurer in 2025?", "en"),  # told of another
        ("For how many years has Per Lund been married in 2025?", "en"),
        ("When does the warranty of the crane expire?", "en"),
        ("How many members came to the course?", "en"),
        ("By when must notice of the insurance be given?", "en"),  # before something, not after
    ],
)
def test_nothing_is_said_of_what_is_not_told(shelf: Shelf, question: str, language: str) -> None:
    assert shelf.reckon(question, language) is None
