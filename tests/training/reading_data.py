"""Rows that teach where a passage answers a question, or that it does not.

Most are made from JSON files of the source distribution of bigbench 1.0.0 (see `train_reader`):

- SQuADShifts (Miller et al. 2020, CC BY 4.0): questions that people asked of paragraphs from
  Wikipedia, a newspaper, Reddit and product reviews, with the places of their answers.
- Knowledge conflicts (Longpre et al. 2021): Natural Questions whose passage has the answer's name
  exchanged for another, so that only who reads it can tell.
- VitaminC (Schuster et al. 2021): claims beside evidence that bears them out, contradicts them or
  says nothing.

Near misses are from the development set of SQuAD 2.0 (Rajpurkar et al. 2018, CC BY-SA 4.0): half of
its questions were written by people so that the paragraph seems to answer them and does not. Its
first 27 articles are trained on, the other eight are to measure with; so are the 13 articles of
XQuAD that it lacks, which was made from the set before it. The same files give the same rows in
the same order."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.training.squad_shifts import (
    Paragraph,
    Question,
    QuestionSet,
    read_task,
    sentences,
    words,
)

BORNE_OUT, CONTRADICTED, NOT_SAID = range(3)

_OF_CONFLICTS = 0.1  # of the span rows
_OF_VITAMINC = 0.48  # of the claims
_N_NEAR_MISSED = 27  # articles to train on
_FEWEST_LEFT = 120  # characters of a paragraph without the answer's sentence
_NAME_OR_NUMBER = re.compile(
    r"(?<!^)(?<![.!?] )\b[A-Z][a-z]+(?: [A-Z][a-z]+)*\b|\b\d[\d,.]*\b"
)  # not what begins a sentence


@dataclass(frozen=True, slots=True)
class SpanRow:
    """`span` is [start, end) in code points of the passage; None where it says nothing."""

    question: str
    passage: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """`verdict` is BORNE_OUT, CONTRADICTED or NOT_SAID."""

    claim: str
    evidence: str
    verdict: int


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A question of a paragraph no sentence of which was trained on, every answer that people gave,
    and the nearest other paragraph, which does not hold the answer."""

    question: str
    passage: str
    answers: tuple[str, ...]
    other: str


def training_rows(
    folder: Path, sets: Sequence[QuestionSet], n_spans: int, n_claims: int
) -> tuple[list[SpanRow], list[ClaimRow]]:
    """Up to so many rows of both kinds; three in ten of the spans are None."""
    n_conflicts = int(n_spans * _OF_CONFLICTS)
    spans = span_rows(sets)[: n_spans - n_conflicts] + conflict_rows(folder, n_conflicts)
    evidence = vitaminc_rows(folder)[: int(n_claims * _OF_VITAMINC)]
    return spans, claim_rows(sets)[: n_claims - len(evidence)] + evidence


def near_miss_rows(file: Path, *, held: bool = False) -> list[SpanRow]:
    """The questions of `dev-v2.0.json` with their paragraphs, those of the articles to train on or,
    with `held`, of the others."""
    articles = json.loads(file.read_text("utf-8"))["data"]
    rows: list[SpanRow] = []
    for article in articles[_N_NEAR_MISSED:] if held else articles[:_N_NEAR_MISSED]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            for asked in paragraph["qas"]:
                span = None
                if not asked["is_impossible"]:
                    answer = asked["answers"][0]
                    start = answer["answer_start"]
                    span = (start, start + len(answer["text"]))
                    if text[slice(*span)] != answer["text"]:
                        continue
                rows.append(SpanRow(asked["question"], text, span))
    return rows


def span_rows(sets: Sequence[QuestionSet], seed: int = 1) -> list[SpanRow]:
    """Every question with its paragraph and, of those that can be made, beside 30 % one of the
    three nearest other paragraphs, beside 15 % the paragraph without the answer's sentence, and
    beside 15 % the paragraph asked for another name or number; shuffled."""
    chance = random.Random(seed)
    rows: list[SpanRow] = []
    for each in sets:
        asked = [question for part in each.paragraphs for question in part.questions]
        names = [name for question in asked for name in _NAME_OR_NUMBER.findall(question.text)]
        for number, paragraph in enumerate(each.paragraphs):
            for question in paragraph.questions:
                kind = chance.random()
                rows.append(SpanRow(question.text, paragraph.text, (question.start, question.end)))
                if kind < 0.30:
                    if near := each.nearest(question, number):
                        other = chance.choice(near[:3])
                        rows.append(SpanRow(question.text, other.text, None))
                elif kind < 0.45:
                    rest = _without_answer(paragraph.text, question)
                    if len(rest) > _FEWEST_LEFT and question.answer.lower() not in rest.lower():
                        rows.append(SpanRow(question.text, rest, None))
                elif kind < 0.60:
                    exchanged = _exchanged(question.text, paragraph.text, names, chance)
                    if exchanged:
                        rows.append(SpanRow(exchanged, paragraph.text, None))
    chance.shuffle(rows)
    return rows


def _without_answer(passage: str, question: Question) -> str:
    return " ".join(
        passage[start:end].strip()
        for start, end in sentences(passage)
        if start >= question.end or end <= question.start
    )


def _exchanged(
    question: str, passage: str, names: Sequence[str], chance: random.Random
) -> str | None:
    """The question with one name or number of it exchanged for one that the passage lacks."""
    found = list(_NAME_OR_NUMBER.finditer(question))
    if not found:
        return None
    old = chance.choice(found)
    for _ in range(20):
        new = chance.choice(names)
        alike = new[0].isdigit() == old.group()[0].isdigit()
        if alike and new != old.group() and new.lower() not in passage.lower():
            return question[: old.start()] + new + question[old.end() :]
    return None


def conflict_rows(folder: Path, limit: int, seed: int = 2) -> list[SpanRow]:
    """One row for a question; answers that stand in their passage more than three times are too
    vague a place, and are left out."""
    examples = read_task(folder, "contextual_parametric_knowledge_conflicts/task.json")["examples"]
    random.Random(seed).shuffle(examples)
    rows: dict[str, SpanRow] = {}
    for example in examples:
        parts = re.match(r"(?s)\s*Question: (.*?)\nContext: (.*)", example["input"])
        if not parts or len(rows) >= limit:
            continue
        question, passage = parts[1].strip(), re.sub(r"\s+", " ", parts[2]).strip()
        target = example["target"]
        answer = target if isinstance(target, str) else target[0]
        start = passage.find(answer)
        if question not in rows and start >= 0 and passage.count(answer) <= 3:
            rows[question] = SpanRow(question, passage, (start, start + len(answer)))
    return list(rows.values())


def claim_rows(sets: Sequence[QuestionSet], seed: int = 3) -> list[ClaimRow]:
    """Of 55 % of the questions: the question joined to its answer, beside the sentences around it,
    is borne out; joined to another answer of the like kind (of the same paragraph, or of the
    nearest other one, beside the sentences where that stands) it is not said. Shuffled."""
    chance = random.Random(seed)
    rows: list[ClaimRow] = []
    for each in sets:
        for number, paragraph in enumerate(each.paragraphs):
            for question in paragraph.questions:
                if chance.random() < 0.45:
                    continue
                evidence = _around(paragraph.text, question, chance)
                join = chance.choice((" ", ": "))
                asked = question.text.rstrip("?").strip() if join == ": " else question.text
                rows.append(ClaimRow(asked + join + question.answer, evidence, BORNE_OUT))
                others = _rivals(paragraph, question)
                there = [other for other in others if other.answer in evidence]
                kind = chance.random()
                if kind < 0.65 and others:
                    other = chance.choice(there or others)
                    beside = evidence
                    if not there:
                        beside = _around(paragraph.text, other, chance)
                    if there or question.answer not in beside:
                        rows.append(ClaimRow(asked + join + other.answer, beside, NOT_SAID))
                elif kind < 0.85 and (near := each.nearest(question, number)):
                    alike = [
                        other
                        for other in near[0].questions
                        if _kind(other.answer) == _kind(question.answer)
                    ]
                    if alike:
                        other = chance.choice(alike)
                        beside = _around(near[0].text, other, chance)
                        rows.append(ClaimRow(asked + join + other.answer, beside, NOT_SAID))
    chance.shuffle(rows)
    return rows


def _rivals(paragraph: Paragraph, question: Question) -> list[Question]:
    """Other questions of the paragraph whose answers share no word with this one's: those of the
    like kind, or all where there are none."""
    own = set(words(question.answer))
    others = [
        other
        for other in paragraph.questions
        if other.text != question.text and own.isdisjoint(words(other.answer))
    ]
    alike = [other for other in others if _kind(other.answer) == _kind(question.answer)]
    return alike or others


def _kind(answer: str) -> str:
    if re.fullmatch(r"\W*(?:1\d\d\d|20\d\d)\W*", answer):
        return "year"
    if any(character.isdigit() for character in answer):
        return "number"
    return "name" if answer[:1].isupper() else "words"


def _around(passage: str, question: Question, chance: random.Random) -> str:
    """The answer's sentences and, each once in three, the one before and the one after."""
    parts = sentences(passage)
    held = [
        number
        for number, (start, end) in enumerate(parts)
        if start < question.end and end > question.start
    ]
    if not held:
        return passage
    first = max(0, held[0] - chance.choice((0, 0, 1)))
    last = min(len(parts), held[-1] + 1 + chance.choice((0, 0, 1))) - 1
    return passage[parts[first][0] : parts[last][1]].strip()


def vitaminc_rows(folder: Path, seed: int = 4) -> list[ClaimRow]:
    """All but those of a twentieth of the pages, on which claims can be measured; shuffled. The
    spaces before signs, which tokenizing left, are closed."""
    pages: dict[str, list[ClaimRow]] = defaultdict(list)
    for example in read_task(folder, "vitaminc_fact_verification/task.json")["examples"]:
        parts = re.match(r"(?s)(.*?): (.*)\nClaim: (.*)", example["input"])
        if not parts:
            continue
        scores = example["target_scores"]
        verdict = ("True", "False", "Neither").index(max(scores, key=scores.__getitem__))
        evidence = parts[2].replace("-LRB-", "(").replace("-RRB-", ")")
        evidence = _closed(evidence).replace("( ", "(")
        pages[parts[1]].append(ClaimRow(_closed(parts[3]), f"{parts[1]}: {evidence}", verdict))
    chance = random.Random(seed)
    names = sorted(pages)
    chance.shuffle(names)
    rows = [row for name in names[len(names) // 20 :] for row in pages[name]]
    chance.shuffle(rows)
    return rows


def _closed(text: str) -> str:
    return re.sub(r"\s+([.,;:)’'])", r"\1", text.replace("\N{REPLACEMENT CHARACTER}", " "))


def held_rows(
    sets: Sequence[QuestionSet], spans: Sequence[SpanRow], claims: Sequence[ClaimRow], n: int
) -> list[HeldRow]:
    """Up to `n` questions that none of those rows has touched, drawn by chance."""
    read = [row.passage for row in spans] + [row.evidence for row in claims]
    trained = {text[a:b].strip() for text in read for a, b in sentences(text)}
    rows = [
        HeldRow(question.text, paragraph.text, question.answers, near[0].text)
        for each in sets
        for number, paragraph in enumerate(each.paragraphs)
        if trained.isdisjoint(paragraph.text[a:b].strip() for a, b in sentences(paragraph.text))
        for question in paragraph.questions
        if (near := each.nearest(question, number))
    ]
    random.Random(9).shuffle(rows)
    return rows[:n]
