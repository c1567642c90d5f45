"""Words as the support test and the coverage of a question see them. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_NAME = re.compile(r"(?<![.!?:;“\"]\s)(?<!^)\b[A-ZÀ-Þ][\w’'-]+")
_STOP_TEXT = """
a an the and or but if of to in on at by for with from as is are was were be been being it its this
that these those there here what which who whom whose when where why how do does did done can could
will would shall should may might must have has had not no nor so than then too very i you he she we
they me him her us them my your his our their about into over under again also any all both each few
more most other some such only own same s t just tell say says said does according source sources
document picture photo photograph image recording shows show mentions mentioned
states stated much many long far often ago
"""
_STOP_WORDS = frozenset(_STOP_TEXT.split())
_UP_TO_TWENTY = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_UP_TO_TWENTY.split())} | {
    word: str(n) for n, word in zip(range(30, 101, 10), _TENS.split(), strict=True)
}


def words(text: str) -> list[str]:
    """Lower-case words and numbers, number words as digits, thousands without separators."""
    return [_normal(token) for token in _TOKEN.findall(text)]


def content_words(text: str) -> list[str]:
    """The words that carry meaning, roughly stemmed."""
    return [stem(word) for word in words(text) if word not in _STOP_WORDS and len(word) > 1]


def numbers(text: str) -> set[str]:
    """Every number in digits, also those written as words above ten."""
    return {word for word in words(text) if word[0].isdigit()}


def stated_numbers(text: str) -> set[str]:
    """Numbers written in digits: the ones a claim is held to."""
    return {_normal(token) for token in _TOKEN.findall(text) if token[0].isdigit()}


def names(text: str) -> set[str]:
    """The words of names (capitalised words that do not merely begin a sentence), stemmed; their
    numbers are left to `stated_numbers`."""
    return {
        stem(word)
        for match in _NAME.finditer(text)
        for word in words(match.group())
        if not word[0].isdigit() and word not in _STOP_WORDS
    }


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A light stem: plural, possessive and the commonest verb endings go."""
    if word[:1].isdigit() or len(word) < 4:
        return word
    for ending in ("'s", "’s", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            base = word[: -len(ending)]
            if ending == "ies":
                return base + "y"
            if ending in ("ing", "ed") and base[-1] == base[-2]:
                return base[:-1]
            return base.rstrip("e")
    return word.rstrip("e")


def _normal(token: str) -> str:
    lower = token.lower()
    if lower in _NUMBER_WORDS:
        return _NUMBER_WORDS[lower]
    if lower[0].isdigit():
        plain = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", lower)
        return plain.lstrip("0") or "0" if plain.isdigit() else plain
    return lower
