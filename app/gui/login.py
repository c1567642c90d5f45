"""Starting with the user's login: one entry where the system looks for such, and nothing else.

What is there is the truth; the window remembers nothing of it, so that an entry that the user takes
out by the system's own means is seen to be off."""

from __future__ import annotations

import os
import plistlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings

IN_BACKGROUND = "--in-background"
_NAME = "org.triptych.Triptych"
_RUN_KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"


class LoginEntry(Protocol):
    def is_on(self) -> bool: ...

    def turn(self, on: bool) -> None:
        """Raises OSError where the system does not let the entry be written."""


def login_entry(platform: str = sys.platform) -> LoginEntry:
    if platform == "win32":
        return RunKey()
    if platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents")
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return DesktopEntry(Path(config) / "autostart")


def start_command() -> list[str]:
    """What starts this program again, in the background."""
    program = Path(sys.executable)
    windowed = program.with_name("pythonw.exe")  # opens no console
    if windowed.is_file():
        program = windowed
    return [str(program), "-P", "-m", "app", IN_BACKGROUND]


class DesktopEntry:
    """Linux and the like (freedesktop.org, Desktop Application Autostart Specification)."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{_NAME}.desktop"

    def is_on(self) -> bool:
        try:
            said = self._file.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return False
        return not re.search(r"(?mi)^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$", said)

    def turn(self, on: bool) -> None:
        if not on:
            self._file.unlink(missing_ok=True)
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=Triptych\n"
            "Icon=triptych\n"
            f"Exec={' '.join(map(_quoted, start_command()))}\n"
            "Terminal=false\n",
            "utf-8",
        )


class LaunchAgent:
    """macOS."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{_NAME}.plist"

    def is_on(self) -> bool:
        return self._file.is_file()

    def turn(self, on: bool) -> None:
        if not on:
            self._file.unlink(missing_ok=True)
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        agent = {"Label": _NAME, "ProgramArguments": start_command(), "RunAtLoad": True}
        self._file.write_bytes(plistlib.dumps(agent))


class RunKey:
    """Windows."""

    def is_on(self) -> bool:
        return bool(self._key().contains("Triptych"))

    def turn(self, on: bool) -> None:
        key = self._key()
        if on:
            key.setValue("Triptych", subprocess.list2cmdline(start_command()))
        else:
            key.remove("Triptych")
        key.sync()
        if key.status() != QSettings.Status.NoError:
            raise OSError("the registry could not be written")

    def _key(self) -> QSettings:
        return QSettings(_RUN_KEY, QSettings.Format.NativeFormat)


def _quoted(word: str) -> str:
    """As the Desktop Entry Specification wants an argument of Exec."""
    escaped = re.sub(r'(["`$\\])', r"\\\1", word).replace("\\", "\\\\").replace("%", "%%")
    return f'"{escaped}"'
