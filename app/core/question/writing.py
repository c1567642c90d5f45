"""A question put to the language model: what it writes is checked sentence by sentence and shown.

The first sentence waits until something bears out what the model says. Where nothing does, a second
answer from more passages is asked for, and the two are compared, before any of it is shown; of a
length of time the two days alone are asked for first, and a program counts."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core import events
from app.core.encoders import Encoders
from app.core.question.asked import Asks, Question
from app.core.question.checking import Claim, SentenceTest, says_no
from app.core.question.claims import Encode
from app.core.question.disagreeing import Said
from app.core.question.passage import Passage
from app.core.question.prompt import build_prompt
from app.core.question.run import Draft, Drafted, Run
from app.core.question.second_reading import SecondReading
from app.core.question.sentences import SentenceStream, Written
from app.core.question.spans import asks_for_span, span_between
from app.core.question.telling import Resting
from app.core.question.values import Reckoning
from app.core.question.verdict import Verdict, agree, decide, invents, not_named, says_nothing
from app.core.words import words
from models.decoder.interface import Prefilling

_MOST_REPEATED = 1  # sentences; a model that says more of them again goes in circles
# Asked for a sentence, a small model says of some things that stand there in scattered words that
# they do not; asked for the words alone it gives them. See docs/quality.md.
_BRIEFLY: frozenset[Asks] = frozenset({"fact", "date", "count"})


@dataclass(frozen=True, slots=True)
class Task:
    """A question to answer by itself, with its passages; `wider` chooses more of them. `reckoned`
    is the answer where a program has it."""

    question: Question
    passages: Sequence[Passage]
    wider: Callable[[], Sequence[Passage]]
    reckoned: Reckoning | None = None
    alone: bool = True  # not one of several parts


class Writing:
    """What one run writes. After `attempt` was exhausted `verdict` is what it came to, `passages`
    are those that it was written from, `claims` what was written, shown or not, and `reading` the
    second reader's of the passages."""

    def __init__(self, run: Run, encoders: Encoders) -> None:
        self._run = run
        self._encoders = encoders
        self.verdict = Verdict("declined", "not_said")
        self.passages: Sequence[Passage] = ()
        self.claims: Sequence[Claim] = ()
        self.reading: SecondReading | None = None  # of the same passages
        self._said: list[frozenset[str]] = []  # the words of what was shown

    @property
    def said(self) -> list[Said]:
        """What was shown of the last attempt, with the passages that bear it out."""
        if self.verdict.name == "declined":
            return []
        return [
            Said(claim.text, self.passages[marker - 1].found, quote)
            for claim in self.claims
            for marker, quote in claim.quotes.items()
        ]

    def attempt(self, task: Task) -> Iterator[Any]:
        """Show what the model answers where it holds; nothing where it does not."""
        question, run = task.question, self._run
        draft = self._new(question, task.passages, task.alone)
        yield from self._draft(draft, show=True)
        if not (draft.claims or draft.unnamed or run.stopped) and question.asks in _BRIEFLY:
            again = self._new(question, task.passages, task.alone)
            yield from self._draft(again, show=True, briefly=True)
            draft = again if again.claims else draft
        agreed: bool | None = True
        if not (draft.shown or draft.unnamed or run.stopped):
            agreed = None
            if (yield from self._read_days(task)):
                return
            passages = task.wider()
            if len(passages) > len(task.passages):
                second = self._new(question, passages, task.alone)
                yield from self._draft(second, show=False)
                agreed = bool(second.claims) and agree(draft.text, second.text, question.resolved)
                if any(claim.standing == "supported" for claim in second.claims):
                    draft = second
        self.passages, self.claims = draft.passages, draft.claims
        self.reading = draft.test.reading
        if draft.unnamed:
            self.verdict = Verdict("declined", "not_named", draft.unnamed)
            return
        self.verdict = decide(question, draft.test.sources, draft.claims, agreed=agreed)
        if self.verdict.name != "declined":
            yield from self._show(draft)

    def _read_days(self, task: Task) -> Generator[Any, None, bool]:
        """The two days between which a length of time lies that the model could not tell: what it
        says of them is kept and not shown. Returns whether both are borne out."""
        if not asks_for_span(task.question):
            return False
        draft = self._new(task.question, task.passages, task.alone)
        yield from self._draft(draft, show=False, days_only=True)
        claims = [claim for claim in draft.claims if claim.standing == "supported"]
        if span_between(task.question, [claim.text for claim in claims]) is None:
            return False
        verdict = decide(task.question, draft.test.sources, claims)
        if verdict.name == "declined":
            return False
        self.passages, self.claims, self.verdict = draft.passages, claims, verdict
        return True

    def _new(self, question: Question, passages: Sequence[Passage], alone: bool) -> Draft:
        evidence = [passage.evidence(n) for n, passage in enumerate(passages, start=1)]
        # What leans on the conversation is not whole: its resolved form is good to search by only.
        reader = None if self._run.turns else self._encoders.answer_reader_or_none
        reading = None if reader is None else SecondReading(question, evidence, reader)
        test = SentenceTest(
            question,
            evidence,
            self._encoders.text.encode_documents,
            many_languages=self._many,
            reading=reading,
        )
        return Draft(question, passages, test, alone)

    def _many(self) -> Encode | None:
        encoder = self._encoders.multilingual_or_none
        return None if encoder is None else encoder.encode_documents

    def _draft(
        self, draft: Draft, *, show: bool, days_only: bool = False, briefly: bool = False
    ) -> Iterator[Any]:
        run = self._run
        # The second answer is asked for in another order, where the first found nothing to say.
        prompt = build_prompt(
            draft.question,
            draft.passages,
            run.turns,
            best_last=not (show or days_only),
            days_only=days_only,
            briefly=briefly,
        )
        chunk_ids = tuple(int(passage.found.chunk.chunk_id) for passage in draft.passages)
        drafted = Drafted(prompt, chunk_ids)
        run.drafted.append(drafted)
        sentences, in_circles = SentenceStream(), False
        steps = self._encoders.decoder.generate(prompt, run.settings, cancelled=run.cancelled)
        for step in steps:
            if isinstance(step, Prefilling):
                yield events.PrefillProgress(step.done_tokens, step.total_tokens)
                continue
            run.last = step
            drafted.add(step)
            for written in sentences.feed(step.text):
                yield from self._take(draft, written, show=show)
            in_circles = sentences.n_repeated > _MOST_REPEATED
            if in_circles or (draft.unnamed and show):
                return
        stopped = run.cancelled()
        run.stopped |= stopped
        for written in sentences.finish():
            yield from self._take(draft, written, show=show, unchecked=stopped)
        if stopped:
            yield from self._show(draft)

    def _take(
        self, draft: Draft, written: Written, *, show: bool, unchecked: bool = False
    ) -> Iterator[Any]:
        """What is contradicted, or says a number or a name that stands nowhere, is never shown."""
        question, sources = draft.question, draft.test.sources
        if unchecked:
            claim = Claim(written.text, "unchecked")
        else:
            claim = draft.test.check(written.text)
            if written.refuses and not says_no(question, claim):
                self._leave_out(claim, "refuses")
                return
            if says_nothing(question, claim):
                self._leave_out(claim, "says_nothing")
                return
            unsupported = claim.standing == "unsupported"
            if claim.standing == "contradicted" or (
                unsupported and invents(question, sources, claim)
            ):
                self._run.n_left_out += 1
                self._leave_out(claim, "invents" if unsupported else "contradicted")
                return
        self._run.judged.append(events.Judged(claim.text, claim.standing))
        draft.claims.append(claim)
        if not self._was_said(written.text):  # for another part of the question
            draft.pending.append((written.before, claim))
        if not show or not any(each.standing == "supported" for each in draft.claims):
            return
        if not draft.shown:
            draft.unnamed = not_named(question, draft.rests_on, draft.claims)
        if not draft.unnamed:
            yield from self._show(draft)

    def _was_said(self, text: str) -> bool:
        own = _words_of(text)
        return any(own <= said for said in self._said)

    def _leave_out(self, claim: Claim, why: events.LeftOut) -> None:
        self._run.judged.append(events.Judged(claim.text, claim.standing, why))

    def _show(self, draft: Draft) -> Iterator[Any]:
        for before, claim in draft.pending:
            if not draft.alone and claim.standing == "unsupported" and draft.rests_on:
                continue  # it may belong to another part, which has its own sources
            resting = [
                Resting(
                    bearing.end,
                    draft.passages[marker - 1].place_of(claim.quotes[marker]),
                    claim.quotes[marker],
                    draft.passages[marker - 1].suspicious,
                )
                for bearing in claim.bearings
                for marker in bearing.markers
            ]
            gap = before or " "  # of a further part of the question
            yield from self._run.telling.say(gap, claim.text, claim.standing, resting)
            draft.shown.append(claim)
            self._said.append(_words_of(claim.text))
        draft.pending.clear()


def _words_of(text: str) -> frozenset[str]:
    return frozenset(words(text))
