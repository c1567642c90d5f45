"""What is said in a recording that is no part of the library, such as a question put aloud."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.core.encoders import Encoders
from app.core.intake.sound import to_float
from app.core.ports import Readers

MOST_S = 120.0  # of a recording; who asks a question is done by then


def words_said(path: Path, readers: Readers, encoders: Encoders) -> str:
    """The words in one line; "" where nobody speaks. Raises ReadError, and ModelError where the
    speech model cannot be loaded."""
    speech = encoders.speech
    windows = list(readers.sound(path, end_s=MOST_S))
    if not windows:
        return ""
    segments = speech.transcribe(to_float(np.concatenate(windows))).segments
    return " ".join(" ".join(segment.text for segment in segments).split())
