"""reStructuredText: sections under its headings, its four kinds of tables row by row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.readers.grid import Cell
from storage.readers.markup import Writer, cells, read_lines
from storage.readers.sections import one_line
from storage.readers.values import TextDocument

_LINE = re.compile(r"([=\-`:.'\"~^_*+#<>])\1{2,}\s*$")
_GRID = re.compile(r"\s*\+(?:[-=]+\+)+\s*$")
_SIMPLE = re.compile(r"\s*=+(?:\s+=+)+\s*$")
_DIRECTIVE = re.compile(r"(\s*)\.\.\s+([\w-]+)::\s*(.*)$")
_INLINE = (
    (re.compile(r"`([^`<>]+?)\s*<[^`<>]+>`__?"), r"\1"),
    (re.compile(r":[\w:+-]+:`([^`<>]+?)(?:\s*<[^`<>]+>)?`"), r"\1"),
    (re.compile(r"``([^`]+)``|`([^`]+)`_{0,2}"), r"\1\2"),
    (re.compile(r"\*\*(\S(?:[^*]*\S)?)\*\*"), r"\1"),
)


def read(path: Path, media_type: str) -> TextDocument:
    return read_lines(path, media_type, _add)


def _add(lines: list[str], writer: Writer) -> None:
    styles: list[tuple[str, bool]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _GRID.match(line):
            end = at
            while end < len(lines) and lines[end].lstrip().startswith(("+", "|")):
                end += 1
            writer.table(_grid(lines[at:end]))
            at = end
        elif _SIMPLE.match(line) and (end := _simple_end(lines, at)) > at:
            writer.table(_simple(lines[at:end]))
            at = end
        elif heading := _heading(lines, at):
            style, words, at = heading
            if style not in styles:
                styles.append(style)
            writer.heading(styles.index(style) + 1, _words(words))
        elif (found := _DIRECTIVE.match(line)) and found[2] in {"list-table", "csv-table"}:
            body, at = _body(lines, at + 1, len(found[1]))
            add = _list_table if found[2] == "list-table" else _csv_table
            writer.table(add(body), one_line(_words(found[3])) or None)
        elif found:
            words = _words(found[3])
            named = found[2].replace("-", " ").capitalize()
            writer.line(f"{named}: {words}" if words else f"{named}:")
            at += 1
        else:
            writer.line(_words(line))
            at += 1


def _words(text: str) -> str:
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text


def _heading(lines: list[str], at: int) -> tuple[tuple[str, bool], str, int] | None:
    """(style, words, the line behind it) of a heading, with a line above its words or without."""
    line = lines[at]
    if _LINE.match(line) and at + 2 < len(lines) and lines[at + 1].strip():
        if lines[at + 2].rstrip() == line.rstrip():
            return (line[0], True), lines[at + 1].strip(), at + 3
        return None
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if line.strip() and not line[0].isspace() and _LINE.match(below):
        alone = at == 0 or not lines[at - 1].strip()
        if alone and len(below.rstrip()) >= min(len(line.rstrip()), 4):
            return (below[0], False), line.strip(), at + 2
    return None


def _grid(lines: Sequence[str]) -> list[list[Cell]]:
    """A table drawn with lines: a row between two of them, of one or more lines of words."""
    rows: list[list[Cell]] = []
    held: list[str] = []
    for line in lines:
        if "|" in line and not _GRID.match(line):
            texts = [one_line(_words(text)) for text in line.strip().strip("|").split("|")]
            if held and len(held) == len(texts):
                held = [f"{above} {text}".strip() for above, text in zip(held, texts, strict=True)]
            elif not held:
                held = texts
            continue
        if held:
            rows.append(cells(held))
        held = []
        if "=" in line:
            rows = [[Cell(cell.text, is_name=True) for cell in row] for row in rows]
    if held:
        rows.append(cells(held))
    return rows


def _simple_end(lines: Sequence[str], at: int) -> int:
    """Where a simple table ends: behind its last line of equals signs before an empty line."""
    end = at
    for number in range(at + 1, len(lines)):
        if _SIMPLE.match(lines[number]):
            end = number + 1
            if number + 1 >= len(lines) or not lines[number + 1].strip():
                return end
        elif not lines[number].strip() and end > at:
            return end
    return end


def _simple(lines: Sequence[str]) -> list[list[Cell]]:
    """Columns are where the equals signs of the first line stand."""
    spans = [found.span() for found in re.finditer(r"=+", lines[0])]
    is_named = sum(bool(_SIMPLE.match(line)) for line in lines) > 2
    rows: list[list[str]] = []
    n_names = 0
    for number, line in enumerate(lines[1:], start=1):
        if _SIMPLE.match(line):
            n_names = n_names or (len(rows) if is_named and number < len(lines) - 1 else 0)
            continue
        if not line.strip() or re.fullmatch(r"[\s-]+", line):
            continue
        ends = [start for start, _ in spans[1:]] + [len(line) + 1]
        texts = [_words(line[start:end]) for (start, _), end in zip(spans, ends, strict=True)]
        if rows and not texts[0].strip():
            rows[-1] = [
                f"{above} {text}".strip() for above, text in zip(rows[-1], texts, strict=True)
            ]
        else:
            rows.append(texts)
    return [cells(row, is_name=number < n_names) for number, row in enumerate(rows)]


def _body(lines: Sequence[str], at: int, indent: int) -> tuple[list[str], int]:
    """What stands below a directive, and the line behind it."""
    end = at
    while end < len(lines) and (
        not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent
    ):
        end += 1
    return list(lines[at:end]), end


def _options(body: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in body:
        if found := re.match(r"\s+:([\w-]+):\s*(.*)$", line):
            yield found[1], found[2]


def _list_table(body: list[str]) -> list[list[Cell]]:
    said = dict(_options(body)).get("header-rows", "0").strip()
    n_names = int(said) if said.isdigit() else 0
    rows: list[list[str]] = []
    for line in body:
        if found := re.match(r"\s*(\*)?\s*-(?:\s+(.*))?$", line):
            if found[1]:
                rows.append([])
            if rows:
                rows[-1].append(found[2] or "")
        elif rows and rows[-1] and line.strip():
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}"
    words = [[_words(text) for text in row] for row in rows]
    return [cells(row, is_name=number < n_names) for number, row in enumerate(words)]


def _csv_table(body: list[str]) -> list[list[Cell]]:
    options = dict(_options(body))
    lines = [line.strip() for line in body if line.strip() and not re.match(r"\s+:[\w-]+:", line)]
    n_names = 1 if "header" in options else 0
    said = options.get("header-rows", "0").strip()
    if n_names:
        lines.insert(0, options["header"])
    n_names += int(said) if said.isdigit() else 0
    rows = list(csv.reader(lines, skipinitialspace=True))
    return [cells(row, is_name=number < n_names) for number, row in enumerate(rows)]
