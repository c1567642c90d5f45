"""The one entry to the readers: by what a file holds, to text, pixels or sound.

Everything here runs in a reader process (see `app.tasks.readers`); each family's libraries are
imported when its first file comes."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.errors import ReadError, Unsupported
from storage.readers import cut_zip, formats, sniff
from storage.readers.members import listing as list_members
from storage.readers.opening import open_regular
from storage.readers.values import Member, PageImage, Reading, Section, TextDocument

_DAMAGED = "the file is damaged or incomplete"
_MAX_NAMES_SAID = 200


def read(path: str | Path, *, min_side: int = 448) -> Reading:
    """Read a file: text with locators, a picture reduced to about `min_side`, or a sound's header.

    Raises Unsupported for types that are skipped, ReadError with a reason for what failed."""
    path = Path(path)
    media_type, found = _told(path)
    if found.family == "picture":
        from storage.readers import picture as pictures

        return pictures.read(path, media_type, min_side=min_side)
    if found.family == "sound":
        from storage.readers import sound

        return sound.read(path, media_type)
    module, _, function = (found.reader or "").partition(":")
    reader = getattr(importlib.import_module(f"storage.readers.{module}"), function)
    document: TextDocument = reader(path, media_type)
    return _with_members(document, path, found, ends_early=_ends_early(path))


def look(path: str | Path) -> None:
    """Tell by a file's first bytes whether `read` would take it at all. Raises as `read` does."""
    _told(Path(path))


def _told(path: Path) -> tuple[str, formats.Format]:
    media_type = sniff.sniff(path)
    found = formats.BY_TYPE.get(media_type)
    if found is None or not found.is_read:
        raise Unsupported(formats.why_not(media_type, found))
    return media_type, found


def _ends_early(path: Path) -> bool:
    """Whether it is a ZIP that breaks off: its first parts were read, the others are missing."""
    with open_regular(path) as stream:
        return stream.read(4) == b"PK\x03\x04" and cut_zip.ends_early(stream)


def _with_members(
    document: TextDocument, path: Path, found: formats.Format, *, ends_early: bool
) -> TextDocument:
    """The document with the files in it. Raises ReadError if there is nothing at all to read."""
    members: tuple[Member, ...] = ()
    metadata = dict(document.metadata)
    if ends_early:
        metadata["incomplete"] = "the file ends early, a part of it is missing"
    if found.members is not None:
        try:
            members, left_out = list_members(path)
        except ReadError:
            if not document.sections:
                raise
            left_out = ""
        if members:
            metadata["contains"] = _counted(len(members), found)
        if left_out:
            metadata["left_out"] = left_out
    sections = document.sections
    if not sections and members:
        names = ", ".join(member.name for member in members[:_MAX_NAMES_SAID])
        sections = (Section(f"{metadata['contains']}: {names}", {}),)
    if not sections and not document.scanned_pages:
        raise ReadError(_DAMAGED if ends_early else "there is no text in it")
    return replace(document, metadata=metadata, sections=sections, members=members)


def _counted(n_members: int, found: formats.Format) -> str:
    word = "message" if found is formats.MAILBOX else "file"
    return f"{n_members} {word}{'s' if n_members != 1 else ''}"


def page_image(
    path: str | Path,
    page: int,
    *,
    width_px: int | None,
    char_start: int | None = None,
    char_end: int | None = None,
) -> PageImage:
    """Draw page `page` (from 1) of a PDF or of a TIFF with several pages, `width_px` wide.

    `char_start` to `char_end` count in the text of that page's section, and give the boxes."""
    media_type = sniff.sniff(Path(path))
    if media_type == "image/tiff":
        from storage.readers import picture as pictures

        return pictures.tiff_page(Path(path), page, width_px=width_px)
    if media_type != "application/pdf":
        raise ReadError("this file has no pages to show")
    from storage.readers import pdf

    return pdf.page_image(
        Path(path), page, width_px=width_px, char_start=char_start, char_end=char_end
    )


def picture(path: str | Path, *, max_side: int) -> NDArray[np.uint8]:
    """The picture for looking at: uint8 (height, width, 3), no side longer than `max_side`."""
    from storage.readers import picture as pictures

    return pictures.pixels(Path(path), sniff.sniff(Path(path)), max_side=max_side)


def sound_windows(
    path: str | Path,
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    window_s: float = 30.0,
    track: int | None = None,
) -> Iterator[NDArray[np.int16]]:
    """Mono int16 at 16 kHz from `start_s` on, in windows of `window_s` (the last one shorter); of
    the track that a player chooses, or of that number among those of sound."""
    from storage.readers import sound

    return sound.windows(Path(path), start_s=start_s, end_s=end_s, window_s=window_s, track=track)
