"""A real library of a few files, with fake models, and what the programs say to a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.core.question.programs.library import StoredLibrary
from app.core.question.programs.reckon import reckon
from app.core.question.query import Query
from app.core.question.retrieve import Found
from app.core.question.values import Reckoning
from app.settings import Settings
from app.tasks.readers import ReaderPool
from tests.fakes import fake_loaders

TODAY = date(2025, 6, 16)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library that can be asked."""

    core: Core

    def library(self) -> StoredLibrary:
        def near(question: str, n: int) -> Sequence[Found]:
            return self.core.retriever.find(Query(question))[:n]

        return StoredLibrary(self.core.store, near)

    def reckon(self, question: str, language: str = "en") -> Reckoning | None:
        found = self.core.retriever.find(Query(question))
        made = reckon(question, found, self.library(), language, TODAY)
        if made is not None:
            for statement in made.statements:
                assert statement.rests_on, statement.text
                for grounds in statement.rests_on:
                    assert grounds.quote and grounds.quote in grounds.found.chunk.text
        return made

    def says(self, question: str, language: str = "en") -> str | None:
        made = self.reckon(question, language)
        return None if made is None else " ".join(each.text for each in made.statements)


FillShelf = Callable[[Mapping[str, str | bytes]], Shelf]


@pytest.fixture(scope="module")
def shelf_of(tmp_path_factory: pytest.TempPathFactory, readers: ReaderPool) -> Iterator[FillShelf]:
    opened: list[Core] = []

    def fill(files: Mapping[str, str | bytes]) -> Shelf:
        folder = tmp_path_factory.mktemp("shelf")
        for name, content in files.items():
            path: Path = folder / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        core = open_core(
            folder / "library", readers, writer=True, settings=Settings(), loaders=fake_loaders()
        )
        opened.append(core)
        list(core.ingest.add([folder / "files"]))
        return Shelf(core)

    yield fill
    for core in opened:
        core.close()
