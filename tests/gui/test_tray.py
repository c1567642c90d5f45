"""Going on in the tray and starting at login: two switches that are off."""

from __future__ import annotations

import configparser
import plistlib
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui import start
from app.gui.first_frame import FirstFrame
from app.gui.login import DesktopEntry, LaunchAgent, start_command
from app.gui.window import Window
from tests.gui.conftest import scripted


@pytest.fixture
def opened(
    qapp: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., FirstFrame]]:
    """A whole program with a tray, shown or begun in the background."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    frames: list[FirstFrame] = []

    def make(*, hidden: bool = False) -> FirstFrame:
        frame = start.open_frame(qapp, tmp_path / "library", scripted())
        frames.append(frame)
        if hidden:
            frame.begin_hidden()
        else:
            frame.show()
        qtbot.waitUntil(lambda: isinstance(frame.centralWidget(), Window), timeout=10_000)
        return frame

    yield make
    for frame in frames:
        frame.end()
        frame.deleteLater()
    QGuiApplication.setQuitOnLastWindowClosed(True)


def window_of(frame: FirstFrame) -> Window:
    window = frame.centralWidget()
    assert isinstance(window, Window)
    return window


def test_both_are_off(qtbot: Any, opened: Callable[..., FirstFrame]) -> None:
    frame = opened()
    window = window_of(frame)
    window.settings_flow.show()
    rows = window.settings_flow.page.rows
    assert rows["program.tray"].edit.value() is False
    assert rows["program.login"].edit.value() is False
    ended: list[bool] = []
    frame.leaving.connect(lambda: ended.append(True))
    frame.close()
    assert ended


def test_a_closed_window_goes_on_in_the_tray(qtbot: Any, opened: Callable[..., FirstFrame]) -> None:
    frame = opened()
    window = window_of(frame)
    ended: list[bool] = []
    frame.leaving.connect(lambda: ended.append(True))
    window.settings_flow.show()
    page = window.settings_flow.page
    page.rows["program.tray"].given.emit(True)
    page.close()
    frame.close()
    assert not frame.isVisible() and not ended
    assert not QGuiApplication.quitOnLastWindowClosed()
    window.tray.wanted.emit()
    assert frame.isVisible()
    frame.close()
    frame.come_forward([])  # as by a second start
    assert frame.isVisible()
    window.tray.quit_wanted.emit()
    assert ended == [True] and not frame.isVisible()
    assert QGuiApplication.quitOnLastWindowClosed()


def test_in_the_background_the_library_opens_without_a_window(
    qtbot: Any, opened: Callable[..., FirstFrame], tmp_path: Path
) -> None:
    memory = QSettings(str(tmp_path / "home" / "window.ini"), QSettings.Format.IniFormat)
    memory.setValue("tray", True)
    memory.sync()
    frame = opened(hidden=True)
    window = window_of(frame)
    qtbot.waitUntil(lambda: window.library._known, timeout=20_000)
    assert not frame.isVisible()
    window.tray.wanted.emit()
    assert frame.isVisible()


def test_the_end_of_the_session_is_not_held_up(opened: Callable[..., FirstFrame]) -> None:
    frame = opened()
    window_of(frame).tray.turn(True)
    frame.allow_end()
    assert frame.close()


def test_an_entry_for_the_login_is_written_and_taken_out(tmp_path: Path) -> None:
    entry = DesktopEntry(tmp_path / "autostart")
    assert not entry.is_on()
    entry.turn(True)
    assert entry.is_on()
    (file,) = (tmp_path / "autostart").iterdir()
    told = configparser.ConfigParser(interpolation=None)
    told.read(file)
    assert shlex.split(told["Desktop Entry"]["Exec"]) == start_command()
    file.write_text(file.read_text("utf-8") + "Hidden=true\n", "utf-8")
    assert not entry.is_on()  # switched off by the desktop's own means
    entry.turn(False)
    entry.turn(False)
    assert not list((tmp_path / "autostart").iterdir())


def test_an_agent_for_the_login_is_written_and_taken_out(tmp_path: Path) -> None:
    entry = LaunchAgent(tmp_path / "LaunchAgents")
    entry.turn(True)
    (file,) = (tmp_path / "LaunchAgents").iterdir()
    assert plistlib.loads(file.read_bytes())["ProgramArguments"] == start_command()
    entry.turn(False)
    assert not entry.is_on()


def test_what_the_system_refuses_is_said(
    qtbot: Any, opened: Callable[..., FirstFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text("no folder", "utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("sys.platform", "linux")
    window = window_of(opened())
    window.settings_flow.show()
    page = window.settings_flow.page
    page.rows["program.login"].given.emit(True)
    assert not page.trouble.isHidden()
    assert page.rows["program.login"].edit.value() is False
