"""Readings into contents: passages and captions with their vectors."""

from __future__ import annotations

import io
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core import events
from app.core.encoders import Encoders
from app.core.intake.chunk import (
    TokenSpans,
    cut_document,
    rough_token_spans,
)
from app.core.intake.describe import caption, encoder_text, heads, surrounding_box
from app.core.intake.encode import Encoded, encode_passages
from app.core.intake.layout import (
    arranged,
    groups,
    looks_drawn,
    n_unread,
    placed,
    wants_larger,
)
from app.core.intake.read import RECIPE, Prepared
from app.core.intake.relabel import Names
from app.core.intake.represent_sound import SoundRepresenter
from app.core.language import detect_language
from app.core.naming import spoken_name
from app.core.ports import Readers
from models.protocols import TextLine
from storage.errors import ReadError
from storage.readers.values import Picture, TextDocument
from storage.records import Locator, NewChunk, NewContent, PendingPart

_THUMBNAIL_PX = 320
_TEXTS_A_STEP = 32
_FOOTNOTE_LINE_CHARS = 12  # text in a picture shorter than this gets no passage of its own
_PASSAGE_CHARS = 600  # of text read in a picture
_MOST_PIXELS = 24_000_000  # of a picture that is read again larger
_MUCH_LARGER = 1.5  # than it was looked at: a drawing may hold small print that was not found
_FEW_UNREAD = 3  # lines that may be smudges


class Representer:
    def __init__(
        self, encoders: Encoders, readers: Readers, *, ocr: bool, names: Names = lambda: ()
    ) -> None:
        self._encoders = encoders
        self._readers = readers
        self._ocr = ocr
        self.sound = SoundRepresenter(encoders, readers, self.encode_texts, names)

    def represent(
        self, batch: Sequence[Prepared]
    ) -> Generator[events.FileStarted, None, list[NewContent]]:
        """Encode documents and pictures together; returns one content a file, in order.

        Yields before each piece of work, a second or so at most, so that the caller can do
        something more urgent first, or stop by asking for no more."""
        drafts = []
        for prepared in batch:
            yield events.FileStarted(prepared.stamp.path, "encode")
            drafts.append(self._draft(prepared))
        image_rows = self._image_rows(batch)
        texts = [text for draft in drafts for text in draft.encoder_texts]
        whose = [
            (prepared.stamp.path, number, len(draft.encoder_texts))
            for prepared, draft in zip(batch, drafts, strict=True)
            for number in range(len(draft.encoder_texts))
        ]
        rows: list[Encoded] = []
        for start in range(0, len(texts), _TEXTS_A_STEP):
            path, done, total = whose[start]
            yield events.FileStarted(path, "encode", done, total)
            rows.extend(self.encode_texts(texts[start : start + _TEXTS_A_STEP]))
        left = iter(rows)
        return [
            draft.finish(list(islice(left, len(draft.encoder_texts))), image_row)
            for draft, image_row in zip(drafts, image_rows, strict=True)
        ]

    def encode_texts(self, texts: Sequence[str]) -> list[Encoded]:
        """What the text encoder makes of each text; nothing while it is not installed. Such
        passages are found by their words, and `Reencoder.fill_text` gives them vectors later."""
        return encode_passages(self._encoders.text_or_none, texts)

    def _token_spans(self) -> TokenSpans:
        encoder = self._encoders.text_or_none
        return rough_token_spans if encoder is None else encoder.token_spans

    def _draft(self, prepared: Prepared) -> _Draft:
        if isinstance(prepared.reading, TextDocument):
            return self._draft_document(prepared, prepared.reading)
        if isinstance(prepared.reading, Picture):
            return self._draft_picture(prepared, prepared.reading)
        raise TypeError(f"not a document or a picture: {type(prepared.reading).__name__}")

    def _draft_document(self, prepared: Prepared, document: TextDocument) -> _Draft:
        cut = cut_document(document.sections, self._token_spans())
        chunks = [
            NewChunk("text", passage.text, passage.locator, detect_language(passage.text))
            for passage in cut.passages
        ]
        scanned = document.scanned_pages if self._ocr else ()
        content = NewContent(
            sha256=prepared.stamp.sha256,
            kind="text",
            media_type=document.media_type,
            title=document.title,
            text=cut.text,
            metadata=document.metadata,
            chunks=(),
            pending=tuple(PendingPart("ocr", page) for page in scanned),
            recipe=RECIPE,
            page_count=document.page_count,
        )
        return self._drafted(content, chunks, prepared.stamp.path)

    def _draft_picture(self, prepared: Prepared, picture: Picture) -> _Draft:
        tags = self._encoders.tags.tag([picture.rgb])[0]
        lines = self._text_in(prepared, picture)
        title = picture.title or spoken_name(prepared.stamp.path)
        words = caption(title, picture.metadata, tags, lines)
        whole: Locator = {"bbox": [0.0, 0.0, 1.0, 1.0]}
        writing, places = placed(lines)
        if writing and (begin := words.find(writing)) >= 0:
            whole["lines"] = _line_boxes(places, begin)
        chunks = [NewChunk("image", words, whole, detect_language(words))]
        for group in groups(lines, _PASSAGE_CHARS):
            read, places = placed(group)
            if len(read) >= _FOOTNOTE_LINE_CHARS:
                box: Locator = {"bbox": surrounding_box(group), "lines": _line_boxes(places)}
                chunks.append(NewChunk("image", read, box, detect_language(read)))
        content = NewContent(
            sha256=prepared.stamp.sha256,
            kind="image",
            media_type=picture.media_type,
            title=picture.title,
            text="",
            metadata={
                **picture.metadata,
                "tags": ", ".join(f"{tag.name} {tag.probability:.2f}" for tag in tags),
                **_said_unread(lines, "in it"),
            },
            chunks=(),
            width=picture.width,
            height=picture.height,
            thumbnail_jpeg=thumbnail(picture.rgb),
            recipe=RECIPE,
        )
        return self._drafted(content, chunks, prepared.stamp.path)

    def _text_in(self, prepared: Prepared, picture: Picture) -> list[TextLine]:
        """The lines of text in a picture, in reading order; read again larger where they are too
        small to be read well."""
        large = prepared.large
        if not self._ocr or large is None:
            return []
        lines = self._encoders.ocr.read_lines(large)
        n_pixels = picture.width * picture.height
        side = max(picture.width, picture.height) * min(1.0, (_MOST_PIXELS / n_pixels) ** 0.5)
        scale = max(large.shape[:2]) / max(side, 1.0)
        shown = (large.shape[0], large.shape[1])
        if wants_larger(lines, shown, scale) or (
            not lines and scale < 1 / _MUCH_LARGER and looks_drawn(large)
        ):
            try:
                large = self._readers.picture(Path(prepared.stamp.path), max_side=round(side))
            except ReadError:
                pass  # it is gone or changed; the next reading will tell
            else:
                lines = self._encoders.ocr.read_lines(large)
        height, width = large.shape[:2]
        unread = [line for line in lines if not line.text.strip()]
        return [*arranged(lines, width, height), *unread]

    @staticmethod
    def _drafted(content: NewContent, chunks: Sequence[NewChunk], path: str) -> _Draft:
        texts = [
            encoder_text(chunk.kind, chunk.text, chunk.locator, content.title, path)
            for chunk in chunks
        ]
        headed = [
            replace(chunk, heads=heads(content.title, content.metadata, chunk.locator))
            for chunk in chunks
        ]
        return _Draft(content, headed, texts)

    def _image_rows(self, batch: Sequence[Prepared]) -> list[NDArray[np.float32] | None]:
        pictures = [
            prepared.reading.rgb for prepared in batch if isinstance(prepared.reading, Picture)
        ]
        rows = iter(self._encoders.image.encode_images(pictures)) if pictures else iter(())
        return [next(rows) if isinstance(prepared.reading, Picture) else None for prepared in batch]

    def ocr_chunks(
        self,
        page: int,
        lines: Sequence[TextLine],
        size: tuple[int, int],
        title: str | None,
        path: str,
    ) -> list[NewChunk]:
        """What was read on a scanned page of (height, width) pixels, cut into passages with their
        boxes; where much of it could not be read, a passage says so."""
        height, width = size
        ordered = arranged(lines, width, height)
        chunks = [_page_chunk(page, group) for group in groups(ordered, _PASSAGE_CHARS)]
        chunks = [chunk for chunk in chunks if any(c.isalnum() for c in chunk.text)]
        if said := _said_unread(lines, f"on page {page}"):
            chunks.append(NewChunk("text", said["unread_text"], {"page": page}, "en"))
        rows = self.encode_texts(
            [encoder_text("text", chunk.text, chunk.locator, title, path) for chunk in chunks]
        )
        return [
            replace(chunk, vectors=row.vectors, tokens=row.tokens, heads=title or "")
            for chunk, row in zip(chunks, rows, strict=True)
        ]


class _Draft:
    """A content without its vectors, and the texts they are to be made from."""

    def __init__(
        self, content: NewContent, chunks: Sequence[NewChunk], encoder_texts: Sequence[str]
    ) -> None:
        self._content = content
        self._chunks = chunks
        self.encoder_texts = encoder_texts

    def finish(
        self, text_rows: Sequence[Encoded], image_row: NDArray[np.float32] | None
    ) -> NewContent:
        chunks = [
            replace(chunk, vectors=row.vectors, tokens=row.tokens)
            for chunk, row in zip(self._chunks, text_rows, strict=True)
        ]
        if image_row is not None and chunks:
            chunks[0] = replace(chunks[0], vectors={**chunks[0].vectors, "image": image_row})
        return replace(self._content, chunks=tuple(chunks))


def thumbnail(rgb: NDArray[np.uint8]) -> bytes:
    """A JPEG of at most 320 px a side, made from pixels that were already decoded elsewhere."""
    from PIL import Image

    picture = Image.fromarray(rgb)
    picture.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _page_chunk(page: int, lines: Sequence[TextLine]) -> NewChunk:
    text, places = placed(lines)
    where: Locator = {
        "page": page,
        "bbox": surrounding_box(lines),
        "lines": _line_boxes(places),
    }
    return NewChunk("text", text, where, detect_language(text))


def _line_boxes(places: Sequence[tuple[int, TextLine]], begin: int = 0) -> list[list[float]]:
    return [[begin + at, *(round(edge, 4) for edge in line.bbox)] for at, line in places]


def _said_unread(lines: Sequence[TextLine], where: str) -> dict[str, str]:
    """What to say where writing was found and much of it could not be read."""
    n = n_unread(lines)
    if n < _FEW_UNREAD and n < len(lines):
        return {}
    if n * 3 < len(lines) or n == 0:
        return {}
    count = "A line" if n == 1 else f"{n} lines"
    return {
        "unread_text": f"{count} of writing {where} could not be read: its script is not known."
    }
