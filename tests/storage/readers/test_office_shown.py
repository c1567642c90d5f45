"""What office programs show in unusual places: prompts, drawn letters, numbers of lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pptx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from storage.readers.reading import read
from storage.readers.values import TextDocument

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def text_of(path: Path) -> str:
    value = read(path)
    assert isinstance(value, TextDocument)
    return "\n".join(section.text for section in value.sections)


def test_a_prompt_of_an_empty_field_is_no_text_and_drawn_letters_are(tmp_path: Path) -> None:
    document = docx.Document()
    body = document.element.body
    names = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'
    prompt = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    run = "<w:r><w:t>{}</w:t></w:r>"
    for source in (
        f"<w:p {names}>{run.format('Name: ')}<w:sdt>{prompt}<w:sdtContent>"
        f"{run.format('Click to enter text')}</w:sdtContent></w:sdt></w:p>",
        f"<w:sdt {names}>{prompt}<w:sdtContent><w:p>{run.format('Choose an item')}</w:p>"
        "</w:sdtContent></w:sdt>",
        f"<w:p {names}>{run.format('Place: ')}<w:sdt><w:sdtPr/><w:sdtContent>"
        f"{run.format('Emden')}</w:sdtContent></w:sdt></w:p>",
        f'<w:p {names}><w:r><w:pict><v:shape><v:textpath string="DRAFT of May"/></v:shape></w:pict>'
        "</w:r></w:p>",
    ):
        body[-1].addprevious(parse_xml(source))
    document.save(str(tmp_path / "t.docx"))
    text = text_of(tmp_path / "t.docx")
    assert "Click" not in text
    assert "Choose" not in text
    assert "Place: Emden" in text
    assert "DRAFT of May" in text


def test_numbers_of_lists_on_slides_are_read(tmp_path: Path) -> None:
    slides: Any = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    frame = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame
    lines = [
        ("Cast off", 0, "arabicPeriod"),
        ("bow", 1, "alphaLcParenR"),
        ("stern", 1, "alphaLcParenR"),
        ("Row", 0, "arabicPeriod"),
        ("Rest", 0, ""),
        ("Go", 0, "romanUcPeriod"),
    ]
    for number, (words, level, kind) in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.text, paragraph.level = words, level
        if kind:
            mark = etree.SubElement(
                paragraph._p.get_or_add_pPr(), f"{{{_DRAWING}}}buAutoNum", type=kind
            )
            assert mark is not None
    slides.save(str(tmp_path / "t.pptx"))
    assert [line for line in text_of(tmp_path / "t.pptx").splitlines() if line] == [
        "1. Cast off",
        "a) bow",
        "b) stern",
        "2. Row",
        "Rest",
        "I. Go",
    ]


def test_figures_of_a_chart_read_as_its_labels_show_them(tmp_path: Path) -> None:
    slides: Any = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    figures = CategoryChartData(number_format="0%")
    figures.categories = ["Oil", "Gas"]
    figures.add_series("Share", (0.75, 0.25))
    place = (0, 0, Inches(4), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, *place, figures)
    slides.save(str(tmp_path / "t.pptx"))
    assert "Oil; Share: 75%" in text_of(tmp_path / "t.pptx")


def test_notes_carry_their_numbers_and_comments_what_they_are_about(tmp_path: Path) -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph()
    runs = [paragraph.add_run(text) for text in ("The fee is ", "5,400", " euro a year")]
    document.add_comment(runs[1:2], text="Check this", author="Eva")
    names = nsdecls("w")
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    for properties, identity in ((raised, 7), ("", 3), ("", 7)):
        paragraph._p.append(
            parse_xml(f'<w:r {names}>{properties}<w:footnoteReference w:id="{identity}"/></w:r>')
        )
    note = '<w:footnote w:id="{}"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>'
    source = (
        f'<w:footnotes {names}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f"{note.format(3, 'Paid in May.')}{note.format(7, 'Without tax.')}</w:footnotes>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        source.encode(),
        document.part.package,
    )
    document.part.relate_to(part, kind)
    document.save(str(tmp_path / "t.docx"))
    text = text_of(tmp_path / "t.docx")
    assert "The fee is 5,400 euro a year¹²¹" in text
    assert "² Paid in May.\n¹ Without tax." in text
    assert "Eva on “5,400”: Check this" in text


def test_figures_of_a_chart_have_no_more_digits_than_they_were_given(tmp_path: Path) -> None:
    slides: Any = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    figures = CategoryChartData(number_format="General")
    figures.categories = ["Oil"]
    figures.add_series("Share", (8.1999999999999993,))
    place = (0, 0, Inches(4), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, *place, figures)
    slides.save(str(tmp_path / "t.pptx"))
    assert "Oil; Share: 8.2" in text_of(tmp_path / "t.pptx").splitlines()


def test_the_name_of_a_pictures_file_is_no_description(tmp_path: Path) -> None:
    document: Any = docx.Document()
    names = nsdecls("w", "wp")
    for said in (r"C:\Users\eva\boat.png", "photo 3.JPG", "A boat at the quay"):
        drawn = f'<wp:inline><wp:docPr id="1" name="" descr="{said}"/></wp:inline>'
        source = f"<w:p {names}><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>"
        document.element.body.insert(-1, parse_xml(source))
    document.save(str(tmp_path / "t.docx"))
    assert text_of(tmp_path / "t.docx").strip() == "[A boat at the quay]"
