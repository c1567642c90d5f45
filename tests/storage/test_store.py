"""Opening, locking, versions, and what an unclean end leaves behind."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import database, sqlite
from storage.database import HEAD_REVISION, Database
from storage.errors import (
    DiskFull,
    LibraryDamaged,
    LibraryLocked,
    LibraryTooNew,
    NotFound,
    SqliteUnfit,
    StorageError,
)
from storage.store import Store
from storage.tables import Base

from .conftest import TEXT, content, sha, stamp


def execute(library: Path, *statements: str) -> None:
    """Change a closed library behind the store's back."""
    connection = sqlite.driver().connect(str(library / "library.db"))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_new_library_is_empty_sound_and_private(library: Path) -> None:
    with Store.open(library, writer=True) as store:
        assert store.generation == 0
        assert store.health.counts().items == 0
        assert store.health.verify() == []
    if os.name == "posix":
        assert stat.S_IMODE((library / "library.db").stat().st_mode) == 0o600


def test_what_was_stored_is_there_after_reopening(library: Path, store: Store, put) -> None:
    change = put("/a.txt", "the tide turns at noon", "and the harbour fills")
    store.close()
    with Store.open(library, writer=False) as again:
        assert again.generation == change.generation
        assert [chunk.text for chunk in again.chunks.of_content(1)] == [
            "the tide turns at noon",
            "and the harbour fills",
        ]


def test_closing_twice_does_nothing(library: Path) -> None:
    store = Store.open(library, writer=True)
    store.close()
    store.close()


def test_migrations_make_exactly_the_declared_tables(library: Path) -> None:
    opened = Database(library, writer=True)
    with opened.write() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _parents: (
                    not (kind == "table" and name.startswith(sqlite.FULL_TEXT_TABLES))
                )
            },
        )
        differences = compare_metadata(context, Base.metadata)
    opened.close()
    assert differences == []


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD_REVISION


@pytest.mark.parametrize(
    ("version", "fit"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_sqlite_versions_that_may_lose_a_log_are_refused(
    version: tuple[int, int, int], fit: bool
) -> None:
    assert sqlite.is_fit(version) is fit


@pytest.mark.skipif(sqlite.is_fit(sqlite3.sqlite_version_info), reason="Python's own is fit here")
def test_an_unfit_sqlite_is_refused_with_the_next_step() -> None:
    with pytest.raises(SqliteUnfit) as caught:
        sqlite._checked(sqlite3)
    assert "pysqlite3" in caught.value.next_step


# --- locks ---------------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_writes(library: Path, store: Store) -> None:
    code = (
        "import sys, pathlib\n"
        "from storage.store import Store\n"
        "from storage.errors import LibraryLocked\n"
        "try: Store.open(pathlib.Path(sys.argv[1]), writer=True)\n"
        "except LibraryLocked as error: print(error.message, error.retryable)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(library)], capture_output=True, text=True, check=True
    )
    assert f"process {os.getpid()}" in done.stdout
    assert done.stdout.strip().endswith("True")


def test_a_second_writer_in_the_same_process_is_refused_too(library: Path, store: Store) -> None:
    with pytest.raises(LibraryLocked):
        Store.open(library, writer=True)


def test_readers_work_beside_a_writer_and_see_what_is_committed(
    library: Path, store: Store, put
) -> None:
    put("/a.txt", "first light")
    with Store.open(library, writer=False) as reader:
        assert [found for found, _ in reader.keywords.search("light", 5)] == [1]
        put("/b.txt", "second light")
        assert {found for found, _ in reader.keywords.search("light", 5)} == {1, 2}


def test_threads_read_while_one_writes(store: Store, put) -> None:
    stop = threading.Event()
    failures: list[Exception] = []
    put("/seed", "passage of the seed")

    def read() -> None:
        while not stop.is_set():
            try:
                assert store.keywords.search("seed", 5)[0][0] == 1
                assert len(list(store.items.all())) >= 1
                store.health.counts()
                sum(len(batch.ids) for batch in store.vectors.batches("text"))
            except Exception as error:  # noqa: BLE001  whatever it is, the test is to say it
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for i in range(40):
            change = put(f"/{i % 7}", f"first passage {i}", f"second passage {i}")
            if i % 10 == 9:
                store.contents.remove([change.item_id])
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert failures == []
    assert store.health.verify() == []


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="needs a folder this user may not write"
)
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageError) as caught:
            Store.open(tmp_path / "library", writer=True)
    finally:
        tmp_path.chmod(0o700)
    assert "read-only" in caught.value.message


def test_a_reader_without_a_library_is_told_to_add(library: Path) -> None:
    with pytest.raises(NotFound) as caught:
        Store.open(library, writer=False)
    assert "add" in caught.value.next_step
    assert not library.exists()


# --- versions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("writer", [True, False])
def test_a_newer_library_is_refused_and_left_alone(library: Path, writer: bool) -> None:
    Store.open(library, writer=True).close()
    execute(library, "UPDATE alembic_version SET version_num = '0999'")
    before = (library / "library.db").read_bytes()
    with pytest.raises(LibraryTooNew):
        Store.open(library, writer=writer)
    assert (library / "library.db").read_bytes() == before


@pytest.mark.parametrize("writer", [True, False])
def test_an_older_library_is_backed_up_then_migrated(library: Path, writer: bool) -> None:
    """The oldest there is: a library before its first migration, known by its header alone."""
    library.mkdir()
    execute(
        library,
        f"PRAGMA application_id={sqlite.APPLICATION_ID}",
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('0000')",
        "CREATE TABLE left_by_the_old_version (x)",
        "DELETE FROM alembic_version",
    )
    with Store.open(library, writer=writer) as store:
        assert store.health.counts().items == 0
    (backup,) = library.glob("library-before-*.db")
    connection = sqlite.driver().connect(str(backup))
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert "left_by_the_old_version" in names
    assert "items" not in names


# --- damage --------------------------------------------------------------------------------------


def test_a_file_that_is_something_else_is_refused_and_left_alone(library: Path) -> None:
    library.mkdir()
    (library / "library.db").write_bytes(b"not a database at all, but long enough" * 200)
    before = (library / "library.db").read_bytes()
    for writer in (True, False):
        with pytest.raises(LibraryDamaged):
            Store.open(library, writer=writer)
    assert (library / "library.db").read_bytes() == before


def test_another_programs_database_is_refused(library: Path) -> None:
    library.mkdir()
    execute(library, "CREATE TABLE other (x)")
    with pytest.raises(LibraryDamaged) as caught:
        Store.open(library, writer=True)
    assert "not a Triptych library" in caught.value.message


def test_damage_is_found_at_the_start_after_an_unclean_stop(
    library: Path, store: Store, put
) -> None:
    for i in range(40):
        put(f"/{i}.txt", f"passage {i} " * 200)
    store.close()
    execute(library, "UPDATE library_info SET value = '0' WHERE key = 'clean_shutdown'")
    file = library / "library.db"
    spoilt = bytearray(file.read_bytes())
    middle = len(spoilt) // 2
    spoilt[middle : middle + 40_000] = os.urandom(40_000)
    file.write_bytes(spoilt)
    with pytest.raises(LibraryDamaged) as caught:
        Store.open(library, writer=True)
    assert "verify --repair" in caught.value.next_step
    assert file.read_bytes() == bytes(spoilt)


def test_a_full_disk_is_known_before_a_write(store: Store, put, monkeypatch) -> None:
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 1000))
    with pytest.raises(DiskFull) as caught:
        put("/a.txt", "too much")
    assert caught.value.retryable
    assert store.health.counts().items == 0


def test_a_disk_that_fills_up_during_a_write_loses_nothing_older(store: Store, put) -> None:
    put("/a.txt", "kept")
    with store._database.write() as connection:
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    raw = store._database._writing.raw_connection()
    raw.cursor().execute(f"PRAGMA max_page_count={n_pages + 2}")
    raw.close()
    with pytest.raises(DiskFull):
        put("/b.txt", *[f"passage {i} " * 300 for i in range(200)])
    assert [item.path for item in store.items.all()] == ["/a.txt"]
    assert store.health.verify() == []


# --- kill ----------------------------------------------------------------------------------------

WRITER = """
import pathlib, sys
sys.path.insert(0, {tests!r})
from storage.store import Store
from conftest import TEXT, content, stamp
store = Store.open(pathlib.Path({library!r}), writer=True)
store.vectors.ensure_space(TEXT)
for i in range(100000):
    passages = [f"passage {{j}} of file {{i}} " * 20 for j in range(5)]
    made = content(passages)
    store.contents.replace(stamp(f"/{{i % 50}}.txt", made.text), made)
    print(i, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_writer_loses_nothing_it_acknowledged(library: Path) -> None:
    code = WRITER.format(tests=str(Path(__file__).parent), library=str(library))
    for n_lines in (1, 7, 60):
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            acknowledged = [int(child.stdout.readline()) for _ in range(n_lines)]
            child.send_signal(signal.SIGKILL)
            acknowledged += [int(line) for line in child.stdout.read().split()]
        last = acknowledged[-1]
        with Store.open(library, writer=True) as store:
            assert store.health.verify() == []
            # The file written last, or the one after it: committed, killed before it could say so.
            newest = content([f"passage {j} of file {last} " * 20 for j in range(5)])
            found = store.contents.by_sha256(newest.sha256)
            assert found is not None and found.n_chunks == 5
            counts = store.health.counts()
            assert counts.chunks == 5 * counts.items
            assert counts.vectors == {"text": counts.chunks}
            assert len(next(iter(store.vectors.batches("text"))).ids) == counts.chunks


def test_vectors_come_back_as_they_were_announced(library: Path, store: Store, put) -> None:
    change = put("/a.txt", "one", "two", "three")
    store.close()
    with Store.open(library, writer=False) as again:
        (batch,) = again.vectors.batches("text")
    assert np.array_equal(batch.ids, change.added[0].ids)
    assert np.array_equal(batch.rows, change.added[0].rows)


def test_helpers_agree(put) -> None:
    assert stamp("/a", "x").sha256 == sha("x") == content(["x"]).sha256
    assert TEXT.dim == 16
