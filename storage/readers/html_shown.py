"""What of a web page a browser shows, what it can unfold, and what is there for other ends."""

from __future__ import annotations

import re
from typing import Any


def word_set(line: str) -> frozenset[str]:
    return frozenset(line.split())


DROPPED = word_set(
    "script style noscript template head iframe object embed svg canvas audio video map "
    "button datalist dialog nav rp"
)
# Chosen on saved pages of questions and answers, November 2026: what opens at a click is a block.
_FOLDS = word_set("div section article p dd li ul ol details tr tbody table span blockquote pre")
_POPS_UP = re.compile(
    r"modal|popup|pop-up|cookie|consent|tooltip|overlay|dropdown|menu|nav\b|sr-only|visually-hidden"
    r"|banner|newsletter|share|lightbox|preheader",
    re.I,
)
_HIDING = ("display:none", "visibility:hidden", "mso-hide:all")
_MIN_PROSE_WORDS = 4


def name_of(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def keep_addresses(root: Any) -> None:
    """In a list of bookmarks, as browsers export it, write each address and its tags behind its
    name: they are what such a page is kept for."""
    for link in root.iter("a"):
        address = (link.get("href") or "").strip()
        if address and not address.startswith(("javascript:", "data:", "place:")):
            tags = (link.get("tags") or "").strip()
            said = f" ({address[:500]}{'; tags: ' if tags else ''}{tags.replace(',', ', ')})"
            link.tail = said + (link.tail or "")


def is_hidden(element: Any, name: str, *, folded: bool) -> bool:
    """What a browser would not show, or shows for finding one's way only; not what is folded up."""
    marks = element.attrib
    if not marks:
        return False
    if marks.get("role") in {"navigation", "search", "dialog", "alertdialog", "tooltip"} or (
        name == "a" and "headerlink" in marks.get("class", "")
    ):
        return True
    style = marks.get("style", "").replace(" ", "").lower()
    hidden = (
        "hidden" in marks
        or marks.get("aria-hidden") == "true"
        or any(mark in style for mark in _HIDING)
    )
    return hidden and not (folded and name in _FOLDS and _is_prose(element))


def _is_prose(element: Any) -> bool:
    """Whether it is something to read, and neither a menu nor a notice that pops up."""
    named = f"{element.get('class', '')} {element.get('id', '')}"
    if _POPS_UP.search(named):
        return False
    n_words = n_linked = 0
    for found in element.iter():
        if name_of(found) in DROPPED or not name_of(found):
            continue
        n_words += len((found.text or "").split())
        n_linked += len("".join(found.itertext()).split()) if name_of(found) == "a" else 0
        if found is not element:
            n_words += len((found.tail or "").split())
    return n_words >= _MIN_PROSE_WORDS and n_linked * 2 < n_words
