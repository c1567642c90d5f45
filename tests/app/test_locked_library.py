"""A locked library in use: not a byte of plain text, nor of a name, anywhere below the data folder,
whatever was done with it before and after."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import log, paths
from app.compose import Core, open_core
from app.core import indexes
from app.core.locking import lock_in_steps, unlock_in_steps
from app.core.question.query import Query
from app.settings import DecoderSettings, Settings
from app.tasks.readers import ReaderPool
from models.decoder.settings import GenerationSettings
from storage import keyring
from storage.files import FILE_NAME
from tests.fakes import fake_loaders

WORD, NAME, ASKED = "quixotryzwhim", "velbrunkostname", "ombrafigglesnork"
PHRASE = "correct horse battery"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder, with debugging asked for: then the log of a plain library holds names."""
    home = tmp_path / "home"
    monkeypatch.setenv("TRIPTYCH_HOME", str(home))
    monkeypatch.setenv(log.DEBUG_VARIABLE, "1")
    monkeypatch.delenv(keyring.PASSPHRASE_VARIABLE, raising=False)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers = []
    log.start_logging()
    yield home
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before, level
    logging.captureWarnings(False)
    keyring.forget_all()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    text = "\n\n".join(
        f"The {WORD} number {n} hangs in the hall beside the coats." for n in range(40)
    )
    (files / f"{NAME}.txt").write_text(text)
    picture = np.zeros((300, 400, 3), np.uint8)
    picture[:, 200:] = (200, 30, 90)
    Image.fromarray(picture).save(files / f"{NAME}-picture.png")
    return files


def opened(readers: ReaderPool) -> Core:
    settings = Settings(decoder=DecoderSettings(reuse="fast"))
    return open_core(
        paths.default_library(), readers, writer=True, settings=settings, loaders=fake_loaders()
    )


def used(core: Core, files: Path) -> None:
    for _ in core.ingest.add([files]):
        pass
    logging.getLogger("app.test").debug("looked at %s for %s", NAME, WORD)
    if not list(core.watching.rows()):
        core.watching.watch(files, ())
    core.collections.make(f"Set {len(list(core.collections.rows()))} of {NAME}")
    for _ in core.ask(Query(f"What is the {ASKED} {WORD}?"), GenerationSettings()):
        pass
    assert core.retriever.search(Query(WORD)).hits


def holding(folder: Path) -> Mapping[str, set[str]]:
    """The files that hold one of the words, in whatever case, in UTF-8 or UTF-16, or by name."""
    found: dict[str, set[str]] = {}
    for file in folder.rglob("*"):
        stored = file.read_bytes().lower() if file.is_file() else b""
        for word in (WORD, NAME, ASKED):
            forms = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
            if word in file.name or any(form in stored for form in forms):
                found.setdefault(file.name, set()).add(word)
    return found


def test_no_byte_of_a_locked_library_can_be_read(
    home: Path, files: Path, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "LARGE_FROM", 3)  # so that an index is saved beside it
    core = opened(readers)
    used(core, files)
    core.store.back_up_daily(date(2026, 11, 1))
    core.close()
    before = holding(home)
    assert before[FILE_NAME] == {WORD, NAME, ASKED}
    assert {"library-2026-11-01.db", "triptych.log"} < before.keys()
    assert list(home.rglob("*.index"))

    *_, changed = lock_in_steps(paths.default_library(), PHRASE)
    log.leave_contents_out(empty=True)
    assert changed.locked and not changed.left
    assert not holding(home) and not list(home.rglob("*.index"))

    (files / f"{NAME}-later.txt").write_text(f"Another {WORD}, with the {ASKED}.")
    core = opened(readers)
    used(core, files)
    core.store.back_up_daily(date(2026, 11, 2))
    assert not holding(home) and not (core.store.folder / "passages").exists()
    core.close()
    assert not holding(home)
    (saved,) = home.rglob("text-*.index")
    assert b"TRPTINDEX" not in saved.read_bytes()

    core = opened(readers)  # now the saved index serves
    assert core.retriever.search(Query(WORD)).hits
    assert core.maintenance.verify(deep=True).ok
    core.close()
    assert list(home.rglob("text-*.index")) == [saved]


def test_an_index_saved_by_another_hand_is_built_anew(
    home: Path, files: Path, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "LARGE_FROM", 3)
    folder = paths.default_library()
    *_, _ = lock_in_steps(folder, PHRASE)
    core = opened(readers)
    used(core, files)
    core.close()
    (saved,) = folder.glob("text-*.index")
    *_, changed = unlock_in_steps(folder, PHRASE)
    assert not changed.locked and not saved.exists()
    core = opened(readers)
    assert core.retriever.search(Query(WORD)).hits and not core.store.has_passphrase
    core.close()
    assert holding(home)[FILE_NAME] == {WORD, NAME, ASKED}


def test_the_environments_passphrase_opens(
    home: Path, files: Path, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, _ = lock_in_steps(paths.default_library(), PHRASE)
    keyring.forget_all()
    monkeypatch.setenv(keyring.PASSPHRASE_VARIABLE, PHRASE)
    core = opened(readers)
    assert core.maintenance.status().has_passphrase
    core.close()
