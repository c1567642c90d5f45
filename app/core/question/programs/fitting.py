"""Which columns and rows of a table a question speaks of, word by word. Pure.

A fit stands only where every word of the question has found its part (see `asked`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePath

from app.core.naming import spoken_name
from app.core.question.programs.asked import Asked, Span, Token, alike, runs_of, tokens_of
from app.core.question.programs.records import Row
from app.core.question.programs.tables import FileTable
from app.core.question.programs.wording import CONCEPT_NAMES
from app.core.words import stem

GROUP = -1  # stands for the column of the labels over groups of rows
_MAX_CELL_WORDS = 8
_UNIT_WORDS = frozenset(
    """nm n kn mm cm dm m km µm kg g mg t lb lbs oz l ml cl dl hl kwh wh kw w mw v a ma °c c f k s
    sec min h hrs hours std d days eur € usd $ gbp £ chf % pct m² m2 m³ m3 km² ha bar pa hpa px mb
    gb kb tb""".split()  # noqa: SIM905  a paragraph reads better than a list of quotes
)
_BRACKETS = re.compile(r"[(\[]([^)\]]{1,20})[)\]]")


@dataclass(frozen=True, slots=True)
class ColumnName:
    """What a column is called and in what its values are: `Torque (Nm)` is "Torque" in "Nm"."""

    name: str
    unit: str
    tokens: tuple[Token, ...]


@dataclass(slots=True)
class Fit:
    """`rows` are those that the question's cells leave; `filters` the columns they stand in, with
    the cells' texts; `targets` the columns named for their own sake, in the question's order.
    `conditions` tell of rows left by bounds and periods. `told` counts the words that columns and
    cells account for; `left` are the words that nothing accounts for; `is_named`: whether a word
    names the file or what stands over the table."""

    table: FileTable
    rows: list[Row]
    targets: list[int] = field(default_factory=list)
    filters: dict[int, list[str]] = field(default_factory=dict)
    explained: set[int] = field(default_factory=set)
    conditions: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    is_named: bool = False
    told: int = 0


@lru_cache(maxsize=4096)
def column_name(column: str) -> ColumnName:
    unit = ""
    name = column
    if bracket := _BRACKETS.search(column):
        inner = bracket[1].strip()
        name = f"{column[: bracket.start()]}{column[bracket.end() :]}".strip()
        unit = inner if inner.lower().strip("./") in _UNIT_WORDS or inner in {"€", "%"} else ""
        name = name if unit else column
    else:
        words = re.split(r",? (?:in )?", column.strip())
        if len(words) > 1 and words[-1].lower() in _UNIT_WORDS:
            unit = words[-1]
            name = column.strip()[: -len(unit)].rstrip(" ,").removesuffix(" in")
    return ColumnName(name or column, unit, tokens_of(name or column))


def fit(asked: Asked, table: FileTable, used: set[int]) -> Fit:
    """How the question's words fall on the table; `used` are the words of what is to be done."""
    found = Fit(table, table.data_rows())
    hits = _column_hits(asked, table, used)
    cells = _cell_hits(asked, table, used, hits)
    taken = {at for spans in cells.values() for _, span in spans for at in span.indices()}
    for indices in hits.values():
        if not indices <= taken:
            found.explained |= indices
    found.explained |= taken | used
    for column in hits:  # "the price of the hammer and the price of the saw"
        words = column_name(table.columns[column]).tokens
        found.explained |= {
            at
            for at, token in enumerate(asked.tokens)
            if any(alike(token, word) for word in words if len(word.folded) > 1)
        }
    partial = _partial_hits(asked, table, found.explained)
    for column, spans in partial.items():
        if column not in cells:
            cells[column] = spans
            found.explained |= {at for _, span in spans for at in span.indices()}
    for column, spans in cells.items():
        texts = {text for text, _ in spans}
        found.filters[column] = sorted(texts)
        found.rows = [row for row in found.rows if _cell(row, column) in texts]
    found.told = len(
        {at for spans in cells.values() for _, span in spans for at in span.indices()}
        | {at for indices in hits.values() for at in indices}
    )
    ordered = sorted((min(indices), column) for column, indices in hits.items())
    found.targets = [
        column for _, column in ordered if column not in found.filters and not hits[column] <= taken
    ]
    return found


def place_rest(asked: Asked, fitted: Fit) -> None:
    """Let what the file and the table are called, and what their rows are, account for words."""
    context = context_of(fitted.table)
    for at, token in enumerate(asked.tokens):
        if at not in fitted.explained and any(alike(token, other) for other in context):
            fitted.explained.add(at)
            fitted.is_named |= not asked.is_plain(at)
    nouns = asked.wording.row_nouns
    if _holds_amounts(fitted.table):
        fitted.explained |= {at for at, token in enumerate(asked.tokens) if token.folded in nouns}
    fitted.left = asked.left_over(fitted.explained)


def _column_hits(asked: Asked, table: FileTable, used: set[int]) -> dict[int, set[int]]:
    """The question's words that name each column: whole names first, then parts of names that fit
    one column alone."""
    whole: dict[int, set[int]] = {}
    parts: dict[int, set[int]] = {}
    for column, text in enumerate(table.columns):
        words = [token for token in column_name(text).tokens if len(token.folded) > 1]
        matched = [
            [at for at, token in enumerate(asked.tokens) if alike(word, token)] for word in words
        ]
        if not words or not any(matched):
            continue
        indices = {at for places in matched for at in places[:1]}
        if all(matched):
            whole[column] = indices
        elif strong := {at for at in indices - used if not asked.is_plain(at)}:
            parts[column] = strong
    for column, indices in list(whole.items()):
        if any(indices < others for others in whole.values()):
            del whole[column]
    named = {at for indices in whole.values() for at in indices}
    fresh = {column: indices - named for column, indices in parts.items() if indices - named}
    for column, indices in fresh.items():
        rivals = [others for other, others in fresh.items() if other != column]
        if not any(indices & others for others in rivals):
            whole[column] = indices
    return {
        column: indices
        for column, indices in whole.items()
        if not indices <= used or len(indices) > 1
    }


def _cell_hits(
    asked: Asked, table: FileTable, used: set[int], hits: dict[int, set[int]]
) -> dict[int, list[tuple[str, Span]]]:
    """Cells whose whole text stands in the question, the longest where they overlap."""
    found: list[tuple[int, str, Span]] = []
    for column, text in _cells_of(table):
        words = tokens_of(text)
        if not words or len(words) > _MAX_CELL_WORDS:
            continue
        for span in runs_of(words, asked.tokens):
            if all(asked.is_plain(at) or at in used for at in span.indices()):
                continue
            if _is_bare_number(text) and not _beside(span, hits.get(column, set())):
                continue
            found.append((column, text, span))
    kept: dict[int, list[tuple[str, Span]]] = {}
    for column, text, span in found:
        inside = any(span.within(other) and len(other) > len(span) for _, _, other in found)
        is_name = any(set(span.indices()) <= indices for indices in hits.values())
        if not inside and not (is_name and not any(t.has_digit for t in tokens_of(text))):
            kept.setdefault(column, []).append((text, span))
    return kept


def _partial_hits(
    asked: Asked, table: FileTable, explained: set[int]
) -> dict[int, list[tuple[str, Span]]]:
    """Words still open that stand in cells of one column only: a family name, one word of two."""
    titled = _title_run(asked, table)
    open_words = [
        at
        for at in asked.left_over(explained)
        if len(asked.tokens[at].folded) > 2 and at not in titled
    ]
    by_column: dict[int, dict[str, set[int]]] = {}
    for column, text in _cells_of(table):
        words = tokens_of(text)
        if len(words) > 3 * _MAX_CELL_WORDS:
            continue
        held = {at for at in open_words if any(alike(asked.tokens[at], word) for word in words)}
        if held:
            by_column.setdefault(column, {})[text] = held
    found: dict[int, list[tuple[str, Span]]] = {}
    for column, cells in by_column.items():
        reached = {at for held in cells.values() for at in held}
        elsewhere = {
            at
            for other, others in by_column.items()
            if other != column
            for held in others.values()
            for at in held
        }
        if reached & elsewhere:
            continue
        best = max(len(held) for held in cells.values())
        texts = [text for text, held in cells.items() if len(held) == best]
        if len(texts) == 1 and asked.compares:
            rest = {text: held - cells[texts[0]] for text, held in cells.items()}
            most = max(len(held) for held in rest.values())
            texts += [text for text, held in rest.items() if most and len(held) == most]
        found[column] = [(text, Span(at, at + 1)) for text in texts for at in sorted(cells[text])]
    return found


def _title_run(asked: Asked, table: FileTable) -> set[int]:
    """Words of the question that stand side by side in the name of the file: in "the trains for the
    ferry story" those of the file "expenses ferry story" choose no row."""
    names = (table.item.title or "", spoken_name(table.item.path), table.table.caption)
    pairs = {(one.stem, other.stem) for name in names for one, other in pairwise(tokens_of(name))}
    return {
        place
        for at, (one, other) in enumerate(pairwise(asked.tokens))
        if (one.stem, other.stem) in pairs
        for place in (at, at + 1)
    }


def _cells_of(table: FileTable) -> Iterator[tuple[int, str]]:
    """Each different text of each column, and of the labels over rows."""
    rows = table.data_rows()
    for column in (GROUP, *range(len(table.columns))):
        for text in dict.fromkeys(_cell(row, column) for row in rows):
            if text:
                yield column, text


def _holds_amounts(table: FileTable) -> bool:
    names = {stem(name) for name in CONCEPT_NAMES["money"]}
    return any(token.stem in names for text in table.columns for token in column_name(text).tokens)


def _cell(row: Row, column: int) -> str:
    return row.group if column == GROUP else row.cells[column]


def _is_bare_number(text: str) -> bool:
    return not any(character.isalpha() for character in text) and len(text) < 6


def _beside(span: Span, indices: set[int]) -> bool:
    return bool({span.start - 1, span.start - 2, span.end} & indices)


def context_of(table: FileTable) -> list[Token]:
    """What the table is about: its caption and the file's title, name and folder."""
    path = PurePath(table.item.path)
    said = f"{table.table.caption} {table.item.title or ''} {spoken_name(path.name)} "
    return [
        token
        for token in tokens_of(f"{said} {path.suffix[1:]} {spoken_name(path.parent.name)}")
        if len(token.folded) > 1
    ]


def narrows(asked: Asked, at: int, explained: set[int]) -> bool:
    """Whether a word left over stands beside one that has found its part, and so may say which of
    its kind is meant: "second-hand price", "garden hammer". Verbs behind it don't: in German they
    are not written large, in English they end in -ed or -ing."""
    if at + 1 in explained and not asked.is_plain(at + 1):
        return True
    if at - 1 not in explained or asked.is_plain(at - 1):
        return False
    token = asked.tokens[at]
    is_verb = {
        "de": not token.is_capital,
        "en": token.folded.endswith(("ed", "ing")),
    }
    return not is_verb.get(asked.language, False)
