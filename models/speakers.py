"""How a voice sounds: a GE2E speaker encoder over short windows of speech.

Wan et al. 2018, "Generalized end-to-end loss for speaker verification": three LSTM layers read
1.6 s of a mel spectrogram, and the last state, projected, cut off at zero and brought to unit
length, is near that of other windows of the same speaker. Knows nothing of who speaks when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.cpu import use_threads
from models.errors import ModelUnsuitable
from models.manifest import fingerprint
from models.protocols import Rows
from models.weights import load_tensors, read_config

SAMPLE_RATE_HZ = 16_000
WINDOW_S = 1.6  # 160 frames of 10 ms, what the encoder was trained on
MODEL_TYPE = "ge2e-lstm"
N_FFT = 400  # 25 ms
N_MELS = 40
_HOP = 160
_FRAMES = 160
_LAYERS = 3
_LEAST_DBFS = -30.0  # quieter speech is raised to this level
_BATCH = 64
_STEP_S = 0.8


def load_voice_encoder(path: Path, *, threads: int, name: str | None = None) -> GE2EVoiceEncoder:
    """Load a converted checkpoint. Raises ModelUnsuitable, ModelDamaged."""
    use_threads(threads)
    if read_config(path).get("model_type") != MODEL_TYPE:
        raise ModelUnsuitable(
            "The folder {path} holds no speaker encoder.",
            "triptych models install resemblyzer",
            path=path,
        )
    tensors = load_tensors(path)
    return GE2EVoiceEncoder(
        name=name or path.name,
        fingerprint=fingerprint(path, role="voices", window_s=WINDOW_S),
        tensors=tensors,
    )


class GE2EVoiceEncoder:
    """Satisfies `VoiceEncoder`. Not for several threads at once."""

    def __init__(self, *, name: str, fingerprint: str, tensors: dict[str, Tensor]) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.window_s = WINDOW_S
        weights = dict(tensors)
        self._mel = weights.pop("mel")  # (40, 201): power spectrum to mel bands
        self._window = torch.hann_window(N_FFT)
        hidden = weights["lstm.weight_hh_l0"].shape[1]
        self.dim = int(weights["linear.weight"].shape[0])
        self._net = nn.ModuleDict(
            {
                "lstm": nn.LSTM(N_MELS, hidden, _LAYERS, batch_first=True),
                "linear": nn.Linear(hidden, self.dim),
            }
        ).eval()
        self._net.load_state_dict(weights)

    @torch.inference_mode()
    def encode_voices(
        self, samples: NDArray[np.float32], starts_s: Sequence[float] | NDArray[np.float64]
    ) -> Rows:
        """Return unit-length rows (len(starts_s), dim), one for each window of 1.6 s of mono
        16 kHz samples in [-1, 1] that begins there; what lies beyond the end is silence.

        The level is brought up over all the samples together: give sound of one recording."""
        rows = np.zeros((len(starts_s), self.dim), np.float32)
        if not len(starts_s) or not len(samples):
            return rows
        mel = self._mel_spectrogram(_raised(samples))
        firsts = [round(start_s * SAMPLE_RATE_HZ / _HOP) for start_s in starts_s]
        missing = max(firsts) + _FRAMES - len(mel)
        if missing > 0:
            mel = nn.functional.pad(mel, (0, 0, 0, missing))
        for at in range(0, len(firsts), _BATCH):
            batch = torch.stack(
                [mel[first : first + _FRAMES] for first in firsts[at : at + _BATCH]]
            )
            _, (states, _) = self._net["lstm"](batch)
            found = torch.relu(self._net["linear"](states[-1]))
            rows[at : at + len(batch)] = nn.functional.normalize(found, dim=1).numpy()
        return rows

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        """Return one unit-length row a piece of sound of any length: the mean over windows of 1.6 s
        that begin 0.8 s apart; shape (len(windows), dim)."""
        rows = np.zeros((len(windows), self.dim), np.float32)
        for place, samples in enumerate(windows):
            last_s = max(0.0, len(samples) / SAMPLE_RATE_HZ - WINDOW_S)
            mean = self.encode_voices(samples, np.arange(0.0, last_s + 0.01, _STEP_S)).mean(0)
            rows[place] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return rows

    def _mel_spectrogram(self, samples: NDArray[np.float32]) -> Tensor:
        """Power in mel bands, no logarithm: (n frames of 10 ms, 40)."""
        spectrum = torch.stft(
            torch.from_numpy(np.ascontiguousarray(samples, np.float32)),
            N_FFT,
            _HOP,
            window=self._window,
            center=True,
            pad_mode="constant",
            return_complex=True,
        )
        return (self._mel @ spectrum.abs().square()).T.contiguous()


def _raised(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Quiet sound brought up to -30 dBFS; what is louder stays as it is."""
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    if level <= 0.0:
        return samples
    gain = float(10 ** (_LEAST_DBFS / 20)) / level
    return samples * np.float32(gain) if gain > 1 else samples
