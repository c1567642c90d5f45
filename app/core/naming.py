"""What files and places are called: the words that intake stores and answers show. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the window says names too, and imports nothing heavy
    from storage.records import Locator


def one_line(text: str) -> str:
    """A name or path fit for one line of a terminal: what could move the cursor, colour the text
    or begin a line of its own is spelt out (`\\x1b`, `\\n`)."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]([01]\d)[-_]([0-3]\d)(?!\d)")


def spoken_name(path: str) -> str:
    """A file's name as words: `Apollo-11_launch.jpg` is "Apollo 11 launch". Days stay whole:
    `minutes_2025-05-06.txt` is "minutes 2025-05-06"."""
    pieces = _DAY.split(Path(path).stem)  # text, then year, month, day and text, again and again
    words = [pieces[0].replace("_", " ").replace("-", " ")]
    for at in range(1, len(pieces), 4):
        words.append("-".join(pieces[at : at + 3]))
        words.append(pieces[at + 3].replace("_", " ").replace("-", " "))
    return " ".join(" ".join(words).split())


def place(locator: Locator | Mapping[str, Any]) -> str:
    """The place in a few words: "page 3", "0:12-0:18", "slide 2", "sheet Costs, A2:C9"."""
    if "start_s" in locator:
        end = locator.get("end_s", locator["start_s"])
        return f"{clock(locator['start_s'])}-{clock(end)}"
    if "page" in locator:
        label = locator.get("page_label")
        return f"page {label} ({locator['page']})" if label else f"page {locator['page']}"
    if "slide" in locator:
        return f"slide {locator['slide']}"
    if "sheet" in locator:
        cells = locator.get("cells")
        return f"sheet {locator['sheet']}" + (f", {cells}" if cells else "")
    headings = locator.get("heading_path")
    return " › ".join(headings) if headings else str(locator.get("part", ""))


def clock(seconds: float) -> str:
    """Seconds as m:ss, or h:mm:ss from an hour on."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def with_numbers(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """The text with `[number]` at each (position, number); positions rise."""
    pieces: list[str] = []
    position = 0
    for at, number in marks:
        space = "" if pieces and at == position else " "
        pieces.append(f"{text[position:at]}{space}[{number}]")
        position = at
    return "".join([*pieces, text[position:]])
