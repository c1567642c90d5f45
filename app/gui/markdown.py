"""The small Markdown of answers: paragraphs, headings, lists, code, bold, italic and `[n]`.

Text in, values out; no Qt and no HTML. Everything else (links, pictures, tags, tables) stays the
plain text it is, so that nothing a model or a document says can fetch or draw anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "heading", "bullet", "number", "code"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, or with `marker` the place of a citation (its text is then empty)."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    marker: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """`level` is the depth of a list entry from 0; `label` is the number of a numbered one."""

    kind: BlockKind
    spans: tuple[Span, ...]
    level: int = 0
    label: str = ""


_LIST = re.compile(r"^(\s*)(?:([-*•])|(\d{1,3})[.)])\s+(.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>(?=\S).+?(?<=\S))\*\*"
    r"|(?<![\w*])\*(?P<italic>(?=[^\s*]).+?(?<=[^\s*]))\*(?![\w*])"
    r"|\[(?P<markers>\d{1,3}(?:\s*,\s*\d{1,3})*)\]"
)


def parse(text: str) -> list[Block]:
    """Blocks in reading order. Never raises: what is not understood is plain text."""
    blocks: list[Block] = []
    pending: list[str] = []
    code: list[str] | None = None

    def close_paragraph() -> None:
        if pending:
            blocks.append(Block("paragraph", inline(" ".join(pending))))
            pending.clear()

    for line in text.replace("\r\n", "\n").split("\n"):
        if line.lstrip().startswith("```"):
            close_paragraph()
            if code is None:
                code = []
            else:
                blocks.append(Block("code", (Span("\n".join(code), code=True),)))
                code = None
        elif code is not None:
            code.append(line)
        elif not line.strip():
            close_paragraph()
        elif heading := _HEADING.match(line):
            close_paragraph()
            blocks.append(Block("heading", inline(heading[1])))
        elif entry := _LIST.match(line):
            close_paragraph()
            level = min(len(entry[1].expandtabs(4)) // 2, 3)
            kind: BlockKind = "number" if entry[3] else "bullet"
            blocks.append(Block(kind, inline(entry[4]), level, entry[3] or ""))
        else:
            pending.append(line.strip())
    close_paragraph()
    if code:
        blocks.append(Block("code", (Span("\n".join(code), code=True),)))
    return blocks


def inline(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Span, ...]:
    spans: list[Span] = []
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            spans.append(Span(text[at : found.start()], bold, italic))
        if found["code"] is not None:
            spans.append(Span(found["code"], bold, italic, code=True))
        elif found["bold"] is not None:
            spans.extend(inline(found["bold"], bold=True, italic=italic))
        elif found["italic"] is not None:
            spans.extend(inline(found["italic"], bold=bold, italic=True))
        else:
            for number in found["markers"].split(","):
                spans.append(Span("", bold, italic, marker=int(number)))
        at = found.end()
    if at < len(text):
        spans.append(Span(text[at:], bold, italic))
    return tuple(spans)


def line_of(quote: str, path: str) -> str:
    """Words of a file on one line, of a Markdown file without its marks."""
    marked_up = path.lower().endswith((".md", ".markdown", ".mdown"))
    return " ".join((plain(quote) if marked_up else quote).split())


def plain(text: str) -> str:
    """The text without its marks, markers kept as `[n]`: for the clipboard."""
    lines: list[str] = []
    for block in parse(text):
        body = "".join(f"[{s.marker}]" if s.marker is not None else s.text for s in block.spans)
        lead = {"bullet": "• ", "number": f"{block.label}. "}.get(block.kind, "")
        lines.append("  " * block.level + lead + body)
    return "\n".join(lines)
