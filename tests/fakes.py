"""Small stand-ins for the models, where speed demands them; `tests/e2e` has their real twins."""

from __future__ import annotations

import re
import wave
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.compose import Loaders
from app.core.question.calibration import REFERENCE_DEVIATION, REFERENCE_MEAN
from models.decoder.interface import (
    Counts,
    Inspection,
    Prefilling,
    Prompt,
    Source,
    Stage,
    Step,
    Timings,
)
from models.decoder.settings import GenerationSettings
from models.placing import place
from models.protocols import Rgb, Rows, Segment, Tag, TextLine, Transcript

_DIM = 64


def _unit(rows: NDArray[np.float32]) -> Rows:
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)


class FakeTextEncoder:
    """Hashed words: texts that share words are close."""

    name, dim, max_tokens, fingerprint = "fake-text", _DIM, 256, "fake-text-1"
    noise = (REFERENCE_MEAN, REFERENCE_DEVIATION)  # its cosines are taken as they are

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        rows = np.full((len(texts), _DIM), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[zlib.crc32(word.encode()) % _DIM] += 1
        return _unit(rows)

    encode_queries = encode_documents

    def token_spans(self, text: str) -> NDArray[np.int32]:
        spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
        return np.asarray(spans, np.int32).reshape(-1, 2)


class OtherTextEncoder(FakeTextEncoder):
    """As if another model had been chosen: the same words, other vectors."""

    name, fingerprint = "other-text", "other-text-1"

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        return np.ascontiguousarray(super().encode_documents(texts)[:, ::-1])

    encode_queries = encode_documents


class FakeImageEncoder:
    """The colours of nine fields: pictures of like colours are close."""

    name, dim, fingerprint, has_text_side = "fake-image", 27, "fake-image-1", False

    def encode_images(self, images: Sequence[Rgb]) -> Rows:
        rows = []
        for image in images:
            fields = [
                column
                for band in np.array_split(image, 3)
                for column in np.array_split(band, 3, axis=1)
            ]
            rows.append([field.mean(axis=(0, 1)) if field.size else np.ones(3) for field in fields])
        return _unit(np.asarray(rows, np.float32).reshape(len(images), -1) + 1)

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        raise TypeError("no text side")


class FakeTagger:
    name, fingerprint = "fake-tags", "fake-tags-1"

    def tag(self, images: Sequence[Rgb], *, top: int = 10) -> list[list[Tag]]:
        colours = ("red", "green", "blue")
        return [
            [Tag(f"{colours[int(image.mean(axis=(0, 1)).argmax())]} thing", 0.9)]
            for image in images
        ]


class FakeTextReader:
    name = "fake-ocr"

    def read_lines(self, image: Rgb) -> list[TextLine]:
        return []


class FakeSpeechReader:
    """Hears one sentence in each four seconds of sound."""

    name, dim, fingerprint = "fake-speech", 32, "fake-speech-1"

    def transcribe(
        self, samples: NDArray[np.float32], *, language: str | None = None
    ) -> Transcript:
        n_parts = int(np.ceil(len(samples) / 64_000))
        return Transcript(
            "en",
            tuple(
                Segment(4.0 * n, min(4.0 * n + 4, len(samples) / 16_000), f"This is sentence {n}.")
                for n in range(n_parts)
            ),
        )

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        rows = [np.abs(np.fft.rfft(window, 62))[:32] + 1e-3 for window in windows]
        return _unit(np.asarray(rows, np.float32).reshape(len(windows), 32))


class FakeVoiceEncoder:
    """A voice is the band that is loudest in a window."""

    name, dim, fingerprint, window_s = "fake-voices", 16, "fake-voices-1", 1.6

    def encode_voices(
        self, samples: NDArray[np.float32], starts_s: Sequence[float] | NDArray[np.float64]
    ) -> Rows:
        return self.encode_windows(
            [samples[round(s * 16_000) : round((s + self.window_s) * 16_000)] for s in starts_s]
        )

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        rows = np.zeros((len(windows), self.dim), np.float32)
        for n, window in enumerate(windows):
            bands = np.abs(np.fft.rfft(window, 16_000))[: 16 * 125].reshape(16, 125).sum(1)
            rows[n] = np.square(bands) + 1e-3
        return _unit(rows)


def tones(parts: Sequence[tuple[float, float]]) -> NDArray[np.float32]:
    """Tones of so many hertz and seconds one after another, at 16 kHz."""
    pieces = [
        0.3 * np.sin(2 * np.pi * hz * np.arange(round(s * 16_000)) / 16_000) for hz, s in parts
    ]
    return np.concatenate(pieces).astype(np.float32)


def spoken_wave(path: Path, parts: Sequence[tuple[float, float]]) -> Path:
    """A WAV file of such tones, for `FakeSpeechReader` and `FakeVoiceEncoder`."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((tones(parts) * 32767).astype("<i2").tobytes())
    return path


class FakeDecoder:
    """Answers with the first sentence of each source and its number, a word a step."""

    name, context_length = "fake-decoder", 4096

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def count_prompt_tokens(self, prompt: Prompt) -> int:
        return self.count_tokens(prompt.system + prompt.question)

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Prefilling | Step]:
        yield Prefilling(10, 10)
        said = [
            f"{source.text.split(': ', 1)[-1].split('.')[0]} [{number}]. "
            for number, source in enumerate(prompt.sources, start=1)
        ]
        words = re.findall(r"\S+\s*", "".join(said))[: settings.max_new_tokens]
        for n, word in enumerate(words, start=1):
            if cancelled():
                yield self._step("", n, "cancelled")
                return
            yield self._step(word, n, "end" if n == len(words) else None)

    def read_ahead(
        self,
        system: str,
        sources: Sequence[Source],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        return 0

    def look_into(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        token_ids: Sequence[int],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Inspection]:
        stages = (Stage("model", (("one", 0.75), ("two", 0.25))),)
        for token in token_ids or (0,):
            if cancelled():
                return
            yield Inspection(token, "one", 0.75, 0.81, stages)

    def _step(self, text: str, n: int, finish: str | None) -> Step:
        return Step(text, (n,), finish, Counts(10, 0, n), Timings(1.0, 1.0, float(n)))  # type: ignore[arg-type]


def stored_model(root: Path, name: str, role: str, content: bytes) -> Path:
    """A model in the store `root`, as an installation leaves it; its one file."""
    made = root / ".made" / name
    made.mkdir(parents=True)
    (made / "weights.bin").write_bytes(content)
    place(
        root, made, name=name, role=role, title=name, licence="MIT", sources=("here",),
        progress=lambda stage, done, total: None,
    )  # fmt: skip
    return root / name / "weights.bin"


def fake_loaders(text: str = "") -> Loaders:
    """`text` is the text encoder that the settings name."""
    return {
        "text": OtherTextEncoder if text == OtherTextEncoder.name else FakeTextEncoder,
        "image": FakeImageEncoder,
        "tags": FakeTagger,
        "ocr": FakeTextReader,
        "speech": FakeSpeechReader,
        "decoder": FakeDecoder,
    }
