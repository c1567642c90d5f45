"""A library of an earlier version, opened by this one."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from storage import database, sqlite
from storage.database import FILE_NAME
from storage.store import Store


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """Two passages of one document, as the first version stored them."""
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / FILE_NAME).touch()
    engine = sqlite.engine(folder / FILE_NAME, writer=True)
    with engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        scripts = Path(database.__file__).parent / "migrations"
        config.set_main_option("script_location", str(scripts))
        config.set_main_option("path_separator", "os")
        command.upgrade(config, "0001")
        sqlite.mark_as_library(connection)
        run = connection.exec_driver_sql
        run(
            "INSERT INTO library_info VALUES ('generation', '1'), ('clean_shutdown', '1'), "
            "('words_version', '1')"
        )
        run(
            "INSERT INTO contents(id, sha256, kind, media_type, title, details, recipe, n_chunks, "
            "n_pending, generation) VALUES (1, 'ab', 'text', 'text/plain', 'Ledger', '{}', '', 2, "
            "0, 1)"
        )
        run(
            "INSERT INTO items(id, path, content_id, kind, state, retryable, size, mtime_ns, "
            "sha256, added_at) VALUES (1, '/a/ledger.xlsx', 1, 'text', 'ready', 0, 1, 1, 'ab', "
            "'2026-01-01T00:00:00Z')"
        )
        for chunk_id, text, locator in (
            (1, "rent 800", '{"sheet": "Outgoings"}'),
            (2, "wages 2100", '{"heading_path": ["Year", "Incomings"]}'),
        ):
            run(
                "INSERT INTO chunks VALUES (?, 1, 0, ?, 'text', ?, ?, NULL)",
                (chunk_id, chunk_id, text, locator),
            )
            run("INSERT INTO keywords(rowid, words) VALUES (?, ?)", (chunk_id, text))
        run("INSERT INTO names(rowid, words) VALUES (1, 'Ledger ledger.xlsx')")
    engine.dispose()
    return folder


def test_old_passages_are_found_by_what_they_stand_under(first_version: Path) -> None:
    with Store.open(first_version, writer=True) as store:
        assert store.keywords.search("outgoings", 5)[0][0] == 1
        assert store.keywords.search("incomings", 5)[0][0] == 2
        assert store.keywords.search("wages", 5)[0][0] == 2
        assert store.health.verify() == []


def test_rows_cut_by_other_rules_are_made_anew(first_version: Path, monkeypatch) -> None:
    Store.open(first_version, writer=True).close()
    monkeypatch.setattr("storage.database.WORDS_VERSION", 99)
    with Store.open(first_version, writer=True) as store:
        assert store.keywords.search("wages", 5)[0][0] == 2
        store.contents.remove([1])
        assert store.health.verify() == []


def test_old_passages_can_be_removed_without_a_trace(first_version: Path) -> None:
    with Store.open(first_version, writer=True) as store:
        store.contents.remove([1])
        assert store.keywords.search("outgoings rent ledger", 5) == []
        assert store.health.verify() == []


def test_contents_get_the_language_of_most_of_their_passages(first_version: Path) -> None:
    engine = sqlite.engine(first_version / FILE_NAME, writer=True)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE chunks SET language = 'nl' WHERE id = 1")
    engine.dispose()
    with Store.open(first_version, writer=True) as store:
        item = store.items.get(1)
        assert item is not None and item.language == "nl"
        assert store.collections.all() == [] and store.watched.all() == []
