"""The household's tables and slides: readings, orders, fabrics, expenses, birthdays, the loft."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pptx

from tests.evaluation.archive.builder.packing import MADE, packed_anew

Cell = str | int | float | datetime.date
Rows = Sequence[Sequence[Cell]]
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def write_tables(folder: Path) -> None:
    for name, content in (
        ("house/meter-readings.csv", _semicolons(READINGS)),
        ("house/loft-inventory.ods", _open_sheets({"Loft": LOFT, "Cellar": CELLAR})),
        ("workshop/orders.xlsx", _workbook({"Orders": ORDERS, "Fabrics": FABRICS})),
        ("workshop/expenses-2025.csv", _semicolons(EXPENSES)),
        ("workshop/open-day-2025.pptx", slides()),
        ("family/birthdays.csv", _semicolons(BIRTHDAYS)),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


READINGS: Rows = [
    ("Date", "Electricity kWh", "Water m3", "Read by"),
    ("2024-01-01", 41820, 612, "Joel"),
    ("2024-04-01", 42765, 634, "Joel"),
    ("2024-07-01", 43510, 659, "Edie"),
    ("2024-10-01", 44198, 688, "Joel"),
    ("2025-01-01", 45102, 709, "Miriam"),
    ("2025-04-01", 46047, 731, "Jonah"),
    ("2025-07-01", 46739, 757, "Edie"),
]
LOFT: Rows = [
    ("Box", "Contents", "Place", "Packed on"),
    (1, "Christmas tree decorations", "left of the hatch", "2024-01-07"),
    (2, "Tent and camping stove", "right of the hatch", "2024-09-02"),
    (3, "Joel's maps", "by the chimney", "2022-05-15"),
    (4, "Baby clothes", "by the chimney", "2016-10-30"),
    (5, "Ruth's sewing machine", "under the window", "2023-11-19"),
    (6, "Edie's ice skates", "left of the hatch", "2025-03-30"),
    (7, "Tax papers 2012 to 2016", "by the chimney", "2021-02-06"),
    (8, "Christmas dinner service", "under the window", "2024-01-07"),
]
CELLAR: Rows = [
    ("Shelf", "Contents", "Amount"),
    ("A", "Plum jam 2024", 14),
    ("A", "Apple jelly 2023", 5),
    ("B", "Paint tins", 9),
    ("C", "Empty jars", 32),
    ("D", "Spare roof tiles", 40),
]
ORDERS: Rows = [
    ("No", "Customer", "Piece", "Ordered", "Due", "Status", "Price"),
    (501, "Heron Hotel", "12 dining chairs, seat and back", _day("2025-01-14"), _day("2025-03-28"),
     "delivered", 1416),
    (502, "Mrs. Amory", "Wing chair", _day("2025-01-20"), _day("2025-02-28"), "delivered", 665),
    (503, "Herring Café", "8 footstools", _day("2025-02-11"), _day("2025-04-04"), "delivered", 760),
    (504, "Dr. Lowe", "Bench of the waiting room", _day("2025-02-24"), _day("2025-04-18"),
     "delivered", 540),
    (505, "Dr. Rowe", "Armchair", _day("2025-03-03"), _day("2025-05-09"), "in work", 520),
    (506, "Tim Headley", "Sofa, two seats", _day("2025-03-17"), _day("2025-05-30"), "in work", 890),
    (507, "Heron Hotel", "2 sofas, two seats", _day("2025-04-02"), _day("2025-06-27"),
     "waiting for fabric", 1780),
    (508, "St. Brannock's Church", "30 kneelers", _day("2025-04-22"), _day("2025-09-12"),
     "waiting for fabric", 1350),
    (509, "Sunita Rao", "Footstool", _day("2025-05-06"), _day("2025-06-06"), "in work", 95),
    (510, "Mrs. Amory", "Armchair", _day("2025-05-19"), _day("2025-07-11"), "not begun", 520),
]  # fmt: skip
FABRICS: Rows = [
    ("Code", "Name", "Supplier", "Colour", "Price per metre", "Metres in stock"),
    ("R-210", "Alba", "Tejidos Robles", "moss green", 34.50, 18),
    ("R-214", "Alba", "Tejidos Robles", "slate blue", 34.50, 6),
    ("R-305", "Duna", "Tejidos Robles", "sand", 29.80, 0),
    ("L-07", "Herringbone", "Lakeland Wool Mill", "grey", 48.00, 11),
    ("L-09", "Plain weave", "Lakeland Wool Mill", "rust", 41.00, 23),
    ("V-01", "Velvet", "Sadler & Co", "burgundy", 39.90, 4),
]
EXPENSES: Rows = [
    ("Date", "Item", "Supplier", "Pounds"),
    ("2025-01-03", "Rent", "Harbour Trust", "672.00"),
    ("2025-01-09", "Webbing and tacks", "Sadler & Co", "86.40"),
    ("2025-02-03", "Rent", "Harbour Trust", "672.00"),
    ("2025-02-12", "Fabric Alba, moss green", "Tejidos Robles", "621.00"),
    ("2025-02-20", "Service of the sewing machine", "Pym Machines", "148.00"),
    ("2025-03-03", "Rent", "Harbour Trust", "672.00"),
    ("2025-03-14", "Van: test and tyres", "Garage Loomis", "418.00"),
    ("2025-03-21", "Foam", "Sadler & Co", "231.75"),
    ("2025-04-03", "Rent", "Harbour Trust", "672.00"),
    ("2025-04-10", "Flyers for the open day", "Quarry Press", "64.00"),
    ("2025-05-06", "Van: insurance", "Northgate Mutual", "481.00"),
    ("2025-05-15", "Staple gun", "Sadler & Co", "129.00"),
]
BIRTHDAYS: Rows = [
    ("Name", "Born", "Who"),
    ("Joel Tarrant", "9 December 1976", "father"),
    ("Miriam Tarrant", "30 June 1978", "mother"),
    ("Edie Tarrant", "14 May 2009", "daughter"),
    ("Jonah Tarrant", "2 November 2012", "son"),
    ("Ruth Vogel", "23 October 1947", "Miriam's mother"),
    ("Hanne Vogel", "27 February 1951", "Ruth's sister"),
    ("Bruno Castell", "4 April 1969", "workshop"),
    ("Lena Fisk", "9 August 2006", "workshop"),
]
SLIDES = (
    ("Open day 2025", ("Saturday 20 September, 10:00 to 16:00", "Tarrant Upholstery")),
    (
        "Programme",
        (
            "11:00 Webbing a seat: Bruno",
            "12:30 Soup from the Herring Café",
            "14:00 Piping and corners: Lena",
            "All day: children make covered buttons",
        ),
    ),
    ("Last year", ("140 visitors", "Seven orders came of it", "Too little shade in the yard")),
    ("Money", ("Budget: 300 pounds", "Soup: 110 pounds", "Flyers: 64 pounds")),
    ("To do", ("Borrow two tents from the Scouts", "Raffle: a footstool as the prize",
               "Miriam asks the Harbour Trust about the yard")),
)  # fmt: skip


def slides() -> bytes:
    talk = pptx.Presentation()
    talk.core_properties.title, talk.core_properties.author = "Open day 2025", "Lena Fisk"
    talk.core_properties.created = talk.core_properties.modified = MADE
    for title, lines in SLIDES:
        slide = talk.slides.add_slide(talk.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
    buffer = io.BytesIO()
    talk.save(buffer)
    return packed_anew(buffer.getvalue())


def _workbook(sheets: dict[str, Rows]) -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "Miriam Tarrant"
    book.properties.created = book.properties.modified = MADE
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for column in sheet.iter_cols(min_row=2):
            for cell in column:
                if isinstance(cell.value, float):
                    cell.number_format = "#,##0.00"
                elif isinstance(cell.value, datetime.date):
                    cell.number_format = "yyyy-mm-dd"
    buffer = io.BytesIO()
    book.save(buffer)
    return packed_anew(buffer.getvalue())


def _semicolons(rows: Rows) -> bytes:
    return "".join(";".join(map(str, row)) + "\n" for row in rows).encode("utf-8")


def _open_sheets(sheets: dict[str, Rows]) -> bytes:
    """An ODS; numbers are stored as numbers."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "manifest")
    )
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces} '
        f'office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        f"</office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {namespaces} '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{_ODS}"/><manifest:file-entry manifest:full-path="content.xml" '
        f'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return packed_anew(buffer.getvalue())


def _ods_cell(value: Cell) -> str:
    kind = "string" if isinstance(value, str) else "float"
    number = "" if isinstance(value, str) else f' office:value="{value}"'
    return (
        f'<table:table-cell office:value-type="{kind}"{number}>'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )
