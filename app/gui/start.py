"""Builds the window's own objects: first the frame, then, once it is painted, all the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from app import paths
from app.gui.first_frame import FirstFrame

if TYPE_CHECKING:
    from app.gui.theme import Mode, Theme


def open_frame(
    application: QApplication,
    library: Path | None,
    engine: Sequence[str] | None = None,
    add: Sequence[Path] = (),
) -> FirstFrame:
    """Make the frame, not yet shown. `engine` None is the real engine on `library`."""
    application.setApplicationName("Triptych")
    application.setDesktopFileName("triptych")
    memory = QSettings(str(paths.home() / "window.ini"), QSettings.Format.IniFormat)

    def fill(frame: FirstFrame) -> None:
        from app.gui.language import speak

        speak(application, str(memory.value("language", "system")))  # before words are made
        from app.gui import icons
        from app.gui.window import Window
        from app.tasks.client import EngineClient, engine_command

        application.setWindowIcon(icons.app_icon())
        theme = theme_of(application, memory)
        command = engine_command(library or paths.default_library())
        client = EngineClient(list(engine) if engine is not None else command)
        window = Window(theme, client, memory)
        frame.leaving.connect(window.leave)
        frame.setCentralWidget(window)
        frame.asked_to_add.connect(window.library_flow.add)
        frame.keeps = lambda: window.tray.keeps
        frame.hidden.connect(window.tray.say_hidden)
        window.tray.wanted.connect(lambda: frame.come_forward([]))
        window.tray.quit_wanted.connect(frame.end)
        application.commitDataRequest.connect(lambda _manager: frame.allow_end())
        if not frame.isVisible():
            window.begin_soon()
        if add:
            window.library_flow.add([str(path) for path in add])

    return FirstFrame(memory, fill)


def theme_of(application: QApplication, memory: QSettings) -> Theme:
    """As it was chosen last, else as the desktop has it."""
    from app.gui.theme import Theme, scale_of, system_is_still

    mode = memory.value("mode", "system")
    chosen: Mode = mode if mode in ("light", "dark") else "system"
    usual = scale_of(QFontInfo(application.font()).pixelSize())
    scale = _scale(memory.value("scale", usual))
    still = str(memory.value("still", system_is_still())).lower() == "true"
    return Theme(application, chosen, scale, still=still)


def _scale(value: object) -> float:
    try:
        return min(1.5, max(0.85, float(str(value))))
    except ValueError:
        return 1.0
