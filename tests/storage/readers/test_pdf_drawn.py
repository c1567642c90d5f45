"""PDF pages whose letters, or the cells of whose tables, were drawn one by one."""

from __future__ import annotations

from pathlib import Path

from storage.readers.reading import page_image
from tests.storage.readers.documents import document
from tests.storage.readers.test_pdf import at, pdf

WIDTH = 5.56  # of the letters and figures below, in Helvetica of ten points
BLANK = 2.78


def letters(x: float, y: float, text: str) -> list[tuple[float, float, str]]:
    pieces = []
    for letter in text:
        if letter != " ":
            pieces.append((round(x, 2), y, letter))
        x += BLANK if letter == " " else WIDTH
    return pieces


def test_letters_drawn_one_by_one_on_a_page_with_little_text(tmp_path: Path) -> None:
    said = ("noon and page", "bound 1904", "head due 88", "pad gap hand")
    pieces = [piece for n, text in enumerate(said) for piece in letters(60, 760 - 20 * n, text)]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*pieces)))
    text = document(tmp_path / "a.pdf").sections[0].text
    assert text == "\n".join(said)
    start = text.index("1904")
    boxes = page_image(
        tmp_path / "a.pdf", 1, width_px=100, char_start=start, char_end=start + 4
    ).boxes
    assert len(boxes) == 1
    left, right = 60 + 5 * WIDTH + BLANK, 60 + 9 * WIDTH + BLANK
    assert abs(boxes[0][0] * 600 - left) < 1 and abs(boxes[0][2] * 600 - right) < 1


def test_figures_in_narrow_columns_stay_cells(tmp_path: Path) -> None:
    rows = [("Day", "In", "Out")] + [(str(day), str(day + 3), str(day % 3)) for day in range(1, 9)]
    pieces = [
        (60 + 60 * column, 760 - 14 * line, text)
        for line, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*pieces)))
    assert "Day: 4; In: 7; Out: 1" in document(tmp_path / "a.pdf").sections[0].text


CELLS = (
    (("04.03.2026",), ("Rent for March", "Lund Ltd", "No. 17"), ("900.00",), ()),
    (("05.03.2026",), ("Salary", "Heron Shipping"), (), ("2,500.00",)),
    (("06.03.2026",), ("Card payment", "Supermarket"), ("54.20",), ()),
    (("09.03.2026",), ("Refund", "Borkum Ferries"), (), ("31.00",)),
    (("11.03.2026",), ("Electricity",), ("77.10",), ()),
)


def test_cells_of_several_lines_that_were_drawn_cell_by_cell(tmp_path: Path) -> None:
    places = (60, 160, 360, 450)
    names = ("Date", "Booking", "Debit", "Credit")
    pieces = [(x, 740, name) for x, name in zip(places, names, strict=True)]
    y = 722
    for row in CELLS:
        for x, lines in zip(places, row, strict=True):
            pieces += [(x, y - 12 * number, line) for number, line in enumerate(lines)]
        y -= 12 * max(map(len, row)) + 6
    (tmp_path / "a.pdf").write_bytes(pdf(at(*pieces)))
    assert document(tmp_path / "a.pdf").sections[0].text.split("\n")[1:] == [
        "Date: 04.03.2026; Booking: Rent for March Lund Ltd No. 17; Debit: 900.00",
        "Date: 05.03.2026; Booking: Salary Heron Shipping; Credit: 2,500.00",
        "Date: 06.03.2026; Booking: Card payment Supermarket; Debit: 54.20",
        "Date: 09.03.2026; Booking: Refund Borkum Ferries; Credit: 31.00",
        "Date: 11.03.2026; Booking: Electricity; Debit: 77.10",
    ]


def test_years_name_columns_and_nothing_stands_above_the_names_of_rows(tmp_path: Path) -> None:
    rows = (("", "2024", "2025"), ("Sales", "1,200", "1,350"), ("Wages", "900", "1,010"))
    rows += (("Profit", "300", "340"),)
    pieces = [
        (60 + 120 * column, 760 - 14 * line, text)
        for line, row in enumerate(rows)
        for column, text in enumerate(row)
        if text
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*pieces)))
    assert document(tmp_path / "a.pdf").sections[0].text.split("\n")[1:] == [
        "Sales; 2024: 1,200; 2025: 1,350",
        "Wages; 2024: 900; 2025: 1,010",
        "Profit; 2024: 300; 2025: 340",
    ]


def test_figures_in_a_first_row_are_no_names(tmp_path: Path) -> None:
    for number, first in enumerate((("Born", "1950", "1961"), ("Fee", "40", "55"))):
        rows = (
            first,
            ("Joined", "1971", "1982"),
            ("Left", "1999", "2003"),
            ("Back", "2001", "2010"),
        )
        pieces = [
            (60 + 120 * column, 760 - 14 * line, text)
            for line, row in enumerate(rows)
            for column, text in enumerate(row)
        ]
        (tmp_path / f"{number}.pdf").write_bytes(pdf(at(*pieces)))
        text = document(tmp_path / f"{number}.pdf").sections[0].text
        assert text.split("\n")[1] == "Joined 1971 1982"


def test_names_set_to_the_left_over_figures_set_to_the_right(tmp_path: Path) -> None:
    names = ((60, "Name"), (160, "Born"), (260, "Since"))
    rows = (("Eva Lund", "1950", "2001"), ("Tom Berg", "1961", "2010"), ("Bo Dahl", "1980", "2020"))
    pieces = [(x, 760, name) for x, name in names]
    for line, (who, born, since) in enumerate(rows, start=1):
        y = 760 - 14 * line
        pieces += [(60, y, who), (230, y, born), (330, y, since)]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*pieces)))
    assert document(tmp_path / "a.pdf").sections[0].text.split("\n")[1:] == [
        "Name: Eva Lund; Born: 1950; Since: 2001",
        "Name: Tom Berg; Born: 1961; Since: 2010",
        "Name: Bo Dahl; Born: 1980; Since: 2020",
    ]
