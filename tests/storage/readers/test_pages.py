"""Web pages, and what is saved as text and is something else."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from storage.readers.reading import read
from storage.readers.values import TextDocument
from tests.storage.readers.documents import document as read_document


def document(folder: Path, name: str, source: str) -> TextDocument:
    return read_document(folder / name, source)


def text_of(value: TextDocument) -> str:
    return "\n".join(section.text for section in value.sections)


MAIL = """From: Anna <a@b.example>
To: p@b.example
Subject: =?utf-8?q?Caf=C3=A9?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Das Caf=C3=A9 =C3=B6ffnet.
"""


@pytest.mark.parametrize(
    ("source", "media_type", "expected", "absent"),
    [
        (
            "<!DOCTYPE html><title>T</title><p>The fee is 40&nbsp;&euro;.",
            "text/html",
            "The fee is 40\u00a0€.",
            "<p>",
        ),
        (MAIL, "message/rfc822", "Das Café öffnet.", "=C3"),
        (
            "BEGIN:VCARD\nFN:Jo\nTEL;TYPE=CELL:1\nEND:VCARD\n",
            "text/vcard",
            "Phone (cell): 1",
            "FN:",
        ),
        ('{"name": "Gr\\u00fc\\u00dfe"}', "application/json", "name: Grüße", "\\u"),
        ("From: me\nTo: you\nSubject: us\n\nA note.", "text/plain", "From: me", "headers"),
        ("Use <html> and <body> so.", "text/plain", "Use <html> and <body> so.", "headers"),
    ],
)
def test_what_is_named_as_text_is_read_as_what_it_is(
    tmp_path: Path, source: str, media_type: str, expected: str, absent: str
) -> None:
    value = document(tmp_path, "a.txt", source)
    assert value.media_type == media_type
    assert expected in text_of(value)
    assert absent not in text_of(value)


def test_bookmarks_keep_their_addresses(tmp_path: Path) -> None:
    source = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1><DL><p><DT><H3>Boats</H3><DL><p>
<DT><A HREF="https://boats.example/swift" ADD_DATE="1741943564" TAGS="sail,fast">Swift</A>
<DD>On rigging</DL></DL>"""
    text = text_of(document(tmp_path, "a.html", source))
    assert "Swift (https://boats.example/swift; tags: sail, fast)" in text


def test_the_mark_of_an_entry_stands_before_its_words_in_whatever_block(tmp_path: Path) -> None:
    source = """<ul><li><div><p>Pier 4</p><p>opens at six</p></div></li><li></li><li>
<ul><li><a href="/x"><div>Inner</div></a></li></ul></li></ul><ol><li><p>First</p></li></ol>"""
    lines = text_of(document(tmp_path, "a.html", source)).split("\n")
    assert [line for line in lines if line] == [
        *("- Pier 4", "opens at six", "- Inner", "1. First")
    ]


def test_lists_count_as_a_browser_does(tmp_path: Path) -> None:
    source = """<ol><li>one<ol type="a" start="3"><li>c</li></ol></li><li>two</li><li value="7">7th
</li><li>eight</li></ol><ol reversed><li>2nd</li><li>1st</li></ol><ul><li>dot</li></ul>"""
    lines = text_of(document(tmp_path, "a.html", source)).split("\n")
    expected = ["1. one", "c. c", "2. two", "7. 7th", "8. eight", "2. 2nd", "1. 1st", "- dot"]
    assert [line for line in lines if line] == expected


def test_what_is_crossed_out_says_so(tmp_path: Path) -> None:
    page = document(tmp_path, "a.html", "<p>Fee <del>50</del> 60 and <s>two words</s>.<del></del>")
    assert text_of(page) == "Fee ~~50~~ 60 and ~~two words~~."
    written = docx.Document()
    paragraph = written.add_paragraph("Fee ")
    for text in ("50", " euro"):
        paragraph.add_run(text).font.strike = True
    paragraph.add_run(" 60 euro")
    written.save(str(tmp_path / "a.docx"))
    value = read(tmp_path / "a.docx")
    assert isinstance(value, TextDocument)
    assert "Fee ~~50 euro~~ 60 euro" in text_of(value)


def test_tables_in_html_within_markdown_are_tables(tmp_path: Path) -> None:
    source = """# Ports
Before
<table>
<tr><th>Port</th><th>Depth</th><th>Fee</th></tr>
<tr><td>Emden</td><td>8 m</td><td>40</td></tr>
</table>
After

```html
<table><tr><td>code</td></tr></table>
```
"""
    value = document(tmp_path, "a.md", source)
    rows = [section for section in value.sections if section.cells]
    assert [section.text for section in rows] == ["Port: Emden; Depth: 8 m; Fee: 40"]
    assert rows[0].locator["heading_path"] == ["Ports"]
    assert "After" in value.sections[-1].text
    assert "<td>code</td>" in value.sections[-1].text
    broken = document(tmp_path, "b.md", "Text\n<table><tr><td>never closed\nmore")
    assert "never closed" in text_of(broken)


def test_what_a_page_hides_in_other_ways_is_left_out(tmp_path: Path) -> None:
    source = "<p>Seen</p><div style='visibility: hidden'>one</div><i style='mso-hide:all'>two</i>"
    assert text_of(document(tmp_path, "a.html", source)) == "Seen"


def test_frames_that_are_saved_within_the_page_are_read_in_their_place(tmp_path: Path) -> None:
    inner = "&lt;html&gt;&lt;body&gt;&lt;p&gt;Fees rise &amp;amp; fall.&lt;/p&gt;&lt;/body&gt;"
    source = (
        f'<html><body><p>Before</p><iframe srcdoc="{inner}"></iframe><p>After</p></body></html>'
    )
    assert text_of(document(tmp_path, "a.html", source)) == "Before\n\nFees rise & fall.\n\nAfter"


@pytest.mark.parametrize(
    "words", ["ID3 tags of our songs", "MZ 7 is the berth", "The wide quay", "AC10 is the flat"]
)
def test_words_that_begin_as_other_kinds_do_are_words(tmp_path: Path, words: str) -> None:
    assert text_of(document(tmp_path, "a.txt", f"{words}\n\nIt rains.\n")).startswith(words)


def test_xml_that_begins_with_the_type_of_its_document_is_xml(tmp_path: Path) -> None:
    source = (
        '<!DOCTYPE boats PUBLIC "-//x" "x.dtd">\n<boats><boat><name>Salty</name></boat></boats>'
    )
    assert "name: Salty" in text_of(document(tmp_path, "a.nxml", source))
