"""Does a question about one day reach the right part of the file of that day?

    python -m tests.benchmarks.dated LIBRARY [N]

For a library of minutes or letters that look alike and hold their day in the file name. Of N, drawn
at random, one headed part each is asked for ("What is said under Present on 7 February 2018?", the
day in four spellings); counted is how often that part goes before the model, and how often first.
Both with and without the order within a file that the question names."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.compose import Core, open_core
from app.core import thresholds
from app.core.dates import dates
from app.core.naming import spoken_name
from app.core.question.asked import understand
from app.core.question.query import Query
from app.core.question.select import choose, how_many
from app.tasks.readers import ReaderPool
from storage.records import ChunkId

_N_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """`parts` are the passages that stand under the heading that is asked for."""

    question: str
    parts: frozenset[ChunkId]


def run(library: Path, n: int = 60) -> dict[str, Any]:
    with ReaderPool(1) as readers:
        core = open_core(library, readers, writer=False)
        try:
            asked = list(_draw(core, n))
            now = _measure(core, asked)
            most, thresholds.MOST_NAMED_FILES = thresholds.MOST_NAMED_FILES, 0  # type: ignore[misc]
            without = _measure(core, asked)
            thresholds.MOST_NAMED_FILES = most  # type: ignore[misc]
        finally:
            core.close()
    return {"n": len(asked), "now": now, "without": without}


def _draw(core: Core, n: int) -> Iterator[Asked]:
    chosen = random.Random(0)
    items = [item for item in core.store.items.all() if item.content_id is not None]
    chosen.shuffle(items)
    n_asked = 0
    for item in items:
        days = [each.moment for each in dates(spoken_name(item.path)) if each.moment.day]
        if n_asked == n or len(days) != 1 or not (days[0].year and days[0].month and days[0].day):
            continue
        assert item.content_id is not None
        by_heading: dict[str, list[ChunkId]] = {}
        for chunk in core.store.chunks.of_content(item.content_id):
            for heading in chunk.locator.get("heading_path", [])[1:]:
                by_heading.setdefault(heading, []).append(chunk.chunk_id)
        if not by_heading:
            continue
        heading = chosen.choice(sorted(by_heading))
        day = _spelled(date(days[0].year, days[0].month, days[0].day), n_asked)
        question = f"What is said under {heading} on {day}?"
        n_asked += 1
        yield Asked(question, frozenset(by_heading[heading]))


def _spelled(day: date, number: int) -> str:
    forms = (
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        day.isoformat(),
        f"{day.day:02}.{day.month:02}.{day.year}",
    )
    return forms[number % len(forms)]


def _measure(core: Core, asked: list[Asked]) -> dict[str, int]:
    n_read = n_first = 0
    for each in asked:
        found = core.retriever.find(Query(each.question))
        n = how_many(understand(each.question), _N_SOURCES)
        read = [
            entry.chunk.chunk_id for entry in choose(found, n_sources=n, question=each.question)
        ]
        n_read += bool(each.parts & set(read))
        n_first += bool(each.parts & set(read[:1]))
    return {"before the model": n_read, "first": n_first}


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(json.dumps(run(Path(sys.argv[1]), *map(int, sys.argv[2:3])), ensure_ascii=False))
