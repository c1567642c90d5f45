"""The row of a list that comes before or after a day told elsewhere."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf

FILES = {
    "rehearsals-2025.csv": (
        "Date,Time,Place\n2025-05-22,19:45,Parish Hall\n2025-06-05,19:45,Parish Hall\n"
        "2025-06-26,19:00,Old Barn\n2025-07-03,19:45,Parish Hall\n"
    ),
    "minutes.txt": "The summer concert is on 28 June 2025. The tea is on 7 June 2025.\n",
    "kalender.csv": (
        "Datum,Was,Wer\n2025-03-02,Zahnarzt,Leo\n2025-03-20,Konzert,Mia\n2025-04-01,Zahnarzt,Mia\n"
    ),
    "brief.txt": "Das Frühlingsfest ist am 21. März 2025.\n",
}


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(FILES)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("What is the last rehearsal before the summer concert?", "en",
         ["26 June 2025", "Old Barn", "28 June 2025"]),
        ("When is the next rehearsal after the summer concert?", "en", ["3 July 2025"]),
        ("Wer hat den nächsten Zahnarzt nach dem Frühlingsfest?", "de", ["1. April 2025", "Mia"]),
    ],
)  # fmt: skip
def test_the_nearest_row_is_told_with_both_days(
    shelf: Shelf, question: str, language: str, expected: list[str]
) -> None:
    made = shelf.reckon(question, language)
    assert made is not None
    assert [word for word in expected if word not in made.statements[0].text] == []
    assert len(made.statements[0].rests_on) == 2, "the row, and the other day"


@pytest.mark.parametrize(
    "question",
    [
        "What is the last rehearsal before the winter concert?",  # no day told
        "What is the last lecture before the summer concert?",  # no list of them
    ],
)
def test_nothing_is_said_of_what_is_not_told(shelf: Shelf, question: str) -> None:
    assert shelf.reckon(question) is None
