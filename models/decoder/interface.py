"""What every language-model engine offers: a prompt in, a stream of steps out. No torch here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from models.decoder.settings import GenerationSettings

FinishReason = Literal["end", "length", "stop", "cancelled"]


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
    extras: dict[str, object] = field(default_factory=dict)


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
    ) -> Iterator[Prefilling | Step]:
        """Yield progress, then steps. Raises ContextTooSmall, InvalidSettings."""
