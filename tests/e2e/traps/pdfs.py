"""PDF files with circles, false lengths, bombs and orders to run something."""

from __future__ import annotations

import random
import zlib


def _pdf(*bodies: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file with a right cross-reference table over the given objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        trailer,
        start,
    )
    return bytes(out)


def _stream(content: bytes, entries: bytes = b"", *, length: int | None = None) -> bytes:
    shown = len(content) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (shown, entries, content)


def _one_page(content: bytes, page: bytes = b"", *more: bytes, catalogue: bytes = b"") -> bytes:
    """A page with Helvetica as F1; objects 1 to 5 are fixed, `more` begins at 6."""
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> %s >>" % page,
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    )


_TEXT = b"BT /F1 12 Tf 72 700 Td (A line that can be read.) Tj ET"


def pages_in_a_circle(chance: random.Random) -> bytes:
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9 >>",
    )


def countless_pages(chance: random.Random) -> bytes:
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 2147483647 >>"
    )


def same_page_many_times(chance: random.Random) -> bytes:
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count 30000 >>" % (b"3 0 R " * 30_000),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )


def table_points_to_itself(chance: random.Random) -> bytes:
    good = _one_page(_stream(_TEXT))
    start = good.rindex(b"xref\n0 ")
    return good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def without_table(chance: random.Random) -> bytes:
    good = _one_page(_stream(_TEXT))
    return good[: good.rindex(b"xref\n0 ")]


def length_too_long(chance: random.Random) -> bytes:
    return _one_page(_stream(_TEXT, length=999_999_999))


def length_of_itself(chance: random.Random) -> bytes:
    return _one_page(_stream(_TEXT).replace(b"/Length %d" % len(_TEXT), b"/Length 4 0 R"))


def deep_arrays(chance: random.Random) -> bytes:
    return _one_page(_stream(_TEXT), b"/Annots " + b"[" * 60_000 + b"]" * 60_000)


def deep_dictionaries(chance: random.Random) -> bytes:
    return _one_page(_stream(_TEXT), b"/X " + b"<< /X " * 30_000 + b"1" + b" >>" * 30_000)


def form_draws_itself(chance: random.Random) -> bytes:
    form = _stream(
        b"/Fm Do /Fm Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm 6 0 R >> >>",
    )
    page = b"/Resources << /XObject << /Fm 6 0 R >> >>"
    return _one_page(_stream(b"/Fm Do"), b"", form).replace(
        b"/Resources << /Font << /F1 5 0 R >> >>", page
    )


def stream_bomb(chance: random.Random) -> bytes:
    packed = zlib.compress(b" " * 80_000_000)
    return _one_page(_stream(packed, b"/Filter /FlateDecode"))


def bomb_in_a_bomb(chance: random.Random) -> bytes:
    packed = zlib.compress(zlib.compress(b"\0" * 60_000_000))
    return _one_page(_stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def endless_drawing(chance: random.Random) -> bytes:
    return _one_page(_stream(b"q " * 200_000 + b"0 0 m 9 9 l S " * 60_000))


def endless_text(chance: random.Random) -> bytes:
    line = b"BT /F1 1 Tf 1 1 Td (words words words words) Tj ET\n"
    return _one_page(_stream(zlib.compress(line * 40_000), b"/Filter /FlateDecode"))


def page_as_large_as_a_country(chance: random.Random) -> bytes:
    return _one_page(_stream(_TEXT)).replace(b"[0 0 595 842]", b"[0 0 9e30 9e30]")


def page_of_no_size(chance: random.Random) -> bytes:
    return _one_page(_stream(_TEXT)).replace(b"[0 0 595 842]", b"[5 5 5 5]")


def huge_picture(chance: random.Random) -> bytes:
    picture = _stream(
        zlib.compress(b"\0" * 1_000),
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /FlateDecode",
    )
    return _one_page(_stream(b"q 595 0 0 842 0 0 cm /Im Do Q"), b"", picture).replace(
        b"/Font << /F1 5 0 R >>", b"/XObject << /Im 6 0 R >>"
    )


def broken_encryption(chance: random.Random) -> bytes:
    good = _one_page(_stream(_TEXT))
    return good.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 99 /R 99 /Length 7 >>",
    )


def needs_a_password(chance: random.Random) -> bytes:
    """Well-formed 40-bit encryption whose keys belong to no empty password."""
    key = chance.randbytes(32).hex().encode()
    return _one_page(_stream(_TEXT)).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<%s><%s>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 "
        b">>" % (key[:32], key[:32], key, key),
    )


def wants_to_run_something(chance: random.Random) -> bytes:
    return _one_page(
        _stream(_TEXT),
        catalogue=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\);while\\(1\\){}) >> "
        b"/AA << /WC << /S /Launch /F (/bin/sh) >> >>",
    )


def fonts_in_a_circle(chance: random.Random) -> bytes:
    return _one_page(_stream(_TEXT)).replace(
        b"/Subtype /Type1", b"/Subtype /Type0 /DescendantFonts [5 0 R] /ToUnicode 5 0 R"
    )


def letters_without_meaning(chance: random.Random) -> bytes:
    return _one_page(_stream(b"BT /F1 12 Tf 72 700 Td (\x01\x02\xff\xfe\x00) Tj ET" * 50))


def outlines_in_a_circle(chance: random.Random) -> bytes:
    return _one_page(
        _stream(_TEXT),
        b"",
        b"<< /First 7 0 R /Last 7 0 R >>",
        b"<< /Title (again) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>",
        catalogue=b"/Outlines 6 0 R",
    )


def two_heads(chance: random.Random) -> bytes:
    good = _one_page(_stream(_TEXT))
    return b"MZ" + bytes(700) + good + b"PK\x03\x04" + good


TRAPS = tuple(
    ("pdf-" + maker.__name__.replace("_", "-"), ".pdf", maker)
    for maker in (
        pages_in_a_circle,
        countless_pages,
        same_page_many_times,
        table_points_to_itself,
        without_table,
        length_too_long,
        length_of_itself,
        deep_arrays,
        deep_dictionaries,
        form_draws_itself,
        stream_bomb,
        bomb_in_a_bomb,
        endless_drawing,
        endless_text,
        page_as_large_as_a_country,
        page_of_no_size,
        huge_picture,
        broken_encryption,
        needs_a_password,
        wants_to_run_something,
        fonts_in_a_circle,
        letters_without_meaning,
        outlines_in_a_circle,
        two_heads,
    )
)
