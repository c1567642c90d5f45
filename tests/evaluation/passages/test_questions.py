"""The questions' file is whole, and fits the corpus where that is at hand."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.evaluation.passages.questions import (
    CORPUS_VARIABLE,
    read_corpus,
    read_questions,
    spread,
)
from tests.evaluation.passages.scoring import holds, tokens

QUESTIONS = read_questions()


@pytest.fixture(scope="module")
def corpus() -> dict[str, str]:
    path = os.environ.get(CORPUS_VARIABLE)
    if not path:
        pytest.skip(f"{CORPUS_VARIABLE} does not name the corpus")
    return read_corpus(Path(path))


def test_there_are_100_distinct_questions_over_100_passages() -> None:
    assert len(QUESTIONS) == 100
    for values in (
        {entry.id for entry in QUESTIONS},
        {entry.question for entry in QUESTIONS},
        {entry.passage for entry in QUESTIONS},
    ):
        assert len(values) == 100


def test_the_five_in_order_are_the_passage_and_its_distractors() -> None:
    for entry in QUESTIONS:
        assert len(entry.distractors) == 4
        assert len(set(entry.order)) == 5
        assert set(entry.order) == {entry.passage, *entry.distractors}, entry.id


def test_the_passage_that_answers_has_every_place_equally_often() -> None:
    places = Counter(entry.number for entry in QUESTIONS)
    assert places == dict.fromkeys(range(1, 6), 20)


def test_answers_are_short_and_not_given_away() -> None:
    for entry in QUESTIONS:
        assert 1 <= len(entry.answer.split()) <= 6, entry.id
        assert entry.answer == entry.answer.strip()
        assert tokens(entry.answer), entry.id
        assert not holds(entry.question, entry.answer), entry.id
        assert entry.question.endswith("?")


def test_every_answer_stands_in_its_passage_and_in_no_other(corpus: dict[str, str]) -> None:
    for entry in QUESTIONS:
        assert entry.answer in corpus[entry.passage], entry.id
        for other in entry.distractors:
            assert entry.answer.lower() not in corpus[other].lower(), (entry.id, other)
            assert not holds(corpus[other], entry.answer), (entry.id, other)


def test_few_questions_are_spread_over_all() -> None:
    few = spread(QUESTIONS, 4)
    assert [entry.id for entry in few] == ["q001", "q026", "q051", "q076"]
    assert spread(QUESTIONS, 500) == QUESTIONS
