"""Mail as clients really write it: its forms of one text, its charsets, its headers."""

from __future__ import annotations

import base64
import struct
from email.message import EmailMessage
from pathlib import Path

import pytest

from storage.errors import ReadError
from storage.readers.mail_headers import decoded
from storage.readers.reading import read
from storage.readers.values import TextDocument
from tests.storage.readers.documents import document as read_document


def document(folder: Path, content: bytes | EmailMessage, name: str = "a.eml") -> TextDocument:
    return read_document(folder / name, bytes(content))


def words(found: TextDocument) -> str:
    return "\n".join(section.text for section in found.sections)


def mail(body: bytes, charset: str, subject: bytes = b"Hello") -> bytes:
    return (
        b"From: Ada <ada@example.org>\r\nTo: Bo <bo@example.org>, Cy <cy@example.org>\r\nSubject: "
        + subject
        + b"\r\nDate: Tue, 06 May 2025 09:12:00 +0200\r\nMIME-Version: 1.0\r\n"
        + f"Content-Type: text/plain; charset={charset}\r\n".encode()
        + b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + body
    )


def alternative(plain: str, html: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "S"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message


def test_every_part_says_from_whom_to_whom_and_when(tmp_path: Path) -> None:
    found = document(tmp_path, mail(b"The gate opens at six.", "utf-8"))
    assert found.sections[1].locator == {
        "part": "body",
        "heading_path": ["From Ada to Bo, Cy on 2025-05-06 09:12"],
    }


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("iso-8859-1", "cp1252", "It’s 850 € – “soon”."),
        ("us-ascii", "cp1252", "Größe: 5 €"),
        ("gb2312", "gb18030", "负责人是朱镕喆"),
        ("shift_jis", "cp932", "髙橋さん①が㈱海へ"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("iso-8859-9", "cp1254", "İstanbul’da"),
    ],
)
def test_charsets_as_they_are_meant(tmp_path: Path, charset: str, codec: str, text: str) -> None:
    content = mail(text.encode(codec), charset, text.encode(codec))
    found = document(tmp_path, content)
    assert text in words(found)
    assert found.title == text


def test_the_html_says_more_than_the_plain_part(tmp_path: Path) -> None:
    html = "<p>Your booking code is <b>KX7-2291</b>, gate B14, boarding at 06:45 on Friday.</p>"
    found = document(tmp_path, alternative("Please use a client that shows HTML.", html))
    assert "KX7-2291" in words(found)
    same = document(
        tmp_path, alternative("Gate B14, boarding 06:45.", "<p>Gate B14, boarding 06:45.")
    )
    assert words(same).count("B14") == 1


def test_a_message_in_html_with_a_footer_in_plain_text(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "S"
    message.set_content("<p>The inspection is on 17 October.</p>", subtype="html")
    message.make_mixed()
    footer = EmailMessage()
    footer.set_content("To leave this list write to it.\n")
    message.attach(footer)
    text = words(document(tmp_path, message))
    assert text.index("17 October") < text.index("To leave this list")


def test_encoded_words_cut_within_a_letter() -> None:
    cut = "Überprüfung".encode()
    first, second = (base64.b64encode(part).decode() for part in (cut[:6], cut[6:]))
    assert decoded(f"=?utf-8?B?{first}?=\r\n =?UTF-8?b?{second}?= am =?iso-8859-1?Q?K=E4?= 3") == (
        "Überprüfung am Kä 3"
    )


def test_lines_broken_for_the_way_are_joined(tmp_path: Path) -> None:
    content = mail(b"This goes \r\non here.\r\n> quoted \r\n> words\r\n-- \r\nAda\r\n", "utf-8")
    content = content.replace(b"charset=utf-8", b"charset=utf-8; format=flowed")
    assert "This goes on here.\n> quoted words\n--\nAda" in words(document(tmp_path, content))


def test_a_saved_page_gives_its_text_and_no_styles(tmp_path: Path) -> None:
    page = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/tides\r\n"
        b"Subject: Tides\r\nDate: Tue, 6 May 2025 09:12:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><head><meta charset=3Dutf-8><title>Tides</title></head><body><p>Caf=C3=A9 open."
        b"</p></body></html>\r\n--b\r\nContent-Type: text/css\r\n\r\n@charset 'utf-8';\r\n--b--\r\n"
    )
    found = document(tmp_path, page, "tides.mhtml")
    assert words(found) == "Café open."
    assert (found.title, found.metadata["address"]) == ("Tides", "https://example.org/tides")


def test_invitations_say_when_and_where(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "S"
    message.set_content(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Keel survey\\, second\r\n"
        "DTSTART;TZID=Europe/Oslo:20250519T090000\r\nLOCATION:Boathouse\r\n  2\r\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3\r\nBEGIN:VALARM\r\nDESCRIPTION:Alarm\r\nEND:VALARM\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n",
        subtype="calendar",
    )
    section = document(tmp_path, message).sections[1]
    assert section.text.splitlines() == [
        "Event: Keel survey, second",
        "Start: 2025-05-19 09:00 (Europe/Oslo)",
        "Place: Boathouse 2",
        "Repeats: weekly on Monday 3 times",
    ]
    assert section.locator["heading_path"][-1] == "Keel survey, second"


def test_mail_of_apple_begins_with_its_length(tmp_path: Path) -> None:
    inner = mail(b"Inside.", "utf-8")
    content = str(len(inner)).encode() + b"\n" + inner + b"<?xml version='1.0'?><plist></plist>"
    found = document(tmp_path, content, "1.emlx")
    assert found.title == "Hello"
    assert "plist" not in words(found)


def test_an_enclosed_message_that_was_packed_as_a_file(tmp_path: Path) -> None:
    inner = base64.encodebytes(mail(b"The pump code is 7781.", "utf-8", b"Pump"))
    found = document(
        tmp_path,
        b"From: a@example.org\r\nSubject: Fwd\r\n"
        b'Content-Type: multipart/mixed; boundary="X"\r\n\r\n'
        b"--X\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + inner
        + b"\r\n--X--\r\n",
    )
    assert found.sections[-1].text == "The pump code is 7781."
    assert "Subject: Pump" in words(found)


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content).to_bytes(2, "big")
    return bytes([tag, 0x82]) + size + content


def container(kind: str, content: bytes, *, in_pieces: bool = False) -> bytes:
    """A signature (RFC 5652) around `content`, its certificates left out."""
    held = der(0x04, content)
    if in_pieces:  # of a length that is not said before
        held = b"\x24\x80" + der(0x04, content[:9]) + der(0x04, content[9:]) + b"\x00\x00"
    version, empty = b"\x02\x01\x01", der(0x31)
    info = der(0x30, bytes.fromhex("06092a864886f70d010701"), der(0xA0, held))
    identity = bytes.fromhex("06092a864886f70d0107" + kind)
    return der(0x30, identity, der(0xA0, der(0x30, version, empty, info, empty)))


def smime(content: bytes) -> bytes:
    return (
        b"From: a@example.org\r\nSubject: Safe\r\nContent-Type: application/pkcs7-mime; "
        b'name="smime.p7m"\r\nContent-Disposition: attachment; filename="smime.p7m"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)
    )


@pytest.mark.parametrize("in_pieces", [False, True])
def test_mail_that_its_signature_encloses(tmp_path: Path, in_pieces: bool) -> None:
    inner = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe safe code is 5521-X.\r\n"
    found = document(tmp_path, smime(container("02", inner, in_pieces=in_pieces)))
    assert found.sections[-1].text == "The safe code is 5521-X."
    assert "attachments" not in found.metadata


def test_encrypted_mail_says_so(tmp_path: Path) -> None:
    found = document(tmp_path, smime(container("03", b"secret")))
    assert "holds the key" in found.metadata["encrypted"]
    assert words(found) == "From: a@example.org\nSubject: Safe"


def test_a_signed_file_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv.p7m"
    path.write_bytes(container("02", b"Boat,Fee,Due\nTern,230,May\n"))
    found = read(path)
    assert isinstance(found, TextDocument)
    assert [member.name for member in found.members] == ["plan.csv"]
    inner = read(f"{path}!/plan.csv")
    assert isinstance(inner, TextDocument)
    assert inner.sections[0].text == "Boat: Tern; Fee: 230; Due: May"


def test_signatures_beside_the_text_are_no_attachments(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        b'From: a@example.org\r\nContent-Type: multipart/signed; boundary="S"\r\n\r\n--S\r\n'
        b"Content-Type: text/plain\r\n\r\nBerth 41 is free.\r\n--S\r\n"
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n"
        b'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\nx\r\n--S--\r\n',
    )
    assert "attachments" not in found.metadata
    assert not found.members


def outlook_attribute(number: int, content: bytes) -> bytes:
    head = struct.pack("<BII", 1, number, len(content))
    return head + content + struct.pack("<H", sum(content) & 0xFFFF)


def outlook_property(kind: int, number: int, content: bytes) -> bytes:
    padded = content.ljust(-(-len(content) // 4) * 4, b"\x00")
    return struct.pack("<HHII", kind, number, 1, len(content)) + padded


def test_what_outlook_hides_in_winmail_dat(tmp_path: Path) -> None:
    page = outlook_property(0x102, 0x1013, "<p>Siehe Plan von Köln</p>".encode())
    name = outlook_property(0x1F, 0x3707, "Übersicht.csv\x00".encode("utf-16-le"))
    hidden = struct.pack("<IH", 0x223E9F78, 1) + b"".join(
        (
            outlook_attribute(0x69003, struct.pack("<I", 1) + page),
            outlook_attribute(0x69002, bytes(14)),
            outlook_attribute(0x18010, b"UBERSI~1.CSV\x00"),
            outlook_attribute(0x6800F, b"Boat,Fee,Due\nTern,230,May\n"),
            outlook_attribute(0x69005, struct.pack("<I", 1) + name),
        )
    )
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "S"
    message.set_content("see attached")
    message.add_attachment(
        hidden, maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    outer = document(tmp_path, message)
    assert [member.name for member in outer.members] == ["winmail.dat"]
    found = read(tmp_path / "a.eml!/winmail.dat")
    assert isinstance(found, TextDocument)
    assert words(found) == "Siehe Plan von Köln"
    assert [member.name for member in found.members] == ["Übersicht.csv"]
    cut = tmp_path / "cut.dat"
    cut.write_bytes(hidden[:18])
    with pytest.raises(ReadError):
        read(cut)


def test_a_mailbox_whose_dividing_lines_have_no_time(tmp_path: Path) -> None:
    box = (
        b"From a@example.org\nFrom: a@example.org\nSubject: one\n\nFirst.\nFrom here on: fine.\n\n"
    )
    (tmp_path / "a.mbox").write_bytes(box + box.replace(b"one", b"two"))
    found = read(tmp_path / "a.mbox")
    assert isinstance(found, TextDocument)
    assert len(found.members) == 2


def test_a_mail_saved_in_two_bytes_a_letter_is_read(tmp_path: Path) -> None:
    source = "From: Ada <ada@example.org>\nSubject: Mooring\n\nThe fee is 40 euros.\n"
    found = document(tmp_path, source.encode("utf-16"))
    assert found.title == "Mooring" and "40 euros" in words(found)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\xef\xbb\xbf\n"])
def test_marks_and_blank_lines_before_the_headers(tmp_path: Path, before: bytes) -> None:
    assert document(tmp_path, before + mail(b"Six.", "utf-8")).title == "Hello"


@pytest.mark.parametrize("n_lost", range(5))
def test_a_text_that_breaks_off_is_read_up_to_there(tmp_path: Path, n_lost: int) -> None:
    packed = base64.b64encode("The gate, Grüße, opens at six".encode())
    content = mail(packed[: len(packed) - n_lost], "utf-8").replace(b"8bit", b"base64")
    assert "The gate, Grüße, opens" in words(document(tmp_path, content))
