"""HTML: the text that a reader of the page would see, block by block, under its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.chat_pages import PAGE, messages_in, title_in
from storage.readers.chats import add_chat
from storage.readers.decoding import decode
from storage.readers.docx_numbers import written
from storage.readers.equations import linear
from storage.readers.grid import Cell
from storage.readers.html_shown import DROPPED, is_hidden, keep_addresses, name_of, word_set
from storage.readers.nested import in_cell
from storage.readers.raised import lowered, raised, struck
from storage.readers.ruby import reading, settled
from storage.readers.sections import Headings, Sections, clean
from storage.readers.table_shape import caption_in, may_hold_tables
from storage.readers.tables import add_table, is_layout
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument
from storage.records import Locator

_PARAGRAPHS = word_set(
    "p table ul ol dl pre blockquote figure section article fieldset hr details address"
)
_BLOCKS = _PARAGRAPHS | word_set(
    "aside body caption center dd dir div dt figcaption footer form header hgroup legend li "
    "main menu summary tbody tfoot thead"
)
_STRUCK = word_set("s del strike")
_TYPED = word_set("text email tel number date time datetime-local month week url")
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
# The short form of XML, which HTML's parser takes for an element that is still open.
_SHORT_FORM = re.compile(
    r"<(title|script|style|textarea|iframe|a|div|span|p|td|th|li|i|b|em|strong)"
    r"((?:\s[^<>]*?)?)\s*/>",
    re.I,
)
_SPACES = re.compile(r"[ \t\n\f\r]+")
_MAX_FRAMES = 50
_EPUB = "http://www.idpf.org/2007/ops"
_MAX_MEAN_CELL_CHARS = 300  # cells with more hold paragraphs: the table lays out the page
_BOOKMARKS = re.compile(rb"\s*<!DOCTYPE NETSCAPE-Bookmark", re.I)
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_EN_CHECKED = re.compile(r"--en-checked:\s*(true|false)")
_ANCHOR_MARK = re.compile(r"\s*[¶§]\s*$")


def read(path: Path, media_type: str) -> TextDocument:
    content, cut = read_bytes(path, caps.MAX_HTML_BYTES)
    sections = Sections()
    title, metadata = add_html(content, sections)
    sections.truncated |= cut
    return sections.document(media_type, title=title, metadata=metadata)


def add_html(
    content: bytes, sections: Sections, more: Locator | None = None, *, folded: bool = True
) -> tuple[str | None, dict[str, str]]:
    """Add the page's sections, each with the keys of `more`; return its title and metadata.
    `folded`: text that a reader can unfold is kept.

    Raises ReadError if nothing can be made of it."""
    root = _parse(content)
    if root is None:
        return None, {}
    _open_frames(root)
    if _BOOKMARKS.match(content.removeprefix(b"\xef\xbb\xbf")):
        keep_addresses(root)
    more = more or {}
    if PAGE.search(content) and (messages := messages_in(root, _words)):
        chat = title_in(root, _words)
        add_chat(messages, sections, [*more.get("heading_path", ()), chat or "Chat"])
        return chat or None, {}
    headings = Headings(more.get("heading_path", ()))
    place = {key: value for key, value in more.items() if key != "heading_path"}
    writer = _Writer()
    first_heading: str | None = None
    for found in _walk(root, writer, folded=folded):
        sections.add(writer.take(), headings.locator(**place))
        if sections.full:
            break
        if isinstance(found, _Grid):
            add_table(found.rows, sections, headings.locator(**place), caption=found.caption)
        elif found is not None:
            level, words = found
            first_heading = first_heading or (words if level == 1 else None)
            headings.enter(level, words)
            writer.write(words)
            writer.blank()
    title, metadata = _head(root)
    return title or first_heading, metadata


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table of the page."""

    rows: list[list[Cell]]
    caption: str | None


class _Writer:
    """Puts text and breaks together as a browser would; `take` empties it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._breaks = 2  # line feeds that end the text so far
        self._space = False  # a space is due before the next word
        self._mark = ""  # of an entry of a list, due before its first word

    def write(self, text: str) -> None:
        """Text in which white space means one space."""
        words = _SPACES.sub(" ", text)
        if not words.strip(" "):
            self._space |= bool(words) and not self._breaks
            return
        self._begin_entry()
        if words.startswith(" ") or self._space:
            words = ("" if self._breaks else " ") + words.lstrip(" ")
        self._space = words.endswith(" ")
        self._pieces.append(words.rstrip(" "))
        self._breaks = 0

    def write_exactly(self, text: str) -> None:
        """Preformatted text."""
        if text:
            self._begin_entry()
            self._pieces.append((" " if self._space else "") + text)
            self._space = False
            self._breaks = min(len(text) - len(text.rstrip("\n")), 2)

    def begin_entry(self, mark: str) -> None:
        """The mark stands before the entry's first words, in whatever block they are; an entry
        without any has none."""
        self._mark = mark

    def end_entry(self) -> None:
        self._mark = ""

    def _begin_entry(self) -> None:
        if self._mark:
            self._pieces.append(self._mark)
            self._mark, self._breaks, self._space = "", 2, False  # no space behind it

    @property
    def last_line(self) -> str:
        """What was written last, for telling whether it names the table below it."""
        return "".join(self._pieces[-20:]).strip().rpartition("\n")[2].strip()

    def line(self) -> None:
        self._break(1)

    def blank(self) -> None:
        self._break(2)

    def _break(self, n_breaks: int) -> None:
        if self._breaks < n_breaks and not self._mark:
            self._pieces.append("\n" * (n_breaks - self._breaks))
            self._breaks = n_breaks
        self._space = False

    def take(self) -> str:
        text = settled("".join(self._pieces))
        self._pieces.clear()
        self._breaks, self._space, self._mark = 2, False, ""
        return text


def _parse(content: bytes) -> Any:
    declared = _CHARSET.search(content[:4096]) or _XML_ENCODING.match(content[:200])
    text = clean(decode(content, declared[1].decode("ascii") if declared else None))
    text = _SHORT_FORM.sub(r"<\1\2></\1>", text)
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


def _open_frames(root: Any) -> None:
    """Put pages that lie within the page, as programs save frames, in place of their frames."""
    frames = [frame for frame in root.iter("iframe") if frame.get("srcdoc")]
    for frame in frames[:_MAX_FRAMES]:
        inner = _parse(frame.get("srcdoc").encode("utf-8", "replace"))
        body = inner.find("body") if inner is not None else None
        if body is not None:
            frame.text, frame.tag = body.text, "div"
            frame[:] = list(body)


def _walk(root: Any, writer: _Writer, *, folded: bool) -> Iterator[tuple[int, str] | _Grid | None]:
    """Write the page's text; yield (level, words) before each heading, each table, and None at the
    end. `iterwalk` is iterative: pages may be nested deeper than Python may recurse."""
    n_pre = 0
    lists: list[_List] = []
    flat_cells: list[bool] = []  # whether the open cell is one line of a frame
    first_cell: list[bool] = [True]
    last_line = ""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = name_of(element)
        is_flat = bool(flat_cells) and flat_cells[-1]
        if event == "start":
            if name in DROPPED or not name or is_hidden(element, name, folded=folded):
                walker.skip_subtree()
                continue
            if name in _HEADINGS:
                words = " ".join(_visible_words(element).split())
                walker.skip_subtree()
                if words:
                    yield _HEADINGS[name], words
                continue
            if (small := _small(element, name)) is not None:
                writer.write(small)
                walker.skip_subtree()
                continue
            if name == "table" and not is_flat and (rows := _data_rows(element)) is not None:
                walker.skip_subtree()
                writer.blank()
                last_line = writer.last_line
                yield _Grid(rows, _caption(element, last_line))
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
            if name in {"ol", "ul"}:
                lists.append(_list_of(element, name))
            if name == "li" and not is_flat:
                mark = lists[-1].mark(element) if lists else "- "
                writer.begin_entry(mark + _ticked(element))
            elif name == "img" and " " in (element.get("alt") or "").strip():
                writer.write(f" [{element.get('alt').strip()}] ")
            n_pre += name == "pre"
            if element.text:
                (writer.write_exactly if n_pre and not is_flat else writer.write)(element.text)
            continue
        if name in {"ol", "ul"} and lists:
            lists.pop()
        if name in {"td", "th"} and flat_cells:
            flat_cells.pop()
            is_flat = bool(flat_cells) and flat_cells[-1]
        elif name == "tr" and len(first_cell) > 1:
            first_cell.pop()
            writer.line()
        elif name in _BLOCKS:
            if name == "li":
                writer.end_entry()
            if is_flat:
                writer.write(" ")
            else:
                _break(writer, name)
        n_pre -= name == "pre" and n_pre > 0
        if element.tail:
            (writer.write_exactly if n_pre and not is_flat else writer.write)(element.tail)
    yield None


@dataclass(slots=True)
class _List:
    """An open list; `number` is that of its next entry, None where entries have none."""

    number: int | None = None
    step: int = 1
    form: str = "decimal"

    def mark(self, entry: Any) -> str:
        said = (entry.get("value") or "").strip()
        if self.number is None:
            return "- "
        number = int(said) if said.isdigit() and len(said) < 9 else self.number
        self.number = number + self.step
        return f"{written(number, self.form)}. "


def _ticked(entry: Any) -> str:
    """The box of an entry that Evernote lets be ticked."""
    said = _EN_CHECKED.search(entry.get("style") or "")
    return "" if said is None else "☒ " if said[1] == "true" else "☐ "


def _list_of(element: Any, name: str) -> _List:
    if name != "ol":
        return _List()
    said = (element.get("start") or "").strip()
    form = _LIST_FORMS.get((element.get("type") or "").strip(), "decimal")
    if "reversed" in element.attrib:
        n_entries = sum(name_of(entry) == "li" for entry in element)
        return _List(int(said) if said.isdigit() else n_entries, -1, form)
    return _List(int(said) if said.isdigit() and len(said) < 9 else 1, 1, form)


def _is_note_mark(link: Any) -> bool:
    """Whether a book says that the link leads to a note: a figure that no tag need raise."""
    said = (link.get("role"), link.get("epub:type"), link.get(f"{{{_EPUB}}}type"))
    return any("noteref" in (value or "") for value in said)


def _small(element: Any, name: str) -> str | None:
    """What is written in one go: raised and lowered letters, readings, equations, tick boxes."""
    if name in {"sup", "sub"}:
        text = "".join(element.itertext())
        if name == "sub":
            return lowered(text)
        mark = text.strip().strip("[]()")
        is_reference = next(element.iter("a"), None) is not None or text.strip().startswith("[")
        if not is_reference and isinstance(above := element.getparent(), etree._Element):
            is_reference = name_of(above) == "a"
        return f" [{mark}]" if is_reference and mark else raised(text)
    if name == "a" and _is_note_mark(element):
        mark = " ".join("".join(element.itertext()).split()).strip("[]()")
        return f" [{mark}]" if mark else ""
    if name in _STRUCK and next(element.iter(*_BLOCKS, "img"), None) is None:
        return struck("".join(element.itertext()))
    if name in {"rt", "rtc"}:
        return reading("".join(element.itertext()))
    if name == "math":
        return f" {linear(element)} "
    if name == "input":
        if (element.get("type") or "").lower() in {"checkbox", "radio"}:
            return "☒ " if "checked" in element.attrib else "☐ "
        if (element.get("type") or "text").lower() in _TYPED:
            return f" {' '.join((element.get('value') or '').split())} "
        return ""
    if name == "en-crypt":  # of Evernote
        return " [encrypted] "
    if name == "en-todo":
        return "☒ " if element.get("checked") == "true" else "☐ "
    if name == "textarea":
        return f" {' '.join(''.join(element.itertext()).split())} "
    if name == "select":
        chosen = [one for one in element.iter("option") if "selected" in one.attrib]
        return f" {', '.join(' '.join(''.join(one.itertext()).split()) for one in chosen)} "
    return None


def _data_rows(table: Any) -> list[list[Cell]] | None:
    """The rows of a table of figures or words; None where it only lays out the page: frames within
    frames, headings in cells, one column, or whole paragraphs."""
    if (table.get("role") or "") in {"presentation", "none"}:
        return None
    rows: list[list[Cell]] = []
    holds: list[list[bool]] = []  # whether a cell holds a table of its own
    n_cells = n_chars = 0
    waiting = list(reversed(table))
    while waiting:
        element = waiting.pop()
        name = name_of(element)
        if name in {"thead", "tbody", "tfoot"}:
            waiting.extend(reversed(element))
        elif name == "tr":
            cells: list[Cell] = []
            held: list[bool] = []
            for cell in element:
                if name_of(cell) not in {"td", "th"}:
                    continue
                if next(cell.iter(*_HEADINGS), None) is not None:
                    return None
                held.append(next(cell.iter("table"), None) is not None)
                text = _cell_words(cell)
                is_name = name_of(cell) == "th" and cell.get("scope") not in {"row", "rowgroup"}
                bold = next(cell.iter("b", "strong"), None) is not None
                n_rows, n_columns = _span(cell, "rowspan"), _span(cell, "colspan")
                cells.append(Cell(text, n_rows, n_columns, is_name, bold))
                n_cells += 1
                n_chars += len(text)
            if cells:
                rows.append(cells)
                holds.append(held)
    if any(map(any, holds)) and not may_hold_tables(holds):
        return None
    if is_layout(rows) or (n_cells and n_chars / n_cells > _MAX_MEAN_CELL_CHARS):
        return None
    return rows


def _cell_words(cell: Any) -> str:
    return " ".join(_words(cell).split())


def _words(cell: Any) -> str:
    writer = _Writer()
    for found in _walk(cell, writer, folded=False):
        if isinstance(found, tuple):
            writer.write(found[1])
        elif found is not None:
            writer.write(f" {in_cell(found.rows)} ")
            writer.line()
    return writer.take()


def _span(cell: Any, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return max(1, min(int(said), 1_000)) if said.isdigit() and len(said) < 7 else 1


def _caption(table: Any, last_line: str) -> str | None:
    for child in table:
        if name_of(child) == "caption":
            return " ".join("".join(child.itertext()).split())[:200] or None
    above = table.getparent()
    if above is not None and name_of(above) == "figure":
        for child in above:
            if name_of(child) == "figcaption":
                return " ".join("".join(child.itertext()).split())[:200] or None
    return last_line if caption_in(last_line, above=True) else None


def _break(writer: _Writer, name: str) -> None:
    if name in _PARAGRAPHS:
        writer.blank()
    elif name in _BLOCKS or name == "br":
        writer.line()


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
