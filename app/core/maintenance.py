"""Keeping the library sound: what it holds, whether it agrees with itself, mending, removing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core import events
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.represent import encoder_text
from models.protocols import TextEncoder
from storage.records import ChunkId, SpaceRecord
from storage.store import Store

_REBUILD_BATCH = 256


class Maintenance:
    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        load_text: Callable[[], TextEncoder],
        models: Mapping[str, str],
        version: str,
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._load_text = load_text
        self._models = models
        self._version = version

    @cached_property
    def _text(self) -> TextEncoder:
        """The encoder now chosen, even where the library was made with another."""
        return self._load_text()

    def status(self) -> events.LibraryStatus:
        counts = self._store.health.counts()
        return events.LibraryStatus(
            items=counts.items,
            by_kind=dict(counts.by_kind),
            by_state=dict(counts.by_state),
            chunks=counts.chunks,
            vectors=dict(counts.vectors),
            generation=counts.generation,
            size_bytes=self._store.health.size_bytes(),
            models=dict(self._models),
            last_verified=counts.last_verified,
            library=str(self._store.folder),
            version=self._version,
        )

    def verify(self, *, repair: bool = False) -> events.VerifyReport:
        """Check the database and that the index holds exactly its vectors; mend what can be."""
        problems = [*self._store.health.verify(), *self._index_problems(), *self._lacking()]
        repaired: list[str] = []
        if repair:
            repaired += self._follow_encoder()
        if problems and repair:
            repaired += self._store.health.repair()
            repaired += self._fill_text_space()
            self._indexes.reload()
            problems = [*self._store.health.verify(), *self._index_problems(), *self._lacking()]
        counts = self._store.health.counts()
        return events.VerifyReport(
            ok=not problems,
            problems=tuple(problems),
            items=counts.items,
            chunks=counts.chunks,
            vectors=dict(counts.vectors),
            generation=counts.generation,
            repaired=tuple(repaired),
        )

    def _index_problems(self) -> list[str]:
        """The index in memory against the vectors in the database, id by id."""
        problems = []
        held = self._indexes.open()
        for record in self._store.vectors.spaces():
            stored = self._store.vectors.ids(record.name)
            index = held.get(record.name)
            indexed = np.sort(index.ids()) if index is not None else np.zeros(0, np.int64)
            if not np.array_equal(stored, indexed):
                n_apart = len(np.setxor1d(stored, indexed))
                problems.append(f"the {record.name} index and the database differ in {n_apart} ids")
        return problems

    def _lacking(self) -> list[str]:
        if not any(record.name == "text" for record in self._store.vectors.spaces()):
            return []
        lacking = len(self._store.vectors.chunks_without("text"))
        return [f"{lacking} passages have no text vector"] if lacking else []

    def _fill_text_space(self) -> list[str]:
        """Encode passages that lack a vector, from their stored text."""
        n_done = 0
        while chunk_ids := self._store.vectors.chunks_without("text", limit=_REBUILD_BATCH):
            self._store.vectors.put("text", np.asarray(chunk_ids, np.int64), self._rows(chunk_ids))
            n_done += len(chunk_ids)
        return [f"encoded {n_done} passages anew"] if n_done else []

    def _follow_encoder(self) -> list[str]:
        """If another text encoder was chosen, encode every passage with it, beside the live
        space, then swap. The old space answers until the swap is committed."""
        live = [space for space in self._store.vectors.spaces() if space.name == "text"]
        encoder = self._text
        if not live or live[0].fingerprint == encoder.fingerprint:
            return []
        record = SpaceRecord("text", encoder.dim, encoder.fingerprint)
        self._store.vectors.stage_space(record)
        n_done = 0
        while chunk_ids := self._store.vectors.chunks_without(
            "text", staged=True, limit=_REBUILD_BATCH
        ):
            rows = self._rows(chunk_ids)
            self._store.vectors.put("text", np.asarray(chunk_ids, np.int64), rows, staged=True)
            n_done += len(chunk_ids)
        self._store.vectors.promote_space("text")
        self._indexes.reload()
        return [f"encoded {n_done} passages with {encoder.name}"]

    def _rows(self, chunk_ids: Sequence[ChunkId]) -> NDArray[np.float32]:
        chunks = self._store.chunks.by_ids(chunk_ids)
        items = self._store.items.best_for_chunks(chunk_ids)
        texts = []
        for chunk_id in chunk_ids:
            item, chunk = items.get(chunk_id), chunks[chunk_id]
            title, path = (item.title, item.path) if item else (None, "")
            texts.append(encoder_text(chunk.kind, chunk.text, chunk.locator, title, path))
        return self._text.encode_documents(texts)

    def remove(self, item_ids: Sequence[int]) -> events.Removed:
        """Take items out of the library and erase what was read from them; files stay."""
        known = [i for i in item_ids if self._store.items.get(i) is not None]
        if not known:
            raise UserError(
                "not_found",
                "None of these items is in the library.",
                "`triptych list` shows what it holds.",
            )
        before = self._store.health.counts().chunks
        for change in self._store.contents.remove(known):
            self._indexes.follow(change)
        return events.Removed(len(known), before - self._store.health.counts().chunks)

    def item_ids(self, named: Sequence[str]) -> list[int]:
        """Items by number or by path; a folder means all below it. Raises UserError if unknown."""
        found: list[int] = []
        for name in named:
            if name.isdigit() and self._store.items.get(int(name)) is not None:
                found.append(int(name))
                continue
            below = [int(k.item_id) for k in self._store.items.known_stamps(Path(name).absolute())]
            if not below:
                raise UserError(
                    "not_found",
                    f"The library holds nothing by the name of {name}.",
                    "Give an item's number or path as `triptych list` shows it.",
                )
            found += below
        return list(dict.fromkeys(found))
