"""Joins the evidence pane to the engine: what is behind a citation, a hit or an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.calls import (
    DrawPage,
    DrawPicture,
    ReadText,
    Request,
    ShowItem,
    ShowPassage,
)
from app.core.events import (
    Citation,
    Failure,
    Hit,
    ItemDetail,
    ItemRow,
    ItemText,
    PassageView,
    Pixels,
)
from app.gui import places
from app.gui.evidence.canvas import image_from_rgb
from app.gui.evidence.pane import EvidencePane
from app.gui.evidence.sound_flow import SoundFlow
from app.gui.language import step_of, tr, worded
from app.gui.library.reasons import in_words
from app.tasks.stream import EventStream, Operation

if TYPE_CHECKING:
    from numpy.typing import NDArray

Source = Citation | Hit
MAX_CHARS = 300_000  # of a text that is opened as a whole


class EvidenceFlow(QObject):
    """One place is open at a time; opening another abandons what was still on its way."""

    def __init__(
        self,
        stream: EventStream,
        pane: EvidencePane,
        on_failure: Callable[[Failure], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stream, self._pane, self._on_failure = stream, pane, on_failure
        self._pending: list[Operation] = []
        self._item_id: int | None = None
        self._detail: ItemDetail | None = None
        self._locator: Mapping[str, Any] = {}
        self._source: Source | None = None
        self._chunk_id: int | None = None
        self._sentence: tuple[int, int] | None = None  # in the stored text, of the open page
        self.sound = SoundFlow(pane.sound, self._call, self._cannot_show, self)
        self.player = self.sound.player
        pane.page.page_wanted.connect(self._fetch_page)
        pane.page.sharper_wanted.connect(self._sharpen_page)
        pane.picture.sharper_wanted.connect(self._open_picture)
        pane.view_chosen.connect(self._choose_view)

    @property
    def source(self) -> Source | None:
        return self._source

    def open_source(self, source: Source, others: Sequence[Source]) -> None:
        """Show exactly the place that a citation or hit names."""
        if list(others) != self._pane.sources():
            self._pane.show_sources(others)
        self._begin(source.item_id, source.locator, source.chunk_id)
        self._source = source
        self._pane.mark_source(source)
        title = places.title_of(source.title, source.path)
        self._pane.show_header(title, source.kind, places.place(source.locator))
        self._pane.expect()
        self._show(source.kind)

    def open_item(self, item: ItemRow) -> None:
        """Show an item from its beginning."""
        self._begin(item.item_id, {}, None)
        self._pane.show_sources([])
        self._pane.mark_source(None)
        self._pane.show_header(places.title_of(item.title, item.path), item.kind, "")
        self._pane.expect()
        if item.state == "attention" and not item.chunks:
            self._pane.show_message(
                in_words(item.reason) if item.reason else tr("This item could not be read.")
            )
            return
        self._call(ShowItem(item.item_id)).on(ItemDetail, self._show_item).failed(self._cannot_show)

    def forget(self, item_ids: Sequence[int]) -> None:
        """Items were removed; show nothing of them."""
        if self._item_id in item_ids:
            self.close()

    def close(self) -> None:
        self._begin(None, {}, None)
        self._pane.clear()

    def _begin(self, item_id: int | None, locator: Mapping[str, Any], chunk_id: int | None) -> None:
        for operation in self._pending:
            operation.abandon()
        self._pending = []
        self.player.stop()
        self._item_id, self._locator, self._chunk_id = item_id, locator, chunk_id
        self._source, self._detail, self._sentence = None, None, None
        self._pane.set_choices(None)

    def _call(self, request: Request[Any]) -> Operation:
        operation = self._stream.call(request)
        self._pending = [entry for entry in self._pending if not entry.finished]
        self._pending.append(operation)
        return operation

    def _open_item_id(self) -> int:
        assert self._item_id is not None
        return self._item_id

    def _show(self, kind: str) -> None:
        if kind == "image":
            self._open_picture()
        elif kind == "audio":
            quote = self._source.quote if isinstance(self._source, Citation) else ""
            self._pane.show_view("audio")
            self.sound.open(self._open_item_id(), self._locator, quote)
        elif "page" in self._locator:
            self._open_page(int(self._locator["page"]))
        else:
            self._open_passage()

    def _show_item(self, detail: ItemDetail) -> None:
        self._detail = detail
        first = detail.chunks[0] if detail.chunks else None
        self._chunk_id = first.chunk_id if first else None
        if detail.item.kind == "text":
            if first is None:
                self._pane.show_message(tr("No text was found in this item."))
                return
            self._locator = dict(first.locator)
            if detail.page_count and "page" in self._locator:
                self._locator = {"page": 1}
            else:
                self._call(ReadText(self._open_item_id(), MAX_CHARS)).on(
                    ItemText, self._show_text
                ).failed(self._cannot_show)
                return
        self._show(detail.item.kind)

    # --- text ---

    def _open_passage(self) -> None:
        if self._chunk_id is None:
            self._pane.show_message(tr("No text was found in this item."))
            return
        self._call(ShowPassage(self._chunk_id)).on(PassageView, self._show_passage).failed(
            self._passage_gone
        )

    def _show_passage(self, view: PassageView) -> None:
        quote = self._source.quote if isinstance(self._source, Citation) else ""
        self._pane.passage.show_passage(
            view.text, view.start, view.end, quote, form=view.form, headings=view.headings
        )
        self._pane.show_view("text")

    def _show_text(self, whole: ItemText) -> None:
        text = whole.text
        if len(text) < whole.n_chars:
            text += tr("\n\n… The rest is not shown here; every passage can be asked for.")
        self._pane.passage.show_passage(text, 0, 0, form=whole.form, headings=whole.headings)
        self._pane.show_view("text")

    def _passage_gone(self, failure: Failure) -> None:
        """The file was read anew or removed since; the answer kept the words it quoted."""
        source = self._source
        if isinstance(source, Citation) and source.quote:
            self._pane.passage.show_passage(source.quote, 0, len(source.quote))
            self._pane.say(
                tr("The source has changed or gone since; this is the quote kept with it.")
            )
            self._pane.show_view("text")
        else:
            self._cannot_show(failure)

    # --- pages ---

    def _open_page(self, page: int) -> None:
        self._pane.set_choices("page")
        if self._detail is None and self._item_id is not None:
            self._call(ShowItem(self._open_item_id())).on(ItemDetail, self._note_pages).failed(
                _leave_out
            )
        source = self._source
        if isinstance(source, Citation) and source.quote and "char_start" in self._locator:
            self._call(ShowPassage(source.chunk_id)).on(PassageView, self._note_sentence).done(
                lambda: self._fetch_page(page)
            ).failed(lambda _gone: self._fetch_page(page))
        else:
            self._fetch_page(page)

    def _note_sentence(self, view: PassageView) -> None:
        """The sentence that bears the claim out is marked strongly, its passage faintly."""
        assert isinstance(self._source, Citation)
        quote = self._source.quote
        at = view.text.find(quote, view.start, view.end)
        if at >= 0:
            start = int(self._locator["char_start"]) + at - view.start
            self._sentence = (start, start + len(quote))

    def _note_pages(self, detail: ItemDetail) -> None:
        self._detail = detail
        self._pane.page.show_number(self._pane.page.page, detail.page_count)

    def _fetch_page(self, page: int, width_px: int | None = None) -> None:
        canvas = self._pane.page.canvas
        room = max(320, self._pane.width() - 24)
        wanted = width_px or max(480, round(room * canvas.devicePixelRatioF() * 1.25))
        item_id = self._open_item_id()
        here = page == self._locator.get("page") and "char_start" in self._locator
        start, end = (
            (self._locator["char_start"], self._locator["char_end"]) if here else (None, None)
        )
        sentence = self._sentence if here else None
        marked = places.marked_area(self._locator) if page == self._locator.get("page") else None
        scanned = () if marked is None else (marked,)  # its writing was read in the picture

        def show(event: Pixels, arrays: tuple[NDArray[Any], ...]) -> None:
            n_pages = self._detail.page_count if self._detail else None
            self._pane.page.show_number(page, n_pages)
            image = image_from_rgb(arrays[0])
            keep = width_px is not None
            boxes = event.boxes or scanned
            canvas.show_image(image, boxes, event.strong_boxes, keep=keep)
            self._pane.show_view("page")

        operation = self._call(DrawPage(item_id, page, wanted, start, end, sentence)).on_arrays(
            Pixels, show
        )
        operation.failed(self._page_failed)

    def _sharpen_page(self, width_px: int) -> None:
        self._fetch_page(self._pane.page.page, width_px)

    def _page_failed(self, failure: Failure) -> None:
        """The file is gone or cannot be drawn; its text is still here."""
        if self._chunk_id is not None:
            self._pane.set_choices(None)
            self._open_passage()
        else:
            self._cannot_show(failure)

    def _choose_view(self, name: str) -> None:
        if name == "text":
            self._pane.set_choices("text")
            self._open_passage()
        else:
            self._open_page(int(self._locator.get("page", 1)))

    # --- pictures ---

    def _open_picture(self, max_side: int | None = None) -> None:
        canvas = self._pane.picture.canvas
        ratio = canvas.devicePixelRatioF()
        wanted = max_side or max(640, round(self._pane.width() * ratio))
        marked = places.marked_area(self._locator)
        boxes = [] if marked is None else [marked]

        def show(_event: Pixels, arrays: tuple[NDArray[Any], ...]) -> None:
            canvas.show_image(image_from_rgb(arrays[0]), boxes, keep=max_side is not None)
            self._pane.show_view("image")

        self._call(DrawPicture(self._open_item_id(), wanted)).on_arrays(Pixels, show).failed(
            self._cannot_show
        )
        if max_side is None:
            self._pane.picture.show_words("")
            self._call(ShowItem(self._open_item_id())).on(ItemDetail, self._note_picture).failed(
                _leave_out
            )

    def _note_picture(self, detail: ItemDetail) -> None:
        self._detail = detail
        texts = dict.fromkeys(chunk.text.strip() for chunk in detail.chunks)
        words = "\n".join(text for text in texts if text)
        self._pane.picture.show_words(words, detail.width, detail.height)

    def _cannot_show(self, failure: Failure) -> None:
        self._pane.show_message(f"{worded(failure.message)}\n\n{step_of(failure)}")
        if failure.code == "engine_died":
            self._on_failure(failure)


def _leave_out(_failure: Failure) -> None:
    """What only adds to a view may be lacking; the view itself says what is wrong."""
