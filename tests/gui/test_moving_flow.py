"""Moving the data folder from the click to the window that opens afterwards: real windows, the real
engine, real files. Only the starting of the next process is left out; the windows follow one
another in this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app import paths
from app.gui.moving import MoveDialog
from app.gui.theme import Theme
from app.gui.window import Window
from app.tasks.client import engine_command
from app.tasks.moving import Moving

SLOW_MS = 120_000


@pytest.fixture
def open_here(open_library: Callable[..., Window]) -> Callable[[], Window]:
    """Open a window on the library of the data folder, wherever that is now."""
    return lambda: open_library(engine_command(paths.default_library()))


def test_a_library_is_the_same_after_it_was_moved(
    qtbot: Any,
    theme: Theme,
    open_here: Callable[[], Window],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TRIPTYCH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "platform"))
    monkeypatch.setenv("TRIPTYCH_MODELS", str(tmp_path / "models"))  # words are found without
    was, target = paths.home(), tmp_path / "drive" / "Triptych"
    notes = tmp_path / "notes"
    notes.mkdir()
    for name in ("gutter", "lease", "slates"):
        (notes / f"{name}.txt").write_text(f"The {name} is to be looked at in spring.", "utf-8")
    window = open_here()
    window.library_flow.add([str(notes)])
    qtbot.waitUntil(
        lambda: window.library.items.rowCount() == 3 and not window.library_flow.adding,
        timeout=SLOW_MS,
    )
    told = [(item.item_id, item.path, item.state) for item in window.library.items.items()]

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(target))
    begun: list[Path] = []
    monkeypatch.setattr(window.folders_flow, "_start", lambda to: begun.append(to) or True)
    page = window.folders_flow.show()
    page.move_button.click()
    qtbot.waitUntil(page.question.isVisible, timeout=SLOW_MS)
    page.question.confirm.click()
    assert begun == [target] and not window.isVisible()
    moving = MoveDialog(theme, Moving(target), target)  # while the engine still ends
    qtbot.addWidget(moving)
    moving.show()
    window.leave()
    qtbot.waitUntil(lambda: not moving.isVisible(), timeout=SLOW_MS)
    assert paths.home() == target

    after = open_here()
    assert [(i.item_id, i.path, i.state) for i in after.library.items.items()] == told
    qtbot.waitUntil(lambda: not (was / "library").exists(), timeout=SLOW_MS)
    found = after.find_view
    found.call()
    found.edit.setText("slates")
    qtbot.waitUntil(lambda: found.list.count() > 0, timeout=SLOW_MS)
    found.close()
