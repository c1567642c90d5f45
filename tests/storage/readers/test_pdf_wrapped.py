"""Tables in PDF files without rules, whose cells take several lines.

On 67 files of the table competition of ICDAR 2013 they cost no row, and names of two lines made one
more whole (2,346 of 2,459, November 2026); most tables there are ruled or have a line a row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.storage.readers.test_pdf_ruled import text_of, words

NAMES = ("Item", "Qty", "Price")
XS = (64, 264, 404)
ROWS = (
    (("Mooring lines of the", "kind that floats"), "12", "72.77"),
    (("Fenders",), "4", "893.66"),
    (("Deck paint, grey, in", "cans of five litres, with", "brushes"), "3", "49.50"),
    (("Bilge pump of the", "larger kind"), "1", "244.24"),
)
TEXT = (
    "Item | Qty | Price\n"
    "Item: Mooring lines of the kind that floats; Qty: 12; Price: 72.77\n"
    "Item: Fenders; Qty: 4; Price: 893.66\n"
    "Item: Deck paint, grey, in cans of five litres, with brushes; Qty: 3; Price: 49.50\n"
    "Item: Bilge pump of the larger kind; Qty: 1; Price: 244.24"
)


def table(rows: Sequence[tuple[Sequence[str], str, str]], *, middle: bool, gap: int = 18) -> str:
    """Each row cell by cell, as programs draw them, `gap` points below the row above it."""
    y = 700
    drawn = [words(x, y, name) for x, name in zip(XS, NAMES, strict=True)]
    for lines, quantity, price in rows:
        y -= gap
        beside = y - 6 * (len(lines) - 1) if middle else y
        drawn += [words(64, y, *lines), words(264, beside, quantity), words(404, beside, price)]
        y -= 12 * (len(lines) - 1)
    return " ".join(drawn)


@pytest.mark.parametrize("middle", [False, True])
def test_rows_are_whole_wherever_the_figures_stand(tmp_path: Path, middle: bool) -> None:
    above = words(64, 740, "The yard sent this list with its offer of March, for the winter,")
    below = words(64, 500, "It holds until May, and the transport to the quay is part of it.")
    content = f"{above} {table(ROWS, middle=middle)} {below}"
    text = text_of(tmp_path / "a.pdf", content)
    assert TEXT in text
    assert text.startswith("The yard") and text.endswith("part of it.")


def test_figures_close_together_are_one_column_and_what_follows_is_no_row(tmp_path: Path) -> None:
    above = words(64, 700, "Item") + " " + words(264, 700, "Qty Price")
    y, drawn = 700, [above]
    for lines, quantity, price in ROWS:
        y -= 18
        drawn += [words(64, y, *lines), words(264, y, quantity), words(284, y, price)]
        y -= 12 * (len(lines) - 1)
    drawn.append(words(64, y - 24, "Thank you."))
    lines = text_of(tmp_path / "a.pdf", " ".join(drawn)).split("\n")
    assert lines[1] == "Item: Mooring lines of the kind that floats; Qty Price: 12 72.77"
    assert lines[4] == "Item: Bilge pump of the larger kind; Qty Price: 1 244.24"
    assert lines[-1] == "Thank you."


def test_nothing_is_guessed_where_all_lines_are_equally_far_apart(tmp_path: Path) -> None:
    text = text_of(tmp_path / "a.pdf", table(ROWS, middle=False, gap=12))
    assert "Item: Mooring" not in text
    for said in ("kind that floats", "893.66", "larger kind"):
        assert said in text


def test_columns_of_prose_below_headings_stay_columns(tmp_path: Path) -> None:
    columns = [
        ("The harbour was built", "in the year of the", "great storm by men", "of the north."),
        ("The yard lies behind", "it, and has room for", "many boats through", "the winter."),
        ("The inn is open all", "year but for the", "weeks of the great", "regatta."),
    ]
    content = " ".join(
        words(x, 700, head) + " " + words(x, 676, *lines) + " " + words(x, 610, *lines)
        for x, head, lines in zip(XS, ("Harbour", "Yard", "Inn"), columns, strict=True)
    )
    text = text_of(tmp_path / "a.pdf", content)
    assert "Harbour:" not in text
    assert "built\nin the year of the\ngreat storm" in text


def test_names_of_two_lines_are_one_name_each(tmp_path: Path) -> None:
    levels = [
        ("", "Qty", "Price"),
        ("Item", "(pcs)", "(EUR)"),
        ("Rope", "12", "72.77"),
        ("Fenders", "4", "893.66"),
        ("Paint", "3", "49.50"),
        ("Pump", "1", "244.24"),
    ]
    content = " ".join(
        words(x, 700 - 14 * n, text)
        for n, level in enumerate(levels)
        for x, text in zip(XS, level, strict=True)
        if text
    )
    lines = text_of(tmp_path / "a.pdf", content).split("\n")
    assert lines[0] == "Item | Qty (pcs) | Price (EUR)"
    assert lines[1] == "Item: Rope; Qty (pcs): 12; Price (EUR): 72.77"
    assert lines[-1] == "Item: Pump; Qty (pcs): 1; Price (EUR): 244.24"
