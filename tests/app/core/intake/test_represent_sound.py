"""What is written in a recording becomes passages with their times."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.intake.encode import Encoded
from app.core.intake.represent_sound import SoundRepresenter
from storage.readers.values import SoundHeader, TimedText


def without_vectors(texts: Sequence[str]) -> list[Encoded]:
    return [Encoded() for _ in texts]


def test_subtitles_and_chapters_become_passages() -> None:
    header = SoundHeader(
        "video/x-matroska",
        "Bridges",
        {},
        60.0,
        (
            TimedText(0.0, 30.0, "The old bridge", "chapter"),
            TimedText(1.0, 3.0, "The bridge opens", "subtitle", 0),
            TimedText(3.0, 6.0, "at noon.", "subtitle", 0),
            TimedText(1.0, 6.0, "Die Brücke öffnet mittags.", "subtitle", 1),
        ),
    )
    representer = SoundRepresenter(None, None, without_vectors, tuple)  # type: ignore[arg-type]
    told = [
        (chunk.text, chunk.locator["start_s"], chunk.locator["end_s"])
        for chunk in representer._told(header, "/bridges.mkv")
    ]
    assert told == [
        ("The bridge opens at noon.", 1.0, 6.0),
        ("Die Brücke öffnet mittags.", 1.0, 6.0),
        ("Chapter: The old bridge", 0.0, 30.0),
    ]
