"""What is cut off: each action on a small library, how it is prepared, and what must hold after it.

An action says what it has acknowledged, line by line; whatever ends it, that must be there."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core import events
from app.core.rescue import check_and_read_again, rescue
from app.core.transfer import backup_library, restore_library
from storage import sqlite
from storage.files import FILE_NAME, LOCK_NAME
from storage.lock import WriterLock
from storage.sqlite_checksums import CHECKED
from tests.reliability.libraries import content_of, filled, opened, small_files

Say = Callable[[str], None]
N_FILES = 40
_LATER = ("voice_speakers", "voices")  # tables that version 0006 did not have
DAY = datetime.date(2026, 3, 2)


@dataclass(frozen=True)
class Place:
    """Folders of one round; `template` is the prepared library, `library` this round's copy."""

    root: Path

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def template(self) -> Path:
        return self.root / "template"

    @property
    def library(self) -> Path:
        return self.root / "library"

    @property
    def kept(self) -> Path:
        return self.root / "kept.db"

    def begin(self) -> None:
        shutil.rmtree(self.library, ignore_errors=True)
        shutil.copytree(self.template, self.library)


@dataclass(frozen=True)
class Action:
    """`prepare` makes the template once, `act` is what is cut off, `holds` says what is wrong with
    the library afterwards, opened by it in whatever way a user would go on."""

    prepare: Callable[[Place], None]
    act: Callable[[Place, Say], None]
    holds: Callable[[Place, Sequence[str]], list[str]]
    goes_on: bool = False  # the next round begins where this one was cut off


# --- preparing -----------------------------------------------------------------------------------


def _empty(place: Place) -> None:
    small_files(place.files, N_FILES, only_text=True)
    opened(place.template).close()


def _full(place: Place) -> None:
    small_files(place.files, N_FILES)
    filled(place.template, place.files)


def _damaged(place: Place) -> None:
    _full(place)
    connection = sqlite.driver().connect(str(place.template / FILE_NAME))
    for statement in (
        "UPDATE chunks SET text = CAST(x'ff' AS TEXT) WHERE id % 7 = 0",
        "UPDATE vectors SET row = zeroblob(128) WHERE chunk_id % 5 = 0 AND space_id = 1",
        "UPDATE content_media SET thumbnail = x'00'",
        "DELETE FROM keywords_docsize WHERE id = 3",
        "UPDATE contents SET n_chunks = n_chunks + 1 WHERE id = 2",
    ):
        connection.execute(statement)
    connection.commit()
    connection.close()


def _of_an_earlier_version(place: Place) -> None:
    """As version 0006 left it: without names of voices and checksums, its words cut by other
    rules."""
    _full(place)
    connection = sqlite.driver().connect(str(place.template / FILE_NAME))
    for table in _LATER:
        connection.execute(f"DROP TABLE {table}")
    for table in CHECKED.keys() - set(_LATER):
        connection.execute(f"ALTER TABLE {table} DROP COLUMN checksum")
    connection.execute("UPDATE alembic_version SET version_num = '0006'")
    connection.execute("UPDATE library_info SET value = '1' WHERE key = 'words_version'")
    connection.commit()
    connection.close()


def _with_a_backup(place: Place) -> None:
    _full(place)
    core = opened(place.template)
    backup_library(core.store, place.kept)
    core.maintenance.remove([1, 2, 3])
    core.close()


# --- acting --------------------------------------------------------------------------------------


def _add(place: Place, say: Say) -> None:
    core = opened(place.library)
    for event in core.ingest.add([place.files]):
        if isinstance(event, events.FileIndexed):
            say(event.path)
    core.close()


def _remove(place: Place, say: Say) -> None:
    core = opened(place.library)
    for item in list(core.store.items.all()):
        core.maintenance.remove([item.item_id])
        say(item.path)
    core.close()


def _repair(place: Place, say: Say) -> None:
    rescue(place.library)
    core = opened(place.library)
    list(check_and_read_again(core.maintenance, core.ingest, repair=True))
    core.close()


def _reencode(place: Place, say: Say) -> None:
    core = opened(place.library, other_encoder=True)
    list(core.maintenance.check(repair=True))
    core.close()


def _migrate(place: Place, say: Say) -> None:
    opened(place.library).close()


def _restore(place: Place, say: Say) -> None:
    restore_library(place.kept, place.library)
    say("restored")


def _back_up(place: Place, say: Say) -> None:
    core = opened(place.library)
    for n in range(4):
        made = core.store.back_up_daily(DAY + datetime.timedelta(n))
        say(f"backed up {made}")
        core.store.conversations.start(f"Talk {n}")
        core.maintenance.remove([n + 1])
    core.close()


# --- afterwards ----------------------------------------------------------------------------------


def _whole(library: Path, *, other_encoder: bool = False) -> list[str]:
    """What is wrong with a library that a user opens again."""
    wrong: list[str] = []
    core = opened(library, other_encoder=other_encoder)
    try:
        wrong += core.maintenance.verify(deep=True).problems
    finally:
        core.close()
    wrong += _orphans(library)
    WriterLock(library / LOCK_NAME).close()
    return wrong


_ORPHANS = {
    "token_rows": "chunk_id NOT IN (SELECT id FROM chunks)",
    "vectors": "chunk_id NOT IN (SELECT id FROM chunks)",
    "content_texts": "content_id NOT IN (SELECT id FROM contents)",
    "content_media": "content_id NOT IN (SELECT id FROM contents)",
    "pending_parts": "content_id NOT IN (SELECT id FROM contents)",
    "citations": "turn_id NOT IN (SELECT id FROM turns)",
    "spaces": "NOT live",
}
_BELONGS = (FILE_NAME, LOCK_NAME, "backups", FILE_NAME + "-wal", FILE_NAME + "-shm")
_KEPT = ("library-before-", "library-replaced-", "library-damaged-")


def _orphans(library: Path) -> list[str]:
    connection = sqlite.driver().connect(str(library / FILE_NAME))
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]
        for table, condition in _ORPHANS.items()
    }
    connection.close()
    left = [
        entry.name
        for entry in library.rglob("*")
        if entry.name not in _BELONGS
        and not (entry.name.startswith(_KEPT) and entry.suffix == ".db")
        and not (entry.parent.name == "backups" and entry.suffix == ".db")
    ]
    return [f"{n} orphans in {table}" for table, n in counts.items() if n] + [
        f"{name} was left behind" for name in left
    ]


def _differs(place: Place, expected: Mapping[str, object] | None = None) -> list[str]:
    held, wanted = content_of(place.library), expected or _sound_content(place)
    apart = sorted(name for name in {*held, *wanted} if held.get(name) != wanted.get(name))
    return [f"{name} differs" for name in apart]


def _sound_content(place: Place) -> Mapping[str, object]:
    """What the undamaged library holds, made once."""
    sound = place.root / "sound"
    if not sound.exists():
        filled(sound, place.files)
    return content_of(sound)


def _added(place: Place, said: Sequence[str]) -> list[str]:
    wrong = _whole(place.library)
    held = content_of(place.library)
    return wrong + [f"{path} is lost" for path in said if not held.get(path)]


def _removed(place: Place, said: Sequence[str]) -> list[str]:
    wrong = _whole(place.library)
    held = content_of(place.library)
    wrong += [f"{path} is there again" for path in said if path in held]
    connection = sqlite.driver().connect(str(place.library / FILE_NAME))
    n_listed = connection.execute("SELECT count(*) FROM items").fetchone()[0]
    connection.close()
    n_left = len(list(place.files.iterdir())) - len(said)
    if n_listed not in (n_left, n_left - 1):  # one may be done and not yet told
        wrong.append(f"{n_listed} items are left, and {n_left} should be")
    return wrong


def _repaired(place: Place, said: Sequence[str]) -> list[str]:
    _repair(place, lambda _line: None)  # as a user does: once more
    return _whole(place.library) + _differs(place)


def _encoded(place: Place, said: Sequence[str]) -> list[str]:
    _reencode(place, lambda _line: None)
    return _whole(place.library, other_encoder=True) + _differs(place)


def _migrated(place: Place, said: Sequence[str]) -> list[str]:
    return _whole(place.library) + _differs(place)


def _restored(place: Place, said: Sequence[str]) -> list[str]:
    wrong = _whole(place.library)
    held = content_of(place.library)
    before, after = content_of(place.template), _sound_content(place)
    if said and held != after:
        wrong.append("what was restored is not there")
    if held not in (before, after):
        wrong.append("neither the library of before nor that of the backup")
    return wrong


def _backed_up(place: Place, said: Sequence[str]) -> list[str]:
    wrong = _whole(place.library)
    promised = {Path(line.removeprefix("backed up ")) for line in said}
    wrong += [f"{path.name} is lost" for path in promised if not path.exists()]
    for path in (place.library / "backups").glob("*.db"):
        target = place.root / "tried"
        shutil.rmtree(target, ignore_errors=True)
        restore_library(path, target)
        wrong += [f"{path.name}: {problem}" for problem in _whole(target)]
    return wrong


ACTIONS: Mapping[str, Action] = {
    "add": Action(_empty, _add, _added, goes_on=True),
    "remove": Action(_full, _remove, _removed),
    "repair": Action(_damaged, _repair, _repaired),
    "reencode": Action(_full, _reencode, _encoded),
    "migrate": Action(_of_an_earlier_version, _migrate, _migrated),
    "restore": Action(_with_a_backup, _restore, _restored),
    "back up": Action(_full, _back_up, _backed_up),
}


def in_child(work: Callable[[Say], None]) -> tuple[int, int]:
    """Fork a child that works and says lines; returns its process id and the pipe to read from.
    It never returns into its caller's code. Status 3: it failed with an error."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    status = 0
    try:
        work(lambda line: _tell(writing, line))
    except BaseException as error:  # noqa: BLE001 - the edge of a process
        _tell(writing, f"! {type(error).__name__}: {error}")
        status = 3
    finally:
        os._exit(status)


def _tell(pipe: int, line: str) -> None:
    os.write(pipe, line.replace("\n", " ").encode() + b"\n")
