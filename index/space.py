"""An embedding space as the index sees it: what its vectors look like, and who made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ForeignVectors

# float16 rounding moves a unit row's length by less than 1e-3.
_UNIT_TOLERANCE = 1e-2


@dataclass(frozen=True, slots=True)
class Space:
    """Vectors of different spaces are never compared."""

    name: str
    dim: int
    fingerprint: str

    def checked(self, rows: NDArray[Any]) -> NDArray[np.float32]:
        """Return the rows as contiguous float32 of shape (n, dim).

        Raises ForeignVectors for another dimension, NaN or infinity, or rows not of unit
        length."""
        return checked_rows(rows, self.dim, self.name)


def checked_rows(rows: NDArray[Any], dim: int, name: str = "index") -> NDArray[np.float32]:
    """See Space.checked."""
    if rows.ndim != 2 or rows.shape[1] != dim:
        raise ForeignVectors(f"{name} takes rows of shape (n, {dim}), not {rows.shape}")
    cast = np.ascontiguousarray(rows, dtype=np.float32)
    norms = np.linalg.norm(cast, axis=1)
    wrong = ~(np.abs(norms - 1.0) < _UNIT_TOLERANCE)  # true for NaN as well
    if wrong.any():
        first = int(np.argmax(wrong))
        raise ForeignVectors(
            f"{name} takes rows of unit length; row {first} has length {norms[first]:.4g}"
        )
    return cast
