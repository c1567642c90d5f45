"""What a second reader reads, held against what was written. The reader is a fake here; the real
one is in tests/models/test_answer_reader.py."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.core.question.asked import one_by_one, understand
from app.core.question.checking import SentenceTest
from app.core.question.claims import Evidence
from app.core.question.second_reading import SecondReading
from tests.app.core.question.values import Reader, alike

RULES = (
    Evidence(1, "No more than 27 days of leave may go over into the new year.", "Document “leave”"),
    Evidence(
        2, "The mill was sold by the Weir family in 1931 and burnt down in 1938.", "Document “mill”"
    ),
)


def standing(sentence: str, asked: str, reader: Reader, sources: Sequence[Evidence] = RULES) -> str:
    question = understand(asked)
    reading = SecondReading(question, sources, reader)
    return SentenceTest(question, sources, alike, reading=reading).check(sentence).standing


CARRIED = "How many vacation days can be carried over at most?"


def test_what_fails_for_its_words_alone_is_borne_out_where_it_is_surely_read() -> None:
    question = understand(CARRIED)
    assert SentenceTest(question, RULES, alike).check("27 days").standing == "unsupported"
    reading = SecondReading(question, RULES, Reader(**{"27 days": 9.0}))
    claim = SentenceTest(question, RULES, alike, reading=reading).check("27 days")
    assert (claim.standing, claim.markers) == ("supported", {1})
    assert claim.quotes[1] == RULES[0].text


SOLD = "The mill was sold in 1931."


@pytest.mark.parametrize(
    ("asked", "sure", "expected"),
    [
        ("When was the mill sold?", 4.0, "supported"),
        ("When was the mill sold?", -1.0, "supported"),  # not sure enough that it is not said
        ("When was the mill sold?", -3.0, "unsupported"),
        ("mill sold 1931", -3.0, "supported"),  # no whole question
        ("Was the mill sold in 1931?", -3.0, "supported"),  # of a yes it cannot tell
    ],
)
def test_what_surely_answers_something_else_is_not_borne_out(
    asked: str, sure: float, expected: str
) -> None:
    assert standing(SOLD, asked, Reader(**{"1931": sure})) == expected


@pytest.mark.parametrize(
    ("said", "asked", "reader"),
    [
        ("27 days", CARRIED, Reader(**{"27 days": 3.0})),  # not surely
        ("17 days", CARRIED, Reader(**{"27 days": 9.0})),  # another number
        ("27 days", "How many days did Ms Abiodun carry over?", Reader(**{"27 days": 9.0})),
        ("27 days", "How many days may not go over?", Reader(**{"27 days": 9.0})),
    ],
)
def test_numbers_names_and_denial_of_claim_and_question_stay_hard(
    said: str, asked: str, reader: Reader
) -> None:
    assert standing(said, asked, reader) == "unsupported"


def test_the_number_of_a_row_counts_nothing() -> None:
    row = Evidence(1, "Guest: Oakes; Nights: 7; Paid: 588", "Document “bookings”")
    reader = Reader(**{"7": 9.0})
    assert standing("7", "How many bookings are there?", reader, [row]) == "unsupported"


def test_where_something_else_is_surely_read_a_sentence_is_not_borne_out() -> None:
    asked, said = "When did the mill burn down?", "The mill burnt down in 1931."
    assert standing(said, asked, Reader()) == "supported", "both years stand near the words"
    assert standing(said, asked, Reader(**{"1938": 8.0})) == "unsupported"
    assert standing(said, asked, Reader(**{"1938": 2.0})) == "supported"
    assert standing(said, asked, Reader(**{"1938": 8.0, "1931": 7.0})) == "supported"
    right = "The mill burnt down in 1938."
    assert standing(right, asked, Reader(**{"1938": 8.0})) == "supported"


def test_of_sources_in_another_language_only_numbers_tell() -> None:
    source = Evidence(1, "Der Schlüssel liegt seit dem Sommer im Keller bei Frau Weber.", "")
    reading = SecondReading(understand("Where is the key?"), [source], Reader(**{"im Keller": 9.0}))
    assert reading.instead("The key is in the cellar of the house.") is None
    assert reading.instead("Der Schlüssel liegt auf dem Dach des Hauses.") is not None


def test_a_part_that_leans_on_the_whole_is_not_held_against_what_the_first_asks() -> None:
    asked = understand("What colour are the cat's eyes, and where does it hide at night?")
    _, second = one_by_one(asked)
    source = Evidence(1, "The cat has green eyes. It hides behind the big star atlas.", "")
    reading = SecondReading(second, [source], Reader(**{"green": 9.0}))
    said = "The cat hides behind the big star atlas."
    assert reading.instead(said) is None and reading.agreed("The cat is green.") is None
    assert (
        SentenceTest(second, [source], alike, reading=reading).check(said).standing == "supported"
    )


def test_a_list_or_a_yes_is_not_held_against_one_reading() -> None:
    reader = Reader(**{"1938": 9.0})
    for asked in ("Did the mill burn down in 1931?", "List the years of the mill."):
        assert SecondReading(understand(asked), RULES, reader).instead("1931") is None


def test_two_days_are_not_held_against_the_one_that_is_read() -> None:
    trip = Evidence(1, "In Iceland: out on 6 July from Brill, back on 19 July.", "Document “trip”")
    reader = Reader(Brill=9.0)
    said = "We were in Iceland from 6 July to 19 July."
    assert standing(said, "How long were we in Iceland?", reader, [trip]) == "supported"
    assert standing(said, "When were we in Iceland?", reader, [trip]) == "unsupported"


def test_that_it_finds_no_answer_counts_in_its_own_language_only() -> None:
    reader = Reader(**{"1931": -4.0})
    english, german = (
        SecondReading(understand(asked), RULES, reader)
        for asked in ("When did the mill burn down?", "Wann ist die Mühle abgebrannt?")
    )
    assert english.doubts({2})
    assert not german.doubts({2}), "it was taught what seems to answer in one language"
