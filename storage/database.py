"""The library's file: opening, locking, checking, migrating, and transactions with known errors.

One writer, held by a lock of the operating system; any number of readers beside it. Every failure
that a user can act on leaves here as a StorageError."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, Engine, select, update

from storage import conversion, keyring, sqlite, sqlite_checksums
from storage.errors import LibraryDamaged, LibraryTooNew, NotFound, StorageError
from storage.files import (
    FILE_NAME,
    LOCK_NAME,
    awaits_swap,
    clear_leftovers,
    finish_swap,
    partial_of,
    sync_file,
    sync_folder,
    timestamp,
)
from storage.keys import LibraryKey
from storage.lock import WriterLock
from storage.tables import LibraryInfoRow
from storage.words import WORDS_VERSION

_log = logging.getLogger(__name__)

# Alembic revisions are four-digit numbers in order, so that "newer" can be told from the number.
HEAD_REVISION = "0008"
# Kept free beyond what a write needs, so that the write-ahead log can always be folded back.
RESERVE_BYTES = 32 * 1024 * 1024


class Database:
    """Connections to one library's file. `write` from one thread; `read` from any."""

    def __init__(self, folder: Path, *, writer: bool, key: LibraryKey | None = None) -> None:
        """`key` encrypts a library that is made now; one that is there says itself which it needs.

        Raises LibraryLocked, LibraryTooNew, LibraryDamaged, NotFound, SqliteUnfit, DiskFull,
        PassphraseNeeded, KeyDamaged."""
        self.folder = folder
        self.path = folder / FILE_NAME
        self.is_writer = writer
        self.key = key
        self._lock: WriterLock | None = None
        self._writing: Engine | None = None
        self._reading: Engine | None = None
        sqlite.driver()
        try:
            if writer:
                _make_folder(folder)
                with known_errors():
                    self._lock = WriterLock(folder / LOCK_NAME)
                    clear_leftovers(folder)
                    finish_swap(folder)
                    self._open_for_writing()
            else:
                _bring_up_to_date(folder)
                self.key = keyring.key_for(self.path)
            self._reading = sqlite.engine(self.path, writer=False, key=self.key)
            with self.read() as connection:
                refuse_foreign(connection)
        except BaseException:
            self._release()
            raise

    def _open_for_writing(self) -> None:
        revision = _stored_revision(self.path)
        self.key = self.key or keyring.key_for(self.path)
        if revision is None:
            # SQLite gives its log and shared memory the mode of the file: only the owner reads.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        if revision is not None:
            with self.read_afresh() as connection:
                if _was_cut_off(connection, revision):
                    _log.info("The library was not closed cleanly; checking it")
                    if problems := sqlite.quick_check(connection):
                        raise sqlite.damaged(
                            "The library's file is damaged ({problem}).", problem=problems[0]
                        )
        if revision != HEAD_REVISION:
            if revision is not None:
                self._back_up_before_migrating(revision)
            self._bring_to_this_version(made=revision is None)
        if self.key is not None and revision is not None:
            conversion.lock_others(self.folder, self.key)  # left plain by a locking cut off
        if self.key is None:
            conversion.forget_unused_keys(self.folder)
        self._writing = sqlite.engine(
            self.path, writer=True, prepare=sqlite_checksums.keep_counting, key=self.key
        )
        with self.write() as connection:
            if get_info(connection, "words_version") != str(WORDS_VERSION):
                _make_words_anew(connection)
            set_info(connection, "clean_shutdown", "0")

    def _bring_to_this_version(self, *, made: bool) -> None:
        """Migrate, in one transaction, on a connection that counts no checksums on its way."""
        self._writing = sqlite.engine(self.path, writer=True, key=self.key)
        with self.write() as connection:
            _migrate(connection)
            if made:
                sqlite.mark_as_library(connection)
                set_info(connection, "generation", "0")
                set_info(connection, "words_version", str(WORDS_VERSION))
            sqlite_checksums.count_uncounted(connection)
        self._writing.dispose()

    def _back_up_before_migrating(self, revision: str) -> None:
        target = self.folder / f"library-before-{HEAD_REVISION}-{timestamp()}.db"
        self.require_space(self.path.stat().st_size * 2)
        self.copy_to(target)
        _log.info("Backed up the library of version %s to %s", revision, target.name)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A reading transaction on a connection of its own: one consistent state."""
        assert self._reading is not None, "the store is closed"
        with known_errors(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def read_afresh(self) -> Iterator[Connection]:
        """The same on a new connection, for checks of the whole file: on one that has searched
        before, SQLite 3.53.4 checks a full-text table against what it remembers of it, and calls
        it damaged once another connection has removed rows."""
        made = sqlite.engine(self.path, writer=False)
        try:
            with known_errors(), made.connect() as connection, connection.begin():
                yield connection
        finally:
            made.dispose()

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A writing transaction: committed at the end of the block, undone on any exception."""
        assert self._writing is not None, "the store was opened for reading, or is closed"
        with known_errors(), self._writing.connect() as connection, connection.begin():
            yield connection

    def require_space(self, n_bytes: int) -> None:
        """Raises DiskFull unless `n_bytes` and a reserve are free on the library's disk."""
        if shutil.disk_usage(self.folder).free < n_bytes + RESERVE_BYTES:
            raise sqlite.disk_full()

    def checkpoint(self) -> bool:
        """Fold the write-ahead log back and empty it. False if a reader still needs it."""
        assert self._writing is not None
        with known_errors():
            return sqlite.checkpoint(self._writing)

    def give_back_space(self) -> None:
        """Return what removal left free to the file system."""
        assert self._writing is not None
        with known_errors():
            sqlite.give_back_space(self._writing)
        self.checkpoint()

    def copy_to(self, target: Path, stopped: Callable[[], bool] = lambda: False) -> None:
        """Write a compact, consistent copy to `target` (replaced whole, or not touched at all); of
        a locked library one that opens with its passphrase alone. Raises Stopped."""
        partial = partial_of(target)
        with known_errors():
            partial.unlink(missing_ok=True)
            try:
                # SQLite fills an empty file and keeps its mode: only the owner reads a copy.
                os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
                sqlite.copy_into(self.path, partial, stopped)
                if self.key is not None:
                    wrapped = keyring.require_key_file(self.folder, self.key)
                    conversion.append_key(partial, wrapped)
                sync_file(partial)
                partial.replace(target)
                sync_folder(target.parent)
            finally:
                partial.unlink(missing_ok=True)

    def close(self) -> None:
        """Close, so that a next opening needs no check. A sick disk is logged, not raised: an
        unclean stop is what the next start mends."""
        try:
            if self._writing is not None:
                with self.write() as connection:
                    set_info(connection, "clean_shutdown", "1")
                self.checkpoint()
        except (StorageError, OSError) as error:
            _log.warning("The library could not be closed cleanly: %s", error)
        finally:
            self._release()

    def _release(self) -> None:
        for made in (self._reading, self._writing):
            if made is not None:
                made.dispose()
        self._reading = self._writing = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None


# --- facts of the library ------------------------------------------------------------------------


def get_info(connection: Connection, key: str) -> str | None:
    """A single fact of the library, see LibraryInfoRow."""
    query = select(LibraryInfoRow.value).where(LibraryInfoRow.key == key)
    return connection.execute(query).scalar()


def set_info(connection: Connection, key: str, value: str) -> None:
    changed = connection.execute(
        update(LibraryInfoRow).where(LibraryInfoRow.key == key).values(value=value)
    )
    if not changed.rowcount:
        connection.execute(LibraryInfoRow.__table__.insert().values(key=key, value=value))  # type: ignore[attr-defined]


def raise_generation(connection: Connection) -> int:
    """Count one more change to what can be found; returned with the change."""
    generation = generation_of(connection) + 1
    set_info(connection, "generation", str(generation))
    return generation


def generation_of(connection: Connection) -> int:
    known = get_info(connection, "generation") or "0"
    if not known.isdigit():
        raise sqlite.damaged("What the library knows of itself is damaged.")
    return int(known)


# --- opening -------------------------------------------------------------------------------------


def _make_folder(folder: Path) -> None:
    with known_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _bring_up_to_date(folder: Path) -> None:
    """For a reader: a restore that was cut off is completed and an older library migrated first,
    which needs the writer's lock."""
    if awaits_swap(folder):
        with known_errors(), WriterLock(folder / LOCK_NAME):
            finish_swap(folder)
    revision = _stored_revision(folder / FILE_NAME)
    if revision is None:
        raise NotFound(
            "There is no library in {folder} yet.",
            'Add something first: "triptych add FILE_OR_FOLDER".',
            folder=folder,
        )
    if revision != HEAD_REVISION:
        Database(folder, writer=True).close()


def _stored_revision(path: Path) -> str | None:
    """The version of an existing library, None if there is none yet; writes nothing.

    Raises LibraryDamaged, LibraryTooNew."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    probe = sqlite.engine(path, writer=False)
    try:
        with known_errors(), probe.connect() as connection, connection.begin():
            if not sqlite.tables(connection) and not sqlite.application_id(connection):
                return None  # killed while it was being made
            refuse_foreign(connection)
            return revision_of(connection)
    finally:
        probe.dispose()


def refuse_foreign(connection: Connection) -> None:
    """Raises LibraryDamaged if the file is something else, LibraryTooNew if it is of the future."""
    if sqlite.application_id(connection) != sqlite.APPLICATION_ID:
        raise LibraryDamaged(
            "The file {file} in this folder is not a Triptych library.",
            "Choose another folder with --library. The file was not changed.",
            file=FILE_NAME,
        )
    if revision_of(connection) > HEAD_REVISION:
        raise LibraryTooNew(
            "This library was made by a newer version of Triptych.",
            "Update Triptych, or choose another library with --library. Nothing was changed.",
        )


def revision_of(connection: Connection) -> str:
    if "alembic_version" not in sqlite.tables(connection):
        return "0000"
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found or "0000")


def _was_cut_off(connection: Connection, revision: str) -> bool:
    return revision == "0000" or get_info(connection, "clean_shutdown") != "1"


def _migrate(connection: Connection) -> None:
    from alembic import command  # only here: an up-to-date library never pays for its import
    from alembic.config import Config

    with resources.as_file(resources.files("storage") / "migrations") as scripts:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        command.upgrade(config, "head")


def _make_words_anew(connection: Connection) -> None:
    """Words are cut otherwise than when the library was last written."""
    from storage.repositories.health import rebuild_keywords, rebuild_names

    _log.info("Making the keyword rows of this library anew")
    rebuild_keywords(connection)
    rebuild_names(connection)


# --- files and errors ----------------------------------------------------------------------------


@contextlib.contextmanager
def known_errors() -> Iterator[None]:
    """Let what a user can act on leave the block as a StorageError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise sqlite.disk_full() from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise sqlite.not_writable() from error
        raise
    except UnicodeDecodeError as error:  # of what SQLite quotes from a damaged description
        raise sqlite.damaged("The library's file is damaged.") from error
    except Exception as error:
        known = sqlite.known_error(error) if sqlite.is_driver_error(error) else None
        if known is None:
            raise
        raise known from error
