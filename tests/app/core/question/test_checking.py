from __future__ import annotations

from app.core.question.checking import Checker
from app.core.question.claims import Evidence
from tests.app.core.question.values import alike

SOURCES = (
    Evidence(1, "Anchor chains in stock: 17. They lie on shelf D4.", "Document “stock list”"),
    Evidence(2, "The harbour master keeps the brass key of the boathouse.", "Document “harbour”"),
)


def check(sentence: str, question: str = "Who keeps the key?") -> tuple[str, set[int], list[str]]:
    claim = Checker(question, SOURCES, alike).check(sentence)
    ends = [sentence[: bearing.end] for bearing in claim.bearings]
    return claim.standing, claim.markers, ends


def test_a_sentence_leads_to_the_source_that_bears_it_out() -> None:
    sentence = "The harbour master keeps the brass key."
    assert check(sentence) == ("supported", {2}, [sentence[:-1]])


def test_each_clause_has_its_number_behind_it() -> None:
    sentence = "The harbour master keeps the brass key, and 17 anchor chains are in stock."
    standing, markers, ends = check(sentence)
    assert (standing, markers) == ("supported", {1, 2})
    assert ends == ["The harbour master keeps the brass key", sentence[:-1]]


def test_a_short_answer_counts_together_with_its_question() -> None:
    asked = "How many anchor chains are in stock?"
    assert check("17.", asked) == ("supported", {1}, ["17"])
    assert check("18.", asked)[0] == "unsupported"


def test_what_no_source_says_is_unsupported_and_leads_nowhere() -> None:
    assert check("Napoleon sold 4711 purple submarines.") == ("unsupported", set(), [])


def test_the_quote_is_verbatim() -> None:
    claim = Checker("", SOURCES, alike).check("They lie on shelf D4 in the stock list.")
    for marker, quote in claim.quotes.items():
        assert quote in SOURCES[marker - 1].text
