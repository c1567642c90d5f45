from __future__ import annotations

import pytest

from app.core.question.claims import Evidence, quotable, supports

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


def test_a_quotation_is_cut_between_words() -> None:
    (quote, *_) = quotable("many words " * 60)
    assert len(quote) <= 320 and quote.endswith(("many", "words"))
