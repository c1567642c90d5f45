"""The vectors of one space where they are many: a sketch and ids in memory, the rows elsewhere.

The sketch names some hundreds of candidates; their exact rows are asked of whoever keeps them, so
that a score given is always that of the row kept, and a row that is not kept any more is not
found. At 384 dimensions a row takes 65 bytes of memory, where the row itself takes 1,536."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.errors import ForeignVectors
from index.sketch import Codes, Sketch
from index.space import checked_rows
from index.vectors import best_of

# How many the sketch finds: so many for each row asked for, and at least so many, or one of so many
# rows. Of 200,000 rows in 500 clusters 5 for each held 98.7 % of the true sixty best, 10 all of
# them. The ten best of 300,000 were among the first 300 in 98.5 %, among 600 always; those of a
# million among 600 in 98.0 %.
_CANDIDATES_PER_ROW = 10
_LEAST_CANDIDATES = 300
_ROWS_A_CANDIDATE = 800
_MOST_GONE = 0.25  # share of erased slots from which the others move together

# The rows of those ids that are kept, unit length: (ids ascending, float32 rows).
RowsOf = Callable[[NDArray[np.int64]], tuple[NDArray[np.int64], NDArray[np.float32]]]


@dataclass(frozen=True, slots=True)
class SketchState:
    """What a large index is made of: ids of shape (n,), their codes of shape (n, bytes a row), the
    centre that these are set against, of shape (dim,)."""

    ids: NDArray[np.int64]
    codes: Codes
    centre: NDArray[np.float32]


class LargeIndex:
    """Inner products of unit rows. Like `VectorIndex`, but a row that the sketch does not find is
    missed, unless the search is narrowed to few. Any thread may call."""

    def __init__(self, state: SketchState, rows_of: RowsOf) -> None:
        self.dim = len(state.centre)
        self._rows_of = rows_of
        self._lock = threading.RLock()
        self._fill(state)

    @classmethod
    def of(cls, ids: NDArray[np.int64], rows: NDArray[np.float32], rows_of: RowsOf) -> LargeIndex:
        """Of these rows, at least one, which `rows_of` gives again when asked."""
        sketch = Sketch.trained_on(rows)
        codes = np.empty((0, sketch.code_size), np.uint8)
        made = cls(SketchState(np.empty(0, np.int64), codes, sketch.centre), rows_of)
        made.add(ids, rows)
        return made

    def state(self) -> SketchState:
        """A copy, by ascending ids, without what was removed."""
        with self._lock:
            slots = np.flatnonzero(self._live[: len(self._sketch)])
            slots = slots[np.argsort(self._ids[slots], kind="stable")]
            return SketchState(self._ids[slots], self._sketch.codes(slots), self._sketch.centre)

    def __len__(self) -> int:
        with self._lock:
            return self._n_live

    def __contains__(self, chunk_id: int) -> bool:
        with self._lock:
            return bool(len(self._live_slots(np.array([chunk_id], np.int64))))

    def ids(self) -> NDArray[np.int64]:
        """All ids, ascending, int64 of shape (len,)."""
        with self._lock:
            n = len(self._sketch)
            return np.sort(self._ids[:n][self._live[:n]])

    def add(self, ids: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        """Add rows, float32 of shape (n, dim), unit length; an id that is there gets the new row.

        Raises ForeignVectors if the rows do not belong here; then nothing was added."""
        checked = checked_rows(rows, self.dim)
        wanted = np.asarray(ids, np.int64)
        if wanted.shape != (len(checked),):
            raise ForeignVectors(f"{len(checked)} rows came with ids of shape {wanted.shape}")
        wanted, last = np.unique(wanted[::-1], return_index=True)  # of equal ids the last counts
        checked = np.ascontiguousarray(checked[::-1][last])
        with self._lock:
            slots = self._slots(wanted)
            known = slots >= 0
            if known.any():
                self._sketch.put(slots[known], checked[known])
                self._n_live += int((~self._live[slots[known]]).sum())
                self._live[slots[known]] = True
            self._append(wanted[~known], checked[~known])

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Take rows out; ids that are not there are passed over. Returns how many were."""
        with self._lock:
            slots = self._live_slots(np.unique(np.asarray(ids, np.int64)))
            if len(slots):
                self._sketch.erase(slots)
                self._live[slots] = False
                self._n_live -= len(slots)
                if self._n_live < (1 - _MOST_GONE) * len(self._sketch):
                    self._fill(self.state())
        return len(slots)

    def search(
        self,
        queries: NDArray[np.float32],
        k: int,
        *,
        allowed: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the `k` best of each query, best first: scores float32 and ids int64, both of
        shape (n_queries, k); where there are fewer the id is -1 and the score -inf. With
        `allowed` only these ids are looked at.

        Raises ForeignVectors for queries of another shape or length."""
        checked = checked_rows(queries, self.dim, "search")
        scores = np.full((len(checked), max(k, 0)), -np.inf, np.float32)
        found = np.full((len(checked), max(k, 0)), -1, np.int64)
        for number, query in enumerate(checked if k > 0 else ()):
            ids, rows = self._rows_of(self._candidates(query, k, allowed))
            if len(ids):
                products = rows @ query
                order = best_of(products[None], min(k, len(ids)))[0]
                scores[number, : len(order)] = products[order]
                found[number, : len(order)] = ids[order]
        return scores, found

    def known(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Those of the ids that are there, ascending, and their rows, float32 of shape (n, dim)."""
        with self._lock:
            slots = self._live_slots(np.unique(np.asarray(ids, np.int64)))
            wanted = self._ids[slots]
        return self._rows_of(wanted)

    def _candidates(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None
    ) -> NDArray[np.int64]:
        """Ids worth comparing exactly."""
        with self._lock:
            n_slots = len(self._sketch)
            n = max(_CANDIDATES_PER_ROW * k, _LEAST_CANDIDATES, n_slots // _ROWS_A_CANDIDATE)
            if allowed is not None:
                slots = self._live_slots(np.unique(np.asarray(allowed, np.int64)))
                if len(slots) <= n:
                    return self._ids[slots]
                wanted = np.zeros(n_slots, bool)
                wanted[slots] = True
                return self._ids[self._sketch.candidates(query, n, wanted)]
            among = self._live[:n_slots] if self._n_live < n_slots else None
            return self._ids[self._sketch.candidates(query, min(n, self._n_live), among)]

    def _fill(self, state: SketchState) -> None:
        self._sketch = Sketch(state.centre)
        if len(state.ids):
            self._sketch.add_codes(state.codes)
        self._ids = np.array(state.ids, np.int64)  # of each slot; longer than in use
        self._live = np.ones(len(state.ids), bool)
        self._n_live = len(state.ids)
        self._order: NDArray[np.int64] | None = None  # of the slots by id, where they are not in it
        self._is_ascending = bool(np.all(np.diff(self._ids) > 0))

    def _append(self, ids: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        if not len(ids):
            return
        start, end = len(self._sketch), len(self._sketch) + len(ids)
        if end > len(self._ids):
            size = max(end, 2 * len(self._ids), 1024)
            self._ids = np.concatenate([self._ids, np.zeros(size - len(self._ids), np.int64)])
            self._live = np.concatenate([self._live, np.zeros(size - len(self._live), bool)])
        if start and ids[0] < self._ids[start - 1]:
            self._is_ascending = False
        self._ids[start:end] = ids
        self._live[start:end] = True
        self._order = None
        self._sketch.add(rows)
        self._n_live += len(ids)

    def _live_slots(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        slots = self._slots(ids)
        slots = slots[slots >= 0]
        return slots[self._live[slots]]

    def _slots(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The slot of each id, also of one that was removed, -1 for one that never was."""
        n = len(self._sketch)
        held = self._ids[:n]
        if not n or not len(ids):
            return np.full(len(ids), -1, np.int64)
        if self._is_ascending:
            places = np.minimum(np.searchsorted(held, ids), n - 1)
        else:
            if self._order is None:
                self._order = np.argsort(held, kind="stable")
            places = np.minimum(np.searchsorted(held, ids, sorter=self._order), n - 1)
            places = self._order[places]
        return np.where(held[places] == ids, places, -1)
