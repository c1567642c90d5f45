"""JSON, whole or line by line, as records (see `storage.readers.structured`)."""

from __future__ import annotations

import json
import re
from pathlib import Path

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.sections import Sections, shown
from storage.readers.structured import Value, add_value
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_MAX_PARSED_CHARS = 40_000_000  # a tree takes some ten times its source
_MAX_DEPTH = 60  # what lies deeper is told as it is written
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


def read(path: Path, media_type: str) -> TextDocument:
    """Records in lines; what is not JSON, or cut off, as plain text with its letters restored."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    text = decode(content).lstrip("\ufeff")
    sections = Sections()
    title: str | None = None
    value = _parsed(text) if len(text) <= _MAX_PARSED_CHARS else None
    if value is None:
        sections.add_exact(shown(_ESCAPED.sub(_letters, text)), {})
    else:
        title = add_value(value, sections)
    sections.truncated |= cut
    return sections.document(media_type, title=title)


def _parsed(text: str) -> Value | None:
    """The tree; of several values in lines a list. None if it is no JSON."""
    try:
        return _tree(json.loads(text, parse_int=str, parse_float=str))
    except RecursionError:
        return None
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    found: list[Value] = []
    for line in lines:
        try:
            found.append(_tree(json.loads(line, parse_int=str, parse_float=str)))
        except (ValueError, RecursionError):
            if len(found) < 2:  # the last line of a log may be cut, the first is never
                return None
            found.append(_ESCAPED.sub(_letters, line))
    return found


def _tree(value: object, depth: int = 0) -> Value:
    if depth > _MAX_DEPTH and isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return {str(key): _tree(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_tree(inner, depth + 1) for inner in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _letters(escaped: re.Match[str]) -> str:
    codes = [int(code, 16) for code in escaped[0].split("\\u")[1:]]
    return b"".join(code.to_bytes(2, "big") for code in codes).decode("utf-16-be", "replace")
