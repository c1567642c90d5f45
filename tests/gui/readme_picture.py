"""Draws the README's picture: the real window and engine over the demo's library, a real answer.

    python run.py demo && python -m tests.gui.readme_picture docs/img/window.png

The first of the demo's questions is asked twice: who uses the program finds the model loaded."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from models.silence import silence

silence()

from PySide6.QtCore import QSettings  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app import paths  # noqa: E402
from app.demo import demo_questions  # noqa: E402
from app.gui.theme import Theme  # noqa: E402
from app.gui.window import Window  # noqa: E402
from app.tasks.client import EngineClient, engine_command  # noqa: E402

_TIMEOUT_S = 180.0


def draw(out: Path) -> None:
    """Raises TimeoutError where the engine gives no answer."""
    application = QApplication([])
    memory = QSettings(str(Path(tempfile.mkdtemp()) / "w.ini"), QSettings.Format.IniFormat)
    theme = Theme(application, "light")
    window = Window(theme, EngineClient(engine_command(paths.demo_library())), memory)
    window.resize(1280, 800)
    window.show()

    def wait(done: Callable[[], bool], settle_s: float = 1.0) -> None:
        until = time.monotonic() + _TIMEOUT_S
        while not done():
            application.processEvents()
            time.sleep(0.005)
            if time.monotonic() > until:
                raise TimeoutError
        until = time.monotonic() + settle_s
        while time.monotonic() < until:
            application.processEvents()
            time.sleep(0.005)

    flow = window.conversation_flow
    wait(lambda: bool(window.library._known))
    for _ in range(2):
        flow.start_new()
        flow.ask(demo_questions()[0])
        wait(lambda: not flow.running)
    window.grab().save(str(out))
    window.leave()
    window.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
