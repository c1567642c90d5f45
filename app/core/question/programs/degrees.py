"""Which way a text weighs things: "cheaper" and "the lowest" down, "longer" and "most" up. Pure."""

from __future__ import annotations

import re
from functools import cache

from app.core.question.programs.wording import Direction, wording_of

_BOUND = re.compile(r"\bat (?:the )?(?:very )?(?:most|least)\b")  # weighs nothing


def degrees(text: str, language: str) -> frozenset[Direction]:
    """The directions of the comparatives and superlatives in a text, but for those of time ("the
    first", "later"), which order more often than they weigh. Of a language that is not in the
    table none."""
    said = _BOUND.sub(" ", text.casefold())
    return frozenset(d for d, pattern in _patterns(language) if pattern.search(said))


@cache
def _patterns(language: str) -> tuple[tuple[Direction, re.Pattern[str]], ...]:
    wording = wording_of(language)
    if wording is None:
        return ()
    phrases: dict[Direction, list[str]] = {"highest": [], "lowest": []}
    for phrase, direction, concept in (*wording.comparatives, *wording.superlatives):
        if concept != "date":
            phrases[direction].append(re.escape(phrase))
    return tuple(
        (direction, re.compile(rf"\b(?:{'|'.join(known)})\b"))
        for direction, known in phrases.items()
        if known
    )
