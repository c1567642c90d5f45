"""Which of a query's words a passage holds. Stemming a hundred passages whole takes longer than
finding them, so only what begins like a wanted word is stemmed. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.core.words import content_words

_WORD = re.compile(r"\w[\w'’.,:-]*")


def held_words(text: str, wanted: Collection[str], language: str | None) -> set[str]:
    """Those of the wanted stems (folded) that stand in `text`, in any form."""
    if not wanted:
        return set()
    starts = {word[0] for word in wanted}
    if any(start.isdigit() or not start.isascii() for start in starts):
        alike = text  # numbers may be written as words, and other scripts have their own forms
    else:
        # a letter with an accent may fold to any
        found = (match.group() for match in _WORD.finditer(text))
        alike = " ".join(
            word for word in found if word[0].lower() in starts or not word[0].isascii()
        )
    return set(wanted) & set(content_words(alike, language)) if alike else set()
