"""From all that was found, the few passages that go before the model.

Three well-ordered passages answer as well as six and three times as fast (66 questions over an
archive of 65 files, October 2026); only questions that gather from several places get more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.core import thresholds
from app.core.naming import spoken_name
from app.core.question.asked import Asks, Question, language_of
from app.core.question.overview import asks_about_many
from app.core.question.pointing import uncapitalised
from app.core.question.retrieve import Found
from app.core.words import content_words, name_words, stem, words

_MOST_NAMED = 2  # passages for what the best do not name
_LOOKED_THROUGH = 60
_NUMBER = re.compile(r"\d{2,}")
_GATHERING: frozenset[Asks] = frozenset({"list", "comparison", "count", "file"})


def how_many(question: Question, n_sources: int) -> int:
    """How many passages the question needs, where one for a plain fact needs `n_sources`."""
    if question.asks in _GATHERING:
        return 2 * n_sources
    return n_sources


def choose(found: Sequence[Found], *, n_sources: int, question: str = "") -> list[Found]:
    """The best passages, at most three of one file and none that says nothing new, best first;
    behind them the best that hold what the question names and they do not. A kind of source is not
    brought in for its own sake: it comes in by having something to say."""
    if not found:
        return []
    chosen = _best(found, n_sources)
    for named in sorted(_named_in(question)):
        if len(chosen) >= n_sources + _MOST_NAMED:
            break
        if not any(_holds(entry, named) for entry in chosen):
            chosen += [entry for entry in found[:_LOOKED_THROUGH] if _holds(entry, named)][:1]
    return chosen


def _named_in(question: str) -> set[str]:
    """The names and numbers of a question, folded."""
    numbers = set(_NUMBER.findall(question))
    return numbers | set(name_words(uncapitalised(question), language_of(question)))


def _holds(entry: Found, named: str) -> bool:
    item, chunk = entry.item, entry.chunk
    text = f"{item.title or ''} {spoken_name(item.path)} {chunk.heads} {chunk.text}"
    if named.isdigit():
        return named in _NUMBER.findall(text)
    there = set(words(text))
    return named in there or stem(named) in map(stem, there)


def _best(found: Sequence[Found], n_sources: int) -> list[Found]:
    """A file that the question names may have all but one."""
    chosen: list[Found] = []
    per_item: Counter[int] = Counter()
    several = Counter(entry.item.item_id for entry in found)
    for entry in _telling(found):
        if len(chosen) >= n_sources:
            break
        most = thresholds.PASSAGES_OF_ONE_FILE
        if entry.is_named:
            most = max(most, n_sources - 1)
        if per_item[entry.item.item_id] >= most or _says_nothing_new(entry, chosen):
            continue
        if several[entry.item.item_id] > 1 and _is_heading(entry):
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


def _is_heading(entry: Found) -> bool:
    """Whether a passage says only what it and its neighbours stand under."""
    language = entry.chunk.language
    under = set(content_words(f"{entry.item.title or ''} {entry.chunk.heads}", language))
    return set(content_words(entry.chunk.text, language)) <= under


def _says_nothing_new(entry: Found, chosen: Sequence[Found]) -> bool:
    """Whether a chosen passage has nearly all of this one's words, and not the other way round
    because it is a piece of it: a copy, or the overlap of neighbours."""
    language = entry.chunk.language  # for both: what is guessed of a few lines may differ
    own = set(content_words(entry.chunk.text, language))
    return any(
        _held(own, set(content_words(other.chunk.text, language))) >= thresholds.SAME_WORDS
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
        entry.similarity >= _floor(question, entry) or entry.coverage >= thresholds.WEAK_COVERAGE
        for entry in found[:20]
    )


def _floor(question: Question, entry: Found) -> float:
    is_other = entry.chunk.language not in (None, question.language)
    return thresholds.WEAK_ACROSS if is_other else thresholds.WEAK_SIMILARITY
