"""Mail as clients really write it: its forms of one text, its charsets, its headers."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest

from storage.readers.mail_headers import decoded
from storage.readers.reading import read
from storage.readers.values import TextDocument


def document(folder: Path, content: bytes | EmailMessage, name: str = "a.eml") -> TextDocument:
    (folder / name).write_bytes(content if isinstance(content, bytes) else bytes(content))
    value = read(folder / name)
    assert isinstance(value, TextDocument)
    return value


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
        "Repeats: weekly on MO 3 times",
    ]
    assert section.locator["heading_path"][-1] == "Keel survey, second"


def test_mail_of_apple_begins_with_its_length(tmp_path: Path) -> None:
    inner = mail(b"Inside.", "utf-8")
    content = str(len(inner)).encode() + b"\n" + inner + b"<?xml version='1.0'?><plist></plist>"
    found = document(tmp_path, content, "1.emlx")
    assert found.title == "Hello"
    assert "plist" not in words(found)
