"""What is asked: words, a picture, a sound, or several of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storage.records import Kind


@dataclass(frozen=True, slots=True)
class Query:
    """At least one of text, picture and sound. `kinds` empty means all."""

    text: str | None = None
    image: Path | None = None
    audio: Path | None = None
    kinds: tuple[Kind, ...] = ()
    k: int = 10
