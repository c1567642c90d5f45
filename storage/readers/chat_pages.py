"""Conversations that Telegram exports as web pages: the day of a message stands only where the
mouse rests on its time, and a name only above the first of several messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from storage.readers.chats import Message
from storage.readers.sections import one_line

PAGE = re.compile(rb'class="message default clearfix')
_MOMENT = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d(?::\d\d)?)\s*(.*)")
_DAY = re.compile(r"\d{1,2} \w+ \d{4}")
_LEFT_OUT = frozenset({"pull_left", "pull_right", "from_name", "reply_to", "reactions"})


def messages_in(root: Any, words_of: Callable[[Any], str]) -> list[Message]:
    """The messages of the page, in their order; `words_of` gives what is seen of an element."""
    found: list[Message] = []
    who = day = ""
    for element in root.iter("div"):
        marks = _marks(element)
        if "message" not in marks:
            continue
        bodies = [child for child in element if "body" in _marks(child)]
        date = next((one for one in element.iter("div") if "date" in _marks(one)), None)
        moment = _MOMENT.match(date.get("title") or "") if date is not None else None
        time = ""
        if moment is not None:
            day = f"{moment[3]}-{moment[2]}-{moment[1]}"
            time = f"{moment[4]} {moment[5]}".strip()
        if "service" in marks:
            said = one_line(" ".join(words_of(body) for body in bodies))
            if said and not _DAY.fullmatch(said):
                found.append(Message(day, time, "", said))
            continue
        for body in bodies:
            for child in body:
                if "from_name" in _marks(child):
                    who = one_line(words_of(child))
        said = "\n".join(
            words
            for body in bodies
            for child in body
            if not _LEFT_OUT & _marks(child) and (words := words_of(child).strip())
        )
        found.append(Message(day, time, who, said))
    return found


def title_in(root: Any, words_of: Callable[[Any], str]) -> str:
    """With whom, or of which group or channel."""
    for element in root.iter("div"):
        if "page_header" in _marks(element):
            return one_line(words_of(element))[:200]
    return ""


def _marks(element: Any) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()
