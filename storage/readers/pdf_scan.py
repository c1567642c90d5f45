"""Which pages of a PDF hold words as pictures, and how a page is drawn for reading them."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.pdf_text import PageText
from storage.readers.pdf_turned import Box

_FEW_LETTERS = 24  # a page with fewer may be a scan with a page number
_SCAN_SHARE = 0.5  # of the page's area: a picture of the whole page
_FEW_OVER_A_SCAN = 300  # letters over it: a stamp, not the text of the page
_SMALL_PICTURE = 0.05  # of a page without text
_FIGURE_SHARE = 0.03  # of a page with text; smaller ones are marks and portraits
_LEAST_FIGURE_PX = (160, 48)  # width and height; fewer hold no legible words
_MANY_STROKES = 300  # of letters drawn as outlines; one has 10 to 40
_MAX_OBJECTS = 5_000  # looked at per page
_REPEATED = 3  # the same picture on so many pages is paper or a letterhead
_MAX_DEPTH = 6
_READ_DPI = 180.0
_LEAST_WIDTH_PX = 1200
_LEAST_CONTRAST = 24  # of 255, between ink and paper; fainter type is not seen
_TINY_PT = 1.5

PictureKey = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageLook:
    """What is on a page beside its text: what `pages_to_recognise` decides by."""

    number: int
    n_letters: int  # that are seen
    is_garbled: bool
    has_layer: bool  # text that isn't drawn lies over a scan
    n_strokes: int  # lines and curves of the drawings on a page of few letters
    picture_share: float  # of the page's area
    pictures: tuple[tuple[PictureKey, float], ...]  # each with its share, those that can hold words


def look_at(page: Any, number: int, told: PageText, n_letters: int, n_layer: int) -> PageLook:
    """`n_letters` are seen on the page, `n_layer` more are told but not drawn."""
    page_area = max(page.get_width() * page.get_height(), 1.0)
    share = 0.0
    n_strokes = 0
    pictures: list[tuple[PictureKey, float]] = []
    wanted = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    for n_seen, found in enumerate(page.get_objects(filter=wanted, max_depth=_MAX_DEPTH)):
        if n_seen > _MAX_OBJECTS:
            break
        if found.type == raw.FPDF_PAGEOBJ_PATH:
            if n_letters < _FEW_LETTERS and n_strokes <= _MANY_STROKES:
                n_strokes += max(0, raw.FPDFPath_CountSegments(found.raw))
            continue
        left, bottom, right, top = found.get_bounds()
        area = abs(right - left) * abs(top - bottom) / page_area
        share += area
        width, height = _pixel_size(found)
        if width >= _LEAST_FIGURE_PX[0] and height >= _LEAST_FIGURE_PX[1]:
            key = (round(left), round(bottom), round(right), round(top), width, height)
            pictures.append((key, area))
    return PageLook(
        number,
        n_letters,
        told.is_garbled,
        n_layer >= _FEW_LETTERS,
        n_strokes,
        min(share, 1.0),
        tuple(pictures),
    )


def _pixel_size(image: Any) -> tuple[int, int]:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    told = raw.FPDFImageObj_GetImagePixelSize(image.raw, width, height)
    return (width.value, height.value) if told else (0, 0)


def pages_to_recognise(looks: Iterable[PageLook]) -> Iterator[int]:
    """Numbers of the pages whose pictures want to be read.

    Those without text of their own; those whose text says nothing; scans with a stamp over them;
    and those with a figure that can hold words, unless the same one is on page after page."""
    looks = list(looks)
    shown = Counter(key for look in looks for key, _ in look.pictures)
    for look in looks:
        figures = [area for key, area in look.pictures if shown[key] < _REPEATED]
        if (
            look.is_garbled
            or (look.n_letters < _FEW_LETTERS and not look.has_layer and _has_something(look))
            or (
                look.picture_share >= _SCAN_SHARE
                and not look.has_layer
                and look.n_letters < _FEW_OVER_A_SCAN
            )
            or (not look.has_layer and any(area >= _FIGURE_SHARE for area in figures))
        ):
            yield look.number


def _has_something(look: PageLook) -> bool:
    return look.picture_share > _SMALL_PICTURE or look.n_strokes > _MANY_STROKES


# --- what is not seen ---------------------------------------------------------------------------


def hidden_characters(page: Any, textpage: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of the characters that nobody sees on the page, and of those that are not drawn but
    lie over a scan: its text, put there for searching.

    A text object is looked at where it may be unseen: not drawn, off the page, tiny, or pale. Pale
    characters are compared with the page as drawn."""
    suspects = {_address(found.raw): why for found, why in _suspects(page)}
    if not suspects:
        return frozenset(), frozenset()
    handle = textpage.raw
    by_reason: dict[str, set[int]] = {"undrawn": set(), "unseen": set(), "pale": set()}
    for index in range(raw.FPDFText_CountChars(textpage)):
        if raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        why = suspects.get(_address(raw.FPDFText_GetTextObject(handle, index)))
        if why is not None and raw.FPDFText_GetUnicode(handle, index) != 0x20:
            by_reason[why].add(index)
    unseen, undrawn = by_reason["unseen"], by_reason["undrawn"]
    if by_reason["pale"]:
        unseen.update(_without_contrast(page, handle, sorted(by_reason["pale"])))
    if undrawn and _picture_share(page) < _SCAN_SHARE:
        unseen |= undrawn
        undrawn = set()
    return frozenset(unseen), frozenset(undrawn)


def _is_optional(found: Any) -> bool:
    """Whether the object belongs to a layer (ISO 32000-1, 8.11.3.2)."""
    name = ctypes.create_string_buffer(16)
    n_bytes = ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(found.raw)):
        mark = raw.FPDFPageObj_GetMark(found.raw, number)
        told = raw.FPDFPageObjMark_GetName(
            mark, ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort)), len(name), n_bytes
        )
        if told and name.raw[: n_bytes.value] == "OC\0".encode("utf-16-le"):
            return True
    return False


def _suspects(page: Any) -> Iterator[tuple[Any, str]]:
    left, bottom, right, top = page.get_bbox()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    undrawn_modes = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_MAX_DEPTH):
        if raw.FPDFTextObj_GetTextRenderMode(found.raw) in undrawn_modes:
            yield found, "undrawn"
            continue
        if _is_optional(found):  # of a layer, which may be switched off
            yield found, "pale"
            continue
        if found.level == 0:
            x0, y0, x1, y1 = found.get_bounds()
            is_off = x1 < left or x0 > right or y1 < bottom or y0 > top
            if is_off or (0 < y1 - y0 < _TINY_PT / 3 and _type_size(found.raw) < _TINY_PT):
                yield found, "unseen"
                continue
        if raw.FPDFPageObj_GetFillColor(found.raw, red, green, blue, alpha) and (
            min(red.value, green.value, blue.value) > 255 - 2 * _LEAST_CONTRAST
            or alpha.value < 2 * _LEAST_CONTRAST
        ):
            yield found, "pale"


def _type_size(text_object: Any) -> float:
    """In points as drawn: a dash alone is as flat as tiny type."""
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    if not raw.FPDFTextObj_GetFontSize(text_object, size):
        return 0.0
    if not raw.FPDFPageObj_GetMatrix(text_object, matrix):
        return size.value
    return abs(size.value) * math.hypot(matrix.c, matrix.d)


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _picture_share(page: Any) -> float:
    area = max(page.get_width() * page.get_height(), 1.0)
    share = 0.0
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_MAX_DEPTH):
        left, bottom, right, top = found.get_bounds()
        share += abs(right - left) * abs(top - bottom) / area
        if share >= _SCAN_SHARE:
            break
    return share


def _without_contrast(page: Any, handle: Any, indexes: list[int]) -> Iterator[int]:
    drawn = draw(page, 1000)
    low, high = drawn.min(axis=2), drawn.max(axis=2)
    height, width = low.shape
    rect = raw.FS_RECTF()
    for index in indexes:
        if not raw.FPDFText_GetLooseCharBox(handle, index, rect):
            continue
        x0, y0, x1, y1 = drawn_box(page, (rect.left, rect.bottom, rect.right, rect.top))
        rows = slice(int(y0 * height), max(int(y1 * height), int(y0 * height) + 1))
        columns = slice(int(x0 * width), max(int(x1 * width), int(x0 * width) + 1))
        if high[rows, columns].size == 0:
            continue
        if int(high[rows, columns].max()) - int(low[rows, columns].min()) < _LEAST_CONTRAST:
            yield index


# --- drawing ------------------------------------------------------------------------------------


def reading_width_px(page: Any) -> int:
    """How wide a page is drawn for its small print to be legible: by its size on paper."""
    width_pt, _ = page.get_size()
    return max(_LEAST_WIDTH_PX, round(width_pt / 72 * _READ_DPI))


def hide_text(page: Any) -> None:
    """Let the text that is told as text not be drawn, in our copy in memory."""
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_MAX_DEPTH):
        raw.FPDFTextObj_SetTextRenderMode(found.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def draw(page: Any, width_px: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The page as RGB on white, uint8 (height, width, 3)."""
    width, height = page.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width) and math.isfinite(height)):
        raise ReadError("the page has no size")
    scale = max(1, width_px) / width
    n_pixels = max(1, width_px) * height * scale
    if n_pixels > caps.MAX_RENDER_PIXELS:
        scale *= math.sqrt(caps.MAX_RENDER_PIXELS / n_pixels)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    finally:
        bitmap.close()


def drawn_box(page: Any, box: Box) -> Box:
    """A rectangle in PDF units as fractions of the drawn page; rotation and crop included."""
    size = 1_000_000
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for across, up in ((box[0], box[3]), (box[2], box[1])):
        raw.FPDF_PageToDevice(page.raw, 0, 0, size, size, 0, across, up, x, y)
        corners.append((min(max(x.value / size, 0.0), 1.0), min(max(y.value / size, 0.0), 1.0)))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
