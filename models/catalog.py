"""What can be installed: the catalogue as values. The data is `catalog.toml` beside this file.

Knows names, sources and pins; knows neither the network nor the disk."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

from models.errors import ModelMissing

Role = Literal["text", "image", "tags", "speech", "decoder"]


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
    `fallback_for` names the starter model that this one stands in for."""

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


@cache
def catalog() -> tuple[CatalogEntry, ...]:
    return parse_catalog((resources.files("models") / "catalog.toml").read_text("utf-8"))


def entry(name: str) -> CatalogEntry:
    """Raises ModelMissing for a name that is not in the catalogue."""
    for candidate in catalog():
        if candidate.name == name:
            return candidate
    raise ModelMissing(
        f"There is no model named {name!r} in the catalogue.",
        "See `triptych models list`, or give a folder that holds a model.",
    )
