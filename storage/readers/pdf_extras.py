"""What a PDF holds beside its pages' own text: remarks, filled fields, enclosed files, outline."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from storage.readers import caps
from storage.readers.decoding import decode, encoding_of
from storage.readers.sections import clean, one_line

_MAX_ANNOTATIONS = 2_000  # of one page
_MAX_REMARK_BYTES = 40_000
_MAX_ENCLOSED = 200
_MAX_TEXT_BYTES = 2_000_000  # of one enclosed text
_MAX_OUTLINE = 5_000
_MAX_HEADING_CHARS = 200
_MAX_LABEL_CHARS = 20
_NOT_LETTERS = re.compile(r"\W+")

# What carries a reader's own words beside the page, and what stands on it without a drawing.
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
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_FILEATTACHMENT,
    }
)
_BOXES = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_FIELDS = frozenset(
    {
        raw.FPDF_FORMFIELD_TEXTFIELD,
        raw.FPDF_FORMFIELD_COMBOBOX,
        raw.FPDF_FORMFIELD_LISTBOX,
    }
)


@dataclass(frozen=True, slots=True)
class Beside:
    """One line beside a page. One that `may_be_drawn` is told only if the page doesn't show it."""

    line: str
    words: str
    may_be_drawn: bool


def beside_page(document: Any, page: Any) -> list[Beside]:
    """Remarks, typed notes and filled fields of a page, in their order."""
    found: list[Beside] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            told = _told(document, annotation)
            if told is not None:
                found.append(told)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _told(document: Any, annotation: Any) -> Beside | None:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_WIDGET:
        return _field(document, annotation)
    words = _string(annotation, b"Contents")
    if not words or kind not in {*_REMARKS, raw.FPDF_ANNOT_FREETEXT}:
        return None
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return Beside(words, words, True)
    author = _string(annotation, b"T")
    return Beside(f"Comment by {author}: {words}" if author else f"Comment: {words}", words, False)


def _field(document: Any, annotation: Any) -> Beside | None:
    """A field of a form by its name, with what is filled in or ticked."""
    if document.formenv is None:
        return None
    form = document.formenv.raw
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    name = _form_string(raw.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
    name = name or _form_string(raw.FPDFAnnot_GetFormFieldName, form, annotation)
    name = name.rstrip(":").rpartition(".")[2]
    if kind in _BOXES:
        if not raw.FPDFAnnot_IsChecked(form, annotation):
            is_one = kind == raw.FPDF_FORMFIELD_CHECKBOX and name
            return Beside(f"☐ {name}", name, False) if is_one else None
        value = _form_string(raw.FPDFAnnot_GetFormFieldExportValue, form, annotation)
        plain = value.lower() in {"", "on", "yes", "true", "1", "x"}
        label = name if plain or value == name else f"{name}: {value}" if name else value
        return Beside(f"☒ {label}", label, False) if label else None
    if kind not in _FIELDS:
        return None
    value = _form_string(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    if not value:
        return None
    return Beside(f"{name}: {value}" if name else value, value, True)


def not_drawn(beside: Sequence[Beside], text: str) -> Iterator[str]:
    """The lines that the page's own text does not hold already."""
    drawn = _NOT_LETTERS.sub("", text).casefold()
    for entry in beside:
        if not entry.may_be_drawn or _NOT_LETTERS.sub("", entry.words).casefold() not in drawn:
            yield entry.line


def _string(annotation: Any, key: bytes) -> str:
    n_bytes = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < n_bytes <= _MAX_REMARK_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (n_bytes // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, n_bytes)
    return one_line(bytes(buffer).decode("utf-16-le", "ignore"))


def _form_string(ask: Any, form: Any, annotation: Any) -> str:
    n_bytes = ask(form, annotation, None, 0)
    if not 2 < n_bytes <= _MAX_REMARK_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (n_bytes // 2))()
    ask(form, annotation, buffer, n_bytes)
    return one_line(bytes(buffer).decode("utf-16-le", "ignore"))


# --- enclosed files -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that the PDF carries; `text` is empty unless it is plain text."""

    name: str
    content: bytes
    text: str


def enclosed_files(document: Any) -> Iterator[Enclosed]:
    """Without the content of those that are too large to be unpacked."""
    n_left = caps.MAX_MEMBER_BYTES
    for index in range(min(raw.FPDFDoc_GetAttachmentCount(document), _MAX_ENCLOSED)):
        try:
            attachment = document.get_attachment(index)
            name = one_line(attachment.get_name())[:_MAX_HEADING_CHARS]
        except pdfium.PdfiumError:
            continue
        if name:
            content = _content(attachment, n_left)
            n_left -= len(content)
            yield Enclosed(name, content, _plain_text(content))


def _content(attachment: Any, most_bytes: int) -> bytes:
    n_bytes = ctypes.c_ulong()
    if not raw.FPDFAttachment_GetFile(attachment, None, 0, n_bytes):
        return b""
    if not 0 < n_bytes.value <= most_bytes:
        return b""
    buffer = (ctypes.c_char * n_bytes.value)()
    told = raw.FPDFAttachment_GetFile(attachment, buffer, n_bytes.value, n_bytes)
    return bytes(buffer) if told else b""


def _plain_text(content: bytes) -> str:
    is_marked = content.lstrip()[:1] in {b"<", b"%"}  # HTML, XML, PDF
    if len(content) > _MAX_TEXT_BYTES or is_marked or not encoding_of(content, complete=True):
        return ""
    return clean(decode(content)).strip()


def page_labels(document: Any, n_pages: int) -> dict[int, str]:
    """What programs call the pages (from 1) that their numbers are not printed on."""
    found: dict[int, str] = {}
    for number in range(1, n_pages + 1):
        try:
            said = one_line(document.get_page_label(number - 1))
        except (pdfium.PdfiumError, ValueError):
            break
        if said and said != str(number) and len(said) <= _MAX_LABEL_CHARS:
            found[number] = said
    return found


# --- outline ------------------------------------------------------------------------------------


def headings_by_page(document: Any) -> dict[int, list[str]]:
    """The headings that are open at the top of each page (from 1) where they change, by the
    document's outline. An entry that begins lower on a page opens with the page after it."""
    changes: dict[int, list[str]] = {}
    open_path: list[tuple[int, str]] = []
    try:
        for n_seen, entry in enumerate(document.get_toc(max_depth=6)):
            if n_seen >= _MAX_OUTLINE:
                break
            target = entry.get_dest()
            index = target.get_index() if target is not None else None
            title = one_line(entry.get_title())[:_MAX_HEADING_CHARS]
            if index is None or not title:
                continue
            while open_path and open_path[-1][0] >= entry.level:
                open_path.pop()
            open_path.append((entry.level, title))
            number = index + 1 if _is_at_top(document, index, target) else index + 2
            changes[number] = [words for _, words in open_path]
    except (pdfium.PdfiumError, ValueError):
        return changes
    return changes


def _is_at_top(document: Any, index: int, target: Any) -> bool:
    mode, position = target.get_view()
    if mode != raw.PDFDEST_VIEW_XYZ or len(position) < 2 or position[1] is None:
        return True
    try:
        height = document.get_page_size(index)[1]
    except pdfium.PdfiumError:
        return True
    return bool(position[1] > 0.8 * height or position[1] <= 0)
