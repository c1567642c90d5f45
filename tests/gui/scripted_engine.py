"""A small engine that speaks the real frames and plays a fixed library: for tests and pictures
of the window. Run as a script; it reads calls from standard input until that is closed.

Options: --empty (nothing in the library), --slow (wait between pieces), --no-models (models are
missing), --items N (N more items), --die-on CALL (exit at that call, once per marker file),
--wake SECONDS (silence before the first answer, as while models load)."""

from __future__ import annotations

import argparse
import dataclasses
import math
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.core import calls
from app.core import events as e
from app.core.naming import with_numbers
from app.tasks import wire
from models.decoder.settings import GenerationSettings

PAGE = [
    "SURVEY OF THE OLD BAKEHOUSE",
    "",
    "Section 3. External walls",
    "",
    "The north wall is of soft red brick laid in lime mortar, and",
    "was repointed in hard cement some years ago. The cement holds",
    "water in the brick: readings taken at eight points lay between",
    "21 and 28 percent moisture, against 12 percent on the south side.",
    "",
    "We attribute the damp to the failed gutter at the north-east",
    "corner together with the cement pointing. Under clause 14 of the",
    "lease the upkeep of gutters and rainwater pipes falls to the",
    "landlord. We advise replacing four metres of gutter before winter",
    "and raking out the cement joints to a depth of 20 millimetres.",
    "",
    "Section 4. Roof",
    "",
    "The slates are sound. Two are slipped above the flue and should",
    "be refixed when scaffolding is in place for the gutter.",
]
TEXT = "\n".join(PAGE)
LEASE = (
    "14. Upkeep of the exterior\n\n"
    "The Landlord shall keep in good repair the roof, the gutters and rainwater pipes, and the "
    "outer face of the walls. The Tenant shall tell the Landlord in writing of any defect within "
    "twenty-eight days of noticing it.\n\n"
    "15. Interior\n\nThe Tenant shall keep the interior clean and well aired, and shall decorate "
    "it every fifth year of the term."
)
SAID = [
    "This is the site visit at the old bakehouse, dry day, light wind from the west.",
    "Starting at the north wall. The gutter at the corner has come away from its bracket.",
    "You can see the green streak below it, that is where the water has been running down.",
    "Moisture meter says twenty-six percent here, and twenty-eight a little lower.",
    "I would replace the gutter first, before anyone touches the plaster inside.",
    "South wall next. All dry, twelve percent, no complaints.",
    "Two slates have slipped above the flue. Not urgent, but do it with the scaffold up.",
    "That is all for the outside. Going in to look at the kitchen now.",
]
DURATION_S = 94.0


def row(item_id: int, path: str, kind: Any, title: str, chunks: int, **more: Any) -> e.ItemRow:
    return e.ItemRow(
        item_id,
        path,
        kind,
        more.pop("state", "ready"),
        chunks,
        title,
        "2026-03-01T10:00:00Z",
        **more,
    )


BASE = [
    row(1, "/home/user/Bakehouse/survey.pdf", "text", "Building survey.pdf", 41),
    row(2, "/home/user/Bakehouse/lease.docx", "text", "Lease agreement.docx", 63),
    row(3, "/home/user/Bakehouse/photos/north wall.jpg", "image", "North wall.jpg", 1),
    row(4, "/home/user/Bakehouse/site visit.m4a", "audio", "Site visit.m4a", 8),
    row(5, "/home/user/Bakehouse/letters/reply to tenant.eml", "text", "Reply to tenant.eml", 3),
    row(6, "/home/user/Bakehouse/photos/gutter.heic", "image", "Gutter, close-up.heic", 1),
    row(7, "/home/user/Bakehouse/quotes.xlsx", "text", "Quotes for the gutter.xlsx", 12),
    row(8, "/home/user/Bakehouse/call with roofer.mp3", "audio", "Call with the roofer.mp3", 22,
        state="encoding"),
    row(9, "/home/user/Bakehouse/old plans.pdf", "text", "Old plans.pdf", 0, state="attention",
        reason="This PDF is protected by a password."),
    row(10, "/home/user/Bakehouse/photos/flue.jpg", "image", "Flue.jpg", 1, state="missing"),
    row(11, "/home/user/Bakehouse/minutes.md", "text", "Minutes of the meeting.md", 9),
    row(12, "/home/user/Bakehouse/memo.ogg", "audio", "Voice memo.ogg", 4),
]  # fmt: skip

ANSWER = (
    "The damp in the north wall comes from the **failed gutter** at the north-east corner, made "
    "worse by hard cement pointing that holds water in the brick [1]. The recording of the site "
    "visit says the same: the gutter has come away from its bracket, and the meter read 26 to 28 "
    "percent [2]. The photograph shows the green streak below the corner [3].\n\n"
    "Who pays:\n\n"
    "- **Gutters and rainwater pipes** are the landlord's to keep in repair under clause 14 [4].\n"
    "- The tenant must report a defect in writing within 28 days [4].\n"
    "- The repair was quoted at 1,150 before winter [5].\n"
)
NUMBER = re.compile(r" \[(\d)\]")


def streamed_in_sentences() -> Iterator[tuple[str, e.SentenceChecked]]:
    """The answer as an engine tells it: each sentence without its numbers, then how it stands."""
    told = 0
    for piece in re.findall(r"\S.*?(?:[.:](?=\s)|$)\s*", ANSWER, re.DOTALL):
        text, marks = "", []
        rest = 0
        for found in NUMBER.finditer(piece):
            text += piece[rest : found.start()]
            marks.append((told + len(text), int(found[1])))
            rest = found.end()
        text += piece[rest:]
        cited = tuple(CITATIONS[number - 1] for _, number in marks)
        standing = "supported" if all(c.supported for c in cited) else "unsupported"
        end = told + len(text.rstrip())
        yield text, e.SentenceChecked(told, end, standing, cited, tuple(marks))
        told += len(text)


def choice_of(piece: str, n: int) -> e.TokenChoice:
    """A token with its candidates: the more likely, the less `n` is a multiple of five."""
    sure = 0.35 + 0.6 * ((n * 7) % 5) / 4
    others = [" the", " a", " its", " north", " wall", ".", ","]
    rest = [(other, (1 - sure) / 2 ** (k + 1)) for k, other in enumerate(others)]
    model = (*sorted([(piece, sure), *rest], key=lambda each: -each[1]),)
    kept = [each for each in model if each[0] != " north"]
    total = sum(share for _, share in kept)
    grounded = tuple((text, share / total) for text, share in kept)
    top = grounded[:3]
    share_of = sum(share for _, share in top)
    return e.TokenChoice(
        piece, sure, 1.4,
        (
            e.TokenStage("model", model),
            e.TokenStage("grounded", grounded),
            e.TokenStage("top_p", tuple((text, share / share_of) for text, share in top)),
        ),
    )  # fmt: skip


ALSO = (
    "The wall is damp because the gutter failed [1]. The landlord pays under **clause 14** [4].",
    "Water from the broken gutter and the cement pointing. The lease leaves the gutters to the "
    "landlord [4].",
)
CONVERSATIONS = (
    e.ConversationRow(7, "What was agreed about the roof?", "2026-03-01T16:20:00Z", 3),
    e.ConversationRow(6, "Which pictures show the flue?", "2026-02-27T11:05:00Z", 1),
)


def failed(code: str, message: str, next_step: str) -> e.Failure:
    return e.Failure(code, e.Words(message), e.Words(next_step))


def start_of(text: str, inside: str) -> int:
    return inside.index(text)


SENTENCE_TO = start_of(" Under clause", TEXT)
FROM, TO = start_of("We attribute", TEXT), start_of("\n\nSection 4", TEXT)


def citation(marker: int, item: e.ItemRow, locator: dict[str, Any], quote: str, ok: bool = True):
    return e.Citation(
        marker, item.kind, item.path, item.item_id, 100 + marker, locator, quote, ok, item.title
    )


CITATIONS = (
    citation(1, BASE[0], {"page": 3, "char_start": FROM, "char_end": TO}, TEXT[FROM:SENTENCE_TO]),
    citation(
        2, BASE[3], {"start_s": 12.0, "end_s": 47.0}, f"{SAID[1]} You can see the green streak"
    ),
    citation(3, BASE[2], {"bbox": [0.52, 0.18, 0.86, 0.9]}, "brick wall, gutter, moss, drainpipe"),
    citation(
        4,
        BASE[1],
        {"heading_path": ["Part II", "Upkeep of the exterior"], "char_start": 28, "char_end": 150},
        LEASE.split("\n\n")[1],
    ),
    citation(
        5, BASE[6], {"sheet": "Quotes", "cells": "B2:D4"}, "Gutter, 4 m, supplied and fixed", False
    ),
)


LARGER = "qwen2.5-coder-1.5b-instruct"
PLAYED: dict[type[calls.Request[Any]], Callable[..., Iterator[Any]]] = {}


def plays(request: type[calls.Request[Any]]) -> Callable[[Any], Any]:
    """Every declared call has one; see `test_calls`."""

    def register(handler: Any) -> Any:
        PLAYED[request] = handler
        return handler

    return register


class Engine:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.lock = threading.Lock()
        self.cancelled: set[int] = set()
        self.paused: set[int] = set()
        more = [
            row(100 + n, f"/home/user/Archive/{n:05d}.txt", "text", f"Archive note {n:05d}.txt", 4)
            for n in range(options.items)
        ]
        self.items = [] if options.empty else [*BASE, *more]
        self.turns: list[e.Answer] = []
        self.passphrase = options.passphrase
        self.is_open = self.passphrase is None
        self.opened_backup = False
        self.forgotten: set[int] = set()
        self.names: dict[int, str] = {}
        self.ahead: list[str] = []
        self.installed = not options.no_models
        self.larger_installed, self.writer = self.installed, "qwen2.5-coder-0.5b-instruct"
        self.collections: dict[int, tuple[str, set[int]]] = {}
        self.watched: list[e.WatchedRow] = []

    # --- frames ---

    def send(self, call_id: int, event: Any = None, *arrays: Any, end: bool = False) -> None:
        message: dict[str, Any] = {"call": call_id}
        if event is not None:
            message["event"] = wire.to_json(event)
        if end:
            message["end"] = True
        with self.lock:
            wire.write_frame(sys.stdout.buffer, message, arrays)

    def serve(self) -> None:
        while True:
            try:
                message, _arrays = wire.read_frame(sys.stdin.buffer)
            except wire.WireError:
                return
            if "call" in message:
                threading.Thread(target=self.run, args=(message,), daemon=True).start()
            elif "cancel" in message:
                self.cancelled.add(message["cancel"])
            elif "pause" in message:
                self.paused.add(message["pause"])
            elif "resume" in message:
                self.paused.discard(message["resume"])

    def run(self, message: dict[str, Any]) -> None:
        call_id, asked = message["call"], wire.request_from_json(message["request"])
        self.maybe_die(type(asked).__name__)
        if not (self.is_open or isinstance(asked, calls.OpenLock)):
            locked = "This library is locked with a passphrase."
            self.send(call_id, failed("passphrase_needed", locked, "Give it."))
            self.send(call_id, end=True)
            return
        try:
            for reply in PLAYED[type(asked)](self, call_id, asked):
                event, *arrays = reply if isinstance(reply, tuple) else (reply,)
                if type(event) not in (*asked.events, e.Failure):
                    raise TypeError(f"{type(event)} is not declared as an answer to {type(asked)}")
                self.send(call_id, event, *arrays)
        except LookupError as error:
            failure = failed("not_found", f"Not in the library: {error}", "Choose another item.")
            self.send(call_id, failure)
        except Exception as error:  # noqa: BLE001 - told, so that the test which caused it fails
            self.send(call_id, failed("bug", f"{type(error).__name__}: {error}", "Mend it."))
        self.send(call_id, end=True)

    def maybe_die(self, call: str) -> None:
        marker = self.options.marker
        if call == self.options.die_on and not (marker and marker.exists()):
            if marker:
                marker.write_text("died")
            sys.stdout.buffer.flush()
            import os

            os._exit(9)

    def nap(self, seconds: float) -> None:
        if self.options.slow:
            time.sleep(seconds)

    # --- methods ---

    @plays(calls.ListItems)
    def _list_items(self, _call: int, asked: calls.ListItems) -> Iterator[Any]:
        wanted = asked.item_ids
        rows = [self.row_now(i) for i in self.items if wanted is None or i.item_id in wanted]
        for at in range(0, len(rows), 500):
            yield e.ItemRows(tuple(rows[at : at + 500]))

    def row_now(self, item: e.ItemRow) -> e.ItemRow:
        inside = [c for c, (_name, ids) in self.collections.items() if item.item_id in ids]
        return dataclasses.replace(item, collections=tuple(inside))

    def collection_rows(self) -> Iterator[e.CollectionRow]:
        for collection_id, (name, ids) in self.collections.items():
            yield e.CollectionRow(collection_id, name, len(ids), "2026-03-01T09:00:00Z")

    @plays(calls.ListCollections)
    def _list_collections(self, _call: int, asked: calls.ListCollections) -> Iterator[Any]:
        yield from self.collection_rows()

    @plays(calls.MakeCollection)
    def _make_collection(self, _call: int, asked: calls.MakeCollection) -> Iterator[Any]:
        if asked.name in [name for name, _ids in self.collections.values()]:
            yield failed("name_taken", f"There is a collection named {asked.name} already.", "")
            return
        made = max(self.collections, default=0) + 1
        self.collections[made] = (asked.name, set(asked.item_ids))
        yield from self.collection_rows()

    @plays(calls.RenameCollection)
    def _rename_collection(self, _call: int, asked: calls.RenameCollection) -> Iterator[Any]:
        _name, ids = self.collections[asked.collection_id]
        self.collections[asked.collection_id] = (asked.name, ids)
        yield from self.collection_rows()

    @plays(calls.RemoveCollection)
    def _remove_collection(self, _call: int, asked: calls.RemoveCollection) -> Iterator[Any]:
        del self.collections[asked.collection_id]
        yield from self.collection_rows()

    @plays(calls.FillCollection)
    def _fill_collection(self, _call: int, asked: calls.FillCollection) -> Iterator[Any]:
        ids = self.collections[asked.collection_id][1]
        ids |= set(asked.put)
        ids -= set(asked.take_out)
        yield from self.collection_rows()

    @plays(calls.FollowFolders)
    def _follow_folders(self, call: int, asked: calls.FollowFolders) -> Iterator[Any]:
        yield from self.watched
        while call not in self.cancelled:
            time.sleep(0.05)

    @plays(calls.WatchFolder)
    def _watch_folder(self, _call: int, asked: calls.WatchFolder) -> Iterator[Any]:
        made = max((row.watched_id for row in self.watched), default=0) + 1
        self.watched.append(e.WatchedRow(made, asked.path, asked.ignore, "watching", 0, {}))
        yield from self.watched

    def change_watched(self, watched_id: int, **changes: Any) -> Iterator[e.WatchedRow]:
        self.watched = [
            dataclasses.replace(row, **changes) if row.watched_id == watched_id else row
            for row in self.watched
        ]
        yield from self.watched

    @plays(calls.PauseWatching)
    def _pause_watching(self, _call: int, asked: calls.PauseWatching) -> Iterator[Any]:
        state = "paused" if asked.paused else "watching"
        yield from self.change_watched(asked.watched_id, state=state)

    @plays(calls.SetIgnoreRules)
    def _set_rules(self, _call: int, asked: calls.SetIgnoreRules) -> Iterator[Any]:
        yield from self.change_watched(asked.watched_id, ignore=asked.ignore)

    @plays(calls.StopWatching)
    def _stop_watching(self, _call: int, asked: calls.StopWatching) -> Iterator[Any]:
        self.watched = [row for row in self.watched if row.watched_id != asked.watched_id]
        yield from self.watched

    @plays(calls.ShowItem)
    def _item(self, _call: int, asked: calls.ShowItem) -> Iterator[Any]:
        known = [*self.items, *BASE]  # an answer cites BASE, whatever is in the library
        item = next((entry for entry in known if entry.item_id == asked.item_id), None)
        if item is None:
            raise LookupError(asked.item_id)
        if item.kind == "audio":
            step = DURATION_S / len(SAID)
            chunks = tuple(
                e.ChunkRow(
                    400 + n, "audio", {"start_s": n * step, "end_s": (n + 1) * step}, text, "en"
                )
                for n, text in enumerate(SAID)
            )
            yield e.ItemDetail(item, "audio/mp4", {}, chunks, duration_s=DURATION_S)
        elif item.kind == "image":
            words = "brick wall, drainpipe, gutter, moss\nText in the picture: BAKEHOUSE"
            chunk = e.ChunkRow(103, "image", {"bbox": [0, 0, 1, 1]}, words, "en")
            yield e.ItemDetail(item, "image/jpeg", {}, (chunk,), width=4032, height=3024)
        else:
            paged = item.path.endswith(".pdf")
            locator = {"page": 3} if paged else {"char_start": 0, "char_end": 40}
            chunk_id = 101 if paged else 104
            chunk = e.ChunkRow(chunk_id, "text", locator, "…", "en")
            yield e.ItemDetail(
                item, "application/pdf", {}, (chunk,), page_count=12 if paged else None
            )

    @plays(calls.ShowPassage)
    def _passage(self, _call: int, asked: calls.ShowPassage) -> Iterator[Any]:
        if asked.chunk_id == 104:
            part = LEASE.split("\n\n")[1]
            start = LEASE.index(part)
            chunk = e.ChunkRow(104, "text", CITATIONS[3].locator, part, "en")
            yield e.PassageView(BASE[1], chunk, LEASE, start, start + len(part))
        elif asked.chunk_id == 101:
            chunk = e.ChunkRow(101, "text", CITATIONS[0].locator, TEXT[FROM:TO], "en")
            yield e.PassageView(BASE[0], chunk, TEXT, FROM, TO)
        else:
            raise LookupError(asked.chunk_id)

    @plays(calls.DrawPage)
    def _page(self, _call: int, asked: calls.DrawPage) -> Iterator[Any]:
        marked = (
            (0, 0)
            if asked.char_start is None or asked.char_end is None
            else (asked.char_start, asked.char_end)
        )
        rgb, boxes = draw_page(asked.width_px, asked.page, marked)
        strong = draw_page(64, asked.page, asked.sentence)[1] if asked.sentence else ()
        yield e.Pixels(rgb.shape[1], rgb.shape[0], boxes, strong), rgb

    @plays(calls.DrawPicture)
    def _picture(self, _call: int, asked: calls.DrawPicture) -> Iterator[Any]:
        rgb = draw_wall(asked.max_side)
        yield e.Pixels(rgb.shape[1], rgb.shape[0]), rgb

    @plays(calls.DrawThumbnail)
    def _thumbnail(self, _call: int, asked: calls.DrawThumbnail) -> Iterator[Any]:
        rgb = draw_wall(160)
        yield e.Pixels(rgb.shape[1], rgb.shape[0]), rgb

    @plays(calls.ReadPeaks)
    def _peaks(self, _call: int, asked: calls.ReadPeaks) -> Iterator[Any]:
        rng = np.random.default_rng(4)
        n = 800
        at = np.arange(n) / n
        speech = np.clip(np.sin(at * len(SAID) * math.pi) ** 2 + 0.1, 0.06, 1)
        high = (speech * rng.uniform(20, 120, n)).astype(np.int8)
        low = (-speech * rng.uniform(20, 120, n)).astype(np.int8)
        yield e.Peaks(DURATION_S, n), np.stack([low, high], axis=1)

    @plays(calls.ReadSound)
    def _sound(self, _call: int, asked: calls.ReadSound) -> Iterator[Any]:
        at = asked.start_s
        while at < asked.end_s:
            until = min(asked.end_s, at + 5)
            time_s = np.arange(round((until - at) * 16_000)) / 16_000 + at
            tone = (np.sin(2 * math.pi * 220 * time_s) * 6000).astype(np.int16)
            yield e.Samples(at, 16_000), tone
            at = until

    @plays(calls.Ask)
    def _ask(self, call: int, asked: calls.Ask) -> Iterator[Any]:
        question, folder, items = asked.query.text or "", asked.query.folder, asked.query.items
        settings = asked.settings or GenerationSettings()
        if not self.installed:
            yield failed(
                "model_missing",
                "The language model is not installed yet.",
                "Install the starter models; your library stays as it is.",
            )
            return
        seconds, self.options.wake = self.options.wake, 0.0
        time.sleep(seconds)
        hits = tuple(
            e.Hit(c.marker, 0.9, c.kind, c.path, c.item_id, c.chunk_id, c.locator, c.quote, c.title)
            for c in CITATIONS
        )
        yield e.SourcesChosen(hits)
        for done in range(0, 801, 200):
            yield e.PrefillProgress(done, 800)
            self.nap(0.15)
        said, checked = "", []
        if "weather" not in question:
            for sentence, stands in streamed_in_sentences():
                for word in re.findall(r"\S+\s*", sentence):
                    if call in self.cancelled:
                        break
                    said += word
                    yield e.TextDelta(word)
                    self.nap(0.04)
                else:
                    checked.append(stands)
                    yield stands
        marks = [mark for stands in checked for mark in stands.marks]
        metrics = {
            "retrieve_ms": 38.0,
            "ttft_ms": 910.0,
            "tokens_per_s": 24.6,
            "tpot_ms": 41.0,
            "prompt_tokens": 812,
            "completion_tokens": 64,
            "context_length": 32768,
        }
        coverage = {"items_considered": 12, "items_used": 5}
        abstained = "weather" in question
        answer = e.Answer(
            question,
            "Nothing in your library speaks of this. The nearest passages are below."
            if abstained
            else with_numbers(said, marks).strip(),
            abstained,
            () if abstained else CITATIONS,
            coverage,
            dataclasses.asdict(settings),
            "qwen2.5-coder-0.5b-instruct",
            metrics,
            asked.conversation_id or 1,
            call in self.cancelled,
            alternatives=() if abstained else ALSO[: settings.n_sequences - 1],
            verdict="declined" if abstained else "partly",
            notes=tuple(f"Read ahead: {typed}" for typed in self.ahead),
            reason="nothing_found" if abstained else "some_not_borne_out",
            sentences=tuple(checked),
            coverage_text=f"Looked only in {folder or list(items)}." if folder or items else "",
            resolved="Who pays for the gutter?" if question == "And who pays?" else None,
            turn_id=100 + len(self.turns),
        )
        self.turns.append(answer)
        yield answer

    @plays(calls.Explain)
    def _explain(self, _call: int, asked: calls.Explain) -> Iterator[Any]:
        found = [
            e.Considered(
                e.Hit(c.marker, 0.9 - c.marker / 10, c.kind, c.path, c.item_id, c.chunk_id,
                      c.locator, c.quote, c.title, {"text": 0.71, "keyword": 8.2}),
                read=c.marker < 5,
                cited=c.marker < 4,
            )
            for c in CITATIONS
        ]  # fmt: skip
        yield e.Explanation(
            "Why is the north wall damp, and who pays?", "fact", 41, tuple(found), False,
            (e.Attempt(4, 812, NUMBER.sub("", ANSWER)),),
            (
                e.Judged("The damp comes from the failed gutter.", "supported", "", True),
                e.Judged("The wall was built in 1887.", "unsupported", "invents"),
                e.Judged("The repair was quoted at 1,150.", "unsupported", "", True),
            ),
            "partly", "some_not_borne_out",
        )  # fmt: skip

    @plays(calls.InspectTokens)
    def _inspect(self, _call: int, asked: calls.InspectTokens) -> Iterator[Any]:
        pieces = re.findall(r"\s*\S+", NUMBER.sub("", ANSWER))
        tokens = tuple(choice_of(piece, n) for n, piece in enumerate(pieces))
        yield e.TokensInspected(0, 1, tokens, len(tokens))

    @plays(calls.PreviewWord)
    def _preview(self, _call: int, asked: calls.PreviewWord) -> Iterator[Any]:
        if "weather" not in (asked.query.text or ""):
            yield choice_of("The", round((asked.settings.temperature or 0) * 10))

    @plays(calls.RateAnswer)
    def _rate(self, _call: int, asked: calls.RateAnswer) -> Iterator[Any]:
        self.turns = [
            dataclasses.replace(turn, rating=asked.rating)
            if turn.turn_id == asked.turn_id
            else turn
            for turn in self.turns
        ]
        yield from ()

    @plays(calls.ReadAhead)
    def _read_ahead(self, _call: int, asked: calls.ReadAhead) -> Iterator[Any]:
        self.ahead.append(asked.query.text or "")
        yield from ()

    @plays(calls.Search)
    def _search(self, _call: int, asked: calls.Search) -> Iterator[Any]:
        hits = tuple(
            e.Hit(
                n + 1,
                0.9 - n / 10,
                c.kind,
                c.path,
                c.item_id,
                c.chunk_id,
                c.locator,
                c.quote,
                c.title,
                strength="strong" if n < 2 else "fair" if n < 4 else "weak",
            )
            for n, c in enumerate(CITATIONS)
            if not asked.query.kinds or c.kind in asked.query.kinds
        )
        yield e.SearchResult(
            asked.query.text or "",
            41.0,
            () if asked.query.text == "zebra" else hits[: asked.query.k],
            "gutter" if asked.query.text == "guter" else None,
        )

    @plays(calls.ResumeAdding)
    def _resume(self, call: int, asked: calls.ResumeAdding) -> Iterator[Any]:
        yield from ()  # nothing was cut off

    @plays(calls.Add)
    def _add(self, call: int, asked: calls.Add) -> Iterator[Any]:
        n = 24
        yield e.Scanned(n)
        for done in range(n):
            while call in self.paused:
                yield e.AddProgress(done, n, None, True)
                time.sleep(0.05)
            if call in self.cancelled:
                break
            yield e.FileStarted(f"{asked.paths[0]}/scan {done:02d}.pdf", "ocr", done % 5, 5)
            yield e.AddProgress(done, n, 2.6 * (n - done))
            if done == 3:
                yield e.FileFailed(
                    f"{asked.paths[0]}/accounts 2019.pdf",
                    "This PDF is protected by a password.",
                    False,
                )
            if done == 5:
                yield e.FileSkipped(f"{asked.paths[0]}/setup.exe", "Programs are not read.")
            item = row(
                1000 + len(self.items),
                f"{asked.paths[0]}/scan {done:02d}.pdf",
                "text",
                f"Scan {done:02d}.pdf",
                6,
            )
            self.items.append(item)
            yield e.FileIndexed(item.path, item.item_id, "added")
            self.nap(0.1)
        skipped = (e.FileSkipped(f"{asked.paths[0]}/setup.exe", "Programs are not read."),)
        failed = (
            e.FileFailed(
                f"{asked.paths[0]}/accounts 2019.pdf", "This PDF is protected by a password.", False
            ),
            e.FileFailed(
                f"{asked.paths[0]}/interview.wav", "The file changed while it was read.", True
            ),
        )
        yield e.AddFinished(n - 2, 1, 40, 0, 0, 144, 8.1, skipped, failed, call in self.cancelled)

    @plays(calls.Remove)
    def _remove(self, _call: int, asked: calls.Remove) -> Iterator[Any]:
        before = len(self.items)
        self.items = [item for item in self.items if item.item_id not in asked.item_ids]
        yield e.Removed(before - len(self.items), 5)

    @plays(calls.ReportStatus)
    def _status(self, _call: int, asked: calls.ReportStatus) -> Iterator[Any]:
        yield e.LibraryStatus(
            12, {"text": 6, "image": 3, "audio": 3}, {"ready": 9}, 165, {"text": 165}, 57,
            18_400_000, {"text": "all-MiniLM-L6-v2", "decoder": "qwen2.5-coder-0.5b-instruct"},
            None, "/home/user/.local/share/triptych/library", "0.1.0",
            has_passphrase=self.passphrase is not None,
            backups=tuple(
                f"/home/user/.local/share/triptych/library/backups/library-2026-03-{day:02d}.db"
                for day in (2, 1)
            ),
        )  # fmt: skip

    @plays(calls.Verify)
    def _verify(self, _call: int, asked: calls.Verify) -> Iterator[Any]:
        for done in range(0, 166, 33):
            if _call in self.cancelled:
                return
            yield e.VerifyProgress("Encoding anew", done, 165)
            self.nap(0.1)
        yield e.VerifyReport(True, (), len(self.items), 165, {"text": 165}, 57)

    @plays(calls.ListConversations)
    def _conversations(self, _call: int, asked: calls.ListConversations) -> Iterator[Any]:
        rows = [] if self.options.empty else list(CONVERSATIONS)
        if self.turns:
            first, n = self.turns[0].question, len(self.turns)
            rows.insert(0, e.ConversationRow(1, first, "2026-03-02T09:00:00Z", n))
        for row in rows:
            if row.conversation_id not in self.forgotten:
                title = self.names.get(row.conversation_id, row.title)
                if asked.words.casefold() not in title.casefold():
                    continue
                yield dataclasses.replace(row, title=title)

    @plays(calls.ForgetConversation)
    def _forget_conversation(self, call: int, asked: calls.ForgetConversation) -> Iterator[Any]:
        self.forgotten.add(asked.conversation_id)
        yield from self._conversations(call, calls.ListConversations())

    @plays(calls.RenameConversation)
    def _rename_conversation(self, call: int, asked: calls.RenameConversation) -> Iterator[Any]:
        self.names[asked.conversation_id] = asked.title
        yield from self._conversations(call, calls.ListConversations())

    @plays(calls.OpenConversation)
    def _conversation(self, _call: int, asked: calls.OpenConversation) -> Iterator[Any]:
        yield e.Answer(
            "What was agreed about the roof?",
            "Two slipped slates above the flue are refixed while the scaffold is up [1].",
            False,
            CITATIONS[:1],
            {"items_considered": 12, "items_used": 1},
            {},
            "qwen2.5-coder-0.5b-instruct",
            {"ttft_ms": 400.0, "tokens_per_s": 26.0},
            asked.conversation_id,
            turn_id=70,
        )

    @plays(calls.BackUp)
    def _back_up(self, call: int, asked: calls.BackUp) -> Iterator[Any]:
        for done in range(0, 11):
            if call in self.cancelled:
                yield failed("stopped", "It was stopped.", "Nothing was changed.")
                return
            yield e.CopyProgress(done * 1_840_000, 18_400_000)
            self.nap(0.2)
        yield e.Written(asked.file, len(self.items))

    @plays(calls.Restore)
    def _restore(self, call: int, asked: calls.Restore) -> Iterator[Any]:
        yield e.CopyProgress(9_000_000, 18_000_000)
        if "locked" in asked.file and not self.opened_backup:
            yield failed("passphrase_needed", "It is locked.", "Give it.")
            return
        if "damaged" in asked.file:
            yield failed(
                "library_damaged",
                "This file is not a usable Triptych backup.",
                "Choose another file. The library was not changed.",
            )
            return
        self.items = self.items[:4]
        yield e.Written(asked.file, len(self.items))

    @plays(calls.OpenLock)
    def _open_lock(self, _call: int, asked: calls.OpenLock) -> Iterator[Any]:
        if asked.backup:
            self.opened_backup = True
            yield e.LockChanged(True)
            return
        yield self._with_passphrase(asked.passphrase) or e.LockChanged(True)

    @plays(calls.LockLibrary)
    def _lock(self, _call: int, asked: calls.LockLibrary) -> Iterator[Any]:
        yield e.CopyProgress(9_000_000, 18_000_000)
        self.passphrase = asked.passphrase
        yield e.LockChanged(True, ("/home/user/library/library-damaged.db",))

    @plays(calls.UnlockLibrary)
    def _unlock(self, _call: int, asked: calls.UnlockLibrary) -> Iterator[Any]:
        if wrong := self._with_passphrase(asked.passphrase):
            yield wrong
            return
        yield e.CopyProgress(9_000_000, 18_000_000)
        self.passphrase = None
        yield e.LockChanged(False)

    @plays(calls.ChangePassphrase)
    def _change_passphrase(self, _call: int, asked: calls.ChangePassphrase) -> Iterator[Any]:
        wrong = self._with_passphrase(asked.old)
        if wrong is None:
            self.passphrase = asked.new
        yield wrong or e.LockChanged(True)

    def _with_passphrase(self, given: str) -> e.Failure | None:
        self.is_open = self.is_open or given == self.passphrase
        if given == self.passphrase:
            return None
        return failed(
            "passphrase_wrong",
            "That is not this library's passphrase.",
            "Try again; capital letters count. Nothing was changed.",
        )

    @plays(calls.ListModels)
    def _models(self, _call: int, asked: calls.ListModels) -> Iterator[Any]:
        here = self.installed
        yield e.ModelRow(
            "all-minilm-l6-v2", "text", "Apache-2.0", 91_000_000, here, True, "English"
        )
        yield e.ModelRow("dinov2-small", "image", "MIT", 97_000_000, here, True)
        yield e.ModelRow("whisper-base", "speech", "MIT", 145_000_000, here, True, "99 languages")
        yield e.ModelRow(
            "qwen2.5-coder-0.5b-instruct", "decoder", "Apache-2.0", 491_000_000, here, True,
            in_use=here and self.writer != LARGER,
        )  # fmt: skip
        yield e.ModelRow(
            LARGER, "decoder", "Apache-2.0", 1_117_000_000, self.larger_installed, False,
            "Clearly better answers, about three times slower.", in_use=self.writer == LARGER,
        )  # fmt: skip

    @plays(calls.ChooseModel)
    def _choose_model(self, _call: int, asked: calls.ChooseModel) -> Iterator[Any]:
        self.writer = asked.name
        yield from ()

    @plays(calls.RemoveModel)
    def _remove_model(self, _call: int, asked: calls.RemoveModel) -> Iterator[Any]:
        if asked.name == self.writer:
            yield failed("in_use", f"{asked.name} is in use.", "Let another one do its work first.")
            return
        self.larger_installed = self.larger_installed and asked.name != LARGER

    @plays(calls.InstallModel)
    def _install(self, _call: int, asked: calls.InstallModel) -> Iterator[Any]:
        for done in range(0, 101, 10):
            yield e.InstallProgress("dinov2-small", "download", done * 970_000, 97_000_000)
            self.nap(0.1)
        self.installed = True
        yield e.InstallFinished(asked.name, 97_000_000)


def draw_page(width_px: int, page: int, marked: tuple[int, int]):
    height = round(width_px * 1.414)
    picture = Image.new("RGB", (width_px, height), "white")
    pen = ImageDraw.Draw(picture)
    size = width_px / 44
    try:
        font = ImageFont.truetype("DejaVuSerif.ttf", size)
    except OSError:
        font = ImageFont.load_default(size)
    left, y = width_px * 0.1, height * 0.09
    boxes = []
    for line in PAGE:
        pen.text((left, y), line, fill="#222", font=font)
        if line and marked[0] <= TEXT.index(line) < marked[1]:
            end = left + pen.textlength(line, font=font)
            boxes.append((left / width_px, y / height, end / width_px, (y + size * 1.25) / height))
        y += size * 1.65
    pen.text((width_px / 2, height * 0.95), str(page), fill="#666", font=font)
    return np.asarray(picture), tuple(boxes)


def draw_wall(max_side: int):
    width, height = max_side, round(max_side * 0.75)
    rng = np.random.default_rng(2)
    picture = Image.new("RGB", (width, height), "#b9ad9c")
    pen = ImageDraw.Draw(picture)
    brick_w, brick_h = width / 12, height / 20
    for line in range(21):
        for brick in range(-1, 13):
            x = (brick + (line % 2) / 2) * brick_w
            shade = rng.integers(-16, 16, 3)
            base = np.array([150, 78, 58]) + shade
            damp = max(0.0, 1 - abs((x / width) - 0.68) * 5) * 0.5
            mixed = base * (1 - damp) + np.array([58, 78, 52]) * damp
            fill = tuple(int(v) for v in np.clip(mixed, 0, 255))
            pen.rectangle(
                [x + 2, line * brick_h + 2, x + brick_w - 2, (line + 1) * brick_h - 2], fill=fill
            )
    pen.rectangle([0, 0, width, height * 0.07], fill="#3c4043")
    pen.polygon(
        [(width * 0.6, height * 0.05), (width, height * 0.13), (width, height * 0.18),
         (width * 0.6, height * 0.1)], fill="#55595c",
    )  # fmt: skip
    return np.asarray(picture)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--no-models", action="store_true")
    parser.add_argument("--items", type=int, default=0)
    parser.add_argument("--wake", type=float, default=0.0)
    parser.add_argument("--die-on", default="")
    parser.add_argument("--marker", type=Path)
    parser.add_argument("--passphrase")
    Engine(parser.parse_args()).serve()


if __name__ == "__main__":
    main()
