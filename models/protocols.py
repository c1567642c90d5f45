"""What the application asks of each kind of model. Arrays in, arrays out; no torch here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]  # (height, width, 3)
Rows = NDArray[np.float32]  # (n, dim), unit length
TokenRows = NDArray[np.uint8]  # (n_tokens, n_bytes), packed by the encoder that made them


class TextEncoder(Protocol):
    """A BERT-type sentence encoder."""

    name: str
    dim: int
    max_tokens: int  # per passage, special tokens not counted
    fingerprint: str  # checkpoint hash, layer, pooling, dim

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        """Return unit-length rows in input order, shape (len(texts), dim)."""

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        """The same for questions; encoders that want an instruction add it here."""

    def token_spans(self, text: str) -> NDArray[np.int32]:
        """Return each token's [start, end) in code points of `text`, shape (n_tokens, 2)."""


class TokenKeeper(Protocol):
    """A text encoder whose token vectors are worth keeping for a later comparison."""

    def encode_passages(self, texts: Sequence[str]) -> tuple[Rows, list[TokenRows]]:
        """What `encode_documents` gives, and each text's packed token vectors."""


class Reranker(Protocol):
    """Looks closer at a few passages: late interaction over kept token vectors, or a model that
    reads query and passage together and passes over the vectors."""

    def score(
        self,
        query: str,
        texts: Sequence[str],
        tokens: Sequence[bytes | None],
        rarities: Mapping[str, float],
    ) -> list[float | None]:
        """A score for each passage, more is better, comparable within this query alone; None
        where it cannot say. `tokens` are as `encode_passages` packed them; `rarities` say of the
        query's words, in small letters, how much each tells apart (above 0)."""


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Where an answer may stand: [start, end) in code points of the passage of that number, from 0.
    `score` is by how much it is surer than that nothing is said, in logits."""

    passage: int
    start: int
    end: int
    score: float


class AnswerReader(Protocol):
    """Finds where passages answer a question."""

    def read(self, question: str, passages: Sequence[str]) -> list[AnswerSpan]:
        """The best spans of all passages, the surest first."""


class ImageEncoder(Protocol):
    """A ViT over pictures; with a text side where the checkpoint has one (CLIP, SigLIP)."""

    name: str
    dim: int
    fingerprint: str
    has_text_side: bool

    def encode_images(self, images: Sequence[Rgb]) -> Rows: ...

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        """Raises TypeError where `has_text_side` is false."""


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    probability: float


class Tagger(Protocol):
    name: str
    fingerprint: str

    def tag(self, images: Sequence[Rgb], *, top: int = 10) -> list[list[Tag]]:
        """Return each picture's likeliest class names, likeliest first."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text read in a picture; `bbox` as fractions [x0, y0, x1, y1] of it. `level` is its
    box in pixels of the picture turned so that its lines are level, where a reader tells it."""

    text: str
    bbox: tuple[float, float, float, float]
    confidence: float
    level: tuple[float, float, float, float] | None = None


class TextReader(Protocol):
    name: str

    def read_lines(self, image: Rgb) -> list[TextLine]:
        """Return lines in reading order; empty where the picture holds no text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech; times in seconds from the start of the samples given."""

    start_s: float
    end_s: float
    text: str
    language: str | None = None  # where it is not the language of the whole


@dataclass(frozen=True, slots=True)
class Transcript:
    language: str | None
    segments: tuple[Segment, ...]


class SpeechReader(Protocol):
    """Whisper: words with times, and vectors of how windows of sound sound."""

    name: str
    dim: int
    fingerprint: str

    def transcribe(
        self, samples: NDArray[np.float32], *, language: str | None = None
    ) -> Transcript:
        """Transcribe mono 16 kHz samples in [-1, 1]; stretches without voice are passed over."""

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        """Return one row a window of at most 30 s: the Whisper encoder's states, mean-pooled over
        the time that holds sound, unit length; shape (len(windows), dim)."""


class VoiceEncoder(Protocol):
    """How voices sound: windows of one speaker lie near each other."""

    name: str
    dim: int
    fingerprint: str
    window_s: float  # what one row is made of

    def encode_voices(
        self, samples: NDArray[np.float32], starts_s: Sequence[float] | NDArray[np.float64]
    ) -> Rows:
        """Return one row for each window that begins there, in mono 16 kHz samples in [-1, 1];
        shape (len(starts_s), dim), unit length."""

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        """Return one row for each piece of sound, the mean over it, unit length."""


Progress = Callable[[int, int], None]  # (done, total)
