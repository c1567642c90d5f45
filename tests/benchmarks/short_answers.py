"""Short answers put to the test of support: the true one, and others that stand nearby.

XQuAD (Artetxe et al. 2020): people's questions to paragraphs of encyclopedia articles, in eleven
languages. For each question its answer, two of the other answers of the same paragraph that look
like it (a year, a number, a name, other words) and one that does not are put to the test, with the
paragraph and two others of the article as sources; what passes is counted, with the second reader
and without. How sure each part is of the same question is told by `--show`.

    python -m tests.benchmarks.short_answers FOLDER [--languages en de] [--every 8] [--first 0]

FOLDER holds the files xquad.LANGUAGE.json of that set."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.compose import model_loaders
from app.core.encoders import Encoders
from app.core.question.asked import Question, understand
from app.core.question.checking import SentenceTest
from app.core.question.claims import Evidence
from app.core.question.second_reading import SecondReading
from app.core.question.verdict import decide, invents, says_nothing
from app.settings import load
from models.store import ModelStore

Sort = Literal["true", "alike", "other"]
_YEAR = re.compile(r"\W*(?:1\d|20)\d\d\W*")
_MOST_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its paragraph first among the sources, and answers of each sort."""

    question: str
    title: str
    sources: tuple[str, ...]
    answers: tuple[tuple[Sort, str], ...]


def cases(folder: Path, language: str, *, every: int, first: int) -> Iterator[Case]:
    """Each `every`th question of each second article from `first` (0 or 1) on."""
    articles = _articles(folder, language)
    titles = [article.get("title", "") for article in _articles(folder, "en")]
    n = 0
    for article, title in list(zip(articles, titles, strict=True))[first::2]:
        texts = [paragraph["context"] for paragraph in article["paragraphs"]]
        for at, paragraph in enumerate(article["paragraphs"]):
            said = [(asked["question"], asked["answers"][0]["text"]) for asked in paragraph["qas"]]
            for question, answer in said:
                n += 1
                if n % every == 0:
                    others = [text for each, text in said if each != question]
                    sources = (texts[at], *[t for k, t in enumerate(texts) if k != at][:2])
                    answers = (("true", answer), *_others(answer, others))
                    yield Case(question, title.replace("_", " "), sources, answers)


def _articles(folder: Path, language: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads((folder / f"xquad.{language}.json").read_text("utf-8"))[
        "data"
    ]
    return data


def _others(answer: str, others: list[str]) -> Iterator[tuple[Sort, str]]:
    words = set(re.findall(r"\w+", answer.lower()))
    apart = [each for each in others if not words & set(re.findall(r"\w+", each.lower()))]
    alike = [each for each in apart if _sort(each) == _sort(answer)]
    yield from (("alike", each) for each in alike[:_MOST_ALIKE])
    yield from (("other", each) for each in [each for each in apart if each not in alike][:1])


def _sort(answer: str) -> str:
    if _YEAR.fullmatch(answer):
        return "year"
    if any(character.isdigit() for character in answer):
        return "number"
    return "name" if answer[:1].isupper() else "words"


def passes(
    question: Question, sources: list[Evidence], answer: str, encoders: Encoders, *, read: bool
) -> bool:
    """Whether the answer would be shown as borne out."""
    reader = encoders.answer_reader_or_none if read else None
    reading = None if reader is None else SecondReading(question, sources, reader)
    test = SentenceTest(question, sources, encoders.text.encode_documents, reading=reading)
    claim = test.check(answer)
    if claim.standing != "supported" or says_nothing(question, claim):
        return False
    shown = not invents(question, sources, claim)
    return shown and decide(question, sources, [claim], agreed=True).name == "answered"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", nargs="+", default=["en", "de"])
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--first", type=int, choices=(0, 1), default=0)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    settings = load()[0]
    encoders = Encoders(model_loaders(settings, ModelStore(settings.model_store)))
    if encoders.answer_reader_or_none is None:
        sys.exit("The encoder multilingual-e5-small is not installed.")
    for language in options.languages:
        passed: Counter[tuple[bool, str]] = Counter()
        asked: Counter[str] = Counter()
        for case in cases(options.folder, language, every=options.every, first=options.first):
            question = understand(case.question)
            place = f"Document “{case.title}”"
            sources = [Evidence(n, text, place) for n, text in enumerate(case.sources, start=1)]
            for sort, answer in case.answers:
                asked[sort] += 1
                both = [passes(question, sources, answer, encoders, read=r) for r in (False, True)]
                for read, passing in zip((False, True), both, strict=True):
                    passed[read, sort] += passing
                if options.show:
                    print(sort, *both, case.question, "|", answer)
        for read in (False, True):
            shares = ((sort, passed[read, sort], n) for sort, n in asked.items())
            told = ", ".join(f"{sort} {some}/{n} = {some / n:.2f}" for sort, some, n in shares)
            print(language, "with the second reader:" if read else "by words alone:", told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
