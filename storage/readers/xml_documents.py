"""Documents in XML, as publishers, archives and technical writers keep them: articles in JATS,
books in DocBook, topics in DITA, editions in TEI. They are told as web pages, whose reader does the
rest.

Only what each of these names in its own way is known here; every other element is what it holds: a
block where it holds blocks, else words."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from storage.readers.archive import attribute, local
from storage.readers.html import add_html
from storage.readers.sections import Sections, one_line


def _names(said: str) -> frozenset[str]:
    return frozenset(said.split())


ROOTS = _names(
    "article book chapter part appendix section set sect1 refentry TEI teiCorpus "
    "TEI.2 topic concept task reference troubleshooting dita book-part"
)
_PARAGRAPHS = _names("p para simpara")
_SECTIONS = _names(
    "sec section chapter part appendix preface sect1 sect2 sect3 sect4 sect5 "
    "refsect1 refsect2 div div1 div2 div3 div4 topic concept task reference "
    "abstract ref-list bibliography glossary ack app app-group book-part article"
)
_TITLES = _names("title head article-title")
_AS: Mapping[str, str] = {
    **dict.fromkeys(_names("p para simpara l ab subtitle subject publisher-name cmd"), "p"),
    **dict.fromkeys(_names("itemizedlist list ul simplelist choices listBibl"), "ul"),
    **dict.fromkeys(_names("orderedlist ol steps procedure substeps"), "ol"),
    **dict.fromkeys(_names("listitem list-item item li member step choice bibl substep"), "li"),
    **dict.fromkeys(_names("variablelist def-list dl glosslist"), "dl"),
    **dict.fromkeys(_names("term dt label glossterm"), "dt"),
    **dict.fromkeys(_names("def dd glossdef"), "dd"),
    **dict.fromkeys(_names("table informaltable simpletable"), "table"),
    **dict.fromkeys(_names("row tr strow sthead"), "tr"),
    **dict.fromkeys(_names("entry td cell stentry"), "td"),
    **dict.fromkeys(_names("programlisting screen codeblock preformat eg literallayout"), "pre"),
    **dict.fromkeys(_names("disp-quote blockquote lq epigraph"), "blockquote"),
    "thead": "thead",
    "tbody": "tbody",
    "th": "th",
    "br": "br",
    "lb": "br",
    "break": "br",
    "sup": "sup",
    "superscript": "sup",
    "sub": "sub",
    "subscript": "sub",
    "lg": "div",
}
_INLINE = _names("term label sup sub superscript subscript br lb break")
_BLOCKS = (frozenset(_AS) | _SECTIONS | {"title", "head"}) - _INLINE
_LEFT_OUT = _names(
    "colspec spanspec graphic inline-graphic media mediaobject inlinemediaobject "
    "imageobject tex-math journal-id issn article-id object-id processing-meta pb "
    "indexterm index-term prolog figDesc self-uri custom-meta-group encodingDesc "
    "revisionDesc profileDesc"
)
_NOTES = _names("footnote fn note")
_JOINED = _names("name contrib author person-group element-citation date persName")
_MAX_DEPTH = 200


def is_document(root: Any) -> bool:
    """Whether it is such a document, with paragraphs in it, and no record of one."""
    return local(root) in ROOTS and any(local(part) in _PARAGRAPHS for part in root.iter())


def add_document(root: Any, sections: Sections) -> str | None:
    """Add the document's sections; return its title."""
    page = etree.Element("html")
    body = etree.SubElement(page, "body")
    title = _title(root)
    if title:
        etree.SubElement(body, "h1").text = title
    for line in _about(root):
        etree.SubElement(body, "p").text = line
    _Page(title).put(root, body, 1)
    add_html(etree.tostring(page, encoding="utf-8", method="html"), sections)
    return title


class _Page:
    def __init__(self, title: str | None) -> None:
        self._title = title
        self._columns: dict[str, int] = {}  # of the table at hand

    def put(self, element: Any, into: Any, level: int, depth: int = 0) -> None:
        """Put what an element holds behind what is in `into` already."""
        _say(into, element.text)
        for part in element:
            if isinstance(part, etree._Entity):
                _say(into, html.unescape(part.text))
            elif name := local(part):
                if depth < _MAX_DEPTH:
                    self._part(part, name, into, level, depth + 1)
                else:
                    _say(into, _words(part))
            _say(into, part.tail)
            if local(element) in _JOINED:
                _say(into, " ")

    def _part(self, part: Any, name: str, into: Any, level: int, depth: int) -> None:
        if name in _LEFT_OUT or name in {"teiHeader", "front", "info", "bookinfo", "articleinfo"}:
            if name in {"front", "teiHeader"}:
                self._front(part, into, level, depth)
        elif name in _SECTIONS:
            self.put(part, etree.SubElement(into, "div"), level + 1, depth)
            _say(into, None)
        elif name in _TITLES and _is_block(into):
            self._heading(part, into, level)
        elif name == "math":
            into.append(_plain_copy(part))
        elif name in _NOTES and not _is_block(into):
            _say(into, f" [{_words(part)}] ")
        elif name in {"table-wrap", "table", "informaltable", "simpletable"}:
            self._table(part, into, level, depth)
        elif name == "hi" and (attribute(part, "rend") or "").startswith(("sup", "sub")):
            kind = "sup" if (attribute(part, "rend") or "").startswith("sup") else "sub"
            self.put(part, etree.SubElement(into, kind), level, depth)
        elif name == "label" and local(part.getparent()) not in {"list", "dl"}:
            self.put(part, etree.SubElement(into, "span"), level, depth)
            _say(into, " ")
        elif made := _AS.get(name):
            if name == "list" and attribute(part, "list-type") in {"order", "roman-lower"}:
                made = "ol"
            if name == "listitem" and local(part.getparent()) == "varlistentry":
                made = "dd"
            self.put(part, self._cell(part, etree.SubElement(into, made)), level, depth)
        elif any(local(found) in _BLOCKS for found in part.iterdescendants()):
            self.put(part, etree.SubElement(into, "div"), level, depth)
        else:
            self.put(part, etree.SubElement(into, "p" if _is_block(into) else "span"), level, depth)

    def _heading(self, part: Any, into: Any, level: int) -> None:
        words = _words(part, "")
        if words and not (level <= 2 and words == self._title):
            self.put(part, etree.SubElement(into, f"h{min(max(level, 2), 6)}"), level)

    def _front(self, front: Any, into: Any, level: int, depth: int) -> None:
        """What stands before an article or an edition: its abstracts, or else text of its own."""
        is_about = local(front) == "teiHeader" or any(local(p) == "article-meta" for p in front)
        for part in front.iter() if is_about else front:
            if is_about and local(part) == "abstract":
                made = etree.SubElement(into, "div")
                if not any(local(found) in _TITLES for found in part):
                    etree.SubElement(made, "h2").text = "Abstract"
                self.put(part, made, 2, depth)
            elif not is_about and (name := local(part)):
                self._part(part, name, into, level, depth)

    def _table(self, part: Any, into: Any, level: int, depth: int) -> None:
        """A table behind the line that names it."""
        table = next((found for found in part.iter() if local(found) == "table"), part)
        said = [
            _words(found) for found in part if local(found) in {"label", "caption", "title", "head"}
        ]
        made = etree.SubElement(into, "table")
        if any(map(str.strip, said)):
            etree.SubElement(made, "caption").text = one_line(" ".join(said))
        for beside in part if table is not part else ():
            if local(beside) == "table-wrap-foot":
                self.put(beside, etree.SubElement(into, "p"), level, depth)
        names = [attribute(spec, "colname") or "" for spec in table.iter("{*}colspec")]
        self._columns = {name: at for at, name in enumerate(names) if name}
        is_parted = any(local(found) == "tbody" for found in table.iter())
        for found in table.iter():
            if local(found) in {"row", "tr", "strow", "sthead"}:
                row = etree.SubElement(made, "tr")
                is_names = (
                    local(found) == "sthead"
                    or attribute(found, "role") == "label"
                    or (is_parted and local(found.getparent()) == "thead")
                )
                for cell in found:
                    if _AS.get(local(cell)) in {"td", "th"}:
                        is_name = is_names or local(cell) == "th"
                        put = self._cell(cell, etree.SubElement(row, "th" if is_name else "td"))
                        self.put(cell, put, level, depth)

    def _cell(self, part: Any, made: Any) -> Any:
        """The cell with what it covers, however it is said."""
        if made.tag not in {"td", "th"}:
            return made
        columns = attribute(part, "colspan") or attribute(part, "cols") or ""
        first, last = attribute(part, "namest") or "", attribute(part, "nameend") or ""
        if first in self._columns and last in self._columns:
            columns = str(self._columns[last] - self._columns[first] + 1)
        rows = attribute(part, "rowspan") or attribute(part, "rows") or ""
        more = attribute(part, "morerows") or ""
        if more.isdecimal():
            rows = str(int(more) + 1)
        for key, value in (("colspan", columns), ("rowspan", rows)):
            if value.isdecimal():
                made.set(key, value)
        return made


def _words(element: Any, between: str = " ") -> str:
    return one_line(between.join(map(str, element.itertext())))


def _say(into: Any, text: str | None) -> None:
    if not text:
        return
    if len(into):
        into[-1].tail = (into[-1].tail or "") + text
    else:
        into.text = (into.text or "") + text


def _is_block(into: Any) -> bool:
    return into.tag in {"body", "div", "blockquote"}


def _plain_copy(element: Any) -> Any:
    """MathML without its namespace."""
    made = etree.Element(local(element))
    made.text, made.tail = element.text, None
    for part in element:
        if local(part):
            made.append(_plain_copy(part))
            made[-1].tail = part.tail
    return made


def _title(root: Any) -> str | None:
    for found in root.iter():
        if local(found) in {"article-title", "book-title", "title"} and not any(
            local(above) in {"ref", "table", "figure", "mixed-citation"}
            for above in found.iterancestors()
        ):
            return _words(found, "")[:300] or None
    return None


def _about(root: Any) -> Iterator[str]:
    """Who wrote it, where and when it came out, what it is about: as far as it is said."""
    authors: list[str] = []
    lines: dict[str, str] = {}
    for found in root.iter():
        if not local(found):
            continue
        name, above = (
            local(found),
            local(found.getparent()) if found.getparent() is not None else "",
        )
        words = _words(found)
        if name in {"body", "text", "ref-list", "back"}:
            break
        if (name == "contrib" and attribute(found, "contrib-type") in {None, "author"}) or (
            name == "author" and above in {"info", "bookinfo", "articleinfo", "titleStmt", "prolog"}
        ):
            authors.append(_person(found) or words)
        elif name == "journal-title":
            lines.setdefault("Journal", words)
        elif name in {"pub-date", "pubdate"} or (
            name == "date" and above in {"info", "articleinfo"}
        ):
            lines.setdefault("Date", _day(found) or words)
        elif name == "article-id" and attribute(found, "pub-id-type") == "doi":
            lines.setdefault("DOI", words)
        elif name in {"kwd-group", "keywordset"}:
            held = (_words(part, "") for part in found if local(part) in {"kwd", "keyword"})
            lines.setdefault("Keywords", ", ".join(filter(None, held)))
    if authors:
        yield f"Author{'s' if len(authors) > 1 else ''}: {', '.join(filter(None, authors))}"
    yield from (f"{name}: {words}" for name, words in lines.items() if words)


def _person(element: Any) -> str:
    said = {local(part): one_line(part.text or "") for part in element.iter()}
    first = said.get("given-names") or said.get("firstname") or said.get("forename") or ""
    return f"{first} {said.get('surname', '')}".strip()


def _day(element: Any) -> str:
    said = {local(part): (part.text or "").strip() for part in element}
    year, month, day = (said.get(name, "") for name in ("year", "month", "day"))
    if not year:
        return ""
    parts = [year, *(part.zfill(2) for part in (month, day) if part)]
    return "-".join(parts) if all(map(str.isdecimal, parts)) else " ".join(filter(None, parts))
