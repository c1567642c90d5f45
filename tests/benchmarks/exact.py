"""Does what is asked for word for word come first? Drawn from a library's own passages.

    python -m tests.benchmarks.exact LIBRARY [N_EACH]

Quotes of six words, names (two capitalised words), codes and amounts (words with digits) and dates
are drawn from random passages; a search is right if its first hit, or a place that says the same,
holds what was asked for, but for case and spaces."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.compose import Core, open_core
from app.core.dates import dates
from app.core.question.query import Query
from app.tasks.readers import ReaderPool

_NAME = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
_CODE = re.compile(r"(?<!\S)(?=\S*\d)[A-Za-z0-9][\w./:-]{3,}\w(?!\S)")
_AMOUNT = re.compile(
    r"(?:[$€£] ?)?\d[\d.,]*[.,]\d{2}(?: ?[€$£]| (?:EUR|euros?|pounds?|USD))?(?!\S)"
)


def run(library: Path, n_each: int = 50) -> dict[str, Any]:
    """Recall@1 by sort of string, and in all."""
    with ReaderPool(1) as readers:
        core = open_core(library, readers, writer=False)
        try:
            drawn = _draw(_texts(core), n_each)
            found = {
                sort: [_is_first(core, text) for text in texts] for sort, texts in drawn.items()
            }
        finally:
            core.close()
    every = [hit for hits in found.values() for hit in hits]
    missed = [
        text
        for sort, texts in drawn.items()
        for text, hit in zip(texts, found[sort], strict=True)
        if not hit
    ]
    return {
        "recall_at_1": {sort: _mean(hits) for sort, hits in found.items() if hits},
        "all": _mean(every),
        "n": len(every),
        "missed": missed[:20],
    }


def _texts(core: Core) -> list[str]:
    items = list(core.store.items.all())
    contents = dict.fromkeys(item.content_id for item in items if item.content_id is not None)
    return [chunk.text for content in contents for chunk in core.store.chunks.of_content(content)]


def _draw(texts: Sequence[str], n_each: int) -> dict[str, list[str]]:
    chosen = random.Random(0)
    sorts: dict[str, set[str]] = {"quote": set(), "name": set(), "code": set(), "amount": set()}
    sorts["date"] = set()
    for text in texts:
        words = text.split()
        if len(words) >= 12:
            start = chosen.randrange(len(words) - 6)
            sorts["quote"].add(" ".join(words[start : start + 6]))
        sorts["name"] |= set(_NAME.findall(text))
        sorts["code"] |= set(_CODE.findall(text))
        sorts["amount"] |= set(_AMOUNT.findall(text))
        said = (m for m in dates(text) if m.moment.day and m.moment.month and not m.is_time)
        sorts["date"] |= {text[m.start : m.end] for m in said}
    return {
        sort: chosen.sample(sorted(found), min(n_each, len(found))) for sort, found in sorts.items()
    }


def _is_first(core: Core, text: str) -> bool:
    found = core.retriever.find(Query(text))[:1]
    wanted = _plain(text)
    return any(wanted in _plain(f"{entry.chunk.heads} {entry.chunk.text}") for entry in found)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _mean(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 3)


if __name__ == "__main__":
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    print(json.dumps(run(Path(sys.argv[1]), each), indent=1, ensure_ascii=False))
