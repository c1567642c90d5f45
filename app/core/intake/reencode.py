"""Another encoder was chosen: encode what is there anew, beside the live space, then swap.

Until the swap is committed the old vectors stay; an interrupted run is taken up by the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.intake.describe import encoder_text
from app.core.intake.encode import encode_passages
from app.core.intake.sound import to_float
from app.core.ports import Readers
from models.errors import ModelMissing
from models.protocols import TextEncoder
from storage.errors import ReadError
from storage.records import Change, Chunk, ChunkId, Item, SpaceName, SpaceRecord
from storage.store import Store

_BATCH = 64  # a step, between two of which one may stop and others get their turn
_MEDIA_BATCH = 16
_AT_ONCE = 8  # texts between two looks at whether something else was asked for: 0.3 s
_WINDOW_S = 30.0  # of how it sounds; of a voice the passage alone

# Chunks, their rows, and for texts their packed token vectors.
Rows = tuple[list[ChunkId], NDArray[np.float32], list[bytes | None]]


ALL = 2**31  # as a limit of rows


@dataclass(frozen=True, slots=True)
class Encoded:
    """So many of a space's vectors are made anew."""

    done: int
    total: int


Follow = Callable[[Change], None]


class Reencoder:
    """`loaders` gives the encoder now chosen for each space, unchecked against the library."""

    def __init__(
        self, store: Store, readers: Readers, loaders: Mapping[SpaceName, Callable[[], Any]]
    ) -> None:
        self._store = store
        self._readers = readers
        self._loaders = loaders

    def follow_encoders(
        self, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Encoded | str]:
        """Bring every space whose encoder was changed up to date; yields after each committed batch
        how far it is, and for each space, at its end, what was done in words. Cancelled, the live
        space stays as it is and the next call goes on with what is encoded."""
        for live in self._store.vectors.spaces():
            try:
                encoder = self._loaders[live.name]()
            except (ModelMissing, KeyError):
                if live.name not in ("multilingual", "voice"):
                    raise
                continue  # one may do without them; their vectors wait
            yield from self.replace(live.name, encoder, cancelled)

    def fill_text(self, follow: Follow, encoder: TextEncoder | None = None) -> Iterator[int]:
        """Give every passage without a text vector one, with the encoder now chosen unless one is
        given; yields after each committed batch how many are done. `follow` is told each change
        before anything else happens."""
        n_done = 0
        while chunk_ids := self._store.vectors.chunks_without("text", limit=_BATCH):
            encoder = encoder or self._loaders["text"]()
            rows, tokens = self._text_rows(encoder, chunk_ids)
            ids = np.asarray(chunk_ids, np.int64)
            follow(self._store.vectors.put("text", ids, rows, tokens=tokens))
            n_done += len(chunk_ids)
            yield n_done

    def lacks_multilingual(self, but_texts_in: str | None) -> bool:
        """Whether `fill_multilingual` would have something to do."""
        after = 0 if but_texts_in is None else self._store.vectors.last_id("multilingual")
        known = any(record.name == "multilingual" for record in self._store.vectors.spaces())
        if not known:  # it is made when the encoder is loaded
            return bool(self._store.chunks.languages())
        return bool(
            self._store.vectors.chunks_without(
                "multilingual", limit=1, after=after, but_texts_in=but_texts_in
            )
        )

    def fill_multilingual(
        self, encoder: TextEncoder, but_texts_in: str | None, follow: Follow
    ) -> Iterator[int]:
        """Give passages a vector of the multilingual encoder that have none: captions,
        transcripts, and texts but those in the language given; yields how many are done."""
        n_done = 0
        after = 0 if but_texts_in is None else self._store.vectors.last_id("multilingual")
        while chunk_ids := self._store.vectors.chunks_without(
            "multilingual", limit=_BATCH, after=after, but_texts_in=but_texts_in
        ):
            rows = encoder.encode_documents(self._texts(chunk_ids))
            ids = np.asarray(chunk_ids, np.int64)
            follow(self._store.vectors.put("multilingual", ids, rows))
            n_done += len(chunk_ids)
            yield n_done

    def lacks_beside(self, after: int) -> bool:
        """Whether a passage with an id beyond `after` has no vector of the multilingual encoder."""
        if not any(record.name == "multilingual" for record in self._store.vectors.spaces()):
            return bool(self._store.chunks.languages())
        return bool(self._store.vectors.chunks_without("multilingual", limit=1, after=after))

    def fill_beside(
        self, encoder: TextEncoder, after: int, follow: Follow, hurried: Callable[[], bool]
    ) -> int:
        """Give some passages beyond the id `after` a vector of the multilingual encoder; fewer
        where `hurried` says so meanwhile. Returns the id up to which all have theirs."""
        wanted = self._store.vectors.chunks_without("multilingual", limit=_BATCH, after=after)
        texts, rows = self._texts(wanted), []
        for start in range(0, len(texts), _AT_ONCE):
            rows.append(encoder.encode_documents(texts[start : start + _AT_ONCE]))
            if hurried():
                break
        if not rows:
            return after
        ids = np.asarray(wanted, np.int64)[: sum(map(len, rows))]
        follow(self._store.vectors.put("multilingual", ids, np.concatenate(rows)))
        return int(ids[-1])

    def replace(
        self, space: SpaceName, encoder: Any, cancelled: Callable[[], bool]
    ) -> Iterator[Encoded | str]:
        """The same for one space that there is, with an encoder that may be of one's own choice.
        Nothing comes where it made the live vectors."""
        vectors = self._store.vectors
        record = next(live for live in vectors.spaces() if live.name == space)
        if (record.dim, record.fingerprint) == (encoder.dim, encoder.fingerprint):
            return
        live = vectors.ids(space)
        vectors.stage_space(SpaceRecord(space, encoder.dim, encoder.fingerprint))
        lacking = set(vectors.chunks_without(space, staged=True, limit=ALL))
        wanted = [ChunkId(int(i)) for i in live if int(i) in lacking]  # the rest is encoded already
        n_done = len(live) - len(wanted)
        for ids, rows, tokens in self._rows(space, encoder, wanted):
            vectors.put(space, np.asarray(ids, np.int64), rows, tokens=tokens, staged=True)
            n_done += len(ids)
            yield Encoded(n_done, len(live))
            if cancelled():
                return
        vectors.promote_space(space)
        lost = len(live) - n_done
        note = f"; {lost} could not be, their files are not there" if lost else ""
        yield f"encoded {n_done} {space} vectors with {encoder.name}{note}"

    def _rows(self, space: SpaceName, encoder: Any, wanted: Sequence[ChunkId]) -> Iterator[Rows]:
        size = _MEDIA_BATCH if space in ("image", "audio", "voice") else _BATCH
        for start in range(0, len(wanted), size):
            there = self._store.chunks.by_ids(wanted[start : start + size])
            ids = list(there)  # but what was removed meanwhile
            if not ids:
                continue
            if space == "text":
                yield ids, *self._text_rows(encoder, ids)
                continue
            if space == "multilingual":
                yield ids, encoder.encode_documents(self._texts(ids)), []
                continue
            items = self._store.items.best_for_chunks(ids)
            read: dict[ChunkId, NDArray[Any]] = {}
            for chunk_id in ids:
                if chunk_id in items:
                    self._read_into(read, there[chunk_id], items[chunk_id], space)
            if read:
                encode = encoder.encode_images if space == "image" else encoder.encode_windows
                yield list(read), encode(list(read.values())), []

    def _read_into(
        self, read: dict[ChunkId, NDArray[Any]], chunk: Chunk, item: Item, space: SpaceName
    ) -> None:
        try:
            if space == "image":
                read[chunk.chunk_id] = self._readers.picture(Path(item.path), max_side=1024)
                return
            start_s = chunk.locator.get("start_s", 0.0)
            end_s = start_s + _WINDOW_S
            if space == "voice":
                end_s = min(end_s, chunk.locator.get("end_s", end_s))
            windows = self._readers.sound(Path(item.path), start_s=start_s, end_s=end_s)
            read[chunk.chunk_id] = to_float(np.concatenate(list(windows)))
        except (ReadError, ValueError):
            return  # counted as lost by the caller

    def _text_rows(
        self, encoder: TextEncoder, chunk_ids: Sequence[ChunkId]
    ) -> tuple[NDArray[np.float32], list[bytes | None]]:
        encoded = encode_passages(encoder, self._texts(chunk_ids))
        return np.stack([each.vectors["text"] for each in encoded]), [e.tokens for e in encoded]

    def _texts(self, chunk_ids: Sequence[ChunkId]) -> list[str]:
        """What an encoder reads for each of the chunks."""
        chunks = self._store.chunks.by_ids(chunk_ids)
        items = self._store.items.best_for_chunks(chunk_ids)
        texts = []
        for chunk_id in chunk_ids:
            item, chunk = items.get(chunk_id), chunks[chunk_id]
            title, path = (item.title, item.path) if item else (None, "")
            texts.append(encoder_text(chunk.kind, chunk.text, chunk.locator, title, path))
        return texts
