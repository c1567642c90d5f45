"""The styles of a workbook's cells: the format of numbers, bold and crossed-out type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from storage.readers import number_formats
from storage.readers.archive import attribute, local

_OFF = frozenset({"0", "false"})


@dataclass(frozen=True, slots=True)
class Styles:
    """By the number of a cell's style: its format's code; which set their words bold, or strike
    them through."""

    formats: tuple[str | None, ...] = ()
    bold: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()

    def format_of(self, cell: Any) -> str | None:
        style = _number(attribute(cell, "s"))
        return self.formats[style] if style < len(self.formats) else None

    def is_bold(self, cell: Any) -> bool:
        return _number(attribute(cell, "s")) in self.bold

    def is_struck(self, cell: Any) -> bool:
        return _number(attribute(cell, "s")) in self.struck


def styles(root: Any) -> Styles:
    """Those of the part `styles.xml`."""
    own: dict[int, str] = {}
    fonts: list[Any] = []
    formats: list[str | None] = []
    marked: dict[str, set[int]] = {"b": set(), "strike": set()}
    for part in root:
        name = local(part)
        if name == "numFmts":
            for found in part:
                identity = attribute(found, "numFmtId") or ""
                if identity.isdigit():
                    own[int(identity)] = attribute(found, "formatCode") or ""
        elif name == "fonts":
            fonts = [font for font in part if local(font) == "font"]
        elif name == "cellXfs":
            for style in part:
                code = _number(attribute(style, "numFmtId"))
                formats.append(own.get(code) or number_formats.BUILT_IN.get(code))
                font = _number(attribute(style, "fontId"))
                for mark in _marks(fonts[font]) if font < len(fonts) else ():
                    marked.get(mark, set()).add(len(formats) - 1)
    return Styles(tuple(formats), frozenset(marked["b"]), frozenset(marked["strike"]))


def is_struck(properties: Any) -> bool:
    """Whether the properties of a run strike its words through."""
    return "strike" in _marks(properties)


def _marks(font: Any) -> Iterator[str]:
    return (local(mark) for mark in font if attribute(mark, "val") not in _OFF)


def _number(said: str | None) -> int:
    return int(said) if said and said.isdigit() else 0
