"""The window on the offscreen platform, joined to a scripted engine in a real child process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.gui.theme import Theme
from app.gui.window import Window
from app.tasks.client import EngineClient

HERE = Path(__file__).parent


def scripted(*options: str) -> list[str]:
    return [sys.executable, str(HERE / "scripted_engine.py"), *options]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's settings."""
    monkeypatch.setenv("TRIPTYCH_HOME", str(tmp_path / "home"))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "light")
    yield made
    made.deleteLater()


@pytest.fixture
def open_window(qtbot, theme: Theme, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Open a window on the scripted engine; it and its engine are closed at the end."""
    opened: list[Window] = []

    def make(*options: str, wait: bool = True) -> Window:
        memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        window = Window(theme, EngineClient(scripted(*options)), memory)
        opened.append(window)
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        if wait:
            qtbot.waitUntil(lambda: window.library.items.rowCount() > 0, timeout=30_000)
        return window

    yield make
    for window in opened:
        window.leave()
        window.close()
        window.deleteLater()
