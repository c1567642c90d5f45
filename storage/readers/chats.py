"""Conversations that messengers export, message by message: when, who, and what was said.

Messages of one day stand together in stretches of about a passage, so that none is parted from its
name and day; one that is longer is a stretch of its own. Which of a program's values are which is
known here for WhatsApp (text); for those that write JSON see `storage.readers.chat_exports`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from storage.readers import chat_days
from storage.readers.sections import Sections, one_line, shown

_STRETCH_CHARS = 480  # about as much as a passage takes
_LONG_CHARS = 600  # of one message
_MIN_MESSAGES = 3
_LOOKED_AT = 2_000  # lines by which a conversation is told

# `[29/10/2025, 10:32:40] Caro: …` (iOS) and `29.10.25, 10:32 - Caro: …` (Android), with the marks
# of direction and the narrow spaces that both put in.
_WHATSAPP = re.compile(
    r"[\u200e\u200f\u202a]*(?P<open>\[)?(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})"
    r"(?P<comma>,?)[ \u202f\u00a0](?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?P<second>[:.]\d\d)?"
    r"(?:[ \u202f\u00a0]?(?P<half>[AaPp])\.?[ \u00a0]?[Mm]\.?)?(?(open)\]| -)[ \u00a0]"
    r"(?:(?P<who>[^:\n]{1,60}): )?(?P<said>.*)$"
)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Message:
    """`day` as `2025-10-29` where it is known, else as it is written; `time` may be ""."""

    day: str
    time: str
    who: str
    said: str

    @property
    def head(self) -> str:
        return " ".join(part for part in (self.day, self.time, self.who) if part)


def add_chat(messages: Iterable[Message], sections: Sections, above: Sequence[str] = ()) -> None:
    """Add the messages in their order; `above` are the headings that they stand under."""
    held: list[str] = []
    day = ""

    def close() -> None:
        if held:
            path = [one_line(part)[:200] for part in (*above, day) if part]
            sections.add("\n\n".join(held), {"heading_path": path} if path else {})
            held.clear()

    for message in messages:
        if sections.full:
            sections.truncated = True
            return
        said, head = shown(message.said).strip(), message.head
        text = f"{head}: {said}" if head and said else head or said
        if held and (message.day != day or sum(map(len, held)) + len(text) > _STRETCH_CHARS):
            close()
        day = message.day
        if len(text) > _LONG_CHARS:
            close()
            path = [one_line(part)[:200] for part in (*above, head) if part]
            sections.add(text, {"heading_path": path} if path else {})
            continue
        held.append(text)
    close()


def whatsapp_messages(text: str) -> list[Message]:
    """The messages of a conversation as WhatsApp exports it; [] where the text is none."""
    first = text[:1_000].lstrip().partition("\n")[0]
    if _begun(first) is None:
        return []
    lines = text.split("\n")
    begun = [match for line in lines[:_LOOKED_AT] if (match := _begun(line))]
    n_named = sum(match["who"] is not None for match in begun)
    if n_named < _MIN_MESSAGES or 2 * n_named < len(begun):
        return []
    parts: list[tuple[re.Match[str], list[str]]] = []
    for line in lines:
        match = _begun(line)
        if match is not None:
            parts.append((match, [match["said"]]))
        elif parts:
            parts[-1][1].append(line)
    days = chat_days.in_one_order([match["day"] for match, _ in parts])
    return [
        Message(
            day,
            _time(match),
            one_line(_MARKS.sub("", match["who"] or "")),
            _MARKS.sub("", "\n".join(said)),
        )
        for day, (match, said) in zip(days, parts, strict=True)
    ]


def whatsapp_title(path: PurePath) -> str:
    """With whom: the file's name, or that of the archive that holds `_chat.txt`."""
    if path.stem.strip("_").lower() != "chat":
        return path.stem
    above = path.parent.name.removesuffix("!")
    return PurePath(above).stem if above.lower().endswith(".zip") else ""


def _begun(line: str) -> re.Match[str] | None:
    """A line that begins a message. What programs log has the day first and no comma behind it."""
    match = _WHATSAPP.match(line)
    if match is None or (match["open"] and not match["comma"] and match["day"][:4].isdigit()):
        return None
    return match


def _time(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    return f"{hour:02}:{match['minute']}{(match['second'] or '').replace('.', ':')}"
