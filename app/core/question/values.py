"""What the parts of a question's room hand to each other. Frozen values, no behaviour of weight."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.question.retrieve import Found


@dataclass(frozen=True, slots=True)
class Grounds:
    """A passage that a statement rests on, and the words of it that are shown, verbatim."""

    found: Found
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer that a program wrote, in the question's language. `against`: it
    tells what one of several sources says that differ."""

    text: str
    rests_on: tuple[Grounds, ...]
    against: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a program looked: items considered, used, left in doubt, and not readable."""

    considered: int
    used: int
    doubtful: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a program worked out instead of the language model: a count, a sum, a date, a list, a
    fact about a file, two sources that disagree. Never a guess: where it is not sure it says
    nothing (None instead of a Reckoning), and the model answers. `aside` are words of the question
    that it left out of account, for want of anything that they could mean, `taken` words that it
    took for what a column or a cell is called."""

    statements: tuple[Statement, ...]
    coverage: Coverage
    sources_disagree: bool = False
    aside: tuple[str, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()
