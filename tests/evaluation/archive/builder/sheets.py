"""The archive's tables and slides: cash books, lists, the plan of rehearsals, the talk."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pptx

from tests.evaluation.archive.builder.packing import MADE, packed_anew

Cell = str | int | float | datetime.date | None


def write_sheets(folder: Path) -> None:
    for name, content in (
        ("money/cash-book-2024.xlsx", _workbook({"Income": INCOME, "Expenses": EXPENSES})),
        ("money/cash-book-2025.csv", _comma_separated(CASH_2025)),
        ("music/rehearsals-spring-2025.xlsx", _workbook({"Spring 2025": REHEARSALS})),
        ("music/sheet-music.csv", _comma_separated(SHEET_MUSIC)),
        ("trip/participants.csv", _comma_separated(PARTICIPANTS)),
        ("trip/trip-to-hohenried.pptx", slides()),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


INCOME: list[tuple[Cell, ...]] = [
    ("Date", "Text", "Amount"),
    (_day("2024-01-20"), "Membership fees, first batch", 1536.00),
    (_day("2024-02-17"), "Membership fees, second batch", 672.00),
    (_day("2024-03-02"), "Donation Hollis Farm", 150.00),
    (_day("2024-06-22"), "Summer concert, tickets", 1284.00),
    (_day("2024-06-22"), "Summer concert, drinks", 310.00),
    (_day("2024-07-05"), "Donation Village Council", 400.00),
    (_day("2024-10-19"), "Breathing workshop, contributions", 96.00),
    (_day("2024-11-09"), "Donation Hollis Farm", 175.00),
    (_day("2024-12-14"), "Advent concert, collection", 874.50),
    (_day("2024-12-14"), "Advent concert, mulled wine", 301.00),
]
EXPENSES: list[tuple[Cell, ...]] = [
    ("Date", "Payee", "Purpose", "Amount"),
    (_day("2024-01-15"), "Parish Hall", "Rent, first half-year", 510.00),
    (_day("2024-02-05"), "Viktor Brandt", "Piano tuning", 95.00),
    (_day("2024-04-11"), "Harmonia Music", "Scores, Rutter", 218.40),
    (_day("2024-05-03"), "Bexley Print", "Posters, summer concert", 64.00),
    (_day("2024-06-20"), "Carter Coaches", "Bus to the choir festival", 420.00),
    (_day("2024-06-24"), "Hollis Farm", "Barn, summer concert", 180.00),
    (_day("2024-07-15"), "Parish Hall", "Rent, second half-year", 510.00),
    (_day("2024-09-26"), "Bexley Print", "Folders, 40 pieces", 310.00),
    (_day("2024-10-19"), "Dr. Helen Pryce", "Workshop, travel", 28.50),
    (_day("2024-11-12"), "Harmonia Music", "Scores, carols", 131.00),
    (_day("2024-11-25"), "Bexley Print", "Posters, Advent concert", 46.00),
    (_day("2024-12-16"), "St. Olave's Church", "Heating, Advent concert", 120.00),
    (_day("2024-12-20"), "Ines Aldous", "Conductor's fee for the year", 2880.00),
]
CASH_2025: list[tuple[Cell, ...]] = [
    ("Date", "Text", "In", "Out"),
    ("2025-01-13", "Parish Hall, rent, first half-year", "", "510.00"),
    ("2025-02-01", "Membership fees, first batch", "1980.00", ""),
    ("2025-02-03", "Viktor Brandt, piano tuning", "", "98.00"),
    ("2025-02-20", "Harmonia Music, Requiem scores", "", "264.60"),
    ("2025-03-01", "Membership fees, second batch", "540.00", ""),
    ("2025-03-21", "Donation Village Council", "450.00", ""),
    ("2025-04-04", "Carter Coaches, deposit", "", "350.00"),
    ("2025-04-18", "Cake sale", "187.30", ""),
    ("2025-05-09", "Bexley Print, posters, summer concert", "", "72.00"),
    ("2025-05-23", "Carter Coaches, balance", "", "1540.00"),
    ("2025-05-26", "Trip contributions of 26 singers", "2340.00", ""),
]
REHEARSALS: list[tuple[Cell, ...]] = [
    ("Date", "Time", "Place", "Pieces"),
    (_day("2025-04-03"), "19:45", "Parish Hall", "Requiem, movements 1 to 3"),
    (_day("2025-04-10"), "19:45", "Parish Hall", "Requiem, movements 4 and 5"),
    (_day("2025-04-17"), "", "", "no rehearsal (Maundy Thursday)"),
    (_day("2025-04-24"), "19:45", "St. Olave's Church", "Abendlied, Locus iste"),
    (_day("2025-05-03"), "10:00", "Parish Hall", "Rehearsal day, whole programme"),
    (_day("2025-05-08"), "19:45", "Parish Hall", "Requiem, movements 6 and 7"),
    (_day("2025-05-15"), "19:45", "Parish Hall", "Folk songs"),
    (_day("2025-05-22"), "20:00", "Village School", "Programme for Hohenried"),
    (_day("2025-06-05"), "19:45", "Parish Hall", "Requiem, whole"),
    (_day("2025-06-26"), "19:00", "Hollis Farm", "Dress rehearsal"),
]
SHEET_MUSIC: list[tuple[Cell, ...]] = [
    ("No", "Title", "Composer", "Copies", "Shelf"),
    (1, "Requiem", "Gabriel Fauré", 42, "A1"),
    (2, "Requiem", "John Rutter", 24, "A2"),
    (3, "Gloria", "Antonio Vivaldi", 38, "A3"),
    (4, "Gloria", "John Rutter", 36, "A4"),
    (5, "Magnificat", "Francesco Durante", 30, "B1"),
    (6, "Ave verum corpus", "Wolfgang Amadeus Mozart", 50, "B2"),
    (7, "Locus iste", "Anton Bruckner", 45, "B3"),
    (8, "Abendlied", "Josef Rheinberger", 40, "B4"),
    (9, "Cantique de Jean Racine", "Gabriel Fauré", 44, "C1"),
    (10, "Carols, book 1", "various", 31, "C2"),
    (11, "Carols, book 2", "various", 13, "C3"),
    (12, "The Lark in the Clear Air", "traditional", 28, "D1"),
    (13, "Scarborough Fair", "traditional", 29, "D2"),
    (14, "Der Mond ist aufgegangen", "Johann A. P. Schulz", 27, "D3"),
]
PARTICIPANTS: list[tuple[Cell, ...]] = [
    ("Name", "Voice", "Host family", "Food"),
    ("Nora Beck", "soprano", "Seidel", "all"),
    ("Hazel Bright", "soprano", "Seidel", "vegetarian"),
    ("Anna Cole", "soprano", "Maurer", "all"),
    ("Lucy Farrow", "soprano", "Maurer", "all"),
    ("Jane Fenn", "soprano", "Vogt", "no nuts"),
    ("Isla Grant", "soprano", "Vogt", "all"),
    ("Ruth Hollis", "soprano", "Bader", "all"),
    ("Mary Keane", "soprano", "Bader", "vegetarian"),
    ("Edith Vane", "soprano", "Kessler", "all"),
    ("Greta Lindqvist", "alto", "Kessler", "all"),
    ("Clara Moss", "alto", "Rapp", "all"),
    ("Joan Ashby", "alto", "Rapp", "no fish"),
    ("Petra Quill", "alto", "Stark", "all"),
    ("Susan Reed", "alto", "Stark", "all"),
    ("Vera Stone", "alto", "Lutz", "vegetarian"),
    ("Wanda Tull", "alto", "Lutz", "all"),
    ("Yvonne West", "alto", "Hauser", "all"),
    ("Paul Ashby", "tenor", "Hauser", "all"),
    ("Tom Haldane", "tenor", "Ott", "all"),
    ("Leo Varga", "tenor", "Ott", "vegetarian"),
    ("Simon Wade", "tenor", "Ziegler", "all"),
    ("Ben Carver", "bass", "Ziegler", "all"),
    ("Owen Marsh", "bass", "Wolf", "all"),
    ("Samuel Oduya", "bass", "Wolf", "no pork"),
    ("Rowan Petty", "bass", "Frank", "all"),
    ("Hugh Sellers", "bass", "Frank", "all"),
]


def slides() -> bytes:
    talk = pptx.Presentation()
    talk.core_properties.title = "Trip to Hohenried 2025"
    talk.core_properties.created = talk.core_properties.modified = MADE
    for title, lines in (
        ("Trip to Hohenried 2025", ["Information for the singers, 6 March 2025", "Owen Marsh"]),
        (
            "Thursday 29 May",
            [
                "Departure 6:30 at St. Olave's Church",
                "Ferry at 10:15",
                "Arrival in Hohenried about 20:00, welcome by the host families",
            ],
        ),
        (
            "Friday and Saturday",
            [
                "Friday: rehearsal in the afternoon, dinner together in the evening",
                "Saturday: morning free, market in the old town; concert in the evening",
                "Concert dress: black with something yellow",
            ],
        ),
        (
            "What to bring",
            ["Black folder", "Passport", "20 euros for the dinner", "Strong shoes for Sunday"],
        ),
        ("Questions", ["Owen Marsh, 01632 960 417", "Please no large suitcases"]),
    ):
        slide = talk.slides.add_slide(talk.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
    buffer = io.BytesIO()
    talk.save(buffer)
    return packed_anew(buffer.getvalue())


def _workbook(sheets: dict[str, list[tuple[Cell, ...]]]) -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "Thornwick Choral Society"
    book.properties.created = book.properties.modified = MADE
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cell in sheet[1]:
            cell.font = openpyxl.styles.Font(bold=True)
        for column in sheet.iter_cols(min_row=2):
            for cell in column:
                if isinstance(cell.value, float):
                    cell.number_format = "#,##0.00"
                elif isinstance(cell.value, datetime.date):
                    cell.number_format = "yyyy-mm-dd"
    buffer = io.BytesIO()
    book.save(buffer)
    return packed_anew(buffer.getvalue())


def _comma_separated(rows: Sequence[Sequence[Cell]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode("utf-8")
