"""Speech: Whisper on CTranslate2, in 8 bits on a processor; voice detection by Silero."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.cpu import use_threads
from models.errors import ModelUnsuitable
from models.manifest import fingerprint
from models.protocols import Rows, Segment, Transcript

SAMPLE_RATE_HZ = 16_000
_WINDOW_S = 30.0
_STATES_PER_S = 50


def load_speech_reader(path: Path, *, threads: int, name: str | None = None) -> WhisperReader:
    """Load a faster-whisper folder. Raises ModelUnsuitable."""
    from faster_whisper import WhisperModel

    use_threads(threads)
    if not (path / "model.bin").is_file() or not (path / "tokenizer.json").is_file():
        raise ModelUnsuitable(
            f"The folder {path} holds no Whisper model in CTranslate2's format.",
            "Install one: triptych models install whisper-base",
        )
    try:
        model = WhisperModel(
            str(path), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelUnsuitable(
            f"The speech model in {path} cannot be loaded.",
            "Install it again, or choose another: triptych models install whisper-base",
        ) from error
    return WhisperReader(model, path, name or path.name)


class WhisperReader:
    """Satisfies `SpeechReader`. Not for several threads at once."""

    def __init__(self, model: Any, path: Path, name: str) -> None:
        self.name = name
        self._model = model
        silence = np.zeros(1600, np.float32)
        self.dim = int(self._encoded([silence]).shape[2])
        self.fingerprint = fingerprint(
            path, role="audio", layer="last", pooling="mean", dim=self.dim, size=30
        )

    def transcribe(
        self, samples: NDArray[np.float32], *, language: str | None = None
    ) -> Transcript:
        segments, info = self._model.transcribe(
            samples, language=language, vad_filter=True, beam_size=1
        )
        found = tuple(
            Segment(each.start, each.end, each.text.strip())
            for each in segments
            if each.text.strip()
        )
        return Transcript(info.language if found else None, found)

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        rows = np.zeros((len(windows), self.dim), np.float32)
        for place, window in enumerate(windows):
            states = self._encoded([window])[0]
            n_states = min(
                max(1, round(len(window) / SAMPLE_RATE_HZ * _STATES_PER_S)), states.shape[0]
            )
            pooled = states[:n_states].mean(0)
            rows[place] = pooled / max(float(np.linalg.norm(pooled)), 1e-12)
        return rows

    def _encoded(self, windows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Encoder states (n, 1500, dim) of windows of at most 30 s."""
        from faster_whisper.audio import pad_or_trim

        limit = round(_WINDOW_S * SAMPLE_RATE_HZ)
        features = np.stack(
            [
                pad_or_trim(self._model.feature_extractor(window[:limit])[..., :-1])
                for window in windows
            ]
        )
        return np.asarray(self._model.encode(features)).astype(np.float32)
