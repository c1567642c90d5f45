"""How the stored text of a source is set: headings, lists, code and tables, each with the exact
place of its words in that text. Text in, values out; no Qt and no HTML.

Of a document's markup only headings, lists, fenced code, emphasis and code within a line are
understood, and of those the marks alone are left out; links, pictures and tags stay the plain text
they are, so that nothing a document says can fetch or draw anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.core.events import TextForm
from app.gui.evidence.notebook import is_code
from app.gui.evidence.rows import Table, table_at

BlockKind = Literal["paragraph", "heading", "bullet", "code"]


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` of the source as it stands there, in code points."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A line. `level` is that of a heading from 1, or the depth of a list entry from 0; `after_gap`
    says that an empty line stands before it."""

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    after_gap: bool = False


_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_BULLET = re.compile(r"(\s*)[-*+•][ \t]+")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|(?P<mark>\*\*|__)(?P<bold>(?=\S).+?(?<=\S))(?P=mark)"
    r"|(?<![\w*])\*(?P<italic>(?=[^\s*]).+?(?<=[^\s*]))\*(?![\w*])"
)
_MAX_INLINE_CHARS = 20_000  # of a line; longer ones are no prose


def set_text(
    text: str, form: TextForm, headings: Mapping[str, int] | None = None
) -> Iterator[Block | Table]:
    """Blocks and pieces of tables in reading order, each made when it is asked for. `headings` are
    the words of those that stand over parts of the text, with their levels. Never raises: what is
    not understood is plain text."""
    lines = _lines(text)
    headings = headings or {}
    is_marked_up = form in ("markdown", "notebook")
    above: Table | None = None
    fenced = gap = coded = False
    number = 0
    while number < len(lines):
        start, end = lines[number]
        if form == "notebook" and not fenced and (gap or start == 0):
            below = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
            coded = is_code(text[start:end], below, headings)
        plain = fenced or coded or form == "code"
        table = None if plain else table_at(text, lines, number, above)
        above = table
        if table is not None:
            yield table
            number += len(table.rows)
            gap = False
            continue
        number += 1
        line = text[start:end]
        following = text[slice(*lines[number])] if number < len(lines) else ""
        if form == "code":
            yield Block("code", (Piece(start, end),))
        elif is_marked_up and not coded and _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            yield Block("code", (Piece(start, end),), after_gap=gap)
        elif not line.strip():
            gap = True
            continue
        elif coded:
            yield Block("code", (Piece(start, end),), after_gap=gap)
        elif is_marked_up:
            block = _marked_up(text, start, end, following, gap)
            yield block
            if block.kind == "heading" and not line.lstrip().startswith("#"):
                number += 1  # its underline
        else:
            level = headings.get(line.strip(), 0) if gap or start == 0 else 0
            kind: BlockKind = "heading" if level else "paragraph"
            yield Block(kind, (Piece(start, end),), level, gap)
        gap = False


def _lines(text: str) -> list[tuple[int, int]]:
    lines = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _marked_up(text: str, start: int, end: int, following: str, gap: bool) -> Block:
    line = text[start:end]
    if len(line) > _MAX_INLINE_CHARS:
        return Block("paragraph", (Piece(start, end),), 0, gap)
    if found := _HEADING.match(line):
        first, last = start + found.start(2), start + found.end(2)
        return Block("heading", tuple(_inline(text, first, last)), len(found[1]), gap)
    is_first = gap or start == 0
    if is_first and _UNDERLINE.match(following) and line[:1] not in (" ", "\t", "|", ">", "-"):
        level = 1 if "=" in following else 2
        return Block("heading", tuple(_inline(text, start, end)), level, gap)
    if found := _BULLET.match(line):
        level = min(len(found[1].expandtabs(4)) // 2, 3)
        return Block("bullet", tuple(_inline(text, start + found.end(), end)), level, gap)
    return Block("paragraph", tuple(_inline(text, start, end)), 0, gap)


def _inline(text: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    for found in _INLINE.finditer(text, start, end):
        if found.start() > at:
            yield Piece(at, found.start())
        name = next(name for name in ("code", "bold", "italic") if found[name] is not None)
        first, last = found.span(name)
        yield Piece(first, last, name == "bold", name == "italic", name == "code")
        at = found.end()
    if at < end:
        yield Piece(at, end)
