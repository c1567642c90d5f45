"""FictionBook, the e-books of Russian libraries: chapters under their titles, notes behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storage.readers.archive import local
from storage.readers.sections import Headings, Sections

_LINES = frozenset({"p", "v", "subtitle", "text-author", "date", "td", "th"})


def add_book(root: Any, sections: Sections) -> str | None:
    """Add the chapters of a book; return its title."""
    title: str | None = None
    said: list[str] = []
    for part in root:
        if local(part) == "description":
            for element in part.iter():
                if local(element) == "book-title" and title is None:
                    title = _words(element)
                elif local(element) == "author" and not said:
                    said.append("Author: " + " ".join(filter(None, map(_words, element))))
                elif local(element) == "annotation":
                    said.extend(_lines(element))
            sections.add("\n".join(said), {"heading_path": [title] if title else []})
        elif local(part) == "body":
            _add_section(part, sections, Headings(), 1)
    return title or None


def _add_section(section: Any, sections: Sections, headings: Headings, level: int) -> None:
    lines: list[str] = []
    for part in section:
        if local(part) == "title":
            words = _words(part)
            headings.enter(level, words)
            lines.append(words)
        elif local(part) == "section":
            sections.add("\n".join(lines), headings.locator())
            lines = []
            if level < 40:
                _add_section(part, sections, headings, level + 1)
        else:
            lines.extend(_lines(part))
    sections.add("\n".join(lines), headings.locator())


def _lines(element: Any) -> Iterator[str]:
    if local(element) in _LINES:
        yield _words(element)
        return
    for part in element:
        if local(part):
            yield from _lines(part)


def _words(element: Any) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split()) if local(element) else ""
