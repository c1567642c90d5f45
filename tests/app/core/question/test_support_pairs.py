"""What a source bears out and what not, pair by pair: false claims that must be refused, and true
ones that must be accepted, in nine languages.

`support_pairs.tsv` has one pair a line: language, + or -, source, claim (\\n is the end of a line).
True ones are tried without a vector, as words alone decide; false ones with the likest there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.core.question.claims import Evidence, supports

_TABLE = Path(__file__).with_name("support_pairs.tsv").read_text(encoding="utf-8")
_PAIRS = [line.replace("\\n", "\n").split("\t") for line in _TABLE.splitlines()]


@pytest.mark.parametrize(
    ("source", "claim"), [(source, claim) for _, sign, source, claim in _PAIRS if sign == "+"]
)
def test_what_is_true_is_borne_out(source: str, claim: str) -> None:
    assert supports(claim, Evidence(1, source)) > 0


@pytest.mark.parametrize(
    ("source", "claim"), [(source, claim) for _, sign, source, claim in _PAIRS if sign == "-"]
)
def test_what_is_false_is_not_borne_out(source: str, claim: str) -> None:
    assert supports(claim, Evidence(1, source), similarity=0.95) == 0.0


def test_every_language_has_pairs_of_both_kinds() -> None:
    kinds = {(language, sign) for language, sign, _, _ in _PAIRS}
    assert kinds == {
        (name, sign)
        for name in ["en", "de", "fr", "es", "ru", "el", "zh", "ja", "ar"]
        for sign in "+-"
    }


QUESTION = "What did Anna Kowalski pay for the deposit in March?"


@pytest.mark.parametrize(
    ("text", "context", "borne_out"),
    [
        ("Anna Kowalski paid a deposit of 900 euros in March.", "", True),
        ("She paid a deposit of 900 euros in March.", "Letter to Anna Kowalski", True),
        ("A deposit of 900 euros was paid.", "Mail of Anna Kowalski, 3 March 2025", True),
        ("Emma Marlow paid a deposit of 900 euros in March.", "", False),
        ("Anna Kowalski paid a deposit of 900 euros in April.", "", False),
    ],
)
def test_what_the_question_names_must_stand_there_too(
    text: str, context: str, borne_out: bool
) -> None:
    found = supports("The deposit was 900 euros.", Evidence(1, text, context), question=QUESTION)
    assert (found > 0) is borne_out


def test_a_mail_bears_out_its_own_date_and_sender() -> None:
    mail = Evidence(1, "The plumber comes on 14 March.", "From: Petra Lindqvist, 2 March 2025")
    assert supports("Petra Lindqvist writes that the plumber comes on 14 March 2025.", mail) > 0
    assert supports("Petra Lindqvist writes that the plumber comes on 14 March 2024.", mail) == 0


def test_names_may_be_spelt_alike_in_recordings_only() -> None:
    text = "Hello, this is Catherine Meyer, I call about the boat."
    claim = "Katherine Meyer calls about the boat."
    assert supports(claim, Evidence(1, text)) == 0
    assert supports(claim, Evidence(1, text, heard=True)) > 0


def test_a_checker_may_refuse_but_never_let_pass() -> None:
    class Refusing:
        def judge(self, pairs: list[tuple[str, str]]) -> np.ndarray:
            return np.tile(np.float32([0.1, 0.8, 0.1]), (len(pairs), 1))

    class Agreeing:
        def judge(self, pairs: list[tuple[str, str]]) -> np.ndarray:
            return np.tile(np.float32([0.9, 0.05, 0.05]), (len(pairs), 1))

    source = Evidence(1, "The deposit is 900 euros.")
    assert supports("The deposit is 900 euros.", source, checker=Refusing()) == 0
    assert supports("The deposit is 900 euros.", source, checker=Agreeing()) > 0
    assert supports("The deposit is 950 euros.", source, checker=Agreeing()) == 0
