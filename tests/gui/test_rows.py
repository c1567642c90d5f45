"""Rows of tables in the text of a source: values apart from names."""

from __future__ import annotations

from typing import Any

import pytest

from app.gui.evidence.passage import PassageText
from app.gui.evidence.rows import values_in
from app.gui.theme import Theme


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("item: gutter 0; price: 0,50; when: 2026-03-01", ["gutter 0", "0,50", "2026-03-01"]),
        ("seen: 10:00:00; by: Ann", ["10:00:00", "Ann"]),
        ("note: one; two; by: Ann", ["one; two", "Ann"]),
        ("Dear Ben: this is a letter.", []),
        ("The roofer says this; the reader says: nothing", []),
        ("", []),
    ],
)
def test_values_of_a_row(line: str, values: list[str]) -> None:
    assert [line[start:end] for start, end in values_in(line)] == values


def test_values_that_are_seen_stand_out_and_the_mark_stays_as_it_is(
    qtbot: Any, theme: Theme
) -> None:
    passage = PassageText(theme)
    qtbot.addWidget(passage)
    passage.resize(400, 300)
    passage.show()
    rows = [f"item: 🏠 gutter {n}; price: {n},50" for n in range(3000)]
    text = "\n".join(rows)
    at = text.index(rows[2000])
    passage.show_passage(text, at, at + len(rows[2000]))
    qtbot.waitUntil(lambda: bool(passage.extraSelections()), timeout=5_000)
    qtbot.waitUntil(lambda: passage.verticalScrollBar().value() > 0, timeout=5_000)

    def inked() -> list[str]:
        return [selection.cursor.selectedText() for selection in passage.extraSelections()]

    qtbot.waitUntil(lambda: "🏠 gutter 2001" in inked(), timeout=5_000)
    assert "2001,50" in inked() and "2000,50" not in inked()
    assert len(inked()) < 100  # of what is seen only
    passage.verticalScrollBar().setValue(0)
    assert inked()[:2] == ["🏠 gutter 0", "0,50"]
