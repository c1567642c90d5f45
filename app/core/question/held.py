"""Which of a query's words a passage holds. Stemming a hundred passages whole takes longer than
finding them, so only what begins like a wanted word is stemmed. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from app.core.words import content_words
from storage.languages import guess


def held_words(text: str, wanted: Collection[str], language: str | None) -> set[str]:
    """Those of the wanted stems (folded) that stand in `text`, in any form."""
    if not wanted:
        return set()
    starts = "".join(sorted({word[0] for word in wanted}))
    if not (starts.isascii() and starts.isalpha()):
        # numbers may be written as words, and other scripts have their own forms
        return set(wanted) & set(content_words(text, language))
    alike = set(_beginning(starts).findall(text))
    spoken = language or guess(" ".join(alike)) or "en"
    return {stem for word in alike for stem in _stems(word, spoken)} & set(wanted)


@lru_cache(maxsize=65_536)
def _stems(word: str, language: str) -> tuple[str, ...]:
    return tuple(content_words(word, language))


@lru_cache(maxsize=256)
def _beginning(starts: str) -> re.Pattern[str]:
    """Words that begin with one of these letters, or with one that is not of ASCII: a letter with
    an accent may fold to any."""
    return re.compile(rf"(?<!\w)(?:[{starts}]|[^\W\d_a-z])[\w'’.,:-]*", re.IGNORECASE)
