"""Speakers of a recording: told apart in its parts, numbered over the whole, named where known.

A passage's "voice" vector is the mean voice of whoever speaks in it, as heard in the part of the
recording that it was transcribed in. Its words begin with the speaker, as in subtitles with voices,
once there are several or the one has a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.core import thresholds
from app.core.intake.chunk import TimedPassage, cut_transcript
from app.core.intake.turns import Turn, centres, find_turns, grouped, window_starts
from app.core.sentences import sentences_of
from models.protocols import Segment, VoiceEncoder
from storage.records import Locator

_JOINED_S = 0.3  # segments closer than this are one stretch of speech


@dataclass(frozen=True, slots=True)
class Spoken:
    """Passages, each of one speaker, and the voices of those speakers: (number of them, dim)."""

    passages: list[TimedPassage]
    voices: NDArray[np.float32]


def tell_apart(
    segments: Sequence[Segment], samples: NDArray[np.float32], encoder: VoiceEncoder
) -> Spoken:
    """Cut a transcript into passages of one speaker each; times are seconds of `samples`."""
    stretches = _stretches(segments)
    starts = window_starts(stretches, encoder.window_s)
    rows = encoder.encode_voices(samples, starts)
    turns = find_turns(stretches, starts, rows, encoder.window_s)
    if not turns:
        return Spoken(cut_transcript(segments), np.zeros((0, encoder.dim), np.float32))
    pieces = [piece for segment in segments for piece in _pieces(segment, turns)]
    passages = cut_transcript([piece for piece, _ in pieces], [speaker for _, speaker in pieces])
    middles = starts + encoder.window_s / 2
    speaking = np.asarray([_speaker_at(turns, middle) for middle in middles], np.int64)
    heard = sorted(set(speaking.tolist()))  # a speaker without a window of their own is nobody
    places = {speaker: place for place, speaker in enumerate(heard)}
    numbered = np.asarray([places[speaker] for speaker in speaking.tolist()], np.int64)
    return Spoken(
        [replace(each, speaker=places.get(each.speaker or 0, 0)) for each in passages],
        centres(rows, numbered),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A passage of a recording as far as its speaker goes: who is heard, and for how long."""

    voice: NDArray[np.float32]
    seconds: float


@dataclass(frozen=True, slots=True)
class Named:
    """A voice that has a name; unit length."""

    name: str
    voice: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker of a recording, by order of appearance from 1; `label` is what their passages
    begin with, None where the recording has but one without a name."""

    number: int
    label: str | None
    voice: NDArray[np.float32]
    seconds: float


def numbered(
    said: Sequence[Said], named: Sequence[Named] = (), told: Mapping[int, str] | None = None
) -> tuple[list[Speaker], list[int]]:
    """The speakers of a recording, and for each passage, in order of time, which it is of.

    `told` are names that the user gave speakers of this recording, by their number."""
    if not said:
        return [], []
    distinct, of = np.unique(np.stack([each.voice for each in said]), axis=0, return_inverse=True)
    of = of.reshape(-1)
    lengths = np.asarray([each.seconds for each in said], np.float64)
    seconds = np.bincount(of, weights=lengths).astype(np.float64)
    first = [int(np.flatnonzero(of == place)[0]) for place in range(len(distinct))]
    order = np.argsort(first)
    groups = np.zeros(len(distinct), np.int64)
    groups[order] = grouped(distinct[order], seconds[order], thresholds.SAME_VOICE)
    middle = centres(distinct, groups, seconds)
    n_seconds = np.bincount(groups, weights=seconds)
    several = len(middle) > 1
    speakers = []
    for place, voice in enumerate(middle):
        name = (told or {}).get(place + 1) or named_like(voice, named)
        label = name or (f"Speaker {place + 1}" if several else None)
        speakers.append(Speaker(place + 1, label, voice, float(n_seconds[place])))
    return speakers, groups[of].tolist()


def named_like(voice: NDArray[np.float32], named: Sequence[Named]) -> str | None:
    """The name of the voice that this is like enough to be, if there is one."""
    best = max(named, key=lambda each: float(each.voice @ voice), default=None)
    if best is None or float(best.voice @ voice) < thresholds.NAMED_VOICE:
        return None
    return best.name


def labelled(text: str, locator: Locator, label: str | None) -> tuple[str, Locator]:
    """A passage's words and place with another label before the words, or with none."""
    words = text.removeprefix(f"{locator['speaker']}: ") if "speaker" in locator else text
    place = Locator(**locator)
    place.pop("speaker", None)
    if label is None:
        return words, place
    place["speaker"] = label
    return f"{label}: {words}", place


def _stretches(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    stretches: list[tuple[float, float]] = []
    for segment in segments:
        if stretches and segment.start_s - stretches[-1][1] < _JOINED_S:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], segment.end_s))
        elif segment.end_s > segment.start_s:
            stretches.append((segment.start_s, segment.end_s))
    return stretches


def _pieces(segment: Segment, turns: Sequence[Turn]) -> list[tuple[Segment, int]]:
    """A segment with its speaker; cut between its sentences where several are heard, as near as may
    be to where the speaker changes. There are no times of words, so that a change within a
    sentence leaves it whole, to whoever speaks for most of it."""
    parts = _sentences(segment)
    pieces: list[tuple[Segment, int]] = []
    for part in parts:
        speaker = _main_speaker(part, turns)
        if pieces and pieces[-1][1] == speaker:
            before = pieces[-1][0]
            joined = replace(before, end_s=part.end_s, text=f"{before.text} {part.text}")
            pieces[-1] = (joined, speaker)
        else:
            pieces.append((part, speaker))
    return [(segment, pieces[0][1])] if len(pieces) == 1 else pieces


def _sentences(segment: Segment) -> list[Segment]:
    """A segment's sentences, their times by their share of its letters."""
    text = segment.text.strip()
    spans = [(start, end) for start, end in sentences_of(text) if text[start:end].strip()]
    if len(spans) < 2:
        return [segment]
    length = segment.end_s - segment.start_s
    borders = [segment.start_s + length * end / len(text) for _, end in spans]
    borders[-1] = segment.end_s
    found = []
    begin = segment.start_s
    for (start, end), border in zip(spans, borders, strict=True):
        found.append(replace(segment, start_s=begin, end_s=border, text=text[start:end].strip()))
        begin = border
    return found


def _main_speaker(segment: Segment, turns: Sequence[Turn]) -> int:
    heard: dict[int, float] = {}
    for turn in turns:
        shared = min(turn.end_s, segment.end_s) - max(turn.start_s, segment.start_s)
        if shared > 0:
            heard[turn.speaker] = heard.get(turn.speaker, 0.0) + shared
    if heard:
        return max(heard, key=lambda speaker: heard[speaker])
    return _speaker_at(turns, (segment.start_s + segment.end_s) / 2)


def _speaker_at(turns: Sequence[Turn], time_s: float) -> int:
    nearest = min(turns, key=lambda turn: max(turn.start_s - time_s, time_s - turn.end_s, 0.0))
    return nearest.speaker
