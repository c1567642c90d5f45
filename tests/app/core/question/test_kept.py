"""How an answer came about can be told while it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.core import events
from app.core.errors import UserError
from app.core.question.query import Query
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.decoder.settings import GenerationSettings
from tests.fakes import fake_loaders

QUESTION = Query("Which key does the harbour master keep?")


@pytest.fixture
def core(tmp_path: Path, readers: ReaderPool) -> Iterator[Core]:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "harbour.txt").write_text("The harbour master keeps the brass key.", "utf-8")
    (folder / "chess.txt").write_text("A bishop moves along diagonals.", "utf-8")
    core = open_core(
        tmp_path / "library", readers, writer=True, settings=Settings(), loaders=fake_loaders()
    )
    list(core.ingest.add([folder]))
    yield core
    core.close()


def ask(core: Core) -> events.Answer:
    *_, answer = core.ask(QUESTION, GenerationSettings())
    assert isinstance(answer, events.Answer) and answer.turn_id is not None
    return answer


def test_an_explanation_tells_what_was_found_read_and_cited(core: Core) -> None:
    answer = ask(core)
    assert answer.turn_id is not None
    told = core.answerer.kept.explain(answer.turn_id)
    assert told.understood == QUESTION.text and told.asks == "fact" and not told.by_program
    assert told.n_found == len(told.found) > 0
    cited = [each for each in told.found if each.cited]
    assert {each.hit.chunk_id for each in cited} == {c.chunk_id for c in answer.citations}
    assert all(each.read for each in cited)
    assert told.attempts[0].n_passages == sum(e.read for e in told.found)
    shown = [each for each in told.judged if each.shown]
    assert shown and all(each.text in answer.answer.replace(" [1]", "") for each in shown)
    assert told.verdict == answer.verdict


def test_its_tokens_can_be_looked_into_and_give_way(core: Core) -> None:
    turn_id = ask(core).turn_id
    assert turn_id is not None
    (whole,) = core.answerer.kept.look_into(turn_id, lambda: False)
    assert len(whole.tokens) == whole.n_tokens > 0
    assert whole.tokens[0].stages[0].name == "model"
    (cut,) = core.answerer.kept.look_into(turn_id, lambda: True)
    assert (cut.tokens, cut.n_tokens) == ((), whole.n_tokens)


def test_the_first_word_is_previewed_under_the_settings(core: Core) -> None:
    choice = core.answerer.preview(QUESTION, GenerationSettings(), lambda: False)
    assert choice is not None and choice.stages[0].candidates[0] == ("one", 0.75)
    assert core.answerer.preview(Query("zebra?"), GenerationSettings(), lambda: False) is None
    assert core.answerer.preview(QUESTION, GenerationSettings(), lambda: True) is None


def test_what_is_not_kept_says_so(core: Core) -> None:
    turn_id = ask(core).turn_id
    assert turn_id is not None
    core.answerer.kept.forget()
    with pytest.raises(UserError, match="not known any more"):
        core.answerer.kept.explain(turn_id)
