from __future__ import annotations

from app.core.date_spellings import other_spellings
from app.core.dates import dates


def test_a_day_is_looked_for_in_other_forms() -> None:
    found = other_spellings("council meeting on 14 March 2025")
    assert {"2025-03-14", "14.03.2025", "March 14th 2025", "14 März 2025"} <= set(found)
    days = [mention.moment for spelling in found for mention in dates(spelling)]
    assert {(day.year, day.month, day.day) for day in days} == {(2025, 3, 14)}


def test_without_a_whole_day_there_is_nothing_else_to_look_for() -> None:
    assert other_spellings("in March, on the 14th, or 2025") == []
