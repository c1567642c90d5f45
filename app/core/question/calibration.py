"""What a cosine means, encoder by encoder.

One encoder gives unrelated texts 0.1, another 0.8. Thresholds would have to follow; instead each
encoder's cosines are brought to one scale, on which texts that have nothing to do with each other
lie where the first starter encoder puts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.protocols import TextEncoder

# Questions and passages no two of which have to do with each other.
_QUESTIONS = (
    "When does the ferry to the island leave on Sundays?",
    "How much flour goes into the dough?",
    "Who signed the contract for the new roof?",
    "What did the doctor say about the knee?",
    "Which chapter explains matrix products?",
    "Why was the football match put off?",
    "Where is the spare key kept?",
    "How do I change the password of the router?",
)
_PASSAGES = (
    "The choir meets in the old school; newcomers are asked to bring their own music stand.",
    "Granite forms when magma cools slowly below the surface, which lets large crystals grow.",
    "Her grandfather kept bees for forty years and sold the honey at the station.",
    "Turnover rose by four per cent, mainly because of stronger exports to the north.",
    "To repot the orchid, shake the bark off its roots and cut away what is brown and soft.",
    "The committee adopted the minutes of its last meeting without changes.",
    "A herd of elephants crossed the river at dawn while the cameras were being set up.",
    "The violin sonata was written in Leipzig and printed only after the composer's death.",
)
# Mean and deviation of their cosines with all-MiniLM-L6-v2, 2026-11-26.
REFERENCE_MEAN = 0.0400
REFERENCE_DEVIATION = 0.0638


@dataclass(frozen=True, slots=True)
class NoiseFloor:
    """Mean and deviation of the cosines that an encoder gives unrelated questions and passages."""

    mean: float
    deviation: float

    def similarity(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines on the common scale, at most 1."""
        standard = (cosines - self.mean) / max(self.deviation, 1e-3)
        scaled: NDArray[np.float32] = np.minimum(
            standard * REFERENCE_DEVIATION + REFERENCE_MEAN, 1.0
        ).astype(np.float32)
        return scaled


def noise_floor(
    encoder: TextEncoder,
    questions: Sequence[str] = _QUESTIONS,
    passages: Sequence[str] = _PASSAGES,
) -> NoiseFloor:
    """Measured in a fraction of a second; an encoder that states its own (`noise`, mean and
    deviation) is believed."""
    stated: tuple[float, float] | None = getattr(encoder, "noise", None)
    if stated is not None:
        return NoiseFloor(*stated)
    cosines = encoder.encode_queries(questions) @ encoder.encode_documents(passages).T
    return NoiseFloor(float(cosines.mean()), float(cosines.std()))
