"""Drawings in SVG: the words in them, in the order in which they stand in the file."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.opening import open_regular
from storage.readers.sections import Sections, one_line
from storage.readers.values import TextDocument

_BLOCKS = frozenset({"text", "flowRoot", "foreignObject", "desc"})


def read(path: Path, media_type: str) -> TextDocument:
    """Title, description and labels. Raises ReadError for a drawing without words, or a broken
    one."""
    with open_regular(path) as stream:
        source = stream.read(caps.MAX_HTML_BYTES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("the drawing is damaged") from error
    if root is None:
        raise ReadError("the drawing is damaged")
    title: str | None = None
    lines: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name not in _BLOCKS and name != "title":
            continue
        words = one_line(" ".join(str(text) for text in element.itertext()))
        if name == "title" and title is None and element.getparent() is root:
            title = words
        elif words:
            lines.append(words)
    if not lines and not title:
        raise ReadError("a drawing without words")
    sections = Sections()
    sections.add("\n".join(dict.fromkeys(lines)) or title or "", {})
    return sections.document(media_type, title=title)
