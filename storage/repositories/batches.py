"""Cutting many ids into statements of bearable length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

IDS_PER_STATEMENT = 5000


def batches(values: Iterable[T], n: int = IDS_PER_STATEMENT) -> Iterator[list[T]]:
    """Lists of up to `n` values, in order; none if there are no values."""
    rest = iter(values)
    while some := list(islice(rest, n)):
        yield some
