from __future__ import annotations

import pytest

from app.core.sentences import sentences_of


def cut(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentences_of(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Dr. Smith met J. R. Brown at 3 p.m. in St. Olav.", "He left.", "See p. 4 first."]),
        ("en", ["The U.S. team won.", "It was in the U.S.", "She left at 2.5 km."]),
        ("en", ["“Really?” she asked.", "Mr. O'Neil, Prof. Dr. Lee and Co. Ltd. agreed."]),
        ("en", ["1. First the key.", "2. Then the door."]),
        ("de", ["Am 3. September kam Dr. Müller, z. B. mit Nr. 5.", "Danach ging er."]),
        ("de", ["Die St.-Olav-Str. 5 ist gesperrt.", "Der 1. Preis ging an Fr. Schmidt."]),
        ("fr", ["M. Dupont arrive le 3 sept. à Paris.", "Mme. Martin part.", "Voir p. 12."]),
        ("es", ["El Sr. García y la Dra. López viven en EE. UU. desde 2010.", "¿Dónde?", "Allí."]),
        ("nl", ["Dhr. Jansen kwam.", "Mevr. De Vries ook."]),
        ("ru", ["А. С. Пушкин жил на ул. Мира, д. 5.", "Потом уехал."]),
        ("el", ["Πού είναι το λιμάνι;", "Είναι στον Πειραιά.", "Ο κ. Παπαδόπουλος ήρθε."]),
        ("ar", ["هل وصلت السفينة؟", "نعم وصلت."]),
    ],
)
def test_stops_that_end_no_sentence_are_passed_over(language: str, sentences: list[str]) -> None:
    assert cut(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    "sentences",
    [["これは文です。", "次の文です。"], ["会议于3月14日举行。", "主席是李明！", "他走了。"]],
)
def test_scripts_without_spaces(sentences: list[str]) -> None:
    assert cut("".join(sentences)) == sentences


def test_items_and_rows_are_sentences_of_their_own() -> None:
    assert cut("- milk\n- 2 eggs\nFlat | Rent\nA | 900\nB\t950\n\nThe end") == [
        "- milk", "- 2 eggs", "Flat | Rent", "A | 900", "B\t950", "The end",
    ]  # fmt: skip


def test_a_line_that_merely_wraps_goes_on() -> None:
    assert cut("It was long and\nwraps here. Then more.") == [
        "It was long and\nwraps here.",
        "Then more.",
    ]


@pytest.mark.parametrize("text", ["", "   \n ", "no stop at all", "?!", "a." * 2000])
def test_any_text_is_accepted(text: str) -> None:
    spans = sentences_of(text)
    assert all(start < end for start, end in spans)
    assert bool(spans) == bool(text.strip())


def test_rows_of_named_values_are_read_whole() -> None:
    text = (
        "The bolts:\nBolt: M-1; Torque: 17; Note: Ask Mr. Falk. He knows.\n"
        "Bolt: M-2; Torque: 24\nThey are strong."
    )
    assert [text[a:b] for a, b in sentences_of(text)] == [
        "The bolts:",
        "Bolt: M-1; Torque: 17; Note: Ask Mr. Falk. He knows.",
        "Bolt: M-2; Torque: 24",
        "They are strong.",
    ]
    pairs = "Name: Lena\nStreet: Am Kai 3. Back house.\nTown: Kiel"
    assert [pairs[a:b] for a, b in sentences_of(pairs)] == pairs.split("\n")
