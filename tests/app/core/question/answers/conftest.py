from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.settings import Settings
from app.tasks.readers import ReaderPool
from tests.app.core.question.answers.asking import Says
from tests.fakes import fake_loaders


@pytest.fixture
def decoder(monkeypatch: pytest.MonkeyPatch) -> type[Says]:
    monkeypatch.setattr(Says, "warmed", [])
    monkeypatch.setattr(Says, "ahead", [])
    monkeypatch.setattr(Says, "text", "")
    monkeypatch.setattr(Says, "texts", {})
    monkeypatch.setattr(Says, "prompts", [])
    return Says


@pytest.fixture
def core(tmp_path: Path, readers: ReaderPool, decoder: type[Says]) -> Iterator[Core]:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "harbour.txt").write_text("The harbour master keeps the brass key.", "utf-8")
    (folder / "orchard.md").write_text(
        "# Orchard\n\nThe pears do ripen in September, and the plums when July ends.", "utf-8"
    )
    (folder / "chess.txt").write_text("A bishop moves along diagonals.", "utf-8")
    core = open_core(
        tmp_path / "library",
        readers,
        writer=True,
        settings=Settings(),
        loaders={**fake_loaders(), "decoder": decoder},
    )
    list(core.ingest.add([folder]))
    yield core
    core.close()
