from __future__ import annotations

import pytest

from app.core.naming import place, spoken_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/Apollo-11_launch.jpg", "Apollo 11 launch"),
        ("/a/council-minutes-2025-05-06.txt", "council minutes 2025-05-06"),
        ("2025_05_06_notes.md", "2025-05-06 notes"),
        ("trip-2025.md", "trip 2025"),
        ("IMG_2024-0012.jpg", "IMG 2024 0012"),
        ("a__b--c.txt", "a b c"),
    ],
)
def test_a_name_as_words_keeps_its_days_whole(path: str, name: str) -> None:
    assert spoken_name(path) == name


def test_a_page_by_what_is_printed_on_it() -> None:
    assert place({"page": 4}) == "page 4"
    assert place({"page": 4, "page_label": "iv"}) == "page iv (4)"
