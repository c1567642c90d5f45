"""Speech: Whisper on CTranslate2, in 8 bits on a processor.

Only stretches with voice are looked at. Neighbouring ones share a window, a window is encoded at
its own length instead of always 30 seconds, and windows of like length are decoded together. What
looks wrong (a loop, low confidence) is done once more with more silence after it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.cpu import use_threads
from models.errors import ModelUnsuitable
from models.manifest import fingerprint
from models.protocols import Rows, Segment, Transcript
from models.voice import SAMPLE_RATE_HZ, Stretch, pack_windows, voice_stretches

_FRAMES_PER_S = 100
_FULL_FRAMES = 3000  # the 30 s that Whisper was trained on
_STATES_PER_S = 50
_STEP_FRAMES = 200  # lengths are rounded up to this, so that windows can share a batch
_TAIL_FRAMES = 200  # silence after the words: without it Whisper begins them again
_SECOND_LOOK_FRAMES = 1000  # longer than the first look, when that left doubt
_BATCH = 4
_MAX_TOKENS_PER_S = 9.0
_MIN_LOGPROB = -1.0
_MAX_COMPRESSION = 2.4
_SILENT = 0.6
_SURE_LANGUAGE = 0.7
_BEAM = 5  # in short windows the encoder costs more than the beam
_REST_S = 1.0  # words left over after the last timestamp, worth another window


@dataclass(frozen=True, slots=True)
class _Decoded:
    """What was read in a window: segments in seconds from the window's start, and how sure."""

    segments: tuple[Segment, ...]
    reached_s: float
    logprob: float
    no_speech: float
    suspect: bool


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
        self.dim = int(self._encoded([np.zeros(1600, np.float32)], 100).shape[2])
        self.fingerprint = fingerprint(
            path, role="audio", layer="last", pooling="mean", dim=self.dim, size="own length"
        )

    def transcribe(
        self, samples: NDArray[np.float32], *, language: str | None = None
    ) -> Transcript:
        windows = pack_windows(voice_stretches(samples))
        if not windows:
            return Transcript(None, ())
        language = language or self._language(samples, windows)
        tokenizer = self._tokenizer(language)
        segments: list[Segment] = []
        while windows:
            rest: list[Stretch] = []
            for batch in _alike(windows):
                cut = [_cut(samples, window) for window in batch]
                frames = max(_frames_for(len(each)) for each in cut)
                for window, piece, decoded in zip(
                    batch, cut, self._decode(cut, frames, tokenizer), strict=True
                ):
                    if decoded.suspect:
                        longer = min(frames + _SECOND_LOOK_FRAMES, _FULL_FRAMES)
                        (decoded,) = self._decode([piece], longer, tokenizer)
                        if _is_invented(decoded):
                            continue
                    segments += _moved(decoded.segments, window)
                    reached = window.start_s + decoded.reached_s
                    if decoded.reached_s > 0 and window.end_s - reached > _REST_S:
                        rest.append(Stretch(reached, window.end_s))
            windows = rest
        segments.sort(key=lambda segment: segment.start_s)
        return Transcript(language, tuple(segments))

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        rows = np.zeros((len(windows), self.dim), np.float32)
        limit = _FULL_FRAMES * SAMPLE_RATE_HZ // _FRAMES_PER_S
        for place, window in enumerate(windows):
            window = window[:limit]
            states = self._encoded_array([window], _frames_for(len(window)))[0]
            n_states = max(1, round(len(window) / SAMPLE_RATE_HZ * _STATES_PER_S))
            pooled = states[:n_states].mean(0)
            rows[place] = pooled / max(float(np.linalg.norm(pooled)), 1e-12)
        return rows

    # --- parts -----------------------------------------------------------------------------

    def _encoded(self, pieces: Sequence[NDArray[np.float32]], frames: int) -> Any:
        """Encoder states (n, frames / 2, dim) of sound padded with silence to `frames`."""
        from faster_whisper.audio import pad_or_trim

        extractor = self._model.feature_extractor
        features = [pad_or_trim(extractor(piece)[..., :-1], frames) for piece in pieces]
        return self._model.encode(np.stack(features))

    def _encoded_array(
        self, pieces: Sequence[NDArray[np.float32]], frames: int
    ) -> NDArray[np.float32]:
        return np.asarray(self._encoded(pieces, frames)).astype(np.float32)

    def _tokenizer(self, language: str) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        multilingual = bool(self._model.model.is_multilingual)
        return Tokenizer(
            self._model.hf_tokenizer, multilingual, task="transcribe", language=language
        )

    def _language(self, samples: NDArray[np.float32], windows: Sequence[Stretch]) -> str:
        """The language of the recording, from its longest stretch, in Whisper's own code.

        Looked at once more, at greater length, where the first look leaves doubt."""
        if not self._model.model.is_multilingual:
            return "en"
        longest = max(windows, key=lambda window: window.end_s - window.start_s)
        piece = _cut(samples, longest)
        first = _frames_for(len(piece))
        for frames in (first, min(first + _SECOND_LOOK_FRAMES, _FULL_FRAMES)):
            (likely,) = self._model.model.detect_language(self._encoded([piece], frames))
            code, probability = likely[0]
            if probability >= _SURE_LANGUAGE:
                break
        return str(code).strip("<|>")

    def _decode(
        self, pieces: Sequence[NDArray[np.float32]], frames: int, tokenizer: Any
    ) -> Iterator[_Decoded]:
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=False)
        longest_s = max(len(piece) for piece in pieces) / SAMPLE_RATE_HZ
        max_new = min(220, round(longest_s * _MAX_TOKENS_PER_S) + 12)
        results = self._model.model.generate(
            self._encoded(pieces, frames),
            [prompt] * len(pieces),
            beam_size=_BEAM,
            max_length=len(prompt) + max_new,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=[-1],
            max_initial_timestamp_index=50,
        )
        for piece, result in zip(pieces, results, strict=True):
            tokens = result.sequences_ids[0]
            logprob = result.scores[0] * len(tokens) / (len(tokens) + 1)
            duration_s = len(piece) / SAMPLE_RATE_HZ
            segments = tuple(_segments(tokens, tokenizer, duration_s))
            text = " ".join(segment.text for segment in segments)
            suspect = (
                len(tokens) >= max_new
                or logprob < _MIN_LOGPROB
                or _compression(text) > _MAX_COMPRESSION
            )
            yield _Decoded(
                segments=segments,
                reached_s=max((segment.end_s for segment in segments), default=0.0),
                logprob=logprob,
                no_speech=float(result.no_speech_prob),
                suspect=suspect,
            )


def _is_invented(decoded: _Decoded) -> bool:
    """Text that Whisper makes up where there is none, or a loop that a beam did not break."""
    silent = decoded.no_speech > _SILENT and decoded.logprob < _MIN_LOGPROB
    text = " ".join(segment.text for segment in decoded.segments)
    return silent or _compression(text) > _MAX_COMPRESSION


def _compression(text: str) -> float:
    """How many times shorter zlib makes it: above 2.4 is a text that repeats itself."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def _segments(tokens: Sequence[int], tokenizer: Any, duration_s: float) -> Iterator[Segment]:
    """Cut a window's tokens at its timestamps; times are seconds from the window's start."""
    first_stamp = tokenizer.timestamp_begin
    start_s, words = 0.0, list[int]()
    for token in tokens:
        if token < first_stamp:
            words.append(token)
            continue
        at_s = min((token - first_stamp) * 0.02, duration_s)
        if words:
            yield from _segment(start_s, at_s, words, tokenizer)
            words = []
        start_s = at_s
    if words:
        yield from _segment(start_s, duration_s, words, tokenizer)


def _segment(start_s: float, end_s: float, words: list[int], tokenizer: Any) -> Iterator[Segment]:
    text = tokenizer.decode(words).strip()
    if text:
        yield Segment(start_s, max(end_s, start_s), text)


def _moved(segments: Sequence[Segment], window: Stretch) -> list[Segment]:
    return [
        Segment(window.start_s + each.start_s, window.start_s + each.end_s, each.text)
        for each in segments
    ]


def _cut(samples: NDArray[np.float32], window: Stretch) -> NDArray[np.float32]:
    return samples[round(window.start_s * SAMPLE_RATE_HZ) : round(window.end_s * SAMPLE_RATE_HZ)]


def _frames_for(n_samples: int) -> int:
    """Frames to encode for a piece of sound: its own and the tail, rounded up, 30 s at most."""
    frames = n_samples * _FRAMES_PER_S // SAMPLE_RATE_HZ + _TAIL_FRAMES
    return min(-(-frames // _STEP_FRAMES) * _STEP_FRAMES, _FULL_FRAMES)


def _alike(windows: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Batches of windows of like length, longest first."""
    ordered = sorted(windows, key=lambda window: window.start_s - window.end_s)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]
