"""Reads a file as the product does, for tests of what a document holds."""

from __future__ import annotations

from pathlib import Path

from storage.readers.reading import read
from storage.readers.values import TextDocument


def document(path: Path, content: str | bytes | None = None) -> TextDocument:
    """The document at `path`; `content` is written there first."""
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    value = read(path)
    assert isinstance(value, TextDocument)
    return value


def told(found: TextDocument) -> list[str]:
    """The lines of its sections."""
    return [line for section in found.sections for line in section.text.split("\n") if line]
