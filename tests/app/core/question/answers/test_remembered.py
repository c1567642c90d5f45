"""What is kept of an answer, and what is prepared before and after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.core.question.ask import AnswerLimits
from app.core.question.retrieve import Query
from app.settings import DecoderSettings, Settings
from app.tasks.readers import ReaderPool
from models.decoder.settings import GenerationSettings
from tests.app.core.question.answers.asking import QUESTION, Says, ask
from tests.fakes import fake_loaders


def test_a_writer_remembers_and_the_next_question_knows(
    core: Core, decoder: type[Says], readers: ReaderPool
) -> None:
    decoder.text = "The harbour master keeps the brass key [1]."
    _, first = ask(core)
    assert first.conversation_id is not None
    _, second = ask(core, "And who keeps it?", conversation_id=first.conversation_id)
    assert second.conversation_id == first.conversation_id
    assert [turn.question for turn in decoder.prompts[-1].turns] == [QUESTION]
    assert second.resolved is not None and QUESTION in second.resolved
    assert any(second.resolved in note for note in second.notes)
    core.close()
    reopened = open_core(
        core.store.folder, readers, writer=False, settings=Settings(), loaders=fake_loaders()
    )
    (row,) = reopened.conversations.rows()
    assert (row.conversation_id, row.n_turns) == (first.conversation_id, 2)
    stored = list(reopened.conversations.answers(row.conversation_id))
    assert [answer.question for answer in stored] == [first.question, second.question]
    assert [answer.answer for answer in stored] == [first.answer, second.answer]
    assert [replace(c, title=None) for c in first.citations] == list(stored[0].citations)
    for kept, given in zip(stored, (first, second), strict=True):
        assert (kept.verdict, kept.reason, kept.notes) == (given.verdict, given.reason, given.notes)
        assert (kept.resolved, kept.coverage_text) == (given.resolved, given.coverage_text)
    reopened.close()


def test_a_stored_answer_outlives_its_sources(core: Core, decoder: type[Says]) -> None:
    decoder.text = "The harbour master keeps the brass key [1]."
    _, first = ask(core)
    folder = Path(first.citations[0].path).parent
    (folder / "harbour.txt").write_text("Closed.", "utf-8")
    list(core.ingest.add([folder]))
    (stored,) = core.conversations.answers(first.conversation_id or 0)
    assert [c.quote for c in stored.citations] == [c.quote for c in first.citations]


def test_a_reader_answers_and_remembers_nothing(
    core: Core, decoder: type[Says], readers: ReaderPool
) -> None:
    decoder.text = "The harbour master keeps the brass key [1]."
    beside = open_core(
        core.store.folder,
        readers,
        writer=False,
        settings=Settings(),
        loaders={**fake_loaders(), "decoder": decoder},
    )
    _, answer = ask(beside)
    assert not answer.abstained and answer.conversation_id is None
    assert list(core.conversations.rows()) == []
    beside.close()


@pytest.mark.parametrize(("reuse", "n_warmed"), [("fast", 1), ("exact", 0)])
def test_what_was_found_and_not_chosen_is_prepared_in_idle_time(
    core: Core, decoder: type[Says], reuse: str, n_warmed: int
) -> None:
    decoder.text = "The harbour master keeps the brass key [1]."
    settings = Settings(decoder=DecoderSettings(reuse=reuse))
    core = replace(core, settings=settings)
    core.answerer._limits = AnswerLimits(n_sources=1, source_tokens=500)
    core.warm(lambda: False)
    assert decoder.warmed == []
    for n_asked in (1, 2):
        *_, answer = core.ask(Query(QUESTION), core.generation_settings({}))
        core.warm(lambda last=n_asked == 2: last)  # the second time something else is to be done
        assert not answer.abstained
    assert len(decoder.warmed) == n_warmed
    assert all(text not in str(decoder.prompts[0].sources) for text in decoder.warmed)
    core.warm(lambda: False)
    assert len(decoder.warmed) == n_warmed, "given up is given up"


def test_what_is_read_while_a_question_is_typed_is_what_it_then_begins_with(
    core: Core, decoder: type[Says]
) -> None:
    decoder.text = "The harbour master keeps the brass key."
    typed = Query("Which key does the harbour master keep?")
    core.answerer.read_ahead(typed, lambda: False)
    list(core.ask(typed, GenerationSettings()))
    ((system, sources),) = decoder.ahead
    asked = decoder.prompts[0]
    assert (system, sources) == (asked.system, asked.sources) and sources


def test_nothing_is_read_ahead_of_what_the_library_knows_nothing_of_or_once_given_up(
    core: Core, decoder: type[Says]
) -> None:
    core.answerer.read_ahead(Query("Quantum chromodynamics lattice gauge?"), lambda: False)
    core.answerer.read_ahead(Query("Which key does the harbour master keep?"), lambda: True)
    core.answerer.read_ahead(Query(), lambda: False)
    assert decoder.ahead == []
