"""What sheets say beside the words of their cells: crossed out, hidden, printed on each page."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from storage.readers.values import TextDocument
from storage.readers.xlsx_sheets import edges, hidden_columns
from tests.storage.readers.documents import document, told


def book(path: Path, rows: list[list[Any]]) -> tuple[Any, Any]:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "Stock"
    for row in rows:
        sheet.append(row)
    return made, sheet


def saved(made: Any, path: Path, *changes: tuple[str, str]) -> TextDocument:
    """The workbook as it is read, after changes in the source of its first sheet."""
    made.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for old, new in changes:
        assert old.encode() in parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
            old.encode(), new.encode()
        )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return document(path)


ROWS = [["Item", "Price", "Note"], ["Rope", 12, "dry"], ["Anchor", 90, "rusty"]]


def test_crossed_out_cells_and_words_are_marked(tmp_path: Path) -> None:
    made, sheet = book(tmp_path, ROWS)
    sheet["A2"].font = Font(strike=True)
    sheet["B3"].font = Font(strike=False)
    gone = TextBlock(InlineFont(strike=True), "rusty")
    sheet["C3"] = CellRichText([gone, " mended"])
    assert told(saved(made, tmp_path / "a.xlsx")) == [
        "Item: ~~Rope~~; Price: 12; Note: dry",
        "Item: Anchor; Price: 90; Note: ~~rusty~~ mended",
    ]


def test_hidden_rows_and_columns_are_read_and_named(tmp_path: Path) -> None:
    made, sheet = book(tmp_path, [*ROWS, ["Sail", 7, ""]])
    sheet.row_dimensions[2].hidden = sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    found = saved(made, tmp_path / "a.xlsx")
    assert "Item: Rope; Price: 12; Note: dry" in told(found)
    assert found.metadata["hidden_rows"] == "Stock: 2-3"
    assert found.metadata["hidden_columns"] == "Stock: B"


def test_the_head_and_foot_of_printed_pages(tmp_path: Path) -> None:
    made, sheet = book(tmp_path, ROWS)
    sheet.oddHeader.left.text = "Lund & Sons"
    sheet.oddHeader.left.font = "Arial,Bold"
    sheet.oddFooter.center.text = "Page &P of &N"
    sheet.oddFooter.right.text = "Confidential"
    found = saved(made, tmp_path / "a.xlsx", ("Lund &amp; Sons", "Lund &amp;&amp; Sons"))
    assert [(s.text, s.locator["heading_path"]) for s in found.sections[1:]] == [
        ("Lund & Sons", ["Header"]),
        ("Confidential", ["Footer"]),
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="B2" t="str"><f>IF(A2="","",1)</f><v></v></c>', "Item: Rope; Note: dry"),
        ('<c r="B2"><f>SUM(1,2)</f><v/></c>', "Item: Rope; Price: =SUM(1,2); Note: dry"),
        ('<c r="B2"><f>"0049 ""5"</f></c>', 'Item: Rope; Price: 0049 "5; Note: dry'),
    ],
)
def test_formulas_without_a_number(tmp_path: Path, cell: str, shown: str) -> None:
    made, _ = book(tmp_path, ROWS)
    change = ('<c r="B2" t="n"><v>12</v></c>', cell)
    assert told(saved(made, tmp_path / "a.xlsx", change))[0] == shown


def test_codes_of_heads_and_feet() -> None:
    source = (
        b"<oddHeader>&amp;C&amp;&quot;Arial,Bold&quot;&amp;14Plan &amp;K01+000A</oddHeader>"
        b"<evenFooter>&amp;L&amp;D&amp;R&amp;F</evenFooter>"
    )
    assert list(edges(source)) == [("Header", "Plan A")]


def test_hidden_columns_stand_before_the_rows() -> None:
    source = b'<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols><sheetData>'
    assert hidden_columns(source + b'<col min="9" max="9" hidden="1"/>') == {2, 3}
