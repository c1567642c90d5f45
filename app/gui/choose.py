"""Choosing files and folders: always begun where one of that sort was chosen last, never in the
folder that the program happens to have been started in."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app import paths

Purpose = Literal["add", "watch", "ask", "save", "backup", "data", "notes", "models"]


def files(parent: QWidget, purpose: Purpose, title: str) -> list[str]:
    """Files that are there; [] where none was chosen."""
    chosen, _filter = QFileDialog.getOpenFileNames(parent, title, _begin(purpose))
    if chosen:
        _remember(purpose, Path(chosen[0]).parent)
    return chosen


def file(parent: QWidget, purpose: Purpose, title: str, filters: str = "") -> str:
    """One file that is there; "" where none was chosen."""
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, _begin(purpose), filters)
    if chosen:
        _remember(purpose, Path(chosen).parent)
    return chosen


def folder(parent: QWidget, purpose: Purpose, title: str) -> str:
    """A folder; "" where none was chosen."""
    chosen = QFileDialog.getExistingDirectory(parent, title, _begin(purpose))
    if chosen:
        _remember(purpose, Path(chosen))
    return chosen


def target(
    parent: QWidget, purpose: Purpose, title: str, name: str, filters: str = ""
) -> tuple[str, str]:
    """Where to write a file that would be called `name`, and the filter that was chosen; "" for no
    place. Whether to write over one that is there has been asked."""
    suggested = str(Path(_begin(purpose)) / name)
    chosen, filter_ = QFileDialog.getSaveFileName(parent, title, suggested, filters)
    if chosen:
        _remember(purpose, Path(chosen).parent)
    return chosen, filter_


def _memory() -> QSettings:
    return QSettings(str(paths.home() / "window.ini"), QSettings.Format.IniFormat)


def _begin(purpose: Purpose) -> str:
    last = str(_memory().value(f"folders/{purpose}", "") or "")
    if last and Path(last).is_dir():
        return last
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    documents = QStandardPaths.writableLocation(kind)
    return documents if Path(documents).is_dir() else str(Path.home())


def _remember(purpose: Purpose, chosen: Path) -> None:
    _memory().setValue(f"folders/{purpose}", str(chosen))
