"""Notes and comments of Word documents, and where in the text they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from storage.readers.archive import attribute, local
from storage.readers.raised import raised

NOTES = {"footnotes": "Footnotes", "endnotes": "Endnotes", "comments": "Comments"}
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_MAX_SAID = 150  # characters of what a comment is about
_NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def number_notes(root: Any) -> dict[tuple[str, str], int]:
    """Number the references to notes as Word does, in their order, and write the number into each;
    the numbers by kind and id."""
    found: dict[tuple[str, str], int] = {}
    counts = dict.fromkeys(_REFERENCES.values(), 0)
    for element in root.iter(*(f"{{*}}{name}" for name in _REFERENCES)):
        kind = _REFERENCES.get(local(element))
        if kind is None or attribute(element, "customMarkFollows") in {"1", "true"}:
            continue
        key = (kind, attribute(element, "id") or "")
        if key not in found:
            counts[kind] += 1
            found[key] = counts[kind]
        element.text = raised(str(found[key]))
    return found


def said_of(root: Any) -> dict[str, str]:
    """By id of a comment: the words that it is about."""
    found: dict[str, str] = {}
    is_open: set[str] = set()
    marks = ("commentRangeStart", "commentRangeEnd", "t", "tab", "p")
    for element in root.iter(*(f"{{*}}{name}" for name in marks)):
        name = local(element)
        if name == "commentRangeStart":
            is_open.add(attribute(element, "id") or "")
        elif name == "commentRangeEnd":
            is_open.discard(attribute(element, "id") or "")
        elif name in {"t", "tab", "p"} and is_open:
            text = (element.text or "") if name == "t" else " "
            for identity in is_open:
                if len(said := found.get(identity, "")) <= _MAX_SAID:
                    found[identity] = said + text
    return found


def note_lines(
    root: Any,
    kind: str,
    numbers: Mapping[tuple[str, str], int],
    said: Mapping[str, str],
    lines_of: Callable[[Any], Iterable[str]],
) -> Iterator[str]:
    """A line for each note: behind its number, or behind who wrote it and what it is about."""
    for note in root:
        if attribute(note, "type") in _NO_NOTES:
            continue
        text = " ".join(" ".join(lines_of(note)).split())
        if not text:
            continue
        identity = attribute(note, "id") or ""
        if kind != "comments":
            number = numbers.get((kind, identity))
            yield f"{raised(str(number))} {text}" if number else text
            continue
        author = attribute(note, "author") or ""
        about = " ".join(said.get(identity, "").split())
        if len(about) > _MAX_SAID:
            about = f"{about[:_MAX_SAID].rpartition(' ')[0]} …"
        above = f"{author} on “{about}”" if author and about else author or about
        yield f"{above}: {text}" if above else text
