"""What a query says of the place of its answer, in its own words."""

from __future__ import annotations

import pytest

from app.core.question.hints import named_place


@pytest.mark.parametrize(
    ("query", "files", "days"),
    [
        ("what does Survey-2.PDF say of the gutter", ("Survey-2.PDF",), ()),
        ("minutes of 3 March 2026", (), ("3 March 2026",)),
        ("invoices from May 2025 in costs.xlsx", ("costs.xlsx",), ("May 2025",)),
        ("what happened in 2024 on Monday", (), ()),  # too little to tell a file by
        ("the gutter", (), ()),
    ],
)
def test_files_and_days_are_told_as_they_were_written(
    query: str, files: tuple[str, ...], days: tuple[str, ...]
) -> None:
    place = named_place(query, "en")
    assert (place.files, place.days) == (files, days)
