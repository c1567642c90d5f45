"""Passages for the tests of a question's room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.core.question.retrieve import Found
from models.protocols import AnswerSpan
from storage.records import Chunk, ChunkId, ContentId, Item, ItemId, Kind, Locator


def alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """Every text is as near to every other, so only words decide."""
    return np.full((len(texts), 1), 0.5, np.float32)


def found(
    number: int,
    text: str,
    *,
    item: int | None = None,
    kind: Kind = "text",
    title: str | None = None,
    path: str | None = None,
    media_type: str = "text/plain",
    similarity: float = 0.5,
    coverage: float = 0.5,
    locator: Locator | None = None,
    heads: str = "",
    is_named: bool = False,
) -> Found:
    of = item or number
    chunk = Chunk(ChunkId(number), ContentId(of), 0, kind, text, locator or {}, "en", heads=heads)
    held = Item(
        ItemId(of), path or f"/files/{of}.txt", kind, "ready", None, title, media_type, 1, 0,
        f"{of:064}", ContentId(of), 1, "2024-01-01T00:00:00Z",
    )  # fmt: skip
    return Found(chunk, held, 1.0 / number, {}, similarity, coverage, is_named=is_named)


def count_words(text: str) -> int:
    return len(text.split())


class Reader:
    """A second reader that reads these words (with `_` for a space), as surely as is said."""

    def __init__(self, **sure: float) -> None:
        self._sure = {words.replace("_", " "): score for words, score in sure.items()}

    def read(self, question: str, passages: Sequence[str]) -> list[AnswerSpan]:
        found = [
            AnswerSpan(n, at, at + len(words), score)
            for words, score in self._sure.items()
            for n, text in enumerate(passages)
            if (at := text.find(words)) >= 0
        ]
        return sorted(found, key=lambda span: -span.score)
