"""Plain text, Markdown, tables and web pages from real files."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from storage.errors import ReadError, Unsupported
from storage.readers.opening import open_regular, refused
from storage.readers.reading import read
from storage.readers.values import TextDocument
from tests.storage.readers.documents import document


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "Grüße aus Köln, 東京 und Київ"),
        ("utf-8-sig", "Grüße aus Köln"),
        ("utf-16", "Grüße aus Köln, 東京"),
        ("utf-16-le", "The quick brown fox jumps over the lazy dog"),
        ("utf-16-be", "The quick brown fox jumps over the lazy dog"),
        ("cp1252", "Grüße aus Köln"),
        ("cp1252", "Le café est fermé le dimanche, déjà."),
        ("cp1252", "It’s the “best” – 50 €, 25 m² and 25° C"),
        ("cp1252", "El niño comió piñas mañana, ¿verdad?"),
        ("cp1252", "Blåbærsyltetøy på brødskiven, takk."),
        ("cp1250", "Zażółć gęślą jaźń, proszę o pilną odpowiedź."),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy, děkuji."),
        ("cp1251", "Привет, как дела? Это короткое письмо."),
        ("koi8-r", "Привет, как дела? Это короткое письмо."),
        ("cp1253", "Καλημέρα σας, πώς είστε σήμερα;"),
        ("cp1254", "İstanbul'da güneşli bir gün, çok güzel değil mi?"),
        ("cp1255", "שלום לך, מה שלומך היום? זה מכתב קצר."),
        ("shift_jis", "吾輩は猫である。名前はまだ無い。"),
        ("euc_jp", "吾輩は猫である。名前はまだ無い。"),
        ("gbk", "我们今天去公园玩,天气很好。"),
        ("big5", "今天天氣很好,我們去公園玩。"),
        ("euc_kr", "안녕하세요 오늘 날씨가 좋네요"),
    ],
)
def test_text_is_decoded_whatever_its_encoding(tmp_path: Path, encoding: str, words: str) -> None:
    found = document(write(tmp_path, "letter.txt", words.encode(encoding)))
    assert found.sections[0].text == words.rstrip("\n")


def test_offsets_survive_line_ends_and_control_characters(tmp_path: Path) -> None:
    found = document(write(tmp_path, "a.txt", b"one\r\ntwo\x07\x1b[0m\rthree\ttab\x0cfour"))
    assert found.sections[0].text == "one\ntwo\nthree\ttab\nfour"


def test_markdown_sections_carry_their_heading_path(tmp_path: Path) -> None:
    source = """---
title: Field notes
---
Before any heading.

# Birds

Intro.

## The *wren* [link](x)

Small.

```
# not a heading
```

Under
-----

Line.

# Fish
Cold.
"""
    found = document(write(tmp_path, "notes.md", source))
    assert found.title == "Field notes"
    paths = [section.locator.get("heading_path") for section in found.sections]
    assert paths == [
        None,
        ["Birds"],
        ["Birds", "The *wren* link"],
        ["Birds", "Under"],
        ["Fish"],
    ]
    assert "# not a heading" in found.sections[2].text
    assert found.sections[3].text == "Under\n-----\n\nLine."


def test_comma_separated_rows_read_as_sentences(tmp_path: Path) -> None:
    found = document(
        write(tmp_path, "t.csv", "City;People;Founded\nKöln;1.087.353;50 BC\nMünchen;;1158\n")
    )
    (section,) = found.sections
    assert section.text.splitlines() == [
        "City: Köln; People: 1.087.353; Founded: 50 BC",
        "City: München; Founded: 1158",
    ]
    assert section.locator == {"cells": "A2:C3"}


def test_a_table_without_names_keeps_its_values(tmp_path: Path) -> None:
    found = document(write(tmp_path, "t.csv", "1,2,3\n4,5,6\n"))
    assert found.sections[0].text == "1 | 2 | 3\n4 | 5 | 6"


def test_each_row_of_a_long_table_has_its_cells(tmp_path: Path) -> None:
    rows = "\n".join(f"item {n},{n}" for n in range(745))
    found = document(write(tmp_path, "t.csv", "name,number\n" + rows))
    assert [section.locator["cells"] for section in found.sections] == ["A2:B501", "A502:B746"]
    assert found.sections[1].text.endswith("name: item 744; number: 744")
    assert found.sections[1].cells[-1] == "A746:B746"


def test_html_gives_what_a_reader_sees(tmp_path: Path) -> None:
    page = """<!doctype html><html><head><title> A  page </title><meta name=author content="Ada">
    <style>p{}</style></head><body><nav>Home</nav><script>evil()</script>
    <h1>Top<a class=headerlink href=#>¶</a></h1><p>First <b>bold</b>,
    and <i>more</i>.</p><div hidden>secret</div>
    <ul><li>one</li><li>two</li></ul><h2>Table</h2>
    <table><tr><th>Year</th><th>Sum</th></tr><tr><td><p>1999</p></td><td>5</td></tr></table>
    <pre>  keep
    this</pre></body></html>"""
    found = document(write(tmp_path, "p.html", page))
    assert found.title == "A page"
    assert found.metadata["author"] == "Ada"
    first, second, table, code = found.sections
    assert first.locator == {"heading_path": ["Top"]}
    assert first.text == "Top\n\nFirst bold, and more.\n\n- one\n- two"
    assert second.locator == table.locator == {"heading_path": ["Top", "Table"]}
    assert second.text == "Table"
    assert table.text == "Year: 1999; Sum: 5"
    assert code.text == "  keep\n    this"


def test_html_in_a_declared_encoding(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Привет мир</p></body></html>'
    found = document(write(tmp_path, "p.html", page.encode("cp1251")))
    assert found.sections[0].text == "Привет мир"


def test_html_nested_a_hundred_thousand_deep(tmp_path: Path) -> None:
    deep = "<html><body><p>before</p>" + "<div>" * 100_000 + "deep" + "</div>" * 100_000
    try:
        found = document(write(tmp_path, "p.html", deep))
    except ReadError as error:
        assert "deep" in error.reason
    else:
        assert "before" in found.sections[0].text


def test_source_code_is_one_section(tmp_path: Path) -> None:
    found = document(write(tmp_path, "a.py", "# a comment\ndef f():\n    return 1\n"))
    assert found.media_type == "text/x-python"
    assert found.sections[0].text.startswith("# a comment\ndef f():\n    return 1")


def test_huge_text_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.readers import caps

    monkeypatch.setattr(caps, "MAX_TEXT_BYTES", 1000)
    found = document(write(tmp_path, "a.txt", "word " * 1000))
    assert len(found.sections[0].text) == 1000
    assert "truncated" in found.metadata


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty file"),
        ("a.txt", bytes(range(256)) * 20, "unsupported type"),
        (
            "a.rar",
            b"Rar!\x1a\x07\x01\x00" + bytes(100),
            r"^RAR archive: not read; unpack it and add the folder, or pack it as ZIP$",
        ),
        ("id.pem", "-----BEGIN PRIVATE KEY-----\nMII\n", "a key or certificate"),
    ],
)
def test_what_is_skipped_says_why(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    with pytest.raises(Unsupported, match=reason):
        read(write(tmp_path, name, content))


def test_marks_of_notes_in_a_book_are_not_glued_to_words(tmp_path: Path) -> None:
    book = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
        '<p>The tide<a epub:type="noteref" href="#n">12</a> rises 4<a role="doc-noteref">3</a> m.'
        "</p></body></html>"
    )
    assert (
        "The tide [12] rises 4 [3] m." in document(write(tmp_path, "a.html", book)).sections[0].text
    )


def test_type_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
        b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef"
        b"\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    assert read(write(tmp_path, "a.txt", png)).media_type == "image/png"
    assert read(write(tmp_path, "a.png", "just words")).media_type == "text/plain"


def test_a_file_that_is_gone_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no longer there") as gone:
        read(tmp_path / "none.txt")
    assert gone.value.retryable
    with pytest.raises(ReadError, match="not a regular file"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("error", "said", "retryable"),
    [
        (OSError(errno.ELOOP, "x"), "a link; add what it points to", False),
        (OSError(errno.EIO, "x"), "its drive does not answer", True),
        (FileNotFoundError(errno.ENOENT, "x"), "no longer there", True),
        (PermissionError(errno.EACCES, "x"), "no permission", True),
        (OSError(errno.EMFILE, "x"), "could not be opened", True),
    ],
)
def test_what_the_system_refuses_is_told_in_words(
    error: OSError, said: str, retryable: bool
) -> None:
    told = refused(error)
    assert said in told.reason and told.retryable is retryable


def test_what_another_program_holds_is_told(tmp_path: Path) -> None:
    held = PermissionError(errno.EACCES, "x")
    held.winerror = 32  # type: ignore[attr-defined, unused-ignore]  # Windows alone sets it
    assert "another program has it open" in refused(held).reason
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.txt").symlink_to("a.txt")
    with pytest.raises(ReadError, match="a link"):
        open_regular(tmp_path / "b.txt", follow=False)


def test_captions_that_roll_upwards_are_read_once(tmp_path: Path) -> None:
    cue = "00:00:{}.000 --> 00:00:{}.000 align:start position:0%\n{}\n{}\n\n"
    lines = ["welcome to the quay", "the crane lifts 12 tons", "and the boat four"]
    source = "WEBVTT\nKind: captions\n\n"
    for n, line in enumerate(lines):
        timed = line.replace(" ", "<00:00:01.500><c> ", 1) + "</c>"
        source += cue.format(f"{4 * n:02}", f"{4 * n + 3:02}", lines[n - 1] if n else " ", timed)
        source += cue.format(f"{4 * n + 3:02}", f"{4 * n + 4:02}", line, " ")
    (section,) = document(write(tmp_path, "a.vtt", source)).sections
    assert section.text == f"[0:00] {' '.join(lines)}"


MAIL = """From: Curator <curator@example.org>
To: Archive <archive@example.org>
Subject: =?utf-8?q?Caf=C3=A9_plans?=
Date: Tue, 04 Jul 2023 12:30:00 +0200
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=AA

--AA
Content-Type: multipart/alternative; boundary=BB

--BB
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

We meet at the caf=E9.
--BB
Content-Type: text/html; charset=utf-8

<p>We meet at the <b>HTML</b> cafe.</p>
--BB--
--AA
Content-Type: application/pdf; name="floor plan.pdf"
Content-Disposition: attachment; filename="floor plan.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--AA--
"""


def test_mail_headers_body_and_names_of_what_is_attached(tmp_path: Path) -> None:
    for name in ("m.eml", "no-suffix"):
        found = document(write(tmp_path, name, MAIL))
        assert found.media_type == "message/rfc822"
        assert found.title == "Café plans"
        assert found.metadata["attachments"] == "floor plan.pdf"
        assert found.metadata["date"] == "2023-07-04 12:30:00+02:00"
        headers, body = found.sections
        assert headers.locator == {"part": "headers"}
        assert "From: Curator <curator@example.org>\nTo: Archive" in headers.text
        assert body.locator["part"] == "body"
        assert body.text == "We meet at the café."


def test_mail_with_html_only(tmp_path: Path) -> None:
    source = (
        MAIL.split("MIME-Version")[0] + "Content-Type: text/html; charset=utf-8\n\n<p>Only ü</p>"
    )
    found = document(write(tmp_path, "m.eml", source))
    assert found.sections[1].text == "Only ü"


def test_a_notebook_gives_prose_code_and_printed_text(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Study\n", "Why."]},
        {
            "cell_type": "code",
            "source": "print(1)",
            "outputs": [
                {"output_type": "stream", "text": ["1\n"]},
                {"data": {"image/png": "iVBORw0KGgo" * 1000, "text/plain": "<Figure>"}},
            ],
        },
        {"cell_type": "markdown", "source": "## Result\nDone."},
    ]
    found = document(write(tmp_path, "a.ipynb", json.dumps({"cells": cells, "nbformat": 4})))
    assert found.title == "Study"
    assert [(section.locator["heading_path"], section.text) for section in found.sections] == [
        (["Study"], "# Study\nWhy."),
        (["Study"], "print(1)\n1\n<Figure>"),
        (["Study", "Result"], "## Result\nDone."),
    ]


def test_rich_text_tables_and_raised_letters(tmp_path: Path) -> None:
    source = (
        rb"{\rtf1\ansi Fees:\par\trowd\intbl Boat\cell Berth\cell\row\trowd\intbl Ida\cell 4\cell"
        rb"\row\pard 300 m{\super 2} and H\sub 2\nosupersub O.\par}"
    )
    table, last = document(write(tmp_path, "a.rtf", source)).sections[1:]
    assert table.text == "Boat: Ida; Berth: 4"
    assert table.locator["heading_path"] == ["Fees:"]
    assert last.text == "300 m² and H₂O."


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-16-le", "Ключ висит за счётчиком, у двери."),
        ("utf-16-be", "钥匙挂在电表后面，请周三归还。"),
        ("utf-16-le", "Το κλειδί είναι στη θύρα, πίσω."),
        ("utf-16-be", "鍵はメーターの裏にあります。水曜日に返してください。"),
    ],
)
def test_utf16_without_a_mark(tmp_path: Path, encoding: str, words: str) -> None:
    assert document(write(tmp_path, "a.txt", words.encode(encoding))).sections[0].text == words


def test_what_a_note_says_of_itself_and_its_tags(tmp_path: Path) -> None:
    source = "---\ntags:\n  - boat\n  - 'to do'\naliases: [Motor, Engine]\nrating: 5\n---\nWords.\n"
    found = document(write(tmp_path, "n.md", source))
    assert found.metadata == {"tags": "boat, to do", "aliases": "Motor, Engine", "rating": "5"}
    assert found.sections[0].text == "Tags: boat, to do\nAliases: Motor, Engine\nRating: 5"


def test_subtitles_say_what_is_said_and_when(tmp_path: Path) -> None:
    source = (
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:03.000 align:start\n"
        "<v Ada>Welcome <i>aboard</i>.\n\n1\n01:00:20.500 --> 01:00:22.000\nCast off &amp; go!\n"
    )
    found = document(write(tmp_path, "a.vtt", source))
    assert found.sections[0].text == "[0:01] Ada: Welcome aboard.\n\n[1:00:20] Cast off & go!"


def test_contacts(tmp_path: Path) -> None:
    source = (
        "BEGIN:VCARD\nVERSION:2.1\nN:Brandt;Ida\nTEL;CELL;VOICE:0171 22\n"
        "ADR;HOME;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;;Am K=C3=A4i 3;Kiel;;24103;\n"
        "PHOTO;ENCODING=b:AAAA\nEND:VCARD\n"
    )
    (section,) = document(write(tmp_path, "a.vcf", source)).sections
    assert section.text == (
        "Name: Ida Brandt\nPhone (cell): 0171 22\nAddress (home): Am Käi 3, Kiel, 24103"
    )
    assert section.locator == {"heading_path": ["Ida Brandt"]}


def test_folded_answers_readings_and_raised_letters_of_pages(tmp_path: Path) -> None:
    page = (
        "<html><body><h2>When?</h2><div style='display: none'><p>It opens at nine on Mondays.</p>"
        "</div><div class='modal' hidden><p>Sign up for our letter now please.</p></div>"
        "<p>5,400<sup>3</sup> m, seen<sup><a href='#n'>[1]</a></sup>, co&shy;ope&shy;rate, "
        "<ruby>灯<rt>とう</rt>台<rt>だい</rt></ruby></p>"
        "<table><tr><th>Route</th><td>Oslo</td></tr><tr><th>Hours</th><td>20</td></tr></table>"
        "</body></html>"
    )
    text = "\n".join(s.text for s in document(write(tmp_path, "a.html", page)).sections)
    assert "It opens at nine on Mondays." in text
    assert "letter" not in text
    assert "5,400³ m, seen [1], cooperate, 灯台（とうだい）" in text
    assert text.endswith("Route: Oslo\nHours: 20")


def test_a_sheet_that_is_text_is_read_as_a_table(tmp_path: Path) -> None:
    (section,) = document(write(tmp_path, "export.xls", "Name\tSum\nIda\t5\nOtto\t7\n")).sections
    assert section.text == "Name: Ida; Sum: 5\nName: Otto; Sum: 7"


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("iso8859_2", "Klucz jest pod wycieraczką, proszę wziąć łódź i wiosła."),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy – klíč je pod rohožkou."),
        ("mac_roman", "Der Schlüssel für die Tür liegt im Köcher, L’été à Noël."),
        ("mac_roman", "Name;Stadt\nJürgen;Köln\nZoë;Münster"),
        ("cp850", "Schön ist der Abend, die Höhe ist schwer zu schätzen."),
        ("cp850", "Die Straße über die Brücke ist für Fußgänger."),
    ],
)
def test_code_pages_by_the_letters_they_have(tmp_path: Path, codec: str, words: str) -> None:
    (tmp_path / "a.txt").write_bytes(words.encode(codec))
    assert text_of(tmp_path / "a.txt") == words


def test_colours_of_a_terminal_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("10:02 \x1b[1;31mFATAL\x1b[0m pump 7 stopped", "utf-8")
    assert text_of(tmp_path / "a.log") == "10:02 FATAL pump 7 stopped"


def test_a_sheet_saved_as_text_has_rows(tmp_path: Path) -> None:
    for name in ("a.txt", "a.xls"):
        lines = "Name\tCity\tAge\nJürgen\tKöln\t41\nZoë\tPrag\t22\n"
        (tmp_path / name).write_bytes(lines.encode("utf-16"))
        assert text_of(tmp_path / name).splitlines()[0] == "Name: Jürgen; City: Köln; Age: 41"


def text_of(path: Path) -> str:
    value = read(path)
    assert isinstance(value, TextDocument)
    return "\n".join(section.text for section in value.sections)


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nFirst\n2\n00:00:30,000 --> 00:00:32,000\nLast",
         "[0:01] First\n\n[0:30] Last"),
        ("a.vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nthe bridge\n\n00:00:02.000 --> "
         "00:00:04.000\nthe bridge\nopens", "[0:00] the bridge opens"),
        ("a.ass", "[Events]\nComment: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,no\nDialogue: 0,0:00:01.00,"
         "0:00:02.00,Default,Anna,0,0,0,,{\\i1}The bridge{\\i0}, it\\Nopens",
         "[0:01] Anna: The bridge, it opens"),
        ("a.sbv", "0:00:05.000,0:00:06.000\nThe bridge opens\n", "[0:05] The bridge opens"),
    ],
)  # fmt: skip
def test_subtitles_of_all_kinds(tmp_path: Path, name: str, source: str, expected: str) -> None:
    (tmp_path / name).write_text(source, "utf-8")
    assert text_of(tmp_path / name) == expected


def test_calendars_tell_last_days_exceptions_and_no_markup(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Camp\nDTSTART;VALUE=DATE:20250414\n"
        "DTEND;VALUE=DATE:20250418\nRRULE:FREQ=WEEKLY\nEXDATE:20250421T190000,20250428T190000\n"
        "DESCRIPTION:<b>Dial</b> 5521<br>PIN 99\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert text_of(tmp_path / "a.ics").splitlines() == [
        "Event: Camp",
        "Start: 2025-04-14",
        "End: 2025-04-17",
        "Repeats: weekly",
        "Not on: 2025-04-21 19:00, 2025-04-28 19:00",
        "Description: Dial 5521",
        "PIN 99",
    ]


def test_text_is_told_by_its_first_line_where_its_name_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "contact").write_text("BEGIN:VCARD\nFN:Ola Nord\nTEL:123\nEND:VCARD\n")
    assert text_of(tmp_path / "contact") == "Name: Ola Nord\nPhone: 123"
    (tmp_path / "reply").write_text('{"ort": "K\\u00f6ln"}')
    assert text_of(tmp_path / "reply") == "ort: Köln"


def test_pages_tell_what_was_typed_and_chosen_and_number_their_lists(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><body><ol start=3><li>open</li><li>prime<ul><li>gently</li></ul></li></ol>"
        "<p>Name <input value='Anna'> <input type=hidden value=no> <select><option>red<option "
        "selected>blue</select> <textarea>ring twice</textarea></p></body></html>"
    )
    assert text_of(tmp_path / "a.html").split("\n\n") == [
        "3. open\n4. prime", "- gently", "Name Anna blue ring twice"
    ]  # fmt: skip


def test_older_notebooks_and_their_errors(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Old"},
        {"cell_type": "code", "input": ["y=2"],
         "outputs": [{"output_type": "pyerr", "ename": "ValueError", "evalue": "bad depth"}]},
    ]  # fmt: skip
    (tmp_path / "a.ipynb").write_text(json.dumps({"worksheets": [{"cells": cells}]}))
    assert text_of(tmp_path / "a.ipynb").split("\n") == ["# Old", "y=2", "ValueError: bad depth"]


def test_rich_text_in_fonts_of_other_scripts_and_its_footnotes(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial;}}"
        rb"{\info{\title Plan}}\f0 T\'fcr {\f1 \'c4\'ee\'e3\'ee\'e2\'ee\'f0} 5"
        rb"{\footnote\pard note}.}"
    )
    value = read(tmp_path / "a.rtf")
    assert isinstance(value, TextDocument)
    assert value.title == "Plan"
    assert value.sections[0].text == "Tür Договор 5 [note] ."


REPORT = """Harbour report

Berth      Boat            Fee
=====      ====            ===
Quay 7     Salty          40.00
Mole 9     Grey Gull     120.50
Pier 4     Ida            35.00
Pier 5                    12.00

Total of all fees this year, as far as they
were paid. The   rest   follows
in the next   report   of the office,
which you   will   get in May.
"""


def test_tables_that_are_aligned_by_blanks_carry_their_names(tmp_path: Path) -> None:
    above, table, below = document(write(tmp_path, "a.txt", REPORT.encode())).sections
    assert above.text.strip() == "Harbour report"
    assert table.text.splitlines() == [
        "Berth: Quay 7; Boat: Salty; Fee: 40.00",
        "Berth: Mole 9; Boat: Grey Gull; Fee: 120.50",
        "Berth: Pier 4; Boat: Ida; Fee: 35.00",
        "Berth: Pier 5; Fee: 12.00",
    ]
    assert "The   rest   follows" in below.text


def test_aligned_code_stays_as_it_is(tmp_path: Path) -> None:
    lines = ["def f():", "    a  = 1   # one", "    bb = 22  # two", "    c  = 3   # three"]
    source = "\n".join([*lines, "    d  = 4   # four"])
    (section,) = document(write(tmp_path, "a.txt", source.encode())).sections
    assert section.text == source


def test_clippings_of_a_kindle_stand_under_their_books(tmp_path: Path) -> None:
    path = tmp_path / "My Clippings.txt"
    path.write_text(
        "\ufeffThe Boat Builder (Ole Dahl)\r\n"
        "- Your Highlight on Location 1114-1115 | Added on Tuesday, August 3, 2021 11:24:53 PM\r\n"
        "\r\nOak swells when it is wet.\r\n==========\r\n"
        "Tides (Mia Strand)\r\n- Your Note on page 7\r\n\r\nAsk Ben about this.\r\n==========\r\n",
        encoding="utf-8",
        newline="",
    )
    value = read(path)
    assert isinstance(value, TextDocument)
    first, second = value.sections
    assert first.locator == {"heading_path": ["The Boat Builder (Ole Dahl)"]}
    assert first.text.startswith("The Boat Builder (Ole Dahl)\n- Your Highlight on Location 1114")
    assert first.text.endswith("\n\nOak swells when it is wet.")
    assert second.text == "Tides (Mia Strand)\n- Your Note on page 7\n\nAsk Ben about this."
