"""Choosing begins where one chose last, questions are the window's own, motion can be less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app import paths
from app.gui import choose, parts
from app.gui.theme import Theme
from app.gui.window import Window

Open = Callable[..., Window]
GUI = Path(choose.__file__).parent


def test_choosing_begins_where_one_chose_last(
    qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    begun: list[str] = []

    def chosen(_parent: object, _title: str, begin: str, *_filters: str) -> tuple[list[str], str]:
        begun.append(begin)
        return [str(tmp_path / "deep" / "a.txt")], ""

    def saved(_parent: object, _title: str, begin: str, *_filters: str) -> tuple[str, str]:
        begun.append(begin)
        return "", ""

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", saved)
    paths.home().mkdir(parents=True)
    (tmp_path / "deep").mkdir()
    for _time in range(2):
        assert choose.files(parent, "add", "Add files") == [str(tmp_path / "deep" / "a.txt")]
    assert begun[0] not in ("", str(tmp_path)) and begun[1] == str(tmp_path / "deep")
    (tmp_path / "deep").rmdir()  # gone since: begin as at first
    choose.files(parent, "add", "Add files")
    assert begun[2] == begun[0]
    assert choose.target(parent, "save", "Save", "list.csv") == ("", "")
    assert begun[3] == str(Path(begun[0]) / "list.csv")


def test_only_one_place_opens_a_dialog_of_the_toolkit() -> None:
    users = {
        str(file.relative_to(GUI))
        for file in GUI.rglob("*.py")
        if any(name in file.read_text("utf-8") for name in ("QFileDialog", "QMessageBox"))
    }
    assert users == {"choose.py"}
    assert not any("QInputDialog" in file.read_text("utf-8") for file in GUI.rglob("*.py"))


def test_bars_stand_still_where_less_motion_is_wanted(qtbot: Any, theme: Theme) -> None:
    bar = parts.ProgressBar(theme)
    qtbot.addWidget(bar)
    bar.show_busy()
    assert bar.maximum() == 0  # moves
    theme.set_still(True)
    assert (bar.value(), bar.maximum()) == (1, 2)
    bar.show_done(3, 10)
    theme.set_still(False)
    assert (bar.value(), bar.maximum()) == (3, 10)


def test_less_motion_is_remembered(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    window.settings_flow.show()
    assert window.settings_flow.page is not None
    window.settings_flow.page.rows["window.still"].edit.box.click()
    assert window.theme.still
    window.leave()
    assert str(window._memory.value("still")).lower() == "true"


def test_another_theme_dresses_an_open_window_and_its_dialogs(
    open_window: Callable[..., Window], qapp: QApplication
) -> None:
    """The window's own style sheet is changed: the program's would take four times as long."""
    window = open_window()
    worn = qapp.styleSheet()
    window.theme.set_mode("dark")
    assert qapp.styleSheet() == worn != window.styleSheet()
    page = window.folders_flow.show()
    shown = page.grab().toImage().pixelColor(3, 3)
    assert shown.lightness() < 60
    window.theme.set_mode("light")
    assert page.grab().toImage().pixelColor(3, 3).lightness() > 200
