"""The short measurement of this computer's speed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.core import events
from app.core.benchmark import N_ANSWERS, measure
from app.core.encoders import Encoders
from models.decoder.interface import Prefilling, Prompt, Step
from models.decoder.settings import GenerationSettings
from tests.fakes import FakeDecoder, fake_loaders


class CutOff(FakeDecoder):
    """Its second answer is cut off once by something else that is asked for."""

    def __init__(self) -> None:
        self.n_begun = 0
        self.hurry = False

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Prefilling | Step]:
        self.n_begun += 1
        self.hurry = self.n_begun == 2
        yield from super().generate(prompt, settings, cancelled=cancelled)


def never() -> bool:
    return False


def run(decoder: Any, cancelled: Callable[[], bool] = never) -> list[Any]:
    encoders = Encoders({**fake_loaders(), "decoder": lambda: decoder})
    hurried = (lambda: decoder.hurry) if isinstance(decoder, CutOff) else never
    return list(measure(encoders, 3, cancelled, hurried))


def test_it_ends_with_the_figures_and_tells_how_far_it_is() -> None:
    *steps, speed = run(FakeDecoder())
    assert isinstance(speed, events.Speed)
    assert speed.tokens_per_s > 0 and speed.words_per_s > 0 and speed.passage_ms > 0
    assert (speed.model, speed.n_threads) == ("fake-decoder", 3) and speed.memory_bytes > 1e9
    done = [step.done for step in steps]
    assert done == sorted(done) and done[0] == 0 and done[-1] == steps[-1].total


def test_an_answer_that_was_cut_off_is_written_anew() -> None:
    decoder = CutOff()
    *_steps, speed = run(decoder)
    assert isinstance(speed, events.Speed)
    assert decoder.n_begun == N_ANSWERS + 1


def test_cancelled_it_has_no_figures() -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 6

    told = run(FakeDecoder(), cancelled)
    assert told and all(isinstance(event, events.SpeedProgress) for event in told)
