"""OpenDocument and Rich Text: what is shown, what is hidden, what stands beside the text."""

from __future__ import annotations

import zipfile
from pathlib import Path

from storage.readers.reading import read
from storage.readers.values import Section, TextDocument

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)


def sections(path: Path) -> tuple[Section, ...]:
    value = read(path)
    assert isinstance(value, TextDocument)
    return value.sections


def text_of(path: Path) -> str:
    return "\n".join(section.text for section in sections(path))


def written(folder: Path, body: str, masters: str = "") -> Path:
    kind = "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(folder / "a.odt", "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "content.xml",
            f"<office:document-content {_NAMES}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {_NAMES}><office:master-styles>{masters}"
            "</office:master-styles></office:document-styles>",
        )
    return folder / "a.odt"


def table(*lines: tuple[str, ...]) -> str:
    cells = "<table:table-cell>{}</table:table-cell>"
    rows = [
        "".join(
            cells.format(text if text.startswith("<") else f"<text:p>{text}</text:p>")
            for text in line
        )
        for line in lines
    ]
    inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f"<table:table>{inner}</table:table>"


def test_headers_and_footers_are_kept_once_and_hidden_text_is_not(tmp_path: Path) -> None:
    head = "<style:header><text:p>ACME No. 4711</text:p></style:header>"
    masters = "".join(f"<style:master-page>{head}</style:master-page>" for _ in range(2))
    masters += "<style:master-page><style:footer><text:p>Page</text:p></style:footer>"
    masters += '<style:footer-left style:display="false"><text:p>Off</text:p></style:footer-left>'
    path = written(
        tmp_path,
        "<text:p>Shown</text:p>"
        '<text:section text:display="none"><text:p>Hidden part</text:p></text:section>'
        '<text:p>and <text:hidden-text text:is-hidden="true">a word</text:hidden-text>so</text:p>',
        masters + "</style:master-page>",
    )
    assert text_of(path) == "Shown\nand so\nACME No. 4711\nPage"


def test_a_table_in_a_cell_and_a_table_as_a_frame(tmp_path: Path) -> None:
    inner = table(("Bolt", "Torque"), ("M8", "25 Nm"))
    lines = [("Name", "Weight", "Parts"), ("Pump", "12 kg", "none"), ("Crane", "900 kg", inner)]
    text = text_of(written(tmp_path, table(*lines)))
    assert text.splitlines() == [
        "Name: Pump; Weight: 12 kg; Parts: none",
        "Name: Crane; Weight: 900 kg; Parts: (Bolt:\u00a0M8, Torque:\u00a025 Nm)",
    ]
    prices = table(("Item", "Size", "Fee"), ("Rope", "10 m", "12"), ("Chain", "5 m", "40"))
    framed = sections(written(tmp_path, table((prices, "<text:p>A word beside</text:p>"))))
    assert framed[0].text == "Item: Rope; Size: 10 m; Fee: 12\nItem: Chain; Size: 5 m; Fee: 40"
    assert framed[-1].text == "A word beside"


def test_rich_text_leaves_out_what_is_hidden_and_keeps_remarks_and_boxes(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi Shown {\v hidden }and {\deleted gone }here\v again\v0  still\par "
        rb"{\*\atnid EV}{\*\annotation \pard check this}"
        rb"{\shp{\*\shpinst{\sp{\sn fLine}{\sv 0}}{\shptxt Box words\par}}{\shprslt Box words}}"
        rb"End\par}"
    )
    assert text_of(path) == "Shown and here still\n [check this] Box words\nEnd"


def test_newer_words_of_rich_text_mix_small_and_capital_letters(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi{\mmathPr\mmathFont34\mbrkBin0\mnaryLim1}{\*\moMathPara x}Fees rise.\par}"
    )
    assert text_of(path) == "Fees rise."


def test_the_title_of_rich_text_is_in_the_documents_code_page(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi\ansicpg932\uc2{\info{\title \'83\'5e\'83\'43\'83\'67\'83\'8b}}Hello\par}"
    )
    value = read(path)
    assert isinstance(value, TextDocument) and value.title == "タイトル"


def rich_text(folder: Path, body: bytes) -> str:
    (folder / "a.rtf").write_bytes(rb"{\rtf1\ansi " + body + b"}")
    return text_of(folder / "a.rtf")


def test_cells_of_several_lines_stay_in_the_row_of_their_table(tmp_path: Path) -> None:
    row = rb"\trowd\cellx2000\cellx4000\pard\intbl "
    body = (
        rb"\pard Costs:\par " + row + rb"Item\cell Price\cell\row "
        + row + rb"Rent\par of the berth\cell 900\line yearly\cell\row "
        + row + rb"Power\cell 80\cell\row \pard End.\par One more.\par"
    )  # fmt: skip
    assert rich_text(tmp_path, body) == (
        "Costs:\nItem: Rent of the berth; Price: 900 yearly\nItem: Power; Price: 80\n"
        "End.\nOne more."
    )


def test_merged_cells_of_rich_text_stand_in_the_columns_that_their_edges_make(
    tmp_path: Path,
) -> None:
    three = rb"\trowd\trleft-108{}\cellx2000\cellx4005\cellx6000\pard\intbl "
    body = (
        three.replace(b"{}", b"") + rb"Region\cell City\cell Sales\cell\row "
        + three.replace(b"{}", rb"\clvmgf") + rb"North\cell Kiel\cell 10\cell\row "
        + three.replace(b"{}", rb"\clvmrg") + rb"\cell Husum\cell 20\cell\row "
        rb"\trowd\trleft-108\cellx3990\cellx6000\pard\intbl All\cell 30\cell\row "
        rb"\trowd\trleft2000\cellx4000\cellx6000\pard\intbl Rest\cell 5\cell\row "
        rb"\trowd\trleft-108\clmgf\cellx2000\clmrg\cellx4000\cellx6000\pard\intbl "
        rb"Sum\cell\cell 35\cell\row \pard End.\par"
    )  # fmt: skip
    assert rich_text(tmp_path, body).splitlines() == [
        "Region: North; City: Kiel; Sales: 10",
        "Region: North; City: Husum; Sales: 20",
        "Region: All; City: All; Sales: 30",
        "City: Rest; Sales: 5",
        "Region: Sum; City: Sum; Sales: 35",
        "End.",
    ]


def test_lines_of_a_frame_in_rich_text_stay_lines(tmp_path: Path) -> None:
    body = (
        rb"\trowd\cellx2000\cellx4000\pard\intbl Yours,\par G. Holm\cell Husum\par 3 May\cell\row "
        rb"\pard End.\par"
    )
    assert rich_text(tmp_path, body).splitlines() == ["Yours,", "G. Holm", "Husum", "3 May", "End."]


def written_as(folder: Path, kind: str, body: str, looks: str = "", masters: str = "") -> Path:
    """A sheet or slides: `body` with the automatic styles `looks`."""
    names = _NAMES + "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("drawing", "presentation", "form")
    )
    path = folder / f"a.{ {'text': 'odt', 'spreadsheet': 'ods', 'presentation': 'odp'}[kind] }"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names} xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<office:automatic-styles>{looks}</office:automatic-styles><office:body>"
            f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {names}><office:master-styles>{masters}"
            "</office:master-styles></office:document-styles>",
        )
    return path


LOOKS = (
    "<style:style style:name='Old'><style:text-properties"
    " style:text-line-through-style='solid'/></style:style>"
    "<style:style style:name='T1' style:parent-style-name='Old'/>"
    "<style:style style:name='Not'><style:text-properties"
    " style:text-line-through-style='none'/></style:style>"
    "<style:style style:name='Hid'><style:text-properties text:display='none'/></style:style>"
    "<style:style style:name='ta2'><style:table-properties table:display='false'/></style:style>"
    "<style:style style:name='dp2'><style:drawing-page-properties"
    " presentation:visibility='hidden'/></style:style>"
)


def test_what_is_struck_out_and_what_styles_hide(tmp_path: Path) -> None:
    body = (
        "<text:p>The fee is <text:span text:style-name='T1'>900<text:s/>euros</text:span> 950"
        "<text:span text:style-name='Not'> in all</text:span>"
        "<text:span text:style-name='Hid'>, as agreed</text:span>.</text:p>"
        "<text:p text:style-name='Old'>Gone line</text:p>"
        "<text:p text:style-name='Hid'>Secret</text:p>"
        "<text:p><text:hidden-paragraph text:is-hidden='true'/>If ill</text:p>"
    )
    said = text_of(written_as(tmp_path, "text", body, LOOKS))
    assert said == "The fee is ~~900 euros~~ 950 in all.\n~~Gone line~~"


def test_fields_of_forms_remarks_and_prompts(tmp_path: Path) -> None:
    body = (
        "<office:forms><form:form><form:text form:id='a' form:value='x' form:current-value='Eva'/>"
        "<form:checkbox form:id='b' form:label='Agreed' form:current-state='checked'/>"
        "<form:checkbox form:id='c' form:label='By post'/>"
        "<form:listbox form:id='d'><form:option form:label='Red'/>"
        "<form:option form:label='Blue' form:current-selected='true'/></form:listbox>"
        "</form:form></office:forms>"
        + "".join(f"<text:p><draw:control draw:control='{name}'/></text:p>" for name in "abcd")
        + "<text:p><office:annotation><dc:creator>Tom</dc:creator><text:p>Sure?</text:p>"
        "</office:annotation><text:placeholder>&lt;Name&gt;</text:placeholder>Dear all</text:p>"
    ).replace("draw:", "drawing:")
    said = [line.strip() for line in text_of(written_as(tmp_path, "text", body)).split("\n")]
    assert said == ["Eva", "☒ Agreed", "☐ By post", "Blue", "[Tom: Sure?] Dear all"]


def test_sheets_and_slides_that_are_hidden_are_read_and_named(tmp_path: Path) -> None:
    rows = table(("Item", "Qty"), ("Rope", "4"), ("Sail", "5")).removeprefix("<table:table>")
    rows = rows.replace(
        "<table:table-row><table:table-cell><text:p>Rope",
        "<table:table-row table:visibility='filter'><table:table-cell><text:p>Rope",
    )
    sheets = f"<table:table table:name='Open'>{rows}"
    old = table(("a", "b"), ("1", "2")).removeprefix("<table:table>")
    sheets += f"<table:table table:name='Old' table:style-name='ta2'>{old}"
    found = read(written_as(tmp_path, "spreadsheet", sheets, LOOKS))
    assert isinstance(found, TextDocument)
    assert found.sections[0].text.startswith("Item: Rope; Qty: 4")
    assert found.metadata["hidden_rows"] == "Open: 2"
    assert found.metadata["hidden_sheets"] == "Old"
    page = "<drawing:page{}><drawing:frame><text:p>{}</text:p></drawing:frame></drawing:page>"
    slides = page.format("", "One") + page.format(" drawing:style-name='dp2'", "Two")
    found = read(written_as(tmp_path, "presentation", slides, LOOKS))
    assert isinstance(found, TextDocument)
    assert found.metadata["hidden_slides"] == "2"
    assert found.sections[1].text == "Two"


def test_cells_without_words_and_the_heads_of_sheets(tmp_path: Path) -> None:
    typed = "<table:table-cell office:value-type='{}' {}/>"
    line = (
        typed.format("float", "office:value='7.50'"),
        typed.format("percentage", "office:value='0.075'"),
        typed.format("currency", "office:value='12' office:currency='EUR'"),
        typed.format("date", "office:date-value='2026-03-04T00:00:00'"),
        typed.format("time", "office:time-value='PT01H30M00S'"),
        typed.format("boolean", "office:boolean-value='true'"),
        typed.format("string", "office:string-value='ok'"),
    )
    names = "".join(f"<table:table-cell><text:p>{n}</text:p></table:table-cell>" for n in "abcdefg")
    sheet = (
        f"<table:table table:name='S'><table:table-row>{names}</table:table-row>"
        f"<table:table-row>{''.join(line)}</table:table-row></table:table>"
    )
    masters = (
        "<style:master-page><style:header><text:p><text:sheet-name>???</text:sheet-name></text:p>"
        "</style:header><style:footer><style:region-left><text:p>ACME</text:p></style:region-left>"
        "<text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page>"
    )
    found = sections(written_as(tmp_path, "spreadsheet", sheet, masters=masters))
    assert found[0].text == "a: 7.5; b: 7.5%; c: 12 EUR; d: 2026-03-04; e: 1:30; f: yes; g: ok"
    assert [section.text for section in found[1:]] == ["ACME"]


def test_rich_text_marks_what_is_struck_and_keeps_headers_apart(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(
        rb"{\rtf1\ansi{\header\pard ACME\trowd\cellx9\intbl a\cell\row}{\footerf Page}"
        rb"Fee {\strike 900 \u8364?\strike0  to} 950 {\striked1 a}{\strike b}{\strike\plain c}\par"
        rb"{\header\pard ACME\trowd\cellx9\intbl a\cell\row}"
        rb"\trowd\cellx900\cellx1900\intbl Item\cell Fee\cell\row"
        rb"\trowd\cellx900\cellx1900\intbl Rope\cell 40\cell\row"
        rb"\trowd\cellx900\cellx1900\intbl Oar\cell 4\cell\row\pard End}"
    )
    found = [(s.text, s.locator.get("heading_path")) for s in sections(tmp_path / "a.rtf")]
    assert found[0] == ("Fee ~~900 €~~ to 950 ~~ab~~c", None)
    assert found[-3] == ("End", None)
    assert found[-2][0].startswith("ACME")
    assert found[-2][1] == ["Header"]
    assert found[-1] == ("Page", ["Footer"])
    assert len(found) == 5
