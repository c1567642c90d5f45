"""Asking, finding, and how an answer came about."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterator
from typing import Any

from app.core import calls
from app.core import events as e
from app.core.naming import with_numbers
from app.core.question.hints import named_place
from models.decoder.settings import GenerationSettings
from tests.gui.scripted.contents import (
    ALSO,
    ANSWER,
    CITATIONS,
    NUMBER,
    SPOKEN,
    choice_of,
    failed,
    streamed_in_sentences,
)
from tests.gui.scripted.engine import Engine, plays
from tests.gui.scripted.standings import STANDINGS, Played


@plays(calls.Ask)
def _ask(engine: Engine, call: int, asked: calls.Ask) -> Iterator[Any]:
    question, folder, items = asked.query.text or "", asked.query.folder, asked.query.items
    settings = asked.settings or GenerationSettings()
    if not engine.installed:
        name = "qwen2.5-coder-0.5b-instruct"
        yield e.Failure(
            "model_missing",
            e.Words("The model {name} is not installed.", {"name": name}),
            e.Words("triptych models install {name}", {"name": name}),
        )
        return
    seconds, engine.options.wake = engine.options.wake, 0.0
    time.sleep(seconds)
    played = STANDINGS.get(question, Played(ANSWER, CITATIONS, "partly", "some_not_borne_out"))
    hits = tuple(
        e.Hit(c.marker, 0.9, c.kind, c.path, c.item_id, c.chunk_id, c.locator, c.quote, c.title)
        for c in played.citations
    )
    yield e.SourcesChosen(hits)
    for done in range(0, 801, 200):
        yield e.PrefillProgress(done, 800)
        engine.nap(0.15)
    said, checked = "", []
    if "weather" not in question:
        of_itself = "unchecked" if played.reason == "stretched" else "supported"
        for sentence, stands in streamed_in_sentences(played.text, played.citations, of_itself):
            for word in re.findall(r"\S+\s*", sentence):
                if call in engine.cancelled:
                    break
                said += word
                yield e.TextDelta(word)
                engine.nap(0.04)
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
    if folder or items:
        coverage["items_unreadable"] = 1
    abstained = "weather" in question
    answer = e.Answer(
        question,
        "I found nothing in your library that answers this question. Adding the file that holds "
        "the answer, or asking with other words, may help."
        if abstained
        else with_numbers(said, marks).strip(),
        abstained,
        () if abstained else played.citations,
        coverage,
        dataclasses.asdict(settings),
        "qwen2.5-coder-0.5b-instruct",
        metrics,
        asked.conversation_id or 1,
        call in engine.cancelled,
        alternatives=() if abstained else ALSO[: settings.n_sequences - 1],
        verdict="declined" if abstained else played.verdict,
        notes=(*played.notes, *(f"Read ahead: {typed}" for typed in engine.ahead)),
        reason="nothing_found" if abstained else played.reason,
        sentences=tuple(checked),
        coverage_text=f"Looked only in {folder or list(items)}." if folder or items else "",
        resolved="Who pays for the gutter?" if question == "And who pays?" else None,
        turn_id=100 + len(engine.turns),
    )
    engine.turns.append(answer)
    yield answer


@plays(calls.Explain)
def _explain(engine: Engine, _call: int, asked: calls.Explain) -> Iterator[Any]:
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
def _inspect(engine: Engine, _call: int, asked: calls.InspectTokens) -> Iterator[Any]:
    pieces = re.findall(r"\s*\S+", NUMBER.sub("", ANSWER))
    tokens = tuple(choice_of(piece, n) for n, piece in enumerate(pieces))
    yield e.TokensInspected(0, 1, tokens, len(tokens))


@plays(calls.PreviewWord)
def _preview(engine: Engine, _call: int, asked: calls.PreviewWord) -> Iterator[Any]:
    if "weather" not in (asked.query.text or ""):
        yield choice_of("The", round((asked.settings.temperature or 0) * 10))


@plays(calls.RateAnswer)
def _rate(engine: Engine, _call: int, asked: calls.RateAnswer) -> Iterator[Any]:
    engine.turns = [
        dataclasses.replace(turn, rating=asked.rating) if turn.turn_id == asked.turn_id else turn
        for turn in engine.turns
    ]
    yield from ()


@plays(calls.ReadAhead)
def _read_ahead(engine: Engine, _call: int, asked: calls.ReadAhead) -> Iterator[Any]:
    engine.ahead.append(asked.query.text or "")
    yield from ()


@plays(calls.HearWords)
def _hear_words(engine: Engine, _call: int, asked: calls.HearWords) -> Iterator[Any]:
    engine.nap(0.6)
    if not engine.installed:
        yield failed("model_missing", "The speech model is not installed.", "Install it.")
        return
    yield e.WordsHeard("" if "hum" in asked.path else SPOKEN)


@plays(calls.Search)
def _search(engine: Engine, _call: int, asked: calls.Search) -> Iterator[Any]:
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
    where = named_place(asked.query.text or "")
    yield e.SearchResult(
        asked.query.text or "",
        41.0,
        () if asked.query.text == "zebra" else hits[: asked.query.k],
        "gutter" if asked.query.text == "guter" else None,
        where.files,
        where.days,
    )
