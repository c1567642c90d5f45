"""Questions to a small library, answered by a decoder that says what it is told to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from app.compose import Core
from app.core import events
from app.core.question.retrieve import Query
from models.decoder.interface import Counts, FinishReason, Prefilling, Prompt, Source, Step, Timings
from models.decoder.settings import GenerationSettings

QUESTION = "Which key does the harbour master keep, and when do pears ripen?"


class Says:
    """A decoder that says what it is told to, a word a step; keeps the prompts it was given."""

    name, context_length = "says", 4096
    text = ""
    texts: ClassVar[dict[str, str]] = {}  # by what the question holds, where parts are answered
    finish: FinishReason = "end"
    prompts: ClassVar[list[Prompt]] = []
    warmed: ClassVar[list[str]] = []
    ahead: ClassVar[list[tuple[str, tuple[Source, ...]]]] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def count_prompt_tokens(self, prompt: Prompt) -> int:
        return 10

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        inspect: bool = False,
    ) -> Iterator[Prefilling | Step]:
        self.prompts.append(prompt)
        yield Prefilling(10, 10)
        said = (text for key, text in self.texts.items() if key in prompt.question)
        words = re.findall(r"\S+\s*", next(said, self.text))
        for n, word in enumerate(words, start=1):
            if cancelled():
                yield Step("", (), "cancelled", Counts(10, 0, n), Timings(1, 1, n))
                return
            last = self.finish if n == len(words) else None
            yield Step(word, (n,), last, Counts(10, 0, n), Timings(1, 1, n))

    def warm(
        self, system: str, sources: tuple[Source, ...], *, cancelled: Callable[[], bool]
    ) -> None:
        self.warmed.extend(source.text for source in sources)

    def read_ahead(
        self, system: str, sources: list[Source], *, cancelled: Callable[[], bool]
    ) -> int:
        self.ahead.append((system, tuple(sources)))
        return 1


def ask(core: Core, question: str = QUESTION, **how: Any) -> tuple[list[Any], events.Answer]:
    told = list(core.ask(Query(question), core.generation_settings({}), **how))
    assert isinstance(told[-1], events.Answer)
    assert sum(isinstance(event, events.Answer) for event in told) == 1
    return told, told[-1]


def markers(answer: events.Answer) -> set[int]:
    return {int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)}


def number_of(core: Core, name: str) -> int:
    """The number under which a file comes before the model for the question."""
    told, _ = ask(core)
    hits = next(event for event in told if isinstance(event, events.SourcesChosen)).hits
    return next(hit.rank for hit in hits if hit.path.endswith(name))


KEY = "Which key does the harbour master keep?"
