"""How fast this computer is: words a second of the language model, milliseconds a passage of the
text encoder. Short, on texts of its own; nothing of the library is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from app.core import events
from app.core.encoders import Encoders
from models.decoder.interface import Prompt, Source, Step
from models.decoder.settings import GenerationSettings
from models.machine import device, memory

N_PASSAGES = 32
_AT_ONCE = 8
N_ANSWERS = 3
N_WORDS_TOKENS = 32  # of each answer
_PASSAGE = (
    "The mill stands above the weir, and its wheel was last renewed by two carpenters from the "
    "village in the spring after the flood. Its stones came by barge from the quarry at the mouth "
    "of the river; grain is brought on Mondays and Thursdays, and flour is fetched the day after."
)
_SYSTEM = "Answer from the sources."
_QUESTION = "Describe the mill and all that is done there, in many words."


def measure(
    encoders: Encoders, n_threads: int, cancelled: Callable[[], bool], hurried: Callable[[], bool]
) -> Iterator[events.SpeedProgress | events.Speed]:
    """Progress, then the figures; no figures where it is cancelled. An answer that is cut off by
    something else that was asked for (`hurried`) is written anew: another one between two of its
    tokens would take its place in the model's memory.

    Raises ModelError where a model is not installed."""
    total = N_PASSAGES // _AT_ONCE + N_ANSWERS
    yield events.SpeedProgress(0, total)
    passages = [f"{n}. {_PASSAGE}" for n in range(N_PASSAGES)]
    encoders.text.encode_documents(passages[:_AT_ONCE])  # the first is slower, once
    encoding_s, done = 0.0, 0
    for start in range(0, N_PASSAGES, _AT_ONCE):
        if cancelled():
            return
        begun = time.perf_counter()
        encoders.text.encode_documents(passages[start : start + _AT_ONCE])
        encoding_s += time.perf_counter() - begun
        done += 1
        yield events.SpeedProgress(done, total)
    writing: list[_Written] = []
    while len(writing) < N_ANSWERS:
        if cancelled():
            return
        written = _write(encoders, len(writing), lambda: cancelled() or hurried())
        if written is not None:
            writing.append(written)
            done += 1
        yield events.SpeedProgress(done, total)
    seconds = sum(each.seconds for each in writing)
    yield events.Speed(
        model=encoders.decoder.name,
        words_per_s=sum(each.n_words for each in writing) / seconds,
        tokens_per_s=sum(each.n_tokens for each in writing) / seconds,
        passage_ms=1000 * encoding_s / N_PASSAGES,
        device=device(),
        n_threads=n_threads,
        memory_bytes=memory().total,
    )


def describe(n_threads: int) -> events.Machine:
    return events.Machine(device(), n_threads, memory().total)


class _Written:
    def __init__(self, n_words: int, n_tokens: int, seconds: float) -> None:
        self.n_words, self.n_tokens, self.seconds = n_words, n_tokens, seconds


def _write(encoders: Encoders, number: int, given_up: Callable[[], bool]) -> _Written | None:
    """One answer: how much was written after its first token, and in what time. None where it was
    given up."""
    source = Source(f"benchmark-{number}", f"{number}. {_PASSAGE}")
    settings = GenerationSettings(
        min_new_tokens=N_WORDS_TOKENS, max_new_tokens=N_WORDS_TOKENS, grounded=False
    )
    text, n_tokens, first = "", 0, 0.0
    prompt = Prompt(_SYSTEM, (source,), (), _QUESTION)
    for event in encoders.decoder.generate(prompt, settings, cancelled=given_up):
        if not isinstance(event, Step):
            continue
        if not first:
            first = time.perf_counter()
            n_first = event.counts.completion_tokens
            continue
        text += event.text
        n_tokens = event.counts.completion_tokens - n_first
    seconds = time.perf_counter() - first
    if given_up() or n_tokens <= 0:
        return None
    return _Written(max(1, len(text.split())), n_tokens, max(seconds, 1e-6))
