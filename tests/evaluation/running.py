"""One library through the product's own adding, searching and asking; a row for everything done.

Rows are JSON objects, so that runs of different days can be read and compared. Of held-back
questions a row keeps what the totals need and nothing that can be read."""

from __future__ import annotations

import dataclasses
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.compose import Core, Loaders, open_core
from app.core import events
from app.core.errors import UserError
from app.core.ports import Readers
from app.core.question.query import Query
from app.settings import Settings
from tests.evaluation.figures import ndcg, recall, reciprocal_rank, word_errors
from tests.evaluation.judging import Cited, Given, Judgement, judge, relative
from tests.evaluation.passages.scoring import token_f1
from tests.evaluation.peers import Peer
from tests.evaluation.questions import Question, split_of
from tests.evaluation.sets import Library, Search

Row = dict[str, Any]
_DEPTH = 30  # passages read of a search, for ten different files
_HIDDEN = ("question", "answer", "gold", "citations", "why", "invented", "first_files", "query")
_SECOND_SLACK_S = 2.0


@dataclass(frozen=True, slots=True)
class Machine:
    """What a run needs of the outside; tests hand in fakes."""

    readers: Readers
    settings: Settings
    loaders: Loaders | None = None
    peer: Peer | None = None
    timed: bool = True


def run_library(library: Library, machine: Machine, work: Path, *, keep: bool) -> Iterator[Row]:
    """Add, hear, search, ask, in this order. With `keep` a library that is there is used again."""
    folder = work / "libraries" / library.name
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    core = open_core(
        folder, machine.readers, writer=True, settings=machine.settings, loaders=machine.loaders
    )
    try:
        yield _add(core, library)
        yield from _hear(core, library)
        for search in library.searches:
            yield _hidden(library, search.id, _search(core, library, search))
        for question in library.questions:
            ask = machine.peer.ask if machine.peer else _ask
            row = _asked(core, library, question, ask)
            if not machine.timed:
                row = {key: value for key, value in row.items() if not key.endswith("_ms")}
            yield _hidden(library, question.id, row)
    finally:
        core.close()


def _add(core: Core, library: Library) -> Row:
    finished: events.AddFinished | None = None
    for event in core.ingest.add(library.paths()):
        if isinstance(event, events.AddFinished):
            finished = event
    assert finished is not None
    started = time.perf_counter()
    while core.beside.step(lambda: False):  # as in a window left to itself
        pass
    return {
        "row": "add",
        "idle_seconds": round(time.perf_counter() - started, 1),
        "set": library.set_name,
        "library": library.name,
        "files": finished.added + finished.unchanged + finished.updated,
        "seconds": round(finished.elapsed_s, 1),
        "failed": [f"{Path(f.path).name}: {f.reason}" for f in finished.failed],
        "skipped": [f"{Path(s.path).name}: {s.reason}" for s in finished.skipped],
    }


def _hear(core: Core, library: Library) -> Iterator[Row]:
    paths = {relative(item.path, str(library.folder)): item for item in core.browser.items()}
    for name, said in library.spoken.items():
        item = paths.get(name)
        chunks = core.browser.item(item.item_id).chunks if item else ()
        heard = " ".join(chunk.text for chunk in chunks)
        errors, words = word_errors(heard, said)
        yield {
            "row": "hear",
            "set": library.set_name,
            "library": library.name,
            "id": name,
            "errors": errors,
            "words": words,
            "heard": heard,
        }


def _search(core: Core, library: Library, search: Search) -> Row:
    started = time.perf_counter()
    hits = core.retriever.search(Query(search.query, k=_DEPTH)).hits
    elapsed_ms = (time.perf_counter() - started) * 1000
    root = str(library.folder)
    if search.at is None:
        files = list(dict.fromkeys(relative(hit.path, root) for hit in hits))
        ranks = [
            next((n for n, file in enumerate(files, start=1) if file in names), None)
            for names in search.relevant
        ]
    else:  # the right second of the right recording; other passages of it don't count
        files = [relative(hit.path, root) for hit in hits]
        ranks = [
            next(
                (
                    n
                    for n, (file, hit) in enumerate(zip(files, hits, strict=True), start=1)
                    if file in names and _is_at(hit, search.at)
                ),
                None,
            )
            for names in search.relevant
        ]
    return {
        "row": "search",
        "set": library.set_name,
        "library": library.name,
        "id": search.id,
        "kind": search.kind,
        "query": search.query,
        "ranks": ranks,
        "ndcg@10": ndcg(ranks),
        "recall@1": recall(ranks, 1),
        "recall@5": recall(ranks, 5),
        "recall@10": recall(ranks, 10),
        "mrr": reciprocal_rank(ranks),
        "search_ms": round(elapsed_ms, 1),
        "first_files": files[:5],
    }


def _is_at(hit: events.Hit, second: float) -> bool:
    start, end = hit.locator.get("start_s", -1e9), hit.locator.get("end_s", -1e9)
    return bool(start - _SECOND_SLACK_S <= second <= end + _SECOND_SLACK_S)


def _asked(core: Core, library: Library, question: Question, ask: Any) -> Row:
    """A row for an answer; an error of the product is a row too, and counts as wrong."""
    row = {
        "row": "ask",
        "set": library.set_name,
        "library": library.name,
        "id": question.id,
        "kind": question.kind,
        "split": question.split,
        "language": question.language,
        "question": " / ".join((*question.before, question.question)),
        "gold": question.answer,
    }
    try:
        given, times = ask(core, question, str(library.folder))
    except UserError as error:
        return row | {"standing": "wrong", "right": 0, "error": f"{error.code}: {error.message}"}
    if question.short_answer:
        row["f1"] = 0.0 if given.abstained else token_f1(given.text, question.short_answer)
    return row | _judged(question, given, judge(question, given)) | times


def _judged(question: Question, given: Given, judged: Judgement) -> Row:
    return {
        "answer": given.text,
        "abstained": given.abstained,
        "verdict": given.verdict,
        "citations": [dataclasses.asdict(cited) for cited in given.citations],
        "citations_right": list(judged.citations_right),
        "sources_cited": list(judged.sources_cited),
        "should_decline": question.abstain,
        "corrects": question.abstain and judged.standing == "right",
        "standing": judged.standing,
        "why": judged.why,
        "right": int(judged.is_right),
        "marked": judged.marked,
        "n_sentences": judged.n_sentences,
        "n_cited_sentences": judged.n_cited_sentences,
        "n_invented": len(judged.invented),
        "invented": list(judged.invented),
        "n_quotations": judged.n_quotations,
        "n_idle_quotations": judged.n_idle_quotations,
    }


def _ask(core: Core, question: Question, root: str) -> tuple[Given, Row]:
    """The product's own answer. Questions that came before are asked first, in one conversation."""
    conversation_id: int | None = None
    generation = core.generation_settings({})
    for earlier in question.before:
        *_, answer = core.ask(Query(earlier), generation, conversation_id)
        conversation_id = answer.conversation_id
    started = time.perf_counter()
    first_ms: float | None = None
    answer, hits, standings, pieces = None, (), [], []
    for event in core.ask(Query(question.question), generation, conversation_id):
        name = type(event).__name__
        if name == "TextDelta":
            first_ms = first_ms or (time.perf_counter() - started) * 1000
            pieces.append(event.text)
        elif name == "SourcesChosen":
            hits = event.hits
        elif name == "SentenceChecked":
            standings.append((event.start, event.end, event.standing))
        elif name == "Answer":
            answer = event
    whole_ms = (time.perf_counter() - started) * 1000
    assert answer is not None
    streamed = "".join(pieces)
    given = Given(
        text=answer.answer,
        abstained=answer.abstained,
        citations=tuple(
            Cited(c.marker, relative(c.path, root), c.quote, c.supported) for c in answer.citations
        ),
        evidence=_evidence(core, hits, answer.citations),
        verdict=getattr(answer, "verdict", None),
        by_program=not answer.model and not answer.abstained,
        standings=tuple((streamed[start:end], stands) for start, end, stands in standings),
    )
    return given, {
        "first_word_ms": round(first_ms or whole_ms),
        "whole_ms": round(whole_ms),
        "taken_back": is_taken_back(streamed, answer.answer),
        "model": answer.model,
        "notes": list(answer.notes),
    }


def is_taken_back(streamed: str, answer: str) -> bool:
    """Whether something that was shown while it was written is not in the answer any more."""
    shown, stays = (re.sub(r"\[[\d,;\s]+\]|\s", "", text) for text in (streamed, answer))
    return shown not in stays


def _evidence(
    core: Core, hits: tuple[events.Hit, ...], citations: tuple[events.Citation, ...]
) -> str:
    """All text of the passages that were chosen or cited, with titles, names and notes."""
    chunks = core.store.chunks.by_ids([e.chunk_id for e in (*hits, *citations)])
    texts = [chunk.text for chunk in chunks.values()]
    texts += [citation.quote for citation in citations]
    for item_id in {entry.item_id for entry in (*hits, *citations)}:
        detail = core.browser.item(item_id)
        texts += [detail.item.path, detail.item.title, *detail.metadata.values()]
        texts += [str(detail.page_count or ""), str(round(detail.duration_s or 0))]
    return "\n".join(texts)


def _hidden(library: Library, row_id: str, row: Row) -> Row:
    if not (library.hides_held and split_of(row_id) == "held"):
        return row
    return {key: value for key, value in row.items() if key not in _HIDDEN}
