"""Lists of literature as programs for references export them: BibTeX and RIS. Each entry stands
under its title, with who wrote it, when and where, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.sections import Sections, clean, one_line
from storage.readers.tex import printed
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_Fields = dict[str, list[str]]  # values by the name of their field, in the file's order

_BIB_ENTRY = re.compile(r"@\s*(\w+)\s*[{(]\s*", re.ASCII)
_BIB_FIELD = re.compile(r"\s*,?\s*([\w:+-]+)\s*=\s*", re.ASCII)
_BIB_KEY = re.compile(r"([^\s,={}]*)\s*(?=,|\})")
_BIB_LEFT_OUT = frozenset({"comment", "preamble"})
_AS_WRITTEN = frozenset({"url", "doi", "eprint", "isbn", "issn"})
_FOR_PROGRAMS = frozenset(
    {"file", "owner", "timestamp", "date-added", "date-modified", "bdsk-file-1", "mendeley-tags"}
)
_BARE = re.compile(r"[^\s,#}]*")
_JOIN = re.compile(r"\s*#\s*")
_RIS_LINE = re.compile(r"^([A-Z][A-Z0-9])  ?- ?(.*)$", re.M)
_RIS_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("TI", "T1", "CT", "BT"), "title"),
    **dict.fromkeys(("AU", "A1", "A2", "A3"), "author"),
    **dict.fromkeys(("PY", "Y1", "DA"), "year"),
    **dict.fromkeys(("JO", "JF", "JA", "T2", "J2"), "journal"),
    **dict.fromkeys(("AB", "N2"), "abstract"),
    **dict.fromkeys(("UR", "L1", "L2"), "url"),
    "KW": "keywords",
    "N1": "note",
    "DO": "doi",
    "PB": "publisher",
    "CY": "place",
    "VL": "volume",
    "IS": "number",
    "SP": "first page",
    "EP": "last page",
    "SN": "isbn",
}
_MAX_ENTRY_CHARS = 200_000


def read_bibtex(path: Path, media_type: str) -> TextDocument:
    return _read(path, media_type, _bibtex)


def read_ris(path: Path, media_type: str) -> TextDocument:
    return _read(path, media_type, _ris)


def _read(path: Path, media_type: str, entries: Callable[[str], Iterator[_Fields]]) -> TextDocument:
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    text = clean(decode(content))
    sections = Sections()
    is_empty = True
    for fields in entries(text):
        is_empty = False
        if sections.full:
            break
        title = " ".join(fields.pop("title", []))
        lines = [
            title,
            *(f"{name.capitalize()}: {'; '.join(said)}" for name, said in fields.items()),
        ]
        sections.add(
            "\n".join(filter(None, lines)), {"heading_path": [title[:200]]} if title else {}
        )
    if is_empty:
        sections.add_exact(text, {})
    sections.truncated |= cut
    return sections.document(media_type)


def _bibtex(text: str) -> Iterator[_Fields]:
    spoken: dict[str, str] = {}  # by the names that @string gives
    at = 0
    while entry := _BIB_ENTRY.search(text, at):
        kind, at = entry[1].lower(), entry.end()
        if kind in _BIB_LEFT_OUT:
            continue
        if kind != "string" and (key := _BIB_KEY.match(text, at)):
            at = key.end()
        fields: _Fields = {}
        while field := _BIB_FIELD.match(text, at, at + _MAX_ENTRY_CHARS):
            value, at = _bib_value(text, field.end(), spoken)
            name = field[1].lower()
            if kind == "string":
                spoken[name] = value
            elif name not in _FOR_PROGRAMS:
                said = one_line(value if name in _AS_WRITTEN else printed(value))
                fields[name] = _people(said) if name in {"author", "editor"} else [said]
        if fields:
            yield fields


def _bib_value(text: str, at: int, spoken: Mapping[str, str]) -> tuple[str, int]:
    """The value that begins at `at`, of parts joined by `#`, and where it ends."""
    parts: list[str] = []
    while at < len(text):
        mark = text[at]
        if mark in '{"':
            end = _closing(text, at)
            parts.append(text[at + 1 : end])
            at = end + 1
        else:
            bare = _BARE.match(text, at)
            word = bare[0] if bare else ""
            parts.append(spoken.get(word.lower(), word))
            at += len(word)
        more = _JOIN.match(text, at)
        if more is None:
            break
        at = more.end()
    return "".join(parts), at


def _closing(text: str, at: int) -> int:
    """Where the brace or quote that opens at `at` is closed; braces within count."""
    mark, depth = text[at], 0
    end = min(len(text), at + _MAX_ENTRY_CHARS)
    for place in range(at + (mark == '"'), end):
        char = text[place]
        if char in "{}" and text[place - 1] != "\\":
            depth += 1 if char == "{" else -1
            if depth <= 0 and mark == "{":
                return place
        elif char == '"' and mark == '"' and depth == 0:
            return place
    return end


def _people(said: str) -> list[str]:
    """`Holm, Greta and Sand, P.` as people write names."""
    names = (name.strip() for name in re.split(r"\s+and\s+", said))
    return [" ".join(reversed(name.split(", ", 1))) for name in names if name]


def _ris(text: str) -> Iterator[_Fields]:
    fields: _Fields = {}
    for name, value in _RIS_LINE.findall(text):
        if name == "ER":
            if fields:
                yield fields
            fields = {}
        elif (known := _RIS_NAMES.get(name)) and (said := one_line(value)):
            if known == "author":
                said = _people(said)[0]
            if said not in fields.setdefault(known, []) and not (
                known == "title" and fields[known]
            ):
                fields[known].append(said)
    if fields:
        yield fields
