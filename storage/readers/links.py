"""Where the links of office documents lead, written once behind their words where those do not say
it themselves: `the portal (https://example.org/login)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from storage.readers.archive import attribute, local
from storage.readers.sections import one_line

_OUTSIDE = re.compile(r"(?:https?|ftp)://\S|(?:mailto|tel):\S", re.I)
_MARKS = tuple(f"{{*}}{name}" for name in ("hyperlink", "fldSimple", "fldChar", "instrText", "t"))
_MAX_CHARS = 300  # longer ones carry what only programs read
LINK_FIELD = re.compile(r"\s*HYPERLINK\s+\"([^\"]+)\"", re.I)  # what a field of Word says


class Links:
    """Remembers which addresses a document has told already."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def beside(self, words: str, address: str) -> str:
        """What is written behind `words` that lead to `address`; "" for places within the document
        and addresses that the words say, or that were told before."""
        address = one_line(address)
        if not _OUTSIDE.match(address) or len(address) > _MAX_CHARS:
            return ""
        if address[:7].lower() == "mailto:":
            address = unquote(address[7:]).partition("?")[0]
        elif address[:4].lower() == "tel:":
            address = address[4:]
        if not address or address in self._told or _core(address) in _core(words):
            return ""
        self._told.add(address)
        return f" ({address})"

    def keep_in_word(self, root: Any, addresses: Mapping[str, str]) -> None:
        """Write the addresses into a part of a Word document; `addresses` by id of a relation."""
        for texts, address in _word_links(root, addresses):
            words = "".join(text.text or "" for text in texts)
            if words.strip():  # none on a picture
                texts[-1].text = (texts[-1].text or "") + self.beside(words, address)

    def keep_in_drawing(self, root: Any, addresses: Mapping[str, str]) -> None:
        """Write them into slides and other drawings: neighbouring runs may share a link."""
        for paragraph in root.iter("{*}p") if addresses else ():
            runs = [(run, _target(run, addresses)) for run in paragraph if local(run) == "r"]
            words = ""
            for at, (run, address) in enumerate(runs):
                texts = [part for part in run if local(part) == "t"]
                words += "".join(text.text or "" for text in texts)
                goes_on = at + 1 < len(runs) and runs[at + 1][1] == address
                if goes_on and address:
                    continue
                if address and texts and words.strip():
                    texts[-1].text = (texts[-1].text or "") + self.beside(words, address)
                words = ""

    def keep_in_opendocument(self, root: Any) -> None:
        for link in root.iter("{*}a"):
            if (words := "".join(link.itertext())).strip():
                said = self.beside(words, attribute(link, "href") or "")
                link.tail = said + (link.tail or "")


def _core(text: str) -> str:
    """An address without what people leave out of it."""
    return re.sub(r"https?://|ftp://|www\.|[\s/()-]", "", text.lower())


def _target(run: Any, addresses: Mapping[str, str]) -> str:
    for properties in run:
        if local(properties) == "rPr":
            for mark in properties:
                if local(mark) == "hlinkClick":
                    return addresses.get(_identity(mark), "")
    return ""


def _identity(element: Any) -> str:
    return next((str(v) for key, v in element.attrib.items() if key.endswith("}id")), "")


def _word_links(root: Any, addresses: Mapping[str, str]) -> Iterator[tuple[list[Any], str]]:
    """(elements that hold the words, address) of each link and of each field that is one."""
    fields: list[tuple[list[str], list[Any]]] = []  # of each open one: what it says, what it shows
    shown: list[bool] = []
    for element in root.iter(*_MARKS):
        name = local(element)
        if name == "hyperlink" and (address := addresses.get(_identity(element))):
            yield _texts(element), address
        elif name == "fldSimple" and (said := LINK_FIELD.match(attribute(element, "instr") or "")):
            yield _texts(element), said[1]
        elif name == "fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                fields.append(([], []))
                shown.append(False)
            elif kind == "separate" and shown:
                shown[-1] = True
            elif kind == "end" and fields:
                says, texts = fields.pop()
                shown.pop()
                if texts and (said := LINK_FIELD.match("".join(says))):
                    yield texts, said[1]
        elif name == "instrText" and fields:
            fields[-1][0].append(element.text or "")
        elif name == "t" and fields and shown[-1]:
            fields[-1][1].append(element)


def _texts(element: Any) -> list[Any]:
    return list(element.iter("{*}t"))
