"""What an answer amounts to, as a table."""

from __future__ import annotations

import pytest

from app.core.question.asked import understand
from app.core.question.checking import Bearing, Claim
from app.core.question.claims import Evidence
from app.core.question.verdict import (
    Verdict,
    agree,
    decide,
    invents,
    not_named,
    says_nothing,
    together,
)

LEASE = Evidence(1, "The yearly rent of plot 14 is 168 euros. A deposit of 900 euros is paid.", "")
OFFER = Evidence(2, "The warranty is five years.", "E-mail “Offer”, from Sven Lohse, 23 May 2022")


def borne_out(text: str, marker: int = 1) -> Claim:
    return Claim(text, "supported", (Bearing(len(text) - 1, (marker,)),), {marker: text})


RENT, BARE = (
    borne_out("The yearly rent of plot 14 is 168 euros."),
    Claim("It is so.", "unsupported"),
)
ASKED = "How high is the rent of plot 14?"


@pytest.mark.parametrize(
    ("question", "claims", "agreed", "expected"),
    [
        (ASKED, [RENT], None, ("answered", "")),
        (ASKED, [RENT, BARE], None, ("partly", "some_not_borne_out")),
        (ASKED, [], None, ("declined", "not_said")),
        (ASKED, [BARE], True, ("declined", "not_borne_out")),
        (ASKED, [BARE], False, ("declined", "not_borne_out")),
        ("May one sleep in it?", [BARE], True, ("partly", "not_borne_out")),
        ("May one sleep in it?", [BARE], None, ("partly", "not_borne_out")),
        ("May a girl of fifteen sleep in it?", [BARE], None, ("partly", "not_borne_out")),
        ("May one sleep in it?", [BARE], False, ("declined", "not_borne_out")),
        ("How high is the rent of plot 15?", [RENT], None, ("declined", "not_named")),
        ("How high is the rent that Hagemann pays?", [RENT], None, ("declined", "not_named")),
        ("Does Hagemann pay the rent?", [borne_out("No, the rent of plot 14 is 168 euros.")], None,
         ("answered", "")),
    ],
)  # fmt: skip
def test_decide(
    question: str, claims: list[Claim], agreed: bool | None, expected: tuple[str, str]
) -> None:
    verdict = decide(understand(question), [LEASE, OFFER], claims, agreed=agreed)
    assert (verdict.name, verdict.reason) == expected


def test_without_sources_nothing_was_found() -> None:
    assert decide(understand(ASKED), [], []).reason == "nothing_found"


def test_what_is_missing_is_named_as_it_was_asked() -> None:
    assert decide(understand("How high is the rent of plot 15?"), [LEASE], [RENT]).missing == (
        "15",
    )


ANSWERED, QUOTED = Verdict("answered"), Verdict("quoted")
DECLINED, PARTLY = Verdict("declined", "not_said"), Verdict("partly", "some_not_borne_out")


@pytest.mark.parametrize(
    ("parts", "n_left_out", "expected"),
    [
        ([ANSWERED, ANSWERED], 0, ANSWERED),
        ([ANSWERED, QUOTED], 0, ANSWERED),
        ([QUOTED, QUOTED], 0, QUOTED),
        ([DECLINED, DECLINED], 2, DECLINED),
        ([ANSWERED, DECLINED], 0, Verdict("partly", "part_missing", ("who signed the lease?",))),
        ([PARTLY, ANSWERED], 1, PARTLY),
        ([ANSWERED, ANSWERED], 1, Verdict("partly", "some_left_out")),
    ],
)
def test_parts_together(parts: list[Verdict], n_left_out: int, expected: Verdict) -> None:
    question = understand("How high is the rent, and who signed the lease?")
    assert together(question, parts, n_left_out) == expected


@pytest.mark.parametrize(
    ("said", "invented"),
    [
        ("It is 4711 euros.", True),
        ("It is one hundred and sixty-eight euros.", False),
        ("Napoleon Bonaparte signed it.", True),
        ("Sven Lohse offers five years.", False),
        ("It was signed on 3 March 2020.", True),
        ("It was sent on 2022-05-23.", False),
        ("It is plot 14, as you say.", False),
        ("So it is.", False),
    ],
)
def test_a_number_a_name_or_a_date_that_stands_nowhere_is_invented(
    said: str, invented: bool
) -> None:
    claim = Claim(said, "unsupported")
    assert invents(understand(ASKED), [LEASE, OFFER], claim) is invented


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("How long is the warranty of Lohse?", ()),  # the sender of the mail
        ("How long is the warranty of Lohsse?", ()),  # as it was heard
        ("How long is the warranty of May 2022?", ()),
        ("How long is the warranty of May 2023?", ("May 2023",)),
        ("Wie lange gilt die Garantie der Firma?", ()),  # nouns are no names
    ],
)
def test_title_sender_and_date_name_things_too(question: str, gone: tuple[str, ...]) -> None:
    assert not_named(understand(question), [OFFER], [borne_out("Five years.", 2)]) == gone


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("It is 168 euros.", "The rent is 168 euros a year.", True),
        ("It is 168 euros.", "It is 169 euros.", False),
        ("Yes, dogs are allowed.", "No, dogs are not allowed.", False),
        ("Bruno Talvik keeps the key.", "The key is kept by Bruno Talvik.", True),
        ("Bruno Talvik keeps it.", "Peter Anholt does.", False),
    ],
)
def test_two_answers_agree(first: str, second: str, same: bool) -> None:
    assert agree(first, second) is same


@pytest.mark.parametrize(
    ("question", "said", "nothing"),
    [
        ("Why was the concert of 2024 cancelled?", "The concert of 2024 was cancelled.", True),
        ("Why was the concert of 2024 cancelled?", "Because of the storm.", False),
        ("Was the concert cancelled?", "The concert was cancelled.", False),
        ("Who keeps the key, Bruno or Peter?", "Bruno keeps the key.", False),
        ("Who keeps the key?", "Bruno keeps the key.", False),
        ("How many keys are there?", "There are ca. keys on the hook.", True),
        ("How many keys are there?", "There are three keys.", False),
        ("How many keys are there?", "None hang on the hook.", False),
    ],
)
def test_what_only_repeats_the_question_says_nothing(
    question: str, said: str, nothing: bool
) -> None:
    assert says_nothing(understand(question), Claim(said, "supported")) is nothing


def test_two_answers_agree_by_what_they_say_beyond_the_question() -> None:
    asked = "Who fetches the cushions on Friday?"
    one, other = (
        "Samuel fetches the cushions on Friday.",
        "The brigade fetches the cushions on Friday.",
    )
    assert agree(one, other)
    assert not agree(one, other, asked)
    assert agree(one, "Samuel does.", asked)


def test_how_many_things_are_asked_of_names_none_of_them() -> None:
    assert not_named(understand("Which of the two plots is rented out?"), [LEASE]) == ()
    assert not_named(understand("What does plot 15 cost?"), [LEASE]) == ("15",)


def test_two_that_decide_alike_agree_whatever_else_they_say() -> None:
    assert agree("No, guests may not smoke indoors.", "No, only on the balcony.")
    assert not agree("Yes, on the balcony.", "No, only on the balcony.")
    assert not agree("Guests smoke on the balcony.", "Yes, dogs are allowed.")
