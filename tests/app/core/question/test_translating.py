from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from app.core.question.translating import (
    by_turns,
    is_among,
    is_in,
    main_language,
    says_the_same,
    translate,
)
from models.decoder.interface import Counts, Prompt, Step, Timings
from tests.app.core.question.values import found


class Says:
    def __init__(self, text: str) -> None:
        self.text = text
        self.prompts: list[Prompt] = []

    def generate(self, prompt: Prompt, settings: Any, **options: Any) -> Iterator[Step]:
        self.prompts.append(prompt)
        yield Step(self.text, (1,), "end", Counts(1, 0, 1), Timings(0.0, 0.0, 0.0))


def test_a_sentence_is_given_without_sources_and_comes_back_bare() -> None:
    decoder = Says("“Die Miete beträgt 85 Pfund.”\nNote: none.")
    said = translate("The rent is 85 pounds.", "de", decoder)  # type: ignore[arg-type]
    assert said == "Die Miete beträgt 85 Pfund."
    assert decoder.prompts[0].sources == () and "German" in decoder.prompts[0].system


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        ("The rent is 85 pounds.", "Die Miete beträgt 85 Pfund.", True),
        ("The rent is 85 pounds.", "Die Miete beträgt 58 Pfund.", False),
        ("The rent is 1,850.50 pounds.", "Die Miete beträgt 1.850,50 Pfund.", True),
        ("It lies with Clara Tveit in Bergen.", "Es liegt bei Clara Tveit in Bergen.", True),
        ("It lies with Clara Tveit in Bergen.", "Es liegt bei Klaus in Bergen.", False),
        ("Yes.", "", False),
        ("Yes.", "I am sorry, but I cannot translate this sentence for you.", False),
    ],
)
def test_a_translation_keeps_numbers_names_and_length(text: str, said: str, kept: bool) -> None:
    assert says_the_same(text, said) is kept


def test_the_main_language_is_that_of_most_passages() -> None:
    assert main_language({"en": 70, "de": 20, None: 500}) == "en"
    assert main_language({"en": 50, "de": 50}) is None
    assert main_language({None: 3}) is None


def test_what_two_searches_found_comes_by_turns() -> None:
    one, two, three = (found(n, f"text {n}") for n in (1, 2, 3))
    assert by_turns([one, two], [two, three]) == [one, two, three]


def test_one_file_in_the_language_of_the_question_is_enough_to_leave_it_as_it_is() -> None:
    several = [found(n, "A text.") for n in (1, 2, 3, 4)]
    several[1] = dataclasses.replace(
        several[1], chunk=dataclasses.replace(several[1].chunk, language="de")
    )
    assert is_in("en", several) and not is_in("de", several)
    assert is_among("de", several) and not is_among("fr", several)
