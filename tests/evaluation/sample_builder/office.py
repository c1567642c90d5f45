"""The sample library's office documents and the e-book, packed with fixed dates."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
from pptx.util import Pt

_MADE = datetime.datetime(2025, 1, 6, 9, 0, 0)
_ZIP_DATE = (2025, 1, 6, 9, 0, 0)


def write_office_files(folder: Path) -> None:
    """Write the handbook (DOCX), the talk (PPTX), the counts (XLSX) and the e-book (EPUB)."""
    for name, content in (
        ("telescope/telescope-handbook.docx", handbook()),
        ("talks/women-of-the-shuttle.pptx", talk()),
        ("office/visitor-counts.xlsx", visitor_counts()),
        ("books/looking-deep.epub", looking_deep()),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def handbook() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Handbook of the main telescope"
    document.core_properties.author = "Larkfield Observatory"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _MADE
    document.add_heading("Handbook of the main telescope", 0)
    document.add_paragraph(
        "This handbook is for duty observers. Read the closing checklist as well before you use "
        "the dome alone."
    )
    document.add_heading("Starting the evening", 1)
    document.add_paragraph(
        "Open the shutter an hour before sunset. Switch on the drive and point the telescope at a "
        "bright star near the meridian."
    )
    document.add_heading("Choosing the eyepiece", 1)
    document.add_paragraph(
        "The 40 mm eyepiece is recommended for the first view of an evening. It magnifies 50 "
        "times and shows the widest field. Change to a shorter eyepiece only when the stars "
        "stand still."
    )
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(
        table.rows[0].cells, ("Eyepiece", "Magnification", "Good for"), strict=True
    ):
        cell.text = text
    for row in (
        ("40 mm", "50 times", "star clusters, first view"),
        ("25 mm", "80 times", "Jupiter and the Moon"),
        ("12.5 mm", "160 times", "double stars"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("Collimation", 1)
    document.add_paragraph(
        "Check the collimation with the laser once a week. Turn the three screws behind the main "
        "mirror by no more than a quarter of a turn at a time."
    )
    document.add_heading("If the drive stops", 1)
    document.add_paragraph(
        "A grinding noise means that the worm gear needs grease. Switch the drive off, turn the "
        "clutch by hand and call the technical office. Fuses of 10 amperes protect the motor."
    )
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def talk() -> bytes:
    slides = (
        (
            "Women of the space shuttle",
            ("An evening talk at Larkfield Observatory",),
            "Begin with the lights on. Ask who remembers a shuttle launch.",
        ),
        (
            "Sally Ride, 1983",
            (
                "First American woman in space, on mission STS-7",
                "She worked the robot arm of the shuttle Challenger",
            ),
            "Mention that Valentina Tereshkova flew twenty years earlier, in 1963.",
        ),
        (
            "Mae Jemison, 1992",
            (
                "First African American woman in space, on mission STS-47",
                "Physician and engineer; eight days on the shuttle Endeavour",
            ),
            "Show the picture of the Spacelab.",
        ),
        (
            "Eileen Collins, 1995 and 1999",
            (
                "First woman to pilot a shuttle: STS-63, February 1995",
                "First woman to command a shuttle: STS-93, July 1999",
                "Her crew on STS-93 carried the Chandra X-ray Observatory into orbit",
            ),
            "The portrait hangs in the hall. The story of the ascent is on the archive recording.",
        ),
    )
    deck = pptx.Presentation()
    deck.core_properties.title = "Women of the space shuttle"
    deck.core_properties.author = "Larkfield Observatory"
    deck.core_properties.comments = ""
    deck.core_properties.created = deck.core_properties.modified = _MADE
    for number, (title, points, notes) in enumerate(slides):
        slide = deck.slides.add_slide(deck.slide_layouts[0 if number == 0 else 1])
        slide.shapes.title.text = title
        frame = slide.placeholders[1].text_frame
        frame.text = points[0]
        for point in points[1:]:
            frame.add_paragraph().text = point
        for paragraph in frame.paragraphs:
            paragraph.font.size = Pt(24)
        slide.notes_slide.notes_text_frame.text = notes
    buffer = io.BytesIO()
    deck.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def visitor_counts() -> bytes:
    book = openpyxl.Workbook()
    book.properties.title = "Visitors and school classes"
    book.properties.creator = "Larkfield Observatory"
    book.properties.created = book.properties.modified = _MADE
    sheet = book.active
    sheet.title = "Public evenings"
    sheet.append(("Date", "Visitors", "Children", "Sky", "Takings in euros"))
    for day, visitors, children, sky, takings in (
        (datetime.date(2025, 1, 10), 41, 12, "clear", 174),
        (datetime.date(2025, 1, 17), 23, 6, "cloudy", 102),
        (datetime.date(2025, 1, 24), 58, 21, "clear", 222),
        (datetime.date(2025, 1, 31), 9, 2, "rain", 42),
    ):
        sheet.append((day, visitors, children, sky, takings))
    classes = book.create_sheet("School classes")
    classes.append(("Date", "School", "Pupils", "Wish"))
    classes.append((datetime.date(2025, 2, 4), "Village primary school", 22, "planets"))
    classes.append((datetime.date(2025, 3, 21), "Grammar school by the river", 27, "sunspots"))
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


_CHAPTERS = (
    (
        "The Hubble Deep Field, 1995",
        "In December 1995 the Hubble Space Telescope stared at one dark spot in Ursa Major, the "
        "Great Bear, for ten days in a row. From 342 exposures came a picture with about three "
        "thousand galaxies, where maps had shown next to nothing.",
        "Many astronomers had thought the experiment a waste of telescope time. It became one of "
        "the most cited pictures of science.",
    ),
    (
        "The Ultra Deep Field, 2004",
        "Between September 2003 and January 2004 Hubble looked into a field in Fornax, the "
        "Furnace, with a new camera. About ten thousand galaxies appeared, some of them shaped "
        "like toothpicks and bracelets.",
        "The field is about a tenth of the width of the full Moon.",
    ),
    (
        "The eXtreme Deep Field, 2012",
        "Pictures of ten years were added up. The total exposure of the eXtreme Deep Field was "
        "two million seconds, or about 23 days of looking at the same spot.",
        "The faintest galaxies in it have one ten-billionth of the brightness that the human eye "
        "can see.",
    ),
)


def looking_deep() -> bytes:
    """An EPUB 3 with three chapters."""
    names = [f"chapter{number}.xhtml" for number in range(1, len(_CHAPTERS) + 1)]
    manifest = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(names)))
    contents = "".join(
        f'<li><a href="{name}">{chapter[0]}</a></li>'
        for name, chapter in zip(names, _CHAPTERS, strict=True)
    )
    files = {
        "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" '
        'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
        'full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>",
        "OEBPS/book.opf": '<?xml version="1.0" encoding="utf-8"?><package version="3.0" '
        'unique-identifier="id" xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">looking-deep'
        "</dc:identifier><dc:title>Looking deep: a short history</dc:title><dc:language>en"
        "</dc:language><dc:creator>Larkfield Observatory</dc:creator><meta "
        'property="dcterms:modified">2025-01-06T09:00:00Z</meta></metadata><manifest><item '
        'id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f"{manifest}</manifest><spine>{spine}</spine></package>",
        "OEBPS/nav.xhtml": '<?xml version="1.0" encoding="utf-8"?><html '
        'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head>'
        f'<title>Contents</title></head><body><nav epub:type="toc"><ol>{contents}</ol></nav>'
        "</body></html>",
    }
    for name, (heading, *paragraphs) in zip(names, _CHAPTERS, strict=True):
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        files[f"OEBPS/{name}"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
            f"<head><title>{heading}</title></head><body><h1>{heading}</h1>{body}</body></html>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            _add(archive, name, text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _with_fixed_dates(packed: bytes) -> bytes:
    """The same archive with every member dated alike, so that building twice gives equal bytes."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = _without_save_time(content)
            _add(target, info.filename, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _without_save_time(core_xml: bytes) -> bytes:
    """openpyxl writes the time of saving; the samples carry the time of making instead."""
    head, mark, tail = core_xml.partition(b"<dcterms:modified")
    if not mark:
        return core_xml
    inner, end, rest = tail.partition(b"</dcterms:modified>")
    opening = inner[: inner.index(b">") + 1]
    return head + mark + opening + _MADE.isoformat().encode() + b"Z" + end + rest


def _add(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.compress_type = method
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)
