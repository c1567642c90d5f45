"""What a question wants done with rows: looked up, counted, summed, compared. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.core.question.programs.asked import Asked, Span
from app.core.question.programs.wording import Concept, Direction

_BEFORE_BOUNDS = frozenset(("at", "au", "lo"))  # "at most", "au plus", "a lo sumo"
Ends = tuple[tuple[str, Direction, Concept | None], ...]
Verb = Literal["look up", "total", "average", "count", "difference", "compare", "end"]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with the rows, and by which words that was said."""

    verb: Verb
    spans: tuple[Span, ...] = ()
    direction: Direction | None = None
    concept: Concept | None = None
    place: int = 1  # from the end that is asked for: 2 for "the second largest"

    @property
    def used(self) -> set[int]:
        return {at for span in self.spans for at in span.indices()}


def task_of(asked: Asked) -> Task:
    wording = asked.wording
    if (span := asked.find(wording.difference)) is not None:
        between = asked.find(wording.between)
        return Task("difference", (span, between) if between else (span,))
    verbs: tuple[tuple[Verb, Ends], ...] = (
        ("end", wording.superlatives),
        ("compare", wording.comparatives),
    )
    for verb, ends in verbs:
        for phrase, direction, concept in ends:
            span = asked.find((phrase,))
            if span is not None and not _begins_bound(asked, span, is_end=verb == "end"):
                place, whole = _counted_from_end(asked, span) if verb == "end" else (1, span)
                return Task(verb, (whole,), direction, concept, place)
    if (joined := _joined_ordinal(asked)) is not None:
        return joined
    for at, token in enumerate(asked.tokens):
        if token.folded in wording.changing:
            return Task("difference", (Span(at, at + 1),))
    many = asked.find(wording.how_many)
    if (span := asked.find(wording.average)) is not None:
        return Task("average", (span,))
    if (span := asked.find(wording.total)) is not None:
        return Task("total", (span, many) if many else (span,))
    if many is not None:
        return Task("count", (many,))
    return Task("look up")


def _counted_from_end(asked: Asked, span: Span) -> tuple[int, Span]:
    """ "The second largest": its place, and the words with the ordinal."""
    before = asked.tokens[span.start - 1].folded if span.start else ""
    place = asked.wording.ordinals.get(before)
    return (1, span) if place is None else (place, Span(span.start - 1, span.end))


def _joined_ordinal(asked: Asked) -> Task | None:
    """ "Die zweitgrößte": an ordinal and a superlative in one word."""
    for at, token in enumerate(asked.tokens):
        for ordinal, place in asked.wording.ordinals.items():
            rest = token.folded.removeprefix(ordinal)
            if rest == token.folded:
                continue
            for phrase, direction, concept in asked.wording.superlatives:
                if phrase == rest:
                    return Task("end", (Span(at, at + 1),), direction, concept, place)
    return None


def _begins_bound(asked: Asked, span: Span, *, is_end: bool) -> bool:
    """ "More than 30" bounds a number; "more than the other" and "more in 2024" compare. "At least
    30" does; "the least 2008 population" is an end."""
    if is_end and (not span.start or asked.tokens[span.start - 1].folded not in _BEFORE_BOUNDS):
        return False
    following = asked.tokens[span.end : span.end + 2]
    if following and following[0].folded in {"than", "als", "que", "de", "del"}:
        following = following[1:]
    return bool(following) and following[0].has_digit
