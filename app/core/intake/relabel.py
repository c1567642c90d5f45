"""Put speakers before the words of passages: in a new recording, and in one that is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.core.intake.describe import encoder_text
from app.core.intake.encode import Encoded
from app.core.intake.speakers import Named, Said, Speaker, labelled, numbered
from storage.records import Chunk, ChunkId, Item, Locator, NewChunk, SpaceName
from storage.store import Store

Names = Callable[[], Sequence[Named]]
EncodeTexts = Callable[[Sequence[str]], list[Encoded]]


@dataclass(frozen=True, slots=True)
class Recording:
    """A stored recording's speakers, and its passages with the number of the speaker of each."""

    speakers: list[Speaker]
    chunks: list[Chunk]
    of: list[int]  # places in `speakers`


def label_new(
    chunks: Sequence[NewChunk],
    named: Sequence[Named],
    encode_texts: EncodeTexts,
    title: str | None,
    path: str,
) -> list[NewChunk]:
    """The passages of a recording that was heard whole, with who speaks in them."""
    voiced = [n for n, chunk in enumerate(chunks) if "voice" in chunk.vectors]
    said = [Said(chunks[n].vectors["voice"], _seconds(chunks[n].locator)) for n in voiced]
    speakers, of = numbered(said, named)
    labelled_ones = list(chunks)
    wanted = [
        (n, *labelled(chunks[n].text, chunks[n].locator, speakers[place].label))
        for n, place in zip(voiced, of, strict=True)
        if speakers[place].label is not None
    ]
    rows = encode_texts([encoder_text("audio", text, {}, title, path) for _, text, _ in wanted])
    for (n, text, locator), row in zip(wanted, rows, strict=True):
        vectors = {**chunks[n].vectors, **row.vectors}
        labelled_ones[n] = replace(
            chunks[n], text=text, locator=locator, vectors=vectors, tokens=row.tokens
        )
    return labelled_ones


def named_voices(store: Store) -> list[Named]:
    """Voices with a name that the encoder in use can be compared with."""
    encoder = next((s.fingerprint for s in store.vectors.spaces() if s.name == "voice"), None)
    return [Named(v.name, v.row) for v in store.voices.all() if v.encoder == encoder]


class SpeakerLabels:
    """Speakers of recordings that are stored."""

    def __init__(self, store: Store, encode_texts: EncodeTexts) -> None:
        self._store = store
        self._encode_texts = encode_texts

    def recording(self, content_id: int) -> Recording:
        """Who speaks in it, by the voices that are stored; none where it holds no voices."""
        chunks = [c for c in self._store.chunks.of_content(content_id) if c.kind == "audio"]
        batch = self._store.vectors.of_chunks("voice", [chunk.chunk_id for chunk in chunks])
        rows = dict(zip(batch.ids.tolist(), batch.rows, strict=True))
        voiced = [chunk for chunk in chunks if chunk.chunk_id in rows]
        said = [Said(rows[chunk.chunk_id], _seconds(chunk.locator)) for chunk in voiced]
        given = self._store.voices.given(content_id)
        speakers, of = numbered(said, named_voices(self._store), given)
        return Recording(speakers, voiced, of)

    def exchanged(self, content_id: int, item: Item) -> tuple[list[ChunkId], list[NewChunk]]:
        """Passages that say another speaker than they should, by their ids, and what is to stand
        in their place."""
        recording = self.recording(content_id)
        wanted = [
            (chunk, *labelled(chunk.text, chunk.locator, recording.speakers[place].label))
            for chunk, place in zip(recording.chunks, recording.of, strict=True)
            if chunk.locator.get("speaker") != recording.speakers[place].label
        ]
        ids = [chunk.chunk_id for chunk, _, _ in wanted]
        texts = [encoder_text("audio", text, {}, item.title, item.path) for _, text, _ in wanted]
        sound: tuple[SpaceName, ...] = ("audio", "voice")
        kept = {space: self._rows(space, ids) for space in sound}
        made = []
        for (chunk, text, locator), row in zip(wanted, self._encode_texts(texts), strict=True):
            vectors = dict(row.vectors)
            for space, rows in kept.items():
                if chunk.chunk_id in rows:
                    vectors[space] = rows[chunk.chunk_id]
            made.append(
                NewChunk(
                    chunk.kind, text, locator, chunk.language, vectors, chunk.heads, row.tokens
                )
            )
        return ids, made

    def _rows(self, space: SpaceName, ids: Sequence[ChunkId]) -> dict[int, NDArray[np.float32]]:
        batch = self._store.vectors.of_chunks(space, ids)
        return dict(zip(batch.ids.tolist(), batch.rows, strict=True))


def _seconds(locator: Locator) -> float:
    return max(0.1, locator.get("end_s", 0.0) - locator.get("start_s", 0.0))
