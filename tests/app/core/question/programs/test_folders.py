"""What lies in a folder: told where just that is asked."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(
        {
            "north trip/route.md": "# Route\n\nFrom Brill to the cape.",
            "north trip/costs.csv": "What,Amount\nFerry,40\nFuel,90\nHut,120\n",
            "letters/landlord.txt": "The gutter leaks.",
        }
    )


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is in the folder north trip?", "en"),
        ('what\'s in the "North Trip" folder', "en"),
        ("Was liegt im Ordner north trip?", "de"),
    ],
)
def test_the_files_of_a_folder_are_named(shelf: Shelf, question: str, language: str) -> None:
    said = shelf.says(question, language)
    assert said is not None and "costs.csv, route.md" in said and "landlord" not in said


@pytest.mark.parametrize(
    "question",
    [
        "What is the folder north trip about?",
        "What is not in the folder north trip?",
        "What does the ferry cost in the folder north trip?",
        "What is in the folder south trip?",
    ],
)
def test_what_asks_for_more_or_another_folder_is_left_alone(shelf: Shelf, question: str) -> None:
    said = shelf.says(question)
    assert said is None or "The folder" not in said
