"""One file out, the same library back; nothing is overwritten that is not kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storage import sqlite
from storage.backup import arriving_of, bring, put_in_place, restore
from storage.errors import LibraryDamaged, LibraryLocked, LibraryTooNew, NotFound, Stopped
from storage.salvage import is_damaged, salvage
from storage.store import Store


@pytest.mark.parametrize("writer", [True, False])
def test_a_backup_brings_everything_back(library: Path, tmp_path: Path, store, put, writer) -> None:
    put("/a.txt", "the tide turns", "at noon")
    talk = store.conversations.start("Tides")
    counts = store.health.counts()
    store.close()
    with Store.open(library, writer=writer) as opened:
        opened.backup_to(tmp_path / "out" / "library.backup")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["library.backup"]
    assert restore(tmp_path / "out" / "library.backup", tmp_path / "elsewhere") is None
    with Store.open(tmp_path / "elsewhere", writer=True) as again:
        assert again.health.counts() == counts
        assert again.keywords.search("noon", 5)[0][0] == 2
        assert again.conversations.all()[0].conversation_id == talk
        assert again.health.verify() == []
        assert again.contents.remove([1])[0].removed == (1, 2)


def test_restoring_keeps_the_library_it_replaces(library: Path, tmp_path: Path, store, put) -> None:
    put("/a.txt", "first")
    store.backup_to(tmp_path / "b")
    put("/b.txt", "second")
    store.close()
    kept = restore(tmp_path / "b", library)
    with Store.open(library, writer=False) as again:
        assert [item.path for item in again.items.all()] == ["/a.txt"]
    assert kept is not None and kept.parent == library
    connection = sqlite.driver().connect(str(kept))
    assert connection.execute("SELECT count(*) FROM items").fetchone() == (2,)
    connection.close()


def test_restoring_into_a_library_in_use_is_refused(library, tmp_path, store, put) -> None:
    store.backup_to(tmp_path / "b")
    with pytest.raises(LibraryLocked):
        restore(tmp_path / "b", library)


def test_what_is_no_backup_is_refused_and_changes_nothing(library, tmp_path, store, put) -> None:
    put("/a.txt", "kept " * 5000)
    store.backup_to(tmp_path / "good")
    store.close()
    before = (library / "library.db").read_bytes()
    (tmp_path / "text").write_text("hello")
    good = (tmp_path / "good").read_bytes()
    (tmp_path / "cut").write_bytes(good[: len(good) // 2])
    (tmp_path / "newer").write_bytes(good)
    connection = sqlite.driver().connect(str(tmp_path / "newer"))
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.commit()
    connection.close()
    spoilt = bytearray(good)
    spoilt[len(good) // 2 : len(good) // 2 + 9000] = os.urandom(9000)
    (tmp_path / "spoilt").write_bytes(spoilt)
    for name, error in (
        ("absent", NotFound),
        ("text", LibraryDamaged),
        ("cut", LibraryDamaged),
        ("newer", LibraryTooNew),
        ("spoilt", LibraryDamaged),
    ):
        with pytest.raises(error):
            restore(tmp_path / name, library)
    assert (library / "library.db").read_bytes() == before
    assert sorted(file.name for file in library.iterdir()) == ["library.db", "library.lock"]


def test_a_damaged_library_is_kept_and_a_usable_one_stands_in_its_place(
    library, store, put
) -> None:
    for i in range(30):
        put(f"/{i}.txt", f"passage {i} " * 200)
    store.close()
    file = library / "library.db"
    spoilt = bytearray(file.read_bytes())
    spoilt[len(spoilt) // 2 : len(spoilt) // 2 + 50_000] = os.urandom(50_000)
    file.write_bytes(spoilt)
    salvaged = salvage(library)
    assert salvaged.kept.read_bytes() == bytes(spoilt)
    with Store.open(library, writer=True) as again:
        again.health.repair()
        assert again.health.verify() == []


def test_a_library_with_a_spoilt_index_is_salvaged_whole(library, store, put) -> None:
    for i in range(30):
        put(f"/{i}.txt", f"passage {i}")
    store.close()
    connection = sqlite.driver().connect(str(library / "library.db"))
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(  # the index is now sorted by another column than it says
        "UPDATE sqlite_master SET sql = 'CREATE INDEX items_state ON items (path)' "
        "WHERE name = 'items_state'"
    )
    connection.commit()
    connection.close()
    salvaged = salvage(library)
    assert salvaged.complete
    with Store.open(library, writer=True) as again:
        assert again.health.counts().items == 30
        assert again.health.verify() == []


def test_what_the_file_says_of_its_tables_tells_whether_it_is_damaged(library, store, put) -> None:
    put("/a.txt", "the tide turns")
    store.close()
    assert not is_damaged(library)
    changed(library, "DROP INDEX items_state")  # each page of the file is sound all the same
    assert is_damaged(library)
    # What an older version said of its tables is not known here: it is no sign of damage.
    changed(library, "UPDATE alembic_version SET version_num = '0007'")
    assert not is_damaged(library)
    (library / "library.db").unlink()
    assert not is_damaged(library)  # there is none


def changed(library: Path, statement: str) -> None:
    connection = sqlite.driver().connect(str(library / "library.db"))
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_there_must_be_something_to_salvage(library: Path) -> None:
    with pytest.raises(NotFound):
        salvage(library)


def test_a_restore_that_is_killed_leaves_a_library_at_every_step(
    library, store, put, tmp_path, monkeypatch
) -> None:
    """Every rename fails once, as if the program had been killed there."""
    put("/new.txt", "of the backup")
    store.backup_to(tmp_path / "kept.db")
    put("/old.txt", "of the library")
    store.close()
    before = (library / "library.db").read_bytes()

    for killed_at in range(1, 20):
        for file in library.glob("library*"):
            file.unlink()
        (library / "library.db").write_bytes(before)
        (library / "library.db-wal").write_bytes(b"")
        killing_renames(monkeypatch, killed_at)
        try:
            restore(tmp_path / "kept.db", library)
        except KilledHere:
            pass
        else:
            break
        finally:
            monkeypatch.undo()
        with Store.open(library, writer=True) as again:
            assert again.health.verify() == []
            paths = {item.path for item in again.items.all()}
        assert paths in ({"/new.txt"}, {"/new.txt", "/old.txt"}), killed_at
    assert killed_at > 3
    with Store.open(library, writer=True) as again:
        assert {item.path for item in again.items.all()} == {"/new.txt"}


class KilledHere(BaseException):
    pass


def killing_renames(monkeypatch, killed_at: int) -> None:
    count = iter(range(1, 1000))

    def dying(real):
        def step(self, target):
            if next(count) == killed_at:
                raise KilledHere
            return real(self, target)

        return step

    monkeypatch.setattr(Path, "rename", dying(Path.rename))
    monkeypatch.setattr(Path, "replace", dying(Path.replace))


def test_a_backup_that_is_stopped_leaves_nothing(tmp_path: Path, store, put) -> None:
    for n in range(40):
        put(f"/{n}.txt", *(f"passage {n} {m} of a text" for m in range(60)))
    with pytest.raises(Stopped):
        store.backup_to(tmp_path / "out" / "b.db", lambda: True)
    assert list((tmp_path / "out").iterdir()) == []


def test_bringing_a_backup_can_be_stopped_and_harms_nothing(library, tmp_path, store, put) -> None:
    put("/a.txt", "first")
    store.backup_to(tmp_path / "b")
    with pytest.raises(Stopped):
        bring(tmp_path / "b", library, lambda: True)
    assert not arriving_of(library).exists()
    assert store.items.get(1) is not None


def test_a_backup_is_brought_beside_its_library_in_use(library, tmp_path, store, put) -> None:
    put("/a.txt", "first")
    store.backup_to(tmp_path / "b")
    put("/b.txt", "second")
    arriving = bring(tmp_path / "b", library)
    assert store.health.counts().items == 2
    with pytest.raises(LibraryLocked):
        put_in_place(arriving, library)
    assert not arriving.exists()
    arriving = bring(tmp_path / "b", library)
    store.close()
    assert put_in_place(arriving, library) is not None
    with Store.open(library, writer=False) as again:
        assert again.health.counts().items == 1
