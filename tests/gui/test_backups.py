"""Backups from the window: progress, stopping, going back, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core.events import CopyProgress
from app.gui.backups_dialog import BackupsDialog, day_of
from app.gui.theme import Theme
from app.gui.window import Window

Open = Callable[..., Window]


def test_a_backup_is_written_and_said_where(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    dialog = window.backup_flow.show()
    dialog.backup_wanted.emit("/home/user/mine.db")
    assert dialog.doing.text() == "Writing the backup" and not dialog.make.isEnabled()
    qtbot.waitUntil(lambda: dialog.said.text() == "12 items saved in /home/user/mine.db")
    assert dialog.progress.isHidden() and dialog.make.isEnabled()


def test_a_backup_can_be_stopped(qtbot: Any, open_window: Open) -> None:
    window = open_window("--slow")
    dialog = window.backup_flow.show()
    dialog.backup_wanted.emit("/home/user/mine.db")
    dialog.stop.click()
    assert dialog.doing.text() == "Stopping…"
    qtbot.waitUntil(lambda: dialog.said.text() == "It was stopped. Nothing was changed.")


def test_going_back_asks_first_and_shows_the_library_it_went_back_to(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window()
    dialog = window.backup_flow.show()
    qtbot.waitUntil(lambda: dialog._rows.count() > 1)
    dialog.ask("/home/user/library/backups/library-2026-03-02.db")
    assert dialog.question.head.text() == "Replace the library with the backup of 2 Mar 2026?"
    dialog.question.confirm.click()
    qtbot.waitUntil(lambda: window.library.items.rowCount() == 4, timeout=10_000)
    assert dialog.said.text() == "The library is restored: 4 items."
    dialog.ask("/tmp/damaged.db")
    dialog.question.confirm.click()
    qtbot.waitUntil(lambda: "not a usable" in dialog.said.text())
    assert window.library.items.rowCount() == 4


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/a/library-2026-11-26.db", "26 Nov 2026"),
        ("/a/mine.db", "mine.db"),
        ("/a/9999-99-99.db", "9999-99-99.db"),
    ],
)
def test_the_day_of_a_backup(path: str, said: str) -> None:
    assert day_of(path) == said


def test_progress_says_how_far_and_then_that_it_is_checked(qtbot: Any, theme: Theme) -> None:
    dialog = BackupsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.begin("Restoring the backup")
    dialog.show_progress(CopyProgress(9_000_000, 18_000_000))
    assert dialog._detail.text() == "9.0 MB of about 18 MB"
    dialog.show_progress(CopyProgress(18_000_000, 18_000_000))
    assert dialog._detail.text() == "Checking it…"
