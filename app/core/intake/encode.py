"""What the text encoder makes of passages: a vector each, and their token vectors where it keeps
some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.protocols import TextEncoder
from storage.records import SpaceName


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage's rows by space, and its packed token vectors."""

    vectors: dict[SpaceName, NDArray[np.float32]] = field(default_factory=dict)
    tokens: bytes | None = None


def encode_passages(encoder: TextEncoder | None, texts: Sequence[str]) -> list[Encoded]:
    """In the texts' order. Without an encoder all are empty: such passages are found by their
    words until they are given vectors."""
    if encoder is None or not texts:
        return [Encoded() for _ in texts]
    keeper = getattr(encoder, "encode_passages", None)
    if keeper is None:
        return [Encoded({"text": row}) for row in encoder.encode_documents(texts)]
    rows, tokens = keeper(texts)
    return [
        Encoded({"text": row}, packed.tobytes() or None)
        for row, packed in zip(rows, tokens, strict=True)
    ]
