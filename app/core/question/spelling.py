"""A mistyped word of a question or a search, set right by the words of the library. Pure.

Only what can mean nothing else is touched: a word that stands nowhere in the library in any form
and that no encoder knows whole. What is quoted, a code, an address or a file's name stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Protocol

from app.core import thresholds
from app.core.question.pointing import uncapitalised
from app.core.words import name_words
from storage.folding import fold, is_spaceless
from storage.languages import all_function_words

# Letters that are no piece of something else: not of part7, a.b, me@here, C:\\part.
_WORD = re.compile(r"(?<![\w@./\\#+&])[^\W\d_]+(?![\w@/\\#+&]|[.:]\w)")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]+[\"”“»]")


class MeantBy(Protocol):
    def __call__(self, word: str, *, likely_only: bool) -> str | None:
        """`storage.repositories.keywords.Keywords.meant_by`."""


def mended(
    text: str,
    meant_by: MeantBy,
    words_among: Callable[[Collection[str]], Collection[str]],
    *,
    keep_names: bool = False,
) -> str:
    """The text with its mistyped words set right. `meant_by` gives what the library has in the
    place of a word that it has not; `words_among` tells which of some are words as they stand.
    Names stay with `keep_names`, and else become others only by the likelier mistakes. A text of
    very many words is left alone: a page that is pasted, not typed."""
    found = list(_WORD.finditer(text))
    if len(found) > thresholds.MOST_WORDS_TYPED:
        return text
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    names = frozenset(name_words(uncapitalised(text)))
    ignored = all_function_words()
    doubted = [
        match
        for match in found
        if len(word := match.group()) >= thresholds.LEAST_LETTERS_MISTYPED
        and (word.islower() or word.istitle())
        and not is_spaceless(word)
        and not any(start <= match.start() < stop for start, stop in quoted)
        and fold(word) not in ignored
        and not (keep_names and fold(word) in names)
    ]
    sound = words_among({match.group() for match in doubted})
    pieces, end = [], 0
    for match in doubted:
        word = match.group()
        if word in sound:
            continue
        is_short = len(word) < thresholds.LEAST_LETTERS_WRONG
        meant = meant_by(word, likely_only=is_short or fold(word) in names)
        if meant is not None and fold(meant) != fold(word):
            pieces += [text[end : match.start()], _in_the_case_of(word, meant)]
            end = match.end()
    return "".join([*pieces, text[end:]])


def _in_the_case_of(word: str, meant: str) -> str:
    """Capitals as they were typed; of what the library writes in small letters, one to begin."""
    return meant.lower() if word.islower() else meant[0].upper() + meant[1:]
