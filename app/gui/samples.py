"""Another window on another library, as a program of its own."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QProcess


def sample_folder() -> Path:
    return Path(str(resources.files("resources"))) / "samples" / "library"


def open_another(library: Path, add: Path) -> bool:
    """Start a window on `library` that adds `add` at once; whether it could be started."""
    words = ["-P", "-m", "app", "--library", str(library), "--add", str(add)]
    started = QProcess.startDetached(sys.executable, words)
    return bool(started[0] if isinstance(started, tuple) else started)
