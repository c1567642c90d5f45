"""What other applications do, for comparison in the same run: the four nearest passages by vector,
a prompt as AnythingLLM and Open WebUI write it, the same language model, no check.

AnythingLLM's default prompt and its floor of 0.25 for the cosine, as its documentation gives them;
what it shows as citations are the passages that it was given."""

from __future__ import annotations

import time
from typing import Any, Protocol

from app.compose import Core
from models.decoder.interface import Prefilling, Prompt, Turn
from storage.records import ChunkId
from tests.evaluation.judging import Cited, Given, relative
from tests.evaluation.questions import Question

_N_PASSAGES = 4
_FLOOR = 0.25
_SYSTEM = (
    "Given the following conversation, relevant context, and a follow up question, reply with an "
    "answer to the current question the user is asking. Return only your response to the question "
    "given the above information following the users instructions as needed.\nContext:\n"
)


class Peer(Protocol):
    def ask(self, core: Core, question: Question, root: str) -> tuple[Given, dict[str, Any]]: ...


class PlainDense:
    """Top four, one prompt, one answer."""

    def ask(self, core: Core, question: Question, root: str) -> tuple[Given, dict[str, Any]]:
        turns: list[Turn] = []
        for earlier in question.before:
            given, _ = self._answer(core, earlier, turns, root)
            turns.append(Turn(earlier, given.text))
        return self._answer(core, question.question, turns, root)

    def _answer(
        self, core: Core, text: str, turns: list[Turn], root: str
    ) -> tuple[Given, dict[str, Any]]:
        started = time.perf_counter()
        row = core.encoders.text.encode_queries([text])[0]
        ranked = core.indexes.search("text", row, _N_PASSAGES, allowed=None)
        ids = [ChunkId(chunk_id) for chunk_id, cosine in ranked if cosine >= _FLOOR]
        chunks, items = core.store.chunks.by_ids(ids), core.store.items.best_for_chunks(ids)
        context = "".join(
            f"[CONTEXT {n}]:\n{chunks[key].text}\n[END CONTEXT {n}]\n\n"
            for n, key in enumerate(ids)
        )
        prompt = Prompt(_SYSTEM + context, (), tuple(turns), text)
        first_ms: float | None = None
        pieces = []
        for step in core.encoders.decoder.generate(prompt, core.generation_settings({})):
            if isinstance(step, Prefilling):
                continue
            if step.text and first_ms is None:
                first_ms = (time.perf_counter() - started) * 1000
            pieces.append(step.text)
        whole_ms = (time.perf_counter() - started) * 1000
        given = Given(
            text="".join(pieces).strip(),
            abstained=False,
            citations=tuple(
                Cited(n, relative(items[key].path, root), chunks[key].text, True)
                for n, key in enumerate(ids, start=1)
            ),
            evidence=context,
        )
        times = {"first_word_ms": round(first_ms or whole_ms), "whole_ms": round(whole_ms)}
        return given, times | {"model": core.encoders.decoder.name, "notes": []}


PEERS: dict[str, Peer] = {"plain": PlainDense()}
