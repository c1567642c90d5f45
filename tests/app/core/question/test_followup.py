from __future__ import annotations

import pytest

from app.core.question.followup import keeps, resolve
from app.core.question.pointing import leans
from models.decoder.interface import Turn

TURNS = (Turn("Who was elected treasurer in 2022?", "Ottilie Brandauer was elected [1]."),)


@pytest.mark.parametrize(
    "question",
    [
        "And whom did she succeed?",
        "What about 2023?",
        "Which plot does he have?",
        "Why?",
        "Since when?",
        "Und von wem?",
        "Combien coûte-t-elle ?",
        "Is that longer than five years?",
    ],
)
def test_a_question_that_points_back_leans(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "How high is the yearly rent of plot 14?",
        "When must Henrik Solvang pay his rent?",
        "Who keeps the key of the pump house?",
    ],
)
def test_a_question_that_names_its_subject_stands_alone(question: str) -> None:
    assert not leans(question)


def test_rules_come_before_the_model() -> None:
    resolved = resolve("And whom did she succeed?", TURNS, lambda *_: "never asked")
    assert resolved.text == "Whom did Ottilie Brandauer succeed?"


def test_a_question_is_rewritten_only_in_a_conversation() -> None:
    asked: list[str] = []

    def rewrite(question: str, turns: object) -> str:
        asked.append(question)
        return "Whom did Ottilie Brandauer succeed?\nAnd more."

    assert resolve("And whom did they succeed?", (), rewrite).text == "And whom did they succeed?"
    assert asked == []
    resolved = resolve("And whom did they succeed?", TURNS, rewrite)
    assert resolved.text == "Whom did Ottilie Brandauer succeed?"
    assert not resolved.needs_turns


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Ottilie Brandauer was elected.",  # an answer
        "Whom did Napoleon succeed?",  # a name that nobody said
        "Who was elected treasurer in 2022?",  # another question
    ],
)
def test_a_rewriting_that_is_another_question_is_not_taken(written: str) -> None:
    assert not keeps("And who succeeded them?", written, TURNS)
    resolved = resolve("And who succeeded them?", TURNS, lambda *_: written)
    assert resolved.needs_turns
    assert "treasurer" in resolved.text and "succeed" in resolved.text


def test_numbers_and_names_of_the_question_must_stay() -> None:
    turns = (Turn("What is the berth fee in 2024?", "220 euros a year [1]."),)
    assert keeps("And in 2025?", "And what is the berth fee in 2025?", turns)
    assert not keeps("And in 2025?", "And what is the berth fee in 2024?", turns)
