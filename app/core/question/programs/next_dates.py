"""The last row before a day, the next one after it: a list of dates and an event that is told
elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.question.programs.asked import Asked, Token, alike, tokens_of
from app.core.question.programs.dated_facts import DatedFact, Sentence, dated_fact, words_of
from app.core.question.programs.figures import days_of_column, written_day
from app.core.question.programs.filed_facts import all_in
from app.core.question.programs.kinds import name_tokens
from app.core.question.programs.labels import of_concept
from app.core.question.programs.library import Filed, LibraryView
from app.core.question.programs.records import Row, may_hold_rows
from app.core.question.programs.tables import FileTable, tables_of
from app.core.question.retrieve import Found
from app.core.question.values import Statement

_MOST_FILES = 12
# `b` is of what the other day is; `head` what is looked for; `before` or `after` which side of it.
_PATTERNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        r"\b(?:last|latest|next|first)\b (?P<head>.+?) "
        r"(?:(?P<before>before)|(?P<after>after|following))\b (?P<b>.+)$",
        r"\b(?:letzte|nächste|erste)[nrms]? (?P<head>.+?) (?:(?P<before>vor)|(?P<after>nach)) "
        r"(?P<b>.+)$",
        r"\b(?:derni[eè]re?|prochaine?|premi[eè]re?)\b (?P<head>.+?) "
        r"(?:(?P<before>avant)|(?P<after>après)) (?P<b>.+)$",
        r"\b(?:últim[oa]|próxim[oa]|primer[oa]?)\b (?P<head>.+?) "
        r"(?:(?P<before>antes)|(?P<after>después|tras))(?: del?)? (?P<b>.+)$",
    )
)


@dataclass(frozen=True, slots=True)
class _Dated:
    day: date
    row: Row
    table: FileTable


def row_beside_a_day(
    asked: Asked,
    found: Sequence[Found],
    sentences: Callable[[], Sequence[Sentence]],
    library: LibraryView,
) -> tuple[Statement, ...] | None:
    text = " ".join(asked.text.split()).strip(" ¿?.")
    match = next((m for pattern in _PATTERNS if (m := pattern.search(text))), None)
    if match is None:
        return None
    head = words_of(asked, match["head"])
    event = dated_fact(asked, match["b"], sentences(), library)
    if not head or event is None:
        return None
    before = match["before"] is not None
    beside = [
        dated
        for dated in _dated_rows(head, found, library)
        if (dated.day < event.day if before else dated.day > (event.last or event.day))
    ]
    if not beside:
        return None
    day = (max if before else min)(dated.day for dated in beside)
    nearest = [dated for dated in beside if dated.day == day]
    grounds = nearest[0].table.grounds([nearest[0].row])
    if len({dated.row.line for dated in nearest}) != 1 or not grounds:
        return None
    return (Statement(_told(asked, nearest[0], event), grounds + event.grounds),)


def _dated_rows(
    head: Sequence[Token], found: Sequence[Found], library: LibraryView
) -> Iterator[_Dated]:
    """Of tables that are called after what is looked for all rows; of others those that name it."""
    rows = [entry for entry in found if may_hold_rows(entry.chunk.text)]
    items = list({entry.item.item_id: entry.item for entry in rows}.values())[:_MOST_FILES]
    tables = [table for item in items for table in tables_of(item, library)]
    named = [table for table in tables if _is_called(table, head)]
    for table in named or tables:
        columns = of_concept(table, "date")
        data = table.data_rows()
        days = days_of_column([row.cells[columns[0]] for row in data]) if columns else None
        for row, day in zip(data, days or [], strict=False):
            if day is not None and (named or all_in(head, tokens_of(row.line))):
                yield _Dated(day, row, table)


def _is_called(table: FileTable, head: Sequence[Token]) -> bool:
    """Whether a table's file, sheet or heading has the head's words, in some form."""
    heads = " ".join(str(passage.heads) for passage in table.passages[:1])
    held = (*name_tokens(Filed(table.item, {})), *tokens_of(heads), *tokens_of(table.name))
    return all(any(alike(word, token) for token in held) for word in head)


def _told(asked: Asked, dated: _Dated, event: DatedFact) -> str:
    columns = of_concept(dated.table, "date")
    others = [
        f"{name} {cell}".strip()
        for n, (name, cell) in enumerate(zip(dated.table.columns, dated.row.cells, strict=False))
        if n != columns[0] and cell
    ]
    day = written_day(dated.day, asked.language)
    other = written_day(event.day, asked.language)
    return f"{day}: {', '.join(others)} ({event.label}: {other})."
