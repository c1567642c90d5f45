"""Small libraries with fake models, and files read in this process: a round takes a moment.

What is tried here is the store and the core above it; readers in processes of their own have their
tests in `tests/tasks`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compose import Core, open_core
from app.core import events
from app.settings import ReadingSettings, Settings
from models.protocols import Rows
from storage import sqlite
from storage.readers import reading
from storage.readers.values import PageImage, Reading
from storage.records import StoredCitation, StoredTurn
from storage.sqlite_checksums import CHECKED
from tests.e2e.corpora import mixed_files
from tests.fakes import FakeTextEncoder, fake_loaders


class ReadersHere:
    """The readers, without a process of their own."""

    confinement = ""

    def look(self, path: Path) -> None:
        reading.look(path)

    def read(self, path: Path) -> Reading:
        return reading.read(path, min_side=448)

    def page_image(self, path: Path, page: int, **options: Any) -> PageImage:
        return reading.page_image(path, page, **options)

    def picture(self, path: Path, *, max_side: int) -> NDArray[np.uint8]:
        return reading.picture(path, max_side=max_side)

    def sound(self, path: Path, **options: Any) -> Iterator[NDArray[np.int16]]:
        return reading.sound_windows(path, **options)


class OtherTextEncoder(FakeTextEncoder):
    """Another model: its vectors may not stand beside the first one's."""

    name, fingerprint = "other-text", "other-text-1"

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        return super().encode_documents([f"other {text}" for text in texts])

    encode_queries = encode_documents


def opened(library: Path, *, other_encoder: bool = False, writer: bool = True) -> Core:
    loaders = dict(fake_loaders())
    if other_encoder:
        loaders["text"] = OtherTextEncoder
    settings = Settings(reading=ReadingSettings(ocr=False))
    return open_core(library, ReadersHere(), writer=writer, settings=settings, loaders=loaders)


def small_files(folder: Path, n: int, *, only_text: bool = False) -> list[Path]:
    """Texts and some pictures; no sound, which takes longer to read."""
    made = mixed_files(folder, n)
    for path in made:
        if path.suffix == ".wav" or (only_text and path.suffix in (".png", ".jpg")):
            path.unlink()
    return [path for path in made if path.exists()]


def filled(library: Path, folder: Path, *, other_encoder: bool = False) -> events.AddFinished:
    """Add a folder and remember one answer; closed again."""
    core = opened(library, other_encoder=other_encoder)
    finished = list(core.ingest.add([folder]))[-1]
    assert isinstance(finished, events.AddFinished) and not finished.failed
    talk = core.store.conversations.start("What lies where?")
    cited = StoredCitation(1, "text", str(folder / "00000.txt"), 1, 1, {}, "amber archive", True)
    core.store.conversations.add_turn(
        talk, StoredTurn("Where is it?", "It is here.", False, (cited,), "fake", "2026-01-01")
    )
    core.close()
    return finished


_BY_ITSELF = (b"clean_shutdown", b"last_verified")


def rows_of(library: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the tables hold, as bytes; checksums and what changes by itself left out."""
    connection = sqlite.driver().connect(str(library / "library.db"))
    connection.text_factory = bytes
    held: dict[str, list[tuple[Any, ...]]] = {}
    try:
        for name, table in CHECKED.items():
            columns, order = ", ".join(table.columns), ", ".join(table.keys)
            query = f"SELECT {columns} FROM {name} ORDER BY {order}"
            held[name] = [tuple(row) for row in connection.execute(query)]
        held["library_info"] = [row for row in held["library_info"] if row[0] not in _BY_ITSELF]
        words = "SELECT id, sz FROM keywords_docsize ORDER BY id"
        held["keywords"] = [tuple(row) for row in connection.execute(words)]
        names = "SELECT id, c0 FROM names_content ORDER BY id"
        held["names"] = [tuple(row) for row in connection.execute(names)]
    finally:
        connection.close()
    return held


def content_of(library: Path) -> Mapping[str, tuple[str, ...]]:
    """What a user has in it: by path the passages in order, and the conversations."""
    core = opened(library, writer=False)
    try:
        held = {
            item.path: tuple(chunk.text for chunk in core.store.chunks.of_content(item.content_id))
            for item in core.store.items.all()
            if item.content_id is not None
        }
        for row in core.store.conversations.all():
            turns = core.store.conversations.load(row.conversation_id)
            held[f"conversation {row.title}"] = tuple(turn.answer for turn in turns)
        return held
    finally:
        core.close()
