from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from models.decoder.fields import FIELDS
from models.decoder.presets import PRESETS
from models.decoder.settings import GenerationSettings
from models.errors import InvalidSettings


def test_fields_describe_every_setting_with_its_default() -> None:
    defaults = {f.name: f.default for f in dataclasses.fields(GenerationSettings)}
    assert {field.name: field.default for field in FIELDS} == defaults


def test_the_defaults_and_all_presets_are_valid() -> None:
    for settings in (GenerationSettings(), *(preset.settings for preset in PRESETS)):
        settings.validate()
    assert [p.name for p in PRESETS] == ["precise", "balanced", "creative", "brief", "long"]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"temperature": -0.1}, "temperature"),
        ({"temperature": float("nan")}, "temperature"),
        ({"top_k": 0}, "top_k"),
        ({"top_k": 2.5}, "top_k"),
        ({"top_p": 1.2}, "top_p"),
        ({"min_p": -1}, "min_p"),
        ({"repetition_penalty": 0.0}, "repetition_penalty"),
        ({"max_new_tokens": 0}, "max_new_tokens"),
        ({"min_new_tokens": 300}, "max_new_tokens"),
        ({"stop": ("",)}, "stop"),
        ({"stop": "end"}, "stop"),
        ({"beam_width": 2, "n_sequences": 3}, "beam_width"),
        ({"seed": -1}, "seed"),
        ({"early_stopping": 1}, "early_stopping"),
        ({"max_new_tokens": None}, "max_new_tokens"),
    ],
)
def test_invalid_settings_name_the_fix(settings: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidSettings) as raised:
        GenerationSettings(**settings).validate()  # type: ignore[arg-type]
    assert named in raised.value.next_step


@pytest.mark.parametrize(
    ("settings", "mode", "inactive"),
    [
        ({}, "greedy", ()),
        ({"temperature": 0.0, "top_k": 4, "seed": 2}, "greedy", ("top_k", "seed")),
        ({"temperature": 0.5, "top_k": 4, "length_penalty": 2.0}, "sampled", ("length_penalty",)),
        ({"beam_width": 3, "temperature": 0.5, "min_p": 0.1}, "beam", ("temperature", "min_p")),
    ],
)
def test_what_cannot_matter_is_named(
    settings: dict[str, object], mode: str, inactive: tuple[str, ...]
) -> None:
    made = GenerationSettings(**settings)  # type: ignore[arg-type]
    made.validate()
    assert made.mode == mode and made.inactive() == inactive


def test_settings_need_no_torch() -> None:
    code = (
        "import sys; from models.decoder import settings, fields, presets, interface; "
        "settings.GenerationSettings().validate(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
