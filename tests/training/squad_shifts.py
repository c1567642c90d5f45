"""Questions that people asked of paragraphs, with their answers' places, in SQuAD's format; and
the paragraphs that look like a question's own (SQuADShifts, Miller et al. 2020, CC BY 4.0)."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

FILES = ("new_wiki_v1.0", "nyt_v1.0", "reddit_v1.0", "amazon_reviews_v1.0")

_TASKS = Path("bigbench") / "benchmark_tasks"
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-Z\"“(])")


@dataclass(frozen=True, slots=True)
class Question:
    """`answer`, at `start`, is the one that most people marked."""

    text: str
    answer: str
    start: int
    answers: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.answer)


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    questions: tuple[Question, ...]


class QuestionSet:
    """The paragraphs of one file, searchable by their rare words."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, paragraph in enumerate(paragraphs):
            for word in words(paragraph.text):
                self._holders[word].append(number)

    def nearest(self, question: Question, own: int) -> list[Paragraph]:
        """Up to four other paragraphs without the answer's words, the nearest first: by the
        question's words that fewer than a tenth of all hold, the rarer the more (Robertson's idf
        without counts)."""
        n = len(self.paragraphs)
        scores: dict[int, float] = defaultdict(float)
        for word in words(question.text):
            holders = self._holders.get(word, ())
            if 0 < len(holders) < n * 0.1:
                for number in holders:
                    scores[number] += math.log(n / len(holders))
        return [
            self.paragraphs[number]
            for number in sorted(scores, key=lambda number: -scores[number])[:7]
            if number != own and question.answer.lower() not in self.paragraphs[number].text.lower()
        ][:4]


def read_question_sets(folder: Path) -> list[QuestionSet]:
    """`folder` is the unpacked distribution. Questions without an answer, or whose answer is not
    where it is said to be, are left out."""
    sets = []
    for name in FILES:
        paragraphs = []
        for article in read_task(folder, f"squad_shifts/{name}.json")["data"]:
            for entry in article["paragraphs"]:
                asked = [_question(entry["context"], each) for each in entry["qas"]]
                if known := tuple(question for question in asked if question):
                    paragraphs.append(Paragraph(entry["context"], known))
        sets.append(QuestionSet(paragraphs))
    return sets


def _question(passage: str, entry: dict[str, Any]) -> Question | None:
    answers = [(each["text"], each["answer_start"]) for each in entry["answers"]]
    if not answers:
        return None
    [((answer, start), _)] = Counter(answers).most_common(1)
    if not answer.strip() or not passage.startswith(answer, start):
        return None
    return Question(entry["question"].strip(), answer, start, tuple(text for text, _ in answers))


def words(text: str) -> list[str]:
    """Each once, in small letters, in the order of the text."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))


def sentences(text: str) -> list[tuple[int, int]]:
    """[start, end) of each; blanks between belong to the one before."""
    cuts = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(cuts) if end > start]


def read_task(folder: Path, name: str) -> Any:
    """One of the distribution's JSON files."""
    return json.loads((folder / _TASKS / name).read_text("utf-8"))
