"""A question with what is known of its answer, and sets of them. Pure but for reading files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Split = Literal["dev", "held"]


@dataclass(frozen=True, slots=True)
class GoldSource:
    """A source that a right answer rests on: one of `files` (relative, with slashes), and a pattern
    that what is quoted of it must match, where only that place will do."""

    files: tuple[str, ...]
    quote: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`must` patterns are looked for in the whole answer, `must_not` in what it says in its own
    words, outside of quotations. With `at_least` so many of `must` are enough. Where `abstain`,
    declining is right, and so is one of `correct`: saying what the sources do say. `before` are the
    questions of the same conversation. `also` are files that bear on it without being needed."""

    id: str
    kind: str
    question: str
    language: str = "en"
    answer: str = ""
    must: tuple[re.Pattern[str], ...] = ()
    must_not: tuple[re.Pattern[str], ...] = ()
    at_least: int | None = None
    sources: tuple[GoldSource, ...] = ()
    also: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    abstain: bool = False
    correct: tuple[re.Pattern[str], ...] = ()
    short_answer: str = ""  # for token F1
    own: bool = False  # `must` too is looked for outside of quotations: what was worked out

    @property
    def split(self) -> Split:
        return split_of(self.id)

    @property
    def gold_files(self) -> frozenset[str]:
        """Every file that may be cited."""
        return frozenset(file for source in self.sources for file in source.files) | {*self.also}


def split_of(question_id: str) -> Split:
    """By the parity of a hash of the id, so that nobody chose and nothing moves."""
    return "held" if hashlib.sha256(question_id.encode()).digest()[0] % 2 else "dev"


def read_questions(path: Path) -> list[Question]:
    """JSON lines; the keys are those of `Question`, with patterns as text."""
    return [
        from_entry(json.loads(line))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def from_entry(entry: Mapping[str, Any]) -> Question:
    return Question(
        id=entry["id"],
        kind=entry["kind"],
        question=entry["question"],
        language=entry.get("language", "en"),
        answer=entry.get("answer", ""),
        must=_patterns(entry.get("must", ())),
        must_not=_patterns(entry.get("must_not", ())),
        at_least=entry.get("at_least"),
        sources=tuple(_source(source) for source in entry.get("sources", ())),
        also=tuple(entry.get("also", ())),
        before=tuple(entry.get("before", ())),
        abstain=entry.get("abstain", False),
        correct=_patterns(entry.get("correct", ())),
        own=entry.get("own", False),
    )


def _patterns(texts: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.M) for text in texts)


def _source(entry: Mapping[str, Any]) -> GoldSource:
    files = entry["file"]
    quote = re.compile(entry["quote"], re.M | re.S) if "quote" in entry else None
    return GoldSource((files,) if isinstance(files, str) else tuple(files), quote)
