"""Plain text, Markdown, tables and web pages from real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.errors import ReadError, Unsupported
from storage.readers.reading import read
from storage.readers.values import TextDocument


def document(path: Path) -> TextDocument:
    value = read(path)
    assert isinstance(value, TextDocument)
    return value


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
    assert found.sections[0].text == "one\ntwo[0m\nthree\ttab\nfour"


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
            "a.7z",
            b"7z\xbc\xaf\x27\x1c" + bytes(100),
            "unsupported type application/x-7z-compressed",
        ),
        ("id.pem", "-----BEGIN PRIVATE KEY-----\nMII\n", "a key or certificate"),
    ],
)
def test_what_is_skipped_says_why(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    with pytest.raises(Unsupported, match=reason):
        read(write(tmp_path, name, content))


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
