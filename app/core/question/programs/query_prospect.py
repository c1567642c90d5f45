"""Whether some query over a table could ask what a question asks: what none could bear out needs
not be written. Pure, but for the likeness of words, which is handed in."""

from __future__ import annotations

from collections.abc import Sequence

from app.core import thresholds
from app.core.dates import dates
from app.core.question.programs.asked import Asked, Token, tokens_of
from app.core.question.programs.fitting import context_of
from app.core.question.programs.query_grounding import Likeness
from app.core.question.programs.query_words import LEAVING_OUT, may_be_left
from app.core.question.programs.relation import Relation
from app.core.question.programs.tasks import task_of

_MOST_CELL_WORDS = 8
_MOST_CELLS_NEAR = 40  # of a table, which a word is held against


def may_be_asked(
    asked: Asked,
    relation: Relation,
    likeness: Likeness,
    beside: Sequence[Token] = (),
    *,
    loosely: bool = False,
) -> bool:
    """Whether every word of the question could find a part in some query over the table. `beside`
    and `loosely` as in `query_grounding.check`."""
    texts = [relation.table.name, *(column.name for column in relation.fields)]
    cells = [
        cell
        for column in relation.fields
        if column.kind == "text"
        for cell in column.distinct
        if len(tokens_of(cell)) <= _MOST_CELL_WORDS
    ]
    known = {word.stem for text in (*texts, *cells) for word in tokens_of(text)}
    known |= {word.stem for word in (*context_of(relation.table), *beside)}
    explained = task_of(asked).used | {
        at
        for mention in dates(asked.text, asked.language)
        for at, token in enumerate(asked.tokens)
        if token.start < mention.end and token.end > mention.start
    }
    for phrases in _phrases_of_queries(asked):
        span = asked.find(phrases)
        explained |= set() if span is None else set(span.indices())
    open_words: dict[int, str] = {}
    for at in asked.left_over(explained):
        token = asked.tokens[at]
        if token.has_digit or token.stem in known or token.folded in LEAVING_OUT:
            continue
        if token.folded in thresholds.LIGHT_WORDS or token.folded in asked.wording.negations:
            continue
        if token.is_capital and at > 0 and asked.language != "de":
            return False
        open_words[at] = token.folded
    about = [
        *texts,
        *cells[:_MOST_CELLS_NEAR],
        *sorted(w.folded for w in context_of(relation.table)),
    ]
    near = likeness(list(open_words.values()), about) if open_words else ()
    far = [
        at
        for at, cosine in zip(open_words, near, strict=True)
        if cosine < thresholds.QUERY_WORD_NEAR
    ]
    return not far or (loosely and may_be_left(asked, far))


def _phrases_of_queries(asked: Asked) -> tuple[tuple[str, ...], ...]:
    wording = asked.wording
    return (
        wording.how_many, wording.how_much, wording.total, wording.average, wording.more_than,
        wording.less_than, wording.at_least, wording.at_most, wording.after, wording.before,
        wording.between,
    )  # fmt: skip
