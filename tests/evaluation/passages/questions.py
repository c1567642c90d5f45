"""100 questions, each with the passage that answers it and four others on its subject.

The passages are not in the tree (their licences differ); the questions name them by the ids of the
evaluation corpus: JSON lines of `id` and `text`, 716 passages of SQuAD 2.0, PubMed and materials
abstracts. Each answer is a verbatim span of its passage and stands in none of the four others; the
one that answers has each of the five places 20 times."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("questions.jsonl")
CORPUS_VARIABLE = "TRIPTYCH_EVAL_CORPUS"  # the path of the corpus, where it is at hand


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    question: str
    answer: str
    passage: str
    distractors: tuple[str, ...]
    order: tuple[str, ...]  # all five, as they stand before the model

    @property
    def number(self) -> int:
        """The number, from 1, under which the model sees the passage that answers."""
        return self.order.index(self.passage) + 1


def read_questions(path: Path = FILE) -> list[Question]:
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Question(
            entry["id"],
            entry["question"],
            entry["answer"],
            entry["passage"],
            tuple(entry["distractors"]),
            tuple(entry["order"]),
        )
        for entry in entries
    ]


def read_corpus(path: Path) -> dict[str, str]:
    """Passages by id."""
    entries = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {entry["id"]: entry["text"] for entry in entries}


def spread(questions: Sequence[Question], n: int) -> list[Question]:
    """n questions at even distances, so that few of them still are of every kind."""
    n = min(n, len(questions))
    return [questions[place * len(questions) // n] for place in range(n)]
