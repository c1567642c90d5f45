"""A small PDF writer for the samples: Helvetica text with headings, and pages that are pictures.

Output is the same bytes for the same input: no dates, no random identifiers."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image, ImageFont

PAGE_WIDTH_PT, PAGE_HEIGHT_PT = 595, 842
MARGIN_PT = 64


@dataclass
class PdfWriter:
    """Collects pages; `font_path` is a face with Helvetica's widths, used to break lines."""

    font_path: str
    title: str
    _pages: list[tuple[bytes, dict[str, bytes]]] = field(default_factory=list)

    def add_text_page(
        self,
        heading: str,
        paragraphs: list[str],
        *,
        picture: Image.Image | None = None,
        folio: str = "",
    ) -> None:
        """Add a page: a heading, an optional picture across the column, paragraphs of 11 pt."""
        y = PAGE_HEIGHT_PT - MARGIN_PT - 12
        ops = [_line(heading, "F2", 18, MARGIN_PT, y)]
        pictures: dict[str, bytes] = {}
        y -= 30
        if picture is not None:
            width = PAGE_WIDTH_PT - 2 * MARGIN_PT
            height = round(width * picture.height / picture.width)
            y -= height
            ops.append(f"q {width} 0 0 {height} {MARGIN_PT} {y} cm /Im0 Do Q".encode())
            pictures["Im0"] = _jpeg_object(picture, quality=85)
            y -= 26
        for paragraph in paragraphs:
            for line in self._wrapped(paragraph, 11):
                ops.append(_line(line, "F1", 11, MARGIN_PT, y))
                y -= 16
            y -= 9
        if folio:
            ops.append(_line(folio, "F1", 8, MARGIN_PT, 36))
        self._pages.append((b"\n".join(ops), pictures))

    def add_column_page(self, heading: str, rows: list[tuple[str, str]]) -> None:
        """Add a page of two columns, drawn row by row as some layout programs do: what stands on
        one line is not one sentence."""
        y = PAGE_HEIGHT_PT - MARGIN_PT - 12
        ops = [_line(heading, "F2", 18, MARGIN_PT, y)]
        y -= 44
        for left, right in rows:
            for text, x in ((left, MARGIN_PT), (right, PAGE_WIDTH_PT // 2 + 12)):
                if text:
                    ops.append(_line(text, "F2" if text.isupper() else "F1", 11, x, y))
            y -= 17
        self._pages.append((b"\n".join(ops), {}))

    def add_picture_page(self, picture: Image.Image, *, quality: int = 70) -> None:
        """Add a page that is nothing but a picture, as a scanner makes it."""
        content = f"q {PAGE_WIDTH_PT} 0 0 {PAGE_HEIGHT_PT} 0 0 cm /Im0 Do Q".encode()
        self._pages.append((content, {"Im0": _jpeg_object(picture, quality=quality)}))

    def to_bytes(self) -> bytes:
        bodies: list[bytes] = [b"", b""]  # catalogue and page tree come last in making

        def add(body: bytes) -> int:
            bodies.append(body)
            return len(bodies)

        fonts = {
            name: add(
                b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % base
            )
            for name, base in (("F1", b"Helvetica"), ("F2", b"Helvetica-Bold"))
        }
        font_refs = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
        kids = []
        for content, pictures in self._pages:
            refs = " ".join(f"/{name} {add(body)} 0 R" for name, body in pictures.items())
            stream = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
            kids.append(
                add(
                    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH_PT} "
                    f"{PAGE_HEIGHT_PT}] /Contents {stream} 0 R /Resources << /Font << {font_refs} "
                    f">> /XObject << {refs} >> >> >>".encode()
                )
            )
        info = add(b"<< /Title (%s) >>" % _escaped(self.title))
        bodies[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        tree = " ".join(f"{kid} 0 R" for kid in kids)
        bodies[1] = f"<< /Type /Pages /Kids [{tree}] /Count {len(kids)} >>".encode()
        return _file_of(bodies, info)

    def _wrapped(self, paragraph: str, size_pt: int) -> list[str]:
        font = ImageFont.truetype(self.font_path, size_pt * 10)
        width = (PAGE_WIDTH_PT - 2 * MARGIN_PT) * 10
        lines = [""]
        for word in paragraph.split():
            longer = f"{lines[-1]} {word}".strip()
            if font.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


def _line(text: str, font: str, size_pt: int, x: int, y: int) -> bytes:
    return b"BT /%s %d Tf %d %d Td (%s) Tj ET" % (font.encode(), size_pt, x, y, _escaped(text))


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _jpeg_object(picture: Image.Image, *, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    colour = b"/DeviceGray" if picture.mode == "L" else b"/DeviceRGB"
    return (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s "
        b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
        % (picture.width, picture.height, colour, len(buffer.getvalue()), buffer.getvalue())
    )


def _file_of(bodies: list[bytes], info: int) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(bodies) + 1, info, start)
    )
    return out.getvalue()
