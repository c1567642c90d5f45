"""One question, one answer: find, choose, write, check every sentence, and say what it amounts to.

What is shown was checked first and is never taken back. Each sentence goes out when it is finished
and tested, while the next one is written; where nothing bears out what the model says, a second
answer from more passages is asked for before any of it is shown."""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core import events, thresholds
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.question.asked import Question, understand
from app.core.question.checking import Claim, SentenceTest, says_no
from app.core.question.closing import close
from app.core.question.followup import resolve
from app.core.question.overview import item_asked_about, spread_over
from app.core.question.passage import Passage, fair_shares, make_passage
from app.core.question.phrases import phrases
from app.core.question.prompt import build_prompt, rewrite_prompt, system_text, to_source
from app.core.question.query import Query
from app.core.question.quoting import answers_whole, best_quote
from app.core.question.retrieve import Found, Retriever, to_hit
from app.core.question.run import Draft, Run
from app.core.question.select import choose, how_many, is_weak, searched_parts
from app.core.question.sentences import SentenceStream, Written
from app.core.question.surroundings import Surroundings
from app.core.question.telling import Resting
from app.core.question.values import Reckoning
from app.core.question.verdict import (
    Verdict,
    agree,
    decide,
    is_doubtful,
    not_named,
    parts_without_answer,
)
from app.core.words import content_words
from models.decoder.interface import Prefilling, Step, Turn
from models.decoder.settings import GenerationSettings
from models.errors import ModelError

# What a program works out of what was found, instead of the model; None where it is not sure.
Reckon = Callable[[Question, Sequence[Found]], Reckoning | None]

_OVERVIEW_SHARE = 1.5  # of the budget: an overview reads more, and is asked for seldom
_REWRITTEN_TOKENS = 64
_MOST_REPEATED = 1  # sentences; a model that says more of them again goes in circles


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """`n_sources` is for a plain fact; `source_tokens` for all passages of one answer together.
    `remote_url` names a server that answers in the place of a model on this machine."""

    n_sources: int
    source_tokens: int
    remote_url: str | None = None


class Answerer:
    def __init__(
        self,
        retriever: Retriever,
        encoders: Encoders,
        surroundings: Surroundings,
        limits: AnswerLimits,
        reckon: Reckon = lambda question, found: None,
    ) -> None:
        self._retriever = retriever
        self._encoders = encoders
        self._surroundings = surroundings
        self._limits = limits
        self._reckon = reckon
        self._passed_over: tuple[Passage, ...] = ()  # by the choice of the last answer's sources

    def ask(
        self,
        query: Query,
        settings: GenerationSettings,
        turns: Sequence[Turn] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Any]:
        """Yield SourcesChosen, PrefillProgress, TextDelta and SentenceChecked events, then the
        Answer.

        Raises UserError where the model is missing or the settings are out of range."""
        try:
            yield from self._answer(query, settings, turns, cancelled)
        except ModelError as error:
            raise UserError(
                error.code, error.message, error.next_step, retryable=error.retryable
            ) from error

    def warm(self, cancelled: Callable[[], bool]) -> None:
        """In idle time after an answer: let the model prepare for the passages that were found but
        not chosen, which the next question is likely to want. Given up when `cancelled`."""
        waiting, self._passed_over = self._passed_over, ()
        for passage in waiting:
            if cancelled():
                return
            self._encoders.decoder.warm(system_text(), (to_source(passage),), cancelled=cancelled)

    def _answer(
        self,
        query: Query,
        settings: GenerationSettings,
        turns: Sequence[Turn],
        cancelled: Callable[[], bool],
    ) -> Iterator[Any]:
        started = time.perf_counter()
        asked = query.text or "What is this, and what does my library say about it?"
        resolved = resolve(asked, turns, self._rewrite)
        question = understand(asked, resolved.text)
        if query.text:
            query = dataclasses.replace(query, text=question.resolved)
        found = self._retriever.find(query)
        run = Run(question, query, found, settings, cancelled)
        run.turns = tuple(turns) if resolved.needs_turns else ()
        run.retrieve_ms = (time.perf_counter() - started) * 1000
        reckoned = self._reckon(question, found)
        if reckoned is not None:
            yield from self._tell_reckoned(run, reckoned)
        elif not found or (query.text is not None and is_weak(found)):
            yield events.SourcesChosen(())
            yield from self._decline(run, Verdict("declined", "nothing_found"), ())
        else:
            yield from self._write(run)
        decoder = self._encoders.decoder if run.last is not None else None
        yield close(
            run,
            extent=self._surroundings.extent(),
            model=decoder.name if decoder else "",
            context_length=decoder.context_length if decoder else 0,
            remote_url=self._limits.remote_url,
        )

    def _rewrite(self, question: str, turns: Sequence[Turn]) -> str:
        settings = GenerationSettings(max_new_tokens=_REWRITTEN_TOKENS)
        steps = self._encoders.decoder.generate(rewrite_prompt(question, turns), settings)
        return "".join(step.text for step in steps if isinstance(step, Step))

    # --- what is read -------------------------------------------------------------------------

    def _choose(self, run: Run, n_sources: int) -> list[Passage]:
        question, budget = run.question, self._limits.source_tokens
        if question.asks == "summary" and run.query.text:
            item = item_asked_about(question.resolved, run.found)
            if item is not None:
                budget = int(budget * _OVERVIEW_SHARE)
                return self._passages(question, self._overview(item, budget), budget)
        by_part: list[list[Found]] = []
        if len(question.parts) > 1:
            texts = searched_parts(question)
            queries = (dataclasses.replace(run.query, text=text) for text in texts)
            by_part = [self._retriever.find(query) for query in queries]
        chosen = choose(run.found, by_part, n_sources=n_sources)
        return self._passages(question, chosen, budget)

    def _overview(self, item: Found, budget: int) -> list[Found]:
        whole = self._surroundings.whole(item)
        taken = spread_over(
            [entry.chunk for entry in whole], budget, self._encoders.decoder.count_tokens
        )
        kept = {chunk.chunk_id for chunk in taken}
        return [entry for entry in whole if entry.chunk.chunk_id in kept]

    def _passages(self, question: Question, chosen: Sequence[Found], budget: int) -> list[Passage]:
        """Within the budget: where together they are longer, each is cut to a fair share, and what
        the short ones leave goes to the long ones."""
        count = self._encoders.decoder.count_tokens
        sizes = [count(entry.chunk.text) for entry in chosen]
        shares = fair_shares(sizes, budget)
        wanted = content_words(question.resolved)
        return [
            make_passage(
                entry,
                self._surroundings.properties(entry),
                wanted=wanted,
                budget=share,
                count_tokens=count,
            )
            for entry, share in zip(chosen, shares, strict=True)
        ]

    # --- what is said -------------------------------------------------------------------------

    def _write(self, run: Run) -> Iterator[Any]:
        question = run.question
        n_sources = how_many(question, self._limits.n_sources)
        passages = self._choose(run, n_sources)
        yield self._sources_chosen(run, passages)
        draft = Draft(passages, self._checker(question, passages))
        yield from self._draft(run, draft, show=True)
        if run.telling.has_begun or run.stopped:
            yield from self._complete(run, draft)
            return
        if not draft.unnamed:
            wider = self._choose(run, 2 * n_sources)
            if len(wider) > len(passages):
                second = Draft(wider, self._checker(question, wider))
                yield from self._draft(run, second, show=False)
                if self._prefers(draft, second):
                    draft = second
                    yield self._sources_chosen(run, wider)
                agreed = agree(draft.text, second.text)
            else:
                agreed = None
            sources = draft.checker.sources
            verdict = decide(question, sources, draft.claims, agreed=agreed)
            if verdict.name != "declined":
                yield from self._show(run, draft, draft.pending)
                yield from self._complete(run, draft, agreed)
                return
        else:
            verdict = Verdict("declined", "not_named", draft.unnamed)
        yield from self._quote_or_decline(run, verdict, draft.passages)

    def _complete(self, run: Run, draft: Draft, agreed: bool | None = True) -> Iterator[Any]:
        """Quote a sentence for each part of the question that the model passed over, where there
        is one that plainly answers it; then say what it all amounts to."""
        missing: list[str] = []
        parts = () if run.stopped else parts_without_answer(run.question, draft.shown)
        said = phrases(run.question.language)
        for part in parts:
            quote = best_quote(part, draft.passages, self._encoders.text.encode_documents)
            if quote is None or quote.score < thresholds.QUOTE_ANSWERS_PART:
                missing.append(part)
                continue
            passage = draft.passages[quote.marker - 1]
            yield from self._tell_quote(run, said.says, passage, quote.text)
        sources = draft.checker.sources
        run.verdict = decide(run.question, sources, draft.shown, missing=missing, agreed=agreed)

    @staticmethod
    def _prefers(draft: Draft, second: Draft) -> bool:
        """The second answer counts where it rests on something and the first does not."""
        return any(claim.standing == "supported" for claim in second.claims)

    def _checker(self, question: Question, passages: Sequence[Passage]) -> SentenceTest:
        evidence = [passage.evidence(n) for n, passage in enumerate(passages, start=1)]
        return SentenceTest(question, evidence, self._encoders.text.encode_documents)

    def _draft(self, run: Run, draft: Draft, *, show: bool) -> Iterator[Any]:
        """Let the model write; each finished sentence is checked, and shown unless it is doubtful
        that the answer rests on anything, or the sources are about something else."""
        prompt = build_prompt(run.question, draft.passages, run.turns)
        sentences, in_circles = SentenceStream(), False
        steps = self._encoders.decoder.generate(prompt, run.settings, cancelled=run.cancelled)
        for step in steps:
            if isinstance(step, Prefilling):
                yield events.PrefillProgress(step.done_tokens, step.total_tokens)
                continue
            run.last = step
            for written in sentences.feed(step.text):
                yield from self._take(run, draft, written, show=show)
            if draft.unnamed and show:
                return
            in_circles = sentences.n_repeated > _MOST_REPEATED
            if in_circles:
                break
        stopped = run.cancelled()
        run.stopped |= stopped
        for written in [] if in_circles else sentences.finish():
            yield from self._take(run, draft, written, show=show, unchecked=stopped)
        if stopped:
            yield from self._show(run, draft, draft.pending)

    def _take(
        self, run: Run, draft: Draft, written: Written, *, show: bool, unchecked: bool = False
    ) -> Iterator[Any]:
        if unchecked:
            claim = Claim(written.text, "unchecked")
        else:
            claim = draft.checker.check(written.text)
            if written.refuses and not says_no(run.question, claim):
                draft.refused = True
                return
        draft.claims.append(claim)
        if claim.standing == "contradicted":
            return
        draft.pending.append((written.before, claim))
        if not show or is_doubtful(run.question, draft.checker.sources, draft.claims):
            return
        if not run.telling.has_begun:
            resting = [
                s for s in draft.checker.sources if any(s.marker in c.markers for c in draft.claims)
            ]
            draft.unnamed = not_named(run.question, resting, draft.claims)
            if draft.unnamed:
                return
        yield from self._show(run, draft, draft.pending)

    def _show(self, run: Run, draft: Draft, pending: list[tuple[str, Claim]]) -> Iterator[Any]:
        for before, claim in pending:
            resting = [
                Resting(
                    bearing.end,
                    draft.passages[marker - 1].found,
                    claim.quotes[marker],
                    draft.passages[marker - 1].suspicious,
                )
                for bearing in claim.bearings
                for marker in bearing.markers
            ]
            yield from run.telling.say(before, claim.text, claim.standing, resting)
            draft.shown.append(claim)
        pending.clear()

    def _quote_or_decline(
        self, run: Run, verdict: Verdict, passages: Sequence[Passage]
    ) -> Iterator[Any]:
        """Where one sentence of the sources has all that was asked, it is the answer; else the
        answer is that the sources do not say it, with the nearest that they do say."""
        encode = self._encoders.text.encode_documents
        quote = best_quote(run.question.resolved, passages, encode)
        said = phrases(run.question.language)
        if quote is not None and verdict.reason != "not_named":
            passage = passages[quote.marker - 1]
            if answers_whole(run.question, quote, passage):
                run.verdict = Verdict("quoted")
                yield from self._tell_quote(run, said.says, passage, quote.text)
                return
        near = quote is not None and quote.score >= thresholds.QUOTE_NEAR
        nearest = (passages[quote.marker - 1], quote.text) if quote and near else None
        yield from self._decline(run, verdict, () if nearest is None else (nearest,))

    def _decline(
        self, run: Run, verdict: Verdict, nearest: Sequence[tuple[Passage, str]]
    ) -> Iterator[Any]:
        run.verdict = verdict
        said = phrases(run.question.language)
        if verdict.reason == "nothing_found":
            text = said.nothing_found
        elif verdict.reason == "not_named":
            text = said.not_named.format(names=", ".join(verdict.missing))
        else:
            text = said.not_said
        yield from run.telling.say("", text, "unchecked")
        for passage, quote in nearest:
            yield from self._tell_quote(run, said.nearest, passage, quote)

    def _tell_quote(self, run: Run, form: str, passage: Passage, quote: str) -> Iterator[Any]:
        text = form.format(source=passage.label, quote=" ".join(quote.split()))
        resting = Resting(len(text), passage.found, quote, passage.suspicious)
        yield from run.telling.say("\n" if "\n" in form else " ", text, "supported", (resting,))

    def _tell_reckoned(self, run: Run, reckoned: Reckoning) -> Iterator[Any]:
        """What a program worked out needs no check: it was computed from what it cites."""
        grounds = [each for statement in reckoned.statements for each in statement.rests_on]
        chosen = {each.found.chunk.chunk_id: each.found for each in grounds}
        hits = (to_hit(n, found) for n, found in enumerate(chosen.values(), start=1))
        yield events.SourcesChosen(tuple(hits))
        for statement in reckoned.statements:
            end = len(statement.text.rstrip(" .!?:"))
            resting = [Resting(end, each.found, each.quote) for each in statement.rests_on]
            yield from run.telling.say("\n", statement.text, "supported", resting)
        run.reckoned = reckoned
        run.verdict = Verdict("answered")

    def _sources_chosen(self, run: Run, passages: Sequence[Passage]) -> events.SourcesChosen:
        chosen = {passage.found.chunk.chunk_id for passage in passages}
        others = (entry for entry in run.found if entry.chunk.chunk_id not in chosen)
        waiting = list(itertools.islice(others, self._limits.n_sources))
        self._passed_over = tuple(self._passages(run.question, waiting, self._limits.source_tokens))
        return events.SourcesChosen(
            tuple(
                dataclasses.replace(to_hit(n, passage.found), suspicious=passage.suspicious)
                for n, passage in enumerate(passages, start=1)
            )
        )
