"""What mail, calendars and contacts carry besides their plain words."""

from __future__ import annotations

import binascii
from pathlib import Path

import pytest

from storage.readers.calendar_times import duration, rule
from storage.readers.reading import read
from storage.readers.values import TextDocument
from tests.storage.readers.documents import document as read_document

HEAD = (
    "From: Anna <a@b.example>\nTo: p@b.example\nBcc: eva@b.example\nSubject: s\nMIME-Version: 1.0\n"
)


def document(folder: Path, name: str, source: str) -> TextDocument:
    return read_document(folder / name, source)


def text_of(value: TextDocument) -> str:
    return "\n".join(section.text for section in value.sections)


def test_a_report_says_why_a_mail_was_not_delivered(tmp_path: Path) -> None:
    source = f"""{HEAD}Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

It could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; nobody@b.example
Diagnostic-Code: smtp; 550 mailbox unavailable
--x--
"""
    text = text_of(document(tmp_path, "a.eml", source))
    assert "Bcc: eva@b.example" in text
    assert "Final-Recipient: rfc822; nobody@b.example" in text
    assert "550 mailbox unavailable" in text


def test_letters_of_signatures_are_left_out(tmp_path: Path) -> None:
    source = f"""{HEAD}Content-Type: text/plain

-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Meet at nine
- --
Anna
-----BEGIN PGP SIGNATURE-----

iQEzBAEBCAAdFiEEabcdefghijklmnopqrstuvwxyz0123456789
-----END PGP SIGNATURE-----
"""
    assert document(tmp_path, "a.eml", source).sections[-1].text == "Meet at nine\n--\nAnna"
    hidden = source.replace("SIGNATURE", "MESSAGE")
    assert document(tmp_path, "b.eml", hidden).sections[-1].text.endswith("Anna\n[encrypted]")


def test_files_written_as_letters_are_members(tmp_path: Path) -> None:
    lines = [
        binascii.b2a_uu(piece).decode() for piece in (b"day,place,fee\n", b"Monday,Emden,40\n")
    ]
    source = f"{HEAD}\nSee\n\nbegin 644 list.csv\n{''.join(lines)}`\nend\n\nbegin at nine\nend\n"
    value = document(tmp_path, "a.eml", source)
    assert [member.name for member in value.members] == ["list.csv"]
    assert value.sections[-1].text == "See\n\nbegin at nine\nend"
    inner = read(f"{tmp_path / 'a.eml'}!/list.csv")
    assert isinstance(inner, TextDocument)
    assert text_of(inner) == "day: Monday; place: Emden; fee: 40"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=1MO,-1FR", "monthly on the first Monday and the last Friday"),
        ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2", "monthly on the second Wednesday"),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=13", "yearly on 13 April"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "monthly on day 1 and 15"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=3",
            "every 2 weeks on Monday and Thursday 3 times",
        ),
        ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "yearly on the last Sunday in October"),
        ("FREQ=ODD;BYDAY=XX;BYMONTH=77;UNTIL=x", "on XX until x"),
    ],
)
def test_rules_of_events_are_told_in_words(said: str, expected: str) -> None:
    assert rule(said) == expected


def test_lengths_of_events_are_told_in_words() -> None:
    assert duration("PT1H30M") == "1 h 30 min"
    assert duration("P1D") == "1 day"
    assert duration("P2W") == "2 weeks"
    assert duration("soon") == "soon"


def test_a_changed_occurrence_says_what_it_stands_for(tmp_path: Path) -> None:
    source = """BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Round
RECURRENCE-ID;TZID=Europe/Berlin:20251103T090000
DTSTART:20251104T090000Z
X-ALT-DESC;FMTTYPE=text/html:<p>Bring a helmet</p>
ATTACH:https://b.example/plan.pdf
END:VEVENT
END:VCALENDAR
"""
    lines = text_of(document(tmp_path, "a.ics", source)).splitlines()
    assert "Instead of: 2025-11-03 09:00 (Europe/Berlin)" in lines
    assert "Description: Bring a helmet" in lines
    assert "Attachment: https://b.example/plan.pdf" in lines


def test_contacts_keep_own_labels_and_relatives(tmp_path: Path) -> None:
    source = """BEGIN:VCARD
FN:Jo Berg
item1.TEL:+49 1
item1.X-ABLabel:Boat
item2.X-ABRELATEDNAMES:Eva
item2.X-ABLabel:_$!<Spouse>!$_
IMPP:xmpp:jo
BDAY:--0412
END:VCARD
BEGIN:VCARD
FN:
EMAIL:eva@b.example
END:VCARD
"""
    found = document(tmp_path, "a.vcf", source)
    assert found.sections[1].locator == {"heading_path": ["eva@b.example"]}
    assert found.sections[0].text.splitlines() == [
        "Name: Jo Berg",
        "Phone (Boat): +49 1",
        "Related (Spouse): Eva",
        "Messenger: xmpp:jo",
        "Birthday: 12 April",
    ]
