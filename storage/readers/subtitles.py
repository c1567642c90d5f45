"""Subtitles (SubRip and WebVTT): what is said, each stretch behind its time."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from storage.readers import caps, chat_days
from storage.readers.archive import attribute, local
from storage.readers.chats import Message, add_chat
from storage.readers.decoding import decode
from storage.readers.sections import Sections, clean, one_line
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})"
)
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_SPEAKER = re.compile(r"<v(?:\.[^ >]*)?\s+([^<>]{1,80})>", re.I)
_SPOKEN_AT = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,5})(?:[.,:]\d+)?s?")
_DIALOGUE = re.compile(
    r"Dialogue:\s*[^,]*,(\d+):(\d\d):(\d\d)[.:]\d+,(?:[^,]*,){2}([^,]*),(?:[^,]*,){4}(.*)"
)
_SHORT_TIMES = re.compile(r"(\d+):(\d\d):(\d\d)\.\d{3},\d+:\d\d:\d\d\.\d{3}")
_SUNG_AT = re.compile(
    r"\[(\d{1,3}):(\d\d)(?:[.:]\d{1,3})?\]"
)  # of lyrics, several where it comes again
_NAMED = re.compile(
    r"(?:- |>> ?)?"
    r"(?:\[(?P<tagged>[^\W\d_][^\[\]]{0,40})\]:?|(?P<who>[^\W\d_a-z][^:<>\[\]]{0,40}?):)"
    r"\s+(?P<said>\S.*)",
    re.S,
)
_MIN_NAMED = 3
_SHARE_NAMED = 0.6  # of the cues
_AGAIN = 1.5  # cues for each name, at least
_TURN_CHARS = 400  # longer ones are told in parts, each with its time
_STRETCH_S = 15.0  # shorter stretches are joined up to here


def read(path: Path, media_type: str) -> TextDocument:
    """Lines such as `[1:05] words`, a line for each stretch of up to 15 s; where most say who
    speaks, as those of meetings do, a conversation, on the day in the file's name."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    found = cues(clean(decode(content)))
    if turns := _turns(found, chat_days.of_path(path)):
        add_chat(turns, sections, [path.stem])
    else:
        add_cues(found, sections)
    sections.truncated |= cut
    return sections.document(media_type)


def add_timed_text(root: Any, sections: Sections) -> None:
    """Add subtitles written in XML (TTML, as television and streaming services keep them)."""
    found = []
    for element in root.iter():
        if local(element) == "p" and (
            begin := _SPOKEN_AT.fullmatch(attribute(element, "begin") or "")
        ):
            hours, minutes, seconds = (int(part or 0) for part in begin.groups())
            words = one_line(" ".join(map(str, element.itertext())))
            if words:
                found.append((hours * 3600.0 + minutes * 60 + seconds, words))
    add_cues(found, sections)


def _turns(found: list[tuple[float, str]], day: str) -> list[Message]:
    """What each says until another speaks; [] where too few cues begin with a name."""
    matches = [_NAMED.match(words) for _, words in found]
    names = Counter(match["tagged"] or match["who"] for match in matches if match)
    n_named = names.total()
    if n_named < _MIN_NAMED or n_named < _SHARE_NAMED * len(found) or n_named < _AGAIN * len(names):
        return []
    turns: list[Message] = []
    for (start_s, words), match in zip(found, matches, strict=True):
        who = (match["tagged"] or match["who"]).strip() if match else ""
        said = match["said"] if match else words
        last = turns[-1] if turns else None
        if last is not None and who in {"", last.who} and len(last.said) < _TURN_CHARS:
            if not last.said.endswith(said):
                turns[-1] = replace(last, said=f"{last.said} {said}")
        else:
            who = who or (last.who if last is not None else "")
            turns.append(Message(day, f"[{_clock(start_s)}]", who, said))
    return turns


def add_cues(found: list[tuple[float, str]], sections: Sections) -> None:
    lines: list[str] = []
    words: list[str] = []
    began_s = 0.0
    for start_s, said in found:
        if words and start_s - began_s >= _STRETCH_S:
            lines.append(f"[{_clock(began_s)}] {' '.join(words)}")
            words = []
        if not words:
            began_s = start_s
        if words and said.startswith(words[-1]):  # rolling captions repeat the line before
            words[-1] = said
        elif not words or words[-1] != said:
            words.append(said)
    if words:
        lines.append(f"[{_clock(began_s)}] {' '.join(words)}")
    sections.add("\n\n".join(lines), {})


def cues(text: str) -> list[tuple[float, str]]:
    """(start in seconds, words) of each cue, marks and styles left out, and of captions that roll
    upwards the line that stood there before."""
    found: list[tuple[float, str]] = []
    last = ""
    open_at: float | None = None
    said: list[str] = []

    def close() -> None:
        nonlocal last
        words = _SPEAKER.sub(lambda speaker: f"{speaker[1]}: ", "\n".join(said))
        lines = [one_line(line) for line in html.unescape(_TAG.sub("", words)).split("\n")]
        lines = [line for line in lines if line]
        new = lines[1:] if lines and lines[0] == last else lines
        if new and open_at is not None:
            found.append((open_at, " ".join(new)))
        last = lines[-1] if lines else last
        said.clear()

    for line in text.split("\n"):
        if times := _TIMES.search(line) or _SHORT_TIMES.match(line):
            if said and said[-1].strip().isdigit():
                said.pop()  # the number of this one, where no empty line stands between
            close()
            open_at = int(times[1] or 0) * 3600.0 + int(times[2]) * 60 + int(times[3])
        elif spoken := _DIALOGUE.match(line):
            close()
            open_at = int(spoken[1]) * 3600.0 + int(spoken[2]) * 60 + int(spoken[3])
            name = f"{spoken[4].strip()}: " if spoken[4].strip() else ""
            said.append(name + re.sub(r"\\[Nnh]", " ", spoken[5]))
            close()
            open_at = None
        elif _SUNG_AT.match(line):
            close()
            open_at = None
            words = one_line(_TAG.sub("", _SUNG_AT.sub("", line)))
            moments = _SUNG_AT.findall(line)
            found.extend((int(minutes) * 60.0 + int(s), words) for minutes, s in moments if words)
        elif line and not line.strip() and open_at is not None and not said:
            pass  # the place of a line that is yet to roll up
        elif not line.strip():
            close()
            open_at = None
        elif open_at is not None:
            said.append(line)
    close()
    return sorted(found, key=lambda cue: cue[0]) if _SUNG_AT.search(text) else found


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
