"""The whole library as the programs see it: every file with what it tells of itself, its passages
and its stored text. Nothing here knows what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from app.core.question.retrieve import Found
from storage.records import Chunk, ContentId, Item
from storage.store import Store

Near = Callable[[str, int], Sequence[Found]]
"""(question, n) -> up to n passages near it by meaning, best first."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of the library that could be read, with the properties of its content."""

    item: Item
    metadata: Mapping[str, str]
    page_count: int | None = None
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None


class LibraryView(Protocol):
    def files(self) -> Sequence[Filed]:
        """Every file that could be read, in order of path; files of equal bytes count once."""
        ...

    def n_unreadable(self) -> int:
        """How many files of the library could not be read."""
        ...

    def passages(self, item: Item) -> Sequence[Chunk]:
        """All passages of a file in reading order."""
        ...

    def text(self, item: Item) -> str:
        """The stored text that `char_start` and `char_end` count in; "" for pictures and sound."""
        ...

    def near(self, question: str, n: int) -> Sequence[Found]:
        """Up to n passages near the question by meaning, best first."""
        ...


class StoredLibrary:
    """The view of an open store, as it was at the first look: made anew for each question. With
    `within` only these contents are seen, and of what could not be read nothing is known."""

    def __init__(
        self, store: Store, near: Near, within: frozenset[ContentId] | None = None
    ) -> None:
        self._store = store
        self._near = near
        self._within = within

    def files(self) -> Sequence[Filed]:
        return self._looked[0]

    def n_unreadable(self) -> int:
        return self._looked[1]

    def passages(self, item: Item) -> Sequence[Chunk]:
        return [] if item.content_id is None else self._store.chunks.of_content(item.content_id)

    def text(self, item: Item) -> str:
        content = None if item.content_id is None else self._store.contents.get(item.content_id)
        return content.text if content else ""

    def near(self, question: str, n: int) -> Sequence[Found]:
        return self._near(question, n)

    @cached_property
    def _looked(self) -> tuple[list[Filed], int]:
        details = {content.content_id: content for content in self._store.contents.described()}
        files: dict[ContentId, Filed] = {}
        n_unreadable = 0
        for item in sorted(self._store.items.all(), key=lambda item: item.path):
            known = details.get(item.content_id) if item.content_id is not None else None
            if known is None:
                n_unreadable += self._within is None
                continue
            if self._within is not None and known.content_id not in self._within:
                continue
            files.setdefault(
                known.content_id,
                Filed(
                    item,
                    known.metadata,
                    known.page_count,
                    known.width,
                    known.height,
                    known.duration_s,
                ),
            )
        return list(files.values()), n_unreadable


def found_in(chunk: Chunk, item: Item) -> Found:
    """A passage a program came to by itself, not through a ranking."""
    return Found(chunk, item, 1.0)
