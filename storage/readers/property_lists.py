"""Property lists of macOS and iOS, binary or XML, and the web pages that Safari keeps in them."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any

from lxml import etree

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.html import add_html
from storage.readers.sections import Sections
from storage.readers.structured import Value, add_value
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_DAMAGED = "the property list is damaged"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read(path: Path, media_type: str) -> TextDocument:
    """A binary property list. Raises ReadError if it is damaged."""
    content, _ = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    title = _add(_parsed(content), sections)
    return sections.document(media_type, title=title)


def add_property_list(root: Any, sections: Sections) -> str | None:
    """Add what the root element of an XML property list holds; return its title."""
    return _add(_parsed(etree.tostring(root)), sections)


def _parsed(content: bytes) -> object:
    try:
        return plistlib.loads(content)
    except (
        plistlib.InvalidFileException,
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
    ) as error:
        raise ReadError(_DAMAGED) from error
    except (RecursionError, MemoryError, TypeError, AttributeError) as error:
        raise ReadError(_DAMAGED) from error


def _add(found: object, sections: Sections) -> str | None:
    if isinstance(found, dict) and isinstance(page := found.get("WebMainResource"), dict):
        return _add_page(page, found.get("WebSubframeArchives"), sections)
    return add_value(_tree(found), sections)


def _add_page(page: dict[str, object], frames: object, sections: Sections) -> str | None:
    """The page itself, then the pages in its frames."""
    title: str | None = None
    content = page.get("WebResourceData")
    if isinstance(content, bytes):
        if str(page.get("WebResourceMIMEType")) in _PAGES:
            title, _ = add_html(content, sections)
        elif str(page.get("WebResourceMIMEType", "")).startswith("text/"):
            sections.add(content.decode("utf-8", "replace"), {})
    for frame in frames if isinstance(frames, list) else ():
        if isinstance(frame, dict) and isinstance(inner := frame.get("WebMainResource"), dict):
            _add_page(inner, frame.get("WebSubframeArchives"), sections)
    return title


def _tree(value: object, depth: int = 0) -> Value:
    if depth > 40 or value is None or isinstance(value, bytes | plistlib.UID):
        return ""
    if isinstance(value, dict):
        return {str(key): _tree(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_tree(inner, depth + 1) for inner in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
