"""Readings into contents: passages, captions and timed passages with their vectors."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core import events
from app.core.encoders import Encoders
from app.core.intake.chunk import (
    TimedPassage,
    TokenSpans,
    cut_document,
    cut_transcript,
    heading_context,
    rough_token_spans,
)
from app.core.intake.describe import caption, heads, surrounding_box
from app.core.intake.encode import Encoded, encode_passages
from app.core.intake.layout import (
    arranged,
    groups,
    looks_drawn,
    n_unread,
    wants_larger,
    written,
)
from app.core.intake.read import RECIPE, Prepared
from app.core.intake.sound import PeakCollector, part_starts, to_float
from app.core.language import detect_language
from app.core.naming import spoken_name
from app.core.ports import Readers
from models.listening import describe_sound
from models.protocols import TextLine, Transcript
from storage.errors import ReadError
from storage.readers.values import SAMPLE_RATE_HZ, Picture, SoundHeader, TextDocument
from storage.records import Kind, Locator, NewChunk, NewContent, PendingPart, SpaceName

_THUMBNAIL_PX = 320
_TEXTS_A_STEP = 32
_FOOTNOTE_LINE_CHARS = 12  # text in a picture shorter than this gets no passage of its own
_PASSAGE_CHARS = 600  # of text read in a picture
_MOST_PIXELS = 24_000_000  # of a picture that is read again larger
_MUCH_LARGER = 1.5  # than it was looked at: a drawing may hold small print that was not found
_FEW_UNREAD = 3  # lines that may be smudges
_WINDOW_S = 30.0  # what one Whisper window holds
_MAX_SPEECHLESS_WINDOWS = 20


class Representer:
    def __init__(self, encoders: Encoders, readers: Readers, *, ocr: bool) -> None:
        self._encoders = encoders
        self._readers = readers
        self._ocr = ocr

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
        chunks = [NewChunk("image", words, {"bbox": [0.0, 0.0, 1.0, 1.0]}, detect_language(words))]
        for group in groups(lines, _PASSAGE_CHARS):
            read = written(group)
            if len(read) >= _FOOTNOTE_LINE_CHARS:
                box: Locator = {"bbox": surrounding_box(group)}
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

    # --- sound ----------------------------------------------------------------------------------

    def represent_sound(
        self, prepared: Prepared, cancelled: Callable[[], bool]
    ) -> NewContent | None:
        """A short recording whole; a long one as header and peaks, with its parts pending.

        Returns None if cancelled on the way. Raises ReadError."""
        header = prepared.reading
        if not isinstance(header, SoundHeader):
            raise TypeError(f"not a recording: {type(header).__name__}")
        collector = PeakCollector()
        starts = part_starts(header.duration_s)
        kept: list[NDArray[np.int16]] = []
        for window in collector.watch(self._readers.sound(Path(prepared.stamp.path))):
            if cancelled():
                return None
            if len(starts) == 1:
                kept.append(window)
        duration_s = collector.n_samples / SAMPLE_RATE_HZ
        chunks: tuple[NewChunk, ...] = ()
        if kept:
            samples = to_float(np.concatenate(kept))
            chunks = tuple(self.sound_chunks(samples, 0.0, header.title, prepared.stamp.path))
        return NewContent(
            sha256=prepared.stamp.sha256,
            kind="audio",
            media_type=header.media_type,
            title=header.title,
            text="",
            metadata=header.metadata,
            chunks=chunks,
            pending=tuple(PendingPart("speech", start) for start in starts)
            if len(starts) > 1
            else (),
            duration_s=duration_s,
            peaks=collector.peaks(),
            recipe=RECIPE,
        )

    def sound_chunks(
        self, samples: NDArray[np.float32], begin_s: float, title: str | None, path: str
    ) -> list[NewChunk]:
        """Transcribe samples that begin at `begin_s` of the recording; passages with vectors."""
        transcript = self._encoders.speech.transcribe(samples)
        passages = cut_transcript(transcript.segments) or _speechless(samples)
        if not passages:
            return []
        sound_rows = self._sound_rows(samples, passages)
        text_rows = self.encode_texts(
            [encoder_text("audio", passage.text, {}, title, path) for passage in passages]
        )
        vectors_of: list[dict[SpaceName, NDArray[np.float32]]] = [
            {**row.vectors, "audio": sound_rows[n]} if n in sound_rows else row.vectors
            for n, row in enumerate(text_rows)
        ]
        return [
            NewChunk(
                "audio",
                passage.text,
                {
                    "start_s": round(begin_s + passage.start_s, 2),
                    "end_s": round(begin_s + passage.end_s, 2),
                },
                _language(transcript, passage),
                vectors,
                title or "",
                row.tokens,
            )
            for passage, vectors, row in zip(passages, vectors_of, text_rows, strict=True)
        ]

    def _sound_rows(
        self, samples: NDArray[np.float32], passages: Sequence[TimedPassage]
    ) -> dict[int, NDArray[np.float32]]:
        """One vector for each window of up to 30 s, by the number of the passage it begins with:
        Whisper's encoder takes as long for one second as for thirty."""
        firsts = [0]
        for n, passage in enumerate(passages):
            if passage.end_s - passages[firsts[-1]].start_s > _WINDOW_S:
                firsts.append(n)
        windows = []
        for first, following in zip(firsts, [*firsts[1:], len(passages)], strict=True):
            start_s = passages[first].start_s
            end_s = min(passages[following - 1].end_s, start_s + _WINDOW_S)
            start, end = int(start_s * SAMPLE_RATE_HZ), int(end_s * SAMPLE_RATE_HZ)
            windows.append(samples[start : max(end, start + 1)])
        rows = self._encoders.speech.encode_windows(windows)
        return dict(zip(firsts, rows, strict=True))

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


def encoder_text(kind: Kind, text: str, locator: Locator, title: str | None, path: str) -> str:
    """What the encoder reads for a chunk: the title and headings it stands under, then its text.

    A picture's caption names its title itself."""
    if kind == "image":
        return text
    context = heading_context(title or spoken_name(path), locator)
    return f"{context}\n{text}" if context else text


def thumbnail(rgb: NDArray[np.uint8]) -> bytes:
    """A JPEG of at most 320 px a side, made from pixels that were already decoded elsewhere."""
    from PIL import Image

    picture = Image.fromarray(rgb)
    picture.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _page_chunk(page: int, lines: Sequence[TextLine]) -> NewChunk:
    text = written(lines)
    return NewChunk(
        "text", text, {"page": page, "bbox": surrounding_box(lines)}, detect_language(text)
    )


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


def _language(transcript: Transcript, passage: TimedPassage) -> str | None:
    return transcript.language if passage.segments else None


def _speechless(samples: NDArray[np.float32]) -> list[TimedPassage]:
    """Windows of sound in which nobody speaks, described by how they sound."""
    duration_s = len(samples) / SAMPLE_RATE_HZ
    starts = np.arange(0.0, duration_s, _WINDOW_S)[:_MAX_SPEECHLESS_WINDOWS].tolist()
    passages = []
    for start_s in starts:
        end_s = min(duration_s, start_s + _WINDOW_S)
        if end_s - start_s >= 0.1:
            window = samples[int(start_s * SAMPLE_RATE_HZ) : int(end_s * SAMPLE_RATE_HZ)]
            text = f"Sound without speech. {describe_sound(window)}"
            passages.append(TimedPassage(text, start_s, end_s, ()))
    return passages
