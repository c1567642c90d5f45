"""Yes or no from a cell, and when nothing is said."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf

CLASS = """Name,Born,Swimmer,Vegetarian,Bus stop
Hana Rostami,2014-01-27,no,yes,Alder Road
Lukas Brandt,2014-03-02,yes,no,Mill Lane
Ada Quill,2013-11-30,yes,,Alder Road
"""
GARDEN = """Beet;Bezahlt;Wasser
B-12;ja;nein
B-13;nein;ja
"""


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of({"class list.csv": CLASS, "gaerten.csv": GARDEN})


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Can Hana Rostami swim?", "en", "No: Hana Rostami, Swimmer: no."),
        ("Is Lukas Brandt a swimmer?", "en", "Yes: Lukas Brandt, Swimmer: yes."),
        ("Is Hana Rostami a vegetarian?", "en", "Yes: Hana Rostami, Vegetarian: yes."),
        ("Ist Beet B-13 bezahlt?", "de", "Nein: B-13, Bezahlt: nein."),
    ],
)
def test_a_cell_decides(shelf: Shelf, question: str, language: str, expected: str) -> None:
    assert shelf.says(question, language) == expected


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Can Hana Rostami swim two hundred metres?", "en"),  # more than the column says
        ("Can Hana Rostami juggle?", "en"),
        ("Can Mira Vogt swim?", "en"),
        ("Is Ada Quill a vegetarian?", "en"),  # the cell is empty
        ("Can Hana Rostami not swim?", "en"),
    ],
)
def test_nothing_is_said(shelf: Shelf, question: str, language: str) -> None:
    assert shelf.says(question, language) is None
