from __future__ import annotations

import pytest

from app.core.question.claims import Evidence, best_sentence, concerns, ground, supports
from app.core.words import content_words
from tests.fakes import FakeTextEncoder

encode = FakeTextEncoder().encode_documents
SIGN = Evidence(1, "Picture “sign”. Text in the picture: Doors open 19:30, free entry", "sign")
PAGE = Evidence(2, "The telescope was built in 1969. It weighs 1,200 kilograms.", "handbook")
MEMO = Evidence(3, "Bring a torch with red light because white light spoils the night.", "memo")
SOURCES = [SIGN, PAGE, MEMO]


def cited(answer: str) -> dict[int, bool]:
    return {c.marker: c.supported for c in ground(answer, SOURCES, encode).citations}


def test_a_claim_without_a_marker_gets_the_right_one() -> None:
    grounded = ground("The telescope was built in 1969. Bring a red torch.", SOURCES, encode)
    assert grounded.text == "The telescope was built in 1969 [2]. Bring a red torch [3]."
    assert cited("The telescope was built in 1969.") == {2: True}


def test_an_invented_number_is_removed() -> None:
    grounded = ground("The telescope was built in 1969 [7].", SOURCES, encode)
    assert grounded.text == "The telescope was built in 1969 [2]."


def test_a_wrong_marker_is_put_right() -> None:
    assert cited("The telescope was built in 1969 [1].") == {2: True}


def test_a_claim_nothing_bears_out_keeps_its_marker_as_unsupported() -> None:
    assert cited("The observatory belongs to a university [2].") == {2: False}


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


def test_a_sentence_from_two_sources_cites_both() -> None:
    grounded = ground(
        "The telescope weighs 1,200 kilograms, and visitors should bring a torch with red light.",
        SOURCES,
        encode,
    )
    assert {c.marker for c in grounded.citations if c.supported} == {2, 3}


def test_quotes_are_verbatim() -> None:
    grounded = ground("It weighs 1,200 kilograms.", SOURCES, encode)
    assert grounded.citations[0].quote == "It weighs 1,200 kilograms."
    text = "Opening hours. The dome opens at eight on Friday evenings. Children enter free."
    assert (
        best_sentence(text, content_words("dome")) == "The dome opens at eight on Friday evenings."
    )


def test_a_heading_is_quoted_with_what_follows_it() -> None:
    text = "The camera\n\nIt takes pictures of the whole Earth through ten filters."
    assert best_sentence(text, content_words("camera")) == text


def test_a_number_must_stand_near_what_it_is_said_of() -> None:
    handbook = Evidence(
        1,
        "The focal length is on the plate of the main telescope. Keep the plate clean."
        " The 25 mm eyepiece shows Jupiter best.",
    )
    assert supports("The focal length on the plate is 25 mm.", handbook) == 0.0


def test_stray_markers_before_the_first_word_go() -> None:
    assert ground("[1][2] [3]: It weighs 1,200 kilograms.", SOURCES, encode).text == (
        "It weighs 1,200 kilograms [2]."
    )


def test_markers_in_other_brackets_and_after_the_stop_are_understood() -> None:
    for answer in ("Bring a torch with red light.[3]", "Bring a torch with red light 【3】."):
        assert ground(answer, SOURCES, encode).text == "Bring a torch with red light [3]."


def test_an_empty_answer_and_no_sources_are_no_error() -> None:
    assert ground("", SOURCES, encode).citations == ()
    assert ground("Something [1].", [], encode).text == "Something."


def test_each_clause_has_its_own_marker() -> None:
    grounded = ground(
        "The telescope weighs 1,200 kilograms, and visitors bring a torch with red light.",
        SOURCES,
        encode,
    )
    assert grounded.text == (
        "The telescope weighs 1,200 kilograms [2], and visitors bring a torch with red light [3]."
    )


def test_a_false_clause_is_not_covered_by_a_true_one() -> None:
    grounded = ground(
        "The telescope weighs 1,300 kilograms, and visitors bring a torch with red light.",
        SOURCES,
        encode,
    )
    assert [c.marker for c in grounded.citations] == [3]
    assert grounded.text.startswith("The telescope weighs 1,300 kilograms, and visitors")


def test_sentences_nothing_bears_out_are_counted() -> None:
    grounded = ground("It belongs to a university. It weighs 1,200 kilograms.", SOURCES, encode)
    assert grounded.n_unsupported == 1


def test_a_false_sentence_gets_no_credit_from_a_true_one() -> None:
    grounded = ground(
        "It weighs 1,200 kilograms [2]. It belongs to a university [2].", SOURCES, encode
    )
    assert grounded.text == "It weighs 1,200 kilograms [2]. It belongs to a university."


@pytest.mark.parametrize(
    "text",
    ["The crew of STS-93 carried an X-ray telescope.", "It stands near the Lagrange point L1."],
)
def test_a_source_bears_out_its_own_words(text: str) -> None:
    assert supports(text, Evidence(1, text)) == 1.0


BRIEFING = Evidence(
    4, "It works 1.5 million kilometres from Earth and warns of storms from the Sun.", "“DSCOVR”"
)


@pytest.mark.parametrize(
    ("question", "concerned"),
    [
        ("How far from Earth is it?", True),
        ("What does DSCOVR do?", True),  # the title names it
        ("What does Dscovre do?", True),  # spelt alike
        ("What storms does the Sun send, says Galileo?", True),  # two words, and a third of all
        ("Who built the large grey satellite, and which comet did Halley see?", True),  # one part
        ("Which comet did Halley see?", False),
        ("Which storms did Halley see in winter?", False),  # one word is no tie
        ("", True),
    ],
)
def test_an_answer_rests_on_what_has_to_do_with_the_question(
    question: str, concerned: bool
) -> None:
    assert concerns(question, [BRIEFING]) is concerned
