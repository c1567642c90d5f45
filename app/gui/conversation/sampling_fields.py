"""The decoder's own table of settings, as the window uses it: values, presets, what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.gui.language import tr
from models.decoder.fields import FIELDS, Field, Group
from models.decoder.presets import PRESETS, Preset
from models.decoder.settings import GenerationSettings

CUSTOM = tr("Custom")
GROUP_NAMES: Mapping[Group, str] = {
    "sampling": tr("CHOICE OF WORDS"),
    "penalties": tr("REPETITION"),
    "length": tr("LENGTH"),
    "beams": tr("BEAM SEARCH"),
}


def grouped() -> dict[Group, list[Field]]:
    groups: dict[Group, list[Field]] = {}
    for field in FIELDS:
        groups.setdefault(field.group, []).append(field)
    return groups


def is_optional(field: Field) -> bool:
    """None switches it off, so it gets a switch."""
    return field.default is None


def defaults() -> dict[str, Any]:
    return asdict(GenerationSettings())


def preset_of(values: Mapping[str, Any]) -> Preset | None:
    """The preset that has exactly these values."""
    return next((p for p in PRESETS if asdict(p.settings) == dict(values)), None)


def inactive(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Settings that are set but cannot matter with the others as they are."""
    return GenerationSettings(**values).inactive()
