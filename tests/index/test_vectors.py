"""The index against brute force in NumPy."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from index.errors import ForeignVectors
from index.space import Space
from index.vectors import VectorIndex

DIM = 24


def unit_rows(n: int, *, seed: int = 0, dim: int = DIM) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def brute_force(
    rows: dict[int, np.ndarray], queries: np.ndarray, k: int, allowed: set[int] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    ids = np.array([i for i in rows if allowed is None or i in allowed], np.int64)
    scores = np.full((len(queries), k), -np.inf, np.float32)
    found = np.full((len(queries), k), -1, np.int64)
    if len(ids):
        products = queries @ np.stack([rows[i] for i in ids]).T
        order = np.argsort(-products, axis=1)[:, :k]
        scores[:, : order.shape[1]] = np.take_along_axis(products, order, axis=1)
        found[:, : order.shape[1]] = ids[order]
    return scores, found


def check(index: VectorIndex, rows: dict[int, np.ndarray], k: int = 7, **more) -> None:
    queries = unit_rows(5, seed=99)
    scores, ids = index.search(queries, k, **more)
    allowed = set(more["allowed"].tolist()) if "allowed" in more else None
    want_scores, want_ids = brute_force(rows, queries, k, allowed)
    assert scores.dtype == np.float32 and ids.dtype == np.int64
    assert np.array_equal(ids, want_ids)
    assert np.allclose(scores, want_scores, atol=1e-5)


def test_search_equals_brute_force_through_adds_and_removals() -> None:
    rng = np.random.default_rng(5)
    index, rows = VectorIndex(DIM), {}
    next_id = 1
    for step in range(40):
        new = unit_rows(int(rng.integers(1, 30)), seed=1000 + step)
        ids = np.arange(next_id, next_id + len(new)) * 3
        next_id += len(new)
        index.add(ids, new)
        rows.update(zip(ids.tolist(), new, strict=True))
        gone = rng.choice(list(rows), size=min(len(rows), int(rng.integers(0, 25))), replace=False)
        assert index.remove(gone) == len(gone)
        for i in gone.tolist():
            del rows[i]
        assert len(index) == len(rows)
        check(index, rows)
    assert index.ids().tolist() == sorted(rows)
    some = np.array(sorted(rows)[::3])
    found, held = index.known(np.concatenate([some[::-1], [-4, 99_999_999]]))
    assert np.array_equal(found, some)
    assert np.array_equal(held, np.stack([rows[i] for i in some.tolist()]))


@pytest.mark.parametrize("n_allowed", [0, 1, 3, 50, 199])
def test_a_filtered_search_equals_brute_force(n_allowed: int) -> None:
    data = unit_rows(200)
    index = VectorIndex(DIM)
    index.add(np.arange(200), data)
    rng = np.random.default_rng(n_allowed)
    allowed = rng.choice(200, n_allowed, replace=False).astype(np.int64)
    rows = dict(enumerate(data))
    check(index, rows, allowed=allowed)
    check(index, rows, allowed=np.concatenate([allowed, allowed, [777, -5]]))


def test_where_there_are_fewer_rows_the_rest_is_padded() -> None:
    index = VectorIndex(DIM)
    scores, ids = index.search(unit_rows(2), 3)
    assert ids.tolist() == [[-1] * 3] * 2 and np.all(scores == -np.inf)
    index.add(np.array([5]), unit_rows(1))
    scores, ids = index.search(unit_rows(1), 3)
    assert ids.tolist() == [[5, -1, -1]] and scores[0, 0] == pytest.approx(1.0)
    assert index.search(unit_rows(2), 0)[1].shape == (2, 0)
    assert index.search(np.empty((0, DIM), np.float32), 3)[1].shape == (0, 3)


def test_an_id_added_again_gets_the_new_row() -> None:
    rows = unit_rows(4)
    index = VectorIndex(DIM)
    index.add(np.array([1, 2]), rows[:2])
    index.add(np.array([2, 3, 3]), rows[[2, 0, 3]])
    assert len(index) == 3
    assert np.array_equal(index.known(np.array([1, 2, 3]))[1], rows[[0, 2, 3]])


def test_removing_what_is_not_there_does_nothing() -> None:
    index = VectorIndex(DIM)
    assert index.remove(np.array([1, 2])) == 0
    index.add(np.array([1]), unit_rows(1))
    assert index.remove(np.array([1, 1, 2])) == 1
    assert len(index) == 0 and index.remove(np.empty(0, np.int64)) == 0
    assert [len(part) for part in index.known(np.array([1]))] == [0, 0]


@pytest.mark.parametrize(
    "rows",
    [
        unit_rows(2, dim=DIM + 1),
        unit_rows(2) * 2,
        np.zeros((2, DIM), np.float32),
        np.full((2, DIM), np.nan, np.float32),
        unit_rows(2)[0],
        unit_rows(3),
    ],
)
def test_foreign_rows_are_refused_and_nothing_is_added(rows: np.ndarray) -> None:
    index = VectorIndex(DIM)
    index.add(np.array([1]), unit_rows(1, seed=3))
    with pytest.raises(ForeignVectors):
        index.add(np.array([1, 2]), rows)
    assert len(index) == 1
    assert np.array_equal(index.known(np.array([1]))[1], unit_rows(1, seed=3))


def test_foreign_queries_are_refused() -> None:
    with pytest.raises(ForeignVectors):
        VectorIndex(DIM).search(unit_rows(1, dim=3), 1)
    with pytest.raises(ForeignVectors, match="image"):
        Space("image", DIM, "f").checked(unit_rows(1) * 3)


def test_searching_while_another_thread_writes() -> None:
    index = VectorIndex(DIM)
    base = unit_rows(300)
    index.add(np.arange(300), base)
    stop = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        n = 0
        while not stop.is_set():
            ids = np.arange(1000 + n, 1010 + n)
            index.add(ids, unit_rows(10, seed=n))
            index.remove(ids)
            n += 10

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for i in range(300):
            scores, ids = index.search(base[i : i + 1], 1)
            if ids[0, 0] != i or abs(scores[0, 0] - 1) > 1e-5:
                failures.append(AssertionError(f"{i}: {ids} {scores}"))
    finally:
        stop.set()
        writer.join()
    assert failures == []
    assert index.ids().tolist() == list(range(300))
