"""E-mail (RFC 5322 and MIME): who, when, about what; the words; the names of what is attached."""

from __future__ import annotations

from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.decoding import decode, known_encoding
from storage.readers.html import add_html
from storage.readers.sections import Sections, one_line
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_HEADERS = ("From", "To", "Cc", "Subject", "Date")
_MAX_PARTS = 500


def read(path: Path, media_type: str) -> TextDocument:
    """Parts: `headers`, `body`, an enclosed message's own as `message 1 headers`, and so on."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        if not message.keys():
            raise ReadError("there are no headers of an e-mail in this file")
        metadata = _add_message(message, sections, "", [0])
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ReadError("the e-mail is damaged") from error
    sections.truncated |= cut
    return sections.document(media_type, title=metadata.get("subject"), metadata=metadata)


def _add_message(
    message: EmailMessage, sections: Sections, prefix: str, n_parts: list[int]
) -> dict[str, str]:
    """Add one message and those enclosed in it; return its headers."""
    metadata: dict[str, str] = {}
    for name in _HEADERS:
        said = _header(message, name)
        if said:
            metadata[name.lower()] = said
    attached: list[str] = []
    enclosed: list[EmailMessage] = []
    plain: list[EmailMessage] = []
    marked_up: list[EmailMessage] = []
    _sort_parts(message, plain, marked_up, attached, enclosed, n_parts)
    if attached:
        metadata["attachments"] = ", ".join(attached)
    lines = [f"{name}: {metadata[name.lower()]}" for name in _HEADERS if name.lower() in metadata]
    if attached:
        lines.append(f"Attachments: {metadata['attachments']}")
    sections.add("\n".join(lines), {"part": f"{prefix}headers"})
    has_words = False
    for part in plain:
        text = _text(part)
        has_words |= bool(text.strip())
        sections.add(text, {"part": f"{prefix}body"})
    if not has_words:
        for part in marked_up:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                charset = part.get_content_charset()
                known = known_encoding(charset or "")
                source = payload.decode(known, "replace").encode() if known else payload
                add_html(source, sections, {"part": f"{prefix}body"})
    for number, inner in enumerate(enclosed, start=1):
        _add_message(inner, sections, f"{prefix}message {number} ", n_parts)
    return metadata


def _sort_parts(
    message: EmailMessage,
    plain: list[EmailMessage],
    marked_up: list[EmailMessage],
    attached: list[str],
    enclosed: list[EmailMessage],
    n_parts: list[int],
) -> None:
    """Put each leaf where it belongs; at most `_MAX_PARTS` of a file are looked at."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        n_parts[0] += 1
        if n_parts[0] > _MAX_PARTS:
            return
        kind = part.get_content_type()
        inner = part.get_payload()
        if kind == "message/rfc822" and isinstance(inner, list):
            enclosed.extend(entry for entry in inner if isinstance(entry, EmailMessage))
        elif isinstance(inner, list):
            waiting.extend(entry for entry in reversed(inner) if isinstance(entry, EmailMessage))
        elif _is_attached(part):
            attached.append(_file_name(part) or kind)
        elif kind == "text/html":
            marked_up.append(part)
        elif kind.startswith("text/"):
            plain.append(part)


def _is_attached(part: EmailMessage) -> bool:
    if part.get_content_disposition() == "attachment":
        return True
    kind = part.get_content_type()
    return kind not in {"text/plain", "text/html"} and not (
        kind.startswith("text/") and _file_name(part) is None
    )


def _file_name(part: EmailMessage) -> str | None:
    name = part.get_filename()
    return one_line(str(name))[:200] if name else None


def _header(message: EmailMessage, name: str) -> str:
    """The header decoded and on one line; dates in ISO 8601."""
    try:
        values = message.get_all(name) or []
        said = one_line(", ".join(str(value) for value in values))
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError):
        # The standard library's parser trips over some broken headers; the raw line remains.
        raw = [value for key, value in message.raw_items() if key.lower() == name.lower()]
        said = one_line(", ".join(str(value) for value in raw))
    if name == "Date" and said:
        try:
            return parsedate_to_datetime(said).isoformat(" ")
        except (ValueError, TypeError, IndexError):
            return said
    return said[: caps.MAX_METADATA_CHARS]


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset()
    known = known_encoding(charset or "")
    if known and known not in {"ascii", "utf-8"}:
        return payload.decode(known, "replace")
    return decode(payload)
