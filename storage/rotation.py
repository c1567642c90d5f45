"""Backups by themselves: one a day while the library is in use, seven days and four weeks kept.

Each is checked by opening it before an older one goes. They lie in the library's own folder, so
they guard against mistakes and damage, not against the loss of the disk."""

from __future__ import annotations

import datetime
import logging
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from storage import sqlite
from storage.backup import check_backup
from storage.database import RESERVE_BYTES, Database, get_info, known_errors
from storage.errors import StorageError

_log = logging.getLogger(__name__)

FOLDER = "backups"
KEPT_DAYS = 7
KEPT_WEEKS = 4
_NAME = re.compile(r"library-(\d{4}-\d\d-\d\d)\.db")


def automatic_backups(folder: Path) -> list[Path]:
    """Those that are there, the newest first."""
    found = [path for path in (folder / FOLDER).glob("library-*.db") if _day_of(path)]
    return sorted(found, key=lambda path: path.name, reverse=True)


def back_up_daily(database: Database, today: datetime.date) -> Path | None:
    """Make today's backup unless there is one, or nothing has changed since the last. Returns it.

    Raises StorageError; then the backups that were there are as they were."""
    existing = automatic_backups(database.folder)
    target = database.folder / FOLDER / f"library-{today.isoformat()}.db"
    if target in existing or (existing and _generation(existing[0]) == _current(database)):
        return None
    with known_errors():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        needed = database.path.stat().st_size
        # Twice the room it takes, or a disk that fills up would fill by what guards it.
        if shutil.disk_usage(target.parent).free < 2 * needed + RESERVE_BYTES:
            raise sqlite.disk_full()
    database.copy_to(target)
    try:
        check_backup(target)
    except StorageError:
        target.unlink(missing_ok=True)
        raise
    for path in superfluous([target, *existing], today):
        path.unlink(missing_ok=True)
    _log.info("the day's backup was made")
    return target


def superfluous(backups: Sequence[Path], today: datetime.date) -> list[Path]:
    """Those that need not be kept: of the last seven days each, before them the newest of each
    of four weeks."""
    going: list[Path] = []
    weeks: list[tuple[int, int]] = []
    for path in backups:
        day = _day_of(path)
        if day is None or (today - day).days < KEPT_DAYS:
            continue
        week = day.isocalendar()[:2]
        if week in weeks or len(weeks) >= KEPT_WEEKS:
            going.append(path)
        else:
            weeks.append(week)
    return going


def _day_of(path: Path) -> datetime.date | None:
    match = _NAME.fullmatch(path.name)
    try:
        return datetime.date.fromisoformat(match.group(1)) if match else None
    except ValueError:
        return None


def _current(database: Database) -> str | None:
    with database.read() as connection:
        return get_info(connection, "generation")


def _generation(file: Path) -> str | None:
    try:
        made = sqlite.engine(file, writer=False)
    except StorageError:
        return None
    try:
        with known_errors(), made.connect() as connection, connection.begin():
            return get_info(connection, "generation")
    except StorageError:
        return None
    finally:
        made.dispose()
