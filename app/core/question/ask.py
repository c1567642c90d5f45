"""One question, one answer: find, choose, write, check every sentence, and say what it amounts to.

What is shown was checked first and is never taken back. Each sentence goes out when it is finished
and tested, while the next one is written; where nothing bears out what the model says, a second
answer from more passages is asked for before any of it is shown."""

from __future__ import annotations

import dataclasses
import itertools
import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any, Protocol

from app.core import events, thresholds
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.question.asked import Question, one_by_one, understand
from app.core.question.choosing import PassageChooser
from app.core.question.closing import close
from app.core.question.disagreeing import OtherTellings, Said, tell, told_source
from app.core.question.followup import resolve
from app.core.question.kept import KeptRuns, to_choice
from app.core.question.passage import Passage, whole_passage
from app.core.question.phrases import phrases
from app.core.question.prompt import build_prompt, rewrite_prompt, system_text, to_source
from app.core.question.query import Query
from app.core.question.quoting import answers_whole, best_quote, holds_claim, quotes
from app.core.question.retrieve import Found, Retriever, to_hit
from app.core.question.run import Run
from app.core.question.select import how_many, is_weak
from app.core.question.spans import span_between
from app.core.question.surroundings import Surroundings
from app.core.question.telling import Resting
from app.core.question.values import Reckoning
from app.core.question.verdict import Verdict, together
from app.core.question.writing import Task, Writing
from models.decoder.interface import Step, Turn
from models.decoder.settings import GenerationSettings
from models.errors import ModelError

# What a program works out of what was found, instead of the model; None where it is not sure.
Reckon = Callable[[Question, Sequence[Found], Query], Reckoning | None]

_REWRITTEN_TOKENS = 64
_BULLET = re.compile(r"^[-–•*]\s+")


class QueryTables(Protocol):
    """What a query over a table comes to, which the model writes and a program runs. `loosely`: the
    question may be stretched a little to fit."""

    def __call__(
        self,
        question: Question,
        found: Sequence[Found],
        cancelled: Callable[[], bool],
        *,
        loosely: bool = False,
    ) -> Reckoning | None: ...


def no_tables(
    question: Question,
    found: Sequence[Found],
    cancelled: Callable[[], bool],
    *,
    loosely: bool = False,
) -> None:
    """Where tables are not asked."""


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
        reckon: Reckon = lambda question, found, query: None,
        query_tables: QueryTables = no_tables,
        dated: Callable[[Found], date | None] = lambda found: None,
    ) -> None:
        self._retriever = retriever
        self._encoders = encoders
        self._surroundings = surroundings
        self._limits = limits
        self._reckon = reckon
        self._query_tables = query_tables
        self._chooser = PassageChooser(
            retriever,
            surroundings,
            self._count_tokens,
            limits.source_tokens,
            dated,
        )
        self._dated = dated
        self._others = OtherTellings(encoders, self._whole, retriever.rarities, dated)
        self._passed_over: tuple[Passage, ...] = ()  # by the choice of the last answer's sources
        self._last_run: Run | None = None
        self.kept = KeptRuns(encoders)

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
            raise UserError.of(error) from error

    def prepare(self) -> None:
        """Load, before it is needed, what checks the first answer."""
        if self._encoders.multilingual_or_none is not None:
            _ = self._encoders.answer_reader_or_none

    def read_ahead(self, query: Query, cancelled: Callable[[], bool]) -> None:
        """While a question is typed: find its passages and let the model begin to read them, so
        that little but the question is left when it is asked. Given up when `cancelled`; of no
        consequence where the question turns out to be another."""
        task = self._first_task(query, cancelled)
        if task is not None and not cancelled():
            sources = [to_source(passage) for passage in task.passages]
            self._encoders.decoder.read_ahead(system_text(), sources, cancelled=cancelled)

    def preview(
        self, query: Query, settings: GenerationSettings, cancelled: Callable[[], bool]
    ) -> events.TokenChoice | None:
        """How the first word of an answer would be chosen under these settings; None where no
        model would write it, or it was given up. Raises UserError as `ask` does."""
        try:
            task = self._first_task(query, cancelled)
            if task is None or cancelled():
                return None
            prompt = build_prompt(task.question, task.passages, ())
            looked = self._encoders.decoder.look_into(prompt, settings, (), cancelled=cancelled)
            first = next(iter(list(looked)), None)
        except ModelError as error:
            raise UserError.of(error) from error
        return None if first is None else to_choice(first)

    def _first_task(self, query: Query, cancelled: Callable[[], bool]) -> Task | None:
        """What the model would be asked first; None where a program or nobody would answer."""
        if not query.text:
            return None
        meant = self._spelled(query.text)
        question = understand(query.text, meant)
        query = dataclasses.replace(query, text=meant)
        found = self._retriever.find(query)
        if cancelled() or not found or is_weak(question, found):
            return None
        if self._reckon(question, found, query) is not None:
            return None  # a program will answer
        first = one_by_one(question)[0]
        run = Run(question, query, found, GenerationSettings(), cancelled)
        task = self._task(run, first, alone=first is question, ahead=True)
        return task if task.reckoned is None else None

    def keep_last(self, turn_id: int) -> None:
        """Keep how the newest answer came about under the number of its turn."""
        if self._last_run is not None:
            self.kept.keep(turn_id, self._last_run)

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
        meant = self._spelled(asked) if query.text else asked
        resolved = resolve(meant, turns, partial(self._rewrite, cancelled=cancelled))
        question = understand(asked, resolved.text, needs_turns=resolved.needs_turns)
        if query.text:
            query = dataclasses.replace(query, text=question.resolved)
        found = self._retriever.find(query)
        run = Run(question, query, found, settings, cancelled)
        run.turns = tuple(t for t in turns if t.answer) if resolved.needs_turns else ()
        self._last_run = run
        run.retrieve_ms = (time.perf_counter() - started) * 1000
        reckoned = self._reckon(question, found, query)
        if reckoned is None and query.text and not is_weak(question, found):
            reckoned = self._query_tables(question, found, cancelled)
        if reckoned is not None:
            hits = (to_hit(n, entry) for n, entry in enumerate(_grounds(reckoned), start=1))
            yield events.SourcesChosen(tuple(hits))
            yield from self._tell_reckoned(run, reckoned)
            yield from self._tell_against(run, question, reckoned)
        elif not found or (query.text is not None and is_weak(question, found)):
            yield events.SourcesChosen(())
            yield from self._decline(run, Verdict("declined", "nothing_found"), ())
        else:
            yield from self._write(run)
        decoder = self._encoders.decoder if run.last is not None else None
        yield close(
            run,
            extent=self._surroundings.extent(self._retriever.contents_within(query)),
            model=decoder.name if decoder else "",
            context_length=decoder.context_length if decoder else 0,
            remote_url=self._limits.remote_url,
        )

    def _count_tokens(self, text: str) -> int:
        return self._encoders.decoder.count_tokens(text)

    def _spelled(self, asked: str) -> str:
        """The question with its mistyped words set right. A name stays: one that no source names is
        told so, and never answered with a name that looks like it."""
        return self._retriever.spelled(asked, keep_names=True)

    def _rewrite(
        self, question: str, turns: Sequence[Turn], *, cancelled: Callable[[], bool]
    ) -> str:
        """The question as it was asked where it was cancelled meanwhile: half of one is another."""
        settings = GenerationSettings(max_new_tokens=_REWRITTEN_TOKENS)
        prompt = rewrite_prompt(question, turns)
        steps = self._encoders.decoder.generate(prompt, settings, cancelled=cancelled)
        said = "".join(step.text for step in steps if isinstance(step, Step))
        return question if cancelled() else said

    def _write(self, run: Run) -> Iterator[Any]:
        """Each part of the question by itself: a small model that is asked three things at once
        answers one. All sources come before the first word."""
        questions = one_by_one(run.question) if run.query.text else (run.question,)
        tasks = [self._task(run, question, alone=len(questions) == 1) for question in questions]
        tasks = self._beside_each_other(tasks)
        yield self._sources_chosen(run, tasks)
        writing = Writing(run, self._encoders)
        verdicts: list[Verdict] = []
        for task in tasks:
            if task.reckoned is not None:
                yield from self._tell_reckoned(run, task.reckoned)
                verdicts.append(run.verdict)
                continue
            yield from writing.attempt(task)
            verdict = writing.verdict
            if verdict.name == "declined" and not run.stopped:
                quoted = yield from self._quote(run, task.question, writing)
                verdict = Verdict("quoted") if quoted else verdict
                if not quoted and (yield from self._query_loosely(run, task, verdict)):
                    verdicts.append(run.verdict)
                    continue
            if (yield from self._tell_reason(run, task.question, writing)):
                verdict = Verdict("partly", "some_not_borne_out")
            yield from self._count_between(run, task.question, writing)
            if task.question.asks == "file" and verdict.name != "declined":
                yield from self._name_file(run, task.question, writing)
            differs = yield from self._tell_others(run, task.question, writing.said)
            verdict = Verdict("contradicted", "disagree") if differs else verdict
            verdicts.append(verdict)
            if run.stopped:
                break
        run.verdict = together(run.question, verdicts, run.n_left_out)
        if run.telling.has_begun:
            return
        if run.stopped:  # nobody knows whether the library holds an answer
            run.verdict = Verdict("declined", "stopped")
        else:
            yield from self._decline(run, run.verdict, self._nearest(run, writing.passages))

    def _task(self, run: Run, question: Question, *, alone: bool, ahead: bool = False) -> Task:
        """A part that stands for itself may be one for the programs, too. `ahead`: before it is
        asked, when nothing is written."""
        n = how_many(question, self._limits.n_sources)
        if alone:
            found: Sequence[Found] = run.found
        else:
            found = self._chooser.find(run.query, question)
            reckoned = None if question.within else self._reckon(question, found, run.query)
            if reckoned is None and not (ahead or question.within):
                reckoned = self._query_tables(question, found, run.cancelled)
            if reckoned is not None:
                passages = self._chooser.passages(question, _grounds(reckoned))
                return Task(question, passages, tuple, reckoned)
        passages = self._chooser.choose(question, found, n, run.query)
        return Task(
            question, passages, partial(self._chooser.choose, question, found, 2 * n, run.query)
        )

    def _beside_each_other(self, tasks: Sequence[Task]) -> list[Task]:
        """Each part with the best passages of the others behind its own."""
        if len(tasks) == 1:
            return list(tasks)
        return [
            task
            if task.reckoned is not None
            else dataclasses.replace(
                task,
                passages=self._chooser.beside(
                    task.question,
                    task.passages,
                    [other.passages for other in tasks if other is not task],
                ),
                alone=False,
            )
            for task in tasks
        ]

    def _quote(self, run: Run, question: Question, writing: Writing) -> Generator[Any, None, bool]:
        """Where one sentence of the sources has all that was asked, what the model answered, or
        what decides between yes and no, its words are the answer. Returns whether there was one."""
        if writing.verdict.reason == "not_named":
            return False
        said = " ".join([question.resolved, *(claim.text for claim in writing.claims)])
        encode = self._encoders.text.encode_documents
        form = phrases(run.question.language).says
        for quote in quotes(said, writing.passages, encode)[: thresholds.QUOTE_TRIED]:
            passage = writing.passages[quote.marker - 1]
            if answers_whole(question, quote, passage) or holds_claim(
                question, quote, passage, writing.claims
            ):
                yield from self._tell_quote(run, form, passage, quote.text)
                return True
        return (yield from self._tell_deciding(run, writing))

    def _tell_deciding(self, run: Run, writing: Writing) -> Generator[Any, None, bool]:
        """The sentence that most likely decides between yes and no. Returns whether one does."""
        reading = None if writing.reading is None else writing.reading.decides
        if reading is None or writing.passages[reading.marker - 1].suspicious:
            return False
        form = phrases(run.question.language).says
        passage = writing.passages[reading.marker - 1]
        yield from self._tell_quote(run, form, passage, reading.sentence)
        return True

    def _query_loosely(self, run: Run, task: Task, verdict: Verdict) -> Generator[Any, None, bool]:
        """Where nothing else answers, what a table says to most words of the question, with those
        that it has nothing for. Returns whether one does."""
        if verdict.reason == "not_named" or task.question.within:
            return False
        found = run.found if task.alone else self._chooser.find(run.query, task.question)
        reckoned = self._query_tables(task.question, found, run.cancelled, loosely=True)
        if reckoned is None:
            return False
        yield from self._tell_reckoned(run, reckoned)
        return True

    def _tell_reason(
        self, run: Run, question: Question, writing: Writing
    ) -> Generator[Any, None, bool]:
        """A bare yes or no with the words that bear it out; one that nothing bears out with those
        that most likely decide. Returns whether the latter were told."""
        if question.asks != "yes_no":
            return False
        if not writing.said and writing.verdict.name == "partly":
            return (yield from self._tell_deciding(run, writing))
        for each in writing.said[:1] if len(writing.claims) == 1 else ():
            if len(each.text.split()) == 1:
                form = phrases(run.question.language).says
                yield from self._tell_quote(run, form, self._whole(each.found), each.quote)
        return False

    def _count_between(self, run: Run, question: Question, writing: Writing) -> Iterator[Any]:
        """The length of time that is asked for, where the answer so far has its two days."""
        said = writing.said
        text = span_between(question, [each.text for each in said])
        if text is not None:
            resting = [Resting(len(text.rstrip(".")), each.found, each.quote) for each in said]
            yield from run.telling.say(" ", text, "supported", resting)

    def _name_file(self, run: Run, question: Question, writing: Writing) -> Iterator[Any]:
        """Where the file lies that an answer rests on: a title finds none on the disk."""
        said = writing.said[:1]
        for each in said:
            path = PurePath(each.found.item.path)
            if path.name.lower() not in each.text.lower():
                called = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
                text = phrases(question.language).the_file.format(path=called)
                resting = (Resting(len(text) - 1, each.found, each.quote),)
                yield from run.telling.say(" ", text, "supported", resting)

    def _tell_against(self, run: Run, question: Question, reckoned: Reckoning) -> Iterator[Any]:
        """What another file says than a row that a program looked up."""
        statement = reckoned.statements[0]
        if len(reckoned.statements) > 1 or statement.against:
            return
        said = [Said(statement.text, each.found, each.quote) for each in statement.rests_on[:1]]
        if not all(self._others.says(question, each) for each in said):
            return
        if (yield from self._tell_others(run, question, said)):
            run.verdict = Verdict("contradicted", "disagree")

    def _whole(self, found: Found) -> Passage:
        return whole_passage(found, self._surroundings.properties(found))

    def _tell_others(
        self, run: Run, question: Question, said: Sequence[Said]
    ) -> Generator[Any, None, bool]:
        """What another file says instead. Returns whether one does."""
        found = self._others.look(question, said, run.found, run.cancelled)
        if found is None:
            return False
        text, resting = tell(found, self._dated, question.language)
        yield from run.telling.say(" ", text, "supported", resting)
        return True

    def _nearest(self, run: Run, passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
        """What the sources say that comes nearest to what was asked, where it is near enough."""
        encode = self._encoders.text.encode_documents
        quote = best_quote(run.question.resolved, passages, encode)
        if quote is None or quote.score < thresholds.QUOTE_NEAR:
            return []
        return [(passages[quote.marker - 1], quote.text)]

    def _decline(
        self, run: Run, verdict: Verdict, nearest: Sequence[tuple[Passage, str]]
    ) -> Iterator[Any]:
        run.verdict = verdict
        said = phrases(run.question.language)
        if verdict.reason == "nothing_found":
            text = said.nothing_found
        elif verdict.reason == "not_named":
            text = said.not_named.format(names=", ".join(verdict.missing))
        elif verdict.reason == "not_borne_out":
            text = said.unsure
        else:
            text = said.not_said
        yield from run.telling.say("", text, "unchecked")
        for passage, quote in nearest:
            yield from self._tell_quote(run, said.nearest, passage, quote)

    def _tell_quote(self, run: Run, form: str, passage: Passage, quote: str) -> Iterator[Any]:
        day = self._dated(passage.found) if passage.is_mail else None
        source = told_source(passage.found, day, run.question.language)
        text = form.format(source=source, quote=_BULLET.sub("", " ".join(quote.split())))
        resting = Resting(len(text), passage.place_of(quote), quote, passage.suspicious)
        yield from run.telling.say("\n" if "\n" in form else " ", text, "supported", (resting,))

    def _tell_reckoned(self, run: Run, reckoned: Reckoning) -> Iterator[Any]:
        """What a program worked out needs no check: it was computed from what it cites."""
        for statement in reckoned.statements:
            end = len(statement.text.rstrip(" .!?:"))
            resting = [Resting(end, each.found, each.quote) for each in statement.rests_on]
            yield from run.telling.say("\n", statement.text, "supported", resting)
        run.reckoned = reckoned
        disagree = reckoned.sources_disagree
        run.verdict = Verdict("contradicted", "disagree") if disagree else Verdict("answered")
        said = phrases(run.question.language)
        if reckoned.taken or reckoned.aside:
            run.verdict = Verdict("partly", "stretched")
        for word, column in reckoned.taken:
            yield from run.telling.say(
                " ", said.taken_for.format(word=word, column=column), "unchecked"
            )
        if reckoned.aside:
            words = ", ".join(said.quoted.format(word=word) for word in reckoned.aside)
            yield from run.telling.say(" ", said.left_aside.format(words=words), "unchecked")

    def _sources_chosen(self, run: Run, tasks: Sequence[Task]) -> events.SourcesChosen:
        """Each passage once, in the order of the parts that want it."""
        chosen = {p.found.chunk.chunk_id: p for task in tasks for p in task.passages}
        others = (entry for entry in run.found if entry.chunk.chunk_id not in chosen)
        waiting = itertools.islice(others, self._limits.n_sources)
        self._passed_over = tuple(self._chooser.passages(run.question, waiting))
        return events.SourcesChosen(
            tuple(
                dataclasses.replace(to_hit(n, passage.found), suspicious=passage.suspicious)
                for n, passage in enumerate(chosen.values(), start=1)
            )
        )


def _grounds(reckoned: Reckoning) -> list[Found]:
    """The passages that a program's statements rest on, each once."""
    grounds = [each for statement in reckoned.statements for each in statement.rests_on]
    return list({each.found.chunk.chunk_id: each.found for each in grounds}.values())
