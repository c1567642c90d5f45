"""Ready-made settings of generation, as data for the window and the command line. No torch."""

from __future__ import annotations

from dataclasses import dataclass

from models.decoder.settings import GenerationSettings


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    label: str
    tooltip: str
    settings: GenerationSettings


PRESETS: tuple[Preset, ...] = (
    Preset(
        "precise",
        "Precise",
        "The likeliest words, close to the sources; the same answer every time.",
        GenerationSettings(),
    ),
    Preset(
        "balanced",
        "Balanced",
        "A little freedom in wording, facts from the sources.",
        GenerationSettings(temperature=0.4, top_p=0.9, min_p=0.05),
    ),
    Preset(
        "creative",
        "Creative",
        "Freer wording and fewer repetitions; check it against the sources.",
        GenerationSettings(temperature=0.9, top_p=0.95, min_p=0.03, presence_penalty=0.3),
    ),
    Preset(
        "brief",
        "Brief",
        "One or two sentences.",
        GenerationSettings(max_new_tokens=80),
    ),
    Preset(
        "long",
        "Long",
        "Several paragraphs where the sources allow it.",
        GenerationSettings(max_new_tokens=768, repetition_penalty=1.05),
    ),
)
