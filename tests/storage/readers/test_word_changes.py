"""Word documents as their readers see them: joined paragraphs, words that a style hides; slides
with words that are crossed out, and who comments on them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pptx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.storage.readers.documents import document, told

ENDED = "<w:pPr><w:rPr><w:del w:id='1' w:author='E'/></w:rPr></w:pPr>"


def run(text: str, marks: str = "") -> str:
    return f"<w:r><w:rPr>{marks}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def word(path: Path, *paragraphs: str, styles: str = "") -> list[str]:
    made = docx.Document()
    for inner in paragraphs:
        paragraph = parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")
        made.element.body[-1].addprevious(paragraph)
    for style in parse_xml(f"<w:styles {nsdecls('w')}>{styles}</w:styles>"):
        made.styles.element.append(style)
    made.save(str(path))
    return told(document(path))


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    gone = "<w:del w:id='2'><w:r><w:delText>Gone.</w:delText></w:r></w:del>"
    lines = word(
        tmp_path / "a.docx",
        ENDED + run("The fee "),
        ENDED + run("is 950 "),
        run("euros."),
        ENDED + gone,
        run("Next."),
        ENDED + run("Last."),
    )
    assert lines == ["The fee is 950 euros.", "Next.", "Last."]


def test_words_that_a_style_hides(tmp_path: Path) -> None:
    styles = (
        "<w:style w:type='character' w:styleId='Hid'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Sub'><w:basedOn w:val='Hid'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Shown'><w:basedOn w:val='Hid'/>"
        "<w:rPr><w:vanish w:val='0'/></w:rPr></w:style>"
    )
    lines = word(
        tmp_path / "a.docx",
        run("secret ", "<w:rStyle w:val='Hid'/>") + run("open"),
        "<w:pPr><w:pStyle w:val='Sub'/></w:pPr>" + run("hidden"),
        "<w:pPr><w:pStyle w:val='Shown'/></w:pPr>" + run("shown"),
        styles=styles,
    )
    assert lines == ["open", "shown"]


def test_slides_mark_what_is_crossed_out_and_say_who_comments(tmp_path: Path) -> None:
    slides: Any = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    paragraph = slide.shapes.add_textbox(0, 0, 9, 9).text_frame.paragraphs[0]
    for text, strike in (("Fee ", ""), ("900 ", "sngStrike"), ("euros", "dblStrike"), (" 950", "")):
        made = paragraph.add_run()
        made.text = text
        made.font._element.set("strike", strike or "noStrike")
    slides.save(str(tmp_path / "plain.pptx"))
    relation = (
        '<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/{}" Target="{}"/></Relationships>'
    )
    related = {
        "ppt/slides/_rels/slide1.xml.rels": relation.format("comments", "/ppt/c.xml"),
        "ppt/_rels/presentation.xml.rels": relation.format("commentAuthors", "/ppt/a.xml"),
    }
    with (
        zipfile.ZipFile(tmp_path / "plain.pptx") as source,
        zipfile.ZipFile(tmp_path / "a.pptx", "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name).decode("latin-1")
            content = content.replace("</Relationships>", related.get(name, "</Relationships>"))
            target.writestr(name, content.encode("latin-1"))
        target.writestr(
            "ppt/c.xml",
            "<cmLst><cm authorId='7'><text>Why 950?</text></cm>"
            "<cm authorId='8'><text>No idea.</text></cm></cmLst>",
        )
        target.writestr("ppt/a.xml", "<cmAuthorLst><cmAuthor id='7' name='Eva'/></cmAuthorLst>")
    assert told(document(tmp_path / "a.pptx")) == [
        "Fee ~~900 euros~~ 950",
        "Comments: Eva: Why 950?",
        "No idea.",
    ]
