"""Vector search over 100,000 passages against brute force in NumPy, in the same run.

    python -m tests.benchmarks.search

The rows are synthetic: clusters on the unit sphere, queries near them. Exact ones come from memory
here; `tests.benchmarks.find` takes them from a library."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.large import LargeIndex

_DIM = 384
_CLUSTERS = 500
_K = 10


def run(threads: int = 2, *, n_passages: int = 100_000, n_queries: int = 100) -> dict[str, Any]:
    """Return p50 and p95 of one query in ms, recall@10, and the ratio to NumPy's time."""
    random = np.random.default_rng(0)
    centres = random.standard_normal((_CLUSTERS, _DIM)).astype(np.float32)
    rows = _unit(_near(random, centres, n_passages))
    queries = _unit(_near(random, centres, n_queries))

    def rows_of(ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        ids = np.sort(ids)
        return ids, rows[ids]

    index = LargeIndex.of(np.arange(n_passages), rows, rows_of)
    index.search(queries[:1], _K)
    ours, peer, n_found = [], [], 0
    for query in queries:
        started = time.perf_counter()
        _, found = index.search(query[None], _K)
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        scores = rows @ query
        best = np.argpartition(-scores, _K)[:_K]
        peer.append(time.perf_counter() - started)
        n_found += len(np.intersect1d(found[0], best))
    return {
        "passages": n_passages,
        "threads": threads,
        "p50_ms": round(1000 * float(np.median(ours)), 2),
        "p95_ms": round(1000 * float(np.percentile(ours, 95)), 2),
        "recall_at_10": round(n_found / (_K * n_queries), 4),
        "numpy_p50_ms": round(1000 * float(np.median(peer)), 2),
        "ratios": {"search": round(float(np.median(ours) / np.median(peer)), 3)},
    }


def _near(random: np.random.Generator, centres: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    noise = random.standard_normal((n, _DIM)).astype(np.float32)
    return centres[random.integers(0, len(centres), n)] + noise


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
