"""A recording as a query: how it sounds, what is said in it, and the voices that say it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.encoders import Encoders
from app.core.intake.sound import to_float
from app.core.intake.speakers import tell_apart
from app.core.ports import Readers
from storage.readers.values import SAMPLE_RATE_HZ

_QUERY_SOUND_S = 30.0


@dataclass(frozen=True, slots=True)
class Heard:
    """Rows of the audio space and of the voice space."""

    words: str
    sound: NDArray[np.float32]
    voices: tuple[NDArray[np.float32], ...]


def hear(path: Path, readers: Readers, encoders: Encoders, *, voices: bool) -> Heard:
    """At most the first 30 s of a recording; its voices where they are wanted and can be told.

    Raises ReadError, and ValueError where it holds no sound."""
    samples = to_float(np.concatenate(list(readers.sound(path, end_s=_QUERY_SOUND_S))))
    samples = samples[: int(_QUERY_SOUND_S * SAMPLE_RATE_HZ)]
    sound = encoders.speech.encode_windows([samples])[0]
    segments = encoders.speech.transcribe(samples).segments
    encoder = encoders.voices_or_none if voices and segments else None
    found = () if encoder is None else tuple(tell_apart(segments, samples, encoder).voices)
    return Heard(" ".join(segment.text.strip() for segment in segments), sound, found)
