from __future__ import annotations

import warnings

import numpy as np
import pytest

with warnings.catch_warnings():  # librosa's own dependencies warn while they are imported
    warnings.simplefilter("ignore")
    import librosa  # noqa: F401

from models.listening import describe_sound

TIME_S = np.arange(16_000 * 8, dtype=np.float32) / 16_000
RANDOM = np.random.default_rng(0)


def tone(hertz: float, level: float = 0.3) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * TIME_S)).astype(np.float32)


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (np.zeros_like(TIME_S), "Silence."),
        (tone(200), "Loud tones of low pitch"),
        (tone(200, 0.01), "Quiet tones of low pitch"),
        (tone(4000), "Loud tones of high pitch"),
        (0.3 * RANDOM.standard_normal(len(TIME_S)).astype(np.float32), "Loud noise"),
        (np.zeros(100, np.float32), "A very short sound."),
    ],
)
def test_sounds_are_told_apart(samples: np.ndarray, words: str) -> None:
    assert describe_sound(samples).startswith(words)


def test_a_steady_beat_is_heard_and_counted() -> None:
    beats = tone(800) * (TIME_S % 0.5 < 0.08)
    assert "a beat of about 12" in describe_sound(beats.astype(np.float32))
