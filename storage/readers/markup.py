"""Notes in lightweight markup: Org, AsciiDoc and MediaWiki (reStructuredText has a module of its
own). As of Markdown, headings open sections, tables are read row by row, links are words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.grid import Cell
from storage.readers.sections import Headings, Sections, one_line, shown
from storage.readers.tables import add_table
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_MAX_CELLS_A_LINE = 500


class Writer:
    """Gathers lines, headings and tables in their order."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._headings = Headings()
        self._block: list[str] = []
        self.title: str | None = None

    def line(self, text: str) -> None:
        self._block.append(text)

    def heading(self, level: int, words: str) -> None:
        words = one_line(words)
        self.close()
        if words:
            self.title = self.title or (words if level <= 1 else None)
            self._headings.enter(level, words)
            self._block.append(words)

    def table(self, rows: Sequence[Sequence[Cell]], caption: str | None = None) -> None:
        self.close()
        add_table(rows, self._sections, self._headings.locator(), caption=caption)

    def close(self) -> None:
        self._sections.add("\n".join(self._block), self._headings.locator())
        self._block.clear()


def read_org(path: Path, media_type: str) -> TextDocument:
    return read_lines(path, media_type, _add_org)


def read_asciidoc(path: Path, media_type: str) -> TextDocument:
    return read_lines(path, media_type, _add_asciidoc)


def read_wiki(path: Path, media_type: str) -> TextDocument:
    return read_lines(path, media_type, _add_wiki)


def read_lines(
    path: Path, media_type: str, add: Callable[[list[str], Writer], None]
) -> TextDocument:
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    writer = Writer(sections)
    add(shown(decode(content)).split("\n"), writer)
    writer.close()
    sections.truncated |= cut
    return sections.document(media_type, title=writer.title)


def cells(texts: Sequence[str], *, is_name: bool = False) -> list[Cell]:
    return [Cell(one_line(text), is_name=is_name) for text in texts[:_MAX_CELLS_A_LINE]]


# --- Org -----------------------------------------------------------------------------------------

_ORG_HEADING = re.compile(r"(\*+)\s+(.*?)(?:\s+:[\w@#%:]+:)?\s*$")
_ORG_KEY = re.compile(r"\s*#\+(\w+):\s*(.*)$")
_ORG_LINK = re.compile(r"\[\[([^\[\]]*)\](?:\[([^\[\]]*)\])?\]")
_ORG_RULE = re.compile(r"\s*\|[-+:| ]*-[-+:| ]*\|?\s*$")


def _add_org(lines: list[str], writer: Writer) -> None:
    caption: str | None = None
    at = 0
    while at < len(lines):
        line = _ORG_LINK.sub(lambda link: link[2] or link[1], lines[at])
        if line.lstrip().startswith("|"):
            end = at
            while end < len(lines) and lines[end].lstrip().startswith("|"):
                end += 1
            writer.table(_org_rows(lines[at:end]), caption)
            caption, at = None, end
            continue
        at += 1
        if found := _ORG_HEADING.fullmatch(line):
            writer.heading(len(found[1]), found[2])
        elif key := _ORG_KEY.fullmatch(line):
            name = key[1].lower()
            if name == "title":
                writer.title = writer.title or key[2]
            if name in {"title", "author", "date", "subtitle", "description", "filetags"}:
                writer.line(f"{key[1].capitalize()}: {key[2]}")
            caption = key[2] if name == "caption" else caption
        elif line.strip().upper() == ":PROPERTIES:":
            while at < len(lines) and lines[at].strip().upper() != ":END:":
                at += 1
            at += 1
        elif not re.match(r"\s*#\+(?:begin|end)_", line, re.I):
            writer.line(line)


def _org_rows(lines: Sequence[str]) -> list[list[Cell]]:
    rules = [bool(_ORG_RULE.match(line)) for line in lines]
    first_rule = rules.index(True) if True in rules else -1
    is_named = 0 < first_rule <= 2 and not all(rules[first_rule:])
    rows = []
    for number, line in enumerate(lines):
        if not rules[number]:
            line = _ORG_LINK.sub(lambda link: link[2] or link[1], line.strip())
            texts = line.removeprefix("|").removesuffix("|").split("|")
            rows.append(cells(texts, is_name=is_named and number < first_rule))
    return rows


# --- AsciiDoc ------------------------------------------------------------------------------------

_ADOC_HEADING = re.compile(r"(={1,6})\s+(\S.*?)(?:\s+=+)?\s*$")
_ADOC_ATTRIBUTE = re.compile(r":[\w!-]+:(?:\s.*)?$")
_ADOC_BLOCK = re.compile(r"\[.*\]\s*$")
_ADOC_LINK = re.compile(r"(?:link:|https?://|mailto:)[^\s\[\]]+\[([^\[\]]+)\]")
_ADOC_CELL = re.compile(
    r"(?:^|(?<=\s))((?:\d+\+)?(?:\.\d+\+)?(?:\d+\*)?[<^>.]*[aehlmsdv]?)(?<!\\)\|"
)
_ADOC_FENCE = re.compile(r"(?:-{4,}|\.{4,}|={4,}|_{4,}|\*{4,}|\+{4,}|--)\s*$")


def _add_asciidoc(lines: list[str], writer: Writer) -> None:
    caption: str | None = None
    marks = ""
    at = 0
    while at < len(lines):
        line = _ADOC_LINK.sub(r"\1", lines[at])
        at += 1
        if line.startswith(("|===", ",===", "!===")):
            end = next((n for n in range(at, len(lines)) if lines[n].startswith("|===")), None)
            end = len(lines) if end is None else end
            writer.table(_adoc_rows(lines[at:end], marks), caption)
            caption, marks, at = None, "", end + 1
        elif found := _ADOC_HEADING.fullmatch(line):
            writer.heading(len(found[1]), found[2])
        elif _ADOC_BLOCK.fullmatch(line):
            marks = line
        elif re.match(r"\.[^\s.]", line):
            caption = line[1:].strip()
            writer.line(caption)
        elif not _ADOC_ATTRIBUTE.match(line) and not _ADOC_FENCE.match(line):
            if line.strip():
                caption, marks = None, ""
            if not line.startswith("//"):
                writer.line(re.sub(r"(?<!\w)([*_`])(\S(?:.*?\S)?)\1(?!\w)", r"\2", line))


def _adoc_rows(lines: Sequence[str], marks: str) -> list[list[Cell]]:
    """Cells begin with bars; how many make a row says `cols`, else the first line."""
    found: list[Cell] = []
    n_first = 0
    for line in lines:
        if not line.strip():
            continue
        starts = list(_ADOC_CELL.finditer(line))
        if not starts or line[: starts[0].start()].strip():
            end = starts[0].start() if starts else len(line)
            if found:
                last = found[-1]
                found[-1] = Cell(one_line(f"{last.text} {line[:end]}"), 1, last.n_columns)
        for number, start in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(line)
            text = one_line(_ADOC_LINK.sub(r"\1", line[start.end() : end]).replace("\\|", "|"))
            span = re.match(r"(\d+)\+", start[1])
            times = re.match(r"(\d+)\*", start[1])
            for _ in range(min(int(times[1]) if times else 1, 100)):
                found.append(Cell(text, 1, min(int(span[1]), 100) if span else 1))
        n_first = n_first or sum(cell.n_columns for cell in found)
    said = re.search(r"cols\s*=\s*\"?([^\"\]]+)", marks)
    width = n_first
    if said:
        width = sum(
            int(times[1]) if (times := re.match(r"\s*(\d+)\*", part)) else 1
            for part in re.split(r"[,;]", said[1].strip().rstrip(","))
        )
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    is_named = "header" in marks or (
        "noheader" not in marks
        and first + 1 < len(lines)
        and not lines[first + 1].strip()
        and len(lines) > first + 2
        and n_first >= width
    )
    rows: list[list[Cell]] = [[]]
    for cell in found:
        if sum(one.n_columns for one in rows[-1]) >= max(width, 1):
            rows.append([])
        rows[-1].append(cell)
    if is_named and len(rows) > 1:
        rows[0] = [Cell(cell.text, 1, cell.n_columns, True) for cell in rows[0]]
    return rows


# --- MediaWiki -----------------------------------------------------------------------------------

_WIKI_HEADING = re.compile(r"(={1,6})\s*(.+?)\s*\1\s*$")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|\[https?://\S+\s+([^\[\]]+)\]")
_WIKI_CELL = re.compile(r"^\s*(?:(?:\w[\w-]*)\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S+)\s*)+\|(?!\|)")


def _add_wiki(lines: list[str], writer: Writer) -> None:
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.lstrip().startswith("{|"):
            end = at
            while end < len(lines) and not lines[end].lstrip().startswith("|}"):
                end += 1
            writer.table(*_wiki_rows(lines[at:end]))
            at = end + 1
        elif found := _WIKI_HEADING.fullmatch(line):
            writer.heading(len(found[1]), _wiki_words(found[2]))
        else:
            writer.line(_wiki_words(line))


def _wiki_words(text: str) -> str:
    text = _WIKI_LINK.sub(lambda link: link[1] or link[2] or "", text)
    return re.sub(r"'{2,5}|<ref[^<>]*/>|<ref[^<>]*>.*?</ref>|</?\w+[^<>]*>", "", text)


def _wiki_rows(lines: Sequence[str]) -> tuple[list[list[Cell]], str | None]:
    rows: list[list[Cell]] = [[]]
    caption: str | None = None
    for line in lines:
        line = line.strip()
        if line.startswith("|+"):
            caption = one_line(_wiki_words(line[2:])) or None
        elif line.startswith("|-"):
            rows.append([])
        elif line.startswith(("|", "!")):
            is_name = line.startswith("!")
            for piece in re.split(r"\|\||!!" if is_name else r"\|\|", line[1:]):
                marks = found[0] if (found := _WIKI_CELL.match(piece)) else ""
                text = one_line(_wiki_words(piece[len(marks) :]))
                spans = [
                    min(int(said[1]), 100)
                    if (said := re.search(rf"{name}\s*=\s*\"?(\d+)", marks))
                    else 1
                    for name in ("rowspan", "colspan")
                ]
                rows[-1].append(Cell(text, spans[0], spans[1], is_name))
        elif rows[-1] and line:
            last = rows[-1][-1]
            text = one_line(f"{last.text} {_wiki_words(line)}")
            rows[-1][-1] = Cell(text, last.n_rows, last.n_columns, last.is_name)
    return [row for row in rows if row], caption
