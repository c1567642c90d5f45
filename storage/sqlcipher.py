"""All that is SQLCipher's own: its driver, how a connection is given its key, and copying a
database into an encrypted one or out of it.

SQLCipher encrypts each page (AES-256) and signs it (HMAC-SHA-512), in the file and in its log. The
key is given as it is, so none is derived at each opening; the key's id is the salt, which stands
in the clear at the beginning of the file."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from storage.errors import SqliteUnfit
from storage.keys import LibraryKey

PAGE_SIZE = 8192  # as `storage.sqlite` has it; an encrypted file does not tell its own


@cache
def driver() -> ModuleType:
    """The driver's module, told once what holds for the whole process. Raises SqliteUnfit."""
    try:
        found = importlib.import_module("sqlcipher3.dbapi2")
    except ImportError as error:
        raise SqliteUnfit(
            "What a library with a passphrase is encrypted with (SQLCipher) is not installed.",
            "Install it into the program's environment with \"pip install sqlcipher3 "
            'cryptography". Nothing was changed.',
        ) from error
    connection = found.connect(":memory:")
    try:
        # Of every file that is made or opened, a copy's too, to which no pragma can be given.
        connection.execute(f"PRAGMA cipher_default_page_size={PAGE_SIZE}")
        connection.execute("PRAGMA cipher_log_level=NONE")  # it writes to standard error
    finally:
        connection.close()
    _loaded.append(found)
    return found


_loaded: list[ModuleType] = []


def errors() -> tuple[type[Exception], ...]:
    """What the driver raises, once it is in use."""
    return tuple(module.Error for module in _loaded)


def give_key(connection: Any, key: LibraryKey) -> None:
    """To a new connection, before anything else is asked of it."""
    connection.execute(f'PRAGMA key = "{_literal(key)}"')


def copy(
    source: Path, target: Path, *, source_key: LibraryKey | None, target_key: LibraryKey | None
) -> None:
    """Write what the database `source` holds into the empty file `target`, encrypted with another
    key or with none. Nobody may write to `source` meanwhile. Raises errors of the driver."""
    connection = driver().connect(str(source), isolation_level=None)
    try:
        if source_key is not None:
            give_key(connection, source_key)
        connection.execute("PRAGMA temp_store=MEMORY")
        literal = "" if target_key is None else _literal(target_key)
        connection.execute("ATTACH DATABASE ? AS target KEY ?", (str(target), literal))
        connection.execute(f"PRAGMA target.page_size={PAGE_SIZE}")
        for name in ("auto_vacuum", "application_id", "user_version"):  # the export leaves these
            value = int(connection.execute(f"PRAGMA main.{name}").fetchone()[0])
            connection.execute(f"PRAGMA target.{name}={value}")
        connection.execute("SELECT sqlcipher_export('target')")
        connection.execute("DETACH DATABASE target")
    finally:
        connection.close()


def _literal(key: LibraryKey) -> str:
    return f"x'{key.secret.hex()}{key.key_id.hex()}'"
