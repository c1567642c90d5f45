"""What the words of a question over a table may be: a column's name, and what can do without a part
in a query. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.core import thresholds
from app.core.question.programs.asked import Asked, Token, alike, tokens_of
from app.core.question.programs.relation import Field, Relation
from app.core.question.programs.wording import Wording
from app.core.words import name_words

LEAVING_OUT = frozenset(
    """but outside excluding apart elsewhere außerhalb ausgenommen hors excepté sauf fuera excepto
    salvo""".split()  # noqa: SIM905
)


def may_be_left(asked: Asked, places: Sequence[int]) -> bool:
    """Whether what a table says without these words may still be of use: they are few, and none is
    a name, a number, or says how things lie to each other."""
    wording = asked.wording
    kept = {
        *name_words(asked.text, asked.language),
        *(phrase for lead in _bounds(wording) for phrase in lead),
        *wording.negations,
        *LEAVING_OUT,
    }
    return len(places) <= thresholds.QUERY_WORDS_LEFT and not any(
        asked.tokens[at].has_digit or asked.tokens[at].folded in kept for at in places
    )


def _bounds(wording: Wording) -> tuple[tuple[str, ...], ...]:
    return (
        wording.more_than, wording.less_than, wording.at_least, wording.at_most, wording.after,
        wording.before, wording.between, wording.difference, wording.average,
    )  # fmt: skip


def asked_columns(asked: Asked, relation: Relation) -> set[int]:
    """The columns that may hold what is asked for: by "when" and "how much", or by the noun behind
    "which". Empty where nothing tells."""
    wording = asked.wording
    much = tuple(each for each in wording.how_much if not each.startswith(("what", "was")))
    kinds: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
        (wording.when, ("day", "time")),
        (much, ("number",)),
    )
    for phrases, wanted in kinds:
        if asked.says(phrases) and not asked.says(wording.how_many):
            return {at for at, column in enumerate(relation.fields) if column.kind in wanted}
    lead = asked.find(wording.which)
    if lead is None or lead.end >= len(asked.tokens):
        return set()
    noun = asked.tokens[lead.end]
    return {
        at
        for at, column in enumerate(relation.fields)
        if any(alike(noun, word) for word in words_of(column))
    }


def words_of(column: Field) -> list[Token]:
    return [word for word in tokens_of(column.name) if len(word.folded) > 1]


def in_every_row(relation: Relation, places: Sequence[int]) -> list[Token]:
    """Words that stand in each of the rows at `places`: what they ask for is met."""
    columns = [column for column in relation.fields if column.kind == "text"]
    rows = [[token for column in columns for token in tokens_of(column.cells[at])] for at in places]
    if not rows:
        return []
    first, others = rows[0], rows[1:]
    return [
        word
        for word in first
        if not word.has_digit and all(any(alike(word, o) for o in other) for other in others)
    ]


def is_of_a_column(token: Token, relation: Relation) -> bool:
    """Whether a word names a column, or a cell of one: the query says nothing of it then, for those
    of the columns in use have found their part."""
    return any(
        any(alike(token, word) for word in words_of(column))
        or any(
            alike(token, word)
            for cell in column.distinct
            for word in tokens_of(cell)
            if column.kind == "text"
        )
        for column in relation.fields
    )
