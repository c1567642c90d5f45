"""Backups by themselves: one a day, checked, seven days and four weeks kept."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from storage import rotation
from storage.backup import restore
from storage.errors import DiskFull, LibraryDamaged
from storage.store import Store

DAY = datetime.date(2026, 3, 2)


def test_one_a_day_and_none_where_nothing_changed(library: Path, store, put) -> None:
    put("/a.txt", "first")
    made = store.back_up_daily(DAY)
    assert made is not None and made.parent == library / "backups"
    assert os.name == "nt" or (made.stat().st_mode & 0o777, made.parent.stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )
    assert store.back_up_daily(DAY) is None
    assert store.back_up_daily(DAY + datetime.timedelta(1)) is None, "nothing has changed"
    put("/b.txt", "second")
    assert store.back_up_daily(DAY + datetime.timedelta(1)) is not None
    assert [path.name for path in store.automatic_backups()] == [
        "library-2026-03-03.db",
        "library-2026-03-02.db",
    ]
    store.close()
    restore(made, library)
    with Store.open(library, writer=False) as again:
        assert [item.path for item in again.items.all()] == ["/a.txt"]


def test_seven_days_and_four_weeks_are_kept() -> None:
    days = [DAY - datetime.timedelta(n) for n in range(60)]
    paths = [Path(f"library-{day.isoformat()}.db") for day in days]
    going = set(rotation.superfluous(paths, DAY))
    kept = [path for path in paths if path not in going]
    assert len(kept) == rotation.KEPT_DAYS + rotation.KEPT_WEEKS
    assert kept[:7] == paths[:7]
    assert not rotation.superfluous(kept, DAY)


def test_a_disk_that_is_nearly_full_is_not_filled(store, put, monkeypatch) -> None:
    put("/a.txt", "first")
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(rotation.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(DiskFull):
        store.back_up_daily(DAY)
    assert store.automatic_backups() == []


def test_one_that_cannot_be_opened_costs_no_older_one(store, put, monkeypatch) -> None:
    put("/a.txt", "first")
    assert store.back_up_daily(DAY) is not None
    put("/b.txt", "second")

    def damaged(_file: Path) -> None:
        raise LibraryDamaged("damaged", "look at the disk")

    monkeypatch.setattr(rotation, "check_backup", damaged)
    with pytest.raises(LibraryDamaged):
        store.back_up_daily(DAY + datetime.timedelta(1))
    assert [path.name for path in store.automatic_backups()] == ["library-2026-03-02.db"]
