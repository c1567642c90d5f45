"""What an answer cost: counts and times of one call, and the memory of the whole process."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

from models.decoder.interface import Counts, Timings


class Stopwatch:
    """Started with the call; `token` is called for each token that is produced."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._first: float | None = None
        self._last = self._started
        self.n_tokens = 0
        self.n_passes = 0
        self.n_guessed = 0
        self._n_later = 0  # tokens of all sequences after the first pass

    def add_pass(self, n_tokens: int, n_guessed: int, n_beside: int = 0) -> None:
        """A forward pass of decoding gave these tokens, `n_guessed` of them guessed rightly, and
        `n_beside` more to other sequences."""
        self._last = time.perf_counter()
        if self._first is None:
            self._first = self._last
        else:
            self._n_later += n_tokens + n_beside
        self.n_tokens += n_tokens
        self.n_passes += 1
        self.n_guessed += n_guessed

    def counts(self, *, prompt_tokens: int, cached_tokens: int) -> Counts:
        return Counts(prompt_tokens, cached_tokens, self.n_tokens)

    def timings(self) -> Timings:
        now = time.perf_counter()
        first = self._first or now
        later = self.n_tokens - 1
        tpot_ms = (self._last - first) * 1e3 / later if later > 0 else 0.0
        return Timings((first - self._started) * 1e3, tpot_ms, (now - self._started) * 1e3)

    def metrics(self) -> dict[str, float]:
        """Figures for the last step's extras, under the command line's names."""
        timings = self.timings()
        found = {"tokens_per_s": 1e3 / timings.tpot_ms if timings.tpot_ms else 0.0}
        if self._first is not None and self._last > self._first:
            found["throughput_tokens_per_s"] = self._n_later / (self._last - self._first)
        if self.n_passes > 1:
            found["accepted_per_verification"] = self.n_guessed / (self.n_passes - 1)
        peak = peak_rss_mb()
        if peak is not None:
            found["peak_rss_mb"] = peak
        torch = sys.modules.get("torch")  # never imported for a figure
        if torch is not None and torch.cuda.is_available():
            found["peak_vram_mb"] = torch.cuda.max_memory_allocated() / 2**20
        return found


def peak_rss_mb() -> float | None:
    """Highest resident memory of this process so far; None where the system does not tell."""
    status = Path("/proc/self/status")  # `getrusage` would count the parent before the start too
    with contextlib.suppress(OSError):
        for line in status.read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1024
