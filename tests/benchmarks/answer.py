"""Answers over the sample library: are the facts said and cited at their place, and how fast?

    python -m tests.benchmarks.answer

The questions were written beside the samples and are no independent measure of quality."""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

from app.compose import Core, open_core
from app.core import events
from app.core.query import Query
from app.tasks.readers import ReaderPool
from tests.evaluation.scoring import SAMPLES, demo_data, score


def run(threads: int = 2) -> dict[str, Any]:
    """Return shares of facts said and cited, of unanswerable questions declined, and medians."""
    data = demo_data()
    with tempfile.TemporaryDirectory() as folder, ReaderPool(2) as readers:
        core = open_core(Path(folder), readers, writer=True)
        try:
            list(core.ingest.add([SAMPLES / "library"]))
            answers = [_ask(core, entry["question"]) for entry in data["questions"]]
            declined = [_ask(core, question) for question in data["unanswerable"]]
        finally:
            core.close()
    scores = [
        fact
        for entry, answer in zip(data["questions"], answers, strict=True)
        for fact in score(entry["facts"], answer)
    ]
    return {
        "questions": len(answers),
        "threads": threads,
        "model": answers[0].model,
        "facts_said": round(sum(fact.said for fact in scores) / len(scores), 3),
        "facts_cited_at_place": round(sum(fact.cited for fact in scores) / len(scores), 3),
        "unanswerable_declined": sum(answer.abstained for answer in declined) / len(declined),
        "median_retrieve_ms": _median(answers, "retrieve_ms"),
        "median_ttft_ms": _median(answers, "ttft_ms"),
        "median_tokens_per_s": _median(answers, "tokens_per_s"),
    }


def _ask(core: Core, question: str) -> events.Answer:
    *_, answer = core.ask(Query(question), core.generation_settings({}))
    return answer


def _median(answers: list[events.Answer], name: str) -> float:
    return round(statistics.median(answer.metrics[name] for answer in answers), 1)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
