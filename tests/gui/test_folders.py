"""The page of folders, and the small window that moves the data folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app import paths, settings
from app.gui.folders import FoldersFlow
from app.gui.moving import MoveDialog
from app.gui.theme import Theme
from app.gui.window import Window
from app.tasks.moving import Moving
from storage.store import Store

Open = Callable[..., Window]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in the platform's place, with an empty library."""
    monkeypatch.delenv("TRIPTYCH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "platform"))
    Store.open(paths.default_library(), writer=True).close()
    return paths.home()


def choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """The folders that choosing began in; what is chosen is `folder`."""
    begun: list[str] = []

    def chosen(_parent: object, _title: str, begin: str) -> str:
        begun.append(begin)
        return str(folder)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", chosen)
    return begun


def test_moving_is_asked_and_handed_over(
    qtbot: Any, open_window: Open, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    begun: list[Path] = []
    flow = FoldersFlow(window, lambda folder: begun.append(folder) or True)
    dialog = flow.show()
    assert dialog.data.full_text() == str(home)
    choose(monkeypatch, tmp_path / "new")
    dialog.move_button.click()
    qtbot.waitUntil(dialog.question.isVisible, timeout=10_000)
    assert begun == []
    dialog.question.confirm.click()
    assert begun == [tmp_path / "new"] and not window.isVisible()


def test_what_cannot_be_is_said(
    qtbot: Any, open_window: Open, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("x", "utf-8")
    dialog = window.folders_flow.show()
    choose(monkeypatch, tmp_path / "full")
    dialog.move_button.click()
    qtbot.waitUntil(dialog.said.isVisible, timeout=10_000)
    assert "is not empty" in dialog.said.text() and not dialog.question.isVisible()


def test_notes_are_kept_where_one_likes(
    qtbot: Any, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    dialog = window.folders_flow.show()
    usual = dialog.notes.full_text()
    assert usual == str(paths.home() / "Kept notes") and not dialog.usual.isVisible()
    (tmp_path / "mine").mkdir()
    begun = choose(monkeypatch, tmp_path / "mine")
    dialog.notes_button.click()
    dialog.notes_button.click()
    assert begun[1] == str(tmp_path / "mine") != begun[0]
    assert settings.load()[0].notes_folder == tmp_path / "mine"
    assert dialog.notes.full_text() == str(tmp_path / "mine")
    dialog.usual.click()
    assert dialog.notes.full_text() == usual


def test_the_small_window_moves_and_closes(
    qtbot: Any, theme: Theme, home: Path, tmp_path: Path
) -> None:
    dialog = MoveDialog(theme, Moving(tmp_path / "new"), tmp_path / "new")
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.show()
    assert paths.home() == tmp_path / "new"


def test_the_small_window_says_what_went_wrong_and_waits(
    qtbot: Any, theme: Theme, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("x", "utf-8")
    dialog = MoveDialog(theme, Moving(tmp_path / "full"), tmp_path / "full")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "not moved" in dialog.head.text(), timeout=20_000)
    assert "is not empty" in dialog.detail.text() and dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted, timeout=5_000):
        dialog.button.click()
    assert paths.home() == home
