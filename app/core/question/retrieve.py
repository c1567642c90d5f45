"""A question, a picture or a sound into ranked passages from every kind of source.

Each way of finding (text vectors, picture vectors, sound vectors, keywords) gives a ranking of its
own; vectors of different spaces are never compared, only ranks are fused."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.core import events
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.intake.describe import written
from app.core.intake.sound import to_float
from app.core.ports import Readers
from app.core.question.query import Query
from app.core.words import content_words
from index.fusion import reciprocal_rank_fusion
from storage.errors import ReadError
from storage.readers.values import SAMPLE_RATE_HZ
from storage.records import Chunk, ChunkId, Item, Kind
from storage.store import Store

_DEPTH = 60  # how far down each ranking is read
_SNIPPET_CHARS = 240
_QUERY_SOUND_S = 30.0
_WEIGHTS = {"text": 1.0, "keyword": 0.8, "image": 1.0, "audio": 1.0}
_RRF_K = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its item and what each way of finding said of it.

    `similarity` is the cosine to the query's text vector (0 without one); `coverage` the share of
    the query's content words that occur in the passage."""

    chunk: Chunk
    item: Item
    score: float
    scores: dict[str, float] = field(default_factory=dict)
    similarity: float = 0.0
    coverage: float = 0.0

    @property
    def relevance(self) -> float:
        """Between 0 and 1: how much it has to do with the question, comparable across kinds."""
        return 0.6 * max(0.0, self.similarity) + 0.4 * self.coverage


@dataclass(frozen=True, slots=True)
class _Side:
    """What a query turned into, one entry a way of finding."""

    words: str
    text_row: NDArray[np.float32] | None
    image_rows: tuple[NDArray[np.float32], ...]
    audio_rows: tuple[NDArray[np.float32], ...]


class Retriever:
    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        encoders: Encoders,
        readers: Readers,
        *,
        image_reads_text: bool = False,
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._encoders = encoders
        self._readers = readers
        self._image_reads_text = image_reads_text

    def search(self, query: Query) -> events.SearchResult:
        """The k best hits, at most half of them from one file."""
        started = time.perf_counter()
        found = spread(self.find(query), per_item=max(3, query.k // 2))[: query.k]
        hits = tuple(to_hit(rank, entry) for rank, entry in enumerate(found, start=1))
        elapsed_ms = (time.perf_counter() - started) * 1000
        return events.SearchResult(query.text or "", round(elapsed_ms, 1), hits)

    def find(self, query: Query) -> list[Found]:
        """All that any way found, best first by fused rank. Raises UserError on an unreadable
        query file."""
        side = self._read_query(query)
        rankings = self._rankings(side, query.kinds)
        fused = reciprocal_rank_fusion(
            {name: [chunk_id for chunk_id, _ in ranking] for name, ranking in rankings.items()},
            _WEIGHTS,
            k=_RRF_K,
        )
        best_possible = sum(_WEIGHTS[name] for name in rankings) / (_RRF_K + 1) or 1.0
        by_way = {name: dict(ranking) for name, ranking in rankings.items()}
        ids = [ChunkId(chunk_id) for chunk_id, _ in fused]
        chunks = self._store.chunks.by_ids(ids)
        items = self._store.items.best_for_chunks(ids)
        similarities = self._similarities(side.text_row, ids)
        wanted = set(content_words(side.words))
        found: list[Found] = []
        for chunk_id, score in fused:
            chunk, item = chunks.get(ChunkId(chunk_id)), items.get(ChunkId(chunk_id))
            if chunk is None or item is None:
                continue  # removed since the ranking was made
            present = wanted & set(content_words(f"{item.title or ''} {chunk.text}"))
            found.append(
                Found(
                    chunk,
                    item,
                    round(score / best_possible, 4),
                    {
                        name: round(way[chunk_id], 4)
                        for name, way in by_way.items()
                        if chunk_id in way
                    },
                    similarities.get(chunk_id, 0.0),
                    len(present) / len(wanted) if wanted else 0.0,
                )
            )
        return found

    def _read_query(self, query: Query) -> _Side:
        words = query.text or ""
        image_rows: list[NDArray[np.float32]] = []
        audio_rows: list[NDArray[np.float32]] = []
        try:
            if query.image is not None:
                rgb = self._readers.picture(query.image, max_side=1024)
                image_rows.append(self._encoders.image.encode_images([rgb])[0])
                words = f"{words} {written(self._encoders.ocr.read_lines(rgb))}".strip()
            if query.audio is not None:
                windows = self._readers.sound(query.audio, end_s=_QUERY_SOUND_S)
                samples = to_float(np.concatenate(list(windows)))
                samples = samples[: int(_QUERY_SOUND_S * SAMPLE_RATE_HZ)]
                audio_rows.append(self._encoders.speech.encode_windows([samples])[0])
                said = self._encoders.speech.transcribe(samples)
                heard = " ".join(segment.text.strip() for segment in said.segments)
                words = f"{words} {heard}".strip()
        except (ReadError, ValueError) as error:
            path = query.image or query.audio
            raise UserError(
                "query_unreadable",
                f"{path} could not be read: {error}.",
                "Check the file or search with another one; the library is unchanged.",
            ) from error
        if query.text and self._image_reads_text and self._holds_pictures():
            image_rows.append(self._encoders.image.encode_queries([query.text])[0])
        encoder = self._encoders.text_or_none if words else None
        text_row = encoder.encode_queries([words])[0] if encoder is not None else None
        return _Side(words, text_row, tuple(image_rows), tuple(audio_rows))

    def _holds_pictures(self) -> bool:
        return len(self._indexes.open().get("image", ())) > 0

    def _rankings(self, side: _Side, kinds: Sequence[Kind]) -> dict[str, list[tuple[int, float]]]:
        allowed = self._store.chunks.ids_of_kinds(kinds) if kinds else None
        rankings: dict[str, list[tuple[int, float]]] = {}
        if side.text_row is not None:
            rankings["text"] = self._indexes.search("text", side.text_row, _DEPTH, allowed=allowed)
        if side.words:
            by_words = self._store.keywords.search(side.words, _DEPTH, kinds=tuple(kinds) or None)
            rankings["keyword"] = [(int(chunk_id), score) for chunk_id, score in by_words]
        for row in side.image_rows:
            rankings["image"] = self._indexes.search("image", row, _DEPTH, allowed=allowed)
        for row in side.audio_rows:
            rankings["audio"] = self._indexes.search("audio", row, _DEPTH, allowed=allowed)
        return {name: ranking for name, ranking in rankings.items() if ranking}

    def _similarities(
        self, text_row: NDArray[np.float32] | None, ids: Sequence[ChunkId]
    ) -> dict[int, float]:
        index = self._indexes.open().get("text")
        if text_row is None or index is None or not ids:
            return {}
        known = [chunk_id for chunk_id in ids if chunk_id in index]
        if not known:
            return {}
        rows = index.reconstruct(np.asarray(known, np.int64))
        return dict(zip(map(int, known), (rows @ text_row).tolist(), strict=True))


def spread(found: Sequence[Found], *, per_item: int) -> list[Found]:
    """Keep the order, but no more than so many passages of one file before all others."""
    seen: Counter[int] = Counter()
    first: list[Found] = []
    later: list[Found] = []
    for entry in found:
        seen[entry.item.item_id] += 1
        (first if seen[entry.item.item_id] <= per_item else later).append(entry)
    return first + later


def to_hit(rank: int, found: Found) -> events.Hit:
    return events.Hit(
        rank=rank,
        score=found.score,
        kind=found.chunk.kind,
        path=found.item.path,
        item_id=int(found.item.item_id),
        chunk_id=int(found.chunk.chunk_id),
        locator=dict(found.chunk.locator),
        snippet=snippet(found.chunk.text),
        title=found.item.title,
        scores=found.scores,
    )


def snippet(text: str) -> str:
    """The beginning of a passage on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET_CHARS else flat[: _SNIPPET_CHARS - 1].rstrip() + "…"
