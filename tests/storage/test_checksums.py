"""Every row carries a checksum: damage is noticed, named, and mended where that can be done."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from storage import sqlite, sqlite_checksums
from storage.records import FileStamp, NewContent, PendingPart, StoredCitation, StoredTurn
from storage.repositories.checks import Found
from storage.sqlite_checksums import CHECKED, DamagedRow, bring_back, damaged_rows, is_damaged
from storage.store import Store
from storage.tables import Base
from tests.storage.conftest import content, stamp, unit_row


def spoil(store: Store, statement: str) -> None:
    """Change bytes as a sick disk does: on a connection that counts nothing."""
    connection = sqlite.driver().connect(str(store.folder / "library.db"))
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(statement)
    connection.commit()
    connection.close()


def checked(store: Store) -> Found:
    reading = store.checks.damaged()
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value


@pytest.fixture
def full(store: Store, put, tmp_path: Path) -> Store:
    """Something in every table."""
    (tmp_path / "a.txt").write_text("one walrus")
    put(str(tmp_path / "a.txt"), "one walrus", "two herrings", pending=(PendingPart("ocr", 1),))
    put("/b.txt", "three gulls")
    made = NewContent(
        stamp("/c.png", "picture").sha256, "image", "image/png", None, "", {}, (),
        thumbnail_jpeg=b"\xff\xd8 thumbnail", recipe="test",
    )  # fmt: skip
    store.contents.replace(stamp("/c.png", "picture"), made)
    with store._database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO token_rows(chunk_id, space_id, rows) VALUES (1, 1, x'0102')"
        )
    store.queue.put(["/d"])
    talk = store.conversations.start("Sea")
    cited = StoredCitation(1, "text", "/b.txt", 2, 3, {"page": 1}, "three gulls", True)
    store.conversations.add_turn(talk, StoredTurn("What?", "Gulls.", False, (cited,), "m", "now"))
    return store


def test_what_is_sound_is_found_sound(full: Store) -> None:
    full.items.mark_missing([2])
    full.items.mark_found([2])
    full.contents.append_chunks(1, PendingPart("ocr", 1), [])
    assert not checked(full)


@pytest.mark.parametrize(
    ("statement", "row", "says"),
    [
        ("UPDATE chunks SET text = 'one walrvs' WHERE id = 1", ("chunks", (1,)), "1 passages"),
        ("UPDATE chunks SET position = 1e-9 WHERE id = 1", ("chunks", (1,)), "1 passages"),
        ("UPDATE contents SET title = 'x' WHERE id = 2", ("contents", (2,)), "its properties"),
        (
            "UPDATE content_texts SET text = x'00' WHERE content_id = 2",
            ("content_texts", (2,)),
            "its text",
        ),
        (
            "UPDATE content_media SET thumbnail = x'00' WHERE content_id = 3",
            ("content_media", (3,)),
            "its thumbnail",
        ),
        (
            "UPDATE vectors SET row = zeroblob(32) WHERE chunk_id = 3",
            ("vectors", (1, 3)),
            "/b.txt is damaged: 1 vectors",
        ),
        ("UPDATE token_rows SET rows = x'0103'", ("token_rows", (1,)), "1 vectors of words"),
        ("UPDATE items SET size = 77 WHERE id = 2", ("items", (2,)), "the entry of /b.txt"),
        ("UPDATE pending_parts SET part = 2", ("pending_parts", (1, "ocr", 2)), "parts"),
        ("UPDATE queued_adds SET paths = '[]'", ("queued_adds", (1,)), "a note of files"),
        ("UPDATE conversations SET title = 'Sae'", ("conversations", (1,)), "a conversation"),
        ("UPDATE turns SET answer = 'Gvlls.'", ("turns", (1,)), "an answer"),
        ("UPDATE citations SET quote = ''", ("citations", (1,)), "a quotation"),
        ("UPDATE spaces SET dim = 17", ("spaces", (1,)), "a kind of vectors"),
    ],
)
def test_a_wrong_byte_is_noticed_and_named(full: Store, statement: str, row, says: str) -> None:
    spoil(full, statement)
    found = checked(full)
    assert DamagedRow(*row) in found.rows
    assert any(says in line for line in full.checks.told(found.rows)), full.checks.told(found.rows)


def test_every_column_is_counted() -> None:
    """A new column belongs into `CHECKED` too, and the rows into its migration."""
    counted_elsewhere = {"contents": {"n_chunks", "n_pending", "generation"}}
    for name, table in Base.metadata.tables.items():
        if name == "snapshots":  # its files have hashes
            continue
        expected = {column.name for column in table.c} - counted_elsewhere.get(name, set())
        assert set(CHECKED[name].columns) == expected - {"checksum"}, name


def test_words_that_the_keyword_index_lost_are_noticed_and_made_anew(full: Store) -> None:
    spoil(
        full,
        "INSERT INTO keywords(keywords, rowid, heads, words, forms) "
        "VALUES ('delete', 3, '', 'three', '')",
    )
    assert checked(full).words_differ
    full.health.repair(words=True)
    assert not checked(full)


def test_a_later_change_does_not_make_damage_look_right(full: Store) -> None:
    spoil(full, "UPDATE items SET added_at = 'never' WHERE id = 2")
    full.items.mark_missing([2])
    assert checked(full).rows == (DamagedRow("items", (2,)),)


def test_what_a_backup_holds_comes_back_whole(full: Store) -> None:
    full.back_up_daily(datetime.date(2026, 1, 1))
    spoil(full, "UPDATE turns SET answer = CAST(x'ff47' AS TEXT)")
    spoil(full, "UPDATE chunks SET checksum = 5 WHERE id = 3")
    spoil(full, "UPDATE items SET path = '/q.txt' WHERE id = 2")
    done = full.checks.mend(checked(full).rows, full.automatic_backups())
    assert done == ["brought 3 damaged rows back from library-2026-01-01.db"]
    assert not checked(full)
    assert full.conversations.load(1)[0].answer == "Gulls."
    assert full.items.by_path("/b.txt") is not None


def test_an_older_row_of_a_backup_does_not_take_a_newer_ones_place(full: Store, put) -> None:
    full.back_up_daily(datetime.date(2026, 1, 1))
    full.conversations.rename(1, "Shore")
    spoil(full, "UPDATE conversations SET title = 'Shove'")
    assert full.checks.mend(checked(full).rows, full.automatic_backups()) == []
    assert full.conversations.all()[0].title == "Shove"
    assert checked(full).rows == (DamagedRow("conversations", (1,)),)


def test_what_the_file_still_has_is_marked_to_be_read_again(full: Store, tmp_path: Path) -> None:
    spoil(
        full, "UPDATE chunks SET text = CAST(x'ff' AS TEXT)"
    )  # of a.txt, and of b.txt, which is gone
    done = full.checks.mend(checked(full).rows, [])
    assert done == ["marked 1 files to be read again"]
    assert full.checks.paths_to_read() == [str(tmp_path / "a.txt")]
    assert full.chunks.get(3).text == "\ufffd"  # can be read, and is still known as damaged
    assert DamagedRow("chunks", (3,)) in full.checks.still_damaged(checked(full).rows)


def test_damaged_text_vectors_go_to_be_made_again(full: Store) -> None:
    spoil(full, "UPDATE vectors SET row = x'00' WHERE chunk_id = 2")
    assert full.checks.mend(checked(full).rows, []) == [
        "dropped 1 damaged vectors, to be made again from their passages"
    ]
    assert full.vectors.chunks_without("text") == [2]
    assert not checked(full)


def test_an_older_library_gets_its_checksums(full: Store, library: Path) -> None:
    full.close()
    connection = sqlite.driver().connect(str(library / "library.db"))
    for table in ("voice_speakers", "voices"):  # came later
        connection.execute(f"DROP TABLE {table}")
    for table in CHECKED.keys() - {"voice_speakers", "voices"}:
        connection.execute(f"ALTER TABLE {table} DROP COLUMN checksum")
    connection.execute("UPDATE alembic_version SET version_num = '0006'")
    connection.commit()
    connection.close()
    with Store.open(library, writer=True) as store:
        assert not checked(store)
        spoil(store, "UPDATE chunks SET text = 'x' WHERE id = 1")
        assert checked(store).rows == (DamagedRow("chunks", (1,)),)
        assert unit_row(1).shape == (16,)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_every_row_is_looked_at_once_however_many_a_step(
    full: Store, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    parts = tuple(PendingPart("ocr", part) for part in range(5))
    long = content([f"passage {n}" for n in range(7)], pending=parts)
    full.contents.replace(FileStamp("/long.txt", 9, 1, long.sha256), long)
    monkeypatch.setattr(sqlite_checksums, "_ROWS_PER_STEP", step)
    spoil(full, "UPDATE vectors SET row = zeroblob(32) WHERE chunk_id = 9")
    spoil(full, "UPDATE chunks SET text = 'x' WHERE id IN (1, 10)")
    spoil(full, "UPDATE pending_parts SET checksum = 1 WHERE content_id = 4 AND part = 4")
    found: list[DamagedRow] = []
    with full._database.read() as connection:
        for table in CHECKED:
            n_seen, after, ended = 0, None, False
            while not ended:
                damaged, n_rows, after = damaged_rows(connection, table, after)
                assert n_rows <= step
                found += damaged
                n_seen += n_rows
                ended = after is None
            counted = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert n_seen == counted, table
    assert found == [
        DamagedRow("chunks", (1,)),
        DamagedRow("chunks", (10,)),
        DamagedRow("vectors", (1, 9)),
        DamagedRow("pending_parts", (4, "ocr", 4)),
    ]


def test_a_backup_that_cannot_be_read_brings_nothing_and_a_bug_is_told(
    full: Store, tmp_path: Path
) -> None:
    spoil(full, "UPDATE chunks SET text = 'x' WHERE id = 1")
    damaged = [DamagedRow("chunks", (1,))]
    (tmp_path / "noise.db").write_bytes(b"no database at all" * 500)
    sqlite.driver().connect(str(tmp_path / "empty.db")).close()
    with full._database.write() as connection:
        assert bring_back(connection, tmp_path / "noise.db", damaged) == []
        assert bring_back(connection, tmp_path / "empty.db", damaged) == []
        with pytest.raises(KeyError):
            bring_back(connection, full.folder / "library.db", [DamagedRow("no_table", (1,))])
        assert is_damaged(connection, damaged[0])
        assert not is_damaged(connection, DamagedRow("chunks", (2,)))
        assert not is_damaged(connection, DamagedRow("chunks", (999,)))
