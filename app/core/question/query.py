"""What is asked: words, a picture, a sound, or several of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.events import Kind


@dataclass(frozen=True, slots=True)
class Query:
    """At least one of text, picture and sound. The rest leaves out what is not wanted: `kinds` and
    `languages` (ISO 639-1) empty mean all; `folder` is a file or a folder; `items` are
    files by their ids, `collections` named sets of them: any of both; `name` a part of a
    file's name; `since` and `until`, both included, hold for the date that a file states of itself
    (taken, sent, made), else for its last change."""

    text: str | None = None
    image: Path | None = None
    audio: Path | None = None
    kinds: tuple[Kind, ...] = ()
    k: int = 10
    folder: Path | None = None
    name: str | None = None
    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    collections: tuple[int, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the kind is asked for."""
        wanted = (self.folder, self.name, self.since, self.until)
        several = (self.languages, self.items, self.collections)
        return any(several) or any(value is not None for value in wanted)
