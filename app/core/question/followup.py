"""A question that leans on the conversation, said so that it can be understood alone.

Whether it leans is decided by rules; what it leans on is put in by rules where just one thing can
be meant (`programs.followups`), else by the language model, whose rewriting counts only where it
keeps the question and adds nothing that was not said. Else the question before it goes along, which
is enough to search by."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.question.asked import asking_words, language_of, uncapitalised
from app.core.question.programs.followups import resolve as by_rules
from app.core.words import content_words, names, stated_numbers, stem, words
from models.decoder.interface import Turn

# Given what the question leans on, the question rewritten; "" where that cannot be had.
Rewrite = Callable[[str, Sequence[Turn]], str]

TURNS = 3  # how far back a question leans at most
_ALONE = 3  # with fewer words of its own a question says too little to stand alone

_GOES_ON = re.compile(
    r"^(and|but|or|so|what about|how about|also|und|aber|oder|et|mais|y|e|pero|en)\b", re.IGNORECASE
)
_POINTING = """
    he she they him her them his hers its their theirs it this that these those there then same
    former latter else other others another er ihn ihm ihr ihre ihren ihrem ihrer sein seine
    seinen seiner dieser diese dieses diesen diesem dort davon dafür damit darin dazu
    il elle ils elles lui leur leurs celui celle ceux celles ce cela ça son sa ses él ella ellos
    ellas ese esa eso esos esas
"""
_POINTS_BACK = frozenset(_POINTING.split())
_WITHOUT_A_WORD = re.compile(
    r"^(why|how|when|where|who|really|warum|wieso|wann|wo|wer|pourquoi|quand|où|qui)\s*\?*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """`text` is the question to search by and to answer; `needs_turns` says that it still cannot
    be understood without what was said before."""

    text: str
    needs_turns: bool = False


def resolve(question: str, turns: Sequence[Turn], rewrite: Rewrite) -> Resolved:
    """The question as it is where it stands alone."""
    recent = tuple(turns[-TURNS:])
    if not recent or not leans(question):
        return Resolved(question)
    if (ruled := by_rules(question, recent, language_of(recent[-1].question))) is not None:
        return Resolved(ruled)
    written = _first_line(rewrite(question, recent))
    if keeps(question, written, recent):
        return Resolved(written)
    before = recent[-1].question.strip()
    return Resolved(f"{before} {question}", needs_turns=True)


def leans(question: str) -> bool:
    """Whether a question points back, goes on, or says too little to be one by itself."""
    if _GOES_ON.search(question) or _WITHOUT_A_WORD.search(question.strip()):
        return True
    named = names(uncapitalised(question))
    before_it: set[str] = set()
    for word in words(question):
        if word in _POINTS_BACK and not named & before_it:
            return True
        before_it.add(stem(word))
    own = {word for word in content_words(question) if word not in asking_words(question)}
    return len(own) < _ALONE and not named


def keeps(question: str, written: str, turns: Sequence[Turn]) -> bool:
    """Whether a rewritten question is the same question: it asks by the same words, has the
    question's words, numbers and names, and every word of its own stands in the conversation."""
    if not written or written == question:
        return False
    said = " ".join(f"{turn.question} {turn.answer}" for turn in turns)
    theirs = {stem(word) for word in words(f"{question} {said}")}
    own = set(content_words(written))
    asked = {word for word in content_words(question) if word not in _POINTS_BACK}
    return (
        own <= theirs | set(content_words(f"{question} {said}"))
        and len(asked & own) >= 0.6 * len(asked)
        and asking_words(question) <= asking_words(written)
        and stated_numbers(question) <= stated_numbers(written)
        and names(uncapitalised(question)) <= {stem(word) for word in words(written)}
        and len(written) < 400
    )


def _first_line(text: str) -> str:
    lines = [line.strip(" \"“”'") for line in text.strip().splitlines()]
    return next((line for line in lines if line), "")
