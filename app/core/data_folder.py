"""Moving the data folder: copy it, compare the copy, switch, and erase the old one once the library
has been opened in the new place.

One small file says where the data folder is (`paths.pointer_file`); it is replaced in one step
when all else is done. So at every moment there is one whole data folder: killed before that step
it is the old one, killed after it the new one."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.core import events
from app.core.errors import UserError
from app.core.relocate import relocate
from app.core.troubles import known_trouble
from storage.errors import LibraryLocked
from storage.files import LOCK_NAME, sync_folder
from storage.lock import WriterLock
from storage.store import Store

log = logging.getLogger(__name__)

MARKER = ".triptych-moving"  # in a folder that a move has begun to fill
_STAYS = ("models", "data-folder.json")  # of the platform's folder: the model store is shared
_CHANGES = ("window.ini", "triptych.log", "triptych.log.1")  # written until the very end
_PIECE_BYTES = 4 << 20
_SPARE_BYTES = 64 << 20  # what a library needs to be opened

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """A file by its name below the data folder."""

    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Plan:
    source: Path
    target: Path
    pieces: tuple[Piece, ...]

    @property
    def n_bytes(self) -> int:
        return sum(piece.size for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class DataMoved:
    """All was copied and compared, and the program uses `folder` from its next start on."""

    folder: str
    files: int
    n_bytes: int


def plan_move(target: Path) -> Plan:
    """What moving the data folder to `target` would copy. Raises UserError where it cannot be."""
    if os.environ.get(paths.HOME_VARIABLE):
        raise UserError(
            "usage",
            "The data folder is the one that {variable} names; it was not moved.",
            "Close Triptych, copy that folder, and let the variable name the copy.",
            variable=paths.HOME_VARIABLE,
        )
    source = paths.home().resolve()
    target = target.expanduser().absolute().resolve()
    if target == source or target.is_relative_to(source):
        raise _refused(
            "{folder} is the data folder itself, or lies in it. It was not moved.", target
        )
    if target.exists() and not target.is_dir():
        raise _refused("{folder} is not a folder. The data folder was not moved.", target)
    if target.is_dir() and not (target / MARKER).exists():
        there = [entry.name for entry in target.iterdir() if entry.name not in _STAYS]
        if there:
            raise _refused("{folder} is not empty. The data folder was not moved.", target)
    made = Plan(source, target, tuple(_pieces(source)))
    if shutil.disk_usage(_nearest(target)).free < made.n_bytes + _SPARE_BYTES:
        raise UserError(
            "disk_full",
            "There is not enough room in {target}: {megabytes} MB are needed. Nothing was moved.",
            "Free some there, or choose another folder.",
            target=target,
            megabytes=f"{made.n_bytes / 1000000.0:,.0f}",
        )
    return made


def move_data(target: Path, stopped: Stop) -> Iterator[events.CopyProgress | DataMoved]:
    """Copy, compare, switch. Yields progress (each byte counts twice: copied, compared) and at the
    end `DataMoved`.

    Raises UserError where it cannot be, while a window or command is writing to the library, and
    where it was stopped; then the data folder is where it was and nothing is left of the copy."""
    plan_move(target)  # refuse before anything is locked or made
    with contextlib.ExitStack() as locks:
        for lock in sorted(paths.home().glob(f"*/{LOCK_NAME}")):
            try:
                locks.callback(WriterLock(lock).close)
            except LibraryLocked as error:
                raise UserError(
                    error.code,
                    "Triptych is open, or a command is running; the data folder was not moved.",
                    "Close it, then try again.",
                    retryable=True,
                ) from error
        plan = plan_move(target)
        try:
            yield from _copy_and_compare(plan, stopped)
            _point_to(paths.Moved(plan.target, paths.home(), _told(plan)))
        except BaseException as error:
            if paths.home().resolve() != plan.target:  # else it has switched, and is whole
                _take_back(plan)
            trouble = known_trouble(error) if isinstance(error, OSError) else None
            if trouble is not None:
                raise trouble from error
            raise
        (plan.target / MARKER).unlink(missing_ok=True)
    yield DataMoved(str(plan.target), len(plan.pieces), plan.n_bytes)


def finish_move(store: Store) -> None:
    """After the library was opened for writing: if its folder was moved, erase what it was copied
    from, as far as it is still the same, and let items that lie in the data folder follow. Never
    keeps anybody from the library."""
    moved = paths.moved_home()
    if moved is None or moved.was is None:
        return
    if store.folder.resolve() != paths.default_library().resolve():
        return
    try:
        (moved.folder / MARKER).unlink(missing_ok=True)
        _erase(moved)
        with contextlib.suppress(UserError):  # no item lies in the data folder
            for _ in relocate(store, moved.was, moved.folder):
                pass
        _point_to(paths.Moved(moved.folder))
    except OSError as error:
        log.warning("the old data folder could not be erased: %s", type(error).__name__)


def _pieces(source: Path) -> Iterator[Piece]:
    for folder, below, names in os.walk(source):
        here = Path(folder)
        if here == source:
            below[:] = [name for name in below if name not in _STAYS]
            names = [name for name in names if name not in _STAYS]
        for name in sorted(names):
            path = here / name
            if name == LOCK_NAME or name.endswith("-shm") or path.is_symlink():
                continue
            status = path.stat()
            yield Piece(str(path.relative_to(source)), status.st_size, status.st_mtime_ns)


def _copy_and_compare(plan: Plan, stopped: Stop) -> Iterator[events.CopyProgress]:
    plan.target.mkdir(mode=0o700, parents=True, exist_ok=True)
    (plan.target / MARKER).touch()
    done, total = 0, 2 * plan.n_bytes
    digests: list[bytes] = []
    for piece in plan.pieces:
        target = plan.target / piece.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        digest = hashlib.sha256()
        with (plan.source / piece.name).open("rb") as read, os.fdopen(made, "wb") as written:
            for data in _data(read.read, stopped):
                written.write(data)
                digest.update(data)
                done += len(data)
                yield events.CopyProgress(done, total)
            written.flush()
            os.fsync(written.fileno())
        shutil.copystat(plan.source / piece.name, target)
        digests.append(digest.digest())
    for piece, wanted in zip(plan.pieces, digests, strict=True):
        digest = hashlib.sha256()
        with (plan.target / piece.name).open("rb") as read:
            if hasattr(os, "posix_fadvise"):  # what the disk holds, not what memory remembers
                os.posix_fadvise(read.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            for data in _data(read.read, stopped):
                digest.update(data)
                done += len(data)
                yield events.CopyProgress(done, total)
        if digest.digest() != wanted:
            raise UserError(
                "cannot_write",
                "{file} is not what was written; the data folder is where it was.",
                "Choose a folder on another drive: this one does not keep what is written to it.",
                file=plan.target / piece.name,
            )
    for folder, _below, _names in os.walk(plan.target):
        sync_folder(Path(folder))


def _data(read: Callable[[int], bytes], stopped: Stop) -> Iterator[bytes]:
    while data := read(_PIECE_BYTES):
        if stopped():
            raise UserError(
                "stopped", "It was stopped; the data folder is where it was.", "Nothing is lost."
            )
        yield data


def _point_to(moved: paths.Moved) -> None:
    """The one step that switches, whole or not at all. Raises OSError."""
    pointer = paths.pointer_file()
    pointer.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = pointer.with_name(pointer.name + ".new")
    was = str(moved.was) if moved.was else None
    told = json.dumps({"folder": str(moved.folder), "was": was, "files": moved.files})
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(told)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(pointer)
    with contextlib.suppress(OSError):  # it has switched; how lasting that is, is the drive's
        sync_folder(pointer.parent)


def _told(plan: Plan) -> tuple[tuple[str, int, int], ...]:
    return tuple((piece.name, piece.size, piece.mtime_ns) for piece in plan.pieces)


def _take_back(plan: Plan) -> None:
    """Leave nothing of a copy that did not come to its end."""
    with contextlib.suppress(OSError):
        for piece in plan.pieces:
            (plan.target / piece.name).unlink(missing_ok=True)
        (plan.target / MARKER).unlink(missing_ok=True)
        _remove_empty(plan.target)


def _erase(moved: paths.Moved) -> None:
    """What was changed since it was copied stays."""
    assert moved.was is not None
    for name, size, mtime_ns in moved.files:
        path = moved.was / name
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        if (status.st_size, status.st_mtime_ns) == (size, mtime_ns) or name in _CHANGES:
            path.unlink()
    for lock in moved.was.glob(f"*/{LOCK_NAME}"):
        lock.unlink()
    _remove_empty(moved.was)


def _remove_empty(folder: Path) -> None:
    for below, _folders, _names in os.walk(folder, topdown=False):
        with contextlib.suppress(OSError):  # not empty
            Path(below).rmdir()


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _refused(why: str, folder: Path) -> UserError:
    """`why` ends in that nothing was moved, and has `{folder}` in it."""
    return UserError(
        "usage",
        why,
        "Choose a folder that is empty or new, and outside of the data folder.",
        folder=folder,
    )
