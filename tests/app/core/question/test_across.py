"""Claims borne out by a source in another language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from app.core import thresholds
from app.core.question.across import Across
from app.core.question.asked import understand
from app.core.question.checking import SentenceTest
from app.core.question.claims import Evidence

LEASE = Evidence(
    2,
    "The hall is let to the society on Thursdays. The rent is 85 euros a month, heating included. "
    "Smoking is not allowed in the hall.",
    "Document “Lease”",
)
TOPICS = (("rent", "loyer"), ("smok", "fum"), ("thursday", "jeudi"))


def encode(texts: Sequence[str]) -> np.ndarray:
    """As an encoder of many languages would: close where two texts are about the same."""
    rows = [
        [float(any(word in text.lower() for word in topic)) for topic in TOPICS] for text in texts
    ]
    vectors = np.array([[*row, 0.1] for row in rows], np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def quote(claim: str, question: str = "combien coûte la salle") -> tuple[int, str] | None:
    return Across("fr", [LEASE], lambda: encode).quote(claim, question)


def test_what_is_exact_and_close_is_borne_out_and_quoted_as_it_stands() -> None:
    assert quote("Le loyer de la salle est de 85 euros par mois.") == (
        2,
        "The rent is 85 euros a month, heating included.",
    )


@pytest.mark.parametrize(
    "claim",
    [
        "Le loyer de la salle est de 95 euros par mois.",  # another number
        "Le chauffage de la salle est payé par la société.",  # about something else
        "Il est permis de fumer dans la salle.",  # denied there
        "Le loyer de la salle est payé par Marcel Aubert.",  # a name that stands nowhere
    ],
)
def test_what_is_not_there_is_not(claim: str) -> None:
    assert quote(claim) is None


def test_what_is_denied_in_both_is_borne_out() -> None:
    assert quote("Il n'est pas permis de fumer dans la salle.", "peut-on fumer") == (
        2,
        "Smoking is not allowed in the hall.",
    )


def test_what_the_question_names_must_stand_there_too() -> None:
    claim = "Le loyer de la salle est de 85 euros par mois."
    assert quote(claim, "combien coûte la salle de Beaumont") is None


def test_the_encoder_is_not_loaded_for_sources_in_the_questions_language() -> None:
    def never() -> None:
        raise AssertionError("loaded")

    own = Evidence(1, "Le loyer de la salle est de 85 euros par mois, et le chauffage est compris.")
    assert Across("fr", [own], never).quote("Le loyer est de 90 euros.", "le loyer") is None
    assert Across("fr", [LEASE], lambda: None).quote("Le loyer est de 85 euros.", "") is None


def test_a_sentence_of_an_answer_is_led_back_to_it() -> None:
    question = understand("Combien coûte la location de la salle par mois ?")
    test = SentenceTest(question, [LEASE], encode, many_languages=lambda: encode)
    claim = test.check("Le loyer de la salle est de 85 euros par mois.")
    assert claim.standing == "supported" and claim.markers == {2}
    assert claim.quotes[2].startswith("The rent")
    assert SentenceTest(question, [LEASE], encode).check(claim.text).standing == "unsupported"


def test_what_is_exact_may_be_a_little_farther_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thresholds, "ACROSS", 1.1)
    assert quote("Le loyer de la salle est de 85 euros par mois.") is not None
    assert quote("Il n'est pas permis de fumer dans la salle.", "peut-on fumer") is None


def test_what_the_question_names_may_stand_anywhere_in_the_passage() -> None:
    source = Evidence(
        1, "Notes of the visit to Vigo. The docks are closed. The rent is 85 euros a month."
    )
    across = Across("fr", [source], lambda: encode)
    claim = "Le loyer à Vigo est de 85 euros par mois."
    assert across.quote(claim, "combien est le loyer à Vigo") is not None
    assert across.quote(claim, "combien est le loyer") is None


def test_the_english_one_is_what_is_in_english() -> None:
    claim = "Le loyer de la salle est de 85 euros par mois."
    assert quote(claim, "combien coûte la salle d'après le contrat Anglais") is not None
