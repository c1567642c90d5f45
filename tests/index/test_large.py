"""Many rows: what the sketch finds, compared with brute force."""

from __future__ import annotations

import numpy as np
import pytest

from index.errors import ForeignVectors
from index.large import LargeIndex

DIM = 128


def clustered(n: int, seed: int) -> np.ndarray:
    """Unit rows around 40 centres, off the origin, as sentence encoders give them."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((40, DIM))
    rows = centres[rng.integers(0, 40, n)] * 0.8 + rng.standard_normal((n, DIM)) + 0.3
    rows = rows.astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Kept(dict):
    """The rows where they are kept, as the store would give them."""

    def rows_of(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        there = np.array(sorted(i for i in set(ids.tolist()) if i in self), np.int64)
        rows = [self[i] for i in there.tolist()]
        return there, np.array(rows, np.float32).reshape(len(there), DIM)

    def put(self, ids: np.ndarray, rows: np.ndarray) -> None:
        self.update(zip(ids.tolist(), rows, strict=True))


def made(n: int, first: int = 0) -> tuple[LargeIndex, Kept]:
    kept, ids, rows = Kept(), np.arange(first, first + n), clustered(n, 1)
    kept.put(ids, rows)
    return LargeIndex.of(ids, rows, kept.rows_of), kept


def recall(index: LargeIndex, rows: Kept, k: int = 10) -> float:
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
    data = clustered(9000, 1)
    index, rows = made(1500)
    for start in range(1500, 9000, 1500):
        ids = np.arange(start, start + 1500)
        rows.put(ids, data[start : start + 1500])
        index.add(ids, data[start : start + 1500])
    assert recall(index, rows) >= 0.98

    gone = np.random.default_rng(2).choice(9000, 1500, replace=False)
    for some in np.array_split(gone, 5):  # first marked, then the others move together
        assert index.remove(some) == len(some)
        assert index.remove(some) == 0
        for i in some.tolist():
            del rows[i]
        assert len(index) == len(rows)
    assert recall(index, rows) >= 0.98
    _scores, found = index.search(clustered(40, 77), 10)
    assert not set(found.ravel().tolist()) & set(gone.tolist())
    assert index.ids().tolist() == sorted(rows)
    assert int(gone[0]) not in index and next(iter(rows)) in index

    replaced = np.concatenate([np.array(list(rows)[:500]), gone[:40], gone[:1]])
    fresh = clustered(len(replaced), 3)
    index.add(replaced, fresh)
    rows.put(replaced, fresh)
    assert len(index) == len(rows)
    assert recall(index, rows) >= 0.98


def test_ids_come_in_any_order() -> None:
    index, rows = made(3000, first=5000)
    ids, data = np.arange(3000)[::-1].copy(), clustered(3000, 4)
    index.add(ids, data)
    rows.put(ids, data)
    assert recall(index, rows) >= 0.98
    assert index.remove(np.array([0, 4999, 5000, 7999, 8000])) == 3
    assert np.array_equal(index.known(np.array([2, 0, 6000]))[0], [2, 6000])


@pytest.mark.parametrize("n_allowed", [0, 5, 200, 1500])
def test_a_narrowed_search_finds_only_what_is_allowed(n_allowed: int) -> None:
    index, rows = made(3000)
    allowed = np.arange(0, 2 * n_allowed, 2)
    data = np.stack(list(rows.values()))
    queries = clustered(5, 77)
    _scores, found = index.search(queries, 10, allowed=np.concatenate([allowed, [-7, 10**9]]))
    best = allowed[np.argsort(-(queries @ data[allowed].T), axis=1)[:, :10]]
    if n_allowed <= 200:  # few are compared exactly
        assert np.array_equal(found[:, : best.shape[1]], best)
        assert np.all(found[:, best.shape[1] :] == -1)
    else:
        assert set(found.ravel().tolist()) <= set(allowed.tolist())
        assert np.mean([len(set(f) & set(b)) / 10 for f, b in zip(found, best, strict=True)]) > 0.97


def test_a_row_that_is_not_kept_any_more_is_not_found() -> None:
    index, rows = made(1000)
    query = rows[17]
    del rows[17]  # by another process; nobody told the index
    assert 17 not in index.search(query[None], 10)[1]
    assert 17 not in index.known(np.array([16, 17]))[0]


def test_what_is_removed_leaves_no_trace_in_the_state() -> None:
    index, _rows = made(1000)
    code = index.state().codes[10].tobytes()
    index.remove(np.array([10]))
    state = index.state()
    assert 10 not in state.ids and code not in {row.tobytes() for row in state.codes}
    assert code not in {row.tobytes() for row in index._sketch.codes(np.arange(1000))}


def test_foreign_rows_and_queries_are_refused() -> None:
    index, rows = made(400)
    with pytest.raises(ForeignVectors):
        index.add(np.array([1, 2]), 2 * clustered(2, 5))
    with pytest.raises(ForeignVectors):
        index.add(np.array([1]), clustered(2, 5))
    with pytest.raises(ForeignVectors):
        index.search(np.ones((1, 3), np.float32), 4)
    assert recall(index, rows) == 1.0
