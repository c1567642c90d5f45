"""PDF through PDFium: text page by page, pages as pixels, and where on a page its words are.

Which text a page tells is `pdf_text`'s; which pages are read as pictures is `pdf_scan`'s."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from storage.errors import ReadError
from storage.readers import caps, pdf_scan
from storage.readers.opening import open_regular
from storage.readers.pdf_carried import MAX_PAGES, Columns
from storage.readers.pdf_extras import (
    Beside,
    beside_page,
    enclosed_files,
    headings_by_page,
    page_labels,
)
from storage.readers.pdf_rules import drawn_rules
from storage.readers.pdf_text import PageText, page_text
from storage.readers.pdf_turned import Box
from storage.readers.pdf_xfa import form_lines
from storage.readers.sections import Sections, clean
from storage.readers.values import PageImage, TextDocument
from storage.records import Locator

_WIDE_GAP = 4.0  # in heights of a line: another column or cell begins
_EMPTY = frozenset({"anonymous", "(anonymous)", "unspecified", "(unspecified)"})
_EMPTY_TITLES = _EMPTY | {"untitled", "untitled document", "document", "document1", "title"}
_WORKING_SUFFIXES = (".doc", ".docx", ".tex", ".dvi", ".indd", ".qxd", ".pdf", ".ps")
_MAX_JUNK_BYTES = 65_536  # before the file's own beginning
_MAX_MENDED_BYTES = 200_000_000
_RUNNING_LINES = 3  # a heading or foot of every page has at most so many
_RUNNING_PAGES = 3  # and stands on at least so many, and half of all
_PAGE_DIGITS = 4  # of a page's number
_METADATA = {
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "CreationDate": "date",
    "Creator": "creator",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """A page's text, and what else is on it."""

    text: PageText
    look: pdf_scan.PageLook


def read(path: Path, media_type: str) -> TextDocument:
    """Read all pages' text; raises ReadError("password-protected") and other reasons."""
    told: dict[int, _Told] = {}
    n_chars = n_broken = 0
    is_cut = False
    with opened(path) as document:
        n_pages = len(document)
        if n_pages == 0:
            raise ReadError("the PDF has no pages")
        metadata = _metadata(document)
        foot: Columns | None = None
        for number in range(1, min(n_pages, caps.MAX_PAGES) + 1):
            try:
                with _page(document, number) as page:
                    told[number] = _tell(page, number, foot)
                    n_chars += len(told[number].text.text)
                    foot = told[number].text.foot
            except pdfium.PdfiumError:
                n_broken += 1
                foot = None
            if n_chars > caps.MAX_TEXT_CHARS:
                is_cut = number < n_pages
                break
        headings = headings_by_page(document)
        labels = page_labels(document, max(told, default=0))
        enclosed = list(enclosed_files(document))
        form = form_lines(document)
    if n_broken == n_pages:
        raise ReadError("the PDF is damaged: none of its pages can be read")
    if n_broken:
        metadata["unreadable_pages"] = str(n_broken)
    sections = Sections()
    _add_pages(sections, told, headings, labels)
    sections.add("\n".join(form), {"part": "form"})
    if enclosed:
        metadata["attachments"] = ", ".join(one.name for one in enclosed)
        for one in enclosed:
            sections.add(f"Attached file: {one.name}\n\n{one.text}".strip(), {"part": one.name})
    sections.truncated = sections.truncated or is_cut
    scanned = tuple(pdf_scan.pages_to_recognise(page.look for page in told.values()))
    return sections.document(
        media_type,
        title=metadata.pop("title", None),
        metadata=metadata,
        page_count=n_pages,
        scanned_pages=scanned,
    )


def _tell(page: _Page, number: int, above: Columns | None = None) -> _Told:
    """`above` is the table at the foot of the page before."""
    with closing(page.handle.get_textpage()) as textpage:
        unseen, undrawn = pdf_scan.hidden_characters(page.handle, textpage)
        rules = drawn_rules(page.handle)
        text = page_text(
            textpage,
            page.beside,
            rules=rules,
            hidden=unseen,
            n_printed=page.n_printed,
            above=above,
        )
        seen = page_text(textpage, hidden=unseen | undrawn).text if undrawn else text.printed
    look = pdf_scan.look_at(page.handle, number, text, _n_letters(seen), len(undrawn))
    return _Told(text, look)


def _add_pages(
    sections: Sections,
    told: dict[int, _Told],
    headings: dict[int, list[str]],
    labels: dict[int, str],
) -> None:
    """Each page a section, without what stands at the head or foot of page after page: only the
    first of those keeps it. Text that says nothing is left to text recognition."""
    texts = {number: page.text for number, page in told.items() if not page.text.is_garbled}
    running = _running(texts, labels)
    shown: set[str] = set()
    path: list[str] = []
    for number in told:
        path = headings.get(number, path)
        if number not in texts:
            continue
        text = texts[number].text
        start, end = 0, len(text)
        for edge in _edges(texts[number], number, labels.get(number)):
            if edge.keys & shown:
                cut = (edge.end, end) if edge.is_head else (start, edge.start)
                start, end = cut if cut[0] < cut[1] else (start, end)
            else:
                shown |= edge.keys & running
        locator: Locator = {"page": number}
        if number in labels:
            locator["page_label"] = labels[number]
        if start:
            locator["page_offset"] = -start
        if path:
            locator["heading_path"] = path
        sections.add_exact(text[start:end], locator)


@dataclass(frozen=True, slots=True)
class _Edge:
    """The first or last paragraph of a page, [start, end) with the blank line beside it."""

    keys: frozenset[str]
    start: int
    end: int
    is_head: bool


def _edges(page: PageText, number: int, label: str | None) -> Iterator[_Edge]:
    """Its head, and its foot where no remarks follow it."""
    text = page.text
    paragraphs = text.split("\n\n")
    if len(paragraphs) < 2:
        return
    head, foot = paragraphs[0], paragraphs[-1]
    if head.count("\n") < _RUNNING_LINES:
        yield _Edge(_edge_keys(head, {str(number), label}, number), 0, len(head) + 2, True)
    if not page.remarks and foot.count("\n") < _RUNNING_LINES:
        # At the foot any number that goes up with the pages counts them; at the head it may count
        # the weeks of a plan.
        counted = {
            token for token in _bare(foot) if token.isdecimal() and len(token) <= _PAGE_DIGITS
        }
        keys = _edge_keys(foot, {str(number), label, *counted}, number)
        yield _Edge(keys, len(text) - len(foot) - 2, len(text), False)


def _edge_keys(words: str, counters: Set[str | None], number: int) -> frozenset[str]:
    """One of them is equal for paragraphs that differ by the number of their page alone, which is
    one of `counters`."""
    tokens = words.split()
    keys = set()
    for said in counters - {None}:
        mark = f"#{int(said) - number}" if said and said.isdecimal() else "#"
        pairs = zip(tokens, _bare(words), strict=True)
        keys.add(" ".join(mark if plain == said else token for token, plain in pairs))
    return frozenset(keys)


def _bare(words: str) -> list[str]:
    return [token.strip(".-–—|()/") for token in words.split()]


def _running(pages: dict[int, PageText], labels: dict[int, str]) -> set[str]:
    seen = Counter[str]()
    for number, page in pages.items():
        on_page = [edge.keys for edge in _edges(page, number, labels.get(number))]
        seen.update(frozenset().union(*on_page))
    needed = max(_RUNNING_PAGES, len(pages) / 2)
    return {key for key, n_pages in seen.items() if n_pages >= needed}


def page_image(
    path: Path,
    page: int,
    *,
    width_px: int | None,
    char_start: int | None = None,
    char_end: int | None = None,
) -> PageImage:
    """Draw page `page` (from 1), `width_px` wide, as RGB on white, with boxes around the range.

    With `width_px` None it is drawn for text recognition: as large as its paper asks for, and
    without the text that `read` tells."""
    with opened(path) as document:
        if not 1 <= page <= len(document):
            raise ReadError(f"there is no page {page} in this file")
        try:
            with _page(document, page) as drawn:
                if width_px is None:
                    return PageImage(_for_recognition(drawn, page))
                boxes: tuple[Box, ...] = ()
                if char_start is not None and char_end is not None:
                    above = _above(document, page)
                    boxes = _boxes(drawn, above, char_start, char_end)
                return PageImage(pdf_scan.draw(drawn.handle, width_px), boxes)
        except pdfium.PdfiumError as error:
            raise ReadError(f"page {page} is damaged and cannot be shown") from error


def _for_recognition(page: _Page, number: int) -> Any:
    if not _tell(page, number).text.is_garbled:
        pdf_scan.hide_text(page.handle)
    return pdf_scan.draw(page.handle, pdf_scan.reading_width_px(page.handle))


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    with open_regular(path) as stream:
        try:
            document = pdfium.PdfDocument(stream, autoclose=False)
        except pdfium.PdfiumError as error:
            code = getattr(error, "err_code", None)
            if code == raw.FPDF_ERR_PASSWORD:
                raise ReadError("password-protected") from error
            if code == raw.FPDF_ERR_SECURITY:
                raise ReadError("protected by a method that cannot be opened") from error
            stream.seek(0)
            document = _without_junk(stream)
            if document is None:
                raise ReadError("the PDF is damaged or incomplete") from error
        with closing(document):
            yield document


def _without_junk(stream: Any) -> Any:
    """The document without what another program put before its beginning, or None."""
    content = stream.read(_MAX_MENDED_BYTES)
    start = content.find(b"%PDF-", 1, _MAX_JUNK_BYTES)
    if start < 0:
        return None
    try:
        return pdfium.PdfDocument(io.BytesIO(content[start:]), autoclose=False)
    except pdfium.PdfiumError:
        return None


@dataclass(frozen=True, slots=True)
class _Page:
    """An open page with what is written on top made part of it, and what stands beside it.

    Only our copy in memory is changed: PDFium's text knows nothing of annotations otherwise."""

    handle: Any
    beside: Sequence[Beside]
    n_printed: int | None = None  # characters before anything written on top was made part of it


@contextmanager
def _page(document: Any, number: int) -> Iterator[_Page]:
    """Page `number` (from 1)."""
    page = document.get_page(number - 1)
    beside: Sequence[Beside] = ()
    n_printed: int | None = None
    try:
        if raw.FPDFPage_GetAnnotCount(page) > 0:
            if document.formenv is None and document.get_formtype() != raw.FORMTYPE_NONE:
                page.close()  # forms have to be known before a page is opened
                document.init_forms()
                page = document.get_page(number - 1)
            beside = beside_page(document, page)
            with closing(page.get_textpage()) as textpage:
                n_printed = raw.FPDFText_CountChars(textpage)
            if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
                page.close()
                page = document.get_page(number - 1)
        yield _Page(page, beside, n_printed)
    finally:
        page.close()


def _metadata(document: Any) -> dict[str, str]:
    described: dict[str, str] = {}
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        text = clean(str(value)).strip()
        if key == "Title":
            # A program's working name says less than the file's own name.
            text = text.removeprefix("Microsoft Word - ")
            if text.lower() not in _EMPTY_TITLES and not text.lower().endswith(_WORKING_SUFFIXES):
                described["title"] = text
        elif key in _METADATA and text.lower() not in _EMPTY:
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


def _above(document: Any, number: int) -> Columns | None:
    """The table at the foot of the page before, as `read` knows it: named on an earlier page where
    it has no names of its own."""
    found: Columns | None = None
    first = number - 1
    while first >= 1:
        found = _foot(document, first, None)
        if found is None or found.names or number - first > MAX_PAGES:
            break
        first -= 1
    for before in range(max(first, 1) + 1, number):
        found = _foot(document, before, found)
    return found


def _foot(document: Any, number: int, above: Columns | None) -> Columns | None:
    try:
        with _page(document, number) as page, closing(page.handle.get_textpage()) as textpage:
            return _text(page, textpage, above).foot
    except pdfium.PdfiumError:
        return None


def _text(page: _Page, textpage: Any, above: Columns | None) -> PageText:
    unseen, _ = pdf_scan.hidden_characters(page.handle, textpage)
    return page_text(
        textpage,
        page.beside,
        rules=drawn_rules(page.handle),
        hidden=unseen,
        n_printed=page.n_printed,
        above=above,
    )


def _boxes(page: _Page, above: Columns | None, char_start: int, char_end: int) -> tuple[Box, ...]:
    """One box a line around the characters of the range, as fractions of the page as drawn."""
    with closing(page.handle.get_textpage()) as textpage:
        told = _text(page, textpage, above)
        rectangles: list[tuple[Box, bool]] = []
        rect = raw.FS_RECTF()
        for at in range(max(0, char_start), min(char_end, len(told.text))):
            if told.text[at].isspace() or told.char_index[at] < 0:
                continue
            if raw.FPDFText_GetLooseCharBox(textpage.raw, told.char_index[at], rect):
                angle = raw.FPDFText_GetCharAngle(textpage.raw, told.char_index[at])
                is_upright = abs(math.sin(angle)) > 0.7
                rectangles.append(((rect.left, rect.bottom, rect.right, rect.top), is_upright))
    return tuple(pdf_scan.drawn_box(page.handle, box) for box in _join_lines(rectangles))


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
