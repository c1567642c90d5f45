"""Notes of Evernote (ENEX): a section for each note, its attachments as members.

The file is read note by note: with its attachments it may be larger than what a tree can take."""

from __future__ import annotations

import base64
import binascii
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.archive import local
from storage.readers.calendar_times import moment
from storage.readers.held import Held
from storage.readers.html import add_html
from storage.readers.opening import open_regular
from storage.readers.sections import Sections, one_line
from storage.readers.values import TextDocument
from storage.records import Locator

_TOLD = {
    "created": "Created",
    "updated": "Updated",
    "tag": "Tag",
    "author": "Author",
    "source-url": "Address",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "place-name": "Place",
    "reminder-time": "Reminder",
}
_MAX_HELD_BYTES = 300_000_000
_MAX_HELD = 5_000


def read(path: Path, media_type: str) -> TextDocument:
    sections = Sections()
    n_notes = 0
    title = ""
    for note in _notes(path):
        n_notes += 1
        title = _said(note, "title")
        place: Locator = {"heading_path": [title[:200]]} if title else {}
        lines = [title] if title else []
        names: dict[str, list[str]] = {}
        for element in _of_the_note(note):
            name = _TOLD.get(local(element))
            text = one_line(element.text or "")
            if name and text:
                is_time = name in {"Created", "Updated", "Reminder"}
                names.setdefault(name, []).append(moment(text) if is_time else text)
        lines += [f"{name}: {', '.join(texts)}" for name, texts in names.items()]
        sections.add("\n".join(lines), place)
        add_html(_said(note, "content", exact=True).encode("utf-8", "replace"), sections, place)
        sections.add("\n".join(_tasks(note)), place)
        if sections.full:
            break
    return sections.document(
        media_type,
        title=title if n_notes == 1 else None,
        metadata={"notes": n_notes} if n_notes > 1 else {},
    )


def _of_the_note(note: Any) -> Iterator[Any]:
    """What is said of the note itself, not of its tasks and attachments."""
    for element in note:
        if local(element) not in {"task", "resource"}:
            yield from element.iter()


def _tasks(note: Any) -> Iterator[str]:
    """Tasks stand beside the note's text, which only shows where they are."""
    for task in (part for part in note if local(part) == "task"):
        is_done = _said(task, "taskStatus") == "completed"
        due = _said(task, "dueDate")
        words = f"{_said(task, 'title')} (due {moment(due)})" if due else _said(task, "title")
        yield f"{'☒' if is_done else '☐'} {words}"


def open_attachments(path: Path) -> Held:
    return Held(_attachments(path))


def _attachments(path: Path) -> Iterator[tuple[str, bytes]]:
    n_bytes = n_held = 0
    for note in _notes(path):
        resources = (part for part in note if local(part) == "resource")
        for number, resource in enumerate(resources, start=1):
            content = _packed(resource)
            n_bytes, n_held = n_bytes + len(content), n_held + 1
            if n_bytes > _MAX_HELD_BYTES or n_held > _MAX_HELD:
                return
            yield (
                (
                    _said(resource, "file-name")
                    or f"{_said(note, 'title')[:80] or 'note'} {number}"
                    f"{mimetypes.guess_extension(_said(resource, 'mime')) or ''}"
                ),
                content,
            )


def _notes(path: Path) -> Iterator[Any]:
    """The notes one by one; of a file that breaks off, those before. Entities stay unresolved."""
    n_found = 0
    with open_regular(path) as stream:
        try:
            for _, note in etree.iterparse(
                stream,
                tag="note",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=True,
                recover=False,
            ):
                yield note
                n_found += 1
                note.clear()
                if n_found >= caps.MAX_SECTIONS:
                    return
        except etree.XMLSyntaxError as error:
            if not n_found:
                raise ReadError("the notes are damaged or of another kind") from error


def _said(element: Any, name: str, *, exact: bool = False) -> str:
    found = next((one.text or "" for one in element.iter() if local(one) == name), "")
    return found if exact else one_line(found)


def _packed(resource: Any) -> bytes:
    try:
        return base64.b64decode(_said(resource, "data", exact=True))
    except (binascii.Error, ValueError):
        return b""
