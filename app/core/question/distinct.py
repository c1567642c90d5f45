"""The same thing found twice is one hit with several places. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.words import words
from storage.records import Chunk

# Share of words in common from which two passages of different files say the same. Passages whose
# numbers differ never do: bills and forms of one kind differ in nothing else.
_SAME = 0.9
_LEAST_WORDS = 5  # shorter passages are alike by chance
_OVERLAP = 0.5


def groups(chunks: Sequence[Chunk]) -> list[list[int]]:
    """Numbers of `chunks`, each group one thing, in the order of the first of each."""
    found: list[list[int]] = []
    texts: list[tuple[frozenset[str], frozenset[str]]] = []
    for number, chunk in enumerate(chunks):
        said = frozenset(words(chunk.text))
        text = said, frozenset(word for word in said if word[0].isdigit())
        for group, held in zip(found, texts, strict=True):
            if _is_same_place(chunks[group[0]], chunk) or _says_the_same(held, text):
                group.append(number)
                break
        else:
            found.append([number])
            texts.append(text)
    return found


def _says_the_same(
    first: tuple[frozenset[str], frozenset[str]], second: tuple[frozenset[str], frozenset[str]]
) -> bool:
    if min(len(first[0]), len(second[0])) < _LEAST_WORDS or first[1] != second[1]:
        return False
    return len(first[0] & second[0]) >= _SAME * len(first[0] | second[0])


def _is_same_place(first: Chunk, second: Chunk) -> bool:
    """Whether both are most of one stretch of the same text or sound."""
    if first.content_id != second.content_id:
        return False
    for start, end in (("char_start", "char_end"), ("start_s", "end_s")):
        if start in first.locator and start in second.locator:
            return _overlap(
                (float(first.locator[start]), float(first.locator[end])),  # type: ignore[literal-required]
                (float(second.locator[start]), float(second.locator[end])),  # type: ignore[literal-required]
            )
    return False


def _overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    shared = min(first[1], second[1]) - max(first[0], second[0])
    shorter = min(first[1] - first[0], second[1] - second[0])
    return shorter > 0 and shared >= _OVERLAP * shorter
