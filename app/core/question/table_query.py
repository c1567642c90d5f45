"""Questions over tables that the programs' rules decline: the language model writes a query, and
the product runs it.

A small model of code knows how to ask a table, and cannot count its rows; a program can. What the
model writes is believed only where every value in it is said in the question and every word of the
question has found its part in it (`query_grounding`); everywhere else the answer goes its usual
way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import PurePath

import numpy as np

from app.core.encoders import Encoders
from app.core.naming import spoken_name
from app.core.question.asked import Question
from app.core.question.programs.asked import Asked, Token, read_question, tokens_of
from app.core.question.programs.fitting import context_of
from app.core.question.programs.library import LibraryView
from app.core.question.programs.query_grounding import check
from app.core.question.programs.query_prospect import may_be_asked
from app.core.question.programs.query_telling import tell
from app.core.question.programs.querying import as_said, run_query, without_idle
from app.core.question.programs.records import may_hold_rows
from app.core.question.programs.relation import Relation, relations_of
from app.core.question.programs.table_queries import Refused, read_query
from app.core.question.programs.tables import FileTable, tables_of
from app.core.question.programs.tasks import task_of
from app.core.question.prompt import prompt_text
from app.core.question.retrieve import Found
from app.core.question.values import Coverage, Reckoning
from models.decoder.interface import Prompt, Step
from models.decoder.settings import GenerationSettings
from storage.records import Item

log = logging.getLogger(__name__)

_MOST_FOUND = 25  # of the best passages, whose tables are looked at
_MOST_TOKENS = 96
_MOST_BESIDE = 12  # files of one folder that have to do with each other
_MOST_CELL_WORDS = 8
_REASONS = frozenset("why warum wieso weshalb pourquoi porque".split())  # noqa: SIM905
_WHOLE_CELL, _OF_A_NAME, _IN_A_CELL = 2.0, 1.5, 0.5


class TableQueries:
    """`library` gives the view that a question sees."""

    def __init__(self, encoders: Encoders, library: Callable[[], LibraryView]) -> None:
        self._encoders = encoders
        self._library = library
        self._last: tuple[tuple[str, str], str] | None = None  # what was asked, what was written

    def answer(
        self,
        question: Question,
        found: Sequence[Found],
        cancelled: Callable[[], bool] = lambda: False,
        *,
        loosely: bool = False,
    ) -> Reckoning | None:
        """What a query over the one table that fits best came to; None where none fits, the model
        knows none, or it asks something else than the question. `loosely`: the question may be
        stretched a little to fit, which is told.

        Raises ModelError."""
        asked = read_question(question.resolved, question.language)
        if asked is None or not _asks_rows(question, asked, found):
            return None
        relation = self._relation(asked, found)
        if relation is None:
            return None
        beside = _beside(relation.table.item, self._library())
        if not may_be_asked(asked, relation, self._likeness, beside, loosely=loosely):
            return None
        written = self._written(relation, question.resolved, cancelled)
        log.debug("query: %s", written)
        try:
            query = read_query(written, [relation])
            if query is None:
                return None
            query = as_said(without_idle(query), asked)
            ran, meant = run_query(query)
            if not ran.rows:
                return None  # that nothing is like this is more than a table can say
            stretched = check(asked, query, ran, self._likeness, beside, loosely=loosely)
        except Refused as refused:
            log.debug("query refused: %s", refused)
            return None
        statement = tell(asked, query, ran, meant)
        if statement is None:
            return None
        coverage = Coverage(len({entry.item.item_id for entry in found}), 1)
        return Reckoning((statement,), coverage, aside=stretched.aside, taken=stretched.taken)

    def _relation(self, asked: Asked, found: Sequence[Found]) -> Relation | None:
        """The table that has most of the question's words; of equal ones the first found."""
        library = self._library()
        best = [entry for entry in found[:_MOST_FOUND] if may_hold_rows(entry.chunk.text)]
        items = {entry.item.item_id: entry.item for entry in best}
        tables = [table for item in items.values() for table in tables_of(item, library)]
        relations = relations_of([table for table in tables if _is_found(table, best)])
        return max(relations, key=lambda relation: _shared(asked, relation), default=None)

    def _written(self, relation: Relation, question: str, cancelled: Callable[[], bool]) -> str:
        """As it was written for the same question a moment ago, where it was."""
        schema = relation.schema()
        if self._last is not None and self._last[0] == (schema, question):
            return self._last[1]
        prompt = Prompt(prompt_text("table_query"), (), (), f"{schema}\n\n-- {question}")
        settings = GenerationSettings(max_new_tokens=_MOST_TOKENS, grounded=False)
        steps = self._encoders.decoder.generate(prompt, settings, cancelled=cancelled)
        written = "".join(step.text for step in steps if isinstance(step, Step))
        if not cancelled():
            self._last = (schema, question), written
        return written

    def _likeness(self, words: Sequence[str], others: Sequence[str]) -> Sequence[float]:
        rows = self._encoders.text.encode_documents([*words, *others])
        best = np.max(rows[: len(words)] @ rows[len(words) :].T, axis=1)
        return [float(cosine) for cosine in best]


def _asks_rows(question: Question, asked: Asked, found: Sequence[Found]) -> bool:
    """Whether the question asks for what a query gives, or the best passage is rows."""
    if question.within or question.asks in ("summary", "yes_no", "file"):
        return False
    if asked.tokens[0].folded in _REASONS:
        return False
    gathers = question.asks in ("count", "list", "comparison") or task_of(asked).verb != "look up"
    return gathers or bool(found and may_hold_rows(found[0].chunk.text))


def _beside(item: Item, library: LibraryView) -> tuple[Token, ...]:
    """The words of the names of the files that lie in a small folder with this one: what they are
    about, it may be about, too. Numbers tell one from the other and are left out."""
    folder = PurePath(item.path).parent
    names = [
        f"{spoken_name(filed.item.path)} {filed.item.title or ''}"
        for filed in library.files()
        if PurePath(filed.item.path).parent == folder and filed.item.item_id != item.item_id
    ]
    if len(names) > _MOST_BESIDE:
        return ()
    return tuple(token for name in names for token in tokens_of(name) if not token.has_digit)


def _is_found(table: FileTable, found: Sequence[Found]) -> bool:
    """Whether one of the passages holds a row of it."""
    texts = [entry.chunk.text for entry in found if entry.item.item_id == table.item.item_id]
    return any(row.line in text for text in texts for row in table.table.rows)


def _shared(asked: Asked, relation: Relation) -> float:
    """How much of the question the table has: a word that is a cell, one of a column's or of the
    table's name, or one in a longer cell."""
    weights: dict[str, float] = {}
    said = {token.stem for token in asked.tokens}

    def give(words: Sequence[Token], weight: float) -> None:
        for word in words:
            weights[word.stem] = max(weight, weights.get(word.stem, 0.0))

    give(context_of(relation.table), _OF_A_NAME)
    for column in relation.fields:
        give(tokens_of(column.name), _OF_A_NAME)
        for text in column.distinct if column.kind == "text" else ():
            words = tokens_of(text)
            whole = len(words) <= _MOST_CELL_WORDS and {word.stem for word in words} <= said
            give(words, _WHOLE_CELL if whole else _IN_A_CELL)
    return sum(
        weights.get(token.stem, 0.0)
        for at, token in enumerate(asked.tokens)
        if not asked.is_plain(at)
    )
