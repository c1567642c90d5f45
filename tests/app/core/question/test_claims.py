from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core.question.claims import Evidence, denied_in, quotable, supports

PAGE = Evidence(2, "The telescope was built in 1969. It weighs 1,200 kilograms.", "handbook")


@pytest.mark.parametrize(
    "claim",
    [
        "The telescope was built in 1970.",
        "The telescope was built in 1969 by Galileo.",
        "It weighs 1,300 kilograms.",
    ],
)
def test_numbers_and_names_must_be_right(claim: str) -> None:
    assert supports(claim, PAGE, similarity=0.99) == 0.0


@pytest.mark.parametrize(
    "claim", ["It weighs 1200 kilograms.", "The telescope, built in 1969, weighs 1,200 kilograms."]
)
def test_the_same_number_may_be_written_otherwise(claim: str) -> None:
    assert supports(claim, PAGE) > 0


def test_number_words_in_speech_bear_out_digits() -> None:
    said = Evidence(1, "We waited for eleven minutes before the launch.")
    assert supports("They waited 11 minutes before launch.", said) > 0


def test_a_number_must_stand_near_what_it_is_said_of() -> None:
    handbook = Evidence(
        1,
        "The focal length is on the plate of the main telescope. Keep the plate clean."
        " The 25 mm eyepiece shows Jupiter best.",
    )
    assert supports("The focal length on the plate is 25 mm.", handbook) == 0.0


@pytest.mark.parametrize(
    "text",
    ["The crew of STS-93 carried an X-ray telescope.", "It stands near the Lagrange point L1."],
)
def test_a_source_bears_out_its_own_words(text: str) -> None:
    assert supports(text, Evidence(1, text)) == 1.0


def test_a_heading_is_quoted_with_what_follows_it() -> None:
    text = "The camera\n\nIt takes pictures of the whole Earth through ten filters."
    assert quotable(text)[0] == text


def test_of_a_ticket_lines_are_quoted() -> None:
    ticket = "CASTLE STREET\nPaid by card at the machine 3.20\nDisplay face up inside windscreen"
    assert quotable(ticket) == [ticket]
    assert quotable(ticket, by_lines=True)[1:] == ticket.split("\n")[1:]
    caption = "Description: A tabby with green eyes. Text in the picture: Keep out of here"
    assert quotable(caption, by_lines=True) == quotable(caption)


def test_a_quotation_is_cut_between_words() -> None:
    (quote, *_) = quotable("many words " * 60)
    assert len(quote) <= 320 and quote.endswith(("many", "words"))


def test_a_cell_that_says_no_denies_what_its_column_is_called() -> None:
    row = Evidence(1, "Name: Hana Rostami; Born: 2014; Swimmer: no; Bus stop: Quay")
    assert supports("Hana Rostami's bus stop is Quay.", row) > 0
    assert supports("Hana Rostami is a swimmer.", row) == 0.0
    assert supports("Hana Rostami is not a swimmer.", row) > 0


def test_what_the_question_names_may_stand_a_sentence_beside_what_answers_it() -> None:
    club = Evidence(
        1,
        "The club met on 4 May 2025 in Graz. Nine members came. The fee was raised to 60 euros.",
    )
    asked = "what was the fee raised to in the meeting of 4 May"
    assert supports("The fee was raised to 60 euros.", club, question=asked) > 0
    asked = "what was the fee raised to in the meeting of 5 May"
    assert supports("The fee was raised to 60 euros.", club, question=asked) == 0.0


def test_how_many_things_are_asked_of_need_not_stand_anywhere() -> None:
    letter = Evidence(1, "My fee is 120 euros. Yours, Alan Pryce", "letter of Dr. Alan Pryce")
    asked = "which of the two doctors Pryce asks for a fee"
    assert supports("Dr. Alan Pryce asks for a fee.", letter, question=asked) > 0


def test_a_month_within_a_span_of_time_is_named_by_it() -> None:
    for prices in (
        "From 1 May to 30 September a night costs 118 euros.",
        "Season: Summer; From: 2025-05-01; To: 2025-09-30; A night costs: 118 euros",
    ):
        source = Evidence(1, prices)
        claim = "A night costs 118 euros."
        assert supports(claim, source, question="what does a night cost in August") > 0
        assert supports(claim, source, question="what does a night cost in October") == 0.0


def test_a_further_name_may_stand_elsewhere_in_the_passage() -> None:
    deed = Evidence(
        1,
        "Agreement with Ines Aldous. The fee is paid monthly. "
        "Felix Norden conducts when she is ill.",
    )
    assert supports("Felix Norden conducts for Ines Aldous when she is ill.", deed) > 0
    assert supports("Jonas Reed conducts for Ines Aldous when she is ill.", deed) == 0.0


def test_two_rows_are_never_one_statement() -> None:
    rows = Evidence(
        1, "Year: 2023; Crossings missed: 61; Ships: 4\nYear: 2024; Crossings missed: 44; Ships: 5"
    )
    asked = "how many crossings were missed in 2024"
    assert supports("44 crossings were missed in 2024.", rows, question=asked) > 0
    assert supports("61 crossings were missed in 2024.", rows, question=asked) == 0.0


def test_the_number_of_a_point_counts_nothing() -> None:
    minutes = Evidence(1, "4. Money: the account holds 900 euros.\n5. Edith sings since 1971.")
    assert supports("Edith sings since 1971.", minutes) > 0
    assert supports("Edith sings for 5 years.", minutes) == 0.0


def test_a_day_in_a_source_of_a_year_is_in_that_month() -> None:
    minutes = Evidence(1, "The fair of 17 May brought 2,340 euros.", "Spring fair 2025")
    claim = "The fair of May 2025 brought 2,340 euros."
    assert supports(claim, minutes, question="what did the fair of May 2025 bring") > 0
    assert supports("The fair of June 2025 brought 2,340 euros.", minutes) == 0.0
    assert supports("The fair of May 2024 brought 2,340 euros.", minutes) == 0.0


def test_the_number_of_a_house_denies_nothing() -> None:
    notice = Evidence(1, "Quay road closed between no. 30 and no. 52 from 6 October.")
    assert supports("The quay road is closed from 6 October.", notice)
    denied = Evidence(1, "The answer is no. The quay road is not closed from 6 October.")
    assert not supports("The quay road is closed from 6 October.", denied)


def test_what_is_said_under_the_heading_of_a_point_is_said_of_it() -> None:
    claim = "The summer fair is on 28 June 2025."
    minutes = "1. Summer fair. Because of the town run it is moved to 28 June 2025."
    assert supports(claim, Evidence(1, minutes))
    assert not supports(claim, Evidence(1, minutes.removeprefix("1. Summer fair. ")))


class _Verdict:
    """Says the same of each window that holds the word, and "not said" of the others."""

    def __init__(self, word: str, verdict: tuple[float, float, float]) -> None:
        self._word, self._verdict = word, verdict
        self.read: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.read += pairs
        rows = [self._verdict if self._word in text else (0.1, 0.1, 0.8) for _, text in pairs]
        return np.array(rows, np.float32)


@pytest.mark.parametrize(
    ("verdict", "passes"),
    [((0.8, 0.1, 0.1), True), ((0.1, 0.8, 0.1), False), ((0.1, 0.1, 0.8), True)],
)
def test_a_checker_takes_back_what_is_contradicted_alone(
    verdict: tuple[float, float, float], passes: bool
) -> None:
    checker = _Verdict("1969", verdict)
    found = supports("The telescope was built in 1969.", PAGE, checker=checker)
    assert (found > 0) is passes
    assert checker.read and all(text.startswith("handbook. ") for _, text in checker.read)
    wrong = _Verdict("1969", (1.0, 0.0, 0.0))
    assert supports("The telescope was built in 1970.", PAGE, checker=wrong) == 0.0
    assert not wrong.read  # it lets nothing pass that the test refused


def test_a_number_that_a_row_has_of_other_things_hides_no_later_row() -> None:
    ships = "Ship: Anna; Cabins: 4; Crew: 7\nShip: Cleo; Persons: 4; Crew: 9"
    assert supports("4 persons are on the ship.", Evidence(1, ships), counts=True) > 0
    cabins = Evidence(1, ships.split("\n")[0])
    assert supports("4 persons are on the ship.", cabins, counts=True) == 0.0


def test_a_passage_without_spaces_is_read_to_its_end() -> None:
    notice = "食堂今日休息。渡轮星期一停驶。"
    assert supports("渡轮星期一停驶。", Evidence(1, notice)) > 0
    assert supports("渡轮星期一加开。", Evidence(1, notice)) == 0.0


def test_only_what_is_said_of_the_same_is_a_denial() -> None:
    claim = "The crane is inspected in May."
    denial = "The crane is not inspected in May."
    assert denied_in(claim, Evidence(1, denial))
    assert denied_in(claim, Evidence(1, f"Rope and hooks lie in the shed. {denial}"))
    assert not denied_in(claim, Evidence(1, claim))
    assert not denied_in(claim, Evidence(1, "The sauna does not open in May, nobody wants it."))
    assert not denied_in(denial, Evidence(1, denial))


@pytest.mark.parametrize(
    "done", ["inspected", "insured", "included", "unloaded", "unusual", "painted"]
)
def test_what_is_denied_is_not_borne_out_whatever_the_word(done: str) -> None:
    claim = f"The crane is {done} in May."
    denial = f"The crane is not {done} in May."
    assert supports(claim, Evidence(1, claim)) > 0 and supports(denial, Evidence(1, denial)) > 0
    assert supports(claim, Evidence(1, denial)) == 0.0
    assert supports(denial, Evidence(1, claim)) == 0.0


def test_fewer_words_are_enough_only_where_the_meaning_is_near() -> None:
    source = Evidence(1, "The old keeper painted the northern harbour wall with lime in spring.")
    claim = "The keeper whitewashed rough stones at the harbour."
    assert supports(claim, source) == 0.0
    assert supports(claim, source, similarity=0.9) > 0


def test_in_a_script_without_capitals_more_of_the_words_must_stand_there() -> None:
    notice = Evidence(1, "ترسو العبارة عند الرصيف الشمالي كل صباح في الساعة 9")
    assert supports("ترسو العبارة عند الرصيف الشمالي كل صباح", notice) > 0
    assert supports("ترسو السفينة عند الجسر الجنوبي كل مساء في الساعة 9", notice) == 0.0


def test_what_says_too_little_is_no_denial() -> None:
    assert not denied_in("Yes.", Evidence(1, "The crane is not inspected in May."))
