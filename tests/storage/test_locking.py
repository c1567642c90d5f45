"""A library locked with a passphrase: nothing of it is read without, nothing is lost with it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from storage import conversion, keyring, locking, sqlite
from storage.backup import restore
from storage.database import generation_of
from storage.errors import (
    KeyDamaged,
    LibraryDamaged,
    LibraryLocked,
    PassphraseNeeded,
    PassphraseWrong,
    StorageError,
)
from storage.files import FILE_NAME, key_file
from storage.keys import Cost, LibraryKey, WrappedKey
from storage.salvage import is_damaged, salvage
from storage.store import Store
from tests.storage.conftest import content, stamp

CHEAP = Cost(memory_kib=64, iterations=1, lanes=1)
WORDS = "correct horse battery"
RARE = "quixotryzwhim"


@pytest.fixture(autouse=True)
def no_keys() -> Iterator[None]:
    yield
    keyring.forget_all()


@pytest.fixture
def filled(library: Path, store, put) -> Path:
    """A library with a rare word, a rare file name, and a backup of today; closed."""
    put(f"/home/{RARE}name.txt", f"the tide {RARE} turns", "at noon")
    put("/b.txt", "second " * 900)
    store.back_up_daily(date(2026, 11, 1))
    store.close()
    return library


def lock(folder: Path, passphrase: str = WORDS) -> locking.Converted:
    return locking.lock(folder, passphrase, CHEAP)


def holds(folder: Path, word: str) -> list[str]:
    forms = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(form in file.read_bytes() for form in forms)]


def found(folder: Path, word: str) -> list[str]:
    with Store.open(folder, writer=False) as opened:
        assert opened.health.verify() == []
        hits = opened.keywords.search(word, 5)
        return [chunk.text for chunk in opened.chunks.by_ids([hit[0] for hit in hits]).values()]


def test_nothing_is_readable_without_the_passphrase_and_all_is_with_it(filled: Path) -> None:
    assert FILE_NAME in holds(filled, RARE) and len(holds(filled, RARE)) == 2
    assert not lock(filled).left
    assert not holds(filled, RARE)
    with Store.open(filled, writer=True) as opened:
        assert opened.has_passphrase
        opened.conversations.start(f"About {RARE}")
        opened.back_up_daily(date(2026, 11, 2))
        assert not holds(filled, RARE)  # while it is open, its log too
    assert not holds(filled, RARE)
    keyring.forget_all()
    for writer in (True, False):
        with pytest.raises(PassphraseNeeded):
            Store.open(filled, writer=writer)
    with pytest.raises(PassphraseWrong):
        keyring.open_with(filled / FILE_NAME, WORDS.upper())
    with pytest.raises(PassphraseNeeded):
        Store.open(filled, writer=False)
    keyring.open_with(filled / FILE_NAME, WORDS)
    assert found(filled, RARE) == [f"the tide {RARE} turns"]


def test_taking_the_passphrase_off_gives_the_same_library_back(filled: Path) -> None:
    with Store.open(filled, writer=True) as opened:
        before = (opened.health.counts(), list(opened.items.all()))
    lock(filled)
    with pytest.raises(StorageError, match="already"):
        lock(filled)
    with pytest.raises(PassphraseWrong):
        locking.unlock_for_good(filled, "no")
    assert not locking.unlock_for_good(filled, WORDS).left
    keyring.forget_all()
    assert not keyring.is_locked(filled) and not list(filled.glob("*.key"))
    assert len(holds(filled, RARE)) == 2
    with Store.open(filled, writer=True) as opened:
        assert (opened.health.counts(), list(opened.items.all())) == before
        assert opened.health.verify() == []
    with pytest.raises(StorageError, match="no passphrase"):
        locking.unlock_for_good(filled, WORDS)


def test_ids_are_never_given_again_after_locking(filled: Path) -> None:
    with Store.open(filled, writer=True) as opened:
        last = max(item.item_id for item in opened.items.all())
        gone = opened.contents.remove([last])[0].removed
    lock(filled)
    with Store.open(filled, writer=True) as opened:
        change = opened.contents.replace(stamp("/c.txt", "third"), content(["third"]))
        assert min(change.added[0].ids) > max(gone)


def test_a_changed_passphrase_is_the_only_one_that_opens(filled: Path, tmp_path: Path) -> None:
    lock(filled)
    with Store.open(filled, writer=False) as opened:
        opened.backup_to(tmp_path / "away")
    library = (filled / FILE_NAME).read_bytes()
    with pytest.raises(PassphraseWrong):
        locking.change_passphrase(filled, "no", "new", CHEAP)
    with pytest.raises(StorageError, match="at least one"):
        locking.change_passphrase(filled, WORDS, "", CHEAP)
    locking.change_passphrase(filled, WORDS, "new", CHEAP)
    assert (filled / FILE_NAME).read_bytes() == library
    keyring.forget_all()
    with pytest.raises(PassphraseWrong):
        keyring.open_with(filled / FILE_NAME, WORDS)
    keyring.open_with(filled / FILE_NAME, "new")
    assert found(filled, RARE)
    keyring.forget_all()  # what was taken elsewhere keeps the passphrase of its day
    with pytest.raises(PassphraseWrong):
        keyring.open_with(tmp_path / "away", "new")
    assert keyring.open_with(tmp_path / "away", WORDS) is not None


def test_a_passphrase_typed_as_other_code_points_opens(filled: Path) -> None:
    lock(filled, "caf\u00e9 au lait")
    keyring.forget_all()
    keyring.open_with(filled / FILE_NAME, "cafe\u0301 au lait")
    assert found(filled, RARE)


# --- the wrapped key -----------------------------------------------------------------------------


def test_every_byte_of_the_key_file_is_watched(filled: Path) -> None:
    lock(filled)
    keyring.forget_all()
    for backup in (filled / "backups").iterdir():
        backup.unlink()
    (file,) = filled.glob("library-*.key")
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        file.write_bytes(damaged)
        with pytest.raises(KeyDamaged):
            keyring.open_with(filled / FILE_NAME, WORDS)
        with pytest.raises(KeyDamaged):
            Store.open(filled, writer=False)
    file.write_bytes(whole)
    keyring.open_with(filled / FILE_NAME, WORDS)
    assert found(filled, RARE)


@pytest.mark.parametrize("gone", [True, False])
def test_a_damaged_key_file_is_made_up_for_by_a_backup(filled: Path, gone: bool) -> None:
    lock(filled)
    keyring.forget_all()
    (file,) = filled.glob("library-*.key")
    if gone:
        file.unlink()
    else:
        file.write_bytes(b"x" * 300)
    keyring.open_with(filled / FILE_NAME, WORDS)
    assert found(filled, RARE)


@pytest.mark.parametrize(
    "cost", [Cost(2**30, 1, 1), Cost(64, 10**6, 1), Cost(64, 1, 10**6), Cost(4, 1, 1)]
)
def test_a_key_from_elsewhere_cannot_ask_for_any_amount_of_work(cost: Cost) -> None:
    key = LibraryKey.made()
    packed = WrappedKey(key.key_id, cost, b"s" * 16, b"n" * 12, b"w" * 48).to_bytes()
    with pytest.raises(KeyDamaged):
        WrappedKey.from_bytes(packed)


def test_a_file_beside_the_database_is_bound_to_its_name_and_key() -> None:
    key = LibraryKey.made()
    sealed = key.seal(b"codes of vectors", "text-1.index")
    assert b"codes" not in sealed and key.unseal(sealed, "text-1.index") == b"codes of vectors"
    damaged = bytearray(sealed)
    damaged[-1] ^= 1
    for other, name, opener in (
        (sealed, "text-2.index", key),
        (bytes(damaged), "text-1.index", key),
        (sealed, "text-1.index", LibraryKey.made()),
        (b"", "text-1.index", key),
    ):
        with pytest.raises(ValueError):
            opener.unseal(other, name)
    assert "secret" not in repr(key) and key.secret.hex() not in repr(key)


# --- backups -------------------------------------------------------------------------------------


def test_a_backup_of_a_locked_library_opens_elsewhere_with_its_passphrase(
    filled: Path, tmp_path: Path
) -> None:
    lock(filled)
    with Store.open(filled, writer=False) as opened:
        opened.backup_to(tmp_path / "away" / "b")
    assert not holds(tmp_path / "away", RARE)
    keyring.forget_all()
    elsewhere = tmp_path / "elsewhere"
    with pytest.raises(PassphraseNeeded):
        restore(tmp_path / "away" / "b", elsewhere)
    assert list(elsewhere.iterdir()) == []
    keyring.open_with(tmp_path / "away" / "b", WORDS)
    restore(tmp_path / "away" / "b", elsewhere)
    assert found(elsewhere, RARE) and not holds(elsewhere, RARE)
    keyring.forget_all()
    keyring.open_with(elsewhere / FILE_NAME, WORDS)
    assert found(elsewhere, RARE)


def test_a_plain_backup_that_comes_to_a_locked_library_is_encrypted(
    filled: Path, tmp_path: Path
) -> None:
    with Store.open(filled, writer=False) as opened:
        opened.backup_to(tmp_path / "plain")
    lock(filled)
    restore(tmp_path / "plain", filled)
    assert not holds(filled, RARE) and keyring.is_locked(filled)
    assert found(filled, RARE)


def test_a_locked_backup_that_comes_to_a_plain_library_locks_it(
    filled: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    with Store.open(other, writer=True) as opened:
        opened.conversations.start("Tides")
    lock(filled)
    with Store.open(filled, writer=False) as opened:
        opened.backup_to(tmp_path / "b")
    kept = restore(tmp_path / "b", other)
    assert kept is not None and keyring.is_plain(kept)
    Store.open(other, writer=True).close()
    assert not keyring.is_plain(kept) and found(other, RARE)


def test_a_damaged_backup_is_left_and_named(filled: Path) -> None:
    damaged = filled / "library-damaged-20261101T000000Z.db"
    whole = bytearray((filled / FILE_NAME).read_bytes())
    whole[8192 * 3 : 8192 * 9] = b"x" * 8192 * 6
    damaged.write_bytes(whole)
    assert lock(filled).left == (damaged,)
    assert damaged.read_bytes() == whole
    assert holds(filled, RARE) == [damaged.name]


# --- damage and interruption ---------------------------------------------------------------------


def test_a_library_in_use_is_not_locked(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 50)
    with Store.open(filled, writer=True), pytest.raises(LibraryLocked):
        lock(filled)
    with Store.open(filled, writer=False) as reader, reader._database.read() as connection:
        generation_of(connection)  # from here on the log cannot be folded back whole
        with Store.open(filled, writer=True) as opened:
            opened.conversations.start("Tides")
        with pytest.raises(LibraryLocked, match="reading"):
            lock(filled)
    assert found(filled, RARE) and not list(filled.glob("*.key"))


def test_a_copy_that_differs_never_takes_the_librarys_place(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = conversion.sqlcipher.copy

    def lossy(source: Path, target: Path, **keys: LibraryKey | None) -> None:
        copy(source, target, **keys)
        connection = sqlite.connect(target, keys["target_key"])
        connection.execute("DELETE FROM chunks WHERE id = 2")
        connection.close()

    monkeypatch.setattr(conversion.sqlcipher, "copy", lossy)
    before = (filled / FILE_NAME).read_bytes()
    with pytest.raises(LibraryDamaged, match="does not hold"):
        lock(filled)
    assert (filled / FILE_NAME).read_bytes() == before
    assert not keyring.is_locked(filled) and not list(filled.glob("*.key"))
    assert not list(filled.glob("*.converting*"))


def _killed_at(n: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that dies at its n-th step on the disk."""
    child = os.fork()
    if child == 0:
        left = [n]

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def act(*given: object, **named: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **named)

            return act

        for owner, name in (
            (conversion.sqlcipher, "copy"),
            (conversion, "_require_same"),
            (conversion, "sync_file"),
            (conversion, "sync_folder"),
            (keyring, "sync_folder"),
            (Path, "replace"),
        ):
            setattr(owner, name, counted(getattr(owner, name)))
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL
    return status != 0


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_killed_at_any_step_there_is_one_whole_library(filled: Path, tmp_path: Path) -> None:
    n = 0
    while True:
        folder = tmp_path / str(n)
        shutil.copytree(filled, folder)
        was_killed = _killed_at(n, partial(lock, folder))
        if keyring.is_locked(folder):
            keyring.open_with(folder / FILE_NAME, WORDS)
            assert found(folder, RARE)
            Store.open(folder, writer=True).close()  # completes what was cut off
            assert not holds(folder, RARE)
        else:
            assert found(folder, RARE)
            assert not lock(folder).left
            assert not holds(folder, RARE)
        assert len(list(folder.glob("library-*.key"))) == 1
        keyring.forget_all()
        if not was_killed:
            break
        n += 1
    assert n >= 10


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_killed_while_it_is_made_plain_there_is_one_whole_library(
    filled: Path, tmp_path: Path
) -> None:
    lock(filled)
    n = 0
    while True:
        folder = tmp_path / str(n)
        shutil.copytree(filled, folder)
        was_killed = _killed_at(n, partial(locking.unlock_for_good, folder, WORDS))
        if keyring.is_locked(folder):
            keyring.open_with(folder / FILE_NAME, WORDS)
            Store.open(folder, writer=True).close()
            assert not holds(folder, RARE)  # no half-made plain copy stays
        assert found(folder, RARE)
        keyring.forget_all()
        if not was_killed:
            break
        n += 1
    assert n >= 10


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_what_was_committed_before_a_kill_is_there_and_unreadable(filled: Path) -> None:
    lock(filled)
    child = os.fork()
    if child == 0:
        try:
            store = Store.open(filled, writer=True)
            text = f"{RARE}later at night"
            store.contents.replace(stamp("/c.txt", text), content([text]))
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert (filled / f"{FILE_NAME}-wal").stat().st_size > 0 and not holds(filled, RARE)
    Store.open(filled, writer=True).close()
    assert found(filled, f"{RARE}later") == [f"{RARE}later at night"]


def test_a_damaged_locked_library_is_salvaged_and_stays_locked(filled: Path) -> None:
    lock(filled)
    whole = bytearray((filled / FILE_NAME).read_bytes())
    place = whole.find(keyring.key_id_of(filled / FILE_NAME) or b"-")
    assert place == 0
    whole[3] ^= 1  # which key it needs
    whole[len(whole) // 8192 // 2 * 8192 + 100] ^= 1
    (filled / FILE_NAME).write_bytes(whole)
    assert is_damaged(filled)
    done = salvage(filled)
    assert done.n_items == 2 or done.complete
    assert not holds(filled, RARE) and keyring.is_locked(filled)
    with Store.open(filled, writer=True) as opened:
        opened.health.repair()
        assert len(list(opened.items.all())) == 2


def test_the_file_of_the_key_is_the_owners_alone(filled: Path) -> None:
    lock(filled)
    with Store.open(filled, writer=True):
        pass
    key_id = keyring.key_id_of(filled / FILE_NAME)
    assert key_id is not None and key_file(filled, key_id).exists()
    if os.name != "nt":
        for file in filled.rglob("*"):
            assert file.is_dir() or file.stat().st_mode & 0o077 == 0, file
