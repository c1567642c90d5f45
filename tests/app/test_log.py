"""The log tells what happened, and neither what stands in files, nor their names, nor questions."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app import paths
from app.compose import open_core
from app.core.question.query import Query
from app.log import DEBUG_VARIABLE, start_logging
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.protocols import Rows
from tests.fakes import FakeTextEncoder, fake_loaders

SECRETS = ("zebrafish", "quagmire", "peculiar")  # in the file's name, its text, the question


@pytest.fixture
def clean_logging() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before, level
    logging.captureWarnings(False)


class Failing(FakeTextEncoder):
    """Fails with the text in its message, as a tokenizer does."""

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        if any("quagmire" in text for text in texts):
            raise ValueError(f"cannot encode {texts[0]}")
        return super().encode_documents(texts)


def add_search_and_ask(folder: Path, library: Path) -> None:
    (folder / "zebrafish").mkdir(parents=True)
    (folder / "zebrafish" / "zebrafish.txt").write_text("A quagmire lies behind the house.")
    (folder / "zebrafish" / "zebrafish.pdf").write_bytes(b"%PDF-1.4 quagmire")
    with ReaderPool(1) as readers:
        for encoder in (Failing, FakeTextEncoder):
            loaders = {**fake_loaders(), "text": encoder}
            core = open_core(library, readers, writer=True, settings=Settings(), loaders=loaders)
            list(core.ingest.add([folder]))
            core.retriever.search(Query("peculiar quagmire"))
            list(core.ask(Query("Where is the peculiar quagmire?"), core.settings.generation))
            core.close()
    try:
        raise KeyError("quagmire")
    except KeyError:
        logging.getLogger("app.tasks.engine").exception("the call %s failed", "Ask")
    logging.getLogger("other.library").warning("cannot open %s", folder / "zebrafish")


def test_the_log_names_no_file_and_quotes_none(tmp_path: Path, clean_logging: None) -> None:
    start_logging()
    add_search_and_ask(tmp_path / "files", tmp_path / "library")
    written = paths.log_file().read_text("utf-8")
    assert "ValueError" in written and "KeyError" in written  # there was something to hide
    assert "test_log.py:" in written
    assert "cannot open %s" in written
    assert [word for word in SECRETS if word in written] == []


def test_debugging_tells_all(
    tmp_path: Path, clean_logging: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, DEBUG_VARIABLE, "1")
    start_logging()
    add_search_and_ask(tmp_path / "files", tmp_path / "library")
    written = paths.log_file().read_text("utf-8")
    assert "zebrafish.txt" in written and "cannot encode" in written
