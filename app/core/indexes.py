"""The vector indexes in memory, one a space, kept in step with the store's commits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.vectors import VectorIndex
from storage.records import Change, SpaceName, SpaceRecord
from storage.store import Store


class Indexes:
    """Filled from the store when first asked for; afterwards it follows each committed change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_space: dict[SpaceName, VectorIndex] = {}
        self._generation = -1

    @property
    def generation(self) -> int:
        return self._generation

    def open(self) -> Mapping[SpaceName, VectorIndex]:
        """Load every stored space's vectors; does nothing the second time."""
        if self._generation >= 0:
            return self._by_space
        generation = self._store.generation
        for record in self._store.vectors.spaces():
            index = VectorIndex(record.dim)
            for batch in self._store.vectors.batches(record.name):
                index.add(batch.ids, batch.rows)
            self._by_space[record.name] = index
        self._generation = generation
        return self._by_space

    def reload(self) -> None:
        """Forget what is in memory and load it again from the store."""
        self._by_space.clear()
        self._generation = -1
        self.open()

    def ensure(self, record: SpaceRecord, *, make: bool) -> None:
        """Check a space against its encoder; make it where there is none and `make` is set.

        Raises SpaceMismatch where it was made by another encoder."""
        known = any(stored.name == record.name for stored in self._store.vectors.spaces())
        if known or make:
            self._store.vectors.ensure_space(record)
        if self._generation >= 0 and record.name not in self._by_space:
            self._by_space[record.name] = VectorIndex(record.dim)

    def follow(self, change: Change) -> None:
        """Apply what one commit did. A cache that is not open yet will load it anyway."""
        if self._generation < 0:
            return
        removed = np.asarray(change.removed, np.int64)
        for index in self._by_space.values():
            if len(removed):
                index.remove(removed)
        for batch in change.added:
            if batch.space not in self._by_space:
                self._by_space[batch.space] = VectorIndex(batch.rows.shape[1])
            self._by_space[batch.space].add(batch.ids, batch.rows)
        self._generation = change.generation

    def search(
        self,
        space: SpaceName,
        query: NDArray[np.float32],
        k: int,
        *,
        allowed: NDArray[np.int64] | None = None,
    ) -> list[tuple[int, float]]:
        """(chunk id, cosine), best first; empty where the space holds nothing."""
        index = self.open().get(space)
        if index is None or len(index) == 0:
            return []
        scores, ids = index.search(query.reshape(1, -1), k, allowed=allowed)
        return [
            (int(chunk_id), float(score))
            for chunk_id, score in zip(ids[0], scores[0], strict=True)
            if chunk_id >= 0
        ]
