"""The tables: complete, small, and asked of the real model."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.core import events
from app.core.question.query import Query
from app.tasks.readers import ReaderPool
from models.decoder.settings import GenerationSettings
from tests.evaluation.judging import Given, judge
from tests.evaluation.questions import Question, read_questions
from tests.evaluation.sets import Wanted, libraries

QUESTIONS = {
    question.id: question
    for question in read_questions(Path(__file__).parent / "tables" / "questions.jsonl")
}
_QUICK = "qwen2.5-coder-0.5b-instruct"
_COUNTED, _LEFT_OUT, _FIRST, _NOT_SAID = "tb01", "tb14", "tb28", "tb45"


def test_the_tables_are_files_of_four_kinds_and_halves_of_questions(tmp_path: Path) -> None:
    (tables,) = libraries("tables", Wanted(), tmp_path)
    files = {path.name for path in tables.folder.iterdir()}
    assert {path.rpartition(".")[2] for path in files} == {"csv", "md", "xlsx", "docx", "txt"}
    assert len(tables.questions) == 58
    assert {file for question in tables.questions for file in question.gold_files} <= files
    assert sum(question.abstain for question in tables.questions) == 16
    assert sum(question.split == "held" for question in tables.questions) == 35


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_gold_answer_is_right(question: Question) -> None:
    given = Given(question.answer, abstained=question.abstain)
    assert judge(question, given).is_right, judge(question, given).why


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    folder = tmp_path_factory.mktemp("tables")
    (tables,) = libraries("tables", Wanted(), folder)
    with ReaderPool(2) as readers:
        core = open_core(folder / "library", readers, writer=True)
        list(core.ingest.add([tables.folder]))
        yield core
        core.close()


@pytest.mark.weights
@pytest.mark.parametrize("question_id", [_COUNTED, _LEFT_OUT, _FIRST])
def test_the_starter_model_writes_a_query_that_is_run(
    core: Core, question_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "app.core.question.table_query")
    question = QUESTIONS[question_id]
    answer, text = _ask(core, question)
    if answer.model == _QUICK and question_id != _COUNTED:
        pytest.skip(f"{_QUICK} does not write this query; `models install starter`")
    assert "query: SELECT" in caplog.text
    assert judge(question, Given(text, abstained=False)).is_right, text
    assert answer.verdict == "answered"
    assert answer.citations


@pytest.mark.weights
def test_a_value_that_is_not_there_is_not_answered(core: Core) -> None:
    answer, text = _ask(core, QUESTIONS[_NOT_SAID])
    assert answer.verdict == "declined", text


def _ask(core: Core, question: Question) -> tuple[events.Answer, str]:
    said = list(core.ask(Query(question.question), GenerationSettings()))
    text = "".join(event.text for event in said if isinstance(event, events.TextDelta))
    answer = said[-1]
    assert isinstance(answer, events.Answer)
    return answer, text
