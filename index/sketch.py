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

Codes = NDArray[np.uint8]  # (n, bytes a row)


class Sketch:
    """Rows lie in slots from 0 on, in the order they were added."""

    def __init__(self, centre: NDArray[np.float32]) -> None:
        """`centre` is the mean that rows are set against, float32 of shape (dim,)."""
        self._codes: Any = faiss.IndexRaBitQ(len(centre), faiss.METRIC_INNER_PRODUCT)
        self._codes.qb = _QUERY_BITS
        faiss.copy_array_to_vector(np.ascontiguousarray(centre, np.float32), self._codes.center)
        self._codes.is_trained = True

    @classmethod
    def trained_on(cls, rows: NDArray[np.float32]) -> Sketch:
        """Empty, with the centre of `rows`, float32 of shape (n, dim), n > 0."""
        step = max(1, len(rows) // _TRAINING_ROWS)
        return cls(rows[::step].mean(axis=0))

    @property
    def centre(self) -> NDArray[np.float32]:
        centre: NDArray[np.float32] = faiss.vector_to_array(self._codes.center)
        return centre

    @property
    def code_size(self) -> int:
        """Bytes a row."""
        return int(self._codes.code_size)

    def __len__(self) -> int:
        return int(self._codes.ntotal)

    def add(self, rows: NDArray[np.float32]) -> None:
        self._codes.add(rows)

    def add_codes(self, codes: Codes) -> None:
        """Rows as `codes` gave them, of a sketch with the same centre."""
        self._codes.add_sa_codes(np.ascontiguousarray(codes))

    def put(self, slots: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        """Let these slots hold other rows."""
        self._view()[slots] = self._codes.sa_encode(np.ascontiguousarray(rows))

    def erase(self, slots: NDArray[np.int64]) -> None:
        """Overwrite what these slots hold with nothing."""
        self._view()[slots] = 0

    def codes(self, slots: NDArray[np.int64]) -> Codes:
        """A copy of what these slots hold."""
        return self._view()[slots]

    def candidates(
        self, query: NDArray[np.float32], n: int, among: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """The slots of about the `n` best of a query of shape (dim,), int64, at most n. `among`
        says of each slot whether it counts."""
        parameters = faiss.RaBitQSearchParameters()
        parameters.qb = _QUERY_BITS
        if among is not None:
            selector: Any = faiss.IDSelectorBitmap  # Python's takes an array, its stub a pointer
            parameters.sel = selector(np.packbits(among, bitorder="little"))
        found: NDArray[np.int64] = self._codes.search(query[None], n, params=parameters)[1][0]
        return found[found >= 0]

    def _view(self) -> Codes:
        """FAISS's own codes, not a copy."""
        flat: Any = faiss.rev_swig_ptr(self._codes.codes.data(), len(self) * self.code_size)
        view: Codes = flat.reshape(-1, self.code_size)
        return view
