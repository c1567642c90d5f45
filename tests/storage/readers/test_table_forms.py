"""Tables built in unusual ways: forms beside each other, names in groups, tables in cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from storage.readers.reading import read
from storage.readers.values import TextDocument


def rows(path: Path) -> list[str]:
    value = read(path)
    assert isinstance(value, TextDocument)
    return [
        line for section in value.sections if section.cells for line in section.text.splitlines()
    ]


def filled(table: Any, lines: list[list[str]]) -> Any:
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            if text:
                table.cell(number, column).text = text
    return table


def test_forms_beside_each_other_keep_each_word_with_its_value(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Invoice 17"])
    sheet.append([])
    sheet.append(["Customer", "Anna Berg", None, "Date", "1 April 2025"])
    sheet.append(["Address", "Kai 4", None, "Due", "1 May 2025"])
    sheet.append([])
    sheet.append(["Pos", "Item", "Price"])
    sheet.append([1, "Rope", 12])
    book.save(tmp_path / "t.xlsx")
    assert rows(tmp_path / "t.xlsx") == [
        "Invoice 17",
        "Customer: Anna Berg",
        "Address: Kai 4",
        "Date: 1 April 2025",
        "Due: 1 May 2025",
        "Pos: 1; Item: Rope; Price: 12",
    ]
    document = docx.Document()
    filled(
        document.add_table(2, 4),
        [["Customer:", "Anna Berg", "Date:", "1 April"], ["Address:", "Kai 4", "Due:", "1 May"]],
    )
    document.save(str(tmp_path / "t.docx"))
    assert rows(tmp_path / "t.docx") == [
        "Customer: Anna Berg",
        "Address: Kai 4",
        "Date: 1 April",
        "Due: 1 May",
    ]


def test_a_list_of_four_columns_is_no_form(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Name,City,Phone,Status\nAnna,Emden,0123,open\n", "utf-8")
    assert rows(tmp_path / "t.csv") == ["Name: Anna; City: Emden; Phone: 0123; Status: open"]


def test_merged_groups_over_the_names_are_part_of_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Region", None, "Q1", None])
    sheet.append([None, None, "plan", "real"])
    sheet.append(["North", "Oslo", 1, 2])
    sheet.append([None, "Bergen", 3, 4])
    for merged in ("A1:B2", "C1:D1", "A3:A4"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "t.xlsx")
    assert rows(tmp_path / "t.xlsx") == [
        "Region: North; Region: Oslo; Q1 plan: 1; Q1 real: 2",
        "Region: North; Region: Bergen; Q1 plan: 3; Q1 real: 4",
    ]


def test_a_small_table_in_a_cell_does_not_cost_the_others_their_names(tmp_path: Path) -> None:
    lines = [["Name", "Weight", "Parts"], ["Pump", "12 kg", "none"], ["Crane", "900 kg", ""]]
    inner = [["Bolt", "Torque"], ["M8", "25 Nm"], ["M10", "49 Nm"]]
    expected = ["Name: Pump; Weight: 12 kg; Parts: none"]
    expected.append(
        "Name: Crane; Weight: 900 kg; Parts: (Bolt:\u00a0M8, Torque:\u00a025 Nm) "
        "(Bolt:\u00a0M10, Torque:\u00a049 Nm)"
    )
    document = docx.Document()
    table = filled(document.add_table(3, 3), lines)
    filled(table.cell(2, 2).add_table(3, 2), inner)
    document.save(str(tmp_path / "t.docx"))
    assert rows(tmp_path / "t.docx") == expected

    def source(table: list[list[str]], more: str = "") -> str:
        cells = ["".join(f"<td>{text or more}</td>" for text in line) for line in table]
        return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"

    (tmp_path / "t.html").write_text(source(lines, source(inner)), "utf-8")
    assert rows(tmp_path / "t.html") == expected


def test_names_that_come_again_in_each_group_are_names(tmp_path: Path) -> None:
    lines = [
        ["", "Mon", "", "Tue", ""],
        ["", "am", "pm", "am", "pm"],
        ["Anna", "Desk", "", "Gate", "Gate"],
        ["Ben", "", "Quay", "", "Desk"],
        ["Cleo", "Gate", "Gate", "", ""],
    ]
    expected = [
        "Anna; Mon am: Desk; Tue am: Gate; Tue pm: Gate",
        "Ben; Mon pm: Quay; Tue pm: Desk",
        "Cleo; Mon am: Gate; Mon pm: Gate",
    ]
    (tmp_path / "t.csv").write_text("\n".join(map(",".join, lines)), "utf-8")
    assert rows(tmp_path / "t.csv") == expected
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in lines:
        sheet.append(line)
    for merged in ("B1:C1", "D1:E1", "D3:E3"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "t.xlsx")
    assert rows(tmp_path / "t.xlsx") == expected


def test_rows_that_tracked_changes_took_out_are_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = filled(
        document.add_table(3, 3), [["Item", "Qty", "Fee"], ["a", "1", "2"], ["b", "3", "4"]]
    )
    properties = table.rows[1]._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="Eva"/>'))
    document.save(str(tmp_path / "t.docx"))
    assert rows(tmp_path / "t.docx") == ["Item: b; Qty: 3; Fee: 4"]


def test_a_form_beside_a_table_keeps_its_words_with_their_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    table = [["Month", "Rent", "Water"], ["Jan", 900, 30], ["Feb", 900, 31], ["Mar", 950, 29]]
    form = [["Owner", "Anna"], ["Phone", "0171 22"], ["Since", "2019"]]
    for number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for number, pair in enumerate(form, start=1):
        for column, text in enumerate(pair, start=6):
            sheet.cell(number, column, text)
    book.save(tmp_path / "a.xlsx")
    assert rows(tmp_path / "a.xlsx") == [
        "Month: Jan; Rent: 900; Water: 30",
        "Month: Feb; Rent: 900; Water: 31",
        "Month: Mar; Rent: 950; Water: 29",
        "Owner: Anna",
        "Phone: 0171 22",
        "Since: 2019",
    ]


def test_one_name_may_stand_over_two_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Name,Phone,Phone,Mail\nAnna,0171 22,0431 9,a@example.org\nBen,0172 7,,b@example.org\n"
    )
    assert rows(tmp_path / "a.csv") == [
        "Name: Anna; Phone: 0171 22; Phone: 0431 9; Mail: a@example.org",
        "Name: Ben; Phone: 0172 7; Mail: b@example.org",
    ]
    (tmp_path / "b.csv").write_text("Kiel,Anna,Anna\nEmden,Ben,Carla\nHusum,Dora,Ben\n")
    assert rows(tmp_path / "b.csv")[0] == "Kiel | Anna | Anna"
