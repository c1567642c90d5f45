"""Books, notes of Evernote and exports of chats: all their parts, told as people would."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path

from PIL import Image

from storage.readers.reading import read
from storage.readers.values import TextDocument


def text_of(path: Path) -> str:
    value = read(path)
    assert isinstance(value, TextDocument)
    return "\n".join(section.text for section in value.sections)


def picture(side: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(stream, "PNG")
    return stream.getvalue()


def book(folder: Path) -> Path:
    """A book whose notes lie outside its reading order."""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in ("one", "notes")
    )
    package = f"""<package xmlns="http://www.idpf.org/2007/opf"
xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Sea</dc:title>
<dc:creator>A. Berg</dc:creator><dc:creator>P. Holm</dc:creator>
<dc:identifier>urn:isbn:978-3-16-148410-0</dc:identifier></metadata>
<manifest>{items}</manifest><spine><itemref idref="one"/></spine></package>"""
    with zipfile.ZipFile(folder / "a.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml", '<container><rootfile full-path="c.opf"/></container>'
        )
        archive.writestr("c.opf", package)
        archive.writestr("one.xhtml", page.format('<p>The pier<a href="notes.xhtml">1</a></p>'))
        archive.writestr("notes.xhtml", page.format("<p>Built in 1850.</p>"))
        archive.writestr("images/map.png", picture(400))
        archive.writestr("images/rule.png", picture(20))
    return folder / "a.epub"


def test_a_book_keeps_notes_outside_its_order_its_authors_and_pictures(tmp_path: Path) -> None:
    value = read(book(tmp_path))
    assert isinstance(value, TextDocument)
    assert [section.text for section in value.sections][-1] == "Built in 1850."
    assert value.metadata["author"] == "A. Berg, P. Holm"
    assert value.metadata["isbn"] == "978-3-16-148410-0"
    assert [member.name for member in value.members] == ["map.png"]


NOTES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export3.dtd">
<en-export><note><title>Trip</title><content><![CDATA[<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note><div>Ferry at&nbsp;8</div>
<div><en-todo checked="true"/>Tickets</div></en-note>]]></content>
<created>20250314T091244Z</created>
<tag>travel</tag><tag>sea</tag><resource><data encoding="base64">{}</data><mime>text/csv</mime>
<resource-attributes><file-name>fares.csv</file-name></resource-attributes></resource></note>
<note><title>Second</title><content><![CDATA[<en-note>Other</en-note>]]></content></note>
</en-export>"""


def test_notes_of_evernote_keep_their_words_dates_and_attachments(tmp_path: Path) -> None:
    path = tmp_path / "a.enex"
    path.write_text(
        NOTES.format(base64.encodebytes(b"day,kind,fare\n1,child,4\n").decode()), "utf-8"
    )
    value = read(path)
    assert isinstance(value, TextDocument)
    text = text_of(path)
    assert "Trip\nCreated: 2025-03-14 09:12 UTC\nTag: travel, sea\nFerry at\u00a08" in text
    assert "☒ Tickets" in text
    assert text.endswith("Second\nOther")
    assert "base64" not in text
    assert [member.name for member in value.members] == ["fares.csv"]
    assert text_of(Path(f"{path}!/fares.csv")) == "day: 1; kind: child; fare: 4"


def test_notes_that_break_off_keep_those_before(tmp_path: Path) -> None:
    (tmp_path / "a.enex").write_text(NOTES[: NOTES.index("<note><title>Second")], "utf-8")
    assert "Ferry" in text_of(tmp_path / "a.enex")


def test_exports_tell_moments_places_and_links_as_people_do(tmp_path: Path) -> None:
    record = {
        "userEditedTimestampUsec": 1741943564000000,
        "createdAt": "1741943624000",
        "sent_at": 1741943684,
        "latitudeE7": 533600000,
        "format": "1741943564",
        "text": "At <https://b.example/x|the site> &amp; on",
    }
    (tmp_path / "a.json").write_text(json.dumps([record, record]), "utf-8")
    line = text_of(tmp_path / "a.json").splitlines()[0]
    assert "userEditedTimestampUsec: 2025-03-14 09:12 UTC" in line
    assert "createdAt: 2025-03-14 09:13 UTC; sent_at: 2025-03-14 09:14 UTC" in line
    assert "latitudeE7: 53.36000" in line
    assert "format: 1741943564" in line
    assert "the site (https://b.example/x) & on" in line


def test_messages_of_a_phone_say_which_way_they_went(tmp_path: Path) -> None:
    source = """<?xml version="1.0"?><smses count="2"><sms address="+49" date="1741943564000"
type="1" body="I am here" contact_name="Lena"/><sms address="+49" date="1741943600000" type="2"
body="ok" contact_name="Lena"/></smses>"""
    (tmp_path / "a.xml").write_text(source, "utf-8")
    text = text_of(tmp_path / "a.xml")
    assert "type: received; body: I am here" in text
    assert "type: sent; body: ok" in text


def test_lyrics_are_read_in_the_order_in_which_they_are_sung(tmp_path: Path) -> None:
    source = (
        "[ti:Pier]\n[00:12.00]First line\n[00:30.30][01:05.00]Cho<00:31.00>rus\n[00:50.1]Second\n"
    )
    (tmp_path / "a.lrc").write_text(source, "utf-8")
    assert text_of(tmp_path / "a.lrc").split("\n\n") == [
        "[0:12] First line",
        "[0:30] Chorus",
        "[0:50] Second",
        "[1:05] Chorus",
    ]


def test_tasks_and_boxes_of_a_note(tmp_path: Path) -> None:
    content = (
        '<en-note><ul style="--en-todo:true;"><li style="--en-checked:false;"><div>Paint</div></li>'
        '<li style="--en-checked:true;">Sand</li></ul><en-crypt hint="h">QUJD</en-crypt></en-note>'
    )
    task = (
        "<task><title>{}</title><created>20220520T221209Z</created><taskStatus>{}</taskStatus>"
        "{}</task>"
    )
    (tmp_path / "a.enex").write_text(
        "<en-export><note><title>Boat</title><created>20240310T101500Z</created>"
        f"<content><![CDATA[{content}]]></content>"
        + task.format("Call Ben", "open", "<dueDate>20240312T080000Z</dueDate>")
        + task.format("Order oak", "completed", "")
        + "</note></en-export>",
        "utf-8",
    )
    lines = [line for line in text_of(tmp_path / "a.enex").split("\n") if line]
    assert lines == [
        *("Boat", "Created: 2024-03-10 10:15 UTC"),
        *("- ☐ Paint", "- ☒ Sand", "[encrypted]"),
        *("☐ Call Ben (due 2024-03-12 08:00 UTC)", "☒ Order oak"),
    ]
