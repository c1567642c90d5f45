"""The answer at its end: verdict, notes, coverage in words, and figures. Pure but for a clock's."""

from __future__ import annotations

import dataclasses
from typing import Any

from app.core import events
from app.core.question.phrases import phrases
from app.core.question.run import Run
from app.core.question.surroundings import Extent
from models.decoder.interface import Counts, Step, Timings
from models.decoder.settings import GenerationSettings


def close(
    run: Run, *, extent: Extent, model: str, context_length: int, remote_url: str | None
) -> events.Answer:
    """`model` and `context_length` are those of the model that was asked, "" and 0 where none."""
    telling, verdict = run.telling, run.verdict
    abstained = verdict.name == "declined" or not telling.has_begun
    coverage, words = _coverage(run, extent)
    return events.Answer(
        question=run.question.text,
        answer=telling.text,
        abstained=abstained,
        citations=telling.citations,
        coverage=coverage,
        sampling=sampling(run.settings),
        model=model,
        metrics=_metrics(run, context_length),
        cancelled=run.stopped,
        notes=_notes(run, remote_url),
        alternatives=_alternatives(run.last),
        verdict=verdict.name,
        reason=verdict.reason,
        sentences=tuple(telling.sentences),
        resolved=run.question.resolved if run.question.was_resolved else None,
        coverage_text=words,
    )


def _coverage(run: Run, extent: Extent) -> tuple[dict[str, int], str]:
    used = len({citation.item_id for citation in run.telling.citations})
    considered, unreadable = extent.readable, extent.unreadable
    if run.reckoned is not None:
        told = run.reckoned.coverage
        used, unreadable = told.used, told.unreadable or unreadable
    said = phrases(run.question.language)
    form = said.coverage_unreadable if unreadable else said.coverage
    coverage = {"items_considered": considered, "items_used": used}
    if unreadable:
        coverage["items_unreadable"] = unreadable
    return coverage, form.format(n=considered, m=used, k=unreadable)


def _notes(run: Run, remote_url: str | None) -> tuple[str, ...]:
    said, verdict, last = phrases(run.question.language), run.verdict, run.last
    notes: list[str] = []
    if run.question.was_resolved:
        notes.append(said.understood.format(question=run.question.resolved))
    if remote_url and last:
        notes.append(f"The question and its passages were sent to {remote_url}.")
    if verdict.reason in ("not_borne_out", "some_not_borne_out") and verdict.name == "partly":
        notes.append(said.not_borne_out)
    if run.n_left_out and verdict.name != "declined":
        notes.append(said.left_out)
    if verdict.reason == "part_missing":
        notes.append(said.missing_part.format(parts="; ".join(verdict.missing)))
    orders = [str(c.marker) for c in run.telling.citations if c.suspicious]
    if orders:
        notes.append(said.orders.format(numbers=", ".join(orders)))
    if last and last.finish == "length":
        notes.append(said.cut_short)
    if last and (notice := last.extras.get("notice")):
        notes.append(str(notice))
    # That an engine cannot ground is not the asker's choice, and no reason for a note each time.
    if last and (inactive := [name for name in last.inactive if name != "grounded"]):
        notes.append(f"Without effect in this mode: {', '.join(inactive)}.")
    return tuple(notes)


def _metrics(run: Run, context_length: int) -> dict[str, float]:
    last = run.last
    timings = last.timings if last else Timings(0.0, 0.0, 0.0)
    counts = last.counts if last else Counts(0, 0, 0)
    return {
        "retrieve_ms": round(run.retrieve_ms, 1),
        "ttft_ms": round(timings.ttft_ms, 1),
        "tpot_ms": round(timings.tpot_ms, 2),
        "tokens_per_s": round(1000 / timings.tpot_ms, 2) if timings.tpot_ms else 0.0,
        "prompt_tokens": counts.prompt_tokens,
        "cached_tokens": counts.cached_tokens,
        "completion_tokens": counts.completion_tokens,
        "context_length": context_length,
        "peak_rss_mb": peak_rss_mb(),
    } | _more_metrics(last)


def _alternatives(last: Step | None) -> tuple[str, ...]:
    found = last.extras.get("alternatives", ()) if last else ()
    texts = found if isinstance(found, list | tuple) else ()
    return tuple(str(entry["text"]) for entry in texts)


def _more_metrics(last: Step | None) -> dict[str, float]:
    """What only some engines and machines can tell."""
    told = last.extras.get("metrics") if last else None
    names = ("throughput_tokens_per_s", "accepted_per_verification", "peak_vram_mb", "kv_cache_mb")
    if not isinstance(told, dict):
        return {}
    return {name: round(told[name], 2) for name in names if name in told}


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
