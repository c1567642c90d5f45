"""The controls of sampling as data, one for each field of the decoder's settings.

Ranges, defaults and prose come from the decoder's own table; the window adds only names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from models.decoder.settings import GenerationSettings

ControlKind = Literal["int", "float", "bool", "words"]


@dataclass(frozen=True, slots=True)
class Control:
    """`suggested` is what an optional setting (`optional`: None is off) starts from when switched
    on."""

    name: str
    title: str
    kind: ControlKind
    default: Any
    optional: bool
    low: float
    high: float
    step: float
    suggested: float
    tip: str


_PROSE: dict[str, tuple[str, float, float, float, float, str]] = {
    # name: (title, lowest, highest, step, suggested, tip)
    "temperature": (
        "Temperature", 0.05, 2.0, 0.05, 0.7,
        "Off: always the likeliest word, the same answer each time. Higher: freer wording, more risk.",
    ),
    "top_k": (
        "Top-k", 1, 200, 1, 40, "Draw only from the k likeliest words. Matters with a temperature.",
    ),
    "top_p": (
        "Top-p", 0.05, 1.0, 0.05, 0.9,
        "Draw from the likeliest words that together reach this probability. Matters with a "
        "temperature.",
    ),
    "min_p": (
        "Min-p", 0.01, 1.0, 0.01, 0.05,
        "Leave out words less likely than this share of the likeliest one. Matters with a "
        "temperature.",
    ),
    "repetition_penalty": (
        "Repetition penalty", 0.5, 2.0, 0.05, 1.1,
        "Above 1: words already written become less likely. Words of your sources are not touched.",
    ),
    "presence_penalty": (
        "Presence penalty", -2.0, 2.0, 0.1, 0.5,
        "Above 0: a word that was written once becomes less likely, however often it came.",
    ),
    "frequency_penalty": (
        "Frequency penalty", -2.0, 2.0, 0.1, 0.5,
        "Above 0: each time a word was written makes it less likely.",
    ),
    "min_new_tokens": (
        "Shortest answer", 0, 512, 8, 0, "In tokens, each about three quarters of a word.",
    ),
    "max_new_tokens": (
        "Longest answer", 16, 4096, 16, 256, "In tokens, each about three quarters of a word.",
    ),
    "stop": (
        "Stop at", 0, 0, 0, 0, "The answer ends before any of these texts. Separate them by commas.",
    ),
    "seed": (
        "Seed", 0, 2_147_483_647, 1, 0, "The same seed and settings give the same answer again.",
    ),
    "n_sequences": (
        "Answers drawn", 1, 8, 1, 1, "Draw several answers and show the likeliest. Takes longer.",
    ),
    "beam_width": (
        "Beam width", 1, 8, 1, 1,
        "Follow several wordings at once and keep the best. 1 is off. Takes longer.",
    ),
    "length_penalty": (
        "Length penalty", -2.0, 4.0, 0.1, 1.0,
        "With beams: above 0 favours longer answers, below 0 shorter ones.",
    ),
    "early_stopping": (
        "Stop beams early", 0, 1, 1, 0, "With beams: stop as soon as enough of them are finished.",
    ),
}  # fmt: skip

PRESETS: dict[str, dict[str, Any]] = {
    "Precise": {},
    "Balanced": {"temperature": 0.4, "top_p": 0.9},
    "Creative": {"temperature": 0.9, "top_p": 0.95, "presence_penalty": 0.3},
    "Brief": {"max_new_tokens": 96},
    "Long": {"max_new_tokens": 768},
}


def controls() -> list[Control]:
    """In the order of the settings' fields."""
    made: list[Control] = []
    for field in fields(GenerationSettings):
        title, low, high, step, suggested, tip = _PROSE.get(
            field.name, (field.name.replace("_", " ").capitalize(), 0, 1_000_000, 1, 0, "")
        )
        optional = "None" in str(field.type)
        kind: ControlKind = "int"
        if "bool" in str(field.type):
            kind = "bool"
        elif "tuple" in str(field.type):
            kind = "words"
        elif "float" in str(field.type):
            kind = "float"
        made.append(
            Control(
                field.name, title, kind, field.default, optional, low, high, step, suggested, tip
            )
        )
    return made


def preset_of(settings: Mapping[str, Any]) -> str:
    """The preset that these settings are (only what differs from the defaults), or `Custom`."""
    for name, values in PRESETS.items():
        if dict(settings) == values:
            return name
    return "Custom"
