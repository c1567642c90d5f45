"""Many rows: what the sketch finds, compared with brute force."""

from __future__ import annotations

import numpy as np

from index.vectors import VectorIndex

DIM = 128


def clustered(n: int, seed: int) -> np.ndarray:
    """Unit rows around 40 centres, off the origin, as sentence encoders give them."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((40, DIM))
    rows = centres[rng.integers(0, 40, n)] * 0.8 + rng.standard_normal((n, DIM)) + 0.3
    rows = rows.astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def recall(index: VectorIndex, rows: dict[int, np.ndarray], k: int = 10) -> float:
    queries = clustered(30, 77)
    scores, found = index.search(queries, k)
    ids = np.array(list(rows))
    products = queries @ np.stack(list(rows.values())).T
    best = ids[np.argsort(-products, axis=1)[:, :k]]
    for i in range(len(queries)):
        exact = [queries[i] @ rows[j] for j in found[i].tolist()]
        assert np.allclose(scores[i], exact, atol=1e-5)  # an estimate never leaves the sketch
        assert np.all(np.diff(scores[i]) <= 1e-6)
    return float(np.mean([len(set(found[i]) & set(best[i])) / k for i in range(len(queries))]))


def test_nearly_everything_is_found_through_adds_and_removals() -> None:
    index = VectorIndex(DIM, sketch_from=2000)
    data = clustered(9000, 1)
    rows = dict(enumerate(data))
    for start in range(0, 9000, 1500):
        index.add(np.arange(start, start + 1500), data[start : start + 1500])
    assert index._sketch is not None
    assert recall(index, rows) >= 0.98

    gone = np.random.default_rng(2).choice(9000, 3000, replace=False)
    assert index.remove(gone) == 3000
    for i in gone.tolist():
        del rows[i]
    assert recall(index, rows) >= 0.98
    _scores, found = index.search(clustered(40, 77), 10)
    assert not set(found.ravel().tolist()) & set(gone.tolist())

    replaced = np.array(list(rows)[:500])
    fresh = clustered(500, 3)
    index.add(replaced, fresh)
    rows.update(zip(replaced.tolist(), fresh, strict=True))
    assert recall(index, rows) >= 0.98


def test_a_filtered_search_is_exact_all_the_same() -> None:
    index = VectorIndex(DIM, sketch_from=500)
    data = clustered(3000, 1)
    index.add(np.arange(3000), data)
    allowed = np.arange(0, 3000, 2)
    queries = clustered(5, 77)
    _scores, found = index.search(queries, 10, allowed=allowed)
    assert np.array_equal(found, allowed[np.argsort(-(queries @ data[allowed].T), axis=1)[:, :10]])


def test_few_rows_left_are_compared_exactly_again() -> None:
    index = VectorIndex(DIM, sketch_from=500)
    data = clustered(1200, 1)
    index.add(np.arange(1200), data)
    index.remove(np.arange(1000))
    assert index._sketch is None
    assert recall(index, dict(enumerate(data[1000:], start=1000))) == 1.0
