"""Where somebody speaks: stretches of voice found by Silero, joined into windows for Whisper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000

_MAX_STRETCH_S = 28.0  # with some silence after it, within the 30 s that Whisper takes
_MAX_WINDOW_S = 28.0
_MAX_GAP_S = 20.0  # a text that runs on over a gap would get times too far apart
_MIN_SILENCE_MS = 300
_PAD_S = 0.4  # generous, so that no word is clipped


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds from the start of the samples."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Window:
    """Stretches heard as one piece of sound, the silences between them left out."""

    stretches: tuple[Stretch, ...]

    @property
    def seconds(self) -> float:
        return sum(each.end_s - each.start_s for each in self.stretches)

    def cut(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the window's own sound, out of the recording's samples."""
        return np.concatenate(
            [samples[_place(s.start_s) : _place(s.end_s)] for s in self.stretches]
        )

    def span(self, start_s: float, end_s: float) -> tuple[float, float]:
        """Return times in the window as times in the recording.

        In the silence kept around each stretch, a start belongs to the stretch after it and an end
        to the one before, so that a left-out silence does not become part of what is said."""
        first, last = self.stretches[0], self.stretches[-1]
        start, end = last.end_s, first.start_s
        offset = 0.0
        for stretch in self.stretches:
            length = stretch.end_s - stretch.start_s
            slack = min(_PAD_S, length / 2)
            if start == last.end_s and (start_s < offset + length - slack or stretch is last):
                start = stretch.start_s + max(0.0, start_s - offset)
            if stretch is first or end_s > offset + slack:
                end = stretch.start_s + min(max(0.0, end_s - offset), length)
            offset += length
        return min(start, last.end_s), max(end, start)

    def after(self, time_s: float) -> Window | None:
        """Return what comes after a time in the window."""
        left = []
        for stretch in self.stretches:
            length = stretch.end_s - stretch.start_s
            if time_s < length:
                left.append(Stretch(stretch.start_s + max(0.0, time_s), stretch.end_s))
            time_s -= length
        return Window(tuple(left)) if left else None


def voice_stretches(samples: NDArray[np.float32]) -> list[Stretch]:
    """Stretches with voice in mono samples at 16 kHz, each of 28 s at most."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_silence_duration_ms=_MIN_SILENCE_MS,
        speech_pad_ms=round(_PAD_S * 1000),
        max_speech_duration_s=_MAX_STRETCH_S,
    )
    return [
        Stretch(found["start"] / SAMPLE_RATE_HZ, found["end"] / SAMPLE_RATE_HZ)
        for found in get_speech_timestamps(samples, options)
    ]


def join_stretches(
    stretches: Iterable[Stretch],
    *,
    max_window_s: float = _MAX_WINDOW_S,
    max_gap_s: float = _MAX_GAP_S,
) -> list[Window]:
    """Join neighbouring stretches as far as they fit; a longer one is a window of its own."""
    windows: list[Window] = []
    for stretch in stretches:
        if windows:
            last = windows[-1]
            joined = Window((*last.stretches, stretch))
            near = stretch.start_s - last.stretches[-1].end_s <= max_gap_s
            if near and joined.seconds <= max_window_s:
                windows[-1] = joined
                continue
        windows.append(Window((stretch,)))
    return windows


def _place(time_s: float) -> int:
    return round(time_s * SAMPLE_RATE_HZ)
