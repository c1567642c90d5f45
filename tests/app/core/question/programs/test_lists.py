"""Which files and how many: every file is gone through, words decide, doubt is told."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf
from .test_files import mail, photo, sound

INVOICE = "{head}\nInvoice No. {n}\nDate: {day}\n\nFor work on the {what}: {sum} euros.\n"
LETTER = "{who}\n{day}\n\nDear neighbours,\n\n{body}\n\nYours\n{who}\n"


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(
        {
            "invoices/invoice-gutter.txt": INVOICE.format(
                head="Falk Roofing", n=71, day="14 March 2023", what="gutter", sum=410
            ),
            "invoices/invoice-fence.txt": INVOICE.format(
                head="Brandt Fences", n=9, day="2 November 2023", what="fence", sum=980
            ),
            "invoices/invoice-boiler.txt": INVOICE.format(
                head="Moe Heating", n=15, day="5 February 2024", what="boiler", sum=120
            ),
            "post/tveit.txt": LETTER.format(
                who="Hilda Tveit", day="3 May 2023", body="The hedge hides the street lamp."
            ),
            "post/oduya.txt": LETTER.format(
                who="Samuel Oduya", day="9 June 2024", body="Thank you for cutting the hedges."
            ),
            "post/farrow.txt": LETTER.format(
                who="Lucy Farrow", day="1 July 2024", body="The parcel came to the wrong door."
            ),
            "mail/one.eml": mail(
                "Ladder", "Otto Falk <otto@example.org>", "ida@example.org",
                "Mon, 06 May 2024 10:15:00 +0000", "May I borrow the long ladder?",
            ),
            "mail/two.eml": mail(
                "Re: Ladder", "Ida Brandt <ida@example.org>", "otto@example.org",
                "Mon, 06 May 2024 11:15:00 +0000", "Of course, it stands behind the shed.",
            ),
            "mail/three.eml": mail(
                "Key", "Otto Falk <otto@example.org>", "hilda@example.org",
                "Tue, 07 May 2024 11:15:00 +0000", "The key lies under the pot.",
            ),
            "photos/gate.jpg": photo("2023:07:04 12:30:00", 10),
            "photos/yard.jpg": photo("2023:09:04 12:30:00", 90),
            "photos/shed.jpg": photo("2024:07:04 12:30:00", 200),
            "sound/memo.wav": sound(4),
            "fees-2023.txt": "Fees of the year 2023. The berth fee is 210 euros.",
            "fees-2025.txt": "Fees of the year 2025. The berth fee is 230 euros.",
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language", "expected", "absent"),
    [
        ("Which letters mention the hedge?", "en", ["tveit", "oduya", "2 of 3"], ["farrow"]),
        ("In how many letters is the hedge mentioned?", "en", ["2 of 3"], ["farrow"]),
        ("How many photos are there?", "en", ["3 of 3"], []),
        ("How many photos were taken in 2023?", "en", ["2 of 3", "gate", "yard"], ["shed"]),
        ("List all invoices from 2023.", "en", ["2 of 3", "gutter", "fence"], ["boiler"]),
        ("Which invoices are from February 2024?", "en", ["1 of 3", "boiler"], ["fence"]),
        ("How many mails are from Otto Falk?", "en", ["2 of 3", "Key", "Ladder"], ["Re:"]),
        ("Which mails went to Ida?", "en", ["1 of 3", "Ladder"], ["Re:", "Key"]),
        ("Which mails mention the ladder?", "en", ["2 of 3"], ["Key"]),
        (
            "Which document says that the berth fee is 230 euros?",
            "en",
            ["fees 2025"],
            ["fees 2023"],
        ),
        ("Welche Rechnungen sind von 2023?", "de", ["2 von 3", "gutter"], ["boiler"]),
        ("Wie viele Fotos gibt es?", "de", ["3 von 3"], []),
        ("In welchen Mails geht es um Ladder?", "de", ["2 von 3"], []),
        ("Quelles lettres mentionnent hedge ?", "fr", ["2 sur 3"], ["farrow"]),
        ("¿Cuántas fotos hay?", "es", ["3 de 3"], []),
    ],
)
def test_files_are_listed(
    shelf: Shelf, question: str, language: str, expected: list[str], absent: list[str]
) -> None:
    said = shelf.says(question, language)
    assert said is not None
    certain = said.split("Perhaps also")[0]
    assert [word for word in expected if word not in certain] == []
    assert [word for word in absent if word in certain] == []


@pytest.mark.parametrize(
    "question",
    [
        "Which letters complain about the hedge?",  # what a letter does is not in its words
        "Which letters mention the windmill?",
        "Which letters do not mention the hedge?",
        "Which invoices are unpaid?",
        "How many mails are from Peter Falk?",
        "How many photos were taken in 1999?",
        "How many neighbours wrote letters?",
        "What does the letter from Hilda Tveit say?",
        "Which letter is the most polite?",
    ],
)
def test_nothing_is_listed_by_guessing(shelf: Shelf, question: str) -> None:
    assert shelf.says(question) is None


def test_coverage_and_places(shelf: Shelf) -> None:
    made = shelf.reckon("Which letters mention the hedge?")
    assert made is not None
    assert (made.coverage.considered, made.coverage.used) == (3, 2)
    quotes = {grounds.quote for grounds in made.statements[0].rests_on}
    assert "The hedge hides the street lamp." in quotes
