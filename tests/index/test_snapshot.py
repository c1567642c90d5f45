"""A snapshot comes back whole or is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import snapshot
from index.errors import SnapshotUnusable
from index.large import LargeIndex, SketchState
from index.space import Space

SPACE = Space("text", 8, "an-encoder")


def made(n: int) -> SketchState:
    rows = np.random.default_rng(3).standard_normal((n, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return LargeIndex.of(np.arange(n) * 7 + 1, rows, lambda ids: (ids, rows[ids // 7])).state()


@pytest.mark.parametrize("n", [1, 50])
def test_an_index_comes_back_as_it_was(tmp_path: Path, n: int) -> None:
    state = made(n)
    digest = snapshot.write(tmp_path / "text.index", snapshot.to_bytes(state, SPACE, 12))
    assert [file.name for file in tmp_path.iterdir()] == ["text.index"]
    again, generation = snapshot.read(tmp_path / "text.index", digest, SPACE)
    assert generation == 12
    for name in ("ids", "codes", "centre"):
        assert np.array_equal(getattr(again, name), getattr(state, name))
    restored = LargeIndex(again, lambda ids: (ids, np.zeros((len(ids), 8), np.float32)))
    assert np.array_equal(restored.state().codes, state.codes)


def test_every_damaged_byte_is_noticed() -> None:
    packed = snapshot.to_bytes(made(3), SPACE, 1)
    for i in range(len(packed)):
        spoilt = bytearray(packed)
        spoilt[i] ^= 0x10
        with pytest.raises(SnapshotUnusable):
            snapshot.from_bytes(bytes(spoilt), SPACE)
    for n in range(0, len(packed), 7):
        with pytest.raises(SnapshotUnusable):
            snapshot.from_bytes(packed[:n], SPACE)


@pytest.mark.parametrize(
    "other",
    [Space("image", 8, "an-encoder"), Space("text", 9, "an-encoder"), Space("text", 8, "other")],
)
def test_a_snapshot_of_another_space_is_refused(other: Space) -> None:
    with pytest.raises(SnapshotUnusable):
        snapshot.from_bytes(snapshot.to_bytes(made(3), SPACE, 1), other)


def test_a_file_that_is_gone_or_another_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotUnusable):
        snapshot.read(tmp_path / "none", "0" * 64, SPACE)
    snapshot.write(tmp_path / "x", snapshot.to_bytes(made(3), SPACE, 1))
    with pytest.raises(SnapshotUnusable):
        snapshot.read(tmp_path / "x", "0" * 64, SPACE)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch) -> None:
    packed = snapshot.to_bytes(made(3), SPACE, 1)
    digest = snapshot.write(tmp_path / "x", packed)

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        snapshot.write(tmp_path / "x", packed + packed)
    monkeypatch.undo()
    assert [file.name for file in tmp_path.iterdir()] == ["x"]
    assert snapshot.read(tmp_path / "x", digest, SPACE)[1] == 1
