"""The product's own search over a large library: words, vectors, fusion and reranking together.

    python -m tests.benchmarks.find [PASSAGES] [FOLDER]

Passages are made of words drawn by Zipf's law, vectors lie in clusters, token vectors are noise:
what costs time is as in a real library, what is found means nothing. Needs the text encoder. A
library that is in FOLDER is measured as it is. Beside it stands what the same rows take in a flat
index and, where it is installed, in hnswlib."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compose import Core, open_core
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
_PEER_ROWS = 20_000  # a graph's size grows with its rows; this many tell how much each takes


def run(folder: Path, *, n_passages: int = 100_000, n_queries: int = 100) -> dict[str, Any]:
    """Time and space of `n_queries` searches of 3 to 8 words; the library is kept in `folder`."""
    random = np.random.default_rng(0)
    vocabulary, chances = words()
    with ReaderPool(1) as readers:
        started = time.perf_counter()
        make(folder, readers, random, n_passages)
        written_s = time.perf_counter() - started
        core = open_core(folder, readers, writer=True)
        try:
            return {
                "passages": n_passages,
                **_opening(core),
                **_searching(core, random, vocabulary, chances, n_queries),
                "recall_at_10": _recall(core, random, 10),
                "bytes_a_passage": core.store.health.size_bytes() // n_passages,
                "written_s": round(written_s, 1),
                **_peers(core, n_passages),
            }
        finally:
            core.close()


def words() -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """A vocabulary, and how often each word is drawn."""
    chances = 1 / np.arange(3, _VOCABULARY + 3)
    return np.array([_word(n) for n in range(_VOCABULARY)]), chances / chances.sum()


def question(
    random: np.random.Generator, vocabulary: NDArray[np.str_], chances: NDArray[np.float64]
) -> str:
    """3 to 8 words."""
    return " ".join(random.choice(vocabulary, int(random.integers(3, 9)), p=chances))


def make(folder: Path, readers: ReaderPool, random: np.random.Generator, n_passages: int) -> None:
    """Fill the library in `folder`, unless something is in it, and let it save its index."""
    core = open_core(folder, readers, writer=True)
    try:
        if not core.store.health.counts().chunks:
            fingerprint = core.encoders.text.fingerprint
            core.store.vectors.ensure_space(SpaceRecord("text", _DIM, fingerprint))
            _fill(core.store, random, *words(), n_passages)
        core.indexes.open()
    finally:
        core.close()


def _opening(core: Core) -> dict[str, float]:
    """What the first search waits for: the encoder, the index, and its own time."""
    before, started = _private_mb(), time.perf_counter()
    core.indexes.open()
    index_s, index_mb = time.perf_counter() - started, _private_mb() - before
    started = time.perf_counter()
    core.encoders.text.encode_queries(["wake"])
    encoder_s, started = time.perf_counter() - started, time.perf_counter()
    core.retriever.search(Query("opening the index takes the first search"))
    return {
        "index_s": round(index_s, 2),
        "index_mb": round(index_mb),
        "encoder_s": round(encoder_s, 2),
        "first_search_s": round(index_s + encoder_s + time.perf_counter() - started, 2),
    }


def _searching(
    core: Core,
    random: np.random.Generator,
    vocabulary: NDArray[np.str_],
    chances: NDArray[np.float64],
    n_queries: int,
) -> dict[str, float]:
    times, used = [], []
    for _ in range(n_queries):
        text = question(random, vocabulary, chances)
        began, began_cpu = time.perf_counter(), time.process_time()
        core.retriever.search(Query(text))
        times.append(time.perf_counter() - began)
        used.append(time.process_time() - began_cpu)
    return {
        "p50_ms": round(1000 * float(np.median(times)), 1),
        "p95_ms": round(1000 * float(np.percentile(times, 95)), 1),
        "cpu_p50_ms": round(1000 * float(np.median(used)), 1),
        "cpu_p95_ms": round(1000 * float(np.percentile(used, 95)), 1),
    }


def _recall(core: Core, random: np.random.Generator, k: int, n_queries: int = 40) -> float:
    """Of the true `k` nearest passages, by vectors alone, what the product's depth of search
    finds; queries lie near a stored row each."""
    index = core.indexes.open()["text"]
    _, rows = index.known(random.choice(index.ids(), n_queries, replace=False))
    queries = rows + random.standard_normal(rows.shape).astype(np.float32) / _DIM**0.5
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    best = np.full((len(queries), k), -2.0, np.float32)
    ids = np.zeros((len(queries), k), np.int64)
    for batch in core.store.vectors.batches("text"):
        scores = np.concatenate([best, queries @ batch.rows.T], axis=1)
        held = np.concatenate([ids, np.broadcast_to(batch.ids, scores[:, k:].shape)], axis=1)
        order = np.argpartition(-scores, k - 1, axis=1)[:, :k]
        best, ids = (np.take_along_axis(a, order, axis=1) for a in (scores, held))
    found = index.search(queries, k)[1]
    return round(
        float(np.mean([len(np.intersect1d(*pair)) / k for pair in zip(found, ids, strict=True)])), 4
    )


def _peers(core: Core, n_passages: int) -> dict[str, float]:
    """Memory of the same rows in other indexes, in MB."""
    sizes: dict[str, float] = {"flat_mb": round(n_passages * _DIM * 4 / 1e6)}
    try:
        hnswlib: Any = importlib.import_module("hnswlib")
    except ImportError:
        return sizes
    rows = []
    for batch in core.store.vectors.batches("text"):
        rows.append(batch.rows)
        if sum(map(len, rows)) >= _PEER_ROWS:
            break
    some = np.concatenate(rows)[:_PEER_ROWS]
    graph = hnswlib.Index("ip", _DIM)
    graph.init_index(len(some), M=16, ef_construction=50)
    graph.add_items(some)
    sizes["hnswlib_mb"] = round(graph.index_file_size() / len(some) * n_passages / 1e6)
    return sizes


def _private_mb() -> float:
    """Memory of this process that no file stands behind; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("RssAnon")), 0.0)


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
