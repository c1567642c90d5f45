"""Camera raw files: the picture that the camera put into them for looking at.

What the sensor saw is not developed: the largest JPEG in the file shows what the camera made of it,
as photo viewers do."""

from __future__ import annotations

import io
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from storage.errors import ReadError

_MAX_BYTES = 250_000_000
_JPEG_START = b"\xff\xd8\xff"
_MAX_TRIED = 64
_LEAST_PIXELS = 160 * 120


def preview(stream: BinaryIO) -> io.BytesIO:
    """The largest JPEG in the file. Raises ReadError if there is none."""
    content = stream.read(_MAX_BYTES)
    best: tuple[int, int] | None = None
    at = content.find(_JPEG_START)
    for _ in range(_MAX_TRIED):
        if at < 0:
            break
        n_pixels = _n_pixels(content, at)
        if n_pixels >= _LEAST_PIXELS and (best is None or n_pixels > best[0]):
            best = (n_pixels, at)
        at = content.find(_JPEG_START, at + 2)
    if best is None:
        raise ReadError("the camera's file holds no picture for looking at")
    return io.BytesIO(content[best[1] :])


def _n_pixels(content: bytes, at: int) -> int:
    """Of the JPEG that begins there; 0 if it is none, or one of the sensor's own kind."""
    try:
        with Image.open(io.BytesIO(content[at:]), formats=["JPEG"]) as image:
            return image.size[0] * image.size[1] if image.mode in {"RGB", "L"} else 0
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0
