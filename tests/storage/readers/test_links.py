"""Addresses behind the words that lead to them, in every kind of office file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.util import Inches

from storage.readers.reading import read
from storage.readers.values import TextDocument
from tests.storage.readers.test_older_office import word_file
from tests.storage.readers.test_open_formats import written

PORTAL = "https://portal.example.org/login?lang=en"


def text_of(path: Path) -> str:
    value = read(path)
    assert isinstance(value, TextDocument)
    return "\n".join(section.text for section in value.sections)


def test_links_and_link_fields_of_word(tmp_path: Path) -> None:
    document: Any = docx.Document()
    names = nsdecls("w", "r")
    run = "<w:r><w:t>{}</w:t></w:r>"
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText> HYPERLINK "https://example.org/fees" </w:instrText></w:r>'

    def link(address: str, words: str) -> str:
        kind = RELATIONSHIP_TYPE.HYPERLINK
        identity = document.part.relate_to(address, kind, is_external=True)
        return f'<w:hyperlink r:id="{identity}">{run.format(words)}</w:hyperlink>'

    for body in (
        run.format("See ") + link(PORTAL, "the portal") + run.format(" now."),
        link(PORTAL, "Again"),
        link("mailto:eva@example.org?subject=x", "Write to Eva"),
        link("http://www.example.org/", "example.org"),
        f'<w:hyperlink w:anchor="top">{run.format("Up")}</w:hyperlink>',
        field.format("begin") + code + field.format("separate") + run.format("Fees")
        + field.format("end"),
    ):  # fmt: skip
        document.element.body.insert(-1, parse_xml(f"<w:p {names}>{body}</w:p>"))
    document.save(str(tmp_path / "a.docx"))
    assert text_of(tmp_path / "a.docx").splitlines() == [
        f"See the portal ({PORTAL}) now.",
        "Again",
        "Write to Eva (eva@example.org)",
        "example.org",
        "Up",
        "Fees (https://example.org/fees)",
    ]


def test_links_on_slides(tmp_path: Path) -> None:
    slides: Any = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    box = slide.shapes.add_textbox(0, 0, Inches(4), Inches(1)).text_frame.paragraphs[0]
    for words, address in (("Ask in ", None), ("the ", PORTAL), ("portal", PORTAL), (".", None)):
        run = box.add_run()
        run.text = words
        if address:
            run.hyperlink.address = address
    slides.save(str(tmp_path / "a.pptx"))
    assert text_of(tmp_path / "a.pptx") == f"Ask in the portal ({PORTAL})."


def test_links_of_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["Name", "Site", "Fee"], ["Quay", "map", 4], ["Pier", "plan", 5]):
        book.active.append(line)
    book.active["B2"].hyperlink = PORTAL
    book.save(tmp_path / "a.xlsx")
    assert f"Name: Quay; Site: map ({PORTAL}); Fee: 4" in text_of(tmp_path / "a.xlsx")


def test_links_of_opendocument(tmp_path: Path) -> None:
    link = f'<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{PORTAL}">here</text:a>'
    path = written(tmp_path, f"<text:p>Log in {link}, then pay.</text:p>")
    assert text_of(path) == f"Log in here ({PORTAL}), then pay."


def test_links_of_rich_text(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    said = rb'{\field{\*\fldinst{\b  HYPERLINK "https://example.org/fees" }}{\fldrslt{\ul fees}}}'
    path.write_bytes(rb"{\rtf1\ansi See the " + said + rb" of {\field{\*\fldinst PAGE}} May.\par}")
    assert text_of(path) == "See the fees (https://example.org/fees) of  May."


def test_links_and_readings_of_older_word_files(tmp_path: Path) -> None:
    link = '\x13 HYPERLINK "https://example.org/fees" \x14the fees\x15'
    ruby = '\x13 EQ \\* jc2 \\* "Font:MS Mincho" \\* hps11 \\o\\ad(\\s\\up 10(とう),東)\x15'
    path = word_file(tmp_path / "a.doc", [(f"See {link} in {ruby}です。\r", 0, b"")])
    assert text_of(path) == "See the fees (https://example.org/fees) in 東（とう）です。"
