"""PowerPoint slides from before 2007 (MS-PPT): the words of each slide and of its notes.

No kept library reads them. Tables are groups of boxes there, so their cells come one by one."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.errors import ReadError
from storage.readers.ole import opened
from storage.readers.sections import Sections, one_line
from storage.readers.values import TextDocument
from storage.records import Locator

_DAMAGED = "the slides are damaged or of a variant that is not read"
_ENCRYPTED = b"\xdf\xc4\xd1\xf3"  # the token of a locked file (2.3.2)
_USER_EDIT, _PERSIST_DIRECTORY = 0x0FF5, 0x1772
_SLIDE_LIST, _SLIDE_PERSIST = 0x0FF0, 0x03F3
_SLIDE, _NOTES, _NOTES_ATOM = 0x03EE, 0x03F0, 0x03F1
_TEXT_HEADER, _CHARACTERS, _BYTES = 0x0F9F, 0x0FA0, 0x0FA8
_TITLES = frozenset({0, 6})  # kinds of text: a title, a centred title
_MAX_DEPTH = 40
_MAX_EDITS = 1_000


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    instance: int
    is_container: bool
    start: int  # of what it holds
    end: int


@dataclass(frozen=True, slots=True)
class _Listed:
    """A slide as the document lists it, with the words of its placeholders."""

    reference: int
    slide_id: int
    texts: tuple[tuple[int, str], ...]  # (kind of text, words)


def read(path: Path, media_type: str) -> TextDocument:
    """Slides in the order they are shown. Raises ReadError."""
    sections = Sections()
    with opened(path) as streams:
        content = streams.read("PowerPoint Document")
        user = streams.read("Current User")
        metadata = streams.properties()
    if user[12:16] == _ENCRYPTED:
        raise ReadError("password-protected")
    try:
        slides = _slides(content, user)
    except (struct.error, IndexError, ValueError) as error:
        raise ReadError(_DAMAGED) from error
    first_title = ""
    for number, (title, text, notes) in enumerate(slides, start=1):
        locator: Locator = {"slide": number}
        if title:
            locator["heading_path"] = [title]
            first_title = first_title or title
        sections.add(text, locator)
        if notes:
            sections.add(f"Notes: {notes}", locator)
    named = metadata.pop("title", "")
    if named in {"", "PowerPoint Presentation", "Slide 1"}:
        named = first_title
    return sections.document(
        media_type, title=named or None, metadata=metadata, page_count=len(slides) or None
    )


def _slides(content: bytes, user: bytes) -> list[tuple[str, str, str]]:
    """(title, words, words of the notes) of each slide."""
    (edit_at,) = struct.unpack_from("<I", user, 16)
    places, document_id = _places(content, edit_at)
    document = _record(content, places[document_id], len(content))
    listed: dict[int, list[_Listed]] = {}
    for record in _inside(content, document):
        if record.kind == _SLIDE_LIST:
            listed[record.instance] = list(_listed(content, record))
    notes: dict[int, str] = {}
    for one in listed.get(2, []):
        if one.reference not in places:
            continue
        record = _record(content, places[one.reference], len(content))
        of = next((r for r in _inside(content, record) if r.kind == _NOTES_ATOM), None)
        if record.kind == _NOTES and of is not None:
            words = [*_said(one.texts), *_said(_texts(content, record))]
            notes[struct.unpack_from("<I", content, of.start)[0]] = "\n".join(words)
    found = []
    for one in listed.get(0, []):
        texts = list(one.texts)
        if one.reference in places:
            record = _record(content, places[one.reference], len(content))
            if record.kind == _SLIDE:
                texts += list(_texts(content, record))
        title = next((one_line(words)[:200] for kind, words in texts if kind in _TITLES), "")
        found.append((title, "\n\n".join(_said(texts)), notes.get(one.slide_id, "")))
    return found


def _said(texts: Iterable[tuple[int, str]]) -> list[str]:
    kept: list[str] = []
    for _, words in texts:
        cleaned = words.replace("\r", "\n").replace("\x0b", "\n").strip()
        if cleaned and cleaned != "*" and cleaned not in kept:  # `*` stands for a slide's number
            kept.append(cleaned)
    return kept


def _places(content: bytes, edit_at: int) -> tuple[dict[int, int], int]:
    """Where each object lies by its number, the newest first; and the document's number."""
    places: dict[int, int] = {}
    document_id: int | None = None
    for _ in range(_MAX_EDITS):
        edit = _record(content, edit_at, len(content))
        if edit.kind != _USER_EDIT:
            break
        _, _, last_at, directory_at, identity = struct.unpack_from("<IIIII", content, edit.start)
        document_id = identity if document_id is None else document_id
        directory = _record(content, directory_at, len(content))
        at = directory.start
        while directory.kind == _PERSIST_DIRECTORY and at + 4 <= directory.end:
            (packed,) = struct.unpack_from("<I", content, at)
            first, count = packed & 0xFFFFF, packed >> 20
            at += 4
            for offset in range(count):
                places.setdefault(first + offset, struct.unpack_from("<I", content, at)[0])
                at += 4
        if not last_at or last_at >= edit_at:
            break
        edit_at = last_at
    if document_id is None or document_id not in places:
        raise ValueError("no document")
    return places, document_id


def _listed(content: bytes, record: _Record) -> Iterator[_Listed]:
    reference: int | None = None
    slide_id = 0
    texts: list[tuple[int, str]] = []
    kind = -1
    for one in _inside(content, record):
        if one.kind == _SLIDE_PERSIST:
            if reference is not None:
                yield _Listed(reference, slide_id, tuple(texts))
            reference, _, _, slide_id = struct.unpack_from("<IIII", content, one.start)
            texts = []
        elif one.kind == _TEXT_HEADER:
            (kind,) = struct.unpack_from("<I", content, one.start)
        elif (words := _words(content, one)) is not None:
            texts.append((kind, words))
    if reference is not None:
        yield _Listed(reference, slide_id, tuple(texts))


def _texts(content: bytes, record: _Record) -> Iterator[tuple[int, str]]:
    """(kind, words) of all boxes of a slide, however deep in groups."""
    kind = -1
    waiting = [(record, 0)]
    while waiting:
        one, depth = waiting.pop()
        if one.kind == _TEXT_HEADER:
            (kind,) = struct.unpack_from("<I", content, one.start)
        elif (words := _words(content, one)) is not None:
            yield kind, words
        elif one.is_container and depth < _MAX_DEPTH:
            waiting.extend((inner, depth + 1) for inner in reversed(list(_inside(content, one))))


def _words(content: bytes, record: _Record) -> str | None:
    if record.kind == _CHARACTERS:
        return content[record.start : record.end].decode("utf-16-le", "replace")
    if record.kind == _BYTES:
        return content[record.start : record.end].decode("latin-1")
    return None


def _record(content: bytes, at: int, end: int) -> _Record:
    version, kind, n_bytes = struct.unpack_from("<HHI", content, at)
    start = at + 8
    is_container = version & 0xF == 0xF
    return _Record(kind, version >> 4, is_container, start, min(start + n_bytes, end))


def _inside(content: bytes, record: _Record) -> Iterator[_Record]:
    at = record.start
    while at + 8 <= record.end:
        found = _record(content, at, record.end)
        yield found
        at = found.end
