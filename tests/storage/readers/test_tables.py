"""Rows with their names, wherever tables are found: sheets, documents, slides, pages, notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from openpyxl.styles import Font

from storage.readers.number_formats import displayed
from storage.readers.reading import read
from storage.readers.tables import row_pairs
from storage.readers.values import Section, TextDocument
from tests.storage.readers.documents import document


def rows(path: Path) -> list[str]:
    return [line for section in tables(path) for line in section.text.splitlines()]


def tables(path: Path) -> list[Section]:
    value = read(path)
    assert isinstance(value, TextDocument)
    return [section for section in value.sections if section.cells]


def separated(folder: Path, text: str) -> Path:
    (folder / "t.csv").write_text(text, "utf-8")
    return folder / "t.csv"


def workbook(folder: Path, *lines: list[Any], **cells: Any) -> Path:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "One"
    for line in lines:
        sheet.append(line)
    for name, value in cells.items():
        sheet[name] = value
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def test_the_form_is_read_back() -> None:
    assert row_pairs("Item: Rent; Amount: 900; Due: 1 May") == [
        ("Item", "Rent"),
        ("Amount", "900"),
        ("Due", "1 May"),
    ]
    assert row_pairs("1 | 2 |  | 4") == [("", "1"), ("", "2"), ("", ""), ("", "4")]
    assert row_pairs("Rent; 2023: 900") == [("", "Rent"), ("2023", "900")]


def test_marks_within_values_are_read_back_as_part_of_the_value(tmp_path: Path) -> None:
    source = 'Who,"Note: of whom",Day\nAda,"calls; at: noon",1\nEva,no,2\n'
    ada, _ = rows(separated(tmp_path, source))
    assert row_pairs(ada) == [("Who", "Ada"), ("Note: of whom", "calls; at: noon"), ("Day", "1")]


def test_lines_above_the_names_are_kept_apart(tmp_path: Path) -> None:
    source = (
        'sep=;\nUmsätze;;;\n"IBAN";"DE02 1203";;\nZeitraum;Mai;;\n\n'
        "Buchung;Text;Betrag;Währung\n02.05.2025;Miete;-900,00;EUR\n03.05.2025;Lohn;2.100,00;EUR\n"
    )
    assert rows(separated(tmp_path, source)) == [
        "Umsätze",
        "IBAN: DE02 1203",
        "Zeitraum: Mai",
        "Buchung: 02.05.2025; Text: Miete; Betrag: -900,00; Währung: EUR",
        "Buchung: 03.05.2025; Text: Lohn; Betrag: 2.100,00; Währung: EUR",
    ]
    assert tables(tmp_path / "t.csv")[-1].locator == {"cells": "A7:D8", "heading_path": ["Umsätze"]}


def test_two_tables_on_a_sheet_have_their_own_names(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["Fees 2025"],
        [],
        ["Client", "Fee"],
        ["North", 90],
        [],
        ["South", 80],
        [],
        ["Boat", "Length", "Berth"],
        ["Ida", 9.5, "B4"],
    )
    assert rows(path) == [
        "Fees 2025",
        "Client: North; Fee: 90",
        "Client: South; Fee: 80",
        "Boat: Ida; Length: 9.5; Berth: B4",
    ]
    fees = tables(path)[1]
    assert fees.locator == {"sheet": "One", "cells": "A4:B6", "heading_path": ["Fees 2025"]}
    assert fees.cells == ("A4:B4", "A6:B6")


def test_tables_side_by_side(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["Boat", "Berth", None, "Crew", "Age"],
        ["Ida", 4, None, "Tom", 31],
        ["Una", 7, None, "Eva", 29],
    )
    assert rows(path) == [
        "Boat: Ida; Berth: 4",
        "Boat: Una; Berth: 7",
        "Crew: Tom; Age: 31",
        "Crew: Eva; Age: 29",
    ]
    assert tables(path)[1].cells[0] == "D2:E2"


def test_names_of_two_lines_and_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Season", "Summer", None, "Winter", None])
    sheet.append([None, "Adults", "Children", "Adults", "Children"])
    sheet.append(["Day ticket", 12, 6, 8, 4])
    sheet.append([None, 30, 15, 20, 10])
    for span in ("A1:A2", "B1:C1", "D1:E1", "A3:A4"):
        sheet.merge_cells(span)
    book.save(tmp_path / "t.xlsx")
    assert rows(tmp_path / "t.xlsx") == [
        "Season: Day ticket; Summer Adults: 12; Summer Children: 6; Winter Adults: 8; "
        "Winter Children: 4",
        "Season: Day ticket; Summer Adults: 30; Summer Children: 15; Winter Adults: 20; "
        "Winter Children: 10",
    ]


def test_units_below_the_names_and_labels_over_groups(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in (
        ["Part", "Torque", "Length"],
        [None, "(Nm)", "(mm)"],
        ["Crane"],
        ["M-1", 17, 213],
        ["Ramp"],
        ["P-1", 24, 226],
    ):
        sheet.append(line)
    for cell in ("A3", "A5"):
        sheet[cell].font = Font(bold=True)
    book.save(tmp_path / "t.xlsx")
    crane, ramp = tables(tmp_path / "t.xlsx")
    assert crane.text == "Crane\nPart: M-1; Torque (Nm): 17; Length (mm): 213"
    assert ramp.locator["heading_path"] == ["Ramp"]


def test_a_group_in_a_row_of_its_own_counts_for_the_rows_that_leave_it_blank(
    tmp_path: Path,
) -> None:
    """As pivot tables are laid out."""
    path = workbook(
        tmp_path,
        ["Department", "Person", "Phone"],
        ["Sales", None, None],
        [None, "Ann", 11],
        [None, "Ben", 12],
        ["Tech", None, None],
        [None, "Cid", 13],
        ["Board", "Dora", 14],
        [None, "Eve", 15],
    )
    assert rows(path) == [
        "Department: Sales",
        "Department: Sales; Person: Ann; Phone: 11",
        "Department: Sales; Person: Ben; Phone: 12",
        "Department: Tech",
        "Department: Tech; Person: Cid; Phone: 13",
        "Department: Board; Person: Dora; Phone: 14",
        "Person: Eve; Phone: 15",
    ]


def test_a_list_of_names_and_values_is_no_table_with_names(tmp_path: Path) -> None:
    assert rows(workbook(tmp_path, ["Name", "Lena"], ["Street", "Am Kai 3"], ["Town", "Kiel"])) == [
        "Name: Lena",
        "Street: Am Kai 3",
        "Town: Kiel",
    ]


def test_cells_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Loan", "Rate", "Postcode", "Sum", "Total"])
    sheet.append(["A", 0.075, 1067, 1299.5, "=B2*D2"])
    for cell, code in (("B2", "0.00%"), ("C2", "00000"), ("D2", '#,##0.00 "€"')):
        sheet[cell].number_format = code
    sheet["A2"].comment = Comment("Ask the bank", "Ada")
    hidden: Any = book.create_sheet("Old")
    hidden.append(["Rate", "Year"])
    hidden.append([5, 2020])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    assert rows(tmp_path / "t.xlsx")[0] == (
        "Loan: A; Rate: 7.50%; Postcode: 01067; Sum: 1,299.50 €; Total: =B2*D2; Note: Ask the bank"
    )
    found = read(tmp_path / "t.xlsx")
    assert found.metadata["hidden_sheets"] == "Old"
    assert found.metadata["formulas"].startswith("1 not calculated")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.0425, "0.00%", "4.25%"),
        (8056, "00000", "08056"),
        (-5, "#,##0;[Red]#,##0", "-5"),
        (-5, "#,##0_);(#,##0)", "-5"),
        (45730, "dd/mm/yyyy", "2025-03-14"),
        (45730, "mmm yyyy", "2025-03"),
        (45730.5, "[$-407]dd.mm.yyyy hh:mm", "2025-03-14 12:00"),
        (1.5, "[h]:mm", "36:00"),
        (0.75, "# ?/?", "3/4"),
        (123456789, "000-00-0000", "123-45-6789"),
        (1234567, '#,##0,"k"', "1,235k"),
        (0, '0;-0;"none"', "none"),
        (3.14159, "General", "3.14159"),
    ],
)
def test_number_formats(value: float, code: str, shown: str) -> None:
    assert displayed(value, code) == shown


def test_word_tables_with_captions_and_marked_names(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.add_paragraph("Table 2: Fees of the harbour", style="Caption")
    table = made.add_table(3, 3)
    words = ["Fee", "Summer", "Winter", "Berth", "900", "450", "", "1 May", "1 October"]
    for at, text in enumerate(words):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    made.save(tmp_path / "t.docx")
    (section,) = tables(tmp_path / "t.docx")
    assert section.text.splitlines() == [
        "Fee: Berth; Summer: 900; Winter: 450",
        "Fee: Berth; Summer: 1 May; Winter: 1 October",
    ]
    assert section.locator["heading_path"] == ["Table 2: Fees of the harbour"]


def test_slides_and_their_charts(tmp_path: Path) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    made: Any = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Guests"
    figures = CategoryChartData()
    figures.categories = ["May", "June"]
    figures.add_series("Boats", (12, 19))
    figures.add_series("Cars", (3, 5))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 2_000_000, 3_000_000, 3_000_000, figures)
    made.save(tmp_path / "t.pptx")
    (section,) = tables(tmp_path / "t.pptx")
    assert section.text == "May; Boats: 12; Cars: 3\nJune; Boats: 19; Cars: 5"
    assert section.locator["heading_path"] == ["Guests", "Chart"]


def test_web_tables_with_spans(tmp_path: Path) -> None:
    page = """<html><body><table><caption>Opening hours</caption>
    <tr><th rowspan=2>Pool</th><th colspan=2>Week</th></tr><tr><th>Opens</th><th>Closes</th></tr>
    <tr><td rowspan=2>Indoor</td><td>8:00</td><td>20:00</td></tr>
    <tr><td>9:00</td><td>21:00</td></tr></table>
    <table><tr><td><h2>Menu</h2></td><td><p>Laid out</p></td></tr><tr><td>a</td><td>b</td></tr>
    </table></body></html>"""
    (tmp_path / "t.html").write_text(page)
    (section,) = tables(tmp_path / "t.html")
    assert section.text.splitlines() == [
        "Pool: Indoor; Week Opens: 8:00; Week Closes: 20:00",
        "Pool: Indoor; Week Opens: 9:00; Week Closes: 21:00",
    ]
    assert section.locator["heading_path"] == ["Opening hours"]


def test_markdown_tables(tmp_path: Path) -> None:
    (tmp_path / "t.md").write_text(
        "# Boats\n\nThe berths are:\n\n| Boat | Berth |\n|:--|--:|\n| Ida \\| Una | **4** |\n"
        "x | 5\n\nEnd | of it.\n"
    )
    (section,) = tables(tmp_path / "t.md")
    assert section.text == "Boat: Ida | Una; Berth: 4\nBoat: x; Berth: 5".replace(
        " | ", "\u00a0|\u00a0"
    )
    assert section.locator["heading_path"] == ["Boats", "The berths are:"]


def test_two_columns_of_words_that_come_again_have_names(tmp_path: Path) -> None:
    states = ["new", "old", "new", "worn", "old", "new"]
    lines = [["Part", "State"], *([f"Part {chr(97 + n)}", state] for n, state in enumerate(states))]
    assert rows(workbook(tmp_path, *lines))[0] == "Part: Part a; State: new"


FORM = (("Name", "Anna Berg"), ("Berth", "41"), ("Phone", "555 01"))


@pytest.mark.parametrize(
    "pairs",
    [
        FORM,
        (("Kunde", "Anna Berg"), ("Kundennummer", "4711"), ("Rechnungsdatum", "14.03.2025")),
        (("Boat", "Tern"), ("Length", "7.2 m"), ("Next check", "14.03.2025")),
        (("Boat:", "Tern"), ("Length:", "7")),
    ],
)
def test_the_first_line_of_a_form_is_no_name_of_its_columns(
    tmp_path: Path, pairs: tuple[tuple[str, str], ...]
) -> None:
    named = [f"{name.rstrip(':')}: {value}" for name, value in pairs]
    assert rows(workbook(tmp_path, *map(list, pairs))) == named
    page = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in pairs)
    (tmp_path / "t.html").write_text(f"<html><body><table>{page}</table></body></html>", "utf-8")
    assert rows(tmp_path / "t.html") == named


@pytest.mark.parametrize(
    "pairs",
    [
        (("Item", "Price"), ("Rope", "12"), ("Phone", "3,50")),
        (("Boat", "Length"), ("Tern", "7.2 m"), ("Gull", "10 m")),
        (("Town", "People"), ("Ulm", "1.080.000"), ("Bonn", "330.000")),
        (("Event", "Day"), ("Fair", "3 May 2025"), ("Race", "14 June 2025")),
    ],
)
def test_a_list_of_two_columns_keeps_their_names(
    tmp_path: Path, pairs: tuple[tuple[str, str], ...]
) -> None:
    (first, second), *below = pairs
    assert rows(workbook(tmp_path, *map(list, pairs))) == [
        f"{first}: {one}; {second}: {other}" for one, other in below
    ]


def test_a_form_on_a_slide_whose_first_row_the_program_marked(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    drawn = slide.shapes.add_table(3, 2, 0, 0, 900_000, 900_000).table
    for at, pair in enumerate(FORM):
        for column, text in enumerate(pair):
            drawn.cell(at, column).text = text
    deck.save(str(tmp_path / "t.pptx"))
    assert rows(tmp_path / "t.pptx") == [f"{name}: {value}" for name, value in FORM]


def test_names_of_two_lines_of_which_the_upper_is_marked(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    drawn = slide.shapes.add_table(3, 3, 0, 0, 900_000, 900_000).table
    lines = [["Boat", "Fee", ""], ["", "2024", "2025"], ["Tern", "200", "230"]]
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            drawn.cell(at, column).text = text
    drawn.cell(0, 1).merge(drawn.cell(0, 2))
    drawn.cell(0, 0).merge(drawn.cell(1, 0))
    deck.save(str(tmp_path / "t.pptx"))
    assert rows(tmp_path / "t.pptx") == ["Boat: Tern; Fee 2024: 200; Fee 2025: 230"]


def test_a_table_within_a_frame(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(rows=1, cols=2)
    frame.cell(0, 0).text = "Invoice 2291"
    inner = frame.cell(0, 1).add_table(rows=3, cols=3)
    lines = [["Item", "Qty", "Price"], ["Rope", "20", "12,50"], ["Tar", "3", "9,90"]]
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            inner.cell(at, column).text = text
    document.save(str(tmp_path / "t.docx"))
    assert rows(tmp_path / "t.docx")[0] == "Item: Rope; Qty: 20; Price: 12,50"
    page = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in lines)
    source = f"<table><tr><td>Left</td><td><table>{page}</table></td></tr></table>"
    (tmp_path / "t.html").write_text(f"<html><body>{source}</body></html>", "utf-8")
    assert rows(tmp_path / "t.html")[0] == "Item: Rope; Qty: 20; Price: 12,50"


def test_groups_over_parts_whose_names_hold_figures(tmp_path: Path) -> None:
    lines = "Region,2023,,2024,\n,Q1,Q2,Q1,Q2\nNorth,10,20,30,40\nSouth,11,21,31,41\n"
    assert rows(separated(tmp_path, lines))[0] == (
        "Region: North; 2023 Q1: 10; 2023 Q2: 20; 2024 Q1: 30; 2024 Q2: 40"
    )


def test_a_row_of_many_columns_is_whole(tmp_path: Path) -> None:
    names = ",".join(f"column {number}" for number in range(1_500))
    values = ",".join(f"value {number}" for number in range(1_500))
    assert rows(separated(tmp_path, f"{names}\n{values}\n"))[0].endswith("column 1499: value 1499")


def test_names_over_nothing_but_themselves_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Closed in winter", None, "Call the harbour office"])
    book.active.merge_cells("A1:B3")
    book.active.merge_cells("C1:D3")
    book.save(tmp_path / "a.xlsx")
    assert any("Call the harbour office" in row for row in rows(tmp_path / "a.xlsx"))


def test_a_row_without_names_says_a_cell_over_two_columns_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in ([7, "Quay", None, 4], [8, "Pier", None, 5], [9, "Mole", None, 6]):
        book.active.append(line)
    for number in (1, 2, 3):
        book.active.merge_cells(start_row=number, end_row=number, start_column=2, end_column=3)
    book.save(tmp_path / "a.xlsx")
    assert rows(tmp_path / "a.xlsx") == ["7 | Quay | 4", "8 | Pier | 5", "9 | Mole | 6"]


def test_a_quote_that_nothing_closes_ends_with_its_line(tmp_path: Path) -> None:
    source = (
        "Part,Note,Price\n"
        '"Bolt, long","two\nlines",3\n'
        'Pump,"never closed,7\n'
        'Pipe,12" wide,8\n'
        '"Cap","so "called"",9\n' + "".join(f"Nut {n},plain,{n}\n" for n in range(3000))
    )
    found = rows(separated(tmp_path, source))
    assert found[:5] == [
        "Part: Bolt, long; Note: two lines; Price: 3",
        "Part: Pump; Note: never closed,7",
        'Part: Pipe; Note: 12" wide; Price: 8',
        'Part: Cap; Note: so called""; Price: 9',
        "Part: Nut 0; Note: plain; Price: 0",
    ]
    assert len(found) == 3004


def test_many_open_quotes_are_read_line_by_line(tmp_path: Path) -> None:
    source = "Part,Note\n" + "".join(f'Nut {n},"open {n}\n' for n in range(1, 2001))
    found = rows(separated(tmp_path, source))
    assert len(found) == 2000
    assert found[-1].endswith("open 2000")


def test_a_sheet_whose_cells_bars_divide_is_one_whatever_its_name(tmp_path: Path) -> None:
    source = "Part|Qty|Shelf\nBolt M8|40|A3\nNut M8|44|A4\nWasher|90|B1\n"
    for name in ("a.txt", "a.psv"):
        (section,) = document(tmp_path / name, source).sections
        assert section.text.splitlines()[0] == "Part: Bolt M8; Qty: 40; Shelf: A3"
    drawn = "Part | Qty | Shelf\n-----|-----|------\nBolt | 40 | A3\nNut | 44 | A4\n"
    assert document(tmp_path / "b.txt", drawn).media_type == "text/plain"


def test_sheets_with_commas_or_semicolons_whatever_their_name(tmp_path: Path) -> None:
    for number, sheet in enumerate(
        ("Item;Fee\nRope;40\nSail;9\nOar;7\n", "Item,Fee,Day\nRope,40,1\nSail,9,2\nOar,7,3\n")
    ):
        found = document(tmp_path / f"{number}.txt", sheet)
        assert found.sections[0].text.startswith("Item: Rope; Fee: 40")
    for number, prose in enumerate(
        (
            "Hot, cold, dry\nBig, red, round\nOne, two, three\nOld, new, used\n",
            "I came; I saw\nYou came; you saw\nWe came; we saw\nThey came; they saw\n",
            "a;b\nno mark here\nc;d\ne;f\n",
        )
    ):
        assert document(tmp_path / f"p{number}.txt", prose).media_type == "text/plain"


def test_cells_that_are_formulas_of_one_text(tmp_path: Path) -> None:
    source = 'Name,Code,Fee\nEva,="0049",1\nTom,"=""0 """"7""",2\nAnn,=A1+1,3\n'
    assert document(tmp_path / "a.csv", source).sections[0].text.split("\n") == [
        "Name: Eva; Code: 0049; Fee: 1",
        'Name: Tom; Code: 0 "7; Fee: 2',
        "Name: Ann; Code: =A1+1; Fee: 3",
    ]
