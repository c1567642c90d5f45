"""Passages and a question laid out for the language model: stable parts first.

The system text and the passages come before everything that differs from question to question, so
that what an engine computed of them can be used again; how a kind of question is to be answered
stands behind the question, where a small model heeds it most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from app.core.question.asked import Question
from app.core.question.passage import Passage
from app.core.question.phrases import language_name
from models.decoder.interface import Prompt, Source, Turn

# What the model is told to write where the passages do not say what is asked.
NOT_IN_SOURCES = "Not in the sources."


@cache
def prompt_text(name: str) -> str:
    return resources.files("resources").joinpath(f"prompts/{name}.txt").read_text("utf-8").strip()


def system_text() -> str:
    return prompt_text("answer")


def build_prompt(
    question: Question,
    passages: Sequence[Passage],
    turns: Sequence[Turn] = (),
    *,
    best_last: bool = False,
    days_only: bool = False,
    briefly: bool = False,
) -> Prompt:
    """With `turns` the question is put as it was asked: they say what it leans on. `best_last` puts
    the best passage next to the question: a small model that has it first and other things after
    it may say that the answer is not there. `days_only`: of a length of time the two days are asked
    for, to be counted by a program. `briefly`: in a few words instead of a sentence."""
    ordered = reversed(passages) if best_last else passages
    asked = question.text if turns else question.within or question.resolved
    if question.lead:
        asked = question.resolved
    return Prompt(
        system=system_text(),
        sources=tuple(to_source(passage) for passage in ordered),
        turns=tuple(turns),
        question=f"{asked}\n\n{how_to_answer(question, days_only=days_only, briefly=briefly)}",
    )


def how_to_answer(question: Question, *, days_only: bool = False, briefly: bool = False) -> str:
    """A sentence or two for this kind of question, with the language of the answer."""
    said = prompt_text("span" if days_only else "briefly" if briefly else question.asks)
    if question.within and not question.lead:
        said = f"{prompt_text('part').format(part=question.text)} {said}"
    if question.language != "en":
        said += f" {prompt_text('language').format(language=language_name(question.language))}"
    return said


def rewrite_prompt(question: str, turns: Sequence[Turn]) -> Prompt:
    """Ask for a question that can be understood without the conversation."""
    said = "\n".join(f"Question: {turn.question}\nAnswer: {turn.answer}" for turn in turns)
    return Prompt(prompt_text("rewrite"), (), (), f"{said}\nLast question: {question}")


def to_source(passage: Passage) -> Source:
    chunk, item = passage.found.chunk, passage.found.item
    return Source(key=source_key(chunk.chunk_id, item.sha256), text=passage.read)


def source_key(chunk_id: int, sha256: str) -> str:
    """By what an engine may keep what it computed of a passage."""
    return f"{chunk_id}:{sha256[:16]}"
