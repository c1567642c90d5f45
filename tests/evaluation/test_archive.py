"""The archive: complete, small, and its questions can be answered from its files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from storage.readers.members import MARK
from storage.readers.reading import read
from storage.readers.values import Picture, TextDocument
from tests.evaluation.judging import Given, judge, same_form
from tests.evaluation.questions import Question, read_questions

ARCHIVE = Path(__file__).parent / "archive"
LIBRARY = ARCHIVE / "library"
QUESTIONS = read_questions(ARCHIVE / "questions.jsonl")


def test_the_archive_holds_forty_small_files_of_many_kinds() -> None:
    files = [path for path in LIBRARY.rglob("*") if path.is_file()]
    assert len(files) == 40
    assert sum(path.stat().st_size for path in files) < 5_000_000
    assert len({path.suffix for path in files}) >= 16


def test_there_are_120_questions_and_the_halves_are_about_even() -> None:
    assert len(QUESTIONS) == len({question.id for question in QUESTIONS}) == 120
    assert len({question.kind for question in QUESTIONS}) >= 18
    halves = Counter(question.split for question in QUESTIONS)
    assert min(halves.values()) >= 50


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_gold_answer_is_right_and_its_files_are_there(question: Question) -> None:
    for file in question.gold_files:
        assert (LIBRARY / file).is_file(), file
    given = Given(question.answer, abstained=False)
    assert judge(question, given).is_right, judge(question, given).why


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_what_must_be_quoted_stands_in_the_file(question: Question) -> None:
    for source in question.sources:
        texts = [text for file in source.files if (text := _text_of(LIBRARY / file))]
        if source.quote is not None and texts:
            assert any(source.quote.search(same_form(text)) for text in texts), source.quote.pattern


def _text_of(path: Path) -> str:
    """What the reader gives; empty where only a model can tell (sound, text in a picture)."""
    if path.suffix in (".ogg", ".mp3", ".m4a"):
        return ""
    reading = read(path)
    if isinstance(reading, Picture):
        return reading.metadata.get("description", "")
    assert isinstance(reading, TextDocument)
    within = (Path(f"{path}{MARK}{member.name}") for member in reading.members)
    own = (section.text for section in reading.sections)
    return "\n".join((*own, *map(_text_of, within)))
