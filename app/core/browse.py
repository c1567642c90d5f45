"""Looking at what the library holds: items, passages in their place, pages, pictures, sound."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core import events
from app.core.errors import UserError
from app.core.marking import told
from app.core.naming import spoken_name
from app.core.ports import Readers
from storage.errors import ReadError
from storage.readers import formats
from storage.readers.values import SAMPLE_RATE_HZ, PageImage
from storage.records import Chunk, ChunkId, Content, Item, Kind
from storage.store import Store

_CONTEXT_CHARS = 1500  # shown on either side of a passage
_NEAR = 12  # passages on either side whose headings are told with one
_MOST_HEADED = 4000  # passages of an item whose headings are told
_MAX_CODE_CHARS = 20_000
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.M)
_SOUND_WINDOW_S = 10.0
_TINY_PX = 32  # of a page that is drawn only to learn where its words stand


class Browser:
    def __init__(self, store: Store, readers: Readers) -> None:
        self._store = store
        self._readers = readers

    def items(self, *, kind: Kind | None = None) -> Iterator[events.ItemRow]:
        members = self._store.collections.of_items()
        for item in self._store.items.all(kind=kind):
            yield item_row(item, tuple(map(int, members.get(item.item_id, ()))))

    def items_of(self, item_ids: Sequence[int]) -> Iterator[events.ItemRow]:
        """Those of them that there are."""
        members = self._store.collections.of_items()
        for item in self._store.items.by_ids(item_ids):
            yield item_row(item, tuple(map(int, members.get(item.item_id, ()))))

    def item(self, item_id: int) -> events.ItemDetail:
        """Raises UserError where there is no such item."""
        item = self._item(item_id)
        content = self._content_of(item)
        chunks = self._store.chunks.of_content(item.content_id) if item.content_id else []
        return events.ItemDetail(
            item=item_row(item),
            media_type=item.media_type,
            metadata=dict(content.metadata) if content else {},
            chunks=tuple(_chunk_row(chunk) for chunk in chunks),
            page_count=content.page_count if content else None,
            duration_s=content.duration_s if content else None,
            width=content.width if content else None,
            height=content.height if content else None,
        )

    def passage(self, chunk_id: int) -> events.PassageView:
        """A chunk with the text around it, from what is stored: the file need not be there."""
        chunk = self._store.chunks.get(chunk_id)
        item = self._store.items.best_for_chunks([chunk_id]).get(ChunkId(chunk_id))
        if chunk is None or item is None:
            raise UserError(
                "not_found",
                "The library has no passage {chunk_id}; its file was changed or removed.",
                "Ask again to get places in the current files.",
                chunk_id=chunk_id,
            )
        content = self._content_of(item)
        form = form_of(content.media_type) if content else "words"
        text, start, end = chunk.text, 0, len(chunk.text)
        if content and content.text and "char_start" in chunk.locator:
            here = chunk.locator["char_start"], chunk.locator["char_end"]
            first, last = _around(content.text, *here, form)
            text = content.text[first:last]
            start, end = here[0] - first, here[1] - first
        near = self._store.chunks.neighbours(chunk_id, before=_NEAR, after=_NEAR)
        return events.PassageView(
            item_row(item), _chunk_row(chunk), text, start, end, form, headings_of(near)
        )

    def text(self, item_id: int, max_chars: int) -> events.ItemText:
        """The stored text from its beginning, up to the end of a line."""
        item = self._item(item_id)
        content = self._content_of(item)
        if content is None:
            return events.ItemText("", 0, "words", {})
        chunks = self._store.chunks.of_content(content.content_id, limit=_MOST_HEADED)
        whole = content.text or "\n\n".join(chunk.text for chunk in chunks)
        end = len(whole)
        if end > max_chars:
            end = whole.rfind("\n", 0, max_chars) + 1 or max_chars
        form = form_of(content.media_type)
        return events.ItemText(whole[:end], len(whole), form, headings_of(chunks))

    def page(
        self,
        item_id: int,
        page: int,
        width_px: int,
        char_start: int | None = None,
        char_end: int | None = None,
    ) -> PageImage:
        """A page as pixels; the character range counts in the stored text and becomes boxes."""
        item = self._item(item_id)
        if char_start is not None and char_end is not None:
            offset = self._page_offset(item, page, char_start)
            char_start, char_end = char_start - offset, char_end - offset
        try:
            return self._readers.page_image(
                Path(item.path), page, width_px=width_px, char_start=char_start, char_end=char_end
            )
        except ReadError as error:
            raise _unreadable(item, error) from error

    def boxes(
        self, item_id: int, page: int, char_start: int, char_end: int
    ) -> tuple[tuple[float, float, float, float], ...]:
        """Where the character range of the stored text stands on its page, as fractions."""
        return self.page(item_id, page, _TINY_PX, char_start, char_end).boxes

    def _page_offset(self, item: Item, page: int, char_start: int) -> int:
        for chunk in self._store.chunks.of_content(item.content_id) if item.content_id else []:
            if chunk.locator.get("page") == page and "page_offset" in chunk.locator:
                return chunk.locator["page_offset"]
        return char_start

    def picture(self, item_id: int, max_side: int) -> NDArray[np.uint8]:
        """The picture's pixels; its stored thumbnail where the file is gone."""
        item = self._item(item_id)
        try:
            return self._readers.picture(Path(item.path), max_side=max_side)
        except ReadError as error:
            try:
                return self.thumbnail(item_id)
            except UserError:
                raise _unreadable(item, error) from error

    def thumbnail(self, item_id: int) -> NDArray[np.uint8]:
        item = self._item(item_id)
        jpeg = self._store.contents.thumbnail(item.content_id) if item.content_id else None
        if jpeg is None:
            raise UserError("not_found", "There is no small picture of this item.", "Open it.")
        from PIL import Image

        return np.asarray(Image.open(io.BytesIO(jpeg), formats=["JPEG"]).convert("RGB"))

    def peaks(self, item_id: int) -> tuple[float, NDArray[np.int8]]:
        """(duration in seconds, int8 peaks of shape (n, 2))."""
        item = self._item(item_id)
        content = self._content_of(item)
        peaks = self._store.contents.peaks(item.content_id) if item.content_id else None
        if content is None or peaks is None:
            raise UserError("not_found", "There is no waveform of this item.", "Read it again.")
        return content.duration_s or 0.0, peaks

    def sound(
        self, item_id: int, start_s: float, end_s: float
    ) -> Iterator[tuple[float, NDArray[np.int16]]]:
        """Yield (start in seconds, mono 16 kHz samples) window by window."""
        item = self._item(item_id)
        position = start_s
        try:
            for window in self._readers.sound(
                Path(item.path), start_s=start_s, end_s=end_s, window_s=_SOUND_WINDOW_S
            ):
                yield position, window
                position += len(window) / SAMPLE_RATE_HZ
        except ReadError as error:
            raise _unreadable(item, error) from error

    def _item(self, item_id: int) -> Item:
        item = self._store.items.get(item_id)
        if item is None:
            raise UserError(
                "not_found",
                "The library has no item {item_id}.",
                "`triptych list` shows what it holds.",
                item_id=item_id,
            )
        return item

    def _content_of(self, item: Item) -> Content | None:
        return self._store.contents.get(item.content_id) if item.content_id else None


def form_of(media_type: str) -> events.TextForm:
    """What the lines of a text of that type are."""
    known = formats.BY_TYPE.get(media_type)
    if known is not None and known.is_code:
        return "code"
    if media_type == formats.NOTEBOOK.media_type:
        return "notebook"
    return "markdown" if media_type == "text/markdown" else "words"


def headings_of(chunks: Iterable[Chunk]) -> dict[str, int]:
    """The headings that these passages stand under, with their levels."""
    found: dict[str, int] = {}
    for chunk in chunks:
        path = chunk.locator.get("heading_path", [])
        for level, words in enumerate(path, 1):
            found.setdefault(words, level)
        for words in chunk.locator.get("headings_within", []):
            found.setdefault(words, max(2, len(path)))
    return found


def _around(text: str, start: int, end: int, form: events.TextForm) -> tuple[int, int]:
    """Where the surroundings of a passage begin and end: at whole lines where there are some, and
    not within the fenced code of Markdown."""
    first, last = max(0, start - _CONTEXT_CHARS), min(len(text), end + _CONTEXT_CHARS)
    if first:
        first = text.find("\n", first, start) + 1 or first
    if last < len(text):
        cut = text.rfind("\n", end, last)
        last = last if cut < 0 else cut
    if form in ("markdown", "notebook"):
        fences = [found.start() for found in _FENCE.finditer(text, 0, first)]
        if len(fences) % 2 and start - fences[-1] <= _MAX_CODE_CHARS:
            first = fences[-1]
    return first, last


def item_row(item: Item, collections: tuple[int, ...] = ()) -> events.ItemRow:
    return events.ItemRow(
        item_id=int(item.item_id),
        path=item.path,
        kind=item.kind,
        state=item.state,
        chunks=item.n_chunks,
        title=item.title or spoken_name(item.path),
        added_at=item.added_at,
        reason=item.reason,
        size=item.size,
        language=item.language,
        changed_at=_iso(item.mtime_ns),
        collections=collections,
    )


def _iso(mtime_ns: int) -> str:
    """A file's time as ISO 8601, UTC; "" for one that no calendar has."""
    try:
        when = datetime.datetime.fromtimestamp(mtime_ns // 1_000_000_000, datetime.UTC)
    except (OverflowError, OSError, ValueError):
        return ""
    return when.isoformat(timespec="seconds")


def _chunk_row(chunk: Chunk) -> events.ChunkRow:
    return events.ChunkRow(
        int(chunk.chunk_id), chunk.kind, told(chunk.locator), chunk.text, chunk.language
    )


def _unreadable(item: Item, error: ReadError) -> UserError:
    return UserError(
        "file_unreadable",
        "{path} could not be opened: {reason}.",
        "What was read from it before is still in the library. Bring the file back or add it anew.",
        retryable=error.retryable,
        path=item.path,
        reason=error.reason,
    )
