"""The household: complete, small, all held back, and answerable from what is read of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.compose import open_core
from app.core import events
from app.tasks.readers import ReaderPool
from tests.evaluation.judging import Given, judge, relative, same_form
from tests.evaluation.questions import Question, read_questions
from tests.evaluation.sets import Wanted, libraries

HOUSEHOLD = Path(__file__).parent / "household"
LIBRARY = HOUSEHOLD / "library"
QUESTIONS = read_questions(HOUSEHOLD / "questions.jsonl")


def test_the_household_holds_51_small_files_of_many_kinds() -> None:
    files = [path for path in LIBRARY.rglob("*") if path.is_file()]
    assert len(files) == 51
    assert sum(path.stat().st_size for path in files) < 4_000_000
    assert len({path.suffix for path in files}) >= 17


def test_there_are_100_questions_and_all_are_held(tmp_path: Path) -> None:
    assert len(QUESTIONS) == len({question.id for question in QUESTIONS}) == 100
    assert len({question.kind for question in QUESTIONS}) == 19
    assert {question.split for question in QUESTIONS} == {"held"}
    (household,) = libraries("household", Wanted(), tmp_path)
    assert household.hides_held
    assert len(household.questions) == 100
    (empty,) = libraries("household", Wanted("dev"), tmp_path)
    assert empty.questions == ()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_gold_answer_is_right_and_its_files_are_there(question: Question) -> None:
    for file in question.gold_files:
        assert (LIBRARY / file).is_file(), file
    given = Given(question.answer, abstained=False)
    assert judge(question, given).is_right, judge(question, given).why


@pytest.fixture(scope="module")
def read_by_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """What the starter's models and readers make of each file, members of a file included."""
    with ReaderPool(2) as readers:
        core = open_core(tmp_path_factory.mktemp("household"), readers, writer=True)
        *_, finished = core.ingest.add([LIBRARY])
        assert isinstance(finished, events.AddFinished)
        assert finished.failed == () == finished.skipped
        texts: dict[str, list[str]] = {}
        for item in core.browser.items():
            chunks = core.browser.item(item.item_id).chunks
            texts.setdefault(relative(item.path, str(LIBRARY)), []).extend(c.text for c in chunks)
        core.close()
    yield {name: "\n".join(of_file) for name, of_file in texts.items()}


@pytest.mark.weights
@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_what_must_be_quoted_is_read_from_the_file(
    question: Question, read_by_file: Mapping[str, str]
) -> None:
    for source in question.sources:
        texts = [same_form(read_by_file[file]) for file in source.files]
        assert source.quote is None or any(map(source.quote.search, texts)), source.quote.pattern
