"""What this machine has: how much memory, which decides what language model it can carry, and what
the language model runs on."""

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


def device() -> str:
    """What the language model runs on: "cuda", "mps" or "cpu". Imports torch."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
