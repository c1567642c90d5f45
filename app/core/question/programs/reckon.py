"""What a program can work out instead of the language model. Never a guess: where no program is
sure, None, and the model answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.question.programs.asked import read_question
from app.core.question.programs.comparing import compare_told
from app.core.question.programs.conflicts import tell_conflict
from app.core.question.programs.days import work_out_days
from app.core.question.programs.files import answer_about_files
from app.core.question.programs.library import LibraryView
from app.core.question.programs.lists import list_files
from app.core.question.programs.lookup import answer_from_rows
from app.core.question.retrieve import Found
from app.core.question.values import Coverage, Reckoning


def reckon(
    question: str, found: Sequence[Found], library: LibraryView, language: str, today: date
) -> Reckoning | None:
    """`found` as the retriever ranked it; `language` is the question's (ISO 639-1); `today` is
    what "this year" counts from."""
    asked = read_question(question, language)
    if asked is None:
        return None
    statements = answer_about_files(asked, found, library)
    if statements is None and (listed := list_files(asked, library)) is not None:
        return listed
    statements = statements or work_out_days(asked, found, library, today)
    conflict = None if statements else tell_conflict(asked, found, library)
    statements = statements or conflict
    statements = statements or answer_from_rows(asked, found, library)
    statements = statements or compare_told(asked, found, library)
    if statements:
        used = {grounds.found.item.item_id for each in statements for grounds in each.rests_on}
        considered = {entry.item.item_id for entry in found}
        return Reckoning(statements, Coverage(len(considered), len(used)), bool(conflict))
    return None
