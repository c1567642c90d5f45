"""Word, PowerPoint, Excel and EPUB files, made by the usual libraries or by hand."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from storage.errors import ReadError, Unsupported
from storage.readers import caps
from storage.readers.reading import read
from tests.storage.readers.documents import document


def test_word_headings_tables_headers_and_properties(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.core_properties.title = "Lease"
    made.core_properties.author = "The tenant"
    made.add_heading("Rent", 1)
    made.add_paragraph("Payable monthly.")
    made.add_heading("Deposit", 2)
    table = made.add_table(2, 2)
    for at, words in enumerate(("Item", "Sum", "Deposit", "900")):
        table.cell(at // 2, at % 2).text = words
    made.add_heading("Term", 1)
    made.add_paragraph("Two years.")
    made.sections[0].header.paragraphs[0].text = "Confidential"
    made.save(tmp_path / "a.docx")
    found = document(tmp_path / "a.docx")
    assert found.title == "Lease"
    assert found.metadata["author"] == "The tenant"
    assert [(section.locator["heading_path"], section.text) for section in found.sections] == [
        (["Rent"], "Rent\nPayable monthly."),
        (["Rent", "Deposit"], "Deposit"),
        (["Rent", "Deposit"], "Item: Deposit; Sum: 900"),
        (["Term"], "Term\nTwo years."),
        (["Header"], "Confidential"),
    ]


def test_word_inserted_text_counts_and_deleted_text_does_not(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>The rent is </w:t></w:r>"
            "<w:del w:id='1' w:author='x'><w:r><w:delText>800</w:delText></w:r></w:del>"
            "<w:ins w:id='2' w:author='x'><w:r><w:t>950</w:t></w:r></w:ins></w:p>"
        ),
    )
    made.element.body.insert(
        1,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>In a control.</w:t>"
            "</w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    made.save(tmp_path / "a.docx")
    assert document(tmp_path / "a.docx").sections[0].text == "The rent is 950\nIn a control."


def test_slides_with_tables_and_notes(tmp_path: Path) -> None:
    made: Any = pptx.Presentation()
    for number in (1, 2):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = f"Title {number}"
        slide.placeholders[1].text = f"Point {number}"
    table = slide.shapes.add_table(1, 2, 0, 6_500_000, 100, 100).table
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    slide.notes_slide.notes_text_frame.text = "Say this slowly."
    made.save(tmp_path / "a.pptx")
    found = document(tmp_path / "a.pptx")
    assert found.title == "Title 1"
    assert found.page_count == 2
    first, second, row, notes = found.sections
    assert first.locator == {"slide": 1, "heading_path": ["Title 1"]}
    assert first.text == "Title 1\n\nPoint 1"
    assert second.text == "Title 2\n\nPoint 2"
    assert row.text == "left | right"
    assert notes.locator["slide"] == 2
    assert notes.text == "Notes: Say this slowly."


def test_sheets_with_names_numbers_and_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Fees"
    sheet.append(["Client", "Hours", "On"])
    sheet.append(["North", 2.0, datetime.date(2024, 5, 1)])
    sheet.append([None, None, None])
    sheet.append(["South", 2.5, datetime.datetime(2024, 5, 2, 9, 30)])
    book.create_sheet("Empty")
    other: Any = book.create_sheet("Plain")
    other["B2"] = 7
    book.save(tmp_path / "a.xlsx")
    fees, plain = document(tmp_path / "a.xlsx").sections
    assert fees.locator == {"sheet": "Fees", "cells": "A2:C4"}
    assert fees.text.splitlines() == [
        "Client: North; Hours: 2; On: 2024-05-01",
        "Client: South; Hours: 2.5; On: 2024-05-02 09:30:00",
    ]
    assert plain.locator["sheet"] == "Plain"
    assert "7" in plain.text


def book_files() -> dict[str, str]:
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container "
        'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Walden</dc:title>'
        "<dc:creator>Henry David Thoreau</dc:creator></metadata><manifest>"
        '<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="one%20.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "OPS/one .xhtml": "<html><body><h1>Economy</h1><p>When I wrote</p></body></html>",
        "OPS/two.xhtml": "<html><body><h1>Sounds</h1><p>I love a broad margin</p></body></html>",
    }


def zipped(path: Path, files: dict[str, str] | dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    found = document(zipped(tmp_path / "a.epub", book_files()))
    assert (found.title, found.metadata["author"]) == ("Walden", "Henry David Thoreau")
    assert [(section.locator, section.text) for section in found.sections] == [
        ({"heading_path": ["Economy"], "part": "OPS/one .xhtml"}, "Economy\n\nWhen I wrote"),
        ({"heading_path": ["Sounds"], "part": "OPS/two.xhtml"}, "Sounds\n\nI love a broad margin"),
    ]


def test_a_book_cannot_reach_out_of_itself(tmp_path: Path) -> None:
    files = book_files()
    files["OPS/book.opf"] = files["OPS/book.opf"].replace("two.xhtml", "../../../../etc/passwd")
    found = document(zipped(tmp_path / "a.epub", files))
    assert len(found.sections) == 1
    assert found.metadata["unreadable_parts"] == "1"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.save(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.xml", bytes(caps.RATIO_FLOOR_BYTES + 1))
    with pytest.raises(ReadError, match="ZIP bomb"):
        read(tmp_path / "a.docx")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.add_paragraph("plain")
    made.add_paragraph("kept")
    made.save(tmp_path / "a.docx")
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    body = files["word/document.xml"].decode().partition("?>")[2].replace("plain", "&x;")
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    files["word/document.xml"] = (doctype + body).encode()
    found = document(zipped(tmp_path / "b.docx", files))
    assert not any("SECRET" in section.text for section in found.sections)


def test_laughing_workbooks_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["xl/worksheets/sheet1.xml"] = (
        b'<!DOCTYPE x [<!ENTITY a "ha">]>' + files["xl/worksheets/sheet1.xml"]
    )
    with pytest.raises(ReadError, match="entities"):
        read(zipped(tmp_path / "b.xlsx", files))


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_half_a_file_has_a_plain_reason(tmp_path: Path, suffix: str, share: float) -> None:
    made: Any = {"docx": docx.Document, "pptx": pptx.Presentation, "xlsx": openpyxl.Workbook}[
        suffix
    ]()
    whole = tmp_path / f"whole.{suffix}"
    made.save(whole)
    half = tmp_path / f"half.{suffix}"
    half.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    with pytest.raises(ReadError, match="damaged or incomplete") as failed:
        read(half)
    assert not isinstance(failed.value, Unsupported)


NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
    )
)


def open_document(path: Path, kind: str, body: str) -> Path:
    return zipped(
        path,
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {NAMES}><office:body>{body}</office:body>"
            "</office:document-content>",
        },
    )


def test_opendocument_text(tmp_path: Path) -> None:
    body = (
        "<office:text><text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Lease</text:h><text:p>Rent<text:s text:c="2"/>is '
        "<text:span>due</text:span> now.</text:p><text:list><text:list-item><text:p>First</text:p>"
        "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>a"
        "</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>"
        "</table:table-row></table:table></office:text>"
    )
    (section,) = document(open_document(tmp_path / "a.odt", "text", body)).sections
    assert section.locator == {"heading_path": ["Lease"]}
    assert section.text == "Lease\nRent  is due now.\nFirst\na | b"


def test_opendocument_sheets_do_not_swell(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    many = 'table:number-columns-repeated="16384"'
    blank = "<table:table-row {}><table:table-cell/></table:table-row>"
    body = (
        '<office:spreadsheet><table:table table:name="Fees"><table:table-row>'
        + cell.format("Client")
        + cell.format("Sum")
        + f"<table:table-cell {many}/></table:table-row>"
        + blank.format('table:number-rows-repeated="1048000"')
        + f"<table:table-row>{cell.format('North')}{cell.format('9')}</table:table-row>"
        + "</table:table></office:spreadsheet>"
    )
    (section,) = document(open_document(tmp_path / "a.ods", "spreadsheet", body)).sections
    assert section.text == "Client: North; Sum: 9"
    assert section.locator == {"sheet": "Fees", "cells": "A1048002:B1048002"}


def test_opendocument_slides(tmp_path: Path) -> None:
    body = (
        "<office:presentation><draw:page><draw:frame><draw:text-box><text:p>Aims</text:p>"
        "</draw:text-box></draw:frame><presentation:notes><text:p>Slowly</text:p>"
        "</presentation:notes></draw:page></office:presentation>"
    )
    first, notes = document(open_document(tmp_path / "a.odp", "presentation", body)).sections
    assert first.locator == notes.locator == {"slide": 1, "heading_path": ["Aims"]}
    assert (first.text, notes.text) == ("Aims", "Notes: Slowly")


def test_rich_text(tmp_path: Path) -> None:
    source = (
        rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\*\generator Something}"
        rb"{\info{\title T}}\f0\b Caf\'e9\b0  \u8364?100\par Second \{line\}\par"
        rb"{\pict\bin4 }}{{}a\cell b\cell\row{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}}"
    )
    (tmp_path / "a.rtf").write_bytes(source)
    (section,) = document(tmp_path / "a.rtf").sections
    assert section.text == "Café €100\nSecond {line}\na | b\nlink"


def test_locked_office_files_say_what_they_are(tmp_path: Path) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    (tmp_path / "a.docx").write_bytes(head + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(ReadError, match="password-protected") as locked:
        read(tmp_path / "a.docx")
    assert not isinstance(locked.value, Unsupported)
