"""Faster and slower speech: as long as it should be, at the pitch it had, whatever the pieces."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from app.gui.evidence.stretch import Stretcher

RATE_HZ = 16_000


def tone(hz: float, seconds: float) -> NDArray[np.int16]:
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (8000 * np.sin(2 * np.pi * hz * at)).astype(np.int16)


def pitch_hz(samples: NDArray[np.int16]) -> float:
    spectrum = np.abs(np.fft.rfft(samples.astype(np.float64) * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE_HZ / len(samples))


def all_of(stretcher: Stretcher, n_most: int = 6400) -> NDArray[np.int16]:
    pulled = []
    while len(some := stretcher.pull(n_most, last=True)):
        pulled.append(some)
    return np.concatenate(pulled)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 1.5, 2.0])
def test_it_is_as_long_as_it_should_be_and_keeps_its_pitch(speed: float) -> None:
    stretcher = Stretcher(RATE_HZ, speed)
    stretcher.push(tone(220, 4.0))
    out = all_of(stretcher)
    assert len(out) / RATE_HZ == pytest.approx(4.0 / speed, abs=0.06)
    assert pitch_hz(out) == pytest.approx(220, abs=2)
    assert stretcher.is_empty
    middle = out[RATE_HZ // 4 : -RATE_HZ // 4]
    loud = np.sqrt(
        np.mean(middle.reshape(-1)[: len(middle) // 400 * 400].reshape(-1, 400) ** 2.0, axis=1)
    )
    assert loud.min() > 0.8 * loud.max()  # no gap where pieces meet


def test_at_its_own_speed_it_is_passed_on_unchanged() -> None:
    stretcher = Stretcher(RATE_HZ, 1.0)
    sound = tone(300, 1.0)
    stretcher.push(sound)
    assert np.array_equal(all_of(stretcher, 1000), sound)


def test_how_it_arrives_and_is_taken_makes_no_difference() -> None:
    sound = tone(180, 2.0)
    whole, bits = Stretcher(RATE_HZ, 1.5), Stretcher(RATE_HZ, 1.5)
    whole.push(sound)
    made = []
    for start in range(0, len(sound), 5000):
        bits.push(sound[start : start + 5000])
        made.append(bits.pull(100_000))
    made.append(all_of(bits))
    assert np.array_equal(np.concatenate(made), all_of(whole, 700))


def test_nothing_comes_of_silence_that_was_not_pushed() -> None:
    stretcher = Stretcher(RATE_HZ, 2.0)
    assert len(stretcher.pull(1000)) == 0 and stretcher.is_empty
    stretcher.push(np.zeros(10, np.int16))
    assert len(stretcher.pull(1000)) == 0  # too little to be laid over anything yet
