"""All that is SQLite's own: the driver, its pragmas, full-text tables, checks and error codes.

Another database would get a module like this one; nothing else in the room names SQLite."""

from __future__ import annotations

import contextlib
import importlib
import json
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, CursorResult, Engine, Select, create_engine, event, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from storage import keyring, sqlcipher
from storage.errors import (
    DiskFull,
    LibraryDamaged,
    LibraryLocked,
    SqliteUnfit,
    Stopped,
    StorageError,
)
from storage.keys import LibraryKey

APPLICATION_ID = 0x54525054  # "TRPT" in the header of a library's file
BUSY_TIMEOUT_MS = 15_000
# Rows of vectors (768 bytes at 384 dimensions in float16) stay inside their page up to about
# 1,000 dimensions; at SQLite's usual 4,096 they overflow from 490 on.
PAGE_SIZE = 8192
CHECKSUM = "row_checksum"  # the name of a function that every connection knows

# What SQLite says where the tables are not as they were made; the statements are all our own.
_SENSELESS = (
    "SQL logic error",
    "malformed",
    "vtable constructor failed",
    "no such table",
    "no such fts5 table",
    "no such column",
    "no such module",
    "no such tokenizer",
    "parse error in tokenize",
)

_FULL, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _CANTOPEN, _NOTADB = 13, 5, 6, 8, 10, 11, 14, 26


def is_fit(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the race that can lose a reset WAL: mended in 3.51.3 and
    carried back to 3.50.7 and 3.44.6 (sqlite.org/wal.html)."""
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )


@cache
def driver() -> ModuleType:
    """The DBAPI module to use: pysqlite3 where it is installed, else Python's own if new enough.

    Raises SqliteUnfit if neither may be trusted with a library."""
    try:
        found: ModuleType = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        found = sqlite3
    return _checked(found)


@cache
def _locked_driver() -> ModuleType:
    """The same for libraries that are locked with a passphrase. Raises SqliteUnfit."""
    return _checked(sqlcipher.driver())


def driver_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """What the drivers raise, and `others`: to be caught."""
    return (driver().Error, *sqlcipher.errors(), *others)


def connect(path: Path, key: LibraryKey | None = None, query: str = "") -> Any:
    """A bare connection of the driver to a library's file, plain or locked with a passphrase;
    `key` is for one that is still empty. `query` as in SQLite's URIs.

    Raises PassphraseNeeded, KeyDamaged, SqliteUnfit."""
    key = key or keyring.key_for(path)
    module = driver() if key is None else _locked_driver()
    name = f"{path.absolute().as_uri()}?{query}" if query else str(path)
    connection = module.connect(
        name,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_MS / 1000,
        uri=bool(query),
    )
    try:
        if key is not None:
            sqlcipher.give_key(connection, key)
        connection.execute("PRAGMA temp_store=MEMORY")  # nothing of a document in temporary files
    except BaseException:
        connection.close()
        raise
    return connection


def _checked(module: Any) -> ModuleType:
    version: tuple[int, int, int] = module.sqlite_version_info
    if not is_fit(version):
        raise SqliteUnfit(
            "The SQLite that Python uses here ({version}) has a known fault that can lose "
            "saved data.",
            "Install a current one into the program's environment with \"pip install "
            'pysqlite3", or use a Python built with SQLite 3.51.3 or later. Nothing was '
            "changed.",
            version=module.sqlite_version,
        )
    connection = module.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except module.OperationalError as error:
        raise SqliteUnfit(
            "The SQLite that Python uses here was built without full-text search (FTS5).",
            'Install one that has it with "pip install pysqlite3". Nothing was changed.',
        ) from error
    finally:
        connection.close()
    return module


def row_checksum(*values: bytes | float | None) -> int:
    """CRC-32 over values with their lengths, so that none can slip into its neighbour."""
    total = 0
    for value in values:
        if value is None:
            total = zlib.crc32(b"-", total)
            continue
        packed = struct.pack("<d", value) if isinstance(value, float) else value
        total = zlib.crc32(packed, zlib.crc32(b"%d:" % len(packed), total))
    return total


def engine(
    path: Path,
    *,
    writer: bool,
    prepare: Callable[[Any], None] = lambda _connection: None,
    key: LibraryKey | None = None,
) -> Engine:
    """An engine on the file; `prepare` gets each new connection of the driver. Transactions are
    begun by us, a writer's with the write lock taken at once, so that no transaction fails
    half-way for want of it. `key` as in `connect`, whose errors it raises."""
    key = key or keyring.key_for(path)
    made = create_engine(
        "sqlite://",
        module=driver() if key is None else _locked_driver(),
        creator=lambda: _connect(path, prepare, key, writer=writer),
        poolclass=QueuePool,
        pool_size=1 if writer else 4,
        max_overflow=0 if writer else 16,
        hide_parameters=True,  # an error's message may reach the log; a passage must not
    )
    begin = "BEGIN IMMEDIATE" if writer else "BEGIN"
    event.listen(made, "begin", lambda connection: connection.exec_driver_sql(begin))
    return made


def _connect(
    path: Path, prepare: Callable[[Any], None], key: LibraryKey | None, *, writer: bool
) -> Any:
    connection = connect(path, key)
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA trusted_schema=OFF")
        cursor.execute("PRAGMA cache_size=-32768")
        cursor.execute("PRAGMA foreign_keys=ON")
        if writer:
            if path.stat().st_size == 0:  # on an older file the second would write
                cursor.execute(f"PRAGMA page_size={PAGE_SIZE}")
                cursor.execute("PRAGMA auto_vacuum=INCREMENTAL")
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.execute("PRAGMA journal_size_limit=67108864")
        else:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()
        connection.create_function(CHECKSUM, -1, row_checksum, deterministic=True)
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


# --- full-text tables ----------------------------------------------------------------------------

KeywordRow = tuple[int, str, str, str]  # chunk id, heads, words, forms

# Marks (Mn, Mc) count as parts of words, or the vowel signs of Hindi and Thai would split them.
_TOKENIZE = "tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\""
# `keywords` keeps no copy of the text: a row goes by being given its words again, which
# `secure-delete` then takes out of the index at once instead of marking them gone.
# `heads` is what a passage stands under (title, headings, sheet, sender), `words` the passage,
# `forms` other forms of the words of both (see `storage.forms`).
# `names` is small and keeps its own copy: titles, file names, metadata; one row a content.
FULL_TEXT_DDL = (
    f"CREATE VIRTUAL TABLE keywords USING fts5(heads, words, forms, content='', {_TOKENIZE})",
    "INSERT INTO keywords(keywords, rank) VALUES('secure-delete', 1)",
    f"CREATE VIRTUAL TABLE names USING fts5(words, {_TOKENIZE})",
    "INSERT INTO names(names, rank) VALUES('secure-delete', 1)",
    "CREATE VIRTUAL TABLE keyword_frequencies USING fts5vocab(keywords, row)",
)
# Alembic's comparison of tables leaves these alone.
FULL_TEXT_TABLES = ("keywords", "names", "keyword_frequencies")


def make_full_text_anew(connection: Connection) -> None:
    """Drop the full-text tables, whatever their columns, and make them empty."""
    for table in ("keyword_frequencies", "keywords", "names"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    for statement in FULL_TEXT_DDL:
        connection.exec_driver_sql(statement)


def insert_keywords(connection: Connection, rows: Sequence[KeywordRow]) -> None:
    """Add keyword rows, as `words.keyword_row` gives them."""
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO keywords(rowid, heads, words, forms) VALUES (?, ?, ?, ?)", list(rows)
        )


def delete_keywords(connection: Connection, rows: Sequence[KeywordRow]) -> None:
    """Take keyword rows out; they must be those that were inserted."""
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO keywords(keywords, rowid, heads, words, forms) "
            "VALUES ('delete', ?, ?, ?, ?)",
            list(rows),
        )


def clear_keywords(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO keywords(keywords) VALUES ('delete-all')")


def put_name(connection: Connection, content_id: int, words: str) -> None:
    connection.exec_driver_sql("DELETE FROM names WHERE rowid = ?", (content_id,))
    connection.exec_driver_sql("INSERT INTO names(rowid, words) VALUES (?, ?)", (content_id, words))


def delete_name(connection: Connection, content_id: int) -> None:
    connection.exec_driver_sql("DELETE FROM names WHERE rowid = ?", (content_id,))


def clear_names(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM names")


def match_keywords(
    connection: Connection,
    expression: str,
    n: int,
    kinds: Sequence[str] | None,
    after: int = 0,
    *,
    heads_weight: float = 1.0,
    forms_weight: float = 1.0,
    among: Sequence[int] | None = None,
) -> list[tuple[int, int, float]]:
    """Best `n` of (chunk id, content id, score) among ids greater than `after`; the score is bm25
    turned so that more is better. A word in the heads counts `heads_weight` of one in the text,
    another form of it `forms_weight`. With `among` only these chunks are looked at.

    Ordering by the hidden column `rank` lets FTS5 sort before the join."""
    where, values = _kind_clause(kinds)
    narrowed = "" if among is None else " AND k.rowid IN (SELECT value FROM json_each(?))"
    chosen = () if among is None else (json.dumps(list(among)),)
    rows = connection.exec_driver_sql(
        "SELECT k.rowid, c.content_id, -k.rank FROM keywords AS k "
        "CROSS JOIN chunks AS c ON c.id = k.rowid "
        "WHERE k.keywords MATCH ? AND k.rank MATCH ? "
        f"AND k.rowid > ?{where}{narrowed} ORDER BY k.rank LIMIT ?",
        (expression, f"bm25({heads_weight}, 1.0, {forms_weight})", after, *values, *chosen, n),
    )
    return [(int(row[0]), int(row[1]), float(row[2])) for row in rows]


def chunk_ids(connection: Connection, last: int) -> NDArray[np.int64]:
    """The ids of all chunks up to `last`, ascending. Through an index of ids and kinds alone: the
    table with its texts is a hundred times as long."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM chunks INDEXED BY chunks_kind WHERE id <= ?", (last,)
    )
    return np.sort(np.fromiter((row[0] for row in _bare(rows)), np.int64))


def vector_rows(
    connection: Connection, space_id: int, chunk_ids: Sequence[int]
) -> Iterator[tuple[int, bytes]]:
    """(chunk id, packed row) of those that are there, ascending. Every search of a large library
    asks for some hundreds, so no row goes through an object of SQLAlchemy's."""
    rows = connection.exec_driver_sql(
        "SELECT v.chunk_id, v.row FROM json_each(?) AS wanted CROSS JOIN vectors AS v "
        "ON v.space_id = ? AND v.chunk_id = wanted.value ORDER BY v.chunk_id",
        (json.dumps(list(chunk_ids)), space_id),
    )
    yield from _bare(rows)


def _bare(result: CursorResult[Any]) -> Iterator[tuple[Any, ...]]:
    """The driver's own rows, without an object around each."""
    cursor: Any = result.cursor
    yield from cursor


def listed(ids: Sequence[int]) -> Select[tuple[int]]:
    """Any number of ids as a subquery; a statement takes some thousands as parameters."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def contents_in_space(connection: Connection, space: str) -> list[int]:
    """Ids of the contents that have rows in a live space, ascending."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT c.content_id FROM vectors AS v JOIN spaces AS s ON s.id = v.space_id "
        "JOIN chunks AS c ON c.id = v.chunk_id WHERE s.name = ? AND s.live ORDER BY c.content_id",
        (space,),
    )
    return [int(row[0]) for row in rows]


def match_names(
    connection: Connection, expression: str, n: int, kinds: Sequence[str] | None
) -> list[tuple[int, float]]:
    """Best `n` of (content id, score) by title, file name and metadata."""
    where, values = _kind_clause(kinds)
    rows = connection.exec_driver_sql(
        "SELECT k.rowid, -k.rank FROM names AS k CROSS JOIN contents AS c ON c.id = k.rowid "
        f"WHERE k.names MATCH ?{where} ORDER BY k.rank LIMIT ?",
        (expression, *values, n),
    )
    return [(int(row[0]), float(row[1])) for row in rows]


def _kind_clause(kinds: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    if kinds is None:
        return "", ()
    marks = ", ".join("?" * len(kinds))
    return f" AND c.kind IN ({marks})", tuple(kinds)


def document_frequency(connection: Connection, word: str) -> int:
    """In how many keyword rows the word stands, exactly as the index spells it."""
    found = connection.exec_driver_sql(
        "SELECT doc FROM keyword_frequencies WHERE term = ?", (word,)
    ).scalar()
    return int(found or 0)


def document_frequencies(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    """In how many keyword rows each of the words stands, exactly as the index spells it; those
    that stand in none are left out. Each is looked up by itself: some hundreds take 18 ms in a
    million rows (p95 47)."""
    rows = connection.exec_driver_sql(
        "SELECT f.term, f.doc FROM json_each(?) AS wanted "
        "CROSS JOIN keyword_frequencies AS f ON f.term = wanted.value",
        (json.dumps(list(words)),),
    )
    return {str(row[0]): int(row[1]) for row in rows}


def any_with_word(connection: Connection, word: str) -> int | None:
    """A chunk in whose text or heads the word stands itself, not as a form of another one."""
    found = connection.exec_driver_sql(
        "SELECT rowid FROM keywords WHERE keywords MATCH ? LIMIT 1",
        ('{heads words} : "' + word.replace('"', '""') + '"',),
    ).scalar()
    return None if found is None else int(found)


def keyword_row_problems(connection: Connection) -> tuple[int, int]:
    """How many chunks lack a keyword row, and how many keyword rows lack a chunk."""
    lacking = connection.exec_driver_sql(
        "SELECT count(*) FROM chunks WHERE id NOT IN (SELECT id FROM keywords_docsize)"
    ).scalar()
    orphans = connection.exec_driver_sql(
        "SELECT count(*) FROM keywords_docsize WHERE id NOT IN (SELECT id FROM chunks)"
    ).scalar()
    return int(lacking or 0), int(orphans or 0)


def name_row_problems(connection: Connection) -> tuple[int, int]:
    """How many contents lack a row of names, and how many such rows lack a content."""
    lacking = connection.exec_driver_sql(
        "SELECT count(*) FROM contents WHERE id NOT IN (SELECT id FROM names_docsize)"
    ).scalar()
    orphans = connection.exec_driver_sql(
        "SELECT count(*) FROM names_docsize WHERE id NOT IN (SELECT id FROM contents)"
    ).scalar()
    return int(lacking or 0), int(orphans or 0)


# --- checks and upkeep ---------------------------------------------------------------------------


def quick_check(connection: Connection) -> list[str]:
    """Problems of the file's structure, [] if sound. Reads the whole file, but no index."""
    return _check(connection, "PRAGMA quick_check(20)")


def integrity_check(connection: Connection) -> list[str]:
    """Problems of the file's structure and of its indexes, [] if sound."""
    return _check(connection, "PRAGMA integrity_check(50)")


def _check(connection: Connection, statement: str) -> list[str]:
    try:
        return [row for row in _column(connection, statement) if row != "ok"]
    except DBAPIError as error:
        if isinstance(known := known_error(error), LibraryDamaged):
            return [known.message]
        raise


@contextlib.contextmanager
def given_up_when(connection: Connection, stopped: Callable[[], bool]) -> Iterator[None]:
    """Ends the statement that runs in the block, and the block, as soon as `stopped` says so."""
    driver: Any = connection.connection.dbapi_connection
    driver.set_progress_handler(lambda: int(stopped()), 100_000)
    try:
        yield
    except DBAPIError:
        if not stopped():
            raise
    finally:
        driver.set_progress_handler(None, 0)


def foreign_key_problems(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(50)
    return [f"a row of {row[0]} points to a missing row of {row[2]}" for row in rows]


def _column(connection: Connection, statement: str) -> list[str]:
    return [str(row[0]) for row in connection.exec_driver_sql(statement)]


def application_id(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar() or 0)


def mark_as_library(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def checkpoint(target: Engine) -> bool:
    """Write the log back and cut it to nothing; outside any transaction. False if a reader still
    needs it (the next checkpoint then does it)."""
    return int(_outside_transaction(target, "PRAGMA wal_checkpoint(TRUNCATE)")[0][0]) == 0


def give_back_space(target: Engine) -> None:
    """Return free pages to the file system; outside any transaction."""
    _outside_transaction(target, "PRAGMA incremental_vacuum")


def copy_into(path: Path, file: Path, stopped: Callable[[], bool] = lambda: False) -> None:
    """Write a compact, consistent copy of the database at `path` to a new file; works beside a
    writer. On a connection of its own, since one that may only query may not do this either.

    Raises Stopped as soon as `stopped` says so; then the new file is of no use."""
    connection = connect(path)
    try:
        connection.set_progress_handler(lambda: int(stopped()), 1000)
        connection.execute("VACUUM INTO ?", (str(file),))
    except driver_errors():
        if stopped():
            raise Stopped("It was stopped.", "Nothing was changed.") from None
        raise
    finally:
        connection.close()


def make_indexes_anew(path: Path) -> None:
    """Sort every index of the database at `path` again from its table."""
    connection = connect(path)
    try:
        connection.execute("REINDEX")
    finally:
        connection.close()


def _outside_transaction(target: Engine, statement: str) -> list[tuple[Any, ...]]:
    """Run what SQLite refuses inside a transaction; SQLAlchemy's connections always begin one."""
    raw = target.raw_connection()
    try:
        cursor = raw.cursor()
        try:
            cursor.execute(statement)
            return [tuple(row) for row in cursor.fetchall()]
        finally:
            cursor.close()
    finally:
        raw.close()


def description(connection: Connection) -> set[tuple[str, ...]]:
    """What the file says of its tables and indexes; of the inner tables of full-text search their
    names only, since SQLite words them."""
    rows = connection.exec_driver_sql("SELECT type, name, CAST(sql AS BLOB) FROM sqlite_master")
    inner = tuple(f"{table}_" for table in FULL_TEXT_TABLES)
    return {
        (kind, name, "" if name.startswith(inner) else (sql or b"").decode("utf-8", "replace"))
        for kind, name, sql in rows
    }


def describe_anew(path: Path, like: Path) -> None:
    """Write what the database at `path` says of its tables and indexes as the one at `like` has it,
    by their names; where each begins stays. Does nothing to a database of another version."""
    sound = connect(like)
    damaged = connect(path)
    try:
        damaged.execute("PRAGMA writable_schema=ON")  # opens what cannot be understood, too
        version = "SELECT version_num FROM alembic_version"
        if damaged.execute(version).fetchall() != sound.execute(version).fetchall():
            return
        damaged.execute("BEGIN")
        for kind, name, table, sql in sound.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master"
        ):
            damaged.execute(
                "UPDATE sqlite_master SET type = ?, tbl_name = ?, sql = ? WHERE name = ?",
                (kind, table, sql, name),
            )
        damaged.execute("COMMIT")
    finally:
        sound.close()
        damaged.close()


def tables(connection: Connection) -> set[str]:
    return set(_column(connection, "SELECT name FROM sqlite_master WHERE type = 'table'"))


# --- errors --------------------------------------------------------------------------------------


def is_driver_error(error: Exception) -> bool:
    """Whether this is an error of the driver, wrapped by SQLAlchemy or not."""
    return isinstance(error, (DBAPIError, *driver_errors()))


def known_error(error: Exception) -> StorageError | None:
    """The database's error as one the user can act on; None if it is a fault of ours."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if str(original).startswith("Could not decode to UTF-8"):  # the driver's own, without a code
        return damaged("A row of the library is damaged: its text is no text.")
    if str(original).startswith(_SENSELESS):
        return damaged("The library's file is damaged: its description of itself makes no sense.")
    code = getattr(original, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == _FULL:
        return disk_full()
    if primary in (_CORRUPT, _NOTADB):
        return damaged("The library's file is damaged or is not a library.")
    if primary in (_BUSY, _LOCKED):
        return LibraryLocked(
            "The library is busy: another program is writing to it.",
            "Wait a moment and try again. Nothing was changed.",
        )
    if primary == _READONLY:
        return not_writable()
    if primary in (_IOERR, _CANTOPEN):
        return StorageError(
            "The disk did not read or write the library's file as asked.",
            "Check that the disk is connected and healthy, then try again. What was reported as "
            "indexed before is safe.",
        )
    return None


def disk_full() -> DiskFull:
    return DiskFull(
        "The disk is full: the last change was not saved. Everything saved before is safe.",
        "Free some space on the disk that holds the library, then add again; it goes on where "
        "it stopped.",
    )


def not_writable() -> StorageError:
    return StorageError(
        "The library cannot be written: its file or folder is read-only.",
        "Allow writing to the library's folder, or choose another with --library.",
    )


def damaged(message: str, **values: object) -> LibraryDamaged:
    return LibraryDamaged(
        message,
        'Run "triptych verify --repair", or bring a backup back with "triptych restore FILE". '
        "Your own files are untouched, and nothing was deleted.",
        **values,
    )
