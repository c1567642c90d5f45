"""The one entry to the readers: by what a file holds, to text, pixels or sound.

Everything here runs in a reader process (see `app.tasks.readers`); each family's libraries are
imported when its first file comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.errors import ReadError, Unsupported
from storage.readers import sniff
from storage.readers.values import PageImage, Reading

PICTURE_TYPES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/tiff",
        "image/webp",
        "image/bmp",
        "image/jp2",
        "image/heic",
        "image/avif",
        "image/x-portable-anymap",
    }
)


_PLAIN_TYPES = frozenset(
    {
        "application/json",
        "application/xml",
        "application/yaml",
        "application/toml",
        "application/x-subrip",
    }
)


def read(path: str | Path, *, min_side: int = 448) -> Reading:
    """Read a file: text with locators, a picture reduced to about `min_side`, or a sound's header.

    Raises Unsupported for types that are skipped, ReadError with a reason for what failed."""
    path = Path(path)
    media_type = sniff.sniff(path)
    if media_type in PICTURE_TYPES:
        from storage.readers import picture as pictures

        return pictures.read(path, media_type, min_side=min_side)
    if media_type.startswith(("audio/", "video/")):
        from storage.readers import sound

        return sound.read(path, media_type)
    return _text_reader(media_type)(path, media_type)


def _text_reader(media_type: str) -> Callable[[Path, str], Reading]:
    """The reader of that type. Raises Unsupported if there is none."""
    if media_type == "application/pdf":
        from storage.readers import pdf

        return pdf.read
    if media_type == sniff.DOCX:
        from storage.readers import docx

        return docx.read
    if media_type == sniff.PPTX:
        from storage.readers import pptx

        return pptx.read
    if media_type == sniff.XLSX:
        from storage.readers import xlsx

        return xlsx.read
    if media_type == sniff.EPUB:
        from storage.readers import epub

        return epub.read
    if media_type in sniff.OPENDOCUMENT:
        from storage.readers import opendocument

        return opendocument.read
    if media_type == "application/rtf":
        from storage.readers import rtf

        return rtf.read
    if media_type == "message/rfc822":
        from storage.readers import email

        return email.read
    if media_type == sniff.NOTEBOOK:
        from storage.readers import notebook

        return notebook.read
    if media_type == "text/html":
        from storage.readers import html

        return html.read
    if media_type in {"text/csv", "text/tab-separated-values"}:
        from storage.readers import separated

        return separated.read
    if media_type == "text/markdown":
        from storage.readers import text

        return text.read_markdown
    if media_type.startswith("text/") or media_type in _PLAIN_TYPES:
        from storage.readers import text

        return text.read_plain
    raise Unsupported(f"unsupported type {media_type}")


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
    path: str | Path, *, start_s: float = 0.0, end_s: float | None = None, window_s: float = 30.0
) -> Iterator[NDArray[np.int16]]:
    """Mono int16 at 16 kHz from `start_s` on, in windows of `window_s` (the last one shorter)."""
    from storage.readers import sound

    return sound.windows(Path(path), start_s=start_s, end_s=end_s, window_s=window_s)
