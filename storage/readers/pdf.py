"""PDF through PDFium: text page by page, pages as pixels, and where on a page its words are.

A page's text is built from PDFium's list of characters, one by one, so that reading and drawing
agree on offsets to the code point: see `_PageText`."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.opening import open_regular
from storage.readers.sections import Sections, clean
from storage.readers.values import PageImage, TextDocument

Box = tuple[float, float, float, float]

_FEW_LETTERS = 24  # a page with fewer may be a scan with a stamp or a page number
_PICTURE_SHARE = 0.05  # of the page's area, for a picture to count as a scan
_MANY_PATHS = 200  # letters drawn as outlines
_MAX_OBJECTS = 5_000  # looked at per page to tell scans
_WIDE_GAP = 4.0  # in heights of a line: another column or cell begins
_PARAGRAPH_STEP = 1.2  # in usual line steps
_DIVIDING_HYPHENS = frozenset({0x02, 0xFFFE})  # PDFium's marks for a word divided at a line's end
_LINE_ENDS = frozenset({0x0A, 0x0D})
_EMPTY_TITLES = frozenset({"untitled", "untitled document", "document", "document1", "title"})
_WORKING_SUFFIXES = (".doc", ".docx", ".tex", ".dvi", ".indd", ".qxd", ".pdf", ".ps")
_MAX_ANNOTATIONS = 2_000  # of one page
_MAX_REMARK_BYTES = 40_000
# What carries a reader's own words beside the page; free text is flattened into the page itself.
_REMARKS = frozenset(
    {
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_CARET,
        raw.FPDF_ANNOT_INK,
    }
)
_METADATA = {
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "CreationDate": "date",
    "Creator": "creator",
}


@dataclass(frozen=True, slots=True)
class _PageText:
    """`text[i]` is drawn by PDFium's character `char_index[i]` (-1: made by us)."""

    text: str
    char_index: list[int]


def read(path: Path, media_type: str) -> TextDocument:
    """Read all pages' text; raises ReadError("password-protected") and other reasons."""
    sections = Sections()
    scanned: list[int] = []
    n_broken = 0
    with _opened(path) as document:
        n_pages = len(document)
        if n_pages == 0:
            raise ReadError("the PDF has no pages")
        metadata = _metadata(document)
        for number in range(1, min(n_pages, caps.MAX_PAGES) + 1):
            try:
                with _page(document, number) as (page, remarks):
                    with closing(page.get_textpage()) as textpage:
                        text = _characters(textpage, remarks).text
                    sections.add_exact(text, {"page": number})
                    n_printed = _n_letters(text) - _n_letters(remarks)
                    if n_printed < _FEW_LETTERS and _is_scan(page):
                        scanned.append(number)
            except pdfium.PdfiumError:
                n_broken += 1
            if sections.full:
                sections.truncated = number < n_pages
                break
    if n_broken == n_pages:
        raise ReadError("the PDF is damaged: none of its pages can be read")
    if n_broken:
        metadata["unreadable_pages"] = str(n_broken)
    return sections.document(
        media_type,
        title=metadata.pop("title", None),
        metadata=metadata,
        page_count=n_pages,
        scanned_pages=tuple(scanned),
    )


def page_image(
    path: Path,
    page: int,
    *,
    width_px: int,
    char_start: int | None = None,
    char_end: int | None = None,
) -> PageImage:
    """Draw page `page` (from 1), `width_px` wide, as RGB on white, with boxes around the range."""
    with _opened(path) as document:
        if not 1 <= page <= len(document):
            raise ReadError(f"there is no page {page} in this file")
        try:
            with _page(document, page) as (drawn, remarks):
                boxes: tuple[Box, ...] = ()
                if char_start is not None and char_end is not None:
                    boxes = _boxes(drawn, remarks, char_start, char_end)
                return PageImage(_pixels(drawn, width_px), boxes)
        except pdfium.PdfiumError as error:
            raise ReadError(f"page {page} is damaged and cannot be shown") from error


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    with open_regular(path) as stream:
        try:
            document = pdfium.PdfDocument(stream, autoclose=False)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise ReadError("password-protected") from error
            if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
                raise ReadError("protected by a method that cannot be opened") from error
            raise ReadError("the PDF is damaged or incomplete") from error
        with closing(document):
            yield document


@contextmanager
def _page(document: Any, number: int) -> Iterator[tuple[Any, str]]:
    """Page `number` (from 1), with what is filled into forms and written on top made part of it,
    and the remarks that readers of it left (notes, and words on highlights), a line each.

    Only our copy in memory is changed: PDFium's text knows nothing of annotations otherwise."""
    page = document.get_page(number - 1)
    remarks = ""
    try:
        if raw.FPDFPage_GetAnnotCount(page) > 0:
            if document.formenv is None and document.get_formtype() != raw.FORMTYPE_NONE:
                page.close()  # forms have to be known before a page is opened
                document.init_forms()
                page = document.get_page(number - 1)
            remarks = "\n".join(_remarks(page))
            if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
                page.close()
                page = document.get_page(number - 1)
        yield page, remarks
    finally:
        page.close()


def _remarks(page: Any) -> Iterator[str]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) in _REMARKS:
                words = " ".join(_annotation_text(annotation, b"Contents").split())
                author = " ".join(_annotation_text(annotation, b"T").split())
                if words:
                    yield f"Comment by {author}: {words}" if author else f"Comment: {words}"
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _annotation_text(annotation: Any, key: bytes) -> str:
    n_bytes = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < n_bytes <= _MAX_REMARK_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (n_bytes // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, n_bytes)
    return clean(bytes(buffer).decode("utf-16-le", "ignore"))


def _metadata(document: Any) -> dict[str, str]:
    described: dict[str, str] = {}
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        text = clean(str(value)).strip()
        if key == "Title":
            # A program's working name says less than the file's own name.
            text = text.removeprefix("Microsoft Word - ")
            if text.lower() not in _EMPTY_TITLES and not text.lower().endswith(_WORKING_SUFFIXES):
                described["title"] = text
        elif key in _METADATA:
            described[_METADATA[key]] = _date(text) if key == "CreationDate" else text
    return described


def _date(text: str) -> str:
    """`D:20230704123000+02'00'` as `2023-07-04`."""
    digits = text.removeprefix("D:")[:8]
    if len(digits) == 8 and digits.isascii() and digits.isdigit():
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return text


def _n_letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _characters(textpage: Any, remarks: str) -> _PageText:
    """The page's text. Line ends become `\\n`, a hyphen that PDFium knows to divide a word at a
    line's end goes with the line end after it, and control characters go; all else stays.
    The remarks follow after a blank line."""
    n_chars = raw.FPDFText_CountChars(textpage)
    if n_chars < 0:
        raise pdfium.PdfiumError("no characters")
    unicode_of = raw.FPDFText_GetUnicode
    handle = textpage.raw
    codes = [unicode_of(handle, index) for index in range(n_chars)]
    wide_gaps = _wide_gaps(handle, codes)
    pieces: list[str] = []
    char_index: list[int] = []
    index = 0
    while index < n_chars:
        code = codes[index]
        if index in wide_gaps and pieces and pieces[-1] == "\n":
            pieces.append("\n")
            char_index.append(-1)
        if 0xD800 <= code < 0xDC00 and index + 1 < n_chars and 0xDC00 <= codes[index + 1] < 0xE000:
            pieces.append(chr(0x10000 + (code - 0xD800 << 10) + (codes[index + 1] - 0xDC00)))
            char_index.append(index)
            index += 2
            continue
        if code in _DIVIDING_HYPHENS:
            index += 1
            while index < n_chars and codes[index] in _LINE_ENDS:
                index += 1
            continue
        if code == 0x0D:
            code = 0x0A
            if index + 1 < n_chars and codes[index + 1] == 0x0A:
                index += 1
        char = clean(chr(code)) if code < 0x110000 else ""
        if char:
            pieces.append(char)
            char_index.append(index)
        index += 1
    if remarks:
        pieces.append(("\n\n" if pieces else "") + remarks)
    text = "".join(pieces)
    char_index.extend([-1] * (len(text) - len(char_index)))
    return _PageText(text, char_index)


def _wide_gaps(handle: Any, codes: list[int]) -> set[int]:
    """Indexes of the characters that begin a line set off from the one above it.

    PDFium tells lines, not paragraphs; a gap between baselines of over 1.2 times the page's usual
    one parts two paragraphs. A step up the page (the next column) doesn't."""
    starts: list[int] = []
    is_start = True
    for index, code in enumerate(codes):
        if code in _LINE_ENDS:
            is_start = True
        elif is_start and code > 0x20:
            starts.append(index)
            is_start = False
    x, y = ctypes.c_double(), ctypes.c_double()
    baselines = []
    for index in starts:
        told = raw.FPDFText_GetCharOrigin(handle, index, x, y)
        baselines.append(y.value if told else math.nan)
    steps = [above - below for above, below in itertools.pairwise(baselines)]
    usual = sorted(step for step in steps if step > 1.0)  # NaN compares false
    if len(usual) < 2:
        return set()
    median = usual[len(usual) // 2]
    return {
        index
        for index, step in zip(starts[1:], steps, strict=True)
        if step > _PARAGRAPH_STEP * median
    }


def _is_scan(page: Any) -> bool:
    """Whether something to look at is there: pictures over some of the page, or many outlines."""
    page_area = max(page.get_width() * page.get_height(), 1.0)
    picture_area = 0.0
    n_paths = 0
    wanted = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    for n_seen, found in enumerate(page.get_objects(filter=wanted, max_depth=4)):
        if found.type == raw.FPDF_PAGEOBJ_PATH:
            n_paths += 1
        else:
            left, bottom, right, top = found.get_bounds()
            picture_area += abs(right - left) * abs(top - bottom)
        if picture_area > _PICTURE_SHARE * page_area or n_paths > _MANY_PATHS:
            return True
        if n_seen > _MAX_OBJECTS:
            break
    return False


def _pixels(page: Any, width_px: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
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


def _boxes(page: Any, remarks: str, char_start: int, char_end: int) -> tuple[Box, ...]:
    """One box a line around the characters of the range, as fractions of the page as drawn."""
    with closing(page.get_textpage()) as textpage:
        told = _characters(textpage, remarks)
        rectangles: list[tuple[Box, bool]] = []
        rect = raw.FS_RECTF()
        for at in range(max(0, char_start), min(char_end, len(told.text))):
            if told.text[at].isspace() or told.char_index[at] < 0:
                continue
            if raw.FPDFText_GetLooseCharBox(textpage.raw, told.char_index[at], rect):
                angle = raw.FPDFText_GetCharAngle(textpage.raw, told.char_index[at])
                is_upright = abs(math.sin(angle)) > 0.7
                rectangles.append(((rect.left, rect.bottom, rect.right, rect.top), is_upright))
    return tuple(_drawn(page, box) for box in _join_lines(rectangles))


def _join_lines(rectangles: list[tuple[Box, bool]]) -> Iterator[Box]:
    """Join neighbours that share a line, in PDF units: across it they overlap by half or more,
    along it no wide gap. The flag tells lines that run up or down the page."""
    held: Box | None = None
    for box, is_upright in rectangles:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        along, across = (1, 0) if is_upright else (0, 1)
        if held is not None:
            overlap = min(held[across + 2], box[across + 2]) - max(held[across], box[across])
            height = min(held[across + 2] - held[across], box[across + 2] - box[across])
            gap = max(box[along] - held[along + 2], held[along] - box[along + 2])
            if overlap > height / 2 and gap < _WIDE_GAP * height:
                held = (
                    min(held[0], box[0]),
                    min(held[1], box[1]),
                    max(held[2], box[2]),
                    max(held[3], box[3]),
                )
                continue
            yield held
        held = box
    if held is not None:
        yield held


def _drawn(page: Any, box: Box) -> Box:
    """A rectangle in PDF units as fractions of the drawn page; rotation and crop included."""
    size = 1_000_000
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for across, up in ((box[0], box[3]), (box[2], box[1])):
        raw.FPDF_PageToDevice(page.raw, 0, 0, size, size, 0, across, up, x, y)
        corners.append((min(max(x.value / size, 0.0), 1.0), min(max(y.value / size, 0.0), 1.0)))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
