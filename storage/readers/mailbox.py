"""Mailboxes of many messages (mbox, RFC 4155), each message a member; attachments of messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.email import attachments, parsed, payload
from storage.readers.opening import open_regular
from storage.readers.sections import Sections
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

# A line `From …` with a time in it, or one above what can only be a message's headers.
_START = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*(?:\d\d:\d\d[^\r\n]*\r?\n|\r?\n"
    rb"(?=(?:From|To|Subject|Date|Received|Return-Path|Message-ID|Delivered-To|MIME-Version"
    rb"|Content-Type|X-[\w-]+):[ \t]))",
    re.I,
)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_DATE = re.compile(rb"^Date:", re.M | re.I)
_DELETED = re.compile(rb"^X-Mozilla-Status: ([0-9A-Fa-f]{4})", re.M)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_MAX_HEADER_BYTES = 100_000
_PIECE_BYTES = 1 << 22
_OVERLAP_BYTES = 2_000
_HEAD_BYTES = 4_000
_MAX_DECORATION_BYTES = 20_000  # a picture within the text of a mail smaller than this is a logo


def read(path: Path, media_type: str) -> TextDocument:
    """The mailbox itself says nothing: its messages are read one by one."""
    return Sections().document(media_type)


class _Mailbox:
    """Knows where each message begins; the file is read piece by piece."""

    def __init__(self, path: Path) -> None:
        self._path = path
        starts: list[tuple[int, int]] = []  # of the separating line and of the message
        with open_regular(path) as stream:
            base, held = 0, b""
            while piece := stream.read(_PIECE_BYTES):
                held += piece
                for found in _START.finditer(held):
                    at = base + found.start()
                    if not starts or at > starts[-1][0]:
                        starts.append((at, base + found.end()))
                keep = held[-_OVERLAP_BYTES:]
                base += len(held) - len(keep)
                held = keep
                if len(starts) > caps.MAX_MEMBERS:
                    break
            end = base + len(held)
        if not starts:
            raise ReadError("the mailbox is damaged")
        ends = [at for at, _ in starts[1:]] + [end]
        self._places = {
            f"{number}.eml": (line, begin, to)
            for number, ((line, begin), to) in enumerate(zip(starts, ends, strict=True), start=1)
        }

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, to - begin) for name, (_, begin, to) in self._places.items()]

    def read(self, name: str) -> bytes:
        line, begin, to = self._places[name]
        with open_regular(self._path) as stream:
            stream.seek(line)
            separator = stream.read(begin - line)
            content = stream.read(to - begin)
        deleted = _DELETED.search(content[:_HEAD_BYTES])
        if deleted and int(deleted[1], 16) & 0x8:
            return b""  # thrown away; the mail program has not tidied up yet
        headers = _BLANK_LINE.split(content[:_MAX_HEADER_BYTES], maxsplit=1)[0]
        if not _DATE.search(headers):
            content = separator + content  # which tells when it came
        return _QUOTED_FROM.sub(rb"\1", content)


class _Attachments:
    def __init__(self, path: Path) -> None:
        content, _ = read_bytes(path, caps.MAX_TEXT_BYTES)
        self._contents: dict[str, bytes] = {}
        try:
            for name, part in attachments(parsed(content)):
                held = payload(part)
                inline = part.get_content_disposition() != "attachment" or "Content-ID" in part
                is_picture = part.get_content_maintype() == "image"
                if is_picture and inline and len(held) < _MAX_DECORATION_BYTES:
                    continue
                free = name
                while free in self._contents:
                    free = f"{len(self._contents)} {name}"
                self._contents[free] = held
        except (LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
            raise ReadError("the e-mail is damaged") from error

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, len(content)) for name, content in self._contents.items()]

    def read(self, name: str) -> bytes:
        return self._contents[name]


def open_mailbox(path: Path) -> _Mailbox:
    return _Mailbox(path)


def open_attachments(path: Path) -> _Attachments:
    return _Attachments(path)
