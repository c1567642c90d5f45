"""What a sheet says beside its cells: the head and foot of its printed pages, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import unescape

from storage.readers.sections import one_line

_EDGE = re.compile(
    rb"<(?:\w+:)?(?:odd|even|first)(Header|Footer)\b[^>]*>([^<]{1,2000})</(?:\w+:)?(?:odd|even|first)"
)
_PARTS = re.compile(r"&[LCR]")
# `&"Arial,Bold"`, `&12`, `&K01+000`, `&B`; of the others the program fills in a value at printing.
_FORM = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{2}[+-]?\d{3}|&K[0-9A-Fa-f]{6}|&\d{1,3}|&[BIUESXYHO]')
_FIELD = re.compile(r"&[PNDTFAZG]")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")


def edges(piece: bytes) -> Iterator[tuple[str, str]]:
    """("Header" or "Footer", its words) in a stretch of a sheet's part. What only counts pages or
    repeats the names of file and sheet is left out."""
    for found in _EDGE.finditer(piece):
        code = unescape(found[2].decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})
        words = (
            _FORM.sub("", part).replace("&&", "&")
            for part in _PARTS.split(code)
            if not _FIELD.search(part.replace("&&", ""))
        )
        if text := one_line(" ".join(words)):
            yield found[1].decode(), text


def hidden_columns(head: bytes) -> set[int]:
    """The columns, from 1, that the beginning of a sheet's part says are hidden."""
    found: set[int] = set()
    for column in _COLUMN.finditer(head.partition(b"<sheetData")[0]):
        said = dict(re.findall(rb"(\w+)\s*=\s*[\"']([^\"']*)", column[0]))
        first, last = said.get(b"min", b""), said.get(b"max", b"")
        if said.get(b"hidden") in {b"1", b"true"} and first.isdigit() and last.isdigit():
            found.update(range(int(first), min(int(last), int(first) + 255) + 1))
    return found


def letters(column: int) -> str:
    """`C` for column 3."""
    said = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said
