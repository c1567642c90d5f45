"""Words that are written in a recording: subtitles and the titles of chapters, with their times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import av.error

from storage.readers.sections import one_line
from storage.readers.values import TimedText

_MAX_TRACKS = 2  # of subtitles, one a language
_MAX_CUES = 50_000
_MAX_CHARS = 4_000_000
_MAX_CHAPTERS = 2_000
_TAGS = re.compile(r"\{\\[^}]*\}|<[^<>]{1,40}>")
_BREAKS = re.compile(r"\\[Nnh]")
_NAMELESS = re.compile(r"(?:chapter\s*)?\d*", re.I)
# What is told as text; others (of discs and broadcasts) are pictures.
_WORDED = frozenset({"subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text", "microdvd"})


def read(
    container: Any, origin_s: float, duration_s: float
) -> tuple[tuple[TimedText, ...], dict[str, str]]:
    """Subtitles and chapters in order, times from the first sound on, and properties about them."""
    told: dict[str, str] = {}
    chosen, names = _tracks(container)
    if names:
        told["subtitles"] = ", ".join(names)
    texts = [*_chapters(container, origin_s, duration_s)]
    if chosen:
        texts += sorted(
            _cues(container, chosen, origin_s), key=lambda cue: (cue.track, cue.start_s)
        )
    return tuple(texts), told


def _tracks(container: Any) -> tuple[list[Any], list[str]]:
    """Tracks of subtitles that are read, one a language, and what to say of all of them."""
    chosen: list[Any] = []
    names: list[str] = []
    languages: set[str] = set()
    for stream in container.streams.subtitles:
        language = str(stream.metadata.get("language", "")).lower().replace("und", "")
        name = language or "unnamed"
        codec = stream.codec_context.name if stream.codec_context is not None else ""
        if codec not in _WORDED:
            names.append(f"{name} (pictures, not read)")
        elif language in languages or len(chosen) >= _MAX_TRACKS:
            names.append(f"{name} (not read)")
        else:
            names.append(name)
            languages.add(language)
            chosen.append(stream)
    return chosen, names


def _cues(container: Any, streams: list[Any], origin_s: float) -> Iterator[TimedText]:
    numbers = {stream.index: number for number, stream in enumerate(streams)}
    n_cues = n_chars = 0
    try:
        for packet in container.demux(streams):
            if packet.pts is None or not packet.size or n_cues >= _MAX_CUES:
                continue
            words = _words(packet)
            n_chars += len(words)
            if not words or n_chars > _MAX_CHARS:
                continue
            n_cues += 1
            start_s = float(packet.pts * packet.time_base) - origin_s
            length_s = float((packet.duration or 0) * packet.time_base)
            number = numbers[packet.stream.index]
            yield TimedText(
                max(0.0, start_s), max(0.0, start_s + length_s), words, "subtitle", number
            )
    except av.error.FFmpegError:
        return  # a file cut short: what came before is kept


def _words(packet: Any) -> str:
    try:
        pieces = [
            bytes(getattr(part, "dialogue", b"") or getattr(part, "text", b"")).decode(
                "utf-8", "replace"
            )
            for part in packet.decode()
        ]
    except av.error.FFmpegError:
        return ""
    return one_line(_TAGS.sub("", _BREAKS.sub(" ", " ".join(pieces))))


def _chapters(container: Any, origin_s: float, duration_s: float) -> Iterator[TimedText]:
    """Chapters that have a name of their own."""
    for chapter in container.chapters()[:_MAX_CHAPTERS]:
        title = one_line(str(chapter["metadata"].get("title", "")))[:300]
        if _NAMELESS.fullmatch(title):
            continue
        start_s = max(0.0, float(chapter["start"] * chapter["time_base"]) - origin_s)
        end_s = float(chapter["end"] * chapter["time_base"]) - origin_s
        yield TimedText(start_s, min(max(end_s, start_s), duration_s), title, "chapter")
