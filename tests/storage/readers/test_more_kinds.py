"""Kinds of files that are rarer: drawings and printed pages in packages, older pictures, and what
is not read and says what to do instead."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from storage.errors import ReadError, Unsupported
from storage.readers.reading import read
from storage.readers.values import Picture, TextDocument

_RELATIONS = (
    '<Relationships xmlns="r"><Relationship Id="{}" Type="x/{}" Target="{}"/></Relationships>'
)


def packed(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_words_of_a_visio_drawing_are_read_page_by_page(tmp_path: Path) -> None:
    shape = "<Shape><Text>{}</Text></Shape>"
    path = packed(
        tmp_path / "a.vsdx",
        **{
            "[Content_Types].xml": '<Types><Override ContentType="application/'
            'vnd.ms-visio.drawing.main+xml"/></Types>',
            "visio/pages/pages.xml": '<Pages xmlns:r="r"><Page Name="Plant"><Rel r:id="rId1"/>'
            "</Page></Pages>",
            "visio/pages/_rels/pages.xml.rels": _RELATIONS.format("rId1", "page", "page1.xml"),
            "visio/pages/page1.xml": "<PageContents><Shapes>"
            + shape.format('<cp IX="0"/>Pump <pp IX="1"/>room\n')
            + "<Shape><Shapes>"
            + shape.format("Valve 7")
            + "</Shapes></Shape></Shapes></PageContents>",
        },
    )
    value = read(path)
    assert isinstance(value, TextDocument)
    (section,) = value.sections
    assert section.text == "Pump room\nValve 7"
    assert section.locator == {"page": 1, "heading_path": ["Plant"]}


def test_words_of_a_printed_page_are_read_line_by_line(tmp_path: Path) -> None:
    glyphs = '<Glyphs OriginX="{}" OriginY="{}" FontRenderingEmSize="12" UnicodeString="{}"/>'
    path = packed(
        tmp_path / "a.oxps",
        **{
            "[Content_Types].xml": '<Types><Default ContentType="application/'
            'vnd.ms-package.xps-fixedpage+xml"/></Types>',
            "a.fdseq": '<FixedDocumentSequence><DocumentReference Source="/Documents/1/a.fdoc"/>'
            "</FixedDocumentSequence>",
            "Documents/1/a.fdoc": '<FixedDocument><PageContent Source="Pages/1.fpage"/>'
            '<PageContent Source="Pages/2.fpage"/></FixedDocument>',
            "Documents/1/Pages/1.fpage": "<FixedPage>"
            + glyphs.format(10, 20, "Invoice")
            + glyphs.format(90, 20.5, "4711")
            + glyphs.format(10, 40, "{}{due} today")
            + "</FixedPage>",
            "Documents/1/Pages/2.fpage": f"<FixedPage>{glyphs.format(1, 2, 'End')}</FixedPage>",
        },
    )
    value = read(path)
    assert isinstance(value, TextDocument)
    assert [section.text for section in value.sections] == ["Invoice 4711\n{due} today", "End"]
    assert value.page_count == 2


@pytest.mark.parametrize("name", ["a.pcx", "a.tga", "a.ico"])
def test_older_pictures_are_read(tmp_path: Path, name: str) -> None:
    Image.new("RGB", (64, 48), (200, 30, 30)).save(tmp_path / name)
    value = read(tmp_path / name)
    assert isinstance(value, Picture)
    assert value.rgb[value.height // 2, value.width // 2].tolist() == [200, 30, 30]


def test_a_photoshop_picture_is_read_as_it_is_seen(tmp_path: Path) -> None:
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 48, 64, 8, 3)
    planes = b"".join(bytes([value]) * 64 * 48 for value in (200, 30, 40))
    (tmp_path / "a.psd").write_bytes(head + struct.pack(">III", 0, 0, 0) + b"\0\0" + planes)
    value = read(tmp_path / "a.psd")
    assert isinstance(value, Picture)
    assert value.rgb[10, 10].tolist() == [200, 30, 40]


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
Iptc4xmpCore:Location="Pier 9"><mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag>
<rdf:li mwg-rs:Name="Eva Holm" mwg-rs:Type="Face"/><rdf:li><rdf:Description mwg-rs:Type="Face">
<mwg-rs:Name>Per</mwg-rs:Name></rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList>
</mwg-rs:Regions><Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Eva Holm</rdf:li><rdf:li>Jo</rdf:li>
</rdf:Bag></Iptc4xmpExt:PersonInImage></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_names_of_faces_and_of_the_spot_are_kept(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48)).save(tmp_path / "a.jpg", xmp=XMP.encode())
    value = read(tmp_path / "a.jpg")
    assert isinstance(value, Picture)
    assert value.metadata["people"] == "Eva Holm, Per, Jo"
    assert value.metadata["location"] == "Pier 9"


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.pst", b"!BDN" + bytes(600), "export its folders"),
        (
            "a.one",
            bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(600),
            "export its pages",
        ),
        ("a.azw3", bytes(60) + b"BOOKMOBI" + bytes(600), "convert it to EPUB"),
        ("a.djvu", b"AT&TFORM\0\0\0\0DJVU" + bytes(600), "convert it to PDF"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB\0" + bytes(600), "export its tables"),
        ("a.jxl", b"\xff\x0a" + bytes(600), "save it as PNG"),
    ],
)
def test_what_is_not_read_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unsupported, match=advice):
        read(tmp_path / name)


def test_passes_of_a_wallet_are_read_with_the_names_of_their_fields(tmp_path: Path) -> None:
    told = {
        "description": "Ferry to Borkum",
        "organizationName": "Harbour Lines",
        "relevantDate": "2026-08-02T09:30:00Z",
        "barcodes": [{"altText": "HL-2207", "message": "M1" + "X" * 90}],
        "boardingPass": {
            "primaryFields": [{"key": "o", "label": "from_label", "value": "Emden"}],
            "auxiliaryFields": [{"key": "p", "label": "Price", "value": 24, "currencyCode": "EUR"}],
            "backFields": [{"key": "t", "label": "Terms", "value": "Bring a coat. " * 20}],
        },
    }
    path = packed(
        tmp_path / "a.pkpass",
        **{
            "pass.json": json.dumps(told),
            "manifest.json": "{}",
            "en.lproj/pass.strings": '"from_label" = "Departure";',
        },
    )
    value = read(path)
    assert isinstance(value, TextDocument)
    front, back = value.sections
    assert value.title == "Ferry to Borkum"
    assert front.text.split("\n")[1:] == [
        "From: Harbour Lines",
        "Date: 2026-08-02 09:30 UTC",
        "Departure: Emden",
        "Price: 24 EUR",
        "Code: HL-2207",
    ]
    assert back.locator == {"heading_path": ["Ferry to Borkum", "Terms"]}
    assert back.text.startswith("Terms\nBring a coat.")


def test_a_damaged_pass_says_so(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.pkpass", **{"pass.json": "{", "manifest.json": "{}"})
    with pytest.raises(ReadError, match="the pass is damaged"):
        read(path)
