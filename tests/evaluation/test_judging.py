"""Judging over answers written out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evaluation.judging import Cited, Given, judge, own_words, relative, sentences_of
from tests.evaluation.questions import Question, from_entry, split_of

RENT = from_entry(
    {
        "id": "q1",
        "kind": "fact",
        "question": "What is the rent of the hall?",
        "answer": "85 pounds a month.",
        "must": [r"\b85\b"],
        "must_not": [r"\b250\b"],
        "sources": [{"file": "lease.pdf", "quote": r"rent is 85"}],
        "also": ["cash.csv"],
    }
)
SOURCE = Cited(1, "lease.pdf", "The rent is 85 pounds a month.", True)


def _given(text: str, *citations: Cited, abstained: bool = False, evidence: str = "") -> Given:
    return Given(text, abstained, citations, evidence)


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("The rent is 85 pounds. [1]", "right"),
        ("The rent is 250 pounds. [1]", "wrong"),
        ("The rent is 85 pounds [1][250].", "right"),
        ("The rent is 85 and the deposit 250 pounds.", "wrong"),
        ("It is 85. The lease adds: “The tenant leaves a deposit of 250 pounds.”", "right"),
        ("It is written: “The rent is 85 pounds a month.” [1]", "right"),
        ("The documents do not say what the rent is.", "declined wrong"),
        ("The hall is large.", "wrong"),
    ],
)
def test_what_an_answer_is_worth(text: str, standing: str) -> None:
    assert judge(RENT, _given(text)).standing == standing


def test_declining_what_is_known_is_wrong_and_what_is_not_known_right() -> None:
    declined = _given("I found nothing.", abstained=True)
    assert judge(RENT, declined).standing == "declined wrong"
    unknown = replace(RENT, abstain=True, must=(), must_not=())
    assert judge(unknown, declined).standing == "declined right"
    assert judge(unknown, _given("No source says it.")).standing == "declined right"
    assert judge(unknown, _given("It is 85 pounds.")).standing == "wrong"


def test_saying_what_the_sources_do_say_corrects_a_wrong_presupposition() -> None:
    cancelled = from_entry(
        {
            "id": "q2",
            "kind": "presupposition",
            "question": "Why was it cancelled?",
            "abstain": True,
            "correct": ["(?i)took place"],
            "must_not": ["cancelled because"],
        }
    )
    assert judge(cancelled, _given("It took place on 14 December.")).standing == "right"
    assert judge(cancelled, _given("It was cancelled because of snow.")).standing == "wrong"


def test_some_of_several_facts_is_partly() -> None:
    both = replace(RENT, must=(*RENT.must, *from_entry(_OTHER).must))
    assert judge(both, _given("85 pounds")).standing == "partly"
    assert judge(both, _given("85 pounds, heating included")).standing == "right"
    enough = replace(both, at_least=1)
    assert judge(enough, _given("heating is included")).standing == "right"


def test_what_has_to_be_worked_out_is_not_right_by_being_quoted() -> None:
    quoted = _given("Here are the rows: “Rent, 85.00”")
    assert judge(RENT, quoted).standing == "right"
    assert judge(replace(RENT, own=True), quoted).standing == "wrong"


_OTHER = {"id": "x", "kind": "fact", "question": "?", "must": ["heating"]}


def test_a_citation_is_right_by_its_file_and_its_quote() -> None:
    elsewhere = replace(SOURCE, marker=2, quote="Smoking is forbidden.")
    bearing = replace(SOURCE, marker=3, file="cash.csv", quote="any")
    foreign = replace(SOURCE, marker=4, file="other.txt")
    judged = judge(RENT, _given("85", SOURCE, elsewhere, bearing, foreign))
    assert judged.citations_right == (True, False, True, False)
    assert judged.sources_cited == (True,)
    assert judge(RENT, _given("85", foreign)).sources_cited == (False,)


def test_a_wrong_answer_is_marked_where_nothing_of_it_is_shown_as_borne_out() -> None:
    wrong = "The rent is 250 pounds. [1]"
    assert not judge(RENT, _given(wrong, SOURCE)).marked
    assert judge(RENT, _given(wrong, replace(SOURCE, supported=False))).marked
    checked = Given(wrong, False, (SOURCE,), standings=((wrong, "contradicted"),))
    assert judge(RENT, checked).marked
    assert not judge(RENT, replace(checked, standings=((wrong, "supported"),))).marked


def test_numbers_and_names_that_stand_nowhere_are_invented() -> None:
    evidence = "The rent is 1,085.50 pounds, says Tom Haldane. Rehearsal 19:45:00."
    told = judge(
        RENT,
        _given(
            "It is 1085.5 pounds, says Haldane, at 19:45. In 2019 it was told to Rowan Petty.",
            evidence=evidence,
        ),
    )
    assert told.invented == ("2019", "Rowan", "Petty")
    worked_out = Given("The difference is 18.", abstained=False, by_program=True)
    assert judge(RENT, worked_out).invented == ()


def test_quotations_that_add_nothing_are_idle() -> None:
    idle = "The rent is 85.\n\nThe document says: “The landlord hands over four keys.” [1]"
    useful = "Here it is.\n\nThe document says: “And the rent is 85 pounds a month.” [1]"
    assert judge(RENT, _given(idle)).n_idle_quotations == 1
    judged = judge(RENT, _given(useful))
    assert (judged.n_quotations, judged.n_idle_quotations) == (1, 0)


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = "Dr. Helen Pryce spoke in St. Olave's on 3. May. [1] It was full [2]. Yes."
    assert sentences_of(text) == [
        "Dr. Helen Pryce spoke in St. Olave's on 3. May [1].",
        "It was full [2].",
        "Yes.",
    ]


def test_own_words_are_what_is_not_quoted() -> None:
    assert own_words("He says “no”, and «non».") == "He says “”, and “”."


def test_what_lies_in_a_file_counts_as_that_file() -> None:
    assert relative("/a/b/mail.mbox!/4.eml!/costs.csv", "/a") == "b/mail.mbox"
    assert relative("/elsewhere/x.txt", "/a") == "/elsewhere/x.txt"


def test_the_halves_are_fixed() -> None:
    assert split_of("fa01") == split_of("fa01")
    assert {split_of(f"q{n}") for n in range(20)} == {"dev", "held"}


def test_every_file_of_a_source_may_be_cited() -> None:
    question: Question = from_entry({**_OTHER, "sources": [{"file": ["a", "b"]}], "also": ["c"]})
    assert question.gold_files == {"a", "b", "c"}
