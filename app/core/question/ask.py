"""One question, one answer: retrieve, choose sources, generate, check every claim."""

from __future__ import annotations

import dataclasses
import itertools
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core import events
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.naming import spoken_name
from app.core.question.claims import (
    Evidence,
    GroundedAnswer,
    GroundedCitation,
    concerns,
    ground,
)
from app.core.question.prompt import build_prompt, label, system_text, to_source
from app.core.question.query import Query
from app.core.question.quoting import complete
from app.core.question.retrieve import Found, Retriever, to_hit
from app.core.question.select import choose_sources, is_strong, is_weak
from models.decoder.interface import Counts, Prefilling, Step, Timings, Turn
from models.decoder.settings import GenerationSettings
from models.errors import ModelError

NOTHING_FOUND = (
    "I found nothing in your library that answers this question. "
    "Adding the file that holds the answer, or asking with other words, may help."
)
NOT_ANSWERED = (
    "The passages I found do not answer this question. They are listed as sources, "
    "so you can look at them yourself."
)
NOT_BORNE_OUT = "What has no number in brackets behind it is not borne out by a source."
_DECLINED = re.compile(
    r"\b(sources?|documents?|passages?|text|context)\b.{0,40}"
    r"\b(do(es)? not|don['’]t|doesn['’]t|cannot)\b.{0,24}"
    r"\b(answer|contain|mention|provide|say|specify|include)|^I (do not|don['’]t) know",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """`remote_url` names a server that answers in the place of a model on this machine."""

    n_sources: int
    source_tokens: int
    remote_url: str | None = None


class Answerer:
    def __init__(self, retriever: Retriever, encoders: Encoders, limits: AnswerLimits) -> None:
        self._retriever = retriever
        self._encoders = encoders
        self._limits = limits
        self._passed_over: tuple[Found, ...] = ()  # by the choice of the last answer's sources

    def ask(
        self,
        query: Query,
        settings: GenerationSettings,
        turns: Sequence[Turn] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Any]:
        """Yield SourcesChosen, PrefillProgress and TextDelta events, then the checked Answer.

        Raises UserError where the model is missing or the settings are out of range."""
        started = time.perf_counter()
        found = self._retriever.find(query)
        retrieve_ms = (time.perf_counter() - started) * 1000
        question = query.text or "What is this, and what does my library say about it?"
        weak = not found or (query.text is not None and is_weak(found))
        try:
            if weak:
                yield events.SourcesChosen(())
                yield self._abstention(question, NOTHING_FOUND, settings, found, retrieve_ms)
                return
            yield from self._generate(question, found, settings, turns, cancelled, retrieve_ms)
        except ModelError as error:
            raise UserError(
                error.code, error.message, error.next_step, retryable=error.retryable
            ) from error

    def warm(self, cancelled: Callable[[], bool]) -> None:
        """In idle time after an answer: let the model prepare for the passages that were found but
        not chosen, which the next question is likely to want. Given up when `cancelled`."""
        waiting, self._passed_over = self._passed_over, ()
        for found in waiting:
            if cancelled():
                return
            self._encoders.decoder.warm(system_text(), (to_source(found),), cancelled=cancelled)

    def _generate(
        self,
        question: str,
        found: Sequence[Found],
        settings: GenerationSettings,
        turns: Sequence[Turn],
        cancelled: Callable[[], bool],
        retrieve_ms: float,
    ) -> Iterator[Any]:
        decoder = self._encoders.decoder
        sources = choose_sources(
            found,
            n_sources=self._limits.n_sources,
            token_budget=self._limits.source_tokens,
            count_tokens=decoder.count_tokens,
        )
        yield events.SourcesChosen(tuple(to_hit(n, entry) for n, entry in enumerate(sources, 1)))
        chosen = {entry.chunk.chunk_id for entry in sources}
        others = (entry for entry in found if entry.chunk.chunk_id not in chosen)
        self._passed_over = tuple(itertools.islice(others, self._limits.n_sources))
        prompt = build_prompt(question, sources, turns)
        pieces: list[str] = []
        last: Step | None = None
        for step in decoder.generate(prompt, settings, cancelled=cancelled):
            if isinstance(step, Prefilling):
                yield events.PrefillProgress(step.done_tokens, step.total_tokens)
                continue
            last = step
            if step.text:
                pieces.append(step.text)
                yield events.TextDelta(step.text)
        raw = "".join(pieces).strip()
        stopped = cancelled()
        notes = self._notes(last)
        evidence = _evidence(sources)
        grounded = ground(raw, evidence, self._encoders.text.encode_documents)
        rests_on = _of_cited_files(grounded, evidence, sources)
        said_nothing = (
            bool(_DECLINED.search(raw)) or not rests_on or not concerns(question, rests_on)
        )
        if not stopped and said_nothing and not is_strong(sources, question):
            answer = self._abstention(question, NOT_ANSWERED, settings, found, retrieve_ms)
            yield dataclasses.replace(answer, metrics=self._metrics(retrieve_ms, last), notes=notes)
            return
        if not stopped:
            if said_nothing:  # the passages answer, though the model did not see it: quote them
                grounded = GroundedAnswer("", ())
            grounded = complete(grounded, question, sources, self._encoders.text.encode_documents)
            if grounded.n_unsupported:
                notes = (*notes, NOT_BORNE_OUT)
        citations = tuple(
            _citation(citation, sources[citation.marker - 1]) for citation in grounded.citations
        )
        yield events.Answer(
            question=question,
            answer=grounded.text,
            abstained=False,
            citations=citations,
            coverage=_coverage(found, citations),
            sampling=sampling(settings),
            model=decoder.name,
            metrics=self._metrics(retrieve_ms, last),
            cancelled=stopped,
            notes=notes,
            alternatives=_alternatives(last),
        )

    def _abstention(
        self,
        question: str,
        text: str,
        settings: GenerationSettings,
        found: Sequence[Found],
        retrieve_ms: float,
    ) -> events.Answer:
        return events.Answer(
            question=question,
            answer=text,
            abstained=True,
            citations=(),
            coverage=_coverage(found, ()),
            sampling=sampling(settings),
            model="",
            metrics=self._metrics(retrieve_ms, None),
        )

    def _metrics(self, retrieve_ms: float, last: Step | None) -> dict[str, float]:
        timings = last.timings if last else Timings(0.0, 0.0, 0.0)
        counts = last.counts if last else Counts(0, 0, 0)
        return {
            "retrieve_ms": round(retrieve_ms, 1),
            "ttft_ms": round(timings.ttft_ms, 1),
            "tpot_ms": round(timings.tpot_ms, 2),
            "tokens_per_s": round(1000 / timings.tpot_ms, 2) if timings.tpot_ms else 0.0,
            "prompt_tokens": counts.prompt_tokens,
            "cached_tokens": counts.cached_tokens,
            "completion_tokens": counts.completion_tokens,
            "context_length": self._encoders.decoder.context_length if last else 0,
            "peak_rss_mb": peak_rss_mb(),
        } | self._more_metrics(last)

    def _more_metrics(self, last: Step | None) -> dict[str, float]:
        """What only some engines and machines can tell."""
        told = last.extras.get("metrics") if last else None
        names = ("throughput_tokens_per_s", "accepted_per_verification", "peak_vram_mb")
        if not isinstance(told, dict):
            return {}
        return {name: round(told[name], 2) for name in names if name in told}

    def _notes(self, last: Step | None) -> tuple[str, ...]:
        notes = []
        if self._limits.remote_url:
            notes.append(f"The question and its passages were sent to {self._limits.remote_url}.")
        if last and last.finish == "length":
            notes.append("The answer reached the length limit; raise max_new_tokens for more.")
        if last and (notice := last.extras.get("notice")):
            notes.append(str(notice))
        if last and last.inactive:
            notes.append(f"Without effect in this mode: {', '.join(last.inactive)}.")
        return tuple(notes)


def _evidence(sources: Sequence[Found]) -> list[Evidence]:
    return [
        Evidence(number, entry.chunk.text, f"{label(entry)} {spoken_name(entry.item.path)}")
        for number, entry in enumerate(sources, start=1)
    ]


def _of_cited_files(
    grounded: GroundedAnswer, evidence: Sequence[Evidence], sources: Sequence[Found]
) -> list[Evidence]:
    """All chosen passages of the files that bear out a claim: one may name what another tells."""
    bearing = {sources[c.marker - 1].item.item_id for c in grounded.citations if c.supported}
    pairs = zip(evidence, sources, strict=True)
    return [each for each, found in pairs if found.item.item_id in bearing]


def _alternatives(last: Step | None) -> tuple[str, ...]:
    found = last.extras.get("alternatives", ()) if last else ()
    texts = found if isinstance(found, list | tuple) else ()
    return tuple(str(entry["text"]) for entry in texts)


def _citation(citation: GroundedCitation, found: Found) -> events.Citation:
    return events.Citation(
        marker=citation.marker,
        kind=found.chunk.kind,
        path=found.item.path,
        item_id=int(found.item.item_id),
        chunk_id=int(found.chunk.chunk_id),
        locator=dict(found.chunk.locator),
        quote=citation.quote,
        supported=citation.supported,
        title=found.item.title,
    )


def _coverage(found: Sequence[Found], citations: Sequence[events.Citation]) -> dict[str, int]:
    return {
        "items_considered": len({entry.item.item_id for entry in found}),
        "items_used": len({citation.item_id for citation in citations}),
    }


def sampling(settings: GenerationSettings) -> dict[str, Any]:
    """The settings that are on, by name; temperature and seed always."""
    values = dataclasses.asdict(settings)
    on = {name: value for name, value in values.items() if value not in (None, ())}
    return {"temperature": 0.0, **on}


def peak_rss_mb() -> float:
    """The most memory this process has held so far, in MB (2**20 bytes)."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)
