"""From all that was found, the few passages that go before the model.

Three well-ordered passages answer as well as six and three times as fast (66 questions over an
archive of 65 files, October 2026); only questions that gather from several places get more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.core import thresholds
from app.core.question.asked import Asks, Question
from app.core.question.overview import asks_about_many
from app.core.question.retrieve import Found
from app.core.words import content_words

_GATHERING: frozenset[Asks] = frozenset({"list", "comparison", "count", "file"})


def how_many(question: Question, n_sources: int) -> int:
    """How many passages the question needs, where one for a plain fact needs `n_sources`."""
    if question.asks in _GATHERING:
        return 2 * n_sources
    return n_sources


def choose(found: Sequence[Found], *, n_sources: int) -> list[Found]:
    """The best passages, at most two of one file and none that says nothing new, best first. A
    kind of source is not brought in for its own sake: it comes in by having something to say."""
    if not found:
        return []
    chosen: list[Found] = []
    per_item: Counter[int] = Counter()
    for entry in _telling(found):
        if len(chosen) >= n_sources:
            break
        if per_item[entry.item.item_id] >= thresholds.PASSAGES_OF_ONE_FILE or _says_nothing_new(
            entry, chosen
        ):
            continue
        chosen.append(entry)
        per_item[entry.item.item_id] += 1
    return chosen


def _telling(found: Sequence[Found]) -> list[Found]:
    """What is relevant enough beside the best; at least the first."""
    floor = max(
        thresholds.RELEVANT,
        thresholds.SHARE_OF_BEST * max((entry.relevance for entry in found), default=0.0),
    )
    return [entry for entry in found if entry.relevance >= floor] or list(found[:1])


def _says_nothing_new(entry: Found, chosen: Sequence[Found]) -> bool:
    """Whether a chosen passage has nearly all of this one's words, and not the other way round
    because it is a piece of it: a copy, or the overlap of neighbours."""
    words = set(content_words(entry.chunk.text))
    return any(
        _held(words, set(content_words(other.chunk.text))) >= thresholds.SAME_WORDS
        for other in chosen
        if other.item.item_id == entry.item.item_id or other.chunk.text == entry.chunk.text
    )


def _held(words: set[str], others: set[str]) -> float:
    return len(words & others) / max(1, min(len(words), len(others)))


def is_weak(question: Question, found: Sequence[Found]) -> bool:
    """Whether the evidence is too weak to answer from. An overview of a folder shares no words with
    what lies in it."""
    if question.asks == "summary" and asks_about_many(question.resolved):
        return False
    return not any(
        entry.similarity >= thresholds.WEAK_SIMILARITY or entry.coverage >= thresholds.WEAK_COVERAGE
        for entry in found[:20]
    )
