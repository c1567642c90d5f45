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
