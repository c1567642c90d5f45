"""The product's own search over a large library: words, vectors, fusion and reranking together.

    python -m tests.benchmarks.find [PASSAGES] [FOLDER]

Passages are made of words drawn by Zipf's law, vectors lie in clusters, token vectors are noise:
what costs time is as in a real library, what is found means nothing. Needs the text encoder."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compose import open_core
from app.core.question.query import Query
from app.tasks.readers import ReaderPool
from storage.records import FileStamp, NewChunk, NewContent, SpaceRecord
from storage.store import Store

_DIM = 384
_CLUSTERS = 500
_WORDS = 60  # a passage
_VOCABULARY = 40_000
_TOKENS = 60  # vectors kept of a passage
_A_FILE = 500  # passages


def run(folder: Path, *, n_passages: int = 100_000, n_queries: int = 100) -> dict[str, Any]:
    """Time and space of `n_queries` searches of 3 to 8 words; the library is kept in `folder`."""
    random = np.random.default_rng(0)
    vocabulary = np.array([_word(n) for n in range(_VOCABULARY)])
    chances = 1 / np.arange(3, _VOCABULARY + 3)
    chances /= chances.sum()
    started = time.perf_counter()
    with ReaderPool(1) as readers:
        core = open_core(folder, readers, writer=True)
        try:
            encoder = core.encoders.text
            if not core.store.health.counts().chunks:
                core.store.vectors.ensure_space(SpaceRecord("text", _DIM, encoder.fingerprint))
                _fill(core.store, random, vocabulary, chances, n_passages)
            written_s = time.perf_counter() - started
            started = time.perf_counter()
            core.retriever.search(Query("opening the index takes the first search"))
            first_s = time.perf_counter() - started
            times = []
            for _ in range(n_queries):
                n_words = int(random.integers(3, 9))
                text = " ".join(random.choice(vocabulary, n_words, p=chances))
                began = time.perf_counter()
                core.retriever.search(Query(text))
                times.append(time.perf_counter() - began)
            size = core.store.health.size_bytes()
        finally:
            core.close()
    return {
        "passages": n_passages,
        "p50_ms": round(1000 * float(np.median(times)), 1),
        "p95_ms": round(1000 * float(np.percentile(times, 95)), 1),
        "first_search_s": round(first_s, 2),
        "bytes_a_passage": size // n_passages,
        "written_s": round(written_s, 1),
    }


def _fill(
    store: Store,
    random: np.random.Generator,
    vocabulary: NDArray[np.str_],
    chances: NDArray[np.float64],
    n_passages: int,
) -> None:
    centres = random.standard_normal((_CLUSTERS, _DIM)).astype(np.float32)
    for start in range(0, n_passages, _A_FILE):
        rows = centres[random.integers(0, _CLUSTERS, _A_FILE)]
        rows = rows + random.standard_normal(rows.shape).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        drawn = random.choice(vocabulary, (_A_FILE, _WORDS), p=chances)
        chunks = tuple(
            NewChunk(
                "text",
                " ".join(words),
                {"char_start": 0, "char_end": 1},
                "en",
                {"text": row},
                tokens=random.bytes(_TOKENS * _DIM // 4),
            )
            for words, row in zip(drawn, rows, strict=True)
        )
        digest = hashlib.sha256(str(start).encode()).hexdigest()
        content = NewContent(digest, "text", "text/plain", f"File {start}", "", {}, chunks)
        store.contents.replace(FileStamp(f"/made/{start}.txt", 1, 1, digest), content)


def _word(number: int) -> str:
    """A pronounceable word, another one for each number."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    parts = []
    number += len(syllables)
    while number:
        number, place = divmod(number, len(syllables))
        parts.append(syllables[place])
    return "".join(parts)


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch)
        print(json.dumps(run(place, n_passages=n), indent=1))
