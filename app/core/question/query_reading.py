"""A query into what each way of finding looks for: its words, and its vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.intake.layout import written
from app.core.ports import Readers
from app.core.question.heard import Heard, hear
from app.core.question.query import Query
from app.core.words import content_words, words
from storage.errors import ReadError
from storage.languages import guess
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """A query's words, with those of its picture and recording, and the vectors of these."""

    words: str
    image_rows: tuple[NDArray[np.float32], ...]
    audio_rows: tuple[NDArray[np.float32], ...]
    voice_rows: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What a query turned into, one entry a way of finding."""

    words: str
    text_row: NDArray[np.float32] | None
    multilingual_row: NDArray[np.float32] | None
    is_foreign: bool  # not English, as far as one can tell
    image_rows: tuple[NDArray[np.float32], ...]
    audio_rows: tuple[NDArray[np.float32], ...]
    voice_rows: tuple[NDArray[np.float32], ...]


class QueryReader:
    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        encoders: Encoders,
        readers: Readers,
        *,
        image_reads_text: bool,
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._encoders = encoders
        self._readers = readers
        self._image_reads_text = image_reads_text

    def open(self, query: Query) -> Opened:
        """Raises UserError on a file that cannot be read."""
        said = query.text or ""
        image_rows: list[NDArray[np.float32]] = []
        heard: Heard | None = None
        try:
            if query.image is not None:
                rgb = self._readers.picture(query.image, max_side=1024)
                image_rows.append(self._encoders.image.encode_images([rgb])[0])
                said = f"{said} {written(self._encoders.ocr.read_lines(rgb))}".strip()
            if query.audio is not None:
                heard = hear(
                    query.audio, self._readers, self._encoders, voices=self._indexes.holds("voice")
                )
                said = f"{said} {heard.words}".strip()
        except (ReadError, ValueError) as error:
            path = query.image or query.audio
            raise UserError(
                "query_unreadable",
                "{path} could not be read: {error}.",
                "Check the file or search with another one; the library is unchanged.",
                path=path,
                error=error,
            ) from error
        if query.text and self._image_reads_text and self._indexes.holds("image"):
            image_rows.append(self._encoders.image.encode_queries([query.text])[0])
        return Opened(
            said,
            tuple(image_rows),
            () if heard is None else (heard.sound,),
            () if heard is None else heard.voices,
        )

    def encode(self, opened: Opened) -> Side:
        said = opened.words
        encoder = self._encoders.text_or_none if said else None
        is_known = bool(said) and self._indexes.holds("multilingual")
        beside = self._encoders.multilingual_or_none if is_known else None
        return Side(
            said,
            None if encoder is None else encoder.encode_queries([said])[0],
            None if beside is None else beside.encode_queries([said])[0],
            bool(said) and self._is_foreign(said),
            opened.image_rows,
            opened.audio_rows,
            opened.voice_rows,
        )

    def _is_foreign(self, text: str) -> bool:
        """Whether a query is in another language than English: by its script or its commonest
        words, or because the library knows none of its telling words."""
        language = guess(text)
        if language is not None:
            return language != "en"
        if not text.isascii():
            return True
        spelled = [word for word in words(text) if content_words(word) and word.isalpha()]
        n_holding, _ = self._store.keywords.frequencies(spelled)
        return bool(spelled) and not any(n_holding.values())
