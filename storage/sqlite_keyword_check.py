"""Whether the keyword index holds exactly the words of the passages. SQLite checks the structure
of an FTS5 table; one that keeps no copy of its text has nothing to compare its words with."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from storage import sqlite

# Sums over all places at which a term stands, so that parts of the passages can be added up.
_SUMS = (
    "SELECT CAST(term AS BLOB), count(*), sum(doc), sum(offset), sum(doc * offset), "
    "sum(doc * length(col)) FROM {} GROUP BY term"
)
MODULUS = (1 << 61) - 1
_FACTORS = (1, 1_000_003, 998_244_353, 1_000_000_007, 1_000_000_009)


def held(path: Path) -> int:
    """A sum over everything that the keyword index of the library at `path` holds.

    Raises an error of the driver where the index cannot be read."""
    connection = sqlite.connect(path)
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.held USING fts5vocab('main', 'keywords', 'instance')"
        )
        return (_sum(connection, "temp.held") + _sizes(connection)) % MODULUS
    finally:
        connection.close()


def expected(parts: Iterable[Sequence[sqlite.KeywordRow]]) -> Iterator[tuple[int, int]]:
    """The same sum over the rows that should be there, part by part: (number of rows, sum of the
    part). In memory; a part's index is dropped before the next is made."""
    for rows in parts:
        connection = sqlite.driver().connect(":memory:", isolation_level=None)
        try:
            connection.execute("BEGIN")
            connection.execute(sqlite.FULL_TEXT_DDL[0])
            connection.executemany(
                "INSERT INTO keywords(rowid, heads, words, forms) VALUES (?, ?, ?, ?)", rows
            )
            connection.execute(
                "CREATE VIRTUAL TABLE temp.held USING fts5vocab('main', 'keywords', 'instance')"
            )
            yield len(rows), (_sum(connection, "temp.held") + _sizes(connection)) % MODULUS
        finally:
            connection.close()


def _sum(connection: Any, vocabulary: str) -> int:
    total = 0
    for term, *sums in connection.execute(_SUMS.format(vocabulary)):
        mixed = sum(factor * part for factor, part in zip(_FACTORS, sums, strict=True))
        total += (zlib.crc32(term) + 1) * mixed
    return total % MODULUS


def _sizes(connection: Any) -> int:
    """How many words each passage has, by which ranking weighs."""
    rows = connection.execute("SELECT id, sz FROM keywords_docsize")
    return sum((zlib.crc32(size) + 1) * row_id for row_id, size in rows) % MODULUS
