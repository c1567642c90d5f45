"""Questions about rows: what is looked up and computed, and when nothing is said."""

from __future__ import annotations

import pytest

from .conftest import FillShelf, Shelf

EXPENSES = """Date,Payee,Category,Amount EUR
2024-01-05,Nordlicht Strom,Electricity,86.40
2024-01-19,Bäckerei Ahl,Food,12.80
2024-02-02,Nordlicht Strom,Electricity,91.20
2024-02-11,Gärtnerei Pohl,Garden,45.00
2024-03-04,Nordlicht Strom,Electricity,79.90
2024-03-17,Lindqvist Dental,Health,130.00
2025-01-04,Nordlicht Strom,Electricity,88.10
"""
TENANTS = """Name;Wohnung;Kaltmiete;Einzug
Anna Kessler;1. OG links;640,00 €;01.03.2019
Jonas Brandt;1. OG rechts;655,50 €;15.08.2021
Meral Aydin;2. OG links;720,00 €;01.11.2016
"""
RIVERS = """# Rivers

| River | Length km | Source |
|---|---|---|
| Elbe | 1,094 | Krkonoše |
| Rhine | 1,233 | Alps |
| Weser | 451 | Münden |
"""
BUDGET = """<html><body><h1>Club budget</h1><table>
<tr><th>Post</th><th>2023</th><th>2024</th></tr>
<tr><td>Rent</td><td>900</td><td>950</td></tr>
<tr><td>Insurance</td><td>210</td><td>230</td></tr>
<tr><td>Total</td><td>1110</td><td>1180</td></tr></table></body></html>"""
TOOLS = """Tool,Price,Weight kg,Shelf
Hammer,18.50,0.8,A1
Claw hammer,22,0.9,A2
Spade,31,2.1,B1
Rake,31,1.7,B2
Saw,,0.6,B2
"""


FINALS = """Rank,Player,County,Total,Born,Cast
1,Ada Byrne,Clare,31,1962,Reader
2,Mary Daly,Cork,30,1968,Player
2,Nora Quill,Clare,30,1970,Player
10,Ruth Hogan,Kerry,12,1971,Player
"""


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(
        {
            "expenses.csv": EXPENSES,
            "mieter.csv": TENANTS,
            "rivers.md": RIVERS,
            "budget.html": BUDGET,
            "tools.csv": TOOLS,
            "finals.csv": FINALS,
        }
    )


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("How much did we pay Lindqvist Dental?", "en", "130.00"),
        ("When did we pay Gärtnerei Pohl?", "en", "2024-02-11"),
        ("What is the length of the Rhine?", "en", "1,233 km"),
        ("How long is the Elbe?", "en", "1,094 km"),
        ("What is the source of the Weser?", "en", "Münden"),
        ("What was the rent in 2024?", "en", "950"),
        ("What was the insurance in 2023?", "en", "210"),
        ("On which shelf is the claw hammer?", "en", "A2"),
        ("What does the spade cost?", "en", "31"),
        ("How heavy is the rake?", "en", "1.7 kg"),
        ("What is on shelf B1?", "en", "Spade"),
        ("Wie hoch ist die Kaltmiete von Jonas Brandt?", "de", "655,50 €"),
        ("Wann ist Meral Aydin eingezogen?", "de", "01.11.2016"),
        ("Wer wohnt im 2. OG links?", "de", "Meral Aydin"),
        ("Quelle est la longueur du Rhine ?", "fr", "1,233 km"),
        ("¿Cuánto cuesta el Spade?", "es", "31"),
    ],
)
def test_a_cell_is_looked_up(shelf: Shelf, question: str, language: str, expected: str) -> None:
    said = shelf.says(question, language)
    assert said is not None
    assert expected in said


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("How much did we spend on electricity in 2024?", "en", "257.50 EUR"),
        ("What is the total amount for electricity in 2024?", "en", "257.50 EUR"),
        ("What was the total amount in February 2024?", "en", "136.20 EUR"),
        ("What is the average amount for electricity?", "en", "86.40 EUR"),
        ("How many payments to Nordlicht Strom were there in 2024?", "en", "3:"),
        ("What was the total in 2024?", "en", "1,180"),  # the row of totals is not added in
        ("Wie hoch ist die Kaltmiete insgesamt?", "de", "2.015,50 €"),
        ("Was ist die durchschnittliche Kaltmiete?", "de", "671,83 €"),
        ("Which river is the longest?", "en", "Rhine"),
        ("Which tool is the cheapest?", "en", "Hammer"),
        ("Which tool is the most expensive?", "en", "Spade / Rake"),
        ("Wer zahlt die höchste Kaltmiete?", "de", "Meral Aydin"),
        ("Which river is longer, the Elbe or the Rhine?", "en", "Rhine."),
        ("Is the Elbe longer than the Rhine?", "en", "No."),
        (
            "What is the difference between the length of the Rhine and the length of the Weser?",
            "en",
            "782 km",
        ),
        ("Which river is the second longest?", "en", "Elbe (Length, number 2 from the highest"),
        ("Wer zahlt die zweithöchste Kaltmiete?", "de", "Jonas Brandt"),
        ("Wer zahlt die dritthöchste Kaltmiete?", "de", "Anna Kessler"),
        ("Is the length of the Weser over 400 km?", "en", "Yes: Weser, Length 451 km."),
        ("Is the length of the Weser more than 500 km?", "en", "No: Weser, Length 451 km."),
        ("Ist die Kaltmiete von Jonas Brandt höher als 700 €?", "de", "Nein: Jonas Brandt"),
        ("War der Einzug von Meral Aydin vor dem 1. Mai 2017?", "de", "Ja: Meral Aydin"),
        ("War der Einzug von Jonas Brandt vor dem 1. Mai 2017?", "de", "Nein: Jonas Brandt"),
        ("What is the difference in length between the Elbe and the Weser?", "en", "643 km"),
        ("Is the spade more expensive than the hammer?", "en", "Yes."),
        ("How much did the rent rise from 2023 to 2024?", "en", "50"),
        ("Which tools weigh more than 1 kg?", "en", "Spade, Rake"),
        ("Which tools have a weight of more than 1 kg?", "en", "Spade, Rake"),
    ],
)
def test_rows_are_computed_over(shelf: Shelf, question: str, language: str, expected: str) -> None:
    said = shelf.says(question, language)
    assert said is not None
    assert expected in said


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is the warranty of the spade?", "en"),  # no such column
        ("What is the length of the Danube?", "en"),  # no such row
        ("What is the depth of the Elbe?", "en"),
        ("What does the garden hammer cost?", "en"),  # a narrower thing
        ("What is the second-hand price of the spade?", "en"),
        ("What was the rent in 2022?", "en"),
        ("What does the saw cost?", "en"),  # an empty cell
        ("How much did we pay Nordlicht Gas?", "en"),
        ("What is the price of a spade in Norway?", "en"),
        ("Which tool is not on shelf B2?", "en"),
        ("How much is the deposit of Jonas Brandt?", "en"),
        ("Wie hoch sind die Nebenkosten von Jonas Brandt?", "de"),
        ("Wie hoch ist die Kaltmiete von Peter Brandt?", "de"),
        ("How much did we spend on electricity in 2023?", "en"),
        ("Who is the mayor of Hamburg?", "en"),
        ("Какова длина Рейна?", "ru"),
    ],
)
def test_nothing_is_said_of_what_the_table_does_not_hold(
    shelf: Shelf, question: str, language: str
) -> None:
    assert shelf.says(question, language) is None


def test_a_sum_shows_its_rows(shelf: Shelf) -> None:
    made = shelf.reckon("How much did we spend on electricity in 2024?")
    assert made is not None
    (statement,) = made.statements
    assert "86.40 + 91.20 + 79.90" in statement.text
    assert len(statement.rests_on) == 3
    assert made.coverage.used == 1


def test_two_files_that_differ_are_both_told(shelf_of: FillShelf) -> None:
    old, new = "Berth,Fee\nNorth,210\nSouth,190\n", "Berth,Fee\nNorth,230\nSouth,190\n"
    shelf = shelf_of({"fees-2023.csv": old, "fees-2025.csv": new})
    said = shelf.says("What is the fee for the north berth?")
    assert said is not None
    assert "210" in said and "230" in said and "2023" in said
    same = shelf.says("What is the fee for the south berth?")
    assert same is not None and same.count("190") == 1
    assert "210" in (shelf.says("What is the fee for the north berth in 2023?") or "")


def test_a_column_of_mixed_money_is_not_added(shelf_of: FillShelf) -> None:
    shelf = shelf_of({"trip.csv": "Item,Price\nTrain,40 EUR\nFerry,300 NOK\nHostel,60 EUR\n"})
    assert shelf.says("What is the total price?") is None
    assert "300 NOK" in (shelf.says("What is the price of the ferry?") or "")


def test_a_point_that_may_divide_thousands_is_not_computed_with(shelf_of: FillShelf) -> None:
    shelf = shelf_of({"yield.csv": "Field,Yield\nNorth,1.250\nSouth,2.125\n"})
    assert shelf.says("What is the total yield?") is None
    assert "1.250" in (shelf.says("What is the yield of field North?") or "")


PRICES = """<html><head><title>Prices 2025</title></head><body><h1>Pool prices 2025</h1><table>
<tr><td>Ticket</td><td>Euros</td></tr><tr><td>Adults</td><td>6.50</td></tr>
<tr><td>Pensioners</td><td>4.00</td></tr><tr><td>Children under 6</td><td>free</td></tr>
<tr><td>Locker</td><td>1.50</td></tr></table></body></html>"""


def test_a_list_of_names_and_values_is_a_table(shelf_of: FillShelf) -> None:
    shelf = shelf_of({"prices.html": PRICES, "prices-2024.html": PRICES.replace("2025", "2024")})
    said = shelf.says("What does a pensioner pay for the pool in 2025?")
    assert said is not None
    assert "4.00" in said
    assert shelf.says("What does a student pay for the pool in 2025?") is None
    assert shelf.says("When do pensioners go to the pool in 2025?") is None


def test_rows_of_another_form_end_a_list_of_names_and_values(shelf_of: FillShelf) -> None:
    text = "Key: Value\nA: 1\nB: 2\na | b | c\n| - |\nC: 3\n| x |\nD: 4; E: 5\n\tF\tG\nH: 6\n"
    shelf = shelf_of({"odd.txt": text})
    assert shelf.says("What is the weight of the odd key?") is None


BOOKINGS = """Guest,Arrival,Paid
Family Tolland,2025-04-05,588
Family Tollan,2025-07-05,1652
"""
STORY = """Date,What,Amount
2025-01-29,Train to Brill,38.90
2025-02-11,Ferry return,27.50
2025-03-18,Train to Brill,41.10
"""
MAIL = """From: Ada <ada@a.example>
To: Bo <bo@b.example>
Subject: Ferry piece: new date
Date: Thu, 20 Mar 2025 10:12:00 +0000

You have until 6 May now.
"""


def test_names_that_look_alike_are_not_the_same(shelf_of: FillShelf) -> None:
    shelf = shelf_of({"bookings.csv": BOOKINGS})
    said = shelf.says("What did Family Tolland pay?")
    assert said is not None and "588" in said and "1652" not in said


def test_the_name_of_the_file_chooses_no_row(shelf_of: FillShelf) -> None:
    shelf = shelf_of({"expenses-ferry-story.csv": STORY})
    said = shelf.says("What did I spend on trains for the ferry story altogether?")
    assert said is not None and "80.00" in said


def test_the_headers_of_a_mail_are_no_table(shelf_of: FillShelf) -> None:
    shelf = shelf_of({"mail.eml": MAIL})
    assert shelf.says("What's the new deadline for the ferry piece?") is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which player ranked the highest?", "Ada Byrne (Rank, highest of 4 rows: 1)."),
        ("Which player has the lowest rank?", "Ruth Hogan (Rank, lowest of 4 rows: 10)."),
        ("Which player has the highest total?", "Ada Byrne (Total, highest of 4 rows: 31)."),
        ("What is the highest total?", "Total, highest of 4 rows: 31 (Ada Byrne)."),
        ("Who is the player from Kerry?", "Ruth Hogan (County Kerry)."),
    ],
)
def test_what_is_asked_for_comes_first(shelf: Shelf, question: str, said: str) -> None:
    assert shelf.says(question, "en") == said


@pytest.mark.parametrize(
    "question",
    [
        "How many players are from the same county as Ada Byrne?",  # not those of her name
        "Which player has the largest county?",  # of no numbers and no days
    ],
)
def test_a_comparison_is_not_taken_for_a_condition_nor_words_for_days(
    shelf: Shelf, question: str
) -> None:
    assert shelf.says(question, "en") is None


def test_when_is_answered_by_a_time(shelf_of: FillShelf) -> None:
    recordings = shelf_of(
        {
            "recordings.csv": "Year,Cast (Nabucco),Opera house\n"
            "1965,Tito Gobbi,Vienna State Opera\n2002,Juan Pons,Metropolitan Opera\n"
        }
    )
    said = recordings.says("When was Nabucco recorded in the Metropolitan Opera?")
    assert said and "2002" in said and "Pons" not in said


def test_by_how_much_is_not_answered_with_yes(shelf: Shelf) -> None:
    said = shelf.says("By how much is the Rhine longer than the Elbe?")
    assert said is not None
    assert said.startswith("Length: ")
    assert "139 km" in said
