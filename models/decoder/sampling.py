"""From logits to the next token: penalties, temperature, top-k, top-p, min-p, draw, in this order.

Pure functions on float32 (n_rows, vocab), one row a sequence."""

from __future__ import annotations

from torch import Tensor


def greedy(logits: Tensor) -> Tensor:
    """int64 (n_rows,): the likeliest token of each row."""
    return logits.argmax(dim=-1)
