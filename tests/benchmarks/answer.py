"""Answers over the sample library: are the facts said and cited at their place, and how fast?

    python -m tests.benchmarks.answer

Each question is asked twice, all of them once before any a second time: "first" finds nothing kept
of its passages unless an earlier question had them too, "again" finds them. "plain" is the same
prompt and as many new tokens by transformers' `generate` in float32 with the same weights.

The questions were written beside the samples and are no independent measure of quality."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from app import paths
from app.compose import Core, open_core
from app.core import events
from app.core.question.query import Query
from app.tasks.readers import ReaderPool
from models.decoder.chat import read_chat_format
from models.decoder.interface import Prompt
from models.decoder.tokens import read_tokens
from models.memory import keep_freed_memory
from tests.benchmarks.decode import MODEL, plain_model
from tests.evaluation.scoring import SAMPLES, demo_data, score


def run(threads: int = 2) -> dict[str, Any]:
    """Return shares of facts said and cited, of unanswerable questions declined, and medians."""
    keep_freed_memory()
    data = demo_data()
    with tempfile.TemporaryDirectory() as folder, ReaderPool(2) as readers:
        core = open_core(Path(folder), readers, writer=True)
        try:
            list(core.ingest.add([SAMPLES / "library"]))
            prompts = _record_prompts(core)
            answers = [_ask(core, entry["question"]) for entry in data["questions"]]
            declined = [_ask(core, question) for question in data["unanswerable"]]
            asked = dict(prompts)
            again = [_ask(core, entry["question"]) for entry in data["questions"]]
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
        "median_tokens_per_s": _median(answers, "tokens_per_s"),
        "prompt_tokens": _median(answers, "prompt_tokens"),
        "new_tokens": _median(answers, "completion_tokens"),
        "first": _times(answers),
        "again": _times(again),
        "plain": _plain_times(
            [
                (asked[answer.question], int(answer.metrics["completion_tokens"]))
                for answer in answers
            ],
            threads,
        ),
    }


def _ask(core: Core, question: str) -> events.Answer:
    *_, answer = core.ask(Query(question), core.generation_settings({}))
    return answer


def _record_prompts(core: Core) -> dict[str, Prompt]:
    """Filled with the prompt of each question that reaches the model."""
    decoder = core.encoders.decoder
    generate = decoder.generate
    prompts: dict[str, Prompt] = {}

    def recording(prompt: Prompt, *given: Any, **named: Any) -> Any:
        prompts[prompt.question] = prompt
        return generate(prompt, *given, **named)

    decoder.generate = recording  # type: ignore[method-assign]
    return prompts


def _times(answers: list[events.Answer]) -> dict[str, float]:
    """Medians of the wait for the first word and of the whole, from the prompt on."""
    whole = [
        found["ttft_ms"] + found["tpot_ms"] * (found["completion_tokens"] - 1)
        for found in (answer.metrics for answer in answers)
    ]
    return {
        "ttft_ms": _median(answers, "ttft_ms"),
        "answer_ms": round(statistics.median(whole), 1),
    }


def _plain_times(asked: list[tuple[Prompt, int]], threads: int) -> dict[str, float]:
    import torch

    folder = paths.model_store() / MODEL
    model = plain_model(folder, threads)
    chat = read_chat_format(folder, read_tokens(folder))
    first, whole = [], []
    for prompt, n_new in asked:
        tokens = torch.tensor([chat.lay_out(prompt).token_ids])
        times = []
        for n in (1, n_new):
            started = time.perf_counter()
            model.generate(
                tokens,
                attention_mask=torch.ones_like(tokens),
                do_sample=False,
                min_new_tokens=n,
                max_new_tokens=n,
                pad_token_id=0,
            )
            times.append((time.perf_counter() - started) * 1000)
        first.append(times[0])
        whole.append(times[1])
    return {
        "ttft_ms": round(statistics.median(first), 1),
        "answer_ms": round(statistics.median(whole), 1),
    }


def _median(answers: list[events.Answer], name: str) -> float:
    return round(statistics.median(answer.metrics[name] for answer in answers), 1)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
