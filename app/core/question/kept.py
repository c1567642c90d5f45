"""How the last answers came about, kept in memory for whoever asks: what was found, read and
dropped, and each token's candidates. Nothing of it is stored, so removing an item leaves none."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Iterator

from app.core import events
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.question.retrieve import to_hit
from app.core.question.run import Drafted, Run
from models.decoder.interface import Inspection

_MOST_KEPT = 24  # answers
_MOST_FOUND = 20  # passages told of each


class KeptRuns:
    """Runs by the number of their turn, the newest last."""

    def __init__(self, encoders: Encoders) -> None:
        self._encoders = encoders
        self._runs: OrderedDict[int, Run] = OrderedDict()

    def keep(self, turn_id: int, run: Run) -> None:
        self._runs[turn_id] = run
        while len(self._runs) > _MOST_KEPT:
            self._runs.popitem(last=False)

    def forget(self) -> None:
        """Items were removed: what was found in them is not told any more."""
        self._runs.clear()

    def explain(self, turn_id: int) -> events.Explanation:
        """Raises UserError where the answer is not kept."""
        run = self._run(turn_id)
        read = {source for drafted in run.drafted for source in drafted.chunk_ids}
        cited = {citation.chunk_id for citation in run.telling.citations}
        shown = run.telling.streamed
        considered = [
            events.Considered(
                to_hit(rank, found),
                read=int(found.chunk.chunk_id) in read,
                cited=int(found.chunk.chunk_id) in cited,
            )
            for rank, found in enumerate(run.found, start=1)
        ]
        told = [c for n, c in enumerate(considered) if n < _MOST_FOUND or c.read or c.cited]
        question = run.question
        return events.Explanation(
            understood=question.resolved,
            asks=question.asks,
            n_found=len(run.found),
            found=tuple(told),
            by_program=run.reckoned is not None,
            attempts=tuple(
                events.Attempt(len(drafted.chunk_ids), drafted.n_prompt_tokens, drafted.text)
                for drafted in run.drafted
            ),
            judged=tuple(
                dataclasses.replace(each, shown=not each.left_out and each.text in shown)
                for each in run.judged
            ),
            verdict=run.verdict.name,
            reason=run.verdict.reason,
        )

    def look_into(
        self, turn_id: int, interrupted: Callable[[], bool]
    ) -> Iterator[events.TokensInspected]:
        """Each draft's tokens with their candidates, a draft at a time: those that were reached
        before `interrupted` said to give way. Raises UserError where the answer is not kept, or
        was not written by a model that tells."""
        run = self._run(turn_id)
        drafts = [drafted for drafted in run.drafted if drafted.token_ids]
        if not drafts:
            raise UserError(
                "not_written",
                "No language model chose the words of this answer.",
                "A program worked it out, or it was quoted: “Explain this answer” tells more.",
            )
        for number, drafted in enumerate(drafts):
            yield self._inspected(run, drafted, number, len(drafts), interrupted)

    def _inspected(
        self,
        run: Run,
        drafted: Drafted,
        number: int,
        n_drafts: int,
        interrupted: Callable[[], bool],
    ) -> events.TokensInspected:
        looked = self._encoders.decoder.look_into(
            drafted.prompt, run.settings, drafted.token_ids, cancelled=interrupted
        )
        tokens = tuple(to_choice(each) for each in looked)
        return events.TokensInspected(number, n_drafts, tokens, len(drafted.token_ids))

    def _run(self, turn_id: int) -> Run:
        run = self._runs.get(turn_id)
        if run is None:
            raise UserError(
                "not_kept",
                "How this answer came about is not known any more.",
                "It is kept for the newest answers until Triptych ends. Answer it anew to see it.",
            )
        return run


def to_choice(inspection: Inspection) -> events.TokenChoice:
    return events.TokenChoice(
        inspection.spelling,
        inspection.probability,
        inspection.entropy,
        tuple(events.TokenStage(stage.name, stage.candidates) for stage in inspection.stages),
    )
