"""What hangs over the window, or lies in the clipboard: files, a text, a picture, or links.

Links are never followed. A picture is taken as the bytes that it came in, and is decoded only where
the system hands over nothing but pixels."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from app.gui.language import tr

Sort = Literal["files", "text", "picture", "links", "nothing"]

# In the order of preference: what is exact first.
_PICTURES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
}
_LINKS = re.compile(r"\s*((https?|ftp)://\S+\s*)+", re.IGNORECASE)
_MOST_LETTERS = 48  # of a text, in the name of its file


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be written as a file; `contents` may be called in another thread."""

    name: str
    contents: Callable[[], bytes]


def sort_of(mime: QMimeData) -> Sort:
    """What it would be taken as. Office programs add a picture to a text, browsers the address to
    a picture; neither is what was meant."""
    if local_paths(mime):
        return "files"
    text = mime.text() if mime.hasFormat("text/plain") else ""
    if text.strip() and not _LINKS.fullmatch(text):
        return "text"
    if mime.hasImage() or any(mime.hasFormat(form) for form in _PICTURES):
        return "picture"
    return "links" if mime.hasUrls() or text.strip() else "nothing"


def local_paths(mime: QMimeData) -> list[str]:
    """Local files and folders; what comes from the web is left out."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]


def note_of(mime: QMimeData, now: datetime) -> Note | None:
    """The text or picture as a file; None where it is neither, or the picture cannot be had."""
    sort = sort_of(mime)
    if sort == "text":
        encoded = mime.text().encode("utf-8", "replace")
        return Note(f"{_words(mime.text()) or tr('Note')}.txt", lambda: encoded)
    if sort != "picture":
        return None
    stem = f"{tr('Picture')} {now:%Y-%m-%d %H.%M.%S}"
    for form, ending in _PICTURES.items():
        if mime.hasFormat(form) and (raw := bytes(mime.data(form).data())):
            return Note(stem + ending, lambda: raw)
    image = mime.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return None
    return Note(f"{stem}.png", lambda: _as_png(image))


def _words(text: str) -> str:
    """The beginning of a text as a file's name: its first line with a word in it, cut at a word."""
    for line in text.splitlines():
        plain = " ".join(re.sub(r"[^\w\s,()'-]", " ", line).split()).strip(" ,'-")
        if plain:
            cut = plain[: _MOST_LETTERS + 1]
            return cut if len(plain) <= _MOST_LETTERS else cut.rpartition(" ")[0] or cut[:-1]
    return ""


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise OSError("the picture could not be written as PNG")
    return bytes(buffer.data().data())
