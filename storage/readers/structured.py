"""What programs write for each other (JSON, XML, property lists) as text for people: each record a
line of `name: value` as a row of a table is, each long text a paragraph under its record's title.

A tree of values is made of strings, lists and objects; numbers come as they are written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from storage.errors import ReadError
from storage.readers.chat_exports import messages_in, title_of
from storage.readers.chats import add_chat
from storage.readers.grid import Cell
from storage.readers.html import add_html
from storage.readers.sections import Sections, one_line, shown
from storage.readers.tables import add_table, record_line
from storage.records import Locator

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

_MAX_DEPTH = 100  # the readers cut their trees before
_MAX_LISTED = 50  # values of one list in one line
_LOOKED_AT = 50  # records of a list, to tell a conversation
_MAX_NUMBERS = 12  # of one list: longer ones are coordinates, samples, vectors
_LONG_CHARS = 300  # a text longer than this is a paragraph, not a cell
_INLINE_CHARS = 160  # records within a record stand in its line up to here
_TITLES = ("title", "name", "subject", "headline", "summary", "label", "text", "id")
_PACKED = re.compile(r"(?:data:[\w/+.-]*;base64,.*|[A-Za-z0-9+/_=\s-]{200,})", re.S)
_NUMBERS = re.compile(r"[-+\d.,eE\s]+")
_MARKUP = re.compile(
    r"\s*(?:<\?xml|<!DOCTYPE)|</?(?:p|div|br|b|i|a|ul|li|span|table|h\d)\b[^<>]*>", re.I
)
_MOMENT_NAME = re.compile(
    r"(?i)(?:^|[_ ])(?:ts|date|time|timestamp|created|modified|updated)|time$"
    r"|(?:time|timestamp|date)_?(?:usec|us|msec|ms|millis|sec|s|seconds)$|_at$|(?-i:[a-z]At)$"
)
_E7 = re.compile(r"-?\d{6,10}")  # degrees, times ten million
_SLACK_LINK = re.compile(r"<(https?://[^<>|\s]+|mailto:[^<>|\s]+)(?:\|([^<>]*))?>")
_MOMENT_UNITS = ((10, 1.0), (13, 1e3), (16, 1e6))  # digits of a moment of our days, and its unit


def add_value(value: Value, sections: Sections, place: Locator | None = None) -> str | None:
    """Add a tree; return its title if it says one."""
    _add(value, sections, place or {}, 0)
    title = value.get("title") or value.get("name") if isinstance(value, dict) else None
    return title if isinstance(title, str) and len(title) <= 200 else None


def mended(text: str) -> str:
    """Letters that a program wrote byte by byte (`KÃ¶ln`), as the exports of social networks do."""
    if text.isascii() or any(char > "\xff" for char in text):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text


def _add(value: Value, sections: Sections, place: Locator, depth: int) -> None:
    if sections.full:
        sections.truncated = True
    elif isinstance(value, str):
        _add_text(value, sections, place)
    elif isinstance(value, list):
        _add_list(value, sections, place, depth)
    else:
        _add_record(value, sections, place, depth)


def _add_list(values: list[Value], sections: Sections, place: Locator, depth: int) -> None:
    if rows := _rows(values):
        add_table([[Cell(text) for text in row] for row in rows], sections, place)
        return
    if messages := messages_in(values, _said):
        add_chat(messages, sections, place.get("heading_path", ()))
        return
    lines: list[str] = []

    def close() -> None:
        sections.add_rows(lines, [""] * len(lines), place)
        lines.clear()

    for value in values:
        if sections.full:
            break
        if isinstance(value, dict) and (line := _line(value)) is not None:
            lines.append(line)
            continue
        if isinstance(value, str) and len(value) <= _LONG_CHARS:
            if text := _said("", value):
                lines.append(record_line([("", text)]))
            continue
        close()
        _add(value, sections, place, depth + 1)
    close()


def _rows(values: list[Value]) -> list[list[str]]:
    """The rows of a table that is written as a list of lists; [] where it is none."""
    rows: list[list[str]] = []
    for value in values:
        if not isinstance(value, list) or not all(isinstance(cell, str) for cell in value):
            return []
        rows.append([one_line(cell) for cell in value if isinstance(cell, str)])
    is_numbers = all(_NUMBERS.fullmatch(cell) for row in rows for cell in row)
    return [] if is_numbers or len(rows) < 2 else rows


def _add_record(
    record: Mapping[str, Value], sections: Sections, place: Locator, depth: int
) -> None:
    """Its short values in one line, or a line each at the top; then what it holds."""
    held = {
        key: value
        for key, value in record.items()
        if _is_held(value) or (depth == 0 and _is_list_of_records(value))
    }
    pairs = list(_pairs({key: value for key, value in record.items() if key not in held}))
    if depth == 0:
        lines = [record_line([pair]) for pair in pairs]
        sections.add_rows(lines, [""] * len(lines), place)
    else:
        title = next((text for name, text in pairs if name.lower() in _TITLES), "")
        if title and held:
            place = _below(place, title)
        sections.add_rows([record_line(pairs)], [""], place)
    if depth >= _MAX_DEPTH:
        return
    for name, value in held.items():
        if isinstance(value, list) and (messages := messages_in(value, _said)):
            add_chat(messages, sections, _below(place, title_of(record) or name)["heading_path"])
        elif isinstance(value, dict) and (lines := _keyed(value)):
            sections.add_rows(lines, [""] * len(lines), _below(place, name))
        else:
            _add(value, sections, _below(place, name), depth + 1)


def _keyed(value: dict[str, Value]) -> list[str]:
    """Lines of records of one kind that are kept by their keys; [] where it is none such."""
    held = [one for one in value.values() if isinstance(one, dict)]
    if len(held) < 2 or len(held) < len(value):
        return []
    lines = []
    for key, one in value.items():
        line = _line({"": key, **one}) if isinstance(one, dict) else None
        if line is None:
            return []
        lines.append(line)
    return lines


def _line(record: Mapping[str, Value]) -> str | None:
    """A record in one line; None where it holds what wants more room."""
    if any(_is_held(value) for value in record.values()):
        return None
    return record_line(list(_pairs(record)))


def _is_list_of_records(value: Value) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _is_held(value: Value, depth: int = 0) -> bool:
    """Whether it is too much for its record's line: long texts, and many or deep records."""
    if isinstance(value, str):
        return len(value) > _LONG_CHARS and not _PACKED.fullmatch(value)
    if depth > 6:
        return True
    inner = list(value.values()) if isinstance(value, dict) else value
    if isinstance(value, list) and any(not isinstance(one, str) for one in value):
        if _spoken(value):
            return False
        if messages_in(value[:_LOOKED_AT], _said):
            return True
        if sum(len(text) for one in value for text in _strings(one)) > _INLINE_CHARS:
            return not _is_numbers(value)
    return any(_is_held(one, depth + 1) for one in inner)


def _pairs(value: Mapping[str, Value], above: str = "") -> Iterator[tuple[str, str]]:
    """(name, text) of what stands in a record's line; names of inner records behind each other."""
    told: set[str] = set()
    for key, inner in value.items():
        name = f"{above} {key}".strip()
        if _is_held(inner):
            continue
        for pair in _pair(name, inner):
            if len(pair[1]) > 12 and pair[1] in told:  # said twice, for programs
                continue
            told.add(pair[1])
            yield pair


def _pair(name: str, value: Value) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield from _pairs(value, name)
        return
    if isinstance(value, str):
        text = _said(name, value)
    elif _is_numbers(value):
        numbers = list(_strings(value))
        text = ", ".join(numbers) if len(numbers) <= _MAX_NUMBERS else ""
    elif spoken := _spoken(value):
        text = _said(name, spoken)
    else:
        parts = [_inline(one) for one in value[:_MAX_LISTED]]
        if len(value) > _MAX_LISTED:
            parts.append(f"and {len(value) - _MAX_LISTED} more")
        text = "; ".join(part for part in parts if part)
        text = text.replace("; ", ", ") if all(isinstance(one, str) for one in value) else text
    if text:
        yield name, text


def _inline(value: Value) -> str:
    if isinstance(value, str):
        return _said("", value)
    if isinstance(value, list):
        return ", ".join(text for one in value if (text := _inline(one)))
    return ", ".join(f"{name} {text}".strip() for name, text in _pairs(value))


def _spoken(values: Sequence[Value]) -> str:
    """A text of which some words are marked (links, names): Telegram writes it as a list of
    strings and of objects with a `text`; "" where it is none."""
    if not any(isinstance(one, str) for one in values):
        return ""
    pieces: list[str] = []
    for one in values:
        piece = one.get("text") if isinstance(one, dict) else one
        if not isinstance(piece, str):
            return ""
        pieces.append(piece)
    return "".join(pieces) if any(isinstance(one, dict) for one in values) else ""


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    for inner in value.values() if isinstance(value, dict) else value:
        yield from _strings(inner)


def _is_numbers(value: Sequence[Value]) -> bool:
    return (
        bool(value)
        and all(
            all(_NUMBERS.fullmatch(text) for text in _strings(one))
            for one in value
            if not isinstance(one, dict)
        )
        and not any(isinstance(one, dict) for one in value)
    )


def _said(name: str, text: str) -> str:
    """A value on one line; "" for packed bytes. Moments counted in seconds are told as such."""
    if _PACKED.fullmatch(text):
        return ""
    if _MOMENT_NAME.search(name) and (moment := _moment(text)):
        return moment
    if name.endswith("E7") and _E7.fullmatch(text):
        return f"{int(text) / 1e7:.5f}"
    if "<http" in text or "<mailto:" in text:  # as Slack writes links
        text = _SLACK_LINK.sub(lambda link: f"{link[2]} ({link[1]})" if link[2] else link[1], text)
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    if _MARKUP.search(text):
        text = _unmarked(text)
    return one_line(mended(text))


def _moment(text: str) -> str:
    whole, _, _ = text.partition(".")
    for n_digits, unit in _MOMENT_UNITS:
        if whole.isdecimal() and whole.isascii() and len(whole) == n_digits:
            moment = datetime.datetime.fromtimestamp(int(whole) / unit, datetime.UTC)
            return f"{moment:%Y-%m-%d %H:%M} UTC"
    return ""


def _add_text(text: str, sections: Sections, place: Locator) -> None:
    if _PACKED.fullmatch(text):
        return
    if _MARKUP.search(text):
        try:
            add_html(text.encode("utf-8", "replace"), sections, place)
            return
        except ReadError:
            pass
    sections.add(shown(mended(text)), place)


def _unmarked(text: str) -> str:
    inner = Sections()
    _add_text(text, inner, {})
    return " ".join(section.text for section in inner.document("").sections)


def _below(place: Locator, heading: str) -> Locator:
    return {**place, "heading_path": [*place.get("heading_path", []), one_line(heading)[:200]]}
