"""What office programs show in unusual places: prompts, drawn letters, numbers of lists."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from openpyxl.comments import Comment
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


def with_part(made: Path, parts: dict[str, bytes], relations: str, one: str) -> Path:
    """The package with more parts, one of them referred to from `relations`."""
    path = made.with_name(f"more-{made.name}")
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == relations:
                content = content.replace(b"</Relationships>", f"{one}</Relationships>".encode())
            target.writestr(name, content)
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def test_a_drawn_list_is_read_in_the_order_in_which_it_is_shown(tmp_path: Path) -> None:
    point = '<dgm:pt modelId="{}"><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    joined = '<dgm:cxn modelId="c{1}" srcId="{0}" destId="{1}" srcOrd="{2}" destOrd="0"/>'
    names = (
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    points = [(2, "Varnish"), (4, "two coats"), (1, "Sand"), (7, "Loose words"), (3, "Let dry")]
    order = [("0", 1, 0), ("0", 3, 2), ("0", 2, 1), ("2", 4, 0)]
    data = (
        f'<dgm:dataModel {names}><dgm:ptLst><dgm:pt modelId="0" type="doc"/>'
        f"{''.join(point.format(*one) for one in points)}</dgm:ptLst>"
        f"<dgm:cxnLst>{''.join(joined.format(*one) for one in order)}</dgm:cxnLst></dgm:dataModel>"
    )
    slides: Any = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    slide.shapes._spTree.append(
        etree.fromstring(
            '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
            f'{names}><a:graphic><a:graphicData uri="x"><dgm:relIds r:dm="rIdD"/></a:graphicData>'
            "</a:graphic></p:graphicFrame>"
        )
    )
    slides.save(str(tmp_path / "t.pptx"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    relation = f'<Relationship Id="rIdD" Type="{kind}" Target="../diagrams/data1.xml"/>'
    path = with_part(
        tmp_path / "t.pptx",
        {"ppt/diagrams/data1.xml": data.encode()},
        "ppt/slides/_rels/slide1.xml.rels",
        relation,
    )
    said = [line for line in text_of(path).splitlines() if line]
    assert said == ["Sand", "Varnish", "two coats", "Let dry", "Loose words"]


def test_an_answer_to_a_comment_stands_below_it(tmp_path: Path) -> None:
    body = "<p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody>"
    comments = (
        '<p:cmLst xmlns:p="http://schemas.microsoft.com/office/powerpoint/2018/8/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cm><p:replyLst>'
        f"<p:reply>{body.format('39 after the audit')}</p:reply></p:replyLst>"
        f"{body.format('Is 38 right?')}</p:cm></p:cmLst>"
    )
    slides: Any = pptx.Presentation()
    slides.slides.add_slide(slides.slide_layouts[6])
    slides.save(str(tmp_path / "t.pptx"))
    kind = "http://schemas.microsoft.com/office/2018/10/relationships/comments"
    path = with_part(
        tmp_path / "t.pptx",
        {"ppt/comments/modern.xml": comments.encode()},
        "ppt/slides/_rels/slide1.xml.rels",
        f'<Relationship Id="rIdC" Type="{kind}" Target="../comments/modern.xml"/>',
    )
    assert "Comments: Is 38 right?\n39 after the audit" in text_of(path)


def test_what_excel_says_of_threads_is_left_out_of_their_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in (["Item", "Amount"], ["Rent", 900]):
        sheet.append(line)
    sheet["B2"].comment = Comment(
        "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; "
        "however, any edits to it will get removed if the file is opened in a newer version of "
        "Excel. Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n"
        "    With heating?\nReply:\n    Yes.",
        "tc={A1}",
    )
    book.save(tmp_path / "t.xlsx")
    assert text_of(tmp_path / "t.xlsx").replace("\u00a0", " ") == (
        "Item: Rent; Amount: 900; Note: With heating? Reply: Yes."
    )
