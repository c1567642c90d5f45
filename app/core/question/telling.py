"""An answer as it goes out: text first, then the numbers that its sentences have earned.

What was said is never taken back. Numbers run from 1 in the order of the text; they are no part of
the streamed text, whose positions everything counts in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core import events
from app.core.marking import quoted
from app.core.naming import with_numbers
from app.core.question.retrieve import Found


@dataclass(frozen=True, slots=True)
class Resting:
    """Where in a sentence a number belongs, and what it leads to."""

    at: int
    found: Found
    quote: str
    suspicious: bool = False


class Telling:
    def __init__(self) -> None:
        self._text = ""
        self._marks: list[tuple[int, int]] = []
        self._numbers: dict[int, int] = {}  # of a chunk
        self._citations: list[events.Citation] = []
        self.sentences: list[events.SentenceChecked] = []

    @property
    def has_begun(self) -> bool:
        return bool(self._text)

    @property
    def streamed(self) -> str:
        """The text without its numbers."""
        return self._text

    @property
    def citations(self) -> tuple[events.Citation, ...]:
        return tuple(self._citations)

    @property
    def text(self) -> str:
        """The streamed text with its numbers in place."""
        return with_numbers(self._text, self._marks)

    def say(
        self, before: str, sentence: str, standing: events.Standing, resting: Sequence[Resting] = ()
    ) -> Iterator[events.TextDelta | events.SentenceChecked]:
        """`before` is the white space ahead of the sentence; none at the beginning. What was said
        without a full stop ("Green") gets one before the next sentence."""
        before = before if self._text else ""
        if self._text[-1:].isalnum() and before and "\n" not in before:
            before = f".{before}"
        start = len(self._text) + len(before)
        self._text += before + sentence
        yield events.TextDelta(before + sentence)
        cited: dict[int, events.Citation] = {}
        marks: list[tuple[int, int]] = []
        for rest in sorted(resting, key=lambda rest: rest.at):
            citation = self._cite(rest)
            cited.setdefault(citation.marker, citation)
            mark = (start + rest.at, citation.marker)
            if mark not in marks:
                marks.append(mark)
        self._marks += marks
        checked = events.SentenceChecked(
            start, len(self._text), standing, tuple(cited.values()), tuple(marks)
        )
        self.sentences.append(checked)
        yield checked

    def _cite(self, rest: Resting) -> events.Citation:
        chunk, item = rest.found.chunk, rest.found.item
        chunk_id = int(chunk.chunk_id)
        known = self._numbers.get(chunk_id)
        citation = events.Citation(
            marker=known or len(self._citations) + 1,
            kind=chunk.kind,
            path=item.path,
            item_id=int(item.item_id),
            chunk_id=chunk_id,
            locator=quoted(chunk, rest.quote),
            quote=rest.quote,
            supported=True,
            title=item.title,
            suspicious=rest.suspicious,
        )
        if known is None:
            self._numbers[chunk_id] = citation.marker
            self._citations.append(citation)
        return citation
