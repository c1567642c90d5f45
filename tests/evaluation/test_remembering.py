"""What was written once is not written again; what changes is."""

from __future__ import annotations

from pathlib import Path

from models.decoder.interface import Prompt, Source, Step
from models.decoder.settings import GenerationSettings
from tests.evaluation.remembering import Remembering
from tests.fakes import fake_loaders

PROMPT = Prompt("Be brief.", (Source("1:a", "The rent is 85 pounds."),), (), "What is the rent?")


def _remembering(file: Path, loaded: list[int]) -> Remembering:
    def load():
        loaded.append(1)
        return fake_loaders()["decoder"]()

    return Remembering(load, "fake", file)


def _text(decoder: Remembering, prompt: Prompt) -> str:
    steps = decoder.generate(prompt, GenerationSettings())
    return "".join(step.text for step in steps if isinstance(step, Step))


def test_the_same_prompt_is_answered_without_the_model(tmp_path: Path) -> None:
    loaded: list[int] = []
    first = _text(_remembering(tmp_path / "known.db", loaded), PROMPT)
    assert first
    elsewhere = Prompt(PROMPT.system, (Source("9:z", PROMPT.sources[0].text),), (), PROMPT.question)
    assert _text(_remembering(tmp_path / "known.db", loaded), elsewhere) == first
    assert len(loaded) == 1


def test_another_prompt_is_written_anew(tmp_path: Path) -> None:
    loaded: list[int] = []
    decoder = _remembering(tmp_path / "known.db", loaded)
    _text(decoder, PROMPT)
    other = _remembering(tmp_path / "known.db", loaded)
    _text(other, Prompt(PROMPT.system, PROMPT.sources, (), "And the deposit?"))
    assert len(loaded) == 2


def test_a_part_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    loaded: list[int] = []
    steps = _remembering(tmp_path / "known.db", loaded).generate(PROMPT, GenerationSettings())
    next(steps)
    steps.close()
    whole = _text(_remembering(tmp_path / "known.db", loaded), PROMPT)
    assert whole
    assert len(loaded) == 2
