"""A question as tokens, and which of them are accounted for. Pure.

The programs answer only where each word of the question has found its part: a column, a cell, a
file's name, a kind of sum. A word left over means that something else is asked."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.core.question.programs.wording import Wording, wording_of
from app.core.words import stem

_WORD = re.compile(r"\d+(?:[.,:]\d+)+|\w+(?:[-./]\w+)*")
_DIGIT = re.compile(r"\d")
_CONTRACTED = re.compile(r"\b(\w+)(n['’]t)\b", re.IGNORECASE)
_WITHOUT_N = {"ca": "can", "wo": "will", "sha": "shall"}  # what is before "n't"


@dataclass(frozen=True, slots=True)
class Token:
    """`folded` is lower-case; `start` and `end` count in the text."""

    text: str
    folded: str
    stem: str
    start: int
    end: int
    has_digit: bool

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens [start, end) of a question."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def indices(self) -> range:
        return range(self.start, self.end)

    def within(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a language the programs know."""

    text: str
    language: str
    wording: Wording
    tokens: tuple[Token, ...]

    def find(self, phrases: Iterable[str]) -> Span | None:
        """Where the first of the phrases that occurs stands, in the phrases' order."""
        folded = [token.folded for token in self.tokens]
        for phrase in phrases:
            words = [token.folded for token in tokens_of(phrase)]
            for start in range(len(folded) - len(words) + 1):
                if folded[start : start + len(words)] == words:
                    return Span(start, start + len(words))
        return None

    def says(self, phrases: Iterable[str]) -> bool:
        return self.find(phrases) is not None

    @property
    def compares(self) -> bool:
        """Whether two things are held against each other."""
        phrases = [phrase for phrase, _, _ in self.wording.comparatives]
        return self.says(phrases) or self.says(self.wording.difference)

    def is_plain(self, at: int) -> bool:
        token = self.tokens[at]
        wording = self.wording
        if token.text == "May":
            return False  # the month
        return token.folded in wording.plain or token.folded in wording.spending

    def left_over(self, explained: set[int]) -> list[int]:
        """The tokens that say something and have found no part."""
        return [
            at
            for at, token in enumerate(self.tokens)
            if at not in explained and not self.is_plain(at) and (len(token.folded) > 1)
        ]


def read_question(question: str, language: str) -> Asked | None:
    """None where the language is not one the programs know."""
    wording = wording_of(language)
    tokens = tokens_of(question)
    return Asked(question, language, wording, tokens) if wording and tokens else None


@lru_cache(maxsize=65_536)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Words and codes in order; words joined by hyphens, points or strokes are taken apart unless
    there is a digit in them (M-47 and 1.5 stay whole). "Isn't" is "is" and "n't"."""
    found: list[Token] = []
    if match := _CONTRACTED.search(text):
        verb, end = match.group(1), match.end(1)
        base = _token(verb, match.start())
        folded = _WITHOUT_N.get(base.folded, base.folded)
        base = dataclasses.replace(base, folded=folded, stem=stem(folded))
        no = Token(match.group(2), "n't", "n't", end, match.end(), has_digit=False)
        rest = (_moved(token, match.end()) for token in tokens_of(text[match.end() :]))
        return (*tokens_of(text[: match.start()]), base, no, *rest)
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        if _DIGIT.search(word):
            found.append(_token(word, start))
            continue
        for part in re.finditer(r"[^\W_]+", word):
            found.append(_token(part.group(), start + part.start()))
    return tuple(found)


def _moved(token: Token, by: int) -> Token:
    return dataclasses.replace(token, start=token.start + by, end=token.end + by)


def _token(word: str, start: int) -> Token:
    folded = word.lower()
    has_digit = bool(_DIGIT.search(word))
    return Token(word, folded, stem(folded), start, start + len(word), has_digit)


def alike(first: Token, second: Token) -> bool:
    """Whether two words are forms of one: the same stem, or ends that differ by a letter or two
    of long words (deliver, delivery) that are no names (Tolland, Tollan)."""
    one, other = first.stem, second.stem
    if one == other or first.folded == second.folded:
        return True
    if one[:5] != other[:5] or first.has_digit or second.has_digit:
        return False
    if first.is_capital and second.is_capital:
        return False
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 5 and len(longer) - len(shorter) <= 1 and longer.startswith(shorter)


def runs_of(words: Sequence[Token], question: Sequence[Token]) -> list[Span]:
    """Where the words stand in the question, side by side and in order."""
    n = len(words)
    if not n:
        return []
    return [
        Span(start, start + n)
        for start in range(len(question) - n + 1)
        if all(alike(word, question[start + at]) for at, word in enumerate(words))
    ]
