"""Where things are kept. The environment wins over the platform's folders."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

HOME_VARIABLE = "TRIPTYCH_HOME"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the data folder was moved to. `was` still holds what it was copied from, by name below
    it, size and time in ns, until the library was opened in `folder`."""

    folder: Path
    was: Path | None = None
    files: tuple[tuple[str, int, int], ...] = ()


def home() -> Path:
    """The data folder: settings, logs and the default library."""
    set_by_user = os.environ.get(HOME_VARIABLE)
    if set_by_user:
        return Path(set_by_user).expanduser().absolute()
    moved = moved_home()
    return moved.folder if moved else _platform_folder()


def moved_home() -> Moved | None:
    """None where the data folder is where the platform has it, or the environment says."""
    if os.environ.get(HOME_VARIABLE):
        return None
    try:
        told = json.loads(pointer_file().read_text("utf-8"))
        was = Path(told["was"]) if told["was"] else None
        files = tuple((str(name), int(size), int(ns)) for name, size, ns in told["files"])
        return Moved(Path(told["folder"]), was, files)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def home_trouble() -> str | None:
    """Why nothing may be begun: the data folder was moved to a place that is not there now, and a
    new, empty one must not come up instead."""
    moved = moved_home()
    if moved is None or moved.folder.is_dir():
        return None
    return f"The data folder {moved.folder} is not there. Nothing in it was changed."


HOME_NEXT_STEP = "Connect the drive that it is on, then start Triptych again."


def pointer_file() -> Path:
    """Says where the data folder was moved to; stays in the platform's place for it."""
    return _platform_folder() / "data-folder.json"


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
