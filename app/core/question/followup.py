"""A question that leans on the conversation, said so that it can be understood alone.

Whether it leans is decided by rules; what it leans on is put in by rules where just one thing can
be meant (`programs.followups`), else by the language model, whose rewriting counts only where it
keeps the question and adds nothing that was not said. Else the question before it goes along, which
is enough to search by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.question.asked import language_of
from app.core.question.pointing import POINTS_BACK, asking_words, leans, uncapitalised
from app.core.question.programs.followups import resolve as by_rules
from app.core.words import content_words, names, stated_numbers, stem, words
from models.decoder.interface import Turn

# Given what the question leans on, the question rewritten; "" where that cannot be had.
Rewrite = Callable[[str, Sequence[Turn]], str]

TURNS = 3  # how far back a question leans at most


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


def keeps(question: str, written: str, turns: Sequence[Turn]) -> bool:
    """Whether a rewritten question is the same question: it asks by the same words, has the
    question's words, numbers and names, and every word of its own stands in the conversation."""
    if not written or written == question:
        return False
    said = " ".join(f"{turn.question} {turn.answer}" for turn in turns)
    theirs = {stem(word) for word in words(f"{question} {said}")}
    own = set(content_words(written))
    asked = {word for word in content_words(question) if word not in POINTS_BACK}
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
