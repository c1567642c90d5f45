"""A library in a temporary folder, and short ways to put things into it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.records import Change, FileStamp, NewChunk, NewContent, PendingPart, SpaceRecord
from storage.store import Store

DIM = 16
TEXT = SpaceRecord("text", DIM, "test-encoder")


def unit_row(seed: int) -> NDArray[np.float32]:
    row = np.random.default_rng(seed).standard_normal(DIM).astype(np.float32)
    return row / np.linalg.norm(row)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def stamp(path: str, text: str, *, mtime_ns: int = 1) -> FileStamp:
    return FileStamp(path, len(text), mtime_ns, sha(text))


def content(
    passages: Sequence[str],
    *,
    title: str | None = None,
    pending: tuple[PendingPart, ...] = (),
    language: str = "en",
) -> NewContent:
    """A text whose passages are chunks, each with a vector made from its own hash."""
    text = "\n\n".join(passages)
    chunks = tuple(
        NewChunk("text", passage, {}, language, {"text": unit_row(int(sha(passage)[:8], 16))})
        for passage in passages
    )
    return NewContent(
        sha(text), "text", "text/plain", title, text, {}, chunks, pending, recipe="test"
    )


Put = Callable[..., Change]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture(scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once and copied: the migrations are most of a small test's time."""
    folder = tmp_path_factory.mktemp("empty") / "library"
    with Store.open(folder, writer=True) as made:
        made.vectors.ensure_space(TEXT)
    return folder


@pytest.fixture
def store(library: Path, empty_library: Path) -> Iterator[Store]:
    shutil.copytree(empty_library, library)
    with Store.open(library, writer=True) as opened:
        yield opened


@pytest.fixture
def put(store: Store) -> Put:
    """put(path, *passages, title=…, pending=…): store a file with these passages."""

    def put_file(path: str, *passages: str, **more: object) -> Change:
        made = content(passages, **more)  # type: ignore[arg-type]
        return store.contents.replace(FileStamp(path, len(made.text), 1, made.sha256), made)

    return put_file
