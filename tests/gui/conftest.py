"""The window on the offscreen platform, joined to a scripted engine in a real child process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.gui.theme import Theme
from app.gui.window import Window
from app.tasks.client import EngineClient

HERE = Path(__file__).parent
SLOW_MS = 120_000  # for a real engine to open its library


def scripted(*options: str) -> list[str]:
    return [sys.executable, str(HERE / "scripted_engine.py"), *options]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's settings, or what starts at login."""
    monkeypatch.setenv("TRIPTYCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "light")
    yield made
    made.deleteLater()


@pytest.fixture
def open_on(
    qtbot: Any, theme: Theme, tmp_path: Path
) -> Iterator[Callable[[Sequence[str]], Window]]:
    """Open a window on the engine that a command starts; all of a test have the same memory. They
    and their engines are closed at the end."""
    opened: list[Window] = []

    def make(engine: Sequence[str]) -> Window:
        memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        window = Window(theme, EngineClient(engine), memory)
        opened.append(window)
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in opened:
        window.leave()
        window.close()
        window.deleteLater()


@pytest.fixture
def open_window(qtbot: Any, open_on: Callable[[Sequence[str]], Window]) -> Callable[..., Window]:
    """Open a window on the scripted engine."""

    def make(*options: str, wait: bool = True) -> Window:
        window = open_on(scripted(*options))
        if wait:
            qtbot.waitUntil(lambda: window.library.items.rowCount() > 0, timeout=30_000)
        return window

    return make


@pytest.fixture
def open_library(
    qtbot: Any, open_on: Callable[[Sequence[str]], Window]
) -> Callable[[Sequence[str]], Window]:
    """Open a window on a real engine, until its library is open. Fails with what the window says
    where it cannot be."""

    def make(engine: Sequence[str]) -> Window:
        window = open_on(engine)
        qtbot.waitUntil(
            lambda: window.library._known or not window.banner.isHidden(), timeout=SLOW_MS
        )
        assert window.library._known, window.banner.message()
        return window

    return make
