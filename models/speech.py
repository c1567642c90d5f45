"""Speech: Whisper on CTranslate2, in 8 bits on a processor.

Only stretches with voice are looked at, several to a window. A window is encoded once: its states
tell the language and then the words. It is padded with silence to the 30 seconds that Whisper was
trained on: at 20 it is faster and misreads more. What looks wrong (a loop, low confidence) is read
again with some chance in the choice of words.

Every thread reads windows of its own: Whisper's steps are too small to be shared out (two beams
took 17 ms a token on two threads, 10 ms on one)."""

from __future__ import annotations

import threading
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.cpu import use_threads
from models.errors import ModelUnsuitable
from models.manifest import fingerprint
from models.protocols import Rows, Segment, Transcript
from models.voice import SAMPLE_RATE_HZ, Stretch, Window, join_stretches, voice_stretches

_FRAMES_PER_S = 100
_FULL_FRAMES = 3000  # the 30 s that Whisper was trained on
_TAIL_FRAMES = 200  # silence after the words: without it Whisper begins them again
_STEP_FRAMES = 200
_STATES_PER_S = 50
_STAMP_S = 0.02
_LANGUAGE_WINDOWS = 4  # that tell the language of a recording
_TOLD_S = 2.5  # of speech that tell its language
_SURE_OF_LANGUAGE = 0.8
_UNLIKELY = 0.1
_BEAM = 2  # wider beams gained nothing on 40 held-out clips and 5 recordings
_TEMPERATURES = (0.2, 0.4, 0.6)
_CANDIDATES = 5
_MAX_TOKENS_PER_S = 12.0
_MIN_LOGPROB = -1.0
_MAX_COMPRESSION = 2.4
_SILENT = 0.6
_REST_S = 1.0  # sound left over after the last timestamp, worth another look
_LEAST_ADVANCE_S = 0.5  # and only if the look before got this far


@dataclass(frozen=True, slots=True)
class _Decoded:
    """What was read in a window: segments in seconds from the window's start, and how sure."""

    segments: tuple[Segment, ...]
    logprob: float
    no_speech: float
    cut_off: bool

    @property
    def reached_s(self) -> float:
        return max((segment.end_s for segment in self.segments), default=0.0)

    @property
    def is_loop(self) -> bool:
        text = " ".join(segment.text for segment in self.segments)
        return self.cut_off or _compression(text) > _MAX_COMPRESSION

    @property
    def is_silence(self) -> bool:
        return self.no_speech > _SILENT and self.logprob < _MIN_LOGPROB

    @property
    def is_doubtful(self) -> bool:
        return self.is_loop or self.logprob < _MIN_LOGPROB


def load_speech_reader(path: Path, *, threads: int, name: str | None = None) -> WhisperReader:
    """Load a faster-whisper folder. Raises ModelUnsuitable."""
    import ctranslate2
    from faster_whisper import WhisperModel

    threads = use_threads(threads)
    ctranslate2.set_random_seed(0)  # a second look gives the same words each time
    if not (path / "model.bin").is_file() or not (path / "tokenizer.json").is_file():
        raise ModelUnsuitable(
            "The folder {path} holds no Whisper model in CTranslate2's format.",
            "Install one: triptych models install whisper-base",
            path=path,
        )
    try:
        model = WhisperModel(
            str(path),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelUnsuitable(
            "The speech model in {path} cannot be loaded.",
            "Install it again, or choose another: triptych models install whisper-base",
            path=path,
        ) from error
    return WhisperReader(model, path, name or path.name, threads=threads)


class WhisperReader:
    """Satisfies `SpeechReader`. Several callers wait for each other: it reads several windows at
    once itself."""

    def __init__(self, model: Any, path: Path, name: str, *, threads: int = 1) -> None:
        self.name = name
        self._model = model
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="speech")
        self._one_at_a_time = threading.Lock()
        self.dim = int(self._encoded(np.zeros(1600, np.float32), 100).shape[2])
        self.fingerprint = fingerprint(
            path, role="audio", layer="last", pooling="mean", dim=self.dim, size="own length"
        )

    def transcribe(
        self, samples: NDArray[np.float32], *, language: str | None = None
    ) -> Transcript:
        with self._one_at_a_time:
            return self._transcript(samples, language)

    def _transcript(self, samples: NDArray[np.float32], language: str | None) -> Transcript:
        windows = join_stretches(voice_stretches(samples))
        is_open = language is None and bool(self._model.model.is_multilingual)
        told: list[str | None] = [None] * len(windows)
        if not self._model.model.is_multilingual:
            language = "en"
        if language is None:
            apart = self._pool.map(lambda window: self._apart(window, samples), windows)
            pairs = [pair for parts in apart for pair in parts]
            windows, told = [window for window, _ in pairs], [said for _, said in pairs]
        sounds = [window.cut(samples) for window in windows]
        states: list[NDArray[np.float32] | None] = [None] * len(windows)
        spoken = [language or "en"] * len(windows)
        if language is None and windows:
            first = list(self._pool.map(self._encoded, sounds[:_LANGUAGE_WINDOWS]))
            states[: len(first)] = first
            likely = [self._languages(known) for known in first]
            language = _most_likely(likely)
            spoken = [language] * len(windows)
            for place, said in enumerate(likely):
                spoken[place] = _own_language(said, language, windows[place])
            spoken = [sure or usual for sure, usual in zip(told, spoken, strict=True)]

        def read(place: int) -> list[Segment]:
            known, states[place] = states[place], None  # 3 MB a window
            if known is None:
                known = self._encoded(sounds[place])
                if is_open and told[place] is None:
                    said = self._languages(known)
                    spoken[place] = _own_language(said, spoken[place], windows[place])
            tokenizer = self._tokenizer(spoken[place])
            own = None if spoken[place] == language else spoken[place]
            return [
                replace(segment, language=own)
                for segment in self._read(windows[place], sounds[place], known, tokenizer)
            ]

        read_windows = self._pool.map(read, range(len(windows)))
        segments = sorted(
            (segment for found in read_windows for segment in found),
            key=lambda segment: segment.start_s,
        )
        return Transcript(language if segments else None, tuple(segments))

    def encode_windows(self, windows: Sequence[NDArray[np.float32]]) -> Rows:
        rows = np.zeros((len(windows), self.dim), np.float32)
        limit = _FULL_FRAMES * SAMPLE_RATE_HZ // _FRAMES_PER_S
        for place, window in enumerate(windows):
            window = window[:limit]
            states = self._encoded(window, _own_frames(len(window)))[0]
            n_states = max(1, round(len(window) / SAMPLE_RATE_HZ * _STATES_PER_S))
            pooled = states[:n_states].mean(0)
            rows[place] = pooled / max(float(np.linalg.norm(pooled)), 1e-12)
        return rows

    # --- parts -----------------------------------------------------------------------------

    def _read(
        self,
        window: Window,
        sound: NDArray[np.float32],
        states: NDArray[np.float32],
        tokenizer: Any,
    ) -> Iterator[Segment]:
        """What is said in a window. Where Whisper stops early, it is asked to go on from there."""
        begin_s = 0.0
        while True:
            decoded = self._decode(states, sound, tokenizer, begin_s=begin_s)
            if decoded.is_doubtful:
                decoded = self._decode_again(decoded, states, sound, tokenizer, begin_s=begin_s)
            if decoded.is_silence or decoded.is_loop:
                return  # invented, or as good as
            for each in decoded.segments:
                yield Segment(*window.span(each.start_s, each.end_s), each.text)
            advance_s = decoded.reached_s - begin_s
            begin_s = decoded.reached_s
            if advance_s < _LEAST_ADVANCE_S or window.seconds - begin_s < _REST_S:
                return

    def _encoded(
        self, sound: NDArray[np.float32], frames: int = _FULL_FRAMES
    ) -> NDArray[np.float32]:
        """Encoder states (1, frames / 2, dim) of sound padded with silence to `frames`."""
        from faster_whisper.audio import pad_or_trim

        features = pad_or_trim(self._model.feature_extractor(sound)[..., :-1], frames)
        return np.asarray(self._model.encode(features)).astype(np.float32)

    def _tokenizer(self, language: str) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        multilingual = bool(self._model.model.is_multilingual)
        return Tokenizer(
            self._model.hf_tokenizer, multilingual, task="transcribe", language=language
        )

    def _languages(self, states: NDArray[np.float32]) -> dict[str, float]:
        """How likely each language is in a window, by Whisper's own codes."""
        (told,) = self._model.model.detect_language(_view(states))
        return {token.strip("<|>"): float(share) for token, share in told}

    def _apart(
        self, window: Window, samples: NDArray[np.float32]
    ) -> list[tuple[Window, str | None]]:
        """The window taken apart where another language begins, each part with its language:
        looked for where its first, middle and last stretch are surely not of one."""
        long = [each for each in window.stretches if each.end_s - each.start_s >= _TOLD_S]
        probes = dict.fromkeys((long[0], long[len(long) // 2], long[-1])) if long else {}
        told = {each: self._surely(each, samples) for each in probes if len(probes) > 1}
        if len({said for said in told.values() if said}) < 2:
            return [(window, None)]
        parts: list[list[Stretch]] = [[]]
        languages: list[str | None] = [None]
        for stretch in window.stretches:
            said = told.get(stretch) or (
                self._surely(stretch, samples) if stretch in long else None
            )
            if said is not None and languages[-1] not in (None, said):
                parts.append([])
                languages.append(said)
            languages[-1] = said or languages[-1]
            parts[-1].append(stretch)
        return [(Window(tuple(part)), said) for part, said in zip(parts, languages, strict=True)]

    def _surely(self, stretch: Stretch, samples: NDArray[np.float32]) -> str | None:
        """The language of a stretch by itself, if there is little doubt."""
        sound = Window((stretch,)).cut(samples)
        told = self._languages(self._encoded(sound, _own_frames(len(sound))))
        language, share = max(told.items(), key=lambda pair: pair[1])
        return language if share >= _SURE_OF_LANGUAGE else None

    def _decode_again(
        self,
        first: _Decoded,
        states: NDArray[np.float32],
        sound: NDArray[np.float32],
        tokenizer: Any,
        *,
        begin_s: float,
    ) -> _Decoded:
        """Read a window as faster-whisper does when in doubt, until a reading is not doubtful; the
        likeliest one otherwise, if possible one without a loop."""
        if first.is_silence:
            return first
        readings = [first]
        for temperature in _TEMPERATURES:
            reading = self._decode(
                states, sound, tokenizer, begin_s=begin_s, temperature=temperature
            )
            if reading.is_silence or not reading.is_doubtful:
                return reading
            readings.append(reading)
        straight = [reading for reading in readings if not reading.is_loop]
        return max(straight or readings, key=lambda reading: reading.logprob)

    def _decode(
        self,
        states: NDArray[np.float32],
        sound: NDArray[np.float32],
        tokenizer: Any,
        *,
        begin_s: float,
        temperature: float = 0.0,
    ) -> _Decoded:
        """What is said in a window from `begin_s` on."""
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=False)
        if begin_s > 0:
            prompt = [*prompt, tokenizer.timestamp_begin + round(begin_s / _STAMP_S)]
        length_s = len(sound) / SAMPLE_RATE_HZ
        max_new = min(220, round((length_s - begin_s) * _MAX_TOKENS_PER_S) + 12)
        if temperature > 0:
            choice = {
                "beam_size": 1,
                "num_hypotheses": _CANDIDATES,
                "sampling_topk": 0,
                "sampling_temperature": temperature,
            }
        else:
            choice = {"beam_size": _BEAM}
        (result,) = self._model.model.generate(
            _view(states),
            [prompt],
            max_length=len(prompt) + max_new,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=[-1],
            max_initial_timestamp_index=50,
            **choice,
        )
        tokens = result.sequences_ids[0]
        return _Decoded(
            segments=tuple(_segments(tokens, tokenizer, begin_s, length_s)),
            logprob=result.scores[0] * len(tokens) / (len(tokens) + 1),
            no_speech=float(result.no_speech_prob),
            cut_off=len(tokens) >= max_new,
        )


def _most_likely(windows: Sequence[dict[str, float]]) -> str:
    """The language of these windows together."""
    likely = Counter[str]()
    for window in windows:
        likely.update(window)
    return likely.most_common(1)[0][0]


def _own_language(told: dict[str, float], usual: str, window: Window) -> str:
    """The language of a window: the recording's usual one, unless it is surely another."""
    language, share = max(told.items(), key=lambda pair: pair[1])
    is_other = share >= _SURE_OF_LANGUAGE and told.get(usual, 0.0) < _UNLIKELY
    return language if is_other and window.seconds >= _TOLD_S else usual


def _view(states: NDArray[np.float32]) -> Any:
    import ctranslate2

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(states))


def _compression(text: str) -> float:
    """How many times shorter zlib makes it: above 2.4 is a text that repeats itself."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def _segments(
    tokens: Sequence[int], tokenizer: Any, begin_s: float, duration_s: float
) -> Iterator[Segment]:
    """Cut a window's tokens at its timestamps; times are seconds from the window's start."""
    first_stamp = tokenizer.timestamp_begin
    start_s, words = begin_s, list[int]()
    for token in tokens:
        if token < first_stamp:
            words.append(token)
            continue
        at_s = min((token - first_stamp) * _STAMP_S, duration_s)
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


def _own_frames(n_samples: int) -> int:
    """Frames for how a sound sounds, which needs no more than its own length, in steps of 2 s."""
    frames = n_samples * _FRAMES_PER_S // SAMPLE_RATE_HZ + _TAIL_FRAMES
    return min(-(-frames // _STEP_FRAMES) * _STEP_FRAMES, _FULL_FRAMES)
