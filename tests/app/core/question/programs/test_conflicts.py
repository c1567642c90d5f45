"""Two sources that differ are both told with their days; where they agree nothing is said."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf

FILES = {
    "minutes-2025-03-14.txt": (
        "Minutes of the general meeting\nFriday 14 March 2025, Scout Hut.\n"
        "Present: 27 of 44 members.\nThe yearly fee is 60 pounds.\n"
        "The spring fair is on 10 May 2025. The bus leaves at 8:15.\n"
    ),
    "newsletter.html": (
        "<html><head><title>Newsletter, spring 2025</title></head><body>"
        "<h1>Newsletter, spring 2025</h1><h2>A full hall at the general meeting</h2>"
        "<p>34 members came on 14 March.</p>"
        "<h2>Fees</h2><p>The yearly fee is 60.00 pounds. Guests pay 5 pounds a day.</p>"
        "<h2>Dates</h2><p>The spring fair is on 17 May 2025.</p></body></html>"
    ),
    "vertrag-2023-03-01.txt": "Mietvertrag vom 1. März 2023. Die Kaltmiete beträgt 850 Euro.",
    "brief-2024-05-03.txt": "Brief vom 3. Mai 2024. Die Kaltmiete beträgt ab Juli 900 Euro.",
    "bus-a.txt": "The bus trip to the lake costs 12 euros.",
    "bus-b.txt": "The bus trip to the zoo costs 15 euros.",
    "depth-a.txt": "Survey of 2019. The depth of the harbour is 4 m.",
    "depth-b.txt": "Survey of 2022. The depth of the harbour is 400 cm.",
}


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(FILES)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        (
            "How many members came to the general meeting on 14 March 2025?",
            "en",
            ["27", "34", "14 March 2025", "newsletter"],
        ),
        ("When is the spring fair?", "en", ["10 May 2025", "17 May 2025"]),
        ("Wie hoch ist die Kaltmiete?", "de", ["850 Euro", "900 Euro", "3. Mai 2024"]),
    ],
)
def test_both_sides_are_told(
    shelf: Shelf, question: str, language: str, expected: list[str]
) -> None:
    made = shelf.reckon(question, language)
    assert made is not None
    said = " ".join(each.text for each in made.statements)
    assert [word for word in expected if word.lower() not in said.lower()] == []
    files = {grounds.found.item.path for each in made.statements for grounds in each.rests_on}
    assert len(files) == 2


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How much is the yearly fee?", "en"),  # 60 and 60.00
        ("What is the depth of the harbour?", "en"),  # 4 m and 400 cm
        ("How much does the bus trip to the lake cost?", "en"),  # the other goes elsewhere
        ("What is the current rent?", "en"),  # the newer one is asked for
        ("How many guests came to the general meeting?", "en"),
        ("When does the bus leave?", "en"),
        ("Wie hoch ist die Kaution?", "de"),
    ],
)
def test_no_conflict_is_made_up(shelf: Shelf, question: str, language: str) -> None:
    assert shelf.says(question, language) is None
