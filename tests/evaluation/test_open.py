"""The open archives: complete, small, and every known answer right by its own patterns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation.judging import Given, judge
from tests.evaluation.questions import Question, read_questions
from tests.evaluation.sets import OPEN, Wanted, libraries

HERE = Path(__file__).parent
QUESTIONS = [
    (name, question)
    for name in OPEN
    for question in read_questions(HERE / name / "questions.jsonl")
]


@pytest.mark.parametrize(
    ("name", "files", "questions"), [("desk", 25, 103), ("office", 40, 120), ("papers", 22, 77)]
)
def test_an_open_archive_is_whole(name: str, files: int, questions: int, tmp_path: Path) -> None:
    (library,) = libraries(name, Wanted(), tmp_path)
    assert not library.hides_held
    assert (
        len(library.questions) == len({question.id for question in library.questions}) == questions
    )
    there = [path for path in library.folder.rglob("*") if path.is_file()]
    assert len(there) == files
    assert sum(path.stat().st_size for path in there) < 2_000_000


@pytest.mark.parametrize(
    ("name", "question"), QUESTIONS, ids=lambda value: getattr(value, "id", value)
)
def test_the_known_answer_is_right_and_its_files_are_there(name: str, question: Question) -> None:
    for file in question.gold_files:
        assert (HERE / name / "library" / file).is_file(), file
    given = Given(question.answer, abstained=question.abstain)
    assert judge(question, given).is_right, judge(question, given).why


def test_a_folder_of_one_s_own_is_a_set(tmp_path: Path) -> None:
    (library,) = libraries(str(HERE / "desk"), Wanted(limit=3), tmp_path)
    assert (library.name, len(library.questions)) == ("desk", 3)
