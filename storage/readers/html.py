"""HTML: the text that a reader of the page would see, block by block, under its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.sections import Headings, Sections, clean
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument
from storage.records import Locator


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_DROPPED = _words(
    "script style noscript template head iframe object embed svg canvas audio video map "
    "select button input textarea datalist dialog nav"
)
_PARAGRAPHS = _words(
    "p table ul ol dl pre blockquote figure section article fieldset hr details address"
)
_BLOCKS = _PARAGRAPHS | _words(
    "aside body caption center dd dir div dt figcaption footer form header hgroup legend li "
    "main menu summary tbody tfoot thead"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOT_FLAT = ("table", "ul", "ol", "dl", "pre", *_HEADINGS)  # a cell with one of these is layout
_META = {
    "author": "author",
    "dc.creator": "author",
    "description": "description",
    "og:description": "description",
    "keywords": "keywords",
    "date": "date",
    "dc.date": "date",
    "article:published_time": "date",
}
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", re.I)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\n\f\r]+")
_ANCHOR_MARK = re.compile(r"\s*[¶§]\s*$")


def read(path: Path, media_type: str) -> TextDocument:
    content, cut = read_bytes(path, caps.MAX_HTML_BYTES)
    sections = Sections()
    title, metadata = add_html(content, sections)
    sections.truncated |= cut
    return sections.document(media_type, title=title, metadata=metadata)


def add_html(
    content: bytes, sections: Sections, more: Locator | None = None
) -> tuple[str | None, dict[str, str]]:
    """Add the page's sections, each with the keys of `more`; return its title and metadata.

    Raises ReadError if nothing can be made of it."""
    root = _parse(content)
    if root is None:
        return None, {}
    headings = Headings()
    writer = _Writer()
    first_heading: str | None = None
    for heading in _walk(root, writer):
        sections.add(writer.take(), headings.locator(**(more or {})))
        if sections.full:
            break
        if heading is not None:
            level, words = heading
            first_heading = first_heading or (words if level == 1 else None)
            headings.enter(level, words)
            writer.write(words)
            writer.blank()
    title, metadata = _head(root)
    return title or first_heading, metadata


class _Writer:
    """Puts text and breaks together as a browser would; `take` empties it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._breaks = 2  # line feeds that end the text so far
        self._space = False  # a space is due before the next word

    def write(self, text: str) -> None:
        """Text in which white space means one space."""
        words = _SPACES.sub(" ", text)
        if not words.strip(" "):
            self._space |= bool(words) and not self._breaks
            return
        if words.startswith(" ") or self._space:
            words = ("" if self._breaks else " ") + words.lstrip(" ")
        self._space = words.endswith(" ")
        self._pieces.append(words.rstrip(" "))
        self._breaks = 0

    def write_exactly(self, text: str) -> None:
        """Preformatted text."""
        if text:
            self._pieces.append((" " if self._space else "") + text)
            self._space = False
            self._breaks = min(len(text) - len(text.rstrip("\n")), 2)

    def line(self) -> None:
        self._break(1)

    def blank(self) -> None:
        self._break(2)

    def _break(self, n_breaks: int) -> None:
        if self._breaks < n_breaks:
            self._pieces.append("\n" * (n_breaks - self._breaks))
            self._breaks = n_breaks
        self._space = False

    def take(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._breaks, self._space = 2, False
        return text


def _parse(content: bytes) -> Any:
    declared = _CHARSET.search(content[:4096]) or _XML_ENCODING.match(content[:200])
    text = clean(decode(content, declared[1].decode("ascii") if declared else None))
    text = _DECLARATION.sub("", text)  # lxml takes none in text that is decoded
    if not text.strip():
        return None
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("the page is damaged or nested too deeply") from error


def _walk(root: Any, writer: _Writer) -> Iterator[tuple[int, str] | None]:
    """Write the page's text; yield (level, words) before each heading, and None at the end.

    `iterwalk` is iterative: pages may be nested deeper than Python may recurse."""
    n_pre = 0
    flat_cells: list[bool] = []  # whether the open cell is one line of a table
    first_cell: list[bool] = [True]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        is_flat = bool(flat_cells) and flat_cells[-1]
        if event == "start":
            if name in _DROPPED or not name or _is_hidden(element, name):
                walker.skip_subtree()
                continue
            if name in _HEADINGS:
                words = " ".join(_visible_words(element).split())
                walker.skip_subtree()
                if words:
                    yield _HEADINGS[name], words
                continue
            if name in {"td", "th"}:
                if not first_cell[-1]:
                    writer.write(" | ")
                first_cell[-1] = False
                flat_cells.append(next(element.iter(*_NOT_FLAT), None) is None)
            elif name == "tr":
                writer.line()
                first_cell.append(True)
            elif not is_flat:
                _break(writer, name)
            elif name in _BLOCKS or name == "br":
                writer.write(" ")
            if name == "li" and not is_flat:
                writer.write("- ")
            elif name == "img" and " " in (element.get("alt") or "").strip():
                writer.write(f" [{element.get('alt').strip()}] ")
            n_pre += name == "pre"
            if element.text:
                (writer.write_exactly if n_pre and not is_flat else writer.write)(element.text)
            continue
        if name in {"td", "th"} and flat_cells:
            flat_cells.pop()
            is_flat = bool(flat_cells) and flat_cells[-1]
        elif name == "tr" and len(first_cell) > 1:
            first_cell.pop()
            writer.line()
        elif name in _BLOCKS:
            if is_flat:
                writer.write(" ")
            else:
                _break(writer, name)
        n_pre -= name == "pre" and n_pre > 0
        if element.tail:
            (writer.write_exactly if n_pre and not is_flat else writer.write)(element.tail)
    yield None


def _break(writer: _Writer, name: str) -> None:
    if name in _PARAGRAPHS:
        writer.blank()
    elif name in _BLOCKS or name == "br":
        writer.line()


def _is_hidden(element: Any, name: str) -> bool:
    """What a browser would not show, or shows for finding one's way only."""
    marks = element.attrib
    if not marks:
        return False
    return (
        "hidden" in marks
        or marks.get("aria-hidden") == "true"
        or marks.get("role") in {"navigation", "search"}
        or "display:none" in marks.get("style", "").replace(" ", "").lower()
        or (name == "a" and "headerlink" in marks.get("class", ""))
    )


def _visible_words(heading: Any) -> str:
    """The heading's words without the mark that links to it."""
    pieces = []
    for event, element in etree.iterwalk(heading, events=("start", "end")):
        if event == "start":
            is_link = element.tag == "a" and "headerlink" in (element.get("class") or "")
            if isinstance(element.tag, str) and not is_link:
                pieces.append(element.text or "")
        elif element is not heading:
            pieces.append(element.tail or "")
    return _ANCHOR_MARK.sub("", "".join(pieces))


def _head(root: Any) -> tuple[str | None, dict[str, str]]:
    found = root.find(".//title")
    title = " ".join("".join(found.itertext()).split()) if found is not None else ""
    metadata: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        content = (meta.get("content") or "").strip()
        if content and name in _META:
            metadata.setdefault(_META[name], content)
    return title or None, metadata
