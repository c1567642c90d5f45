"""What an answer amounts to, as a table."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.question.asked import understand
from app.core.question.checking import Bearing, Claim
from app.core.question.claims import Evidence
from app.core.question.verdict import agree, decide, not_named, parts_without_answer

LEASE = Evidence(1, "The yearly rent of plot 14 is 168 euros. A deposit of 900 euros is paid.", "")
OFFER = Evidence(2, "The warranty is five years.", "E-mail “Offer”, from Sven Lohse, 23 May 2022")


def borne_out(text: str, marker: int = 1) -> Claim:
    return Claim(text, "supported", (Bearing(len(text) - 1, (marker,)),), {marker: text})


RENT, BARE = (
    borne_out("The yearly rent of plot 14 is 168 euros."),
    Claim("It is so.", "unsupported"),
)
INVENTED = Claim("It is 4711 euros.", "unsupported")
STRUCK = Claim("The rent is 900 euros.", "contradicted")
ASKED, TWO = "How high is the rent of plot 14?", "How high is the rent, and who signed the lease?"


@pytest.mark.parametrize(
    ("question", "claims", "how", "expected"),
    [
        (ASKED, [RENT], {}, ("answered", "")),
        (ASKED, [RENT, BARE], {}, ("partly", "some_not_borne_out")),
        (ASKED, [], {}, ("declined", "not_said")),
        (ASKED, [BARE], {"agreed": True}, ("partly", "not_borne_out")),
        (ASKED, [BARE], {"agreed": False}, ("declined", "not_borne_out")),
        (ASKED, [BARE], {}, ("partly", "not_borne_out")),
        (ASKED, [INVENTED], {}, ("declined", "not_borne_out")),
        (ASKED, [INVENTED], {"agreed": True}, ("partly", "not_borne_out")),
        (ASKED, [STRUCK], {}, ("contradicted", "contradicted")),
        (TWO, [RENT], {"missing": ["who signed it?"]}, ("partly", "part_missing")),
        ("How high is the rent of plot 15?", [RENT], {}, ("declined", "not_named")),
        ("How high is the rent that Hagemann pays?", [RENT], {}, ("declined", "not_named")),
        ("Does Hagemann pay the rent?", [borne_out("No, the rent of plot 14 is 168 euros.")], {},
         ("answered", "")),
    ],
)  # fmt: skip
def test_decide(
    question: str, claims: list[Claim], how: dict[str, Any], expected: tuple[str, str]
) -> None:
    verdict = decide(understand(question), [LEASE, OFFER], claims, **how)
    assert (verdict.name, verdict.reason) == expected


def test_without_sources_nothing_was_found() -> None:
    assert decide(understand(ASKED), [], []).reason == "nothing_found"


def test_what_is_missing_is_named_as_it_was_asked() -> None:
    verdict = decide(understand("How high is the rent of plot 15?"), [LEASE], [RENT])
    assert verdict.missing == ("15",)


def test_a_part_that_no_claim_speaks_of_has_no_answer() -> None:
    assert parts_without_answer(understand(TWO), [RENT]) == ("who signed the lease?",)
    short = Claim("Anholt.", "supported", (), {1: "The lease was signed by Peter Anholt."})
    assert parts_without_answer(understand(TWO), [RENT, short]) == ()
    assert parts_without_answer(understand(ASKED), []) == ()


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
