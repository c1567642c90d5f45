"""What every language-model engine offers: a prompt in, a stream of steps out. No torch here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from models.decoder.settings import GenerationSettings

# loop: the text had begun to repeat itself and was ended there
FinishReason = Literal["end", "length", "stop", "loop", "cancelled"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered passage. `key` is stable for this very text (chunk id and content hash), so that
    an engine may keep what it computed; the number the model sees is its place from 1."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """Laid out stable part first: system, sources, earlier turns, question."""

    system: str
    sources: tuple[Source, ...]
    turns: tuple[Turn, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Counts:
    prompt_tokens: int
    cached_tokens: int  # of the prompt, not computed anew
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds since the call, and per token after the first."""

    ttft_ms: float
    tpot_ms: float
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Prefilling:
    """Progress of the first phase."""

    done_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the second phase. `text` is what became readable with it: never part of a stop
    sequence, never half a character. The last step has a finish reason."""

    text: str
    token_ids: tuple[int, ...]
    finish: FinishReason | None
    counts: Counts
    timings: Timings
    inactive: tuple[str, ...] = ()  # settings that cannot matter in this mode, in the last step
    # In the last step: `metrics` (tokens_per_s, accepted_per_verification, peak_rss_mb),
    # `context_tokens` of `context_length`, `alternatives` (text, finish, score) where several
    # answers were asked for, and `notice`, a sentence for the user, where turns were left out or
    # the text was ended because it repeated itself.
    extras: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpanAnswer:
    """Words of a source that the model would copy as its answer: `source` is its number from 1,
    `start` and `end` are code points in its text, half-open.

    `score` and `not_found_score` are mean log-probabilities of a token, of the span and of saying
    that nothing was found; `log_probability` is the span's as a whole."""

    source: int
    start: int
    end: int
    score: float
    not_found_score: float
    log_probability: float


@dataclass(frozen=True, slots=True)
class Stage:
    """The likeliest tokens after one filter ("model" is before all of them)."""

    name: str
    candidates: tuple[tuple[str, float], ...]  # (spelling, probability), likeliest first


@dataclass(frozen=True, slots=True)
class Inspection:
    """`probability` of the chosen token and `entropy` in bits are the model's own, before any
    filter."""

    token_id: int
    spelling: str
    probability: float
    entropy: float
    stages: tuple[Stage, ...]


class Decoder(Protocol):
    name: str
    context_length: int

    def count_tokens(self, text: str) -> int:
        """Tokens of plain text; special tokens' spellings count as plain text too."""

    def count_prompt_tokens(self, prompt: Prompt) -> int:
        """Tokens of the whole prompt as the engine will lay it out."""

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        inspect: bool = False,
    ) -> Iterator[Prefilling | Step]:
        """Yield progress, then steps. Where the context is too small for all turns the oldest
        are left out, never a source. With `inspect` the steps' `extras` hold `inspections`, one
        `Inspection` a token, where the engine has them.

        Raises ContextTooSmall, InvalidSettings."""

    def look_into(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        token_ids: Sequence[int],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Inspection]:
        """How each token of a text that was written to this prompt was chosen, computed again; for
        no tokens, how the first would be. Nothing where the engine cannot.

        Raises ContextTooSmall, InvalidSettings."""

    def read_span(
        self,
        prompt: Prompt,
        *,
        not_found: str = "not found",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> SpanAnswer | None:
        """The words of a source that the model would most likely copy in answer to a prompt that
        asks for just that, or for `not_found`. None where the engine cannot, or was given up.

        Raises ContextTooSmall."""

    def read_ahead(
        self,
        system: str,
        sources: Sequence[Source],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """Begin to read these sources before a question is complete, in the place of what was read
        before; given up within a few layers as soon as `cancelled` says so, and what is read by
        then stays. The next prompt that begins with the same sources in this order computes only
        what is not read yet. Returns how many tokens of it are; 0 where the engine cannot."""

    def warm(
        self,
        system: str,
        sources: Sequence[Source],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Prepare for these sources in idle time, where the engine can."""

    def forget(self, keys: Iterable[str]) -> None:
        """Erase all that was kept of these sources, in memory and on disk."""
