"""What is done after a file's first commit, part by part: OCR of scanned pages, long recordings.

Each part is one transaction, so a stop loses at most the part in hand and a later run goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from app.core import events
from app.core.beside import Beside, saying
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.intake.read import WaitsForModel
from app.core.intake.relabel import SpeakerLabels
from app.core.intake.represent import Representer
from app.core.ports import Readers
from models.errors import ModelError, ModelMissing
from storage.errors import NotFound, ReadError, StorageError
from storage.folders import signs_of
from storage.readers.members import exists
from storage.records import ChunkId, Content, Item, NewChunk, PendingPart
from storage.store import Store

log = logging.getLogger(__name__)


class PendingStages:
    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        readers: Readers,
        encoders: Encoders,
        representer: Representer,
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._readers = readers
        self._encoders = encoders
        self._representer = representer
        self._labels = SpeakerLabels(store, representer.encode_texts)
        self._announce: dict[str, tuple[int, str]] = {}

    def announce_later(self, path: str, item_id: int, outcome: str) -> None:
        """Report this file as indexed once its last part is committed."""
        self._announce[path] = (item_id, outcome)

    def run(self, cancelled: Callable[[], bool]) -> Iterator[Any]:
        """Do what is pending; yields events and, for each part, the Change it made."""
        waiting: dict[int, list[PendingPart]] = {}
        items: dict[int, Item] = {}
        for work in self._store.contents.pending():
            waiting.setdefault(int(work.content_id), []).append(work.part)
            items.setdefault(int(work.content_id), work.item)
        for content_id, parts in waiting.items():
            item, content = items[content_id], self._store.contents.get(content_id)
            if content is None or not exists(item.path):
                continue
            yield from self._read_parts(item, content, parts, cancelled)
            if cancelled():
                return

    def _read_parts(
        self,
        item: Item,
        content: Content,
        parts: list[PendingPart],
        cancelled: Callable[[], bool],
    ) -> Iterator[Any]:
        for done, part in enumerate(parts):
            if cancelled():
                return
            stage = "encode" if part.stage == "voices" else part.stage
            started = events.FileStarted(item.path, stage, done, len(parts))
            yield started
            reading = self._read_part(item, content, part, cancelled)
            gone, chunks = yield from saying(started, reading)
            if chunks is None:
                return
            if _has_changed(item):
                chunks = ReadError("the file was changed; add it again", retryable=True)
            if isinstance(chunks, ReadError):
                reason = f"{_place(part)}: {chunks.reason}"
                for alike in self._waiting_with(item):
                    yield events.FileFailed(
                        alike.path, reason, chunks.retryable, isinstance(chunks, WaitsForModel)
                    )
                    if chunks.retryable:
                        self._set_aside(alike, reason)
                if chunks.retryable:
                    return
                gone, chunks = [], []
            try:
                change = self._store.contents.append_chunks(content.content_id, part, chunks, gone)
            except NotFound:
                return  # removed or read anew since the last part
            self._indexes.follow(change)
            yield change
        for alike in self._waiting_with(item):
            item_id, outcome = self._announce.pop(alike.path, (int(item.item_id), "updated"))
            yield events.FileIndexed(alike.path, item_id, outcome)  # type: ignore[arg-type]

    def _waiting_with(self, item: Item) -> list[Item]:
        """The item, and files of equal bytes that also wait to be reported."""
        alike = self._store.items.of_content(item.content_id) if item.content_id else []
        return [
            item,
            *(other for other in alike if other.path != item.path and other.path in self._announce),
        ]

    def _set_aside(self, item: Item, reason: str) -> None:
        """List the file with the reason; its parts stay pending until it is added again."""
        self._store.items.note_attention(
            item.path,
            item.size,
            item.mtime_ns,
            kind=item.kind,
            reason=reason,
            retryable=True,
            sha256=item.sha256,
        )

    def _read_part(
        self, item: Item, content: Content, part: PendingPart, cancelled: Callable[[], bool]
    ) -> Generator[None, None, tuple[list[ChunkId], list[NewChunk] | ReadError | None]]:
        """Which passages go for a part, and what comes in with it; None if cancelled on the way.
        Yields while it reads: a question may come in between."""
        if part.stage == "voices":
            return self._labels.exchanged(content.content_id, item)
        return [], (yield from self._chunks(item, content, part, cancelled))

    def _chunks(
        self, item: Item, content: Content, part: PendingPart, cancelled: Callable[[], bool]
    ) -> Generator[None, None, list[NewChunk] | ReadError | None]:
        try:
            if part.stage == "ocr":
                return (yield from self._read_page(item, content, part.part, cancelled))
            duration_s = content.duration_s or 0.0
            return (
                yield from self._representer.sound.part(
                    item.path, part.part, duration_s, content.title, cancelled
                )
            )
        except ReadError as error:
            return error
        except ModelMissing as error:
            return WaitsForModel(error)
        except (ModelError, StorageError, UserError):
            raise
        except Exception:
            log.exception("%s of item %d failed", part.stage, item.item_id)
            log.debug("it is %s, part %d", item.path, part.part)
            reason = f"part {part.part} could not be read (an internal error)"
            return ReadError(reason, retryable=True)

    def _read_page(
        self, item: Item, content: Content, page: int, cancelled: Callable[[], bool]
    ) -> Generator[None, None, list[NewChunk] | None]:
        image = self._readers.page_image(Path(item.path), page, width_px=None)
        looking = Beside("ocr", partial(self._encoders.ocr.read_lines, image.rgb))
        lines = yield from looking.unless(cancelled)
        if lines is None:
            return None
        size = (image.rgb.shape[0], image.rgb.shape[1])
        return self._representer.ocr_chunks(page, lines, size, content.title, item.path)


def _has_changed(item: Item) -> bool:
    """Whether the file is no longer the one that its first parts were read of."""
    try:
        _, size, mtime_ns, _ = signs_of(item.path)
    except ReadError:
        return True
    return (size, mtime_ns) != (item.size, item.mtime_ns)


def _place(part: PendingPart) -> str:
    if part.stage == "ocr":
        return f"page {part.part}"
    return f"from {part.part // 60}:{part.part % 60:02d} on"
