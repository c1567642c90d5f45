"""What office files hold beside running text: numbers, equations, boxes, documents within them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pptx
from PIL import Image

from tests.storage.readers.documents import document


def zipped(path: Path, files: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_clauses_keep_the_numbers_that_word_gives_them(tmp_path: Path) -> None:
    made: Any = docx.Document()
    for words, style in (
        ("Duties", "List Number"),
        ("Pay in time.", "List Number 2"),
        ("Keep quiet.", "List Number 2"),
        ("Rights", "List Number"),
    ):
        made.add_paragraph(words, style=style)
    made.add_paragraph("Loose", style="List Bullet")
    made.save(tmp_path / "a.docx")
    (section,) = document(tmp_path / "a.docx").sections
    lines = section.text.splitlines()
    assert (lines[0], lines[3], lines[4]) == ("1. Duties", "2. Rights", "- Loose")


def word_body(folder: Path, body: str, more: dict[str, str | bytes] | None = None) -> str:
    """The text of a Word file whose body is that XML."""
    made: Any = docx.Document()
    made.save(folder / "made.docx")
    with zipfile.ZipFile(folder / "made.docx") as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    source = bytes(files["word/document.xml"]).decode()
    names = (
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    )
    source = re.sub(
        r"<w:body>.*</w:body>", lambda _: f"<w:body>{body}</w:body>", source, flags=re.S
    )
    if "xmlns:m=" not in source:
        source = source.replace("<w:document ", f"<w:document {names}", 1)
    elif "xmlns:w14=" not in source:
        source = source.replace(
            "<w:document ", f"<w:document {names[names.index('xmlns:w14') :]}", 1
        )
    files["word/document.xml"] = source
    files.update(more or {})
    found = document(zipped(folder / "a.docx", files))
    return "\n".join(section.text for section in found.sections)


def test_equations_raised_letters_readings_and_tick_boxes(tmp_path: Path) -> None:
    def run(words: str, mark: str = "") -> str:
        return f"<w:r><w:rPr>{mark}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"

    up = "<w:vertAlign w:val='superscript'/>"
    down = "<w:vertAlign w:val='subscript'/>"
    body = (
        f"<w:p>{run('It treats 5,400')}{run('3', up)}{run(' m')}{run('2', up)}{run(' of CO')}"
        f"{run('2', down)}</w:p>"
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r>"
        "</m:den></m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r>"
        "</m:sup></m:sSup></m:oMath></w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>灯</w:t>"
        "</w:r></w:rubyBase></w:ruby></w:r><w:r><w:ruby><w:rt><w:r><w:t>だい</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>台</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
        "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>X</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t> Paid</w:t></w:r>"
        "<w:r><w:sym w:font='Wingdings' w:char='F0A8'/><w:t> Sent</w:t></w:r></w:p>"
    )
    assert word_body(tmp_path, body).splitlines() == [
        "It treats 5,400³ m² of CO₂",
        "3/4 x²",
        "灯台（とうだい）",
        "☒ Paid☐ Sent",
    ]


def test_the_chosen_entry_of_a_list_in_an_older_form(tmp_path: Path) -> None:
    field = (
        "<w:p><w:r><w:t xml:space='preserve'>Size: </w:t></w:r><w:r><w:fldChar "
        "w:fldCharType='begin'><w:ffData><w:ddList>{}<w:listEntry w:val='Small'/>"
        "<w:listEntry w:val='Large'/></w:ddList></w:ffData></w:fldChar></w:r>"
        "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    body = field.format("<w:result w:val='1'/>") + field.format("")
    assert word_body(tmp_path, body).splitlines() == ["Size: Large", "Size: Small"]


def test_rows_that_begin_further_right_keep_their_columns(tmp_path: Path) -> None:
    def row(*texts: str, first: int = 0) -> str:
        cells = "".join(f"<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t in texts)
        return f"<w:tr><w:trPr><w:gridBefore w:val='{first}'/></w:trPr>{cells}</w:tr>"

    body = row("Region", "City", "Sales") + row("North", "Kiel", "10") + row("Sum", "30", first=1)
    assert word_body(tmp_path, f"<w:tbl>{body}</w:tbl>").splitlines() == [
        "Region: North; City: Kiel; Sales: 10",
        "City: Sum; Sales: 30",
    ]


def test_a_page_embedded_as_the_body(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.save(tmp_path / "made.docx")
    with zipfile.ZipFile(tmp_path / "made.docx") as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    relations = relations.replace(
        "</Relationships>",
        f'<Relationship Id="rIdX" Type="{kind}" Target="chunk.html"/></Relationships>',
    )
    text = word_body(
        tmp_path,
        '<w:altChunk r:id="rIdX"/>',
        {
            "word/_rels/document.xml.rels": relations,
            "word/chunk.html": "<html><body><p>Grease the pump.</p></body></html>",
        },
    )
    assert text == "Grease the pump."


def test_archives_written_with_backslashes(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.add_paragraph("Still read.")
    made.save(tmp_path / "made.docx")
    with zipfile.ZipFile(tmp_path / "made.docx") as archive:
        files = {
            name.replace("/", "\\") if name.startswith("word/") else name: archive.read(name)
            for name in archive.namelist()
        }
    assert document(zipped(tmp_path / "a.docx", files)).sections[0].text == "Still read."


def test_slides_are_read_from_top_to_bottom(tmp_path: Path) -> None:
    made: Any = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    for words, left, top in (
        ("third", 0, 300),
        ("right", 500, 150),
        ("left", 0, 150),
        ("first", 0, 0),
    ):
        box = slide.shapes.add_textbox(left * 9525, top * 9525, 300 * 9525, 90 * 9525)
        box.text_frame.text = words
    made.save(tmp_path / "a.pptx")
    (section,) = document(tmp_path / "a.pptx").sections
    assert section.text.split() == ["first", "left", "right", "third"]


def test_slides_with_pictures_and_films_are_read(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(picture, "PNG")
    made: Any = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 9_000_000, 900_000).text_frame.text = "The new quay."
    picture.seek(0)
    slide.shapes.add_picture(picture, 0, 1_000_000)
    slide.shapes.add_movie(io.BytesIO(b"\0" * 400), 0, 0, 90_000, 90_000, mime_type="video/mp4")
    slide.notes_slide.notes_text_frame.text = "Say thanks."
    made.save(tmp_path / "a.pptx")
    text = "\n".join(section.text for section in document(tmp_path / "a.pptx").sections)
    assert "The new quay." in text and "Say thanks." in text
    (member,) = document(tmp_path / "a.pptx").members
    assert member.name == "slide 1 image1.png"


def open_document(path: Path, kind: str, styles: str, body: str) -> Path:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    kind = f"application/vnd.oasis.opendocument.{kind}"
    return zipped(path, {"mimetype": kind, "content.xml": content})


def test_opendocument_lists_have_their_numbers(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
        'style:num-format="1" style:num-suffix="."/></text:list-style>'
    )
    items = "".join(
        f"<text:list-item><text:p>{words}</text:p></text:list-item>" for words in ("One", "Two")
    )
    body = f'<office:text><text:list text:style-name="L">{items}</text:list></office:text>'
    (section,) = document(open_document(tmp_path / "a.odt", "text", styles, body)).sections
    assert section.text == "1. One\n2. Two"


def test_a_small_sheet_does_not_become_a_large_text(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="64"><table:table-cell '
        f'table:number-columns-repeated="64"><text:p>{"w" * 3000}</text:p></table:table-cell>'
        "</table:table-row>"
    )
    body = (
        f'<office:spreadsheet><table:table table:name="A">{row * 40}</table:table>'
        "</office:spreadsheet>"
    )
    found = document(open_document(tmp_path / "a.ods", "spreadsheet", "", body))
    assert sum(len(section.text) for section in found.sections) < 400_000
    assert "said to repeat" in found.metadata["truncated"]
