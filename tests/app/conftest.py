"""A core over a real store, real FAISS and real reader processes, with fake models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.settings import Settings
from app.tasks.readers import ReaderPool
from tests.fakes import fake_loaders


@pytest.fixture(scope="session")
def readers() -> Iterator[ReaderPool]:
    with ReaderPool(2) as pool:
        yield pool


@pytest.fixture
def open_library(tmp_path: Path, readers: ReaderPool) -> Iterator[Callable[[], Core]]:
    opened: list[Core] = []

    def open_it(*, writer: bool = True) -> Core:
        core = open_core(
            tmp_path / "library",
            readers,
            writer=writer,
            settings=Settings(),
            loaders=fake_loaders(),
        )
        opened.append(core)
        return core

    yield open_it
    for core in opened:
        core.close()


@pytest.fixture
def core(open_library: Callable[[], Core]) -> Core:
    return open_library()
