"""From question to checked answer: markers, abstention, cancelling, settings and memory.

Only what must hold of every answer; how sources are chosen and claims are tested has tests of its
own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.compose import Core, open_core
from app.core import events
from app.core.errors import UserError
from app.core.question.phrases import phrases
from app.core.question.retrieve import Query
from app.core.question.values import Coverage, Grounds, Reckoning, Statement
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.decoder.interface import Step
from models.errors import ContextTooSmall, ModelMissing
from tests.app.core.question.answers.asking import KEY, QUESTION, Says, ask, markers, number_of
from tests.fakes import fake_loaders


def test_sources_come_first_and_each_sentence_is_checked_when_it_is_shown(
    core: Core, decoder: type[Says]
) -> None:
    decoder.texts = {
        "Which key": "The harbour master keeps the brass key [1].",
        "pears": "The pears ripen in September [2].",
    }
    told, answer = ask(core)
    kinds = [type(event) for event in told]
    assert kinds == [
        events.SourcesChosen,
        *[events.PrefillProgress, events.TextDelta, events.SentenceChecked] * 2,
        events.Answer,
    ]
    assert len(told[0].hits) >= 2, "those of all parts"
    assert [each.standing for each in answer.sentences] == ["supported"] * 2
    assert (answer.verdict, answer.reason) == ("answered", "")


def test_the_answer_is_what_was_streamed_with_its_numbers(core: Core, decoder: type[Says]) -> None:
    decoder.text = (
        "The harbour master keeps the brass key [2]. Nobody has painted any doors [1]. "
        "The key is brass."
    )
    told, answer = ask(core, KEY)
    streamed = "".join(event.text for event in told if isinstance(event, events.TextDelta))
    assert re.sub(r" ?\[\d+\]", "", answer.answer) == streamed
    assert "[" not in streamed
    assert answer.answer.startswith("The harbour master keeps the brass key [1]. Nobody")
    for checked in answer.sentences:
        for at, marker in checked.marks:
            assert checked.start <= at <= checked.end
            assert marker in {citation.marker for citation in checked.citations}
    standings = [(streamed[c.start : c.end].split()[0], c.standing) for c in answer.sentences]
    assert standings == [("The", "supported"), ("Nobody", "unsupported"), ("The", "supported")]
    assert (answer.verdict, answer.reason) == ("partly", "some_not_borne_out")


def test_a_number_that_stands_nowhere_is_never_shown(core: Core, decoder: type[Says]) -> None:
    decoder.text = "The harbour master keeps the brass key. He sold 4711 of them to Napoleon."
    told, answer = ask(core, KEY)
    assert answer.answer == "The harbour master keeps the brass key [1]."
    assert "4711" not in str(told)
    assert (answer.verdict, answer.reason) == ("partly", "some_left_out")
    assert any("left out" in note for note in answer.notes)


def test_each_claim_leads_to_the_passage_that_says_it(core: Core, decoder: type[Says]) -> None:
    decoder.text = "Nothing."
    harbour, orchard = number_of(core, "harbour.txt"), number_of(core, "orchard.md")
    decoder.text = (
        f"The harbour master keeps the brass key [{harbour}]. Pears ripen in September [{orchard}]."
    )
    _, answer = ask(core)
    assert not answer.abstained
    assert markers(answer) == {citation.marker for citation in answer.citations}
    quotes = {Path(c.path).name: c.quote for c in answer.citations if c.supported}
    assert "brass key" in quotes["harbour.txt"] and "September" in quotes["orchard.md"]
    for citation in answer.citations:
        chunk = core.store.chunks.get(citation.chunk_id)
        assert chunk is not None and citation.quote in chunk.text
        assert citation.locator == dict(chunk.locator)


def test_invented_markers_are_gone(core: Core, decoder: type[Says]) -> None:
    decoder.text = "The harbour master keeps the brass key [1] [9] [77]. Also [0]."
    told, answer = ask(core)
    n_sources = len(next(e for e in told if isinstance(e, events.SourcesChosen)).hits)
    assert markers(answer) <= set(range(1, n_sources + 1))
    assert markers(answer) == {citation.marker for citation in answer.citations}


def test_a_true_sentence_on_something_else_is_no_answer(core: Core, decoder: type[Says]) -> None:
    decoder.text = "The harbour master keeps the brass key."
    _, answer = ask(core, "Which keepsake did the harbour cat of Galileo bring along?")
    assert (answer.abstained, answer.verdict) == (True, "declined")
    assert "Galileo" in answer.answer and "4711" not in answer.answer


def test_what_no_source_says_is_never_shown_as_borne_out(core: Core, decoder: type[Says]) -> None:
    decoder.text = "The harbour master sold 4711 purple submarines to Napoleon [1]."
    told, answer = ask(core, "What did the harbour master sell?")
    assert "4711" not in "".join(e.text for e in told if isinstance(e, events.TextDelta))
    assert (answer.abstained, answer.verdict, answer.reason) == (True, "declined", "not_said")
    for citation in answer.citations:  # what the sources say instead, word for word
        assert citation.quote in core.store.chunks.get(citation.chunk_id).text  # type: ignore[union-attr]


def test_what_nothing_bears_out_is_not_called_missing_from_the_files(
    core: Core, decoder: type[Says]
) -> None:
    decoder.text = "A weighty metal object."
    _, answer = ask(core, "What does the harbour master of the orchard keep?")
    assert (answer.abstained, answer.reason) == (True, "not_borne_out")
    assert answer.answer.startswith(phrases("en").unsure)
    decoder.text = "Not in the sources."
    _, answer = ask(core, "What does the harbour master of the orchard keep?")
    assert answer.reason == "not_said" and answer.answer.startswith(phrases("en").not_said)


def test_a_question_the_library_knows_nothing_of_is_not_put_to_the_model(
    core: Core, decoder: type[Says]
) -> None:
    told, answer = ask(core, "Zanzibar xylophone quorum?")
    assert (answer.abstained, answer.citations, decoder.prompts) == (True, (), [])
    assert told[0] == events.SourcesChosen(())
    assert answer.answer and answer.coverage["items_used"] == 0


def test_a_model_that_declines_is_believed_where_the_sources_are_beside_the_point(
    core: Core, decoder: type[Says]
) -> None:
    decoder.text = "The sources do not mention this."
    _, answer = ask(core, "Does the bishop of the harbour own seventeen zeppelins in Peru?")
    assert (answer.abstained, answer.reason) == (True, "not_said")
    assert decoder.text not in answer.answer
    assert markers(answer) == {citation.marker for citation in answer.citations}


@pytest.mark.parametrize("disagree", [False, True])
def test_what_a_program_works_out_is_told_and_the_model_is_not_asked(
    core: Core, decoder: type[Says], disagree: bool
) -> None:
    entry = core.retriever.find(Query(KEY))[0]
    statement = Statement("There is one key.", (Grounds(entry, entry.chunk.text),))
    reckoned = Reckoning((statement,), Coverage(3, 1), disagree)
    core.answerer._reckon = lambda question, found, query: reckoned
    told, answer = ask(core, KEY)
    assert decoder.prompts == []
    assert isinstance(told[0], events.SourcesChosen) and len(told[0].hits) == 1
    assert answer.answer == "There is one key [1]."
    assert answer.verdict == ("contradicted" if disagree else "answered")
    assert not answer.abstained


def test_what_a_part_says_again_is_said_once(core: Core, decoder: type[Says]) -> None:
    decoder.texts = {
        "harbour": "The harbour master keeps the brass key.",
        "pears": "The master keeps the brass key. The pears do ripen in September.",
    }
    _, answer = ask(core)
    assert answer.answer.count("brass key") == 1
    assert "September" in answer.answer and answer.verdict == "answered"


def test_a_part_without_an_answer_is_named(core: Core, decoder: type[Says]) -> None:
    decoder.texts = {"Which key": "The harbour master keeps the brass key."}
    decoder.texts = {"who forged it?": "Not in the sources.", **decoder.texts}
    _, answer = ask(core, "Which key does the harbour master keep, and who forged it?")
    assert (answer.verdict, answer.reason) == ("partly", "part_missing")
    assert answer.answer == "The harbour master keeps the brass key [1]."
    assert any("who forged it" in note for note in answer.notes)


def test_an_empty_library_abstains(tmp_path: Path, readers: ReaderPool) -> None:
    core = open_core(
        tmp_path / "empty", readers, writer=True, settings=Settings(), loaders=fake_loaders()
    )
    _, answer = ask(core)
    assert answer.abstained
    core.close()


def test_a_follow_up_is_not_put_in_full_once_it_is_cancelled(
    core: Core, decoder: type[Says]
) -> None:
    decoder.text = "The harbour master keeps the brass key [1]."
    _, first = ask(core)
    in_full = "And who keeps the brass key?"
    decoder.texts = {"Last question": in_full}

    def resolved(cancelled: bool) -> str | None:
        settings = core.generation_settings({})
        asked, said_by = Query("And who keeps it?"), first.conversation_id
        answer = list(core.ask(asked, settings, said_by, lambda: cancelled))[-1]
        assert isinstance(answer, events.Answer)
        return answer.resolved

    assert resolved(cancelled=True) != in_full
    assert resolved(cancelled=False) == in_full


def test_cancelled_on_the_way_it_keeps_what_was_said(core: Core, decoder: type[Says]) -> None:
    kinds = [
        "brass",
        "iron",
        "copper",
        "silver",
        "golden",
        "wooden",
        "little",
        "large",
        "heavy",
        "rusty",
        "shiny",
        "spare",
    ]
    decoder.text = " ".join(f"The harbour master keeps the {kind} key." for kind in kinds)
    n_said = 0
    told: list[Any] = []
    stream = core.ask(Query(QUESTION), core.generation_settings({}), None, lambda: n_said >= 3)
    for event in stream:
        told.append(event)
        n_said += isinstance(event, events.TextDelta)
    answer = told[-1]
    assert isinstance(answer, events.Answer) and answer.cancelled and not answer.abstained
    assert n_said <= 4 and len(answer.answer) < len(decoder.text) / 2
    assert markers(answer) == {citation.marker for citation in answer.citations}


def test_stopped_before_a_word_it_does_not_say_that_nothing_is_there(core: Core) -> None:
    settings = core.generation_settings({})
    chosen: list[Any] = []

    def has_sources() -> bool:
        return any(isinstance(event, events.SourcesChosen) for event in chosen)

    for event in core.ask(Query(QUESTION), settings, None, has_sources):
        chosen.append(event)
    answer = chosen[-1]
    assert isinstance(answer, events.Answer) and answer.cancelled
    assert (answer.answer, answer.verdict, answer.reason) == ("", "declined", "stopped")
    assert not [event for event in chosen if isinstance(event, events.TextDelta)]


def test_a_model_that_goes_in_circles_is_stopped(core: Core, decoder: type[Says]) -> None:
    decoder.text = "The harbour master keeps the brass key. " * 50
    _, answer = ask(core, "Which key does the harbour master keep?")
    assert answer.answer == "The harbour master keeps the brass key [1]."
    assert answer.metrics["completion_tokens"] < 50


def test_an_answer_that_reached_its_limit_says_so(
    core: Core, decoder: type[Says], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder, "finish", "length")
    decoder.text = "The harbour master keeps the brass key [1]. And"
    _, answer = ask(core)
    assert any("max_new_tokens" in note for note in answer.notes)


@pytest.mark.parametrize(
    "changes", [{"temperature": -1.0}, {"top_p": 7.0}, {"max_new_tokens": 0}, {"no_such": 1}]
)
def test_settings_out_of_range_are_said_before_anything_runs(
    core: Core, changes: dict[str, Any]
) -> None:
    with pytest.raises(UserError) as caught:
        core.generation_settings(changes)
    assert caught.value.code == "invalid_settings" and caught.value.next_step


@pytest.mark.parametrize("error", [ModelMissing, ContextTooSmall])
def test_what_the_model_cannot_do_is_said_with_what_to_do(
    core: Core, decoder: type[Says], monkeypatch: pytest.MonkeyPatch, error: type[Any]
) -> None:
    def refuse(*_: Any, **__: Any) -> Iterator[Step]:
        raise error("It does not fit.", "Take another one.")
        yield  # a generator, as the real one

    monkeypatch.setattr(decoder, "generate", refuse)
    with pytest.raises(UserError) as caught:
        ask(core)
    assert (caught.value.message, caught.value.next_step) == (
        "It does not fit.",
        "Take another one.",
    )


def test_an_answer_to_which_file_says_where_it_lies(core: Core, decoder: type[Says]) -> None:
    decoder.text = "The brass key that he keeps is in “harbour”: the harbour master keeps it."
    _, answer = ask(core, "In which file is the brass key that he keeps?")
    assert answer.answer.endswith("The file is files/harbour.txt [1].")
    decoder.text = "The brass key that the harbour master keeps is in harbour.txt."
    _, answer = ask(core, "In which file is the brass key that he keeps?")
    assert answer.answer.count("harbour.txt") == 1


def test_a_model_that_declines_is_asked_for_the_words_alone(
    core: Core, decoder: type[Says]
) -> None:
    decoder.text = "Not in the sources."
    decoder.texts = {"in a few words": "The brass key of the boathouse."}
    _, answer = ask(core, "Which key does the harbour master keep?")
    assert answer.answer == "The brass key of the boathouse [1]."
    assert [prompt.sources for prompt in decoder.prompts] == [decoder.prompts[0].sources] * 2
    decoder.texts = {"in a few words": "The silver key of the lighthouse."}
    _, answer = ask(core, "Which key does the harbour master keep?")
    assert "silver" not in answer.answer


def test_of_a_length_of_time_the_days_are_read_and_counted(
    core: Core, decoder: type[Says], tmp_path: Path
) -> None:
    (tmp_path / "files" / "cellar.txt").write_text(
        "The keeper's guest Marlow came to the lighthouse on 20 September 2025.\n\n"
        "Marlow left the lighthouse again on 2 October 2025.",
        "utf-8",
    )
    list(core.ingest.add([tmp_path / "files"]))
    decoder.text = "Marlow stayed at the lighthouse for 30 nights."
    days = "Marlow came on 20 September 2025. Marlow left on 2 October 2025."
    decoder.texts = {"two dates": days}
    question = "How many nights did Marlow of the lighthouse sleep there?"
    _, answer = ask(core, question)
    assert answer.answer == "12 nights: from 20 September 2025 to 2 October 2025 [1]."
    assert [Path(citation.path).name for citation in answer.citations] == ["cellar.txt"]
    decoder.texts = {"two dates": "Marlow came on 20 September 2025. Marlow left on 9 May 2026."}
    _, answer = ask(core, question)
    assert "nights:" not in answer.answer


def test_a_mistyped_word_is_set_right_and_said_but_a_name_stays(
    core: Core, decoder: type[Says], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_up(text: str) -> np.ndarray:
        return np.array([(0, 1), (1, len(text))], np.int32)

    monkeypatch.setattr(core.encoders.text, "token_spans", cut_up)
    decoder.text = "A bishop moves along diagonals [1]."
    answer = ask(core, "How does a bihsop move?")[1]
    assert answer.question == "How does a bihsop move?" and not answer.abstained
    assert answer.resolved == "How does a bishop move?"
    assert "Understood as: How does a bishop move?" in answer.notes
    assert decoder.prompts[-1].question.startswith("How does a bishop move?")
    named = ask(core, "How does Mr Bihsop move?")[1]
    assert named.abstained and named.resolved is None
