"""Where somebody speaks: stretches of voice found by Silero, packed into windows for Whisper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000

_MAX_STRETCH_S = 28.0  # with the silence after it, within the 30 s that Whisper takes
_MAX_WINDOW_S = 10.0  # joined ones: attention grows with the square, and errors did not fall
_MAX_GAP_S = 1.5  # a longer silence is not worth encoding
_MIN_SILENCE_MS = 300
_PAD_MS = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds from the start of the samples."""

    start_s: float
    end_s: float


def voice_stretches(samples: NDArray[np.float32]) -> list[Stretch]:
    """Stretches with voice in mono samples at 16 kHz, each of 28 s at most."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_silence_duration_ms=_MIN_SILENCE_MS,
        speech_pad_ms=_PAD_MS,
        max_speech_duration_s=_MAX_STRETCH_S,
    )
    return [
        Stretch(found["start"] / SAMPLE_RATE_HZ, found["end"] / SAMPLE_RATE_HZ)
        for found in get_speech_timestamps(samples, options)
    ]


def pack_windows(
    stretches: Sequence[Stretch],
    *,
    max_window_s: float = _MAX_WINDOW_S,
    max_gap_s: float = _MAX_GAP_S,
) -> list[Stretch]:
    """Join neighbouring stretches, the silence between them included, as far as they fit."""
    windows: list[Stretch] = []
    for stretch in stretches:
        last = windows[-1] if windows else None
        if (
            last is not None
            and stretch.start_s - last.end_s <= max_gap_s
            and stretch.end_s - last.start_s <= max_window_s
        ):
            windows[-1] = Stretch(last.start_s, stretch.end_s)
        else:
            windows.append(stretch)
    return windows
