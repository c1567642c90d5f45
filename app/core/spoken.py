"""What is said in a recording that is no part of the library, such as a question put aloud."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.intake.sound import to_float
from app.core.ports import Readers
from storage.errors import ReadError

MOST_S = 120.0  # of a recording; who asks a question is done by then


def words_said(path: Path, readers: Readers, encoders: Encoders) -> str:
    """The words in one line; "" where nobody speaks. Raises UserError, and ModelError where the
    speech model cannot be loaded."""
    speech = encoders.speech
    try:
        windows = list(readers.sound(path, end_s=MOST_S))
    except ReadError as error:
        raise UserError(
            "query_unreadable",
            "{path} could not be read: {error}.",
            "Check the file or search with another one; the library is unchanged.",
            path=path,
            error=error,
        ) from error
    if not windows:
        return ""
    segments = speech.transcribe(to_float(np.concatenate(windows))).segments
    return " ".join(" ".join(segment.text for segment in segments).split())
