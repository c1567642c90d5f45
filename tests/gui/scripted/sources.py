"""What is looked at: items, passages, pages, pictures, sound."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from app.core import calls
from app.core import events as e
from tests.gui.scripted.contents import (
    BASE,
    CITATIONS,
    DURATION_S,
    FROM,
    LEASE,
    SAID,
    TEXT,
    TO,
    failed,
)
from tests.gui.scripted.engine import Engine, plays
from tests.gui.scripted.pictures import draw_page, draw_wall
from tests.gui.scripted.standings import PASSAGES
from tests.gui.scripted.texts import LEASE_HEADINGS, WHOLE


@plays(calls.NameVoice)
def _name_voice(engine: Engine, _call: int, asked: calls.NameVoice) -> Iterator[Any]:
    if asked.speaker not in ("1", engine.speaker):
        yield failed("not_found", f"There is no speaker {asked.speaker} in this recording.", "")
        return
    engine.speaker = asked.name
    engine.voices.setdefault(asked.name, 1)
    yield _voice_row(asked.name, 1)


def _voice_row(name: str, recordings: int) -> e.VoiceRow:
    return e.VoiceRow(name, recordings, 75.0, "2026-03-01T09:00:00Z")


@plays(calls.ListVoices)
def _voices(engine: Engine, _call: int, _asked: Any) -> Iterator[Any]:
    for name, recordings in sorted(engine.voices.items()):
        yield _voice_row(name, recordings)


@plays(calls.RenameVoice)
def _rename_voice(engine: Engine, call: int, asked: calls.RenameVoice) -> Iterator[Any]:
    if asked.new_name in engine.voices:
        said = f"There is a voice named {asked.new_name} already."
        yield failed(
            "name_taken", said, "Choose another name, or join the two under Voices in the window."
        )
        return
    engine.voices[asked.new_name] = engine.voices.pop(asked.name)
    engine.speaker = asked.new_name if engine.speaker == asked.name else engine.speaker
    yield from _voices(engine, call, asked)


@plays(calls.MergeVoices)
def _merge_voices(engine: Engine, call: int, asked: calls.MergeVoices) -> Iterator[Any]:
    engine.voices[asked.into] += engine.voices.pop(asked.name)
    engine.speaker = asked.into if engine.speaker == asked.name else engine.speaker
    yield from _voices(engine, call, asked)


@plays(calls.ForgetVoice)
def _forget_voice(engine: Engine, call: int, asked: calls.ForgetVoice) -> Iterator[Any]:
    del engine.voices[asked.name]
    engine.speaker = "" if engine.speaker == asked.name else engine.speaker
    yield from _voices(engine, call, asked)


@plays(calls.ShowItem)
def _item(engine: Engine, _call: int, asked: calls.ShowItem) -> Iterator[Any]:
    known = [*engine.items, *BASE]  # an answer cites BASE, whatever is in the library
    item = next((entry for entry in known if entry.item_id == asked.item_id), None)
    if item is None:
        raise LookupError(asked.item_id)
    if item.kind == "audio":
        step = DURATION_S / len(SAID)
        who = {"speaker": engine.speaker} if engine.speaker else {}
        chunks = tuple(
            e.ChunkRow(
                400 + n,
                "audio",
                {"start_s": n * step, "end_s": (n + 1) * step, **who},
                f"{engine.speaker}: {text}" if engine.speaker else text,
                "en",
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
        yield e.ItemDetail(item, "application/pdf", {}, (chunk,), page_count=12 if paged else None)


@plays(calls.ShowPassage)
def _passage(engine: Engine, _call: int, asked: calls.ShowPassage) -> Iterator[Any]:
    if asked.chunk_id == 104:
        part = LEASE.split("\n\n")[1]
        start = LEASE.index(part)
        chunk = e.ChunkRow(104, "text", CITATIONS[3].locator, part, "en")
        end = start + len(part)
        yield e.PassageView(BASE[1], chunk, LEASE, start, end, headings=LEASE_HEADINGS)
    elif asked.chunk_id == 101:
        chunk = e.ChunkRow(101, "text", CITATIONS[0].locator, TEXT[FROM:TO], "en")
        yield e.PassageView(BASE[0], chunk, TEXT, FROM, TO)
    elif asked.chunk_id in PASSAGES:
        yield PASSAGES[asked.chunk_id]
    else:
        raise LookupError(asked.chunk_id)


@plays(calls.ReadText)
def _text(engine: Engine, _call: int, asked: calls.ReadText) -> Iterator[Any]:
    text, form, headings = WHOLE.get(asked.item_id, (LEASE, "words", LEASE_HEADINGS))
    yield e.ItemText(text[: asked.max_chars], len(text), form, headings)


@plays(calls.DrawPage)
def _page(engine: Engine, _call: int, asked: calls.DrawPage) -> Iterator[Any]:
    marked = (
        (0, 0)
        if asked.char_start is None or asked.char_end is None
        else (asked.char_start, asked.char_end)
    )
    rgb, boxes = draw_page(asked.width_px, asked.page, marked)
    strong = draw_page(64, asked.page, asked.sentence)[1] if asked.sentence else ()
    yield e.Pixels(rgb.shape[1], rgb.shape[0], boxes, strong), rgb


@plays(calls.DrawPicture)
def _picture(engine: Engine, _call: int, asked: calls.DrawPicture) -> Iterator[Any]:
    rgb = draw_wall(asked.max_side)
    yield e.Pixels(rgb.shape[1], rgb.shape[0]), rgb


@plays(calls.DrawThumbnail)
def _thumbnail(engine: Engine, _call: int, asked: calls.DrawThumbnail) -> Iterator[Any]:
    rgb = draw_wall(160)
    yield e.Pixels(rgb.shape[1], rgb.shape[0]), rgb


@plays(calls.DrawFile)
def _file(engine: Engine, _call: int, asked: calls.DrawFile) -> Iterator[Any]:
    if "damaged" in asked.path:
        said = "A file could not be read: the picture is damaged."
        yield failed("query_unreadable", said, "Check the file and try again.")
        return
    rgb = draw_wall(asked.max_side)
    yield e.Pixels(rgb.shape[1], rgb.shape[0]), rgb


@plays(calls.ReadPeaks)
def _peaks(engine: Engine, _call: int, asked: calls.ReadPeaks) -> Iterator[Any]:
    rng = np.random.default_rng(4)
    n = 800
    at = np.arange(n) / n
    speech = np.clip(np.sin(at * len(SAID) * math.pi) ** 2 + 0.1, 0.06, 1)
    high = (speech * rng.uniform(20, 120, n)).astype(np.int8)
    low = (-speech * rng.uniform(20, 120, n)).astype(np.int8)
    yield e.Peaks(DURATION_S, n), np.stack([low, high], axis=1)


@plays(calls.ReadSound)
def _sound(engine: Engine, _call: int, asked: calls.ReadSound) -> Iterator[Any]:
    at = asked.start_s
    while at < asked.end_s:
        until = min(asked.end_s, at + 5)
        time_s = np.arange(round((until - at) * 16_000)) / 16_000 + at
        tone = (np.sin(2 * math.pi * 220 * time_s) * 6000).astype(np.int16)
        yield e.Samples(at, 16_000), tone
        at = until
