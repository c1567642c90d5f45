"""How much memory this machine has: what decides which language model it can carry."""

from __future__ import annotations

from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Memory:
    """In bytes. `available` is what a process may take now without the system swapping."""

    total: int
    available: int


def memory() -> Memory:
    now = psutil.virtual_memory()
    return Memory(int(now.total), int(now.available))
