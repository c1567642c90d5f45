"""Short texts of older systems, each told apart from the others by its bytes alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.readers.decoding import decode, unmistaken
from storage.readers.reading import read
from storage.readers.values import TextDocument

FRENCH = "Madame,\n\nVotre œuvre coûte 45 €. Le bœuf est prêt, cordialement, Zoë\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "iso8859-15"),
        (FRENCH, "mac_roman"),
        ("Blåbærgrød på ærø koster 40 kr. Måske også øl.\n", "cp850"),
        ("Blåbærgrød på ærø koster 40 kr. Måske også øl.\n", "cp1252"),
        ("Räksmörgås på tåget över ån.\n", "cp437"),
        ("Er sagte: »Grüße« – für 5 € im Café ‚Löwe‘.\n", "cp1252"),
        ("会议明天早上八点开始。请准时参加。\n", "gbk"),
        ("會議明天早上八點開始。請準時參加。\n", "big5"),
        ("我們在港口等你，船八點開。\n", "big5"),
        ("会議は明日八時に始まります。\n", "iso2022_jp"),
        ("会議は明日八時に始まります。\n", "euc_jp"),
        ("会議は明日八時に始まります。\n", "cp932"),
        ("내일 회의는 여덟 시에 시작합니다.\n", "cp949"),
        ("Zażółć gęślą jaźń, proszę o pomoc.\n", "cp1250"),
        ("Zażółć gęślą jaźń, proszę o pomoc.\n", "iso8859_2"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.\n", "cp1250"),
        ("Уважаемая Анна, встреча завтра в восемь.\n", "cp1251"),
        ("Το λιμάνι είναι κλειστό αύριο το πρωί.\n", "cp1253"),
        ("การประชุมพรุ่งนี้เวลาแปดโมงเช้า\n", "cp874"),
        ("Gemi yarın sabah sekizde kalkıyor, lütfen geç kalmayın.\n", "iso8859_9"),
        ("Kuģis atiet rīt astoņos. Lūdzu, nenokavējiet.\n", "cp1257"),
        ("Laivas išplaukia rytoj aštuntą, prašome nevėluoti.\n", "cp1257"),
        ("Laev väljub hommikul kell kaheksa, palun ärge hilinege. Žürii sõidab.\n", "cp1257"),
        ("Vaporul pleacă mâine la opt, vă rugăm să veniţi.\n", "cp1250"),
        ("Brod kreće sutra u osam, molimo ne kasnite. Žao mi je, čekajte još.\n", "cp1250"),
        ("Skipið fer á morgun klukkan átta, það kemur aftur.\n", "cp1252"),
        ("Střecha je opravená, přijďte v úterý.\n", "iso8859_2"),
        ("İstanbul'da güneşli bir gün, çocuklar şarkı söylüyor.\n", "cp1254"),
    ],
)
def test_short_texts_of_older_systems(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_utf8_that_was_written_twice_is_read_as_it_was(tmp_path: Path) -> None:
    text = "Grüße aus Köln – 45 €, naïve œuvre"
    (tmp_path / "a.txt").write_bytes(text.encode().decode("cp1252").encode())
    value = read(tmp_path / "a.txt")
    assert isinstance(value, TextDocument)
    assert value.sections[0].text == text


@pytest.mark.parametrize(
    "text", ["Grüße, nicht GrÃ¼ÃŸe", "São Tomé", "Â", "Ã§ im Wort é", "â € 日本"]
)
def test_letters_that_may_be_meant_stay(text: str) -> None:
    assert unmistaken(text) == text


def test_a_few_bytes_of_nothing_do_not_make_a_log_unreadable(tmp_path: Path) -> None:
    lines = "".join(f"09:{minute:02d} Schiff läuft ein\n" for minute in range(30))
    (tmp_path / "a.log").write_bytes(lines.encode() + b"\x00\x00\x0009:31 Neustart\n")
    value = read(tmp_path / "a.log")
    assert isinstance(value, TextDocument)
    assert value.sections[0].text == f"{lines}09:31 Neustart\n"


def test_cells_in_single_quotes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("'Name';'Ort';'Fee'\n'Berg; A';'Emden';'40'\n", "utf-8")
    value = read(tmp_path / "a.csv")
    assert isinstance(value, TextDocument)
    assert value.sections[0].text == "Name: Berg;\u00a0A; Ort: Emden; Fee: 40"
    (tmp_path / "b.csv").write_text("Name;Ort\n'n Berg;Emden\nO'Hara;Brest\n", "utf-8")
    other = read(tmp_path / "b.csv")
    assert isinstance(other, TextDocument)
    assert "'n Berg" in other.sections[0].text


@pytest.mark.parametrize(
    ("other", "line"),
    [
        ("cp1252", "Köln – 5 €"),
        ("cp1251", "Встреча завтра в восемь."),
        ("cp850", "Smørbrød på ærø"),
    ],
)
def test_lines_of_two_encodings_in_one_file(other: str, line: str) -> None:
    lines = ["Grüße aus Ærø\n", f"{line}\n", "plain\n", "déjà vu\n"]
    encodings = ("utf-8", other, "utf-8", "utf-8")
    content = b"".join(part.encode(name) for part, name in zip(lines, encodings, strict=True))
    assert decode(content) == "".join(lines)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("um 5 Â°C\nKöln\nGröße\nMüll\n", "cp1252"),  # one line that could be UTF-8
        ("会议\n明天早上八点开始。\n请准时参加。\n", "gbk"),
        ("การประชุม\nพรุ่งนี้\nเวลาแปดโมงเช้า\n", "cp874"),
    ],
)
def test_a_file_of_one_encoding_is_not_taken_for_two(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text
