"""Two things compared by what sentences tell of them; None where one side is missing."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf

FILES = {
    "ferry.txt": "The ferry to Sund costs 12 euros. The ferry is 31 m long.",
    "bus.txt": "The bus to Sund costs 9.50 euros and takes an hour.",
    "boats.md": "# Boats\n\nThe Gannet is 11.5 m long. The Puffin is 9 m long.\n",
    "opening.txt": "The mill was opened on 3 May 2019. The ramp was opened on 8 June 2022.",
    "preise.txt": "Das Rad kostet 450 Euro. Der Anhänger kostet 380 Euro.",
}


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(FILES)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Which is cheaper, the ferry to Sund or the bus to Sund?", "en", "The bus to Sund."),
        ("Is the ferry to Sund more expensive than the bus to Sund?", "en", "Yes."),
        ("How much more expensive is the ferry to Sund than the bus to Sund?", "en", "2.50 EUR"),
        ("Which boat is longer, the Gannet or the Puffin?", "en", "The Gannet."),
        ("Is the Puffin longer than the Gannet?", "en", "No."),
        ("Is the mill older than the ramp?", "en", "Yes."),
        ("Was ist teurer, das Rad oder der Anhänger?", "de", "Das Rad."),
    ],
)
def test_two_things_are_compared(shelf: Shelf, question: str, language: str, expected: str) -> None:
    made = shelf.reckon(question, language)
    assert made is not None
    assert expected in made.statements[0].text
    assert len(made.statements[0].rests_on) == 2


@pytest.mark.parametrize(
    "question",
    [
        "Which is cheaper, the ferry to Sund or the train to Sund?",
        "Is the Gannet heavier than the Puffin?",
        "Which is longer, the Gannet or the Heron?",
        "Is the mill older than the well?",
        "Which is more beautiful, the mill or the ramp?",
    ],
)
def test_nothing_is_compared_with_what_is_not_told(shelf: Shelf, question: str) -> None:
    assert shelf.says(question) is None
