"""What an overview is written from: a whole item, or the beginnings of many; not the passages that
share the question's words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import PurePath

from app.core.naming import spoken_name
from app.core.question.retrieve import Found
from app.core.words import content_words
from storage.records import Chunk, Item

# All passages of a found passage's item, in order.
Whole = Callable[[Found], Sequence[Chunk]]

_NAMED = 2.0  # a word of the question in the item's title or name counts so many times more
_DEPTH = 30
_MANY = re.compile(
    r"\b(folder|directory|library|archive|collection|files|documents|ordner|bibliothek|archiv|"
    r"sammlung|dateien|dokumente|unterlagen|dossier|bibliothèque|fichiers|documents|carpeta|"
    r"biblioteca|archivos|documentos)\b",
    re.IGNORECASE,
)


def asks_about_many(question: str) -> bool:
    """Whether an overview is wanted of a folder, or of all there is."""
    return bool(_MANY.search(question))


def of_the_folder(question: str, items: Sequence[Item]) -> list[Item]:
    """The items below the folder that the question names, or all where it names none."""
    wanted = set(content_words(question))
    named: dict[str, tuple[int, int]] = {}
    for item in items:
        for depth, folder in enumerate(PurePath(item.path).parts[1:-1]):
            own = set(content_words(spoken_name(folder)))
            if own and own <= wanted:
                named[folder] = (len(own), depth)
    if not named:
        return list(items)
    best = max(named, key=lambda folder: named[folder])
    return [item for item in items if best in PurePath(item.path).parts[:-1]]


def evenly(items: Sequence[Item], n: int) -> list[Item]:
    """At most `n`, from all over the list."""
    step = max(1.0, len(items) / n)
    return [items[int(at * step)] for at in range(min(n, len(items)))]


def item_asked_about(question: str, found: Sequence[Found]) -> Found | None:
    """The best passage of the item that the question is about: the one whose title and name hold
    most of its words, then the one that was found best."""
    wanted = set(content_words(question))
    worth: dict[int, float] = defaultdict(float)
    first: dict[int, Found] = {}
    for rank, entry in enumerate(found[:_DEPTH]):
        item = entry.item
        if item.item_id not in first:
            first[item.item_id] = entry
            folders = spoken_name(item.path.rsplit("/", 2)[-2]) if item.path.count("/") > 1 else ""
            called = set(content_words(f"{item.title or ''} {spoken_name(item.path)} {folders}"))
            worth[item.item_id] += _NAMED * len(wanted & called) / max(1, len(wanted))
            worth[item.item_id] += entry.coverage + max(0.0, entry.similarity)
        worth[item.item_id] += 1.0 / (10 + rank)
    if not first:
        return None
    return first[max(worth, key=lambda item_id: worth[item_id])]


def spread_over(
    chunks: Sequence[Chunk], budget: int, count_tokens: Callable[[str], int]
) -> list[Chunk]:
    """The item's beginning and passages evenly over the rest of it, as many as the budget holds,
    in order."""
    sizes = [count_tokens(chunk.text) for chunk in chunks]
    if sum(sizes) <= budget or not chunks:
        return list(chunks)
    n = max(1, min(len(chunks), int(budget / (sum(sizes) / len(chunks)))))
    step = len(chunks) / n
    taken = sorted({int(at * step) for at in range(n)})
    kept: list[Chunk] = []
    left = budget
    for at in taken:
        if sizes[at] <= left or not kept:
            kept.append(chunks[at])
            left -= sizes[at]
    return kept
