"""Office files from before 2007 and Outlook messages, made here stream by stream."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.errors import ReadError, Unsupported
from storage.readers.compressed_rtf import unpacked
from storage.readers.ole import opened
from storage.readers.reading import read
from storage.readers.sniff import sniff
from tests.storage.readers.compound import write
from tests.storage.readers.documents import document

ROW_END = struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)
IN_TABLE = struct.pack("<HB", 0x2416, 1)


def word_file(path: Path, paragraphs: Sequence[tuple[str, int, bytes]], flags: int = 0) -> Path:
    """(words with their mark, style, formats) of each paragraph, in two bytes a letter."""
    text = "".join(words for words, _, _ in paragraphs)
    text_at, page_at = 0x600, 0x400
    starts = [text_at]
    for words, _, _ in paragraphs:
        starts.append(starts[-1] + 2 * len(words))
    page = bytearray(512)
    struct.pack_into(f"<{len(starts)}I", page, 0, *starts)
    at = 510
    for number, (_, style, formats) in enumerate(paragraphs):
        held = struct.pack("<H", style) + formats
        held += bytes(1 - len(held) % 2)
        at -= (1 + len(held)) // 2 * 2
        page[at : at + 1 + len(held)] = bytes([(len(held) + 1) // 2]) + held
        page[4 * len(starts) + 13 * number] = at // 2
    page[511] = len(paragraphs)
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, text_at, 0)
    listed = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    paragraphs_listed = struct.pack("<III", text_at, starts[-1], page_at // 512)
    main = bytearray(page_at)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<8i", main, 0x4C, len(text), *([0] * 7))
    struct.pack_into("<II", main, 0x0102, 0, len(paragraphs_listed))
    struct.pack_into("<II", main, 0x01A2, len(paragraphs_listed), len(listed))
    content = bytes(main) + bytes(page) + text.encode("utf-16-le")
    return write(path, {"WordDocument": content, "0Table": paragraphs_listed + listed})


def test_word_text_under_headings_and_its_tables(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "a.doc",
        [
            ("Lease\r", 1, b""),
            ("See \x13 HYPERLINK x \x14the map\x15, “Größe” 東京.\r", 0, b""),
            ("Bolt\x07", 0, IN_TABLE),
            ("Torque\x07", 0, IN_TABLE),
            ("\x07", 0, ROW_END),
            ("M-47\r", 0, IN_TABLE),
            ("long\x07", 0, IN_TABLE),
            ("39\x07", 0, IN_TABLE),
            ("\x07", 0, ROW_END),
            ("The end.\r", 0, b""),
        ],
    )
    first, table, last = document(path).sections
    assert first.text == "Lease\nSee the map, “Größe” 東京."
    assert first.locator == {"heading_path": ["Lease"]}
    assert table.text == "Bolt: M-47 long; Torque: 39"
    assert last.text == "The end."


def test_a_locked_word_file(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.doc", [("x\r", 0, b"")], flags=0x0100)
    with pytest.raises(ReadError, match="password-protected"):
        read(path)


def record(kind: int, content: bytes, instance: int = 0, *, container: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | 0xF * container, kind, len(content)) + content


def test_slides_in_their_order_with_boxes_and_notes(tmp_path: Path) -> None:
    def words(text: str, kind: int = 4) -> bytes:
        return record(0x0F9F, struct.pack("<I", kind)) + record(0x0FA0, text.encode("utf-16-le"))

    def persist(reference: int, slide_id: int) -> bytes:
        return record(0x03F3, struct.pack("<IIIII", reference, 0, 0, slide_id, 0))

    slides = [
        record(0x03EE, record(0xF00D, words(f"Box {n}"), container=True), container=True)
        for n in (1, 2)
    ]
    notes = record(0x03F0, record(0x03F1, struct.pack("<II", 901, 0))
                   + record(0xF00D, words("Slowly."), container=True), container=True)  # fmt: skip
    listed = record(
        0x0FF0, persist(3, 901) + words("Second", 0) + persist(2, 900), 0, container=True
    )
    noted = record(0x0FF0, persist(4, 950), 2, container=True)
    content, places = b"", {}
    for number, held in enumerate(
        [record(0x03E8, listed + noted, container=True), *slides, notes], start=1
    ):
        places[number] = len(content)
        content += held
    directory_at = len(content)
    content += record(0x1772, struct.pack("<I4I", 4 << 20 | 1, *places.values()))
    edit_at = len(content)
    content += record(0x0FF5, struct.pack("<IIIII", 0, 0, 0, directory_at, 1) + bytes(8))
    user = bytes(16) + struct.pack("<I", edit_at)
    path = write(tmp_path / "a.ppt", {"PowerPoint Document": content, "Current User": user})
    found = document(path)
    assert found.page_count == 2
    assert [(section.locator, section.text) for section in found.sections] == [
        ({"slide": 1, "heading_path": ["Second"]}, "Second\n\nBox 2"),
        ({"slide": 1, "heading_path": ["Second"]}, "Notes: Slowly."),
        ({"slide": 2}, "Box 1"),
    ]


def test_a_message_of_outlook_and_its_attachments(tmp_path: Path) -> None:
    def text(number: int, words: str) -> dict[str, bytes]:
        return {f"__substg1.0_{number:04X}001F": words.encode("utf-16-le")}

    sent = (133_910_000_000_000_000).to_bytes(8, "little")
    streams = {
        "__properties_version1.0": bytes(32) + struct.pack("<II", 0x00390040, 6) + sent,
        **text(0x0037, "Key"),
        **text(0x0C1A, "Ada"),
        **text(0x5D01, "ada@example.org"),
        **text(0x0E04, "Bo; Cy"),
        **text(0x1000, "The key hangs behind the meter."),
        "__attach_version1.0_#00000000/__properties_version1.0": bytes(8),
        **{
            f"__attach_version1.0_#00000000/{name}": content
            for name, content in text(0x3707, "list.csv").items()
        },
    }
    path = write(tmp_path / "a.msg", streams)
    found = document(path)
    assert found.title == "Key"
    assert found.metadata["from"] == "Ada <ada@example.org>"
    assert found.metadata["attachments"] == "list.csv"
    body = found.sections[1]
    assert body.text == "The key hangs behind the meter."
    assert body.locator["heading_path"] == ["From Ada to Bo, Cy on 2025-05-06 10:13"]


def test_a_message_that_is_attached_to_a_message_of_outlook(tmp_path: Path) -> None:
    inner = "__attach_version1.0_#00000000/__substg1.0_3701000D/"
    streams = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": "Fwd".encode("utf-16-le"),
        "__substg1.0_1000001F": "See below.".encode("utf-16-le"),
        "__attach_version1.0_#00000000/__properties_version1.0": bytes(8),
        "__attach_version1.0_#00000000/__substg1.0_3001001F": "Pump".encode("utf-16-le"),
        f"{inner}__properties_version1.0": bytes(24),
        f"{inner}__substg1.0_0037001F": "Pump".encode("utf-16-le"),
        f"{inner}__substg1.0_0C1A001F": "Kai".encode("utf-16-le"),
        f"{inner}__substg1.0_1000001F": "The pump code is 7781.".encode("utf-16-le"),
    }
    found = document(write(tmp_path / "a.msg", streams))
    said = {section.locator["part"]: section.text for section in found.sections}
    assert said["message 1 body"] == "The pump code is 7781."
    assert said["message 1 headers"] == "From: Kai\nSubject: Pump"


def test_rich_text_as_outlook_packs_it() -> None:
    """The example of MS-OXRTFCP, section 4.1."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
        "05b06c647d0a800fa0"
    )
    assert unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def biff(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_older_workbooks_as_they_are_shown(tmp_path: Path) -> None:
    def begin(kind: int) -> bytes:
        return biff(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))

    def label(row: int, column: int, words: str) -> bytes:
        head = struct.pack("<HHHHB", row, column, 0, len(words), 1)
        return biff(0x0204, head + words.encode("utf-16-le"))

    def number(row: int, column: int, style: int, value: float) -> bytes:
        return biff(0x0203, struct.pack("<HHHd", row, column, style, value))

    font = biff(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    code = "00000"
    form = biff(0x041E, struct.pack("<HHB", 164, len(code), 0) + code.encode())
    styles = [biff(0x00E0, struct.pack("<HHH", 0, key, 1) + bytes(14)) for key in (0, 10, 164)]
    sheet = (
        begin(0x10)
        + label(0, 0, "Town") + label(0, 1, "Code") + label(0, 2, "Share")
        + label(1, 0, "Łódź") + number(1, 1, 2, 1067) + number(1, 2, 1, 0.075)
        + biff(0x000A, b"")
    )  # fmt: skip
    area = b"\x2d" + bytes(8)  # a named formula of a kind that xlrd does not know
    named = biff(0x0018, struct.pack("<HBBHHHI", 0, 0, 1, len(area), 0, 0, 0) + b"\0N" + area)
    head = begin(5) + font * 4 + form + b"".join(styles) + named
    name = b"One"
    bound_size = 4 + 8 + len(name)
    at = len(head) + bound_size + 4
    bound = biff(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name)
    content = head + bound + biff(0x000A, b"") + sheet
    found = document(write(tmp_path / "a.xls", {"Workbook": content}))
    (section,) = found.sections
    assert section.text == "Town: Łódź; Code: 01067; Share: 7.50%"
    assert section.locator == {"sheet": "One", "cells": "A2:C2"}


def test_word_files_from_before_1995(tmp_path: Path) -> None:
    text = (
        "Müller\r\n\x13SYMBOL 183 \\h\x15\tPage \x13PAGE\x149\x15\r\nItem\x07Price\x07\x07End\r\n"
    )
    head = bytearray(0x180)
    struct.pack_into("<HH", head, 0, 0xA5DB, 0x2D)
    struct.pack_into("<II", head, 0x18, 0x180, 0x180 + len(text))
    (tmp_path / "a.doc").write_bytes(bytes(head) + text.encode("cp1252") + b"\x00" * 40)
    (section,) = document(tmp_path / "a.doc").sections
    assert section.text == "Müller\n•\tPage 9\nItem | Price\nEnd"

    struct.pack_into("<H", head, 0x0A, 0x0100)
    (tmp_path / "locked.doc").write_bytes(bytes(head) + text.encode("cp1252"))
    with pytest.raises(ReadError, match="password-protected"):
        read(tmp_path / "locked.doc")

    for pages, encoding in ((2, "cp1252"), (0, "cp850")):  # of Write, and of Word for DOS
        head = bytearray(0x80)
        struct.pack_into("<HHH", head, 0, 0xBE31, 0, 0xAB00)
        struct.pack_into("<I", head, 0x0E, 0x80 + len("Grüße\r\n"))
        struct.pack_into("<H", head, 0x60, pages)
        (tmp_path / "a.wri").write_bytes(bytes(head) + "Grüße\r\n".encode(encoding) + b"\x01\x00")
        (section,) = document(tmp_path / "a.wri").sections
        assert section.text == "Grüße"


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def test_workbooks_from_before_there_were_containers(tmp_path: Path) -> None:
    def label(row: int, column: int, text: str) -> bytes:
        head = struct.pack("<HH3xB", row, column, len(text))
        return _record(0x0004, head + text.encode("cp1252"))

    made = (
        _record(0x0009, struct.pack("<HH", 7, 0x10))
        + _record(0x0031, b"\xc8\x00\x00\x00\x05Arial")
        + _record(0x001E, b"\x07General")
        + _record(0x0043, bytes(4))
        + label(0, 0, "Item")
        + label(0, 1, "Amount")
        + label(1, 0, "Müller")
        + _record(0x0003, struct.pack("<HH3xd", 1, 1, 900.5))
        + _record(0x000A, b"")
    )
    (tmp_path / "old.xls").write_bytes(made)
    (section,) = document(tmp_path / "old.xls").sections
    assert section.text == "Item: Müller; Amount: 900.5"


def test_workbooks_that_scripts_write_without_a_container(tmp_path: Path) -> None:
    def label(row: int, column: int, text: str) -> bytes:
        head = struct.pack("<HHHH", row, column, 0, len(text))
        return _record(0x0204, head + text.encode("cp1252"))

    made = (
        _record(0x0809, struct.pack("<HHHH", 0, 0x10, 0, 0))
        + label(0, 0, "Item")
        + label(0, 1, "Amount")
        + label(1, 0, "Rent")
        + _record(0x0203, struct.pack("<HHHd", 1, 1, 0, 900.5))
        + _record(0x000A, b"")
    )
    (tmp_path / "export.xls").write_bytes(made)
    (section,) = document(tmp_path / "export.xls").sections
    assert section.text == "Item: Rent; Amount: 900.5"


def test_other_containers_and_damage(tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match="ole-storage"):
        read(write(tmp_path / "a.bin", {"Something": b"x"}))
    for name in ("WordDocument", "PowerPoint Document", "Workbook"):
        path = write(tmp_path / "broken", {name: b"\x01" * 5000})
        with pytest.raises(ReadError):
            read(path)


def test_what_older_files_say_of_themselves_however_many_properties_they_claim(
    tmp_path: Path,
) -> None:
    title = "Alte Verträge".encode("cp1252") + b"\x00"
    values = struct.pack("<IHH", 2, 1252, 0) + struct.pack("<II", 0x1E, len(title)) + title
    listed = struct.pack("<II", 1, 24) + struct.pack("<II", 2, 32)
    for claimed in (2, 0xFFFFFFFF):
        section = struct.pack("<II", 0, claimed) + listed + values
        stream = bytes(44) + struct.pack("<I", 48) + section
        path = word_file(tmp_path / "a.doc", [("Words.\r", 0, b"")])
        streams = {"WordDocument": b"", "\x05SummaryInformation": stream}
        with opened(path) as held:
            streams |= {name: held.read(name) for name in ("WordDocument", "0Table")}
        found = document(write(tmp_path / "b.doc", streams))
        assert found.sections[0].text == "Words."
        assert found.title == ("Alte Verträge" if claimed == 2 else None)


def test_the_kind_is_told_by_the_outermost_streams_in_whatever_case(tmp_path: Path) -> None:
    holds = {"MBD01/WordDocument": b"a document", "Workbook": b"no workbook"}
    assert sniff(write(tmp_path / "a.xls", holds)) == "application/vnd.ms-excel"
    path = word_file(tmp_path / "b.doc", [("Berth fees rise.\r", 0, b"")])
    name = "WordDocument".encode("utf-16-le")
    path.write_bytes(path.read_bytes().replace(name, "WORDDOCUMENT".encode("utf-16-le")))
    assert "Berth fees rise." in document(path).sections[0].text
    with pytest.raises(Unsupported, match="Publisher document: not read; save it as PDF"):
        read(write(tmp_path / "c.pub", {"Quill/QuillSub/CONTENTS": b"", "Contents": b""}))


def test_locked_slides_say_so(tmp_path: Path) -> None:
    user = struct.pack("<HHII", 0, 0x0FF6, 32, 20) + b"\xdf\xc4\xd1\xf3" + bytes(20)
    held = {"PowerPoint Document": b"scrambled", "Current User": user}
    with pytest.raises(ReadError, match="password-protected"):
        read(write(tmp_path / "a.ppt", held))


def test_when_and_where_an_appointment_of_outlook_is(tmp_path: Path) -> None:
    start = (133_910_000_000_000_000).to_bytes(8, "little")
    never = (0x0CB34557A3DD4000).to_bytes(8, "little")  # 1 January 4501
    named = [(0x820D, 0, 1), (0x8208, 0, 2), (0, 1, 3), (0x820E, 0, 4)]
    word = "Keywords".encode("utf-16-le")
    streams = {
        "__properties_version1.0": bytes(32)
        + struct.pack("<II", 0x80010040, 6) + start + struct.pack("<II", 0x80040040, 6) + never,
        "__substg1.0_0037001F": "Harbour watch".encode("utf-16-le"),
        "__substg1.0_8002001F": "Quay 7".encode("utf-16-le"),
        "__substg1.0_8003101F-00000000": "Boats".encode("utf-16-le"),
        "__substg1.0_8003101F-00000001": "Crew".encode("utf-16-le"),
        "__nameid_version1.0/__substg1.0_00030102": b"".join(
            struct.pack("<IHH", said, kind, index) for said, kind, index in named
        ),
        "__nameid_version1.0/__substg1.0_00040102": struct.pack("<I", len(word)) + word,
    }  # fmt: skip
    text = document(write(tmp_path / "a.msg", streams)).sections[0].text
    assert text.splitlines() == [
        "Subject: Harbour watch",
        "Start: 2025-05-06 10:13:20+00:00",
        "Location: Quay 7",
        "Categories: Boats; Crew",
    ]
