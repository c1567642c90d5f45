"""What programs write for each other, read for people: JSON, XML, property lists."""

from __future__ import annotations

import base64
import json
import plistlib
from pathlib import Path

import pytest

from storage.errors import ReadError
from tests.storage.readers.documents import document


def text(path: Path, content: str | bytes) -> str:
    return "\n".join(section.text for section in document(path, content).sections)


def test_records_of_json_are_rows_in_letters(tmp_path: Path) -> None:
    messages = [
        {"id": 1, "from": "Jürgen", "text": "Der Schlüssel liegt im Köcher", "cost": 1.50},
        {"id": 2, "from": "Zoë", "text": ["Siehe ", {"type": "link", "text": "x.org"}, " bitte"]},
        {"id": 3, "from": "Ida", "text": "so", "seen": True, "gone": None},
    ]
    said = document(tmp_path / "chat.json", json.dumps({"name": "Boot", "messages": messages}))
    assert said.title == "Boot"
    rows = next(section for section in said.sections if section.locator.get("heading_path"))
    assert rows.locator["heading_path"] == ["messages"]
    assert rows.text.splitlines() == [
        "id: 1; from: Jürgen; text: Der Schlüssel liegt im Köcher; cost: 1.5",
        "id: 2; from: Zoë; text: Siehe x.org bitte",
        "id: 3; from: Ida; text: so; seen: yes",
    ]
    assert len(rows.cells) == 3


def test_lines_of_json_and_what_is_cut_off(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"n": n, "ort": "Köln"}) for n in range(3))
    assert text(tmp_path / "a.jsonl", lines + '\n{"n": 3, "or').splitlines() == [
        "n: 0; ort: Köln",
        "n: 1; ort: Köln",
        "n: 2; ort: Köln",
        '{"n":\u00a03, "or',
    ]
    assert text(tmp_path / "b.json", '{"ort": "K\\u00f6ln \\ud83d\\ude00",') == '{"ort": "Köln 😀",'


def test_packed_bytes_and_bare_points_are_left_out(tmp_path: Path) -> None:
    packed = base64.b64encode(bytes(range(256)) * 4).decode()
    said = text(
        tmp_path / "a.json",
        json.dumps({"note": "The valve leaks", "photo": packed, "curve": list(range(400))}),
    )
    assert said == "note: The valve leaks"


def test_letters_written_byte_by_byte_and_counted_moments(tmp_path: Path) -> None:
    said = text(
        tmp_path / "message_1.json",
        json.dumps(
            {
                "messages": [
                    {
                        "sender_name": "Jürgen".encode().decode("latin-1"),
                        "timestamp_ms": 1710410400000,
                    }
                ]
            }
        ),
    )
    assert said == "2024-03-14 10:00 UTC Jürgen"


def test_long_texts_of_a_record_are_paragraphs_under_its_title(tmp_path: Path) -> None:
    body = "The pump is greased every forty hours. " * 12
    said = document(tmp_path / "a.json", json.dumps([{"title": "Pump", "by": "Kai", "body": body}]))
    assert [section.text.strip() for section in said.sections] == [
        "title: Pump; by: Kai",
        body.strip(),
    ]
    assert said.sections[1].locator["heading_path"] == ["Pump", "body"]


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a.xml", "<c><n>M&#252;ller &amp; S&#246;hne</n><m x='1'>Köln</m></c>",
         "n: Müller & Söhne"),
        ("a.kml", "<kml><Placemark><name>Lillevik</name><description><![CDATA[<b>Guest</b> "
         "berths]]></description><Point><coordinates>10,59</coordinates></Point></Placemark>"
         "</kml>", "Placemark name: Lillevik\nPlacemark description: Guest berths"),
        ("a.opml", "<opml><body><outline text='K&amp;K'/></body></opml>", "body outline text: K&K"),
        ("a.ttml", "<tt><body><p begin='00:01:05.0'>The bridge<br/>opens</p></body></tt>",
         "[1:05] The bridge opens"),
        ("broken.xml", "<a><b>5521</a>", "<a><b>5521</a>"),
    ],
)  # fmt: skip
def test_kinds_of_xml(tmp_path: Path, name: str, source: str, expected: str) -> None:
    assert expected in text(tmp_path / name, source)


def test_a_workbook_in_one_file_has_rows(tmp_path: Path) -> None:
    cells = [["Boat", "Fee", "Day"], ["Tern", "12.5", "2025-03-14T00:00:00.000"]]
    rows = "".join(
        f"<Row>{''.join(f'<Cell><Data>{cell}</Data></Cell>' for cell in row)}</Row>"
        for row in cells
    )
    source = f"<Workbook xmlns:s='x'><Worksheet s:Name='Fees'><Table>{rows}</Table></Worksheet>"
    said = document(tmp_path / "old.xls", f"<?xml version='1.0'?>{source}</Workbook>")
    assert said.sections[0].text == "Boat: Tern; Fee: 12.5; Day: 2025-03-14"
    assert said.sections[0].locator["sheet"] == "Fees"


def test_a_book_and_an_office_document_in_one_file(tmp_path: Path) -> None:
    book = (
        "<FictionBook><description><title-info><book-title>Аллеи</book-title></title-info>"
        "</description><body><section><title><p>Глава 1</p></title><p>Осень была холодная.</p>"
        "</section></body><binary>QUJDQUJD</binary></FictionBook>"
    )
    said = document(tmp_path / "a.fb2", book.encode("utf-8"))
    assert said.title == "Аллеи"
    assert said.sections[-1].text == "Глава 1\nОсень была холодная."
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    flat = (
        f"<office:document {names}><office:body><office:text><text:h text:outline-level='1'>Kran"
        "</text:h><text:p>M&#252;ller</text:p></office:text></office:body></office:document>"
    )
    assert text(tmp_path / "a.fodt", flat) == "Kran\nMüller"


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_property_lists_and_the_pages_that_safari_saves(
    tmp_path: Path, form: plistlib.PlistFormat
) -> None:
    kept = plistlib.dumps({"Room": "B14", "Who": "Anna & Ole", "Icon": bytes(9)}, fmt=form)
    assert text(tmp_path / "a.plist", kept) == "Room: B14\nWho: Anna & Ole"
    page = {
        "WebResourceData": "<html><body><h1>Tide</h1><p>Köln 11:52</p></body></html>".encode(),
        "WebResourceMIMEType": "text/html",
    }
    saved = plistlib.dumps({"WebMainResource": page}, fmt=form)
    assert text(tmp_path / "a.webarchive", saved).split() == ["Tide", "Köln", "11:52"]


def test_what_is_nested_absurdly_or_damaged_does_no_harm(tmp_path: Path) -> None:
    assert "5521" in text(tmp_path / "a.json", "[" * 300 + '"5521"' + "]" * 300)
    assert "5521" in text(tmp_path / "b.json", "[" * 90_000 + "5521")
    assert "5521" in text(tmp_path / "a.xml", "<a>" * 200 + "5521" + "</a>" * 200)
    odd = {"WebMainResource": {"WebResourceData": b"x", "WebResourceMIMEType": [1]}}
    with pytest.raises(ReadError, match="no text"):
        document(tmp_path / "a.webarchive", plistlib.dumps(odd, fmt=plistlib.FMT_BINARY))


def test_who_comes_to_an_event_and_who_does_not(tmp_path: Path) -> None:
    source = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Rigging\r\n"
        "ATTENDEE;CN=Ben Ode;PARTSTAT=DECLINED:mailto:ben@example.org\r\n"
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:cleo@example.org\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    said = text(tmp_path / "a.ics", source).splitlines()
    assert "Attendee: Ben Ode <ben@example.org> (declined)" in said
    assert "Attendee: cleo@example.org" in said
