"""The vectors of one space in memory: add, remove, search.

Rows lie in slots; removing fills the hole with the last row, so that a removal costs the same
however many rows there are. Every verb takes the lock, so any thread may call."""

from __future__ import annotations

import threading
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import ForeignVectors
from index.space import checked_rows

# FAISS turns to BLAS only from 128,000 query numbers on; at 1 it does for every batch of queries
# (a batch of 64 over a flat index was 6 to 7 times faster).
faiss.cvar.distance_compute_blas_threshold = 1


class VectorIndex:
    """Inner products of unit rows, all of them compared. `ids` are chunk ids: any int64 but -1."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._lock = threading.RLock()
        self._flat = faiss.IndexFlatIP(dim)
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)  # of each slot; longer than in use
        self._slots: dict[int, int] = {}

    def __len__(self) -> int:
        with self._lock:
            return len(self._slots)

    def __contains__(self, chunk_id: int) -> bool:
        with self._lock:
            return chunk_id in self._slots

    def ids(self) -> NDArray[np.int64]:
        """All ids, ascending, int64 of shape (len,)."""
        with self._lock:
            return np.sort(self._ids[: len(self._slots)])

    def add(self, ids: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        """Add rows, float32 of shape (n, dim), unit length; an id that is there gets the new row.

        Raises ForeignVectors if the rows do not belong here; then nothing was added."""
        checked = checked_rows(rows, self.dim)
        wanted = np.asarray(ids, np.int64)
        if wanted.shape != (len(checked),):
            raise ForeignVectors(f"{len(checked)} rows came with ids of shape {wanted.shape}")
        last = {int(found): i for i, found in enumerate(wanted)}
        if len(last) < len(wanted):  # an id given twice keeps its last row
            keep = np.fromiter(last.values(), np.int64)
            wanted, checked = wanted[keep], np.ascontiguousarray(checked[keep])
        with self._lock:
            self.remove(wanted)
            start = len(self._slots)
            self._make_room(start + len(wanted))
            self._ids[start : start + len(wanted)] = wanted
            self._flat.add(checked)
            self._slots.update(zip(wanted.tolist(), range(start, start + len(wanted)), strict=True))

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Take rows out; ids that are not there are passed over. Returns how many were."""
        n_removed = 0
        with self._lock:
            rows = self._rows()
            for gone in np.asarray(ids, np.int64).tolist():
                slot = self._slots.pop(gone, None)
                if slot is None:
                    continue
                n_removed += 1
                last = len(self._slots)
                if slot != last:
                    rows[slot] = rows[last]
                    moved = int(self._ids[last])
                    self._ids[slot] = moved
                    self._slots[moved] = slot
            if n_removed:
                first = len(self._slots)
                self._flat.remove_ids(faiss.IDSelectorRange(first, first + n_removed))
        return n_removed

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
        if k <= 0 or not len(checked):
            return scores, found
        with self._lock:
            slots = None if allowed is None else self._slots_of(allowed)
            n_candidates = len(self._slots) if slots is None else len(slots)
            n = min(k, n_candidates)
            if n:
                best, where = self._nearest(checked, n, slots)
                scores[:, :n] = best
                found[:, :n] = self._ids[where]
        return scores, found

    def known(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Those of the ids that are there, ascending, and their rows, float32 of shape (n, dim)."""
        with self._lock:
            there = [i for i in np.unique(np.asarray(ids, np.int64)).tolist() if i in self._slots]
            slots = [self._slots[i] for i in there]
            rows = np.array(self._rows()[slots], np.float32).reshape(len(slots), self.dim)
        return np.array(there, np.int64), rows

    def _nearest(
        self, queries: NDArray[np.float32], n: int, slots: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and slots of the n best; there are at least n."""
        if slots is None and len(queries) > 1:
            best, where = self._flat.search(queries, n)
            return best, where
        # one query: NumPy's product takes 0.4 ms of 5,000 rows and 3 of 50,000, FAISS 0.8 and 9
        rows = self._rows()
        products = queries @ (rows if slots is None else rows[slots]).T
        order = best_of(products, n)
        best = np.take_along_axis(products, order, axis=1)
        return best, order if slots is None else slots[order]

    def _rows(self) -> NDArray[np.float32]:
        """FAISS's own rows, not a copy: shape (n, dim), by slot."""
        n = self._flat.ntotal
        if n == 0:
            return np.empty((0, self.dim), np.float32)
        flat: Any = faiss.rev_swig_ptr(self._flat.get_xb(), n * self.dim)
        return flat.reshape(n, self.dim)

    def _slots_of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        known = (self._slots.get(wanted, -1) for wanted in dict.fromkeys(ids.tolist()))
        slots = np.fromiter(known, np.int64)
        return slots[slots >= 0]

    def _make_room(self, n: int) -> None:
        if n > len(self._ids):
            grown = np.empty(max(n, 2 * len(self._ids), 1024), np.int64)
            grown[: len(self._ids)] = self._ids
            self._ids = grown


def best_of(scores: NDArray[np.float32], n: int) -> NDArray[np.int64]:
    """Positions of the n largest of each row, best first; ties go to the earlier."""
    if n < scores.shape[1]:
        some = np.argpartition(-scores, n - 1, axis=1)[:, :n]
        some.sort(axis=1)
    else:
        some = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)
