"""Tables in PDF files whose cells are divided by drawn rules.

On 67 files of the table competition of ICDAR 2013, none of which the rules were chosen on, 2,263 of
2,430 rows came out whole without them, and 2,351 with them (November 2026)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from storage.readers.reading import page_image
from tests.storage.readers.documents import document
from tests.storage.readers.test_pdf import pdf

Lines = Sequence[str]


def grid(
    xs: Sequence[int], ys: Sequence[int], *, without: Sequence[tuple[int, int, int, int]] = ()
) -> str:
    """Rules at these places, each stretch of them drawn for itself, but for those in `without`."""
    across = [(a, y, b, y) for y in ys for a, b in pairwise(xs)]
    down = [(x, a, x, b) for x in xs for a, b in pairwise(ys)]
    drawn = [line for line in across + down if line not in without]
    return " ".join(f"{a} {b} m {c} {d} l S" for a, b, c, d in drawn)


def words(x: int, y: int, *texts: str) -> str:
    """Lines from (x, y) on, 12 points apart."""
    placed = (f"1 0 0 1 {x} {y - 12 * n} Tm ({text}) Tj" for n, text in enumerate(texts))
    return f"BT /F 10 Tf {' '.join(placed)} ET"


PLAN = " ".join(
    [
        words(64, 706, "Task"),
        words(264, 706, "Who"),
        words(404, 706, "Due"),
        words(64, 686, "Replace the mooring lines", "at the north quay"),
        words(264, 686, "Harbour crew,", "led by Ms Winter"),
        words(404, 686, "2025-05-12"),
        words(64, 646, "Paint the rails"),
        words(264, 646, "Nordfarbe"),
        words(404, 646, "2025-06-01"),
    ]
)
PLAN_RULES = grid([60, 260, 400, 500], [720, 700, 660, 640])
PLAN_TEXT = (
    "Task | Who | Due\n"
    "Task: Replace the mooring lines at the north quay; Who: Harbour crew, led by Ms Winter; "
    "Due: 2025-05-12\n"
    "Task: Paint the rails; Who: Nordfarbe; Due: 2025-06-01"
)


def text_of(path: Path, content: str) -> str:
    path.write_bytes(pdf(content))
    return document(path).sections[0].text


def test_a_cell_of_several_lines_stays_in_its_row(tmp_path: Path) -> None:
    assert text_of(tmp_path / "a.pdf", f"{PLAN_RULES} {PLAN}") == PLAN_TEXT


@pytest.mark.parametrize(
    "rules",
    [
        "60 640 m 60 640 440 80 re S 60 700 m 500 700 l S 60 660 m 500 660 l S "
        "260 640 m 260 720 l S 400 640 m 400 720 l S",  # a frame, and lines in it
        "q 2 0 0 2 0 0 cm " + grid([30, 130, 200, 250], [360, 350, 330, 320]) + " Q",
        " ".join(  # filled, half a point thick
            [f"60 {y} 440 0.5 re f" for y in (640, 660, 700, 720)]
            + [f"{x} 640 0.5 80 re f" for x in (60, 260, 400, 500)]
        ),
        " ".join(  # without its outer sides, each rule drawn twice
            [f"60 {y} m 500 {y} l S" for y in (640, 641, 660, 661, 700, 701, 720)]
            + [f"{x} 640 m {x} 720 l S" for x in (260, 261, 400, 401)]
        ),
        "[3 2] 0 d " + PLAN_RULES,
    ],
)
def test_rules_are_seen_however_they_are_drawn(tmp_path: Path, rules: str) -> None:
    assert text_of(tmp_path / "a.pdf", f"{rules} {PLAN}") == PLAN_TEXT


def test_rules_within_a_form_count_where_it_stands(tmp_path: Path) -> None:
    form = grid([0, 200, 340, 440], [80, 60, 20, 0])
    made = pdf(f"q 1 0 0 1 60 640 cm /X Do Q {PLAN}").replace(
        b"/Resources << ", b"/Resources << /XObject << /X 7 0 R >> "
    )
    at = made.index(b"xref\n")
    body = (
        "7 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 500 100] "
        f"/Length {len(form)} >>\nstream\n{form}\nendstream\nendobj\n"
    )
    path = tmp_path / "a.pdf"  # the reader finds the objects again by itself
    path.write_bytes(made[:at] + body.encode() + b"trailer << /Size 8 /Root 1 0 R >>\n%%EOF\n")
    assert document(path).sections[0].text == PLAN_TEXT


def test_merged_cells_count_for_what_they_cover(tmp_path: Path) -> None:
    content = " ".join(
        [
            grid(
                [60, 160, 260, 360, 460, 560],
                [720, 700, 680, 660, 640],
                without=[
                    (60, 700, 160, 700),
                    (260, 720, 260, 700),
                    (460, 720, 460, 700),
                    (60, 660, 160, 660),
                ],
            ),
            words(64, 696, "Region"),
            words(240, 706, "2024"),
            words(440, 706, "2025"),
            *(words(164 + 100 * n, 686, name) for n, name in enumerate(["Plan", "Real"] * 2)),
            words(64, 656, "North"),
            *(words(164 + 100 * n, 666, str(n + 1)) for n in range(4)),
            *(words(164 + 100 * n, 646, str(n + 5)) for n in range(4)),
        ]
    )
    assert text_of(tmp_path / "a.pdf", content) == (
        "Region | 2024 | 2025\n"
        "Plan | Real | Plan | Real\n"
        "Region: North; 2024 Plan: 1; 2024 Real: 2; 2025 Plan: 3; 2025 Real: 4\n"
        "Region: North; 2024 Plan: 5; 2024 Real: 6; 2025 Plan: 7; 2025 Real: 8"
    )


def test_rows_without_rules_between_them_begin_with_their_figures(tmp_path: Path) -> None:
    content = " ".join(
        [
            grid([60, 200, 400, 500], [720, 700, 640]),
            words(64, 706, "Part"),
            words(204, 706, "For"),
            words(404, 706, "Price"),
            words(64, 688, "Rope", "Shackle", "Fender"),
            words(204, 688, "mooring", "anchor, with", "captive pin", "quay"),
            words(404, 688, "2.50", "9.90"),
            words(404, 652, "49.00"),
        ]
    ).replace("1 0 0 1 64 664 Tm (Fender)", "1 0 0 1 64 652 Tm (Fender)")
    assert text_of(tmp_path / "a.pdf", content) == (
        "Part | For | Price\n"
        "Part: Rope; For: mooring; Price: 2.50\n"
        "Part: Shackle; For: anchor, with captive pin; Price: 9.90\n"
        "Part: Fender; For: quay; Price: 49.00"
    )


def test_words_close_to_a_rule_are_parted_by_it(tmp_path: Path) -> None:
    content = " ".join(
        [
            grid([60, 101, 143, 181], [720, 705, 690, 675]),
            "BT /F 10 Tf",
            "1 0 0 1 62 709 Tm (abcdefg) Tj 1 0 0 1 104 709 Tm (Net) Tj",
            "1 0 0 1 144 709 Tm (Sum) Tj",
            "1 0 0 1 62 694 Tm (hijkmno) Tj 1 0 0 1 104 694 Tm (1234567) Tj",
            "1 0 0 1 144 694 Tm (89) Tj",
            "1 0 0 1 62 679 Tm (pqrstuv) Tj 1 0 0 1 104 679 Tm (2345678) Tj",
            "1 0 0 1 144 679 Tm (91) Tj ET",
        ]
    )
    assert text_of(tmp_path / "a.pdf", content) == (
        "abcdefg | Net | Sum\n"
        "abcdefg: hijkmno; Net: 1234567; Sum: 89\n"
        "abcdefg: pqrstuv; Net: 2345678; Sum: 91"
    )


def test_a_form_keeps_its_boxes_apart_and_gives_none_a_false_name(tmp_path: Path) -> None:
    content = " ".join(
        [
            "60 640 480 80 re S 60 680 m 540 680 l S 300 640 m 300 680 l S 420 680 m 420 720 l S",
            words(64, 706, "First name and family name", "Greta Holm"),
            words(424, 706, "Born", "1971"),
            words(64, 666, "Street", "Quay 3"),
            words(304, 666, "Town", "Husum"),
        ]
    )
    assert text_of(tmp_path / "a.pdf", content) == (
        "First name and family name Greta Holm | Born 1971\nStreet Quay 3 | Town Husum"
    )


def test_two_columns_of_names_and_values_are_pairs(tmp_path: Path) -> None:
    rules = grid([60, 200, 400], [720, 700, 680, 660])
    names = [
        words(64, 706 - 20 * n, name) for n, name in enumerate(["Skipper:", "Harbour", "Dues"])
    ]
    values = [
        words(204, 706 - 20 * n, said) for n, said in enumerate(["Greta Holm", "Husum", "90"])
    ]
    content = " ".join([rules, *names, *values])
    assert text_of(tmp_path / "a.pdf", content) == "Skipper: Greta Holm\nHarbour: Husum\nDues: 90"


def test_columns_without_rules_beside_ruled_ones_are_told_by_their_gaps(tmp_path: Path) -> None:
    """As where only the column of this year is shaded."""
    rows = [("Dues", "900", "800"), ("Fuel", "310", "290"), ("Rent", "75", "60")]
    content = " ".join(
        [
            "60 640 m 500 640 l S 60 660 m 500 660 l S 60 680 m 500 680 l S 60 700 m 500 700 l S",
            "60 720 m 500 720 l S 400 640 m 400 720 l S 500 640 m 500 720 l S 60 640 m 60 720 l S",
            words(204, 706, "Before"),
            words(404, 706, "Now"),
            words(64, 706, "Kind"),
            *(
                words(x, 686 - 20 * n, said)
                for n, row in enumerate(rows)
                for x, said in zip((64, 204, 404), row, strict=True)
            ),
        ]
    )
    assert text_of(tmp_path / "a.pdf", content).splitlines()[1:] == [
        f"Kind: {kind}; Before: {before}; Now: {now}" for kind, before, now in rows
    ]


def test_lines_of_a_page_laid_out_in_boxes_stay_lines(tmp_path: Path) -> None:
    content = " ".join(
        [
            "60 560 480 160 re S 60 700 m 540 700 l S 300 560 m 300 620 l S 60 620 m 540 620 l S",
            words(64, 706, "Your trip"),
            words(64, 686, "Dear Ms Holm,", "thank you for your order.", "It is paid."),
            words(64, 606, "From Husum"),
            words(304, 606, "To Bergen"),
        ]
    )
    assert text_of(tmp_path / "a.pdf", content) == (
        "Your trip\n\nDear Ms Holm,\nthank you for your order.\nIt is paid.\n\n"
        "From Husum | To Bergen"
    )


def test_boxes_lie_on_the_cells_that_are_cited(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    text = text_of(path, f"{PLAN_RULES} {PLAN}")
    start = text.index("Harbour")
    drawn = page_image(path, 1, width_px=600, char_start=start, char_end=start + 25)
    assert len(drawn.boxes) == 2
    for (x0, y0, x1, y1), baseline in zip(drawn.boxes, (686, 674), strict=True):
        assert 260 < x0 * 600 < x1 * 600 < 400
        assert abs((1 - y1) * 800 - baseline) < 6
        assert y1 - y0 < 0.02
