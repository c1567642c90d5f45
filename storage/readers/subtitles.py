"""Subtitles (SubRip and WebVTT): what is said, each stretch behind its time."""

from __future__ import annotations

import html
import re
from pathlib import Path

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.sections import Sections, clean, one_line
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})"
)
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_SPEAKER = re.compile(r"<v(?:\.[^ >]*)?\s+([^<>]{1,80})>", re.I)
_STRETCH_S = 15.0  # shorter stretches are joined up to here


def read(path: Path, media_type: str) -> TextDocument:
    """Lines such as `[1:05] words`, a line for each stretch of up to 15 s."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    lines: list[str] = []
    words: list[str] = []
    began_s = 0.0
    for start_s, said in cues(clean(decode(content))):
        if words and start_s - began_s >= _STRETCH_S:
            lines.append(f"[{_clock(began_s)}] {' '.join(words)}")
            words = []
        if not words:
            began_s = start_s
        if not words or words[-1] != said:  # rolling captions repeat the line before
            words.append(said)
    if words:
        lines.append(f"[{_clock(began_s)}] {' '.join(words)}")
    sections.add("\n\n".join(lines), {})
    sections.truncated |= cut
    return sections.document(media_type)


def cues(text: str) -> list[tuple[float, str]]:
    """(start in seconds, words) of each cue, marks and styles left out."""
    found: list[tuple[float, str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines) if "-->" in line), None)
        times = _TIMES.search(lines[at]) if at is not None else None
        if at is None or times is None:
            continue
        start_s = int(times[1] or 0) * 3600 + int(times[2]) * 60 + int(times[3])
        said = "\n".join(lines[at + 1 :])
        said = _SPEAKER.sub(lambda speaker: f"{speaker[1]}: ", said)
        words = one_line(html.unescape(_TAG.sub("", said)))
        if words:
            found.append((float(start_s), words))
    return found


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
