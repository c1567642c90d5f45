"""PDF files written by hand: text, offsets, boxes, scans, damage."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from storage.errors import ReadError
from storage.readers.reading import page_image, read
from tests.storage.readers.documents import document


def pdf(*pages: str, info: str = "", more: str = "") -> bytes:
    """A PDF with one content stream a page, Helvetica as /F, 600 x 800 points."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {more} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010d} 00000 n \n".encode())
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
        f"startxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def lines(*texts: tuple[int, str]) -> str:
    return "BT /F 20 Tf " + " ".join(f"1 0 0 1 60 {y} Tm ({text}) Tj" for y, text in texts) + " ET"


def test_pages_paragraphs_and_metadata(tmp_path: Path) -> None:
    first = lines((700, "The first line"), (676, "and the second."), (652, "Third."), (600, "New."))
    made = pdf(first, lines((700, "Page two")), info="/Title (A title) /CreationDate (D:20230704)")
    (tmp_path / "a.pdf").write_bytes(made)
    found = document(tmp_path / "a.pdf")
    assert (found.title, found.metadata["date"], found.page_count) == ("A title", "2023-07-04", 2)
    assert [(section.locator, section.text) for section in found.sections] == [
        ({"page": 1}, "The first line\nand the second.\nThird.\n\nNew."),
        ({"page": 2}, "Page two"),
    ]
    assert found.scanned_pages == ()


def test_boxes_cover_the_words_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(lines((700, "One two three"), (676, "four five"), (652, "six"))))
    text = document(path).sections[0].text
    start, end = text.index("three"), text.index("five") + len("five")
    drawn = page_image(path, 1, width_px=300, char_start=start, char_end=end)
    assert drawn.rgb.shape == (400, 300, 3)
    assert drawn.rgb.dtype == np.uint8
    first, second = drawn.boxes
    assert first[1] < (800 - 700) / 800 < first[3] + 0.01  # the first line's baseline
    assert 0.2 < first[0] < first[2] < 0.5
    assert second[0] == pytest.approx(0.1, abs=0.01)
    assert second[3] > first[3]
    # The ink of the page within the boxes is the ink of those words.
    ink = (drawn.rgb < 128).all(axis=2)
    covered = np.zeros_like(ink)
    for x0, y0, x1, y1 in drawn.boxes:
        covered[int(y0 * 400) : int(y1 * 400) + 1, int(x0 * 300) : int(x1 * 300) + 1] = True
    assert 0.3 < (ink & covered).sum() / ink.sum() < 0.8


def test_boxes_on_a_turned_page(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    source = pdf(lines((700, "Turned"))).replace(b"[0 0 600 800]", b"[0 0 600 800] /Rotate 90")
    path.write_bytes(source)
    drawn = page_image(path, 1, width_px=400, char_start=0, char_end=6)
    assert drawn.rgb.shape == (300, 400, 3)
    ink = np.argwhere((drawn.rgb < 128).all(axis=2))
    (box,) = drawn.boxes
    assert box[0] * 400 - 2 <= ink[:, 1].min() <= ink[:, 1].max() <= box[2] * 400 + 2
    assert box[1] * 300 - 2 <= ink[:, 0].min() <= ink[:, 0].max() <= box[3] * 300 + 2


def test_scanned_pages_are_told(tmp_path: Path) -> None:
    made = pdfium.PdfDocument.new()
    blank = made.new_page(600, 800)
    page = made.new_page(600, 800)
    shot = io.BytesIO()
    Image.effect_noise((300, 400), 50).convert("RGB").save(shot, "JPEG")
    shot.seek(0)
    picture = pdfium.PdfImage.new(made)
    picture.load_jpeg(shot, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(600, 800))
    page.insert_obj(picture)
    page.gen_content()
    made.save(tmp_path / "a.pdf")
    blank.close()
    page.close()
    made.close()
    found = document(tmp_path / "a.pdf")
    assert found.sections == ()
    assert found.page_count == 2
    assert found.scanned_pages == (2,)


def test_locked_files_say_so(tmp_path: Path) -> None:
    encrypt = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"ab" * 32
        + b"> /U <"
        + b"cd" * 32
        + b"> >> /ID [<00> <00>] /Root"
    )
    made = pdf(lines((700, "secret"))).replace(b"/Root", encrypt, 1)
    (tmp_path / "a.pdf").write_bytes(made)
    with pytest.raises(ReadError, match="password-protected") as failed:
        read(tmp_path / "a.pdf")
    assert not failed.value.retryable


def test_damage_has_a_plain_reason(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    with pytest.raises(ReadError, match="damaged or incomplete"):
        read(tmp_path / "a.pdf")


def test_a_pdf_with_a_wrong_table_of_objects_is_still_read(tmp_path: Path) -> None:
    made = pdf(lines((700, "Kept words")))
    (tmp_path / "a.pdf").write_bytes(made.replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + b"%" * 99 + b"\n"))
    assert document(tmp_path / "a.pdf").sections[0].text == "Kept words"


def test_upright_lines_are_boxed_whole(tmp_path: Path) -> None:
    upright = "BT /F 20 Tf 0 1 -1 0 100 300 Tm (Margin words) Tj ET"
    (tmp_path / "a.pdf").write_bytes(pdf(upright))
    drawn = page_image(tmp_path / "a.pdf", 1, width_px=300, char_start=0, char_end=12)
    (box,) = drawn.boxes
    assert box[3] - box[1] > 3 * (box[2] - box[0])


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(lines((700, "x"))))
    with pytest.raises(ReadError, match="no page 2"):
        page_image(tmp_path / "a.pdf", 2, width_px=100)


def test_a_page_of_kilometres_is_drawn_small(tmp_path: Path) -> None:
    made = pdf(lines((700, "x"))).replace(b"[0 0 600 800]", b"[0 0 6 800000]")
    (tmp_path / "a.pdf").write_bytes(made)
    drawn = page_image(tmp_path / "a.pdf", 1, width_px=2000)
    assert drawn.rgb.size < 130_000_000


def test_remarks_and_filled_forms_count(tmp_path: Path) -> None:
    note = (
        "/Annots [<< /Type /Annot /Subtype /Highlight /Rect [60 690 200 720] /T (Reviewer) "
        "/Contents (Check this date.) /QuadPoints [60 720 200 720 60 690 200 690] >>]"
    )
    made = pdf(lines((700, "Signed in May"))).replace(b"/MediaBox", note.encode() + b" /MediaBox")
    (tmp_path / "a.pdf").write_bytes(made)
    (section,) = document(tmp_path / "a.pdf").sections
    assert section.text == "Signed in May\n\nComment by Reviewer: Check this date."
    end = len(section.text)
    assert (
        len(page_image(tmp_path / "a.pdf", 1, width_px=100, char_start=0, char_end=end).boxes) == 1
    )
    only = page_image(tmp_path / "a.pdf", 1, width_px=100, char_start=20, char_end=end)
    assert only.boxes == ()


def at(*pieces: tuple[float, float, str], size: int = 10) -> str:
    """A content stream with each text at its place, in the order given."""
    drawn = " ".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, text in pieces)
    return f"BT /F {size} Tf {drawn} ET"


LEFT = (
    "The keeper of the northern",
    "light was given a new boat",
    "in April and he painted",
    "it green",
)
RIGHT = (
    "The school on the island",
    "was closed in winter since",
    "there were only two pupils",
    "left",
)


def test_columns_drawn_row_by_row_are_read_one_after_the_other(tmp_path: Path) -> None:
    pieces = [(60.0, 780.0, "A heading that stands over both of the columns below")]
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        pieces += [(60, 750 - 14 * row, left), (330, 750 - 14 * row, right)]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*pieces)))
    (section,) = document(tmp_path / "a.pdf").sections
    assert section.text.endswith("\n".join(LEFT) + "\n\n" + "\n".join(RIGHT))
    # and the boxes lie where the words were drawn, not where they are read
    start = section.text.index("only two pupils")
    (box,) = page_image(
        tmp_path / "a.pdf", 1, width_px=100, char_start=start, char_end=start + 15
    ).boxes
    assert box[0] > 0.5


def test_rows_of_a_table_carry_the_names_of_their_columns(tmp_path: Path) -> None:
    rows = [("Part", "Maker", "Price"), ("Winch", "Grieg", "412,00"), ("Rope", "Halvorsen", "8,90")]
    rows.append(("Anchor", "Grieg", "95,00"))
    cells = [
        (60.0 + 150 * column, 700.0 - 20 * row, words)
        for row, line in enumerate(rows)
        for column, words in enumerate(line)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*cells)))
    (section,) = document(tmp_path / "a.pdf").sections
    assert "Part: Rope; Maker: Halvorsen; Price: 8,90" in section.text.splitlines()


def test_a_table_drawn_column_by_column_is_read_by_its_rows(tmp_path: Path) -> None:
    columns = [
        (60, "Day", [f"0{n}/05/2025" for n in range(1, 7)]),
        (200, "Harbour", ["Aarhus", "Bergen", "Calais", "Dover", "Emden", "Faro"]),
        (340, "Tonnes", ["1,200", "7,950", "3,140", "4,000", "9,310", "1,530"]),
    ]
    drawn = [
        (x, 700 - 20 * number, words)
        for x, name, values in columns
        for number, words in enumerate([name, *values])
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*drawn)))
    text = document(tmp_path / "a.pdf").sections[0].text
    assert "Day: 03/05/2025; Harbour: Calais; Tonnes: 3,140" in text.splitlines()


def test_addresses_drawn_one_after_the_other_stay_apart(tmp_path: Path) -> None:
    people = [
        (60, ["Anna Berg", "Quay 7", "Aarhus", "Tel. 555 01"]),
        (220, ["Bo Lund", "Mole 9", "Bergen", "no telephone"]),
        (380, ["Cy Dahl", "Pier 4", "Calais", "Tel. 555 17"]),
    ]
    drawn = [(x, 700 - 20 * n, words) for x, lines in people for n, words in enumerate(lines)]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*drawn)))
    text = document(tmp_path / "a.pdf").sections[0].text
    assert "Anna Berg\nQuay 7\nAarhus" in text


def test_values_drawn_apart_from_their_names_stand_behind_them(tmp_path: Path) -> None:
    values = [(400, 700, "3 May 2024"), (400, 680, "30 days"), (400, 660, "$127.50")]
    names = [(320, 700, "Date:"), (320, 680, "Terms:"), (320, 660, "Balance due:")]
    note = [(60, 600, "Notes:"), (60, 580, "Thank you.")]
    (tmp_path / "a.pdf").write_bytes(pdf(at((60, 740, "Invoice"), *values, *names, *note)))
    told = document(tmp_path / "a.pdf").sections[0].text.split("\n")
    assert [line for line in told if line] == [
        "Invoice",
        "Date: 3 May 2024",
        "Terms: 30 days",
        "Balance due: $127.50",
        "Notes:",
        "Thank you.",
    ]


def test_pages_drawn_from_the_foot_upwards_are_read_from_the_top(tmp_path: Path) -> None:
    up = [
        at((60, y, text), (300, y, price))
        for y, text, price in (
            (640, "Second", "5.39"),
            (660, "First", "3.89"),
            (700, "Item", "Price"),
        )
    ]
    address = at((60, 740, "Harbour 4"), (60, 752, "Boats and Co"), (60, 764, "To"))
    (tmp_path / "a.pdf").write_bytes(pdf("\n".join([*up, address])))
    (tmp_path / "b.pdf").write_bytes(pdf(address + at((60, 600, "Dear all"), (60, 580, "thanks"))))
    told = document(tmp_path / "a.pdf").sections[0].text.split("\n")
    assert [line for line in told if line] == [
        *("To", "Boats and Co", "Harbour 4", "Item Price", "First 3.89", "Second 5.39")
    ]
    part = document(tmp_path / "b.pdf").sections[0].text.split("\n")
    assert [line for line in part if line] == [
        *("To", "Boats and Co", "Harbour 4", "Dear all", "thanks")
    ]


def test_names_on_the_left_and_values_on_the_right_stay_lines(tmp_path: Path) -> None:
    rows = [("Invoice date", "12 May"), ("Number", "4711"), ("Guest", "Berg"), ("Total", "58,30")]
    cells = [
        (60.0 + 200 * column, 700.0 - 20 * row, words)
        for row, line in enumerate(rows)
        for column, words in enumerate(line)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(at(*cells)))
    (section,) = document(tmp_path / "a.pdf").sections
    assert section.text.splitlines() == [" ".join(row) for row in rows]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the pump AX-", "4400 runs", "the pump AX-4400 runs"),
        ("a state-of-the-", "art seal", "a state-of-the-art seal"),
        ("the har-", "bour board", "the harbour board"),
        ("Nord-", "Ostsee canal", "Nord-Ostsee canal"),
        ("model T-", "shirt", "model T-shirt"),
    ],
)
def test_hyphens_at_line_ends(tmp_path: Path, first: str, second: str, joined: str) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(lines((700, first), (676, second))))
    assert document(tmp_path / "a.pdf").sections[0].text == joined


def test_what_nobody_sees_is_not_told(tmp_path: Path) -> None:
    content = (
        "BT /F 20 Tf 1 0 0 1 60 700 Tm (Seen words) Tj "
        "1 1 1 rg 1 0 0 1 60 650 Tm (White words) Tj 3 Tr 0 g 1 0 0 1 60 600 Tm (Undrawn) Tj "
        "0 Tr 1 0 0 1 60 -90 Tm (Below the page) Tj ET "
        "0 g 50 540 400 40 re f BT 1 g 1 0 0 1 60 550 Tm (White on black) Tj ET"
    )
    (tmp_path / "a.pdf").write_bytes(pdf(content))
    (section,) = document(tmp_path / "a.pdf").sections
    assert section.text.split() == ["Seen", "words", "White", "on", "black"]


def test_flat_signs_that_are_drawn_by_themselves_are_told(tmp_path: Path) -> None:
    content = (
        "BT /F 1 Tf 9 0 0 9 60 700 Tm (order) Tj (_) Tj (number) Tj "
        "0.4 0 0 0.4 60 650 Tm (tiny words) Tj ET"
    )
    (tmp_path / "a.pdf").write_bytes(pdf(content))
    (section,) = document(tmp_path / "a.pdf").sections
    assert section.text == "order_number"


def test_a_stamp_over_a_scan_does_not_keep_it_from_being_read(tmp_path: Path) -> None:
    made = pdfium.PdfDocument(pdf(lines((20, "Downloaded from the archive for personal use only"))))
    page = made[0]
    shot = io.BytesIO()
    Image.effect_noise((600, 800), 50).convert("RGB").save(shot, "JPEG")
    picture = pdfium.PdfImage.new(made)
    picture.load_jpeg(io.BytesIO(shot.getvalue()), inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(600, 800))
    page.insert_obj(picture)
    page.gen_content()
    made.save(tmp_path / "a.pdf")
    page.close()
    made.close()
    found = document(tmp_path / "a.pdf")
    assert found.scanned_pages == (1,)
    assert found.sections[0].text.startswith("Downloaded")


def test_the_text_of_a_page_is_not_drawn_for_reading_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(lines((700, "Told as text")) + " 0 g 60 400 200 40 re f"))
    drawn = page_image(tmp_path / "a.pdf", 1, width_px=None).rgb
    height, width = drawn.shape[:2]
    assert width >= 1200
    assert drawn[: height // 4].min() == 255  # the words are gone
    assert drawn[height // 4 :].min() == 0  # the drawing isn't


def test_heads_of_every_page_are_told_once(tmp_path: Path) -> None:
    pages = [
        at((60, 780, "Annual report of the club"), (60, 700, f"What happened in part {n}."),
           (60, 686, "It went well."), (60, 672, "More follows."), (280, 20, f"Page {n}"))
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(pdf(*pages))
    texts = [section.text for section in document(tmp_path / "a.pdf").sections]
    assert texts[0].startswith("Annual report") and "Page 1" in texts[0]
    assert texts[2] == "What happened in part 3.\nIt went well.\nMore follows."
    offset = document(tmp_path / "a.pdf").sections[2].locator["page_offset"]
    boxes = page_image(
        tmp_path / "a.pdf", 3, width_px=100, char_start=-offset, char_end=4 - offset
    ).boxes
    assert boxes[0][1] > 0.1  # "What", not the head above it


def test_pages_are_called_by_what_is_printed_on_them(tmp_path: Path) -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >> 4 << /P (A-) /S /D /St 7 >>] >>"
    pages = [at((60, 700, f"What happened in part {name}.")) for name in "abcde"]
    (tmp_path / "a.pdf").write_bytes(pdf(*pages, more=labels))
    found = [section.locator for section in document(tmp_path / "a.pdf").sections]
    assert [place.get("page_label") for place in found] == ["i", "ii", "1", "2", "A-7"]
    assert [place["page"] for place in found] == [1, 2, 3, 4, 5]
    (tmp_path / "b.pdf").write_bytes(pdf(*pages))
    assert all("page_label" not in s.locator for s in document(tmp_path / "b.pdf").sections)


@pytest.mark.parametrize(
    ("head", "foot", "more", "kept"),
    [
        ("Annual report", "Page {behind} of 9", "", "{body}"),
        ("Annual report", "- {roman} -", "/PageLabels << /Nums [0 << /S /r >>] >>", "{body}"),
        ("Annual report", "{year}", "", "{body}\n\n1930"),  # no number of a page
        ("Week {behind}", "Club", "", "Week 2\n\n{body}"),
    ],
)
def test_numbers_of_pages_that_run_behind(
    tmp_path: Path, head: str, foot: str, more: str, kept: str
) -> None:
    pages = []
    for number, roman in enumerate(("i", "ii", "iii", "iv"), start=1):
        said = {"behind": number - 1, "roman": roman, "year": 1900 + 10 * number}
        body = ((60, 700, f"Part {number}"), (60, 686, "went"), (60, 672, "well."))
        pages.append(at((60, 780, head.format(**said)), *body, (280, 20, foot.format(**said))))
    (tmp_path / "a.pdf").write_bytes(pdf(*pages, more=more))
    body_text = "Part 3\nwent\nwell."
    assert document(tmp_path / "a.pdf").sections[2].text == kept.format(body=body_text)


def test_notes_typed_onto_a_page_and_enclosed_files_are_told(tmp_path: Path) -> None:
    note = (
        "/Annots [<< /Type /Annot /Subtype /FreeText /Rect [60 600 300 620] "
        "/Contents (Valve 6 leaks) >>] /MediaBox"
    )
    made = pdf(lines((700, "Checked"))).replace(b"/MediaBox", note.encode())
    document_with_file = pdfium.PdfDocument(made)
    document_with_file.new_attachment("notes.txt").set_data(b"The old chart is wrong.")
    document_with_file.new_attachment("chart.bin").set_data(b"\0\1\2")
    document_with_file.save(tmp_path / "a.pdf")
    document_with_file.close()
    found = document(tmp_path / "a.pdf")
    assert [section.text for section in found.sections] == [
        "Checked\n\nValve 6 leaks",
        "Attached file: chart.bin",
        "Attached file: notes.txt\n\nThe old chart is wrong.",
    ]
    assert found.metadata["attachments"] == "chart.bin, notes.txt"


def test_ticked_and_filled_fields_without_a_drawing(tmp_path: Path) -> None:
    fields = (
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (Insured) /V /Yes /AS /Yes "
        "/Rect [60 600 80 620] /AP << /N << /Yes null /Off null >> >> >> "
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Berth) /V (41) /Rect [200 690 300 710] >>"
    )
    made = pdf(lines((700, "Berth no.")), more="/AcroForm << /Fields [] >>")
    made = made.replace(b"/MediaBox", f"/Annots [{fields}] /MediaBox".encode())
    (tmp_path / "a.pdf").write_bytes(made)
    assert document(tmp_path / "a.pdf").sections[0].text == "Berth no. 41\n\n☒ Insured"


def test_text_whose_codes_are_shifted_is_left_to_recognition(tmp_path: Path) -> None:
    plain = "the board decided in june that every member must bring four lamps and some strong rope"
    shifted = "".join(chr(ord(char) - 29) if char.isalpha() else char for char in plain)
    words = shifted.replace("\\", "").replace("(", "").replace(")", "")
    (tmp_path / "a.pdf").write_bytes(pdf(lines(*((700 - 24 * n, words) for n in range(5)))))
    found = document(tmp_path / "a.pdf")
    assert found.scanned_pages == (1,)
    assert found.sections == ()


def test_letters_told_as_control_characters_are_left_to_recognition(tmp_path: Path) -> None:
    content = lines((700, "\\004\\005\\006\\007\\013\\016\\017"), (650, "\\020\\021 1"))
    (tmp_path / "a.pdf").write_bytes(pdf(content))
    assert document(tmp_path / "a.pdf").scanned_pages == (1,)


def test_letters_drawn_as_outlines_are_left_to_recognition(tmp_path: Path) -> None:
    curves = " ".join(f"{x} 700 {x} 720 {x + 9} 710 {x + 9} 700 c" for x in range(60, 540, 10))
    letters = " ".join(f"60 {y} m {curves} h f" for y in range(500, 507))
    (tmp_path / "a.pdf").write_bytes(pdf(letters))
    assert document(tmp_path / "a.pdf").scanned_pages == (1,)
    (tmp_path / "ruled.pdf").write_bytes(
        pdf(lines((700, "Ruled")), " ".join(f"60 {y} m 540 {y} l S" for y in range(60, 760, 20)))
    )
    assert document(tmp_path / "ruled.pdf").scanned_pages == ()


def test_accents_drawn_over_their_letters_belong_to_them(tmp_path: Path) -> None:
    content = (
        "BT /F 20 Tf 60 700 Td [(Gr) -111 (\\264) 444 (egory lives at the quay)] TJ ET "
        "BT /F 20 Tf 60 660 Td [(Franc) 417 (\\270) 84 (ois: x \\264 y)] TJ ET"
    )
    (tmp_path / "a.pdf").write_bytes(pdf(content))
    text = document(tmp_path / "a.pdf").sections[0].text
    assert text.splitlines() == ["Grégory lives at the quay", "François: x ´ y"]
    start = text.index("quay")
    page = page_image(tmp_path / "a.pdf", 1, width_px=600, char_start=start, char_end=start + 4)
    ((left, _, right, _),) = page.boxes
    assert 0.3 < left < right < 0.6  # offsets still lead to the same letters


def test_thai_clusters_that_are_told_twice_are_told_once(tmp_path: Path) -> None:
    # A point stands for the cluster, quotation marks for its mark, which is told as the cluster.
    meant = "1 begincodespacerange <00> <ff> endcodespacerange 4 beginbfchar <2e> <0e220e31> "
    meant += "<22> <0e220e31> <6e> <0e19> <6d> <0e0a0e33> endbfchar"
    cmap = f"/CIDInit /ProcSet findresource begin begincmap {meant} endcmap end"
    content = (
        'BT /F 20 Tf 1 0 0 1 60 700 Tm (.n) Tj 1 0 0 1 60 700 Tm (") Tj 1 0 0 1 77 700 Tm (n) Tj '
        "1 0 0 1 100 700 Tm (1) Tj 1 0 0 1 60 660 Tm (m) Tj 1 0 0 1 86 660 Tm (n) Tj ET"
    )
    made = pdf(content).replace(b"/WinAnsiEncoding", b"/WinAnsiEncoding /ToUnicode 90 0 R")
    stream = f"90 0 obj << /Length {len(cmap)} >> stream\n{cmap}\nendstream endobj\nxref\n"
    (tmp_path / "a.pdf").write_bytes(made.replace(b"xref\n", stream.encode(), 1))
    (section,) = document(tmp_path / "a.pdf").sections
    assert section.text == "ยันน 1\nชำน"


def test_forms_that_are_kept_as_xml_are_told(tmp_path: Path) -> None:
    field = (
        '<field name="{}"><ui><{}/></ui><caption><value><text>{}</text></value></caption>{}</field>'
    )
    items = "<items><text>Y</text><text>N</text></items>"
    template = (
        "<template><subform><draw><value><text>Berth application</text></value></draw>"
        f"{field.format('Name', 'textEdit', 'Name of the boat:', '')}"
        f"{field.format('Mast', 'checkButton', 'It has a mast', items)}"
        "<draw presence='hidden'><value><text>Not shown</text></value></draw></subform></template>"
    )
    filled = "<f><Name>Salty & Co</Name><Mast>Y</Mast><Fee>40</Fee></f>"
    data = f"<datasets><data>{filled}</data></datasets>"  # with an ampersand, as programs write it
    more = (
        "/NeedsRendering true /AcroForm << /Fields [] /XFA [(template) 7 0 R (datasets) 9 0 R] >>"
    )
    source = pdf(lines((700, "Please wait...")), template, data, more=more)
    (tmp_path / "a.pdf").write_bytes(source)
    form = document(tmp_path / "a.pdf").sections[-1]
    assert form.text.splitlines() == [
        "Berth application",
        "Name of the boat: Salty & Co",
        "☒ It has a mast",
        "Fee: 40",
    ]


def test_what_stands_before_the_beginning_of_a_pdf_is_passed_over(tmp_path: Path) -> None:
    made = b"sent by a scanner\r\n" + b"\0" * 3000 + pdf(lines((700, "Kept words")))
    (tmp_path / "a.pdf").write_bytes(made)
    assert document(tmp_path / "a.pdf").sections[0].text == "Kept words"


def test_the_outline_gives_headings(tmp_path: Path) -> None:
    outline = (
        "/Outlines << /Type /Outlines /First 90 0 R /Last 90 0 R /Count 1 >>"
        .replace("90 0 R", "<< /Title (Ropes) /Dest [4 0 R /Fit] >>")
    )  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(pdf(lines((700, "One")), lines((700, "Two")), more=outline))
    assert [s.locator.get("heading_path") for s in document(tmp_path / "a.pdf").sections] == [
        ["Ropes"],
        ["Ropes"],
    ]


def test_raised_figures_are_not_glued_to_numbers(tmp_path: Path) -> None:
    content = (
        "BT /F 20 Tf 60 700 Td (Area 5,400) Tj /F 11 Tf 8 Ts (3) Tj 0 Ts /F 20 Tf ( and 12 m) Tj "
        "/F 11 Tf 8 Ts (2) Tj 0 Ts /F 20 Tf ( of 12) Tj /F 11 Tf (34) Tj ET"
    )
    (tmp_path / "a.pdf").write_bytes(pdf(content))
    said = " ".join(document(tmp_path / "a.pdf").sections[0].text.split())
    assert said == "Area 5,400³ and 12 m² of 1234"


def test_sums_below_the_rows_of_an_invoice_are_rows_of_their_own(tmp_path: Path) -> None:
    rows = [
        (700, ("Pos", "Item", "Price", "Total")),
        (680, ("1", "Rope", "2.50", "50.00")),
        (660, ("2", "Shackle,", "9.90", "39.60")),
        (648, ("", "with pin", "", "")),
        (628, ("3", "Fender", "49.00", "98.00")),
        (612, ("", "", "Net", "187.60")),
        (598, ("", "", "VAT", "35.64")),
        (584, ("", "", "Sum", "223.24")),
    ]
    shown = (
        f"1 0 0 1 {x} {y} Tm ({said}) Tj"
        for y, row in rows
        for x, said in zip((60, 120, 260, 360), row, strict=True)
        if said
    )
    (tmp_path / "a.pdf").write_bytes(pdf(f"BT /F 10 Tf {' '.join(shown)} ET"))
    assert document(tmp_path / "a.pdf").sections[0].text.splitlines()[2:] == [
        "Pos: 2; Item: Shackle, with pin; Price: 9.90; Total: 39.60",
        "Pos: 3; Item: Fender; Price: 49.00; Total: 98.00",
        "Price: Net; Total: 187.60",
        "Price: VAT; Total: 35.64",
        "Price: Sum; Total: 223.24",
    ]


def test_entries_of_several_lines_keep_the_names_of_their_columns(tmp_path: Path) -> None:
    """Whether an amount of a statement was paid or received stands in its column's name alone."""
    shown = [(60, 760, "Booked"), (160, 760, "Purpose"), (400, 760, "Paid"), (480, 760, "Received")]
    entries = [
        ("02.05.", ("RENT MAY", "Nordwind Ltd", "Ref. 4711"), "900.00", ""),
        ("03.05.", ("SALARY", "Harbour Inc"), "", "2,100.00"),
        ("05.05.", ("CARD", "Grocer Husum"), "45.80", ""),
        ("07.05.", ("POWER", "Utility", "Contract 88"), "80.00", ""),
    ]
    y = 742
    for day, purpose, paid, received in entries:
        shown += [(60, y, day), (160, y, purpose[0]), (400, y, paid), (480, y, received)]
        for line in purpose[1:]:
            y -= 11
            shown.append((160, y, line))
        y -= 16
    drawn = " ".join(f"1 0 0 1 {x} {y} Tm ({said}) Tj" for x, y, said in shown if said)
    (tmp_path / "a.pdf").write_bytes(pdf(f"BT /F 9 Tf {drawn} ET"))
    assert document(tmp_path / "a.pdf").sections[0].text.splitlines() == [
        "Booked | Purpose | Paid | Received",
        "Booked: 02.05.; Purpose: RENT MAY Nordwind Ltd Ref. 4711; Paid: 900.00",
        "Booked: 03.05.; Purpose: SALARY Harbour Inc; Received: 2,100.00",
        "Booked: 05.05.; Purpose: CARD Grocer Husum; Paid: 45.80",
        "Booked: 07.05.; Purpose: POWER Utility Contract 88; Paid: 80.00",
    ]
