"""Plain text, Markdown and source code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from storage.readers import aligned, caps
from storage.readers.chat_lines import conversation_in
from storage.readers.chats import add_chat, whatsapp_messages, whatsapp_title
from storage.readers.clippings import add_clippings, clippings_in
from storage.readers.decoding import decode
from storage.readers.grid import Cell
from storage.readers.opening import open_regular
from storage.readers.sections import Headings, Sections, one_line, shown
from storage.readers.table_shape import caption_in
from storage.readers.tables import add_table
from storage.readers.values import TextDocument

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FRONT_KEY = re.compile(r"""(["']?[^\W\d_][\w -]{0,40}["']?)[ \t]*(?::(?=\s|$)|=)[ \t]*(.*)$""")
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-*:?\s*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_HTML_TABLE = re.compile(r"\s{0,3}<table\b", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)


def read_bytes(path: Path, max_bytes: int) -> tuple[bytes, bool]:
    """The file's first `max_bytes` bytes, and whether there are more."""
    with open_regular(path) as stream:
        content = stream.read(max_bytes + 1)
    return content[:max_bytes], len(content) > max_bytes


def read_plain(path: Path, media_type: str) -> TextDocument:
    """One section with the whole text; of plain text, tables are sections of their own, and what
    messengers export is told by its messages."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    text = shown(decode(content))
    if media_type == "text/plain" and (messages := whatsapp_messages(text)):
        title = whatsapp_title(path)
        add_chat(messages, sections, [title] if title else ["Chat"])
        sections.truncated |= cut
        return sections.document(media_type, title=title or None)
    if media_type == "text/plain" and add_conversation(text, path, sections):
        sections.truncated |= cut
        return sections.document(media_type)
    if media_type == "text/plain" and (clippings := clippings_in(text)):
        add_clippings(clippings, sections)
        sections.truncated |= cut
        return sections.document(media_type)
    for part in aligned.parts(text) if media_type == "text/plain" else (text,):
        if isinstance(part, str):
            sections.add_exact(part, {})
        else:
            add_table(part, sections, {})
    sections.truncated |= cut
    return sections.document(media_type)


def add_conversation(text: str, path: Path, sections: Sections, *, is_marked: bool = False) -> bool:
    """Add a conversation message by message, under the file's name; False if the text is none."""
    above, messages = conversation_in(text, path, is_marked=is_marked)
    if messages:
        sections.add(above, {})
        add_chat(messages, sections, [path.stem])
    return bool(messages)


def read_markdown(path: Path, media_type: str) -> TextDocument:
    """A section per heading; headings inside fenced code don't count. Tables are read row by row,
    and what a note says of itself between its first lines is a section of its own."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    text = shown(decode(content))
    metadata, text = front_matter(text)
    sections = Sections()
    if not metadata and add_conversation(text, path, sections, is_marked=True):
        sections.truncated |= cut
        return sections.document(media_type)
    if set(metadata) - {"title"}:
        lines = [f"{key.capitalize()}: {value}" for key, value in metadata.items()]
        sections.add("\n".join(lines), {"heading_path": [metadata.get("title") or "Properties"]})
    headings = Headings()
    title = add_markdown(text, sections, headings)
    sections.truncated |= cut
    return sections.document(media_type, title=metadata.get("title") or title, metadata=metadata)


def add_markdown(text: str, sections: Sections, headings: Headings) -> str | None:
    """Add Markdown, going on below the headings that are open; return its first top heading."""
    title: str | None = None
    block: list[str] = []
    table: list[str] = []

    def close_table() -> None:
        if not table:
            return
        rows = _pipe_rows(table)
        if rows is None:
            block.extend(table)
        else:
            last = next((line.strip() for line in reversed(block) if line.strip()), "")
            sections.add("\n".join(block), headings.locator())
            block.clear()
            caption = last if caption_in(last, above=True) else None
            add_table(rows, sections, headings.locator(), caption=caption)
        table.clear()

    fenced = False
    marked_up: list[str] = []  # of a table that is written in HTML
    for line, (level, words) in heading_lines(text):
        if _FENCE.match(line):
            fenced = not fenced
        if marked_up or (not fenced and _HTML_TABLE.match(line)):
            marked_up.append(line)
            if "</table" in line.lower():
                close_table()
                sections.add("\n".join(block), headings.locator())
                block.clear()
                _add_marked_up("\n".join(marked_up), sections, headings)
                marked_up.clear()
            continue
        if not fenced and not level and "|" in line and line.strip():
            table.append(line)
            continue
        close_table()
        if level:
            sections.add("\n".join(block), headings.locator())
            block.clear()
            headings.enter(level, words)
            title = title or (words if level == 1 else None)
        block.append(line)
    close_table()
    sections.add("\n".join([*block, *marked_up]), headings.locator())
    return title


def _add_marked_up(source: str, sections: Sections, headings: Headings) -> None:
    from storage.readers.html import add_html  # which reads its files by this module

    add_html(source.encode("utf-8", "replace"), sections, headings.locator())


def _pipe_rows(lines: list[str]) -> list[list[Cell]] | None:
    """The rows of a table in Markdown: names, a line of dashes, rows. None if it is none."""
    if len(lines) < 2 or not _RULE.fullmatch(lines[1]) or "-" not in lines[1]:
        return None
    rows = []
    for number, line in enumerate(lines):
        if number == 1:
            continue
        cells = _PIPE.split(line.strip().removeprefix("|"))
        if line.rstrip().endswith("|") and not line.rstrip().endswith("\\|"):
            cells.pop()
        words = [_plain(_BREAK.sub(" ", cell.replace("\\|", "|"))) for cell in cells]
        rows.append([Cell(one_line(text), is_name=number == 0) for text in words])
    return rows if len(rows) > 1 else None


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


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """What stands between two `---` (or `+++`) lines at the top, lists joined by commas, and the
    rest. Only what notes use of YAML and TOML: keys, plain and quoted values, lists, long text."""
    mark = text[:4]
    if mark not in {"---\n", "+++\n"}:
        return {}, text
    end = text.find(f"\n{mark}", 3, 20_000)
    if end < 0:
        closed = text[:20_000].rstrip().endswith(f"\n{mark[:3]}") and len(text) < 20_000
        end = text.rstrip().rfind("\n") if closed else -1
    if end < 0:
        return {}, text
    found: dict[str, list[str]] = {}
    key = ""
    for line in text[4:end].split("\n"):
        if matched := _FRONT_KEY.match(line):
            key = matched[1].strip().strip("\"'").lower()
            found[key] = _front_values(matched[2].strip())
        elif key and line.strip() and not line.lstrip().startswith("#"):
            found[key].extend(_front_values(line.strip().removeprefix("- ").removeprefix("-")))
    metadata = {key: ", ".join(values) for key, values in found.items() if any(values)}
    return metadata, text[end + 5 :]


def _front_values(said: str) -> list[str]:
    said = said.strip()
    if said in {"", "|", ">", "|-", ">-", "null", "~", "[]"}:
        return []
    is_list = said.startswith("[") and said.endswith("]")
    parts = said[1:-1].split(",") if is_list else [said]
    return [part for raw in parts if (part := raw.strip().strip("\"'"))]
