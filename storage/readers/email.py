"""E-mail (RFC 5322 and MIME) and saved web pages (MHTML): who, when, about what, and the words.

Each section of a mail stands under a line that says from whom, to whom and when it came, so that
any part of it is found and understood by that."""

from __future__ import annotations

import base64
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.errors import InvalidBase64LengthDefect, MessageError
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps, quoted, rtf
from storage.readers.armour import encoded_within, unarmoured, unflowed
from storage.readers.calendars import add_calendar, add_contacts
from storage.readers.decoding import decode, known_encoding
from storage.readers.html import add_html
from storage.readers.mail_dates import moment, sent
from storage.readers.mail_headers import file_name, header, people
from storage.readers.sections import Sections
from storage.readers.signed import enclosed
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument
from storage.records import Locator

_HEADERS = ("From", "To", "Cc", "Bcc", "Subject")
_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification"})
_MAX_PARTS = 500
_MAX_ENCLOSED = 20  # messages within messages
_SKIPPED = frozenset({"text/css", "text/javascript", "text/x-amp-html", "text/ecmascript"}) | {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-encrypted",
}
_SIGNED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_NEW_WORDS = 0.2  # of the HTML's words: with fewer of its own it says what the plain part says
_FEW_WORDS = 2  # that only the HTML has: not worth reading it for
_SAID_TWICE = 0.8  # of the plain part's words: so many in the HTML, and it is left out
_ONE_BYTE = ("cp125", "cp8", "iso8859", "koi8", "mac", "utf-8", "utf-16")
_WORD = re.compile(r"\w+")
_LENGTH_LINE = re.compile(rb"\s*\d+\s*\n")
_ERRORS = (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError)


@dataclass(slots=True)
class _Parts:
    """The leaves of one message, in its order."""

    bodies: list[list[Message]] = field(default_factory=list)  # each a choice of one text's forms
    attached: list[Message] = field(default_factory=list)
    enclosed: list[Message] = field(default_factory=list)
    is_encrypted: bool = False


def read(path: Path, media_type: str) -> TextDocument:
    """Parts: `headers`, `body`, an enclosed message's own as `message 1 headers`, and so on."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    if path.suffix.lower() == ".emlx" and (length := _LENGTH_LINE.match(content)):
        n_bytes = int(length[0])
        content = content[length.end() : length.end() + n_bytes]
    sections = Sections()
    try:
        message = parsed(content)
        is_page = "Snapshot-Content-Location" in message or path.suffix.lower() in {
            ".mht",
            ".mhtml",
        }
        if is_page:
            metadata = add_page(message, sections)
        else:
            metadata = _add_message(message, sections, "", [0], 0)
    except _ERRORS as error:
        raise ReadError("the e-mail is damaged") from error
    sections.truncated |= cut
    title = metadata.pop("title", None) or metadata.get("subject")
    return sections.document(media_type, title=title, metadata=metadata)


def parsed(content: bytes) -> Message:
    """The message in `content`. Raises ReadError if there are no headers."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # as some programs save what they show
        content = content.decode("utf-16", "replace").encode()
    content = content.removeprefix(BOM_UTF8).lstrip(b"\r\n")
    message = BytesParser(policy=policy.compat32).parsebytes(content)
    if not message.keys():
        raise ReadError("there are no headers of an e-mail in this file")
    return message


def attachments(message: Message) -> Iterator[tuple[str, Message]]:
    """(name, part) of each file attached to a message, those of enclosed messages too."""
    waiting, n_parts = [message], [0]
    while waiting:
        parts = _sorted(waiting.pop(), n_parts)
        charset = None
        for number, part in enumerate(parts.attached, start=1):
            yield file_name(part, charset) or f"part {number}{_ending(part)}", part
        waiting.extend(parts.enclosed[:_MAX_ENCLOSED])


def payload(part: Message) -> bytes:
    """A leaf's bytes, decoded from how they travelled."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects):
        # One letter too many, as where the mail breaks off: none of it was decoded.
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        return base64.b64decode(letters[: len(letters) // 4 * 4])
    return content


def _ending(part: Message) -> str:
    return {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}.get(
        part.get_content_type(), ""
    )


def add_page(message: Message, sections: Sections, place: Locator | None = None) -> dict[str, str]:
    """A saved web page: its own text, and that of the frames in it; no styles, no scripts."""
    metadata: dict[str, str] = {}
    for part in _leaves(message, [0]):
        kind = part.get_content_type()
        if kind in {"text/html", "application/xhtml+xml"}:
            title, said = add_html(_as_utf8(part), sections, place)
            metadata = {**said, **metadata}
            if title:
                metadata.setdefault("title", title)
        elif kind == "text/plain":
            sections.add(_text(part), place or {})
    if address := header(message, "Snapshot-Content-Location"):
        metadata["address"] = address
    if date := header(message, "Date"):
        metadata.setdefault("date", moment(date))
    if subject := header(message, "Subject"):
        metadata.setdefault("title", subject)
    return metadata


def _add_message(
    message: Message, sections: Sections, prefix: str, n_parts: list[int], depth: int
) -> dict[str, str]:
    """Add one message and those enclosed in it; return its headers."""
    parts = _sorted(message, n_parts)
    charset = next(
        (said for body in parts.bodies for part in body if (said := part.get_content_charset())),
        None,
    )
    metadata: dict[str, str] = {}
    for name in _HEADERS:
        said = header(message, name, charset)
        if said:
            metadata[name.lower()] = said
    if date := sent(message):
        metadata["date"] = date
    if labels := header(message, "X-Gmail-Labels", charset):
        metadata["labels"] = labels
    if parts.is_encrypted or message.get_content_type() == "multipart/encrypted":
        metadata["encrypted"] = "only the mail program that holds the key can read its text"
    attached = [file_name(part, charset) or part.get_content_type() for part in parts.attached]
    if attached:
        metadata["attachments"] = ", ".join(attached)
    lines = [
        f"{name}: {metadata[name.lower()]}"
        for name in (*_HEADERS, "Date", "Attachments")
        if name.lower() in metadata
    ]
    above = _above(metadata)
    sections.add("\n".join(lines), {"part": f"{prefix}headers"})
    place: Locator = {"part": f"{prefix}body"}
    if above:
        place["heading_path"] = [above]
    for body in parts.bodies:
        for part in _chosen(body):
            _add_body(part, sections, place)
    if depth < _MAX_ENCLOSED:
        for number, inner in enumerate(parts.enclosed, start=1):
            _add_message(inner, sections, f"{prefix}message {number} ", n_parts, depth + 1)
    return metadata


def _above(metadata: dict[str, str]) -> str:
    """From whom, to whom and when, in one line."""
    words = []
    if sender := people(metadata.get("from", "")):
        words.append(f"From {sender}")
    if receivers := people(metadata.get("to", "")):
        words.append(f"to {receivers}")
    if date := metadata.get("date", ""):
        words.append(f"on {date[:16]}" if re.match(r"\d{4}-\d\d-\d\d ", date) else f"on {date}")
    return " ".join(words)


def _add_body(part: Message, sections: Sections, place: Locator) -> None:
    kind = part.get_content_type()
    if kind in {"text/html", "application/xhtml+xml"}:
        quoted.add_page(_as_utf8(part), sections, place)
    elif kind == "text/calendar":
        add_calendar(_text(part), sections, place)
    elif kind in {"text/vcard", "text/x-vcard", "text/directory"}:
        add_contacts(_text(part), sections, place)
    elif kind in _REPORTS:
        sections.add("\n".join(_report_lines(part)), place)
    elif kind == "text/rtf":
        sections.add(rtf.to_text(payload(part)), place)
    else:
        quoted.add_words(_text(part), sections, place)


def _report_lines(part: Message) -> Iterator[str]:
    """What a report on a mail says of it: a block of headers on each who was to receive it."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, Message):
            yield from (f"{name}: {header(block, name)}" for name in block)


def _chosen(body: list[Message]) -> list[Message]:
    """Which forms of one text to read: the plain one where the HTML says no more; the HTML alone
    where the plain one says nothing of its own; else both, so that nothing is lost."""
    plain = [part for part in body if part.get_content_type() == "text/plain"]
    marked = [
        part
        for part in body
        if part.get_content_type() in {"text/html", "application/xhtml+xml", "text/rtf"}
    ]
    rest = [part for part in body if part not in plain and part not in marked]
    if not plain or not marked:
        return body
    plain_words = {word.lower() for part in plain for word in _WORD.findall(_text(part))}
    html_words = {word.lower() for part in marked for word in _words_of(part)}
    new = html_words - plain_words
    if len(new) <= max(_FEW_WORDS, _NEW_WORDS * len(html_words)) and not any(
        char.isdigit() for word in new for char in word
    ):
        return [*plain, *rest]
    if len(plain_words & html_words) >= _SAID_TWICE * len(plain_words):
        return [*marked, *rest]
    return [*marked, *plain, *rest] if len(plain_words) > 3 else [*marked, *rest]


def _words_of(part: Message) -> list[str]:
    sections = Sections()
    _add_body(part, sections, {})
    return [
        word for section in sections.document("").sections for word in _WORD.findall(section.text)
    ]


def _sorted(message: Message, n_parts: list[int]) -> _Parts:
    """Put each leaf where it belongs; at most `_MAX_PARTS` of a file are looked at."""
    found = _Parts()
    waiting: list[tuple[Message, list[Message] | None]] = [(message, None)]
    while waiting:
        part, choice = waiting.pop()
        n_parts[0] += 1
        if n_parts[0] > _MAX_PARTS:
            break
        kind = part.get_content_type()
        inner = part.get_payload()
        if kind in _REPORTS:
            found.bodies.append([part])
        elif kind == "message/rfc822" and isinstance(inner, list):
            found.enclosed.extend(_unpacked(part, one) for one in inner if isinstance(one, Message))
        elif isinstance(inner, list):
            if kind == "multipart/alternative" and choice is None:
                choice = []
                found.bodies.append(choice)
            waiting.extend(
                (entry, choice) for entry in reversed(inner) if isinstance(entry, Message)
            )
        elif kind in _SIGNED and (signed := _signed(part, found)) is not None:
            waiting.append((signed, None))
        elif kind in _SIGNED and found.is_encrypted:
            continue
        elif _is_attached(part):
            found.attached.append(part)
        elif kind in _SKIPPED:
            continue
        else:
            found.attached.extend(encoded_within(part) if kind == "text/plain" else ())
            if choice is None:
                found.bodies.append([part])
            else:
                choice.append(part)
    return found


def _unpacked(part: Message, inner: Message) -> Message:
    """An enclosed message that some programs pack as if it were a file (against RFC 2046)."""
    packing = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    packed = inner.get_payload()
    if packing not in {"base64", "quoted-printable"} or inner.keys() or not isinstance(packed, str):
        return inner
    outer = Message()
    outer["Content-Transfer-Encoding"] = packing
    outer.set_payload(packed)
    return BytesParser(policy=policy.compat32).parsebytes(payload(outer))


def _signed(part: Message, found: _Parts) -> Message | None:
    """The message within a signature that encloses it; None where there is none to be read."""
    try:
        content = enclosed(payload(part))
    except ReadError:
        found.is_encrypted = True
        return None
    return None if content is None else BytesParser(policy=policy.compat32).parsebytes(content)


def _leaves(message: Message, n_parts: list[int]) -> Iterator[Message]:
    waiting = [message]
    while waiting:
        part = waiting.pop()
        n_parts[0] += 1
        inner = part.get_payload()
        if n_parts[0] > _MAX_PARTS:
            return
        if isinstance(inner, list):
            waiting.extend(entry for entry in reversed(inner) if isinstance(entry, Message))
        else:
            yield part


def _is_attached(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in _SKIPPED:
        return False
    if part.get_content_disposition() == "attachment":
        # An invitation is often attached to itself; the words of it are the message.
        return not (kind == "text/calendar" and file_name(part) is None)
    if kind in {"text/plain", "text/html", "application/xhtml+xml"}:
        return False
    return not (kind.startswith("text/") and file_name(part) is None) and kind != "text/calendar"


def _text(part: Message) -> str:
    charset = part.get_content_charset()
    text = _decoded(payload(part), charset)
    if (part.get_param("format") or "") == "flowed":
        text = unflowed(text, delete_space=part.get_param("delsp") == "yes")
    return unarmoured(text)


def _decoded(content: bytes, charset: str | None) -> str:
    known = known_encoding(charset or "")
    if known and not known.startswith(_ONE_BYTE):  # bytes of these tell nothing of themselves
        try:
            return content.decode(known)
        except UnicodeDecodeError:
            pass
    return decode(content, charset)


def _as_utf8(part: Message) -> bytes:
    """A page's source in UTF-8, whatever it and its part say of themselves."""
    content = payload(part)
    charset = part.get_content_charset()
    if charset and known_encoding(charset):
        return b"\xef\xbb\xbf" + _decoded(content, charset).encode("utf-8", "replace")
    return content
