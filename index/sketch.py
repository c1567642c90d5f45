"""A rough copy of many rows, one bit a number, that finds the few worth comparing exactly.

RaBitQ (Gao and Long, "RaBitQ: quantizing high-dimensional vectors with a theoretical error bound",
SIGMOD 2024) as FAISS has it: at 384 dimensions 56 bytes a row instead of 1,536, so a scan reads a
27th of the memory. Scores of it are estimates and never leave this module."""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

_QUERY_BITS = 4  # 8 found the same and took half as long again
_TRAINING_ROWS = 20_000


class Sketch:
    """Slots mirror those of the rows it was made from; the caller keeps both in step."""

    def __init__(self, rows: NDArray[np.float32]) -> None:
        """`rows` float32 of shape (n, dim), n > 0. Their mean is what later rows are set against,
        so a sketch is to be made anew when there are many times more."""
        self._codes: Any = faiss.IndexRaBitQ(rows.shape[1], faiss.METRIC_INNER_PRODUCT)
        self._codes.qb = _QUERY_BITS
        step = max(1, len(rows) // _TRAINING_ROWS)
        self._codes.train(np.ascontiguousarray(rows[::step]))
        self.n_made_from = len(rows)
        self.add(rows)

    def add(self, rows: NDArray[np.float32]) -> None:
        self._codes.add(rows)

    def move(self, source: int, target: int) -> None:
        """Let slot `target` hold what slot `source` holds."""
        codes = self._view()
        codes[target] = codes[source]

    def cut(self, n: int) -> None:
        """Forget all slots from `n` on."""
        self._codes.remove_ids(faiss.IDSelectorRange(n, self._codes.ntotal))

    def candidates(self, queries: NDArray[np.float32], n: int) -> NDArray[np.int64]:
        """The slots of about the `n` best of each query, int64 of shape (n_queries, n); there must
        be n."""
        return self._codes.search(queries, n)[1]

    def _view(self) -> NDArray[np.uint8]:
        """FAISS's own codes, not a copy: shape (n, bytes a row)."""
        size = self._codes.code_size
        flat = faiss.rev_swig_ptr(self._codes.codes.data(), self._codes.ntotal * size)
        return flat.reshape(-1, size)
