"""Say in words what a picture holds and where in a file something is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.core.intake.chunk import heading_context
from app.core.intake.layout import n_unread, readable, written
from app.core.naming import spoken_name
from models.protocols import Tag, TextLine
from storage.months import MONTHS
from storage.records import Kind, Locator

MINIMUM_PROBABILITY = 0.2  # below it a class name is more often wrong than right
_TOP_TAGS = 5
_GUESS = "It seems to show: "
_MUCH_WRITING = 8  # words: a sheet or a screen, which the tagger knows as menus and websites only
_HEAD_CHARS = 200  # of a title, a heading, a list of recipients
UNREAD_NOTE = "Some writing in it could not be read."
_METADATA = ("description", "date", "place", "camera", "artist", "keywords")


def caption(
    title: str | None,
    metadata: Mapping[str, str],
    tags: Sequence[Tag],
    lines: Sequence[TextLine],
) -> str:
    """One readable paragraph about a picture: what it shows, what is written in it, when, where."""
    parts = [f"Picture “{title}”." if title else "Picture."]
    for key in _METADATA:
        if value := metadata.get(key, "").strip():
            value = spoken_date(value) if key == "date" else value
            parts.append(f"{key.capitalize()}: {value.rstrip('.')}.")
    likely = [tag.name for tag in tags[:_TOP_TAGS] if tag.probability >= MINIMUM_PROBABILITY]
    names = list(dict.fromkeys(likely))
    if names and _n_words(lines) < _MUCH_WRITING:
        parts.append(f"{_GUESS}{', '.join(names).replace('.', '')}.")
    if readable(lines):
        parts.append(f"Text in the picture: {written(lines)}")
    if n_unread(lines):
        parts.append(UNREAD_NOTE)
    return " ".join(parts)


def _n_words(lines: Sequence[TextLine]) -> int:
    return sum(len(line.text.split()) for line in lines)


def heads(title: str | None, metadata: Mapping[str, str], locator: Locator) -> str:
    """What a passage stands under, a line each: the title, the headings, the sheet, and of a
    letter or a mail who wrote it to whom and when. Searched together with the passage."""
    parts = [title or "", *locator.get("heading_path", []), locator.get("sheet", "")]
    parts += [metadata.get(key, "") for key in ("author", "from", "to")]
    if date := metadata.get("date", "").strip():
        parts += [date, spoken_date(date)]
    kept = (" ".join(part.split())[:_HEAD_CHARS] for part in parts)
    return "\n".join(dict.fromkeys(part for part in kept if part))


def spoken_date(value: str) -> str:
    """`2024-10-04 16:20:00` as people write and ask for it: `4 October 2024, 16:20`."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return f"{day}, {moment:%H:%M}" if moment.hour or moment.minute else day


def surrounding_box(lines: Sequence[TextLine]) -> list[float]:
    """The smallest box around all lines, as fractions [x0, y0, x1, y1]."""
    return [
        min(line.bbox[0] for line in lines),
        min(line.bbox[1] for line in lines),
        max(line.bbox[2] for line in lines),
        max(line.bbox[3] for line in lines),
    ]


def encoder_text(kind: Kind, text: str, locator: Locator, title: str | None, path: str) -> str:
    """What the encoder reads for a chunk: the title and headings it stands under, then its text.

    A picture's caption names its title itself."""
    if kind == "image":
        return text
    context = heading_context(title or spoken_name(path), locator)
    return f"{context}\n{text}" if context else text
