"""Recordings into contents: timed passages of speech, subtitles and chapters, with vectors."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.beside import Beside
from app.core.encoders import Encoders
from app.core.intake.chunk import TimedPassage, cut_transcript
from app.core.intake.describe import encoder_text
from app.core.intake.encode import Encoded
from app.core.intake.read import RECIPE, Prepared
from app.core.intake.relabel import Names, label_new
from app.core.intake.sound import PeakCollector, cut_part, part_bounds, part_starts, to_float
from app.core.intake.speakers import tell_apart
from app.core.language import detect_language
from app.core.ports import Readers
from models.listening import describe_sound
from models.protocols import Segment
from storage.readers.values import SAMPLE_RATE_HZ, SoundHeader, TimedText
from storage.records import NewChunk, NewContent, PendingPart

_WINDOW_S = 30.0  # what one Whisper window holds
_MAX_SPEECHLESS_WINDOWS = 20


class SoundRepresenter:
    def __init__(
        self,
        encoders: Encoders,
        readers: Readers,
        encode_texts: Callable[[Sequence[str]], list[Encoded]],
        names: Names,
    ) -> None:
        self._encoders = encoders
        self._readers = readers
        self._encode_texts = encode_texts
        self._names = names

    def represent(
        self, prepared: Prepared, cancelled: Callable[[], bool]
    ) -> Generator[None, None, NewContent | None]:
        """A short recording whole; a long one as header and peaks, with its parts pending. Yields
        while it listens, which takes seconds: a question may come in between.

        Returns None if cancelled on the way. Raises ReadError."""
        header, path = prepared.reading, prepared.stamp.path
        if not isinstance(header, SoundHeader):
            raise TypeError(f"not a recording: {type(header).__name__}")
        collector = PeakCollector()
        starts = part_starts(header.duration_s)
        kept: list[NDArray[np.int16]] = []
        for window in collector.watch(self._readers.sound(Path(path))):
            if cancelled():
                return None
            if len(starts) == 1:
                kept.append(window)
        chunks = self._told(header, path)
        tells_apart = self._encoders.voices_or_none is not None
        if kept:
            samples = to_float(np.concatenate(kept))
            heard = yield from self.passages(samples, 0.0, header.title, path, cancelled)
            if heard is None:
                return None
            chunks += label_new(heard, self._names(), self._encode_texts, header.title, path)
            for track in header.other_tracks:
                samples = self._samples(path, track, 0.0, None)
                if cancelled():
                    return None
                more = yield from self.passages(
                    samples, 0.0, header.title, path, cancelled, only_speech=True
                )
                if more is None:
                    return None
                chunks += more
        return NewContent(
            sha256=prepared.stamp.sha256,
            kind="audio",
            media_type=header.media_type,
            title=header.title,
            text="",
            metadata=header.metadata,
            chunks=tuple(chunks),
            pending=tuple(_parts(starts, tells_apart)) if len(starts) > 1 else (),
            duration_s=collector.n_samples / SAMPLE_RATE_HZ,
            peaks=collector.peaks(),
            recipe=RECIPE,
        )

    def part(
        self,
        path: str,
        start: int,
        duration_s: float,
        title: str | None,
        cancelled: Callable[[], bool],
    ) -> Generator[None, None, list[NewChunk] | None]:
        """One part of a long recording, of all the tracks that are read; None if cancelled on the
        way. Yields while it listens. Raises ReadError."""
        chunks: list[NewChunk] = []
        load_start, load_end = part_bounds(start, duration_s)
        for track in (None, *self._other_tracks(path)):
            samples = self._samples(path, track, load_start, load_end)
            if len(samples):
                begin_s, samples = cut_part(samples, load_start, start, duration_s)
                heard = yield from self.passages(
                    samples, begin_s, title, path, cancelled, only_speech=track is not None
                )
                if heard is None:
                    return None
                chunks += heard
        return chunks

    def _other_tracks(self, path: str) -> tuple[int, ...]:
        header = self._readers.read(Path(path))
        return header.other_tracks if isinstance(header, SoundHeader) else ()

    def _samples(
        self, path: str, track: int | None, start_s: float, end_s: float | None
    ) -> NDArray[np.float32]:
        windows = list(self._readers.sound(Path(path), start_s=start_s, end_s=end_s, track=track))
        return to_float(np.concatenate(windows)) if windows else np.zeros(0, np.float32)

    def passages(
        self,
        samples: NDArray[np.float32],
        begin_s: float,
        title: str | None,
        path: str,
        cancelled: Callable[[], bool],
        *,
        only_speech: bool = False,
    ) -> Generator[None, None, list[NewChunk] | None]:
        """Transcribe samples that begin at `begin_s` of the recording; passages with vectors, None
        if cancelled on the way."""
        listening = Beside("speech", partial(self._encoders.speech.transcribe, samples))
        transcript = yield from listening.unless(cancelled)
        if transcript is None:
            return None
        encoder = None if only_speech else self._encoders.voices_or_none
        voices = None
        if encoder is None or not transcript.segments:
            passages = cut_transcript(transcript.segments)
        else:
            spoken = tell_apart(transcript.segments, samples, encoder)
            passages, voices = spoken.passages, spoken.voices
        if not passages and not only_speech:
            passages = _speechless(samples)
        if not passages:
            return []
        sound_rows = self._sound_rows(samples, passages)
        languages = [
            passage.segments[0].language or transcript.language if passage.segments else None
            for passage in passages
        ]
        chunks = self._chunks(passages, begin_s, languages, title, path)
        for n, row in sound_rows.items():
            chunks[n] = replace(chunks[n], vectors={**chunks[n].vectors, "audio": row})
        for n, passage in enumerate(passages):
            if voices is not None and passage.speaker is not None:
                voice = voices[passage.speaker]
                chunks[n] = replace(chunks[n], vectors={**chunks[n].vectors, "voice": voice})
        return chunks

    def _told(self, header: SoundHeader, path: str) -> list[NewChunk]:
        """Subtitles and chapters: words with their times that are written in the file."""
        passages = [*_cues(header.texts), *_chapters(header.texts)]
        languages = [detect_language(passage.text) for passage in passages]
        return self._chunks(passages, 0.0, languages, header.title, path)

    def _chunks(
        self,
        passages: Sequence[TimedPassage],
        begin_s: float,
        languages: Sequence[str | None],
        title: str | None,
        path: str,
    ) -> list[NewChunk]:
        rows = self._encode_texts(
            [encoder_text("audio", passage.text, {}, title, path) for passage in passages]
        )
        return [
            NewChunk(
                "audio",
                passage.text,
                {
                    "start_s": round(begin_s + passage.start_s, 2),
                    "end_s": round(begin_s + passage.end_s, 2),
                },
                language,
                row.vectors,
                title or "",
                row.tokens,
            )
            for passage, language, row in zip(passages, languages, rows, strict=True)
        ]

    def _sound_rows(
        self, samples: NDArray[np.float32], passages: Sequence[TimedPassage]
    ) -> dict[int, NDArray[np.float32]]:
        """One vector for each window of up to 30 s, by the number of the passage it begins with:
        Whisper's encoder takes as long for one second as for thirty."""
        firsts = [0]
        for n, passage in enumerate(passages):
            if passage.end_s - passages[firsts[-1]].start_s > _WINDOW_S:
                firsts.append(n)
        windows = []
        for first, following in zip(firsts, [*firsts[1:], len(passages)], strict=True):
            start_s = passages[first].start_s
            end_s = min(passages[following - 1].end_s, start_s + _WINDOW_S)
            start, end = int(start_s * SAMPLE_RATE_HZ), int(end_s * SAMPLE_RATE_HZ)
            windows.append(samples[start : max(end, start + 1)])
        rows = self._encoders.speech.encode_windows(windows)
        return dict(zip(firsts, rows, strict=True))


def _parts(starts: Sequence[int], tells_apart: bool) -> Iterator[PendingPart]:
    yield from (PendingPart("speech", start) for start in starts)
    if tells_apart:
        yield PendingPart("voices", 0)  # once all is heard


def _cues(texts: Sequence[TimedText]) -> Iterator[TimedPassage]:
    """Subtitles of each language as passages."""
    tracks = dict.fromkeys(text.track for text in texts if text.kind == "subtitle")
    for track in tracks:
        yield from cut_transcript(
            [
                Segment(text.start_s, text.end_s, text.text)
                for text in texts
                if text.kind == "subtitle" and text.track == track
            ]
        )


def _chapters(texts: Sequence[TimedText]) -> Iterator[TimedPassage]:
    for text in texts:
        if text.kind == "chapter":
            yield TimedPassage(f"Chapter: {text.text}", text.start_s, text.end_s, ())


def _speechless(samples: NDArray[np.float32]) -> list[TimedPassage]:
    """Windows of sound in which nobody speaks, described by how they sound."""
    duration_s = len(samples) / SAMPLE_RATE_HZ
    starts = np.arange(0.0, duration_s, _WINDOW_S)[:_MAX_SPEECHLESS_WINDOWS].tolist()
    passages = []
    for start_s in starts:
        end_s = min(duration_s, start_s + _WINDOW_S)
        if end_s - start_s >= 0.1:
            window = samples[int(start_s * SAMPLE_RATE_HZ) : int(end_s * SAMPLE_RATE_HZ)]
            text = f"Sound without speech. {describe_sound(window)}"
            passages.append(TimedPassage(text, start_s, end_s, ()))
    return passages
