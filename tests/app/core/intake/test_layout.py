"""Lines found in a picture, put in the order in which they are read."""

from __future__ import annotations

import numpy as np
import pytest

from app.core.intake.describe import caption
from app.core.intake.layout import (
    arranged,
    groups,
    looks_drawn,
    placed,
    wants_larger,
    written,
)
from models.protocols import Tag, TextLine

WIDTH, HEIGHT = 1000, 1000


def line(text: str, x: float, y: float, width: float = 0.4, height: float = 0.02) -> TextLine:
    return TextLine(text, (x, y, x + width, y + height), 0.9)


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = ["The keeper of the northern", "light was given a boat", "and painted it green"]
    right = ["The school on the island", "was closed in winter as", "there were two pupils"]
    found = [
        line(words, x, 0.1 + 0.03 * row)
        for row, pair in enumerate(zip(left, right, strict=True))
        for x, words in zip((0.05, 0.55), pair, strict=True)
    ]
    assert [each.text for each in arranged(found, WIDTH, HEIGHT)] == left + right


def test_rows_of_a_list_stay_rows() -> None:
    rows = [("Fish soup", "9.50"), ("Plaice", "21.00"), ("Shrimp", "11.50")]
    found = [
        line(words, x, 0.1 + 0.05 * row, 0.15)
        for row, pair in enumerate(rows)
        for x, words in zip((0.05, 0.6), pair, strict=True)
    ]
    read = arranged(found, WIDTH, HEIGHT)
    assert written(read).splitlines() == ["Fish soup 9.50", "Plaice 21.00", "Shrimp 11.50"]
    assert read[0].bbox == pytest.approx((0.05, 0.1, 0.75, 0.12))


def test_names_of_columns_go_with_their_values() -> None:
    rows = [("Gasket", "Bolt", "Torque"), ("Left", "M8", "24 Nm"), ("Right", "M10", "31 Nm")]
    found = [
        line(words, x, 0.1 + 0.05 * row, 0.15)
        for row, triple in enumerate(rows)
        for x, words in zip((0.05, 0.35, 0.65), triple, strict=True)
    ]
    assert arranged(found, WIDTH, HEIGHT)[2].text == "Gasket: Right; Bolt: M10; Torque: 31 Nm"


def test_rows_of_a_photographed_table_that_lies_askew_stay_together() -> None:
    rows = [("Gasket", "Bolt", "Torque"), ("Left", "M8", "24 Nm"), ("Right", "M10", "31 Nm")]
    found = [
        TextLine(
            words,
            (x, 0.1 + 0.05 * row + 0.1 * x, x + 0.15, 0.16 + 0.05 * row + 0.1 * x),  # it falls
            0.9,
            (x * WIDTH, 100 + 50 * row, x * WIDTH + 150, 120 + 50 * row),
        )
        for row, triple in enumerate(rows)
        for x, words in zip((0.05, 0.35, 0.65), triple, strict=True)
    ]
    assert written(arranged(found, WIDTH, HEIGHT)).splitlines() == [
        "Gasket | Bolt | Torque",
        "Gasket: Left; Bolt: M8; Torque: 24 Nm",
        "Gasket: Right; Bolt: M10; Torque: 31 Nm",
    ]


def test_names_that_count_on_are_names_of_columns() -> None:
    rows = [("Team", "R1", "R2"), ("Anchors", "8", "9"), ("Rascals", "5", "4")]
    found = [
        line(words, x, 0.1 + 0.05 * row, 0.15)
        for row, triple in enumerate(rows)
        for x, words in zip((0.05, 0.35, 0.65), triple, strict=True)
    ]
    assert arranged(found, WIDTH, HEIGHT)[1].text == "Team: Anchors; R1: 8; R2: 9"


def test_a_table_without_names_keeps_its_rows_and_its_empty_cells() -> None:
    rows = [("Mon", "Orla Finch", "Ruth"), ("Tue", "", "Tom Birch"), ("Wed", "Ada Vass", "Ruth")]
    found = [
        line(words, x, 0.1 + 0.05 * row, 0.15)
        for row, triple in enumerate(rows)
        for x, words in zip((0.05, 0.35, 0.65), triple, strict=True)
        if words
    ]
    assert written(arranged(found, WIDTH, HEIGHT)).splitlines() == [
        "Mon | Orla Finch | Ruth",
        "Tue |  | Tom Birch",
        "Wed | Ada Vass | Ruth",
    ]


def typed(*texts: str, x: float = 0.1, is_centred: bool = False) -> list[TextLine]:
    """Lines of one type, as wide as what they say."""
    found = []
    for row, text in enumerate(texts):
        width = 0.01 * len(text)
        left = 0.5 - width / 2 if is_centred else x
        found.append(line(text, left, 0.1 + 0.03 * row, width))
    return found


def test_running_text_is_joined_and_divided_words_mended() -> None:
    found = typed("The har-", "bour board of the town bought", "a pump AX-", "4400 in May")
    assert written(found) == "The harbour board of the town bought a pump AX-4400 in May"


def test_a_sentence_goes_on_with_a_capital_where_no_room_was_left() -> None:
    found = typed(
        "Am Montag wird im ganzen Haus das",
        "Wasser abgestellt, weil eine neue",
        "Leitung eingebaut wird. Fragen an",
        "Herrn Wendt.",
    )
    assert "\n" not in written(found)


@pytest.mark.parametrize("is_centred", [True, False])
def test_lines_of_a_sign_stay_apart(is_centred: bool) -> None:
    said = ["Rye bread only on Wednesdays and Saturdays", "Cards from 5 pounds", "No dogs, please"]
    assert written(typed(*said, is_centred=is_centred)).splitlines() == said


def test_it_is_known_where_in_the_text_each_line_begins() -> None:
    found = typed("The har-", "bour board of the town bought", "a pump AX-", "4400 in May", "OPEN")
    text, places = placed(found)
    begins = [text[at:] for at, _ in places]
    firsts = ["The harbour", "bour board", "a pump", "4400 in", "OPEN"]
    assert [said.startswith(first) for said, first in zip(begins, firsts, strict=True)] == [
        True
    ] * 5
    assert [line for _, line in places] == found


def test_what_is_said_after_a_colon_goes_on() -> None:
    assert written(typed("Backup failed:", "error 0x80070070")) == "Backup failed: error 0x80070070"
    assert written(typed("From:", "Kestrel Optics")) == "From:\nKestrel Optics"


def test_ingredients_stay_apart() -> None:
    said = ["225 g flour", "1 tbsp ground ginger", "120 g dark treacle", "2 eggs, 90 ml milk"]
    assert written(typed(*said)).splitlines() == said


def test_what_stands_far_below_begins_anew() -> None:
    found = [*typed("Please shut the gate behind you"), line("or", 0.1, 0.4, 0.02)]
    assert written(found) == "Please shut the gate behind you\nor"


def test_a_value_goes_with_the_small_label_above_it() -> None:
    found = [
        line("GATE", 0.05, 0.10, 0.04, 0.012),
        line("BOARDING", 0.25, 0.10, 0.08, 0.012),
        line("SEAT", 0.45, 0.10, 0.04, 0.012),
        line("B14", 0.05, 0.12, 0.06, 0.03),
        line("11:35", 0.25, 0.12, 0.10, 0.03),
        line("22F", 0.45, 0.12, 0.06, 0.03),
    ]
    assert written(arranged(found, WIDTH, HEIGHT)) == "GATE: B14 BOARDING: 11:35 SEAT: 22F"


def test_a_small_line_above_a_sentence_is_no_label() -> None:
    found = [
        line("NOTICE", 0.05, 0.10, 0.06, 0.012),
        line("The gate is shut from six in the evening", 0.05, 0.12, 0.4, 0.03),
    ]
    assert written(arranged(found, WIDTH, HEIGHT)).splitlines()[0] == "NOTICE"


def test_long_texts_become_several_passages() -> None:
    found = [line("word " * 20, 0, 0.02 * n) for n in range(20)]
    grouped = groups(found, 600)
    assert [len(group) for group in grouped] == [6, 6, 6, 2]


def test_small_print_is_worth_another_look() -> None:
    small = [line("small", 0, 0.1 * n, height=0.01) for n in range(5)]
    assert wants_larger(small, (HEIGHT, WIDTH), 0.4)
    assert not wants_larger(small, (HEIGHT, WIDTH), 1.0)
    assert not wants_larger([line("large", 0, 0, height=0.1)], (HEIGHT, WIDTH), 0.4)


def test_drawings_are_told_from_photographs() -> None:
    sheet = np.full((500, 500, 3), 255, np.uint8)
    sheet[::50] = 0
    noise = np.random.default_rng(0).integers(0, 255, (500, 500, 3)).astype(np.uint8)
    assert looks_drawn(sheet)
    assert not looks_drawn(noise)


def test_a_caption_tells_its_guess_as_one_and_what_could_not_be_read() -> None:
    told = caption(
        "jetty", {}, [Tag("St. Bernard", 0.5)], [line("Berth 4", 0, 0), line("", 0, 0.2)]
    )
    assert told == (
        "Picture “jetty”. It seems to show: St Bernard. Text in the picture: Berth 4 "
        "Some writing in it could not be read."
    )


def test_a_sheet_full_of_writing_is_told_by_its_writing_alone() -> None:
    sheet = typed("Opening hours of the lido", "Monday to Friday 10 to 18")
    assert "It seems to show" not in caption("sheet", {}, [Tag("menu", 0.9)], sheet)
