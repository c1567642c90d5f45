"""Outlook messages (MS-OXMSG): who, when, about what, the words; attachments as members."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from storage.readers import quoted, rtf
from storage.readers.compressed_rtf import unpacked
from storage.readers.decoding import known_encoding
from storage.readers.held import Held
from storage.readers.mail_headers import people
from storage.readers.msg_named import named_properties
from storage.readers.ole import Streams, opened
from storage.readers.sections import Sections, one_line
from storage.readers.values import TextDocument
from storage.records import Locator

# Numbers of MAPI properties (MS-OXPROPS).
_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_TO, _CC = 0x0E04, 0x0E03
_SENT_AT, _RECEIVED_AT = 0x0039, 0x0E06
_CODE_PAGE, _MESSAGE_CODE_PAGE = 0x3FDE, 0x3FFD
_LONG_NAME, _SHORT_NAME, _ATTACHED, _SHOWN_NAME = 0x3707, 0x3704, 0x3701, 0x3001
_PEOPLE = {0x3A06: "First name", 0x3A11: "Surname", 0x3A08: "Phone", 0x3A1C: "Mobile"}
_PLACES = {0x3A16: "Organisation", 0x3A27: "Town", 0x3A29: "Street"}
# Numbers and names of those that programs name themselves (MS-OXPROPS, MS-OXOCAL, MS-OXOTASK).
_EVENTS: Mapping[int | str, str] = {
    0x820D: "Start",
    0x820E: "End",
    0x8208: "Location",
    0x8232: "Repeats",
    0x8104: "Begin of the task",
    0x8105: "Due",
    0x8083: "E-mail",
    0x801B: "Work address",
    "Keywords": "Categories",
}
_NEVER = "4501-"  # the year of what has no date
_MAX_TEXTS = 100  # of one property
_TICKS_A_SECOND = 10_000_000
_MAX_ATTACHMENTS = 500
_MAX_ENCLOSED = 10  # messages within messages
_ENCLOSED = "__substg1.0_3701000D/"  # the folder of a message that is attached


def read(path: Path, media_type: str) -> TextDocument:
    """Parts: `headers` and `body`, as of other mail."""
    sections = Sections()
    with opened(path) as streams:
        metadata = _add_message(streams, "", sections, "")
    return sections.document(media_type, title=metadata.get("subject"), metadata=metadata)


def _add_message(
    streams: Streams, folder: str, sections: Sections, prefix: str, depth: int = 0
) -> dict[str, str]:
    """Add one message and those attached to it; return its headers."""
    item = _Item(streams, folder)
    metadata = _headers(item)
    attached = [name for name, _ in _attachments(streams, folder)]
    if attached:
        metadata["attachments"] = ", ".join(attached)
    lines = [
        f"{name.capitalize()}: {metadata[name]}"
        for name in ("from", "to", "cc", "subject", "date", "attachments")
        if name in metadata
    ]
    lines += [
        f"{label}: {said}"
        for number, label in {**_PEOPLE, **_PLACES}.items()
        if (said := item.text(number))
    ]
    lines += _event_lines(item, named_properties(streams))
    sections.add("\n".join(lines), {"part": f"{prefix}headers"})
    place: Locator = {"part": f"{prefix}body"}
    if above := _above(metadata):
        place["heading_path"] = [above]
    _add_body(item, sections, place)
    if depth < _MAX_ENCLOSED:
        inner = [f"{one}/{_ENCLOSED}" for one in _attachment_folders(streams, folder)]
        held = [one for one in inner if f"{one}__properties_version1.0" in streams.names]
        for number, one in enumerate(held, start=1):
            _add_message(streams, one, sections, f"{prefix}message {number} ", depth + 1)
    return metadata


class _Item:
    """The properties of a message or of one of its parts."""

    def __init__(self, streams: Streams, folder: str) -> None:
        self._streams = streams
        self._folder = folder
        self._fixed = dict(self._fixed_properties())
        page = self._fixed.get(_CODE_PAGE) or self._fixed.get(_MESSAGE_CODE_PAGE) or 0
        self._codec = known_encoding("utf-8" if page == 65001 else f"cp{page}") or "cp1252"

    def text(self, number: int) -> str:
        wide = self._streams.read(f"{self._folder}__substg1.0_{number:04X}001F")
        if wide:
            return wide.decode("utf-16-le", "replace").strip("\x00")
        narrow = self._streams.read(f"{self._folder}__substg1.0_{number:04X}001E")
        return narrow.decode(self._codec, "replace").strip("\x00")

    def texts(self, number: int) -> Iterator[str]:
        """The property's text, or each of those that it holds."""
        if text := one_line(self.text(number)):
            yield text
        for at in range(_MAX_TEXTS):
            held = self._streams.read(f"{self._folder}__substg1.0_{number:04X}101F-{at:08X}")
            if not held:
                return
            yield one_line(held.decode("utf-16-le", "replace"))

    def content(self, number: int) -> bytes:
        return self._streams.read(f"{self._folder}__substg1.0_{number:04X}0102")

    def moment(self, number: int) -> str:
        """A time in ISO 8601, UTC."""
        ticks = self._fixed.get(number, 0)
        if not ticks:
            return ""
        try:
            first = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
            return (first + datetime.timedelta(seconds=ticks // _TICKS_A_SECOND)).isoformat(" ")
        except OverflowError:
            return ""

    def _fixed_properties(self) -> Iterator[tuple[int, int]]:
        """Numbers and times, which stand together in one stream of 16 bytes each."""
        content = self._streams.read(f"{self._folder}__properties_version1.0")
        is_message = self._folder.endswith(_ENCLOSED)
        begin = 32 if not self._folder else 24 if is_message else 8  # MS-OXMSG, 2.4.1
        for at in range(begin, len(content) - 15, 16):
            tag, _, value = struct.unpack_from("<IIQ", content, at)
            if tag & 0xFFFF in {0x0003, 0x0040}:
                yield tag >> 16, value if tag & 0xFFFF == 0x0040 else value & 0xFFFFFFFF


def _headers(item: _Item) -> dict[str, str]:
    name = one_line(item.text(_SENDER_NAME))
    address = one_line(item.text(_SENDER_SMTP) or item.text(_SENDER_ADDRESS))
    if "@" not in address:
        address = ""  # a place in a company's directory
    sender = f"{name} <{address}>" if name and address and name != address else name or address
    said = {
        "from": sender,
        "to": one_line(item.text(_TO)),
        "cc": one_line(item.text(_CC)),
        "subject": one_line(item.text(_SUBJECT)),
        "date": item.moment(_SENT_AT) or item.moment(_RECEIVED_AT),
    }
    return {key: value for key, value in said.items() if value}


def _event_lines(item: _Item, named: Mapping[int | str, int]) -> Iterator[str]:
    """When and where an appointment is, when a task is due, how to reach a person, categories."""
    for key, label in _EVENTS.items():
        number = named.get(key)
        if number is None:
            continue
        said = item.moment(number) or "; ".join(item.texts(number))
        if said and not said.startswith(_NEVER):
            yield f"{label}: {said}"


def _above(metadata: dict[str, str]) -> str:
    words = []
    if sender := people(metadata.get("from", "")):
        words.append(f"From {sender}")
    if receivers := metadata.get("to", ""):
        words.append(f"to {receivers.replace(';', ',')[:100]}")
    if date := metadata.get("date", ""):
        words.append(f"on {date[:16]}")
    return " ".join(words)


def _add_body(item: _Item, sections: Sections, place: Locator) -> None:
    """The plain text, which Outlook keeps beside every other form; else the HTML or rich text."""
    plain = item.text(_BODY)
    if plain.strip():
        quoted.add_words(plain, sections, place)
        return
    if html := item.content(_HTML) or item.text(_HTML).encode():
        quoted.add_page(html, sections, place)
        return
    if packed := item.content(_RTF):
        sections.add(rtf.to_text(unpacked(packed)), place)


def _attachment_folders(streams: Streams, folder: str) -> list[str]:
    mark = f"{folder}__attach_version1.0_#"
    found = {
        folder + name.removeprefix(folder).split("/")[0]
        for name in streams.names
        if name.startswith(mark)
    }
    return sorted(found)[:_MAX_ATTACHMENTS]


def _attachments(streams: Streams, folder: str = "") -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file attached to a message; those that are messages have no bytes."""
    for number, held in enumerate(_attachment_folders(streams, folder), start=1):
        item = _Item(streams, f"{held}/")
        name = item.text(_LONG_NAME) or item.text(_SHORT_NAME) or item.text(_SHOWN_NAME)
        yield one_line(name) or f"part {number}", item.content(_ATTACHED)


def open_attachments(path: Path) -> Held:
    with opened(path) as streams:
        return Held(_attachments(streams))
