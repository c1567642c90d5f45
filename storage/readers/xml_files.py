"""XML: what is known by its root as what it is, everything else as records.

Office documents in one file, books, places, subtitles, notes and statements of accounts are all
written in it. Entities stay unresolved and nothing is fetched; what is not well-formed is plain
text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from storage.errors import ReadError
from storage.readers import caps, opendocument, property_lists, subtitles
from storage.readers.archive import attribute, local, parse_xml
from storage.readers.decoding import decode
from storage.readers.fiction_book import add_book
from storage.readers.grid import MAX_COLUMNS, Row
from storage.readers.sections import Sections, one_line, shown
from storage.readers.structured import Value, add_value
from storage.readers.tables import add_sheet
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument
from storage.readers.xml_documents import add_document, is_document

_MAX_PARSED_BYTES = 30_000_000  # a tree takes some ten times its source
_MAX_DEPTH = 60
_POINTS = frozenset({"trkseg", "rtept", "coordinates", "posList", "binaryItem"})  # for programs


def read(path: Path, media_type: str) -> TextDocument:
    """By the root element; what is no XML after all, or too large for a tree, as plain text."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    title: str | None = None
    try:
        if cut or len(content) > _MAX_PARSED_BYTES:
            raise ReadError("too large for a tree")
        root = _root(content)
        known = _KNOWN.get(local(root), add_document if is_document(root) else _add_records)
        title = known(root, sections)
    except ReadError:
        sections = Sections()
        sections.add_exact(shown(decode(content)), {})
    sections.truncated |= cut
    return sections.document(media_type, title=title)


def _root(content: bytes) -> Any:
    """The root element. Of a document that is not well-formed what sense can be made of it."""
    try:
        return parse_xml(content)
    except ReadError:
        root = parse_xml(content, mends=True)
        if not is_document(root):
            raise
        return root


def tree(element: Any, depth: int = 0) -> Value:
    """An element as values: its attributes and parts by their names, those of one name as a list,
    text with marked words in it as one text."""
    names: dict[str, Value] = {
        key.rpartition("}")[2]: value
        for key, value in element.attrib.items()
        if "XMLSchema-instance}" not in key and "/namespace}" not in key
    }
    parts = [part for part in element if local(part)]
    own = (element.text or "").strip()
    is_mixed = bool(parts) and bool(own or any((part.tail or "").strip() for part in parts))
    if is_mixed or depth >= _MAX_DEPTH:
        own, parts = " ".join("".join(map(str, element.itertext())).split()), []
    if not parts:
        return {**names, "": own} if names and own else names or own
    found: dict[str, list[Value]] = {name: [value] for name, value in names.items()}
    for part in parts:
        if local(part) not in _POINTS and (value := tree(part, depth + 1)):
            found.setdefault(local(part), []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _add_records(root: Any, sections: Sections) -> str | None:
    return add_value(tree(root), sections)


def _add_workbook(root: Any, sections: Sections) -> str | None:
    """A workbook of Excel 2003 in one file (SpreadsheetML), as many programs still export it."""
    for sheet in root:
        if local(sheet) == "Worksheet":
            rows = [row for row in sheet.iter() if local(row) == "Row"]
            add_sheet(_sheet_rows(rows), sections, sheet=one_line(attribute(sheet, "Name") or ""))
    return None


def _sheet_rows(rows: list[Any]) -> Iterator[Row]:
    number = 0
    for row in rows:
        said = attribute(row, "Index") or ""
        number = int(said) if said.isdigit() else number + 1
        texts: list[str] = []
        for cell in row:
            at = attribute(cell, "Index") or ""
            if at.isdigit():
                texts.extend([""] * min(int(at) - 1 - len(texts), MAX_COLUMNS))
            words = "".join(
                "".join(part.itertext()) for part in cell if local(part) == "Data"
            ).replace("T00:00:00.000", "")
            across = attribute(cell, "MergeAcross") or "0"
            texts.append(one_line(words))
            texts.extend([""] * (min(int(across), MAX_COLUMNS) if across.isdigit() else 0))
        yield Row(tuple(texts[:MAX_COLUMNS]), number)


def _add_word(root: Any, sections: Sections) -> str | None:
    """A Word document in one file, of the kind of 2003 or 2007: its paragraphs, one a line."""
    lines = []
    for paragraph in root.iter():
        if local(paragraph) == "p":
            lines.append(
                "".join(text.text or "" for text in paragraph.iter() if local(text) == "t")
            )
    sections.add("\n".join(lines), {})
    return None


def _add_opendocument(root: Any, sections: Sections) -> str | None:
    if not any(local(part) == "body" for part in root):
        return _add_records(root, sections)
    return opendocument.add_flat(root, sections)


def _add_timed_text(root: Any, sections: Sections) -> str | None:
    subtitles.add_timed_text(root, sections)
    return None


def _add_messages(root: Any, sections: Sections) -> str | None:
    """Messages of a phone (SMS Backup & Restore, Signal): who wrote is told by a number; those with
    pictures, or to several, hold their words in parts."""
    messages = [message for message in root if local(message) in {"sms", "mms"}]
    for message in messages:
        if kind := _SENT.get(message.get("type") or message.get("msg_box") or ""):
            message.set("type", kind)
        if message.get("contact_name") in {"(Unknown)", "null"}:
            del message.attrib["contact_name"]
    names = {
        message.get("address", ""): name
        for message in messages
        if (name := message.get("contact_name")) and "~" not in message.get("address", "~")
    }
    for message in messages:
        if local(message) == "mms":
            _as_short_message(message, names)
        message.tag = "message"
    root[:] = sorted(messages, key=lambda message: (message.get("date") or "").zfill(16))
    return _add_records(root, sections)


def _as_short_message(message: Any, names: Mapping[str, str]) -> None:
    parts = [part for part in message.iter() if local(part) == "part"]
    said = [part.get("text") or "" for part in parts if part.get("ct") == "text/plain"]
    held = [
        part.get("name") if part.get("name") not in {None, "null"} else part.get("cl") or ""
        for part in parts
        if part.get("ct") not in {"text/plain", "application/smil"}
    ]
    if subject := message.get("sub", "null").replace("null", ""):
        said.insert(0, subject)
    if held := [name for name in held if name]:
        said.append(f"[{', '.join(held)}]")
    senders = [part.get("address", "") for part in message.iter() if part.get("type") == "137"]
    if message.get("type") == "received" and senders and "~" in message.get("address", ""):
        message.set("contact_name", names.get(senders[0], senders[0]))
    message.set("body", "\n".join(said))
    message[:] = []


def _add_property_list(root: Any, sections: Sections) -> str | None:
    return property_lists.add_property_list(root, sections)


_SENT = {"1": "received", "2": "sent", "3": "draft", "5": "failed"}
_KNOWN: Mapping[str, Callable[[Any, Sections], str | None]] = {
    "Workbook": _add_workbook,
    "package": _add_word,
    "wordDocument": _add_word,
    "document": _add_opendocument,
    "FictionBook": add_book,
    "tt": _add_timed_text,
    "plist": _add_property_list,
    "smses": _add_messages,
}
