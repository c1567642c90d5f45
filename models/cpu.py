"""How many threads the models use: one number for the whole process, set here and nowhere else."""

from __future__ import annotations

import os


def use_threads(threads: int) -> int:
    """Give torch this many threads and return the number. Must come before heavy work: a pool of
    the process's own size cannot shrink cheaply. CTranslate2 and ONNX Runtime get theirs as
    arguments."""
    import torch

    threads = max(1, min(threads, os.cpu_count() or 1))
    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)
    return threads
