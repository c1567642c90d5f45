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
from storage.readers.values import TextDocument


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


def document(path: Path) -> TextDocument:
    value = read(path)
    assert isinstance(value, TextDocument)
    return value


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
