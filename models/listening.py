"""Say in a few words how sound without speech sounds: loudness, pitch, beat. librosa's features.

librosa takes about 2 s to import, so it is imported when a recording without speech turns up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SAMPLE_RATE_HZ = 16_000
_SILENT_DB = -60.0
_QUIET_DB = -35.0
_NOISY_FLATNESS = 0.1  # spectral flatness: near 0 for tones, near 1 for white noise
_STEADY_BEAT = 0.35  # strength of the tempogram's best beat, of at most 1
_LONGEST_S = 30.0


def describe_sound(samples: NDArray[np.float32]) -> str:
    """One sentence about mono samples at 16 kHz in [-1, 1], at most the first 30 s of them."""
    samples = samples[: int(_LONGEST_S * _SAMPLE_RATE_HZ)]
    if len(samples) < 2048:
        return "A very short sound."
    import librosa

    level_db = 20 * np.log10(max(float(np.sqrt(np.mean(np.square(samples)))), 1e-9))
    if level_db < _SILENT_DB:
        return "Silence."
    loudness = "Quiet" if level_db < _QUIET_DB else "Loud"
    spectrum = np.abs(librosa.stft(samples, n_fft=1024, hop_length=256))
    energy = np.square(spectrum).sum(axis=0)
    spectrum = spectrum[:, energy >= 0.1 * energy.max()]  # pauses have no pitch
    flatness = float(np.median(librosa.feature.spectral_flatness(S=spectrum)))
    if flatness > _NOISY_FLATNESS:
        return f"{loudness} noise, such as wind, water or engines."
    centroid_hz = float(
        np.median(librosa.feature.spectral_centroid(S=spectrum, sr=_SAMPLE_RATE_HZ))
    )
    height = "low" if centroid_hz < 500 else "high" if centroid_hz > 2000 else "middle"
    return f"{loudness} tones of {height} pitch{_beat(samples)}, such as music, bells or birds."


def _beat(samples: NDArray[np.float32]) -> str:
    import librosa

    hop = _SAMPLE_RATE_HZ // 100  # frames of 10 ms: 120 beats a minute are 50 of them
    onsets = librosa.onset.onset_strength(y=samples, sr=_SAMPLE_RATE_HZ, hop_length=hop)
    if not np.any(onsets > 0):
        return ""
    tempogram = librosa.feature.tempogram(
        onset_envelope=onsets, sr=_SAMPLE_RATE_HZ, hop_length=hop, win_length=800
    )
    by_lag = tempogram.mean(axis=1)
    tempi = librosa.tempo_frequencies(len(by_lag), sr=_SAMPLE_RATE_HZ, hop_length=hop)
    likely = (tempi >= 50) & (tempi <= 200)
    if not likely.any() or float(by_lag[likely].max()) < _STEADY_BEAT:
        return ""
    tempo = float(tempi[likely][int(by_lag[likely].argmax())])
    return f" with a beat of about {round(tempo)} a minute"
