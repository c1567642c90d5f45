"""Passages and a question laid out for the language model: stable parts first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from app.core.naming import place, spoken_name
from app.core.question.retrieve import Found
from models.decoder.interface import Prompt, Source, Turn

_KIND_NAMES = {"text": "Document", "image": "Picture", "audio": "Recording"}


@cache
def system_text() -> str:
    return resources.files("resources").joinpath("prompts/answer.txt").read_text("utf-8").strip()


def build_prompt(question: str, sources: Sequence[Found], turns: Sequence[Turn]) -> Prompt:
    return Prompt(
        system=system_text(),
        sources=tuple(to_source(found) for found in sources),
        turns=tuple(turns),
        question=question,
    )


def to_source(found: Found) -> Source:
    return Source(
        key=source_key(found.chunk.chunk_id, found.item.sha256),
        text=f"{label(found)}: {found.chunk.text}",
    )


def source_key(chunk_id: int, sha256: str) -> str:
    """By what an engine may keep what it computed of a passage."""
    return f"{chunk_id}:{sha256[:16]}"


def label(found: Found) -> str:
    """What a source is and where in it the passage stands, in a few words."""
    title = found.item.title or spoken_name(found.item.path)
    where = place(found.chunk.locator)
    return f"{_KIND_NAMES[found.chunk.kind]} “{title}”" + (f", {where}" if where else "")
