"""Threads that run one compiled function side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np


class Team:
    """The calling thread and n_threads - 1 others. One call at a time, another waits."""

    def __init__(self, n_threads: int) -> None:
        self.n_threads = n_threads
        self._barrier = np.zeros(1, dtype=np.int64)
        self._lock = threading.Lock()  # two calls at once would wait at each other's barriers
        self._others = (
            ThreadPoolExecutor(n_threads - 1, thread_name_prefix="decoder")
            if n_threads > 1
            else None
        )

    def run(self, function: Callable[..., Any], *arguments: Any) -> None:
        """function(me, n_threads, barrier, passed, *arguments) on every thread; all have come
        back when this does."""
        n, barrier = self.n_threads, self._barrier
        with self._lock:
            barrier[0] = 0
            others = [
                self._others.submit(function, me, n, barrier, 0, *arguments)
                for me in range(1, n)
                if self._others is not None
            ]
            function(0, n, barrier, 0, *arguments)
            for other in others:
                other.result()
