"""Sound as samples: cutting a long recording into parts at quiet places, and its peaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from storage.readers.values import SAMPLE_RATE_HZ

WHOLE_LIMIT_S = 90.0  # a recording up to this length is transcribed in one transaction
PART_S = 60  # a question waits for the part in hand
_MARGIN_S = 8.0
_QUIET_S = 0.3
_BINS_PER_S = 25
_MAX_BINS = 4000


def part_starts(duration_s: float) -> tuple[int, ...]:
    """Starts in whole seconds of the parts a recording is transcribed in; one for a short one."""
    if duration_s <= WHOLE_LIMIT_S:
        return (0,)
    return tuple(range(0, int(np.ceil(duration_s)), PART_S))


def part_bounds(start: int, duration_s: float) -> tuple[float, float]:
    """What to load for a part: it and a margin on each side in which to look for quiet."""
    end = min(duration_s, start + PART_S + _MARGIN_S)
    return max(0.0, start - _MARGIN_S), end


def cut_part(
    samples: NDArray[np.float32], loaded_start_s: float, start: int, duration_s: float
) -> tuple[float, NDArray[np.float32]]:
    """Return where the part really begins, in seconds, and its samples.

    Neighbours choose the same quiet place from the same margin, so no word is lost or doubled."""
    begin = 0 if start == 0 else _quietest(samples, start - loaded_start_s)
    end_s = start + PART_S
    end = len(samples) if end_s >= duration_s else _quietest(samples, end_s - loaded_start_s)
    return loaded_start_s + begin / SAMPLE_RATE_HZ, samples[begin:end]


def _quietest(samples: NDArray[np.float32], around_s: float) -> int:
    """The middle of the quietest 0.3 s within the margin around a time, as a sample number."""
    size = int(_QUIET_S * SAMPLE_RATE_HZ)
    first = max(0, int((around_s - _MARGIN_S) * SAMPLE_RATE_HZ))
    last = min(len(samples), int((around_s + _MARGIN_S) * SAMPLE_RATE_HZ))
    frames = (last - first) // size
    if frames < 1:
        return max(0, min(len(samples), int(around_s * SAMPLE_RATE_HZ)))
    energy = np.square(samples[first : first + frames * size].reshape(frames, size)).mean(axis=1)
    return first + int(energy.argmin()) * size + size // 2


def to_float(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """int16 samples as float32 in [-1, 1)."""
    return samples.astype(np.float32) / 32768.0


@dataclass(slots=True)
class PeakCollector:
    """Lowest and highest sample of every 40 ms, gathered while windows pass by."""

    _rest: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, np.int16))
    _bins: list[NDArray[np.int8]] = field(default_factory=list)
    n_samples: int = 0

    def watch(self, windows: Iterable[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
        for window in windows:
            self.n_samples += len(window)
            self._rest = np.concatenate([self._rest, window])
            size = SAMPLE_RATE_HZ // _BINS_PER_S
            whole = len(self._rest) // size * size
            if whole:
                self._bins.append(_extremes(self._rest[:whole].reshape(-1, size)))
                self._rest = self._rest[whole:]
            yield window

    def peaks(self) -> NDArray[np.int8]:
        """int8 of shape (n, 2), n at most 4,000 evenly over the recording."""
        bins = np.concatenate(self._bins) if self._bins else np.zeros((0, 2), np.int8)
        if len(self._rest):
            bins = np.concatenate([bins, _extremes(self._rest.reshape(1, -1))])
        if len(bins) <= _MAX_BINS:
            return bins
        edges = np.linspace(0, len(bins), _MAX_BINS + 1).astype(np.int64)[:-1]
        lows = np.minimum.reduceat(bins[:, 0], edges)
        highs = np.maximum.reduceat(bins[:, 1], edges)
        return np.stack([lows, highs], axis=1)


def _extremes(frames: NDArray[np.int16]) -> NDArray[np.int8]:
    lows, highs = frames.min(axis=1) // 256, frames.max(axis=1) // 256
    return np.stack([lows, highs], axis=1).astype(np.int8)
