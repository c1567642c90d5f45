"""What reading a file gives: text with locators, RGB pixels, or mono sound at 16 kHz."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from storage.records import Locator

SAMPLE_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of extracted text in reading order, all at one place in the source.

    `locator` names the place (page, heading_path, slide, sheet and cells, part); character
    ranges are added by the caller, who joins the sections' texts with a blank line.

    In a table (see `storage.readers.tables`) each line of `text` is a row, and `cells` has one
    entry a line: the range it was read from, such as `A5:D5`, or "" where cells have no names."""

    text: str
    locator: Locator
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a file, such as an attachment; `name` may have folders in it. Its path is
    the container's, `!/`, and the name (see `storage.readers.members`)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TextDocument:
    """`scanned_pages` (from 1) hold pictures of text and nothing to extract: they want OCR.
    `members` are files in it that are to be read as files of their own."""

    media_type: str
    title: str | None
    metadata: Mapping[str, str]
    sections: tuple[Section, ...]
    page_count: int | None = None
    scanned_pages: tuple[int, ...] = ()
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """`rgb` is uint8 (height, width, 3), EXIF rotation applied, transparency on white, reduced so
    that its shorter side is about `min_side` at least; `width` and `height` are the original's
    after rotation. `metadata` holds EXIF date, place, camera and other text as strings."""

    media_type: str
    title: str | None
    metadata: Mapping[str, str]
    width: int
    height: int
    rgb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TimedText:
    """Words that are written in a recording's file: a subtitle or the title of a chapter."""

    start_s: float
    end_s: float
    text: str
    kind: Literal["subtitle", "chapter"]
    track: int = 0  # number of the subtitles among those of the file


@dataclass(frozen=True, slots=True)
class SoundHeader:
    """A recording, or the sound of a film; the samples are streamed separately.

    `other_tracks` are numbers of further sound tracks, in other languages than the first one."""

    media_type: str
    title: str | None
    metadata: Mapping[str, str]
    duration_s: float
    texts: tuple[TimedText, ...] = ()
    other_tracks: tuple[int, ...] = ()


Reading = TextDocument | Picture | SoundHeader


@dataclass(frozen=True, slots=True)
class PageImage:
    """A rendered page: `rgb` uint8 (height, width, 3); `boxes` are [x0, y0, x1, y1] fractions of
    the page that cover the asked character range, in reading order."""

    rgb: NDArray[np.uint8]
    boxes: tuple[tuple[float, float, float, float], ...] = ()
