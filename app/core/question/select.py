"""From all that was found, the few passages that go before the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from app.core.question.retrieve import Found
from app.core.words import content_words

_PER_ITEM = 2
_SAME_WORDS = 0.9
# A kind's best passage is taken along where it is at least this relevant, compared with the best.
_KIND_SHARE = 0.55
_RELEVANT = 0.12
# Below both of these nothing in the library has to do with the question.
_WEAK_SIMILARITY = 0.30
_WEAK_COVERAGE = 0.50
_STRONG = 0.45
_MOST_WORDS = 0.7


def choose_sources(
    found: Sequence[Found], *, n_sources: int, token_budget: int, count_tokens: Callable[[str], int]
) -> list[Found]:
    """The best passage of each kind that has something to say, then the best of the rest.

    At most two of one file, all within the token budget, best first."""
    if not found:
        return []
    most_relevant = max(entry.relevance for entry in found)
    floor = max(_RELEVANT, _KIND_SHARE * most_relevant)
    pool = [entry for entry in found if entry.relevance >= floor * 0.8] or list(found[:1])
    leaders: dict[str, Found] = {}
    for entry in sorted(pool, key=lambda entry: -entry.relevance):
        if entry.relevance >= floor:
            leaders.setdefault(entry.chunk.kind, entry)
    order = [*leaders.values(), *pool]
    chosen: list[Found] = []
    per_item: Counter[int] = Counter()
    left = token_budget
    for entry in order:
        if len(chosen) >= n_sources or entry in chosen:
            continue
        n_tokens = count_tokens(entry.chunk.text)
        if _says_nothing_new(entry, chosen):
            continue
        if per_item[entry.item.item_id] >= _PER_ITEM or n_tokens > left:
            continue
        chosen.append(entry)
        per_item[entry.item.item_id] += 1
        left -= n_tokens
    return sorted(chosen, key=lambda entry: -entry.relevance)


def _says_nothing_new(entry: Found, chosen: Sequence[Found]) -> bool:
    """Whether a chosen passage of the same file has nearly all of this one's words, or this one
    has nearly all of its."""
    words = set(content_words(entry.chunk.text))
    return any(
        other.item.item_id == entry.item.item_id
        and _shared(words, set(content_words(other.chunk.text))) >= _SAME_WORDS
        for other in chosen
    )


def _shared(words: set[str], others: set[str]) -> float:
    return len(words & others) / max(1, min(len(words), len(others)))


def is_weak(found: Sequence[Found]) -> bool:
    """Whether the evidence is too weak to answer from."""
    return not any(
        entry.similarity >= _WEAK_SIMILARITY or entry.coverage >= _WEAK_COVERAGE
        for entry in found[:20]
    )


def is_strong(sources: Sequence[Found], question: str) -> bool:
    """Whether the passages so plainly concern the question that quoting them answers it: one is
    close to it, and together they hold most of its words."""
    wanted = set(content_words(question))
    held = {word for entry in sources for word in content_words(entry.chunk.text)}
    close = any(entry.relevance >= _STRONG for entry in sources)
    return close and len(wanted & held) >= _MOST_WORDS * len(wanted)
