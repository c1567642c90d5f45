"""Where things are kept. The environment wins over the platform's folders."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """The data folder: settings, logs and the default library."""
    set_by_user = os.environ.get("TRIPTYCH_HOME")
    return Path(set_by_user).expanduser().absolute() if set_by_user else _platform_folder()


def default_library() -> Path:
    return home() / "library"


def demo_library() -> Path:
    """The sample library's own place; never the user's library."""
    return home() / "demo-library"


def settings_file() -> Path:
    return home() / "settings.toml"


def presets_file() -> Path:
    """The user's own presets of generation, by name."""
    return home() / "presets.toml"


def notes_folder(configured: str | None = None) -> Path:
    """Texts and pictures that were dropped or pasted, each kept as a file."""
    return Path(configured).expanduser().absolute() if configured else home() / "Kept notes"


def log_file() -> Path:
    return home() / "triptych.log"


def model_store(configured: str | None = None) -> Path:
    """One store for all libraries and checkouts, so it does not move with TRIPTYCH_HOME."""
    chosen = os.environ.get("TRIPTYCH_MODELS") or configured
    return Path(chosen).expanduser().absolute() if chosen else _platform_folder() / "models"


def _platform_folder() -> Path:
    return user_data_path("triptych", appauthor=False)
