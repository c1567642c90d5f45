"""What a program can work out instead of the language model. Never a guess: where no program is
sure, None, and the model answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from app.core.question.programs.asked import read_question
from app.core.question.programs.cells import decide_from_cells
from app.core.question.programs.comparing import compare_told
from app.core.question.programs.conflicts import tell_conflict
from app.core.question.programs.dated_facts import Sentence, sentences_in
from app.core.question.programs.day_pairs import count_between, due_day, weekday_of
from app.core.question.programs.days import work_out_days
from app.core.question.programs.files import answer_about_files
from app.core.question.programs.folders import list_folder
from app.core.question.programs.library import LibraryView
from app.core.question.programs.lists import list_files
from app.core.question.programs.lookup import answer_from_rows
from app.core.question.programs.next_dates import row_beside_a_day
from app.core.question.retrieve import Found
from app.core.question.values import Coverage, Reckoning, Statement


def reckon(
    question: str, found: Sequence[Found], library: LibraryView, language: str, today: date
) -> Reckoning | None:
    """`found` as the retriever ranked it; `language` is the question's (ISO 639-1); `today` is
    what "this year" counts from. The first program that is sure answers."""
    asked = read_question(question, language)
    if asked is None:
        return None

    @cache
    def sentences() -> Sequence[Sentence]:
        return sentences_in(found, asked.language)

    programs: tuple[Callable[[], tuple[Statement, ...] | Reckoning | None], ...] = (
        lambda: list_folder(asked, library),
        lambda: answer_about_files(asked, found, library),
        lambda: list_files(asked, library),
        lambda: work_out_days(asked, sentences, library, today),
        lambda: row_beside_a_day(asked, found, sentences, library),
        lambda: count_between(asked, sentences),
        lambda: weekday_of(asked, sentences),
        lambda: due_day(asked, sentences),
        lambda: tell_conflict(asked, sentences, library),
        lambda: decide_from_cells(asked, found, library),
        lambda: answer_from_rows(asked, found, library),
        lambda: compare_told(asked, sentences, library),
    )
    for program in programs:
        said = program()
        if isinstance(said, Reckoning):
            return said
        if said:
            return Reckoning(said, _coverage(said, found), _disagree(said))
    return None


def _disagree(statements: Sequence[Statement]) -> bool:
    """Whether the statements set the values of two files against each other."""
    return any(statement.against for statement in statements)


def _coverage(statements: Sequence[Statement], found: Sequence[Found]) -> Coverage:
    used = {grounds.found.item.item_id for each in statements for grounds in each.rests_on}
    considered = {entry.item.item_id for entry in found} | used
    return Coverage(len(considered), len(used))
