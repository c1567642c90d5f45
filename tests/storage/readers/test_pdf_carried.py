"""Tables in PDF files that go on on the next page without naming their columns again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from storage.readers.reading import page_image
from tests.storage.readers.documents import document
from tests.storage.readers.test_pdf import pdf

XS = (60, 140, 360, 440)
NAMES = ("Port", "Pilot on board", "Rise")
FIRST = [("Emden", "yes", "3.1"), ("Kiel", "no", "0.2"), ("Brest", "in winter", "6.1")]
SECOND = [("Wismar", "no", "0.3"), ("Husum", "yes", "3.4"), ("Cuxhaven", "yes", "3.0")]


def page(
    rows: Sequence[Sequence[str]],
    *,
    ruled: bool = True,
    above: str = "Handbook",
    n_below: int = 1,
    xs: Sequence[int] = XS,
) -> str:
    """A table below a line, and lines below it."""
    top = 740
    drawn = [f"BT /F 9 Tf 60 780 Td ({above}) Tj ET"] if above else []
    for n, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            drawn.append(f"BT /F 10 Tf {x + 4} {top - 20 * n - 14} Td ({text}) Tj ET")
    foot = top - 20 * len(rows)
    if ruled:
        ys = range(foot, top + 1, 20)
        drawn += [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
        drawn += [f"{x} {a} m {x} {b} l S" for x in xs for a, b in pairwise(ys)]
    for n in range(n_below):
        drawn.append(f"BT /F 9 Tf 290 {foot - 60 - 14 * n} Td (Below {n + 1}.) Tj ET")
    return " ".join(drawn)


def rows_of(path: Path, *pages: str) -> list[list[str]]:
    path.write_bytes(pdf(*pages))
    return [
        [line for line in one.text.splitlines() if " | " in line or "; " in line]
        for one in document(path).sections
    ]


def named(rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "; ".join(f"{name}: {text}" for name, text in zip(NAMES, row, strict=True)) for row in rows
    ]


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_of_later_pages_have_the_names_of_the_first(tmp_path: Path, ruled: bool) -> None:
    third = [("Varel", "no", "3.5"), ("Norden", "no", "2.6"), ("Leer", "yes", "2.9")]
    made = [page([NAMES, *FIRST], ruled=ruled), page(SECOND, ruled=ruled), page(third, ruled=ruled)]
    first, *later = rows_of(tmp_path / "a.pdf", *made)
    assert first == [" | ".join(NAMES), *named(FIRST)]
    assert later == [named(SECOND), named(third)]
    # What is shown of a later page agrees with what was read of it.
    for number, rows in ((2, SECOND), (3, third)):
        text = document(tmp_path / "a.pdf").sections[number - 1].text
        offset = document(tmp_path / "a.pdf").sections[number - 1].locator.get("page_offset", 0)
        start = text.index(rows[-1][0]) - offset
        (box,) = page_image(
            tmp_path / "a.pdf", number, width_px=300, char_start=start, char_end=start + 5
        ).boxes
        left, top, _, foot = box
        assert left == pytest.approx(64 / 600, abs=0.01)
        assert top < 1 - 686 / 800 < foot + 0.01  # the last row's baseline


@pytest.mark.parametrize(
    "second",
    [
        page(SECOND, above="Table 2. Others"),  # a table of its own
        page(SECOND, xs=(60, 200, 300, 440)),  # other columns
        page(SECOND) + " BT /F 9 Tf 60 795 Td (A) Tj 0 -8 Td (B) Tj 0 -18 Td (C) Tj ET",
        page([("Ship", "Flag", "Crew"), ("Anna", "DE", "12"), ("Cleo", "NL", "14")]),
    ],
)
def test_what_does_not_go_on_has_no_names_of_another(tmp_path: Path, second: str) -> None:
    _, rows = rows_of(tmp_path / "a.pdf", page([NAMES, *FIRST]), second)
    assert rows and not any("Pilot on board" in line for line in rows)


def test_a_table_that_ended_before_the_foot_does_not_go_on(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path / "a.pdf", page([NAMES, *FIRST], n_below=6), page(SECOND))
    assert rows == [" | ".join(row) for row in SECOND]


def test_words_over_words_are_a_row_where_a_table_goes_on(tmp_path: Path) -> None:
    names = ("Task", "Who", "Where")
    first = [names, ("Paint", "Crew", "Quay"), ("Sweep", "Guests", "Hall")]
    second = [("Sand", "Anna", "Shed"), ("Varnish", "Ben", "Loft"), ("Rig", "Cleo", "Quay")]
    _, rows = rows_of(tmp_path / "a.pdf", page(first), page(second))
    assert rows[0] == "Task: Sand; Who: Anna; Where: Shed"
