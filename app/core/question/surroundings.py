"""What an answer needs to know of the library beyond what was found."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.question.retrieve import Found
from storage.records import Chunk, ContentId, Item
from storage.store import Store

_REACH = 4  # passages before and after one that may be read with it


@dataclass(frozen=True, slots=True)
class Extent:
    """How many items can be answered from, and how many could not be read."""

    readable: int
    unreadable: int


class Surroundings:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._extent: tuple[int, Extent] | None = None  # of this generation of the library

    def extent(self, within: frozenset[ContentId] | None = None) -> Extent:
        """With `within` only of these contents; all of them could be read."""
        if within is not None:
            return Extent(len(within), 0)
        generation = self._store.generation
        if self._extent is None or self._extent[0] != generation:
            by_state = self._store.health.counts().by_state
            unreadable = by_state.get("attention", 0)
            readable = by_state.get("ready", 0) + by_state.get("missing", 0)
            self._extent = (generation, Extent(readable, unreadable))
        return self._extent[1]

    def properties(self, found: Found) -> Mapping[str, str]:
        """What the file tells of itself: author, date, sender."""
        if found.item.content_id is None:
            return {}
        content = self._store.contents.get(found.item.content_id)
        return content.metadata if content is not None else {}

    def items(self, within: frozenset[ContentId] | None = None) -> list[Item]:
        """All that can be answered from, or of it what holds these contents, in the order of their
        paths."""
        readable = (
            item
            for item in self._store.items.all()
            if item.content_id is not None and (within is None or item.content_id in within)
        )
        return sorted(readable, key=lambda item: item.path)

    def beginnings(self, items: Sequence[Item]) -> list[Found]:
        """The first passage of each item."""
        found: list[Found] = []
        for item in items:
            if item.content_id is not None:
                first = self._store.chunks.of_content(item.content_id, limit=1)
                found += [Found(chunk, item, 1.0) for chunk in first]
        return found

    def neighbours(self, found: Found) -> list[Chunk]:
        """The passages around a found one, itself among them, in reading order."""
        return self._store.chunks.neighbours(found.chunk.chunk_id, before=_REACH, after=_REACH)

    def whole(self, found: Found) -> list[Found]:
        """All passages of a found passage's item, in reading order, with its scores."""
        chunks = self._store.chunks.of_content(found.chunk.content_id)
        return [dataclasses.replace(found, chunk=chunk) for chunk in chunks]
