"""Mistakes of typing, made by a program: two neighbouring letters exchanged, one missing, one typed
twice, or the key beside the right one."""

from __future__ import annotations

import random
import re

from storage.folding import fold
from storage.languages import all_function_words

_LEAST_LETTERS = 4
_WORD = re.compile(r"(?<![\w@./-])[^\W\d_]+(?![\w@/-]|[.:]\w)")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def mistyped(text: str, seed: int) -> str:
    """The text with one mistake in one or two of its telling words; the same every time. A text
    without such a word stays as it is."""
    draw = random.Random(f"{seed} {text}")
    ignored = all_function_words()
    telling = [
        match
        for match in _WORD.finditer(text)
        if len(match.group()) >= _LEAST_LETTERS and fold(match.group()) not in ignored
    ]
    chosen = draw.sample(telling, min(len(telling), draw.choice((1, 2))))
    for match in sorted(chosen, key=lambda match: -match.start()):
        text = text[: match.start()] + _mistake(match.group(), draw) + text[match.end() :]
    return text


def _mistake(word: str, draw: random.Random) -> str:
    while True:
        at = draw.randrange(len(word))
        kind = draw.choice(("exchanged", "missing", "twice", "beside"))
        if kind == "exchanged":
            wrong = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        elif kind == "missing":
            wrong = word[:at] + word[at + 1 :]
        elif kind == "twice":
            wrong = word[:at] + word[at] + word[at:]
        else:
            wrong = word[:at] + draw.choice(_beside(word[at])) + word[at + 1 :]
        wrong = wrong.capitalize() if word.istitle() else wrong
        if wrong != word:
            return wrong


def _beside(letter: str) -> str:
    """The keys to the left and right; the letter itself where it is on no key."""
    for row in _ROWS:
        if (at := row.find(letter.lower())) >= 0:
            near = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            return near.upper() if letter.isupper() else near
    return letter
