"""Questions that lean on the one before, made whole by rules; None where no rule fits."""

from __future__ import annotations

import pytest

from app.core.question.programs.followups import resolve
from models.decoder.interface import Turn

WHOLE = [
    ("How much did we spend in March 2024?", "12", "And in May?", "en", "May 2024"),
    ("How much did we spend in 2023?", "12", "and in 2024?", "en", "did we spend in 2024?"),
    ("How long is the Elbe?", "1,094 km", "What about the Rhine?", "en", "How long is the Rhine?"),
    ("What is the torque of bolt M-47?", "39", "And M-48?", "en", "torque of bolt M-48?"),
    ("Where does Anna Kessler live?", "Upstairs", "And Jonas Brandt?", "en", "Jonas Brandt live?"),
    (
        "Who was elected treasurer?",
        "Samuel Oduya was elected treasurer [1].",
        "How many votes did he get?",
        "en",
        "How many votes did Samuel Oduya get?",
    ),
    ("When did Ida Brandt move in?", "In May.", "What is her number?", "en", "Ida Brandt’s number"),
    (
        "On which evening is the large hall of the Scout Hut let to us?",
        "On Thursdays.",
        "What does it cost us a month?",
        "en",
        "What does the large hall of the Scout Hut cost us a month?",
    ),
    ("What does the ferry cost?", "12", "Is it open on Sundays?", "en", "Is the ferry open"),
    ("Wie hoch war der Verbrauch im März?", "7", "Und im Mai?", "de", "Verbrauch im Mai?"),
    ("Combien avons-nous dépensé en 2023 ?", "7", "Et en 2024 ?", "fr", "dépensé en 2024"),
    ("¿Cuánto gastamos en 2023?", "7", "¿Y en 2024?", "es", "gastamos en 2024"),
]


@pytest.mark.parametrize(("before", "answer", "question", "language", "expected"), WHOLE)
def test_a_question_is_made_whole(
    before: str, answer: str, question: str, language: str, expected: str
) -> None:
    said = resolve(question, [Turn(before, answer)], language)
    assert said is not None
    assert expected in said


def test_a_chain_is_followed() -> None:
    turns = [Turn("How long is the Elbe?", "1"), Turn("What about the Rhine?", "2")]
    assert resolve("And the Weser?", turns, "en") == "How long is the Weser?"


@pytest.mark.parametrize(
    ("before", "answer", "question", "language"),
    [
        ("Who wrote the letter?", "Hilda Tveit and Otto Falk.", "When did he move?", "en"),
        ("Who sings the Pie Jesu in the summer?", "Ann.", "And the baritone?", "en"),  # of two?
        ("How high is the rent?", "900", "Who pays the deposit?", "en"),  # stands alone
        ("How much did we spend in 2023 and 2024?", "7", "And in 2025?", "en"),
        ("Hva koster fergen?", "12", "Og i mai?", "nb"),
    ],
)
def test_what_may_mean_two_things_is_left(
    before: str, answer: str, question: str, language: str
) -> None:
    assert resolve(question, [Turn(before, answer)], language) is None


def test_without_a_conversation_nothing_leans() -> None:
    assert resolve("And in May?", [], "en") is None
