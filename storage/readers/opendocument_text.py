"""The words of OpenDocument paragraphs: white space, raised letters, readings, equations, notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storage.readers.archive import Archive, attribute, local, resolve
from storage.readers.equations import linear
from storage.readers.opendocument_forms import filled_fields
from storage.readers.opendocument_styles import Styles
from storage.readers.raised import lowered, one_stroke, raised, struck
from storage.readers.ruby import reading, settled

BLOCKS = frozenset({"p", "h"})
_LEFT_OUT = frozenset(
    {
        *("tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls"),
        *("settings", "placeholder"),  # a prompt that nobody has answered
    }
)


def blocks(root: Any) -> Iterator[Any]:
    """Paragraphs, headings and tables in reading order, out of whatever wraps them."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in BLOCKS or (name == "table" and element is not root):
            yield element
        elif name == "annotation" and local(element.getparent()) not in BLOCKS:
            yield element  # a remark that stands between paragraphs
        elif name and name not in _LEFT_OUT and name != "annotation" and not _is_hidden(element):
            waiting.extend(reversed(element))


def _is_hidden(element: Any) -> bool:
    """A section or a stretch of text that is not shown, and is meant not to be."""
    return (local(element) == "section" and attribute(element, "display") == "none") or attribute(
        element, "is-hidden"
    ) == "true"


class Words:
    """Knows what the styles of a file do to words, its filled forms, and the equations in it."""

    def __init__(self, content: Any, styles: Styles, archive: Archive) -> None:
        self._archive = archive
        self._styles = styles
        self._fields = filled_fields(content)

    def of(self, block: Any) -> str:
        """The text of one paragraph; `s`, `tab` and `line-break` stand for white space."""
        if self._styles.is_unseen(block) or any(map(_is_hidden, block.iter("{*}hidden-paragraph"))):
            return ""
        text = settled(one_stroke(self._within(block)))
        return struck(text) if self._styles.is_struck(block) else text

    def _within(self, outer: Any) -> str:
        pieces: list[str] = []
        waiting: list[Any] = [outer]
        while waiting:
            element = waiting.pop()
            if isinstance(element, str):
                pieces.append(element)
                continue
            name = local(element)
            if name == "s":
                count = attribute(element, "c") or "1"
                pieces.append(" " * (min(int(count), 100) if count.isdigit() else 1))
            elif name == "tab":
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            elif name in {"annotation", "note"}:
                pieces.append(f" [{_author(element)}{' '.join(_note_words(element).split())}] ")
            elif name == "ruby":
                parts = {local(part): "".join(part.itertext()) for part in element}
                pieces.append(parts.get("ruby-base", "") + reading(parts.get("ruby-text", "")))
            elif name == "span" and element is not outer and self._styles.is_unseen(element):
                continue
            elif name == "span" and (shift := self._styles.shift(element)):
                text = "".join(element.itertext())
                pieces.append(raised(text) if shift > 0 else lowered(text))
            elif name == "span" and element is not outer and self._styles.is_struck(element):
                pieces.append(struck(self._within(element)))
            elif name == "control":
                pieces.append(f" {self._fields.get(attribute(element, 'control') or '', '')} ")
            elif name == "object":
                pieces.append(self._equation(element))
            elif name in {"title", "desc"} and local(element.getparent()) == "frame":
                pieces.append(f" [{' '.join(''.join(element.itertext()).split())}] ")
            elif name and name not in _LEFT_OUT and not _is_hidden(element):
                for child in reversed(element):
                    if child.tail:
                        waiting.append(child.tail)
                    waiting.append(child)
                if element.text:
                    waiting.append(element.text)
        return "".join(pieces)

    def _equation(self, element: Any) -> str:
        """An embedded formula; "" for other objects."""
        inner = next((found for found in element.iter() if local(found) == "math"), None)
        if inner is None:
            folder = resolve("", attribute(element, "href") or "")
            part = f"{folder}/content.xml"
            if folder and part in self._archive.names:
                root = self._archive.xml(part)
                inner = root if local(root) == "math" else None
        return linear(inner) if inner is not None else ""


def _author(note: Any) -> str:
    """Who wrote a remark, before its words."""
    said = next((part.text or "" for part in note if local(part) == "creator"), "").strip()
    return f"{said}: " if said and local(note) == "annotation" else ""


def _note_words(note: Any) -> str:
    """The words of a note without the number that refers to it."""
    return " ".join(
        "".join(found.itertext())
        for part in note
        if local(part) not in {"note-citation", "creator", "date", "date-string"}
        for found in ([part] if local(part) in BLOCKS else blocks(part))
    )
