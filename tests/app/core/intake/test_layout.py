"""Lines found in a picture, put in the order in which they are read."""

from __future__ import annotations

import numpy as np
import pytest

from app.core.intake.describe import caption
from app.core.intake.layout import arranged, groups, looks_drawn, wants_larger, written
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


def test_running_text_is_joined_and_divided_words_mended() -> None:
    found = [
        line("The har-", 0, 0.1),
        line("bour board of the", 0, 0.13),
        line("Pump AX-", 0, 0.16),
    ]
    assert (
        written([*found, line("4400 runs", 0, 0.19)])
        == "The harbour board of the Pump AX-4400 runs"
    )


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
