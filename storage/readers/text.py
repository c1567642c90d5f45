"""Plain text, Markdown and source code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.opening import open_regular
from storage.readers.sections import Headings, Sections, clean
from storage.readers.values import TextDocument

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FRONT_KEY = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]*(\S.*)$")


def read_bytes(path: Path, max_bytes: int) -> tuple[bytes, bool]:
    """The file's first `max_bytes` bytes, and whether there are more."""
    with open_regular(path) as stream:
        content = stream.read(max_bytes + 1)
    return content[:max_bytes], len(content) > max_bytes


def read_plain(path: Path, media_type: str) -> TextDocument:
    """One section with the whole text."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    sections.add_exact(clean(decode(content)), {})
    sections.truncated |= cut
    return sections.document(media_type)


def read_markdown(path: Path, media_type: str) -> TextDocument:
    """A section per heading; headings inside fenced code don't count."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    text = clean(decode(content))
    metadata, text = _front_matter(text)
    sections = Sections()
    headings = Headings()
    title: str | None = metadata.get("title")
    block: list[str] = []
    for line, (level, words) in heading_lines(text):
        if level:
            sections.add("\n".join(block), headings.locator())
            block.clear()
            headings.enter(level, words)
            title = title or (words if level == 1 else None)
        block.append(line)
    sections.add("\n".join(block), headings.locator())
    sections.truncated |= cut
    return sections.document(media_type, title=title, metadata=metadata)


def heading_lines(text: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Each line of Markdown with its level and words if it is a heading, else with level 0."""
    fence: str | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines):
        marked = _FENCE.match(line)
        if marked and (fence is None or marked[1].startswith(fence)):
            fence = None if fence else marked[1]
        level, words = (0, "") if fence or marked else _heading(lines, number)
        yield line, (level, _plain(words))


def _heading(lines: list[str], number: int) -> tuple[int, str]:
    """Level and words if the line is a heading, else level 0."""
    line = lines[number]
    if marked := _HEADING.match(line):
        return len(marked[1]), marked[2] or ""
    if (
        number + 1 < len(lines)
        and line.strip()
        and not line.startswith(("    ", "\t", "|", ">", "-"))
    ):
        underline = _UNDERLINE.match(lines[number + 1])
        alone = number == 0 or not lines[number - 1].strip()
        if underline and alone:
            return (1 if underline[1][0] == "=" else 2), line.strip()
    return 0, ""


def _plain(words: str) -> str:
    """A heading's words without links, emphasis and code marks."""
    words = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", words)
    return re.sub(r"(\*\*|__|`|\{#[^}]*\})", "", words).strip()


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The simple `key: value` lines between two `---` lines at the top, and the rest."""
    if not text.startswith("---\n"):
        return {}, text
    end = text.find("\n---\n", 3, 20_000)
    if end < 0:
        return {}, text
    pairs: dict[str, str] = {}
    for line in text[4:end].split("\n"):
        if matched := _FRONT_KEY.match(line):
            pairs[matched[1].strip().lower()] = matched[2].strip().strip("\"'")
    return pairs, text[end + 5 :]
