"""How to draw the next token: plain values, shared by window, command line and decoder.

No torch here. `None` means off. The order of sampling is: penalties, grounding, temperature,
top-k, top-p, min-p, draw. Penalties count generated tokens only: over the prompt they would punish
quoting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.errors import InvalidSettings

Mode = Literal["greedy", "sampled", "beam"]

# Settings that cannot matter in a mode: accepted there, and named as inactive in the last step.
_INACTIVE: dict[Mode, tuple[str, ...]] = {
    "greedy": ("top_k", "top_p", "min_p", "seed", "n_sequences", "length_penalty",
               "early_stopping"),
    "sampled": ("length_penalty", "early_stopping"),
    "beam": ("temperature", "top_k", "top_p", "min_p", "seed"),
}  # fmt: skip


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
    grounded: bool = True  # numbers and names only as they stand in the sources or the question

    @property
    def mode(self) -> Mode:
        if self.beam_width > 1:
            return "beam"
        return "sampled" if self.temperature else "greedy"

    def inactive(self) -> tuple[str, ...]:
        """Names of settings that were changed from their default but cannot matter here."""
        default = GenerationSettings()
        return tuple(
            name for name in _INACTIVE[self.mode] if getattr(self, name) != getattr(default, name)
        )

    def validate(self) -> None:
        """Raises InvalidSettings, whose next step names the fix."""
        from models.decoder.fields import FIELDS

        for field in FIELDS:
            field.check(getattr(self, field.name))
        if self.min_new_tokens > self.max_new_tokens:
            raise InvalidSettings(
                "min_new_tokens ({min_new_tokens}) is above max_new_tokens ({max_new_tokens}).",
                "Lower min_new_tokens to {max_new_tokens} or less, or raise max_new_tokens.",
                min_new_tokens=self.min_new_tokens,
                max_new_tokens=self.max_new_tokens,
            )
        if self.mode == "beam" and self.n_sequences > self.beam_width:
            raise InvalidSettings(
                "A beam search of width {beam_width} cannot give {n_sequences} answers.",
                "Set beam_width to {n_sequences} or more, or n_sequences to {beam_width} or less.",
                beam_width=self.beam_width,
                n_sequences=self.n_sequences,
            )
