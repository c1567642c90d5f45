"""How to draw the next token: plain values, shared by window, command line and decoder.

No torch here. `None` means off. The order of sampling is: penalties, temperature, top-k, top-p,
min-p, draw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GenerationSettings:
    """Greedy unless `temperature` is above 0 or `beam_width` above 1."""

    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repetition_penalty: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    min_new_tokens: int = 0
    max_new_tokens: int = 256
    stop: tuple[str, ...] = ()
    seed: int = 0
    n_sequences: int = 1
    beam_width: int = 1
    length_penalty: float = 1.0
    early_stopping: bool = False
