"""The window beside a real engine (with small stand-ins for the models) and a real folder."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.calls import Search
from app.core.events import SearchResult
from app.core.question.query import Query
from app.gui.window import Window
from tests.e2e.program import ROOT

Open = Callable[[], Window]
_PATIENCE_MS = 40_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "harbour.txt").write_text("The harbour master keeps the brass key.", "utf-8")
    (folder / "orchard.txt").write_text("Pears ripen in September.", "utf-8")
    return folder


@pytest.fixture
def open_real(
    open_library: Callable[..., Window], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Open:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setattr("app.tasks.following.RETRY_S", 0.2)
    command = [sys.executable, "-m", "tests.app.engine_child", str(tmp_path / "library")]
    return lambda: open_library(command)


def states(window: Window) -> dict[str, str]:
    return {Path(item.path).name: item.state for item in window.library.items.items()}


def test_a_watched_folder_is_followed_through_all_that_happens_to_it(
    qtbot: Any, open_real: Open, folder: Path
) -> None:
    window = open_real()

    def becomes(**wanted: str) -> None:
        named = {f"{name}.txt": state for name, state in wanted.items()}
        qtbot.waitUntil(lambda: states(window) == named, timeout=_PATIENCE_MS)

    window.watch_flow.watch(str(folder))
    becomes(harbour="ready", orchard="ready")
    (folder / "pier.txt").write_text("The pier is closed in winter.", "utf-8")
    becomes(harbour="ready", orchard="ready", pier="ready")
    kept = {Path(i.path).stem: i.item_id for i in window.library.items.items()}
    (folder / "pier.txt").rename(folder / "quay.txt")
    becomes(harbour="ready", orchard="ready", quay="ready")
    now = {Path(i.path).stem: i.item_id for i in window.library.items.items()}
    assert now["quay"] == kept["pier"]
    (folder / "quay.txt").unlink()
    becomes(harbour="ready", orchard="ready", quay="missing")
    (folder / "orchard.txt").write_text("Plums ripen in August.", "utf-8")
    found: list[SearchResult] = []

    def is_found() -> bool:
        found.clear()
        window.stream.call(Search(Query("plums in August", k=1))).on(SearchResult, found.append)
        qtbot.waitUntil(lambda: bool(found), timeout=_PATIENCE_MS)
        return "Plums" in found[0].hits[0].snippet

    qtbot.waitUntil(is_found, timeout=_PATIENCE_MS)
    away = folder.parent / "not connected" / "notes"
    away.parent.mkdir()
    folder.rename(away)
    becomes(harbour="missing", orchard="missing", quay="missing")
    qtbot.waitUntil(
        lambda: [row.state for row in window.watch_flow.rows.values()] == ["missing"],
        timeout=_PATIENCE_MS,
    )
    assert "notes is not there" in window.banner.message()
    shutil.move(away, folder)
    becomes(harbour="ready", orchard="ready", quay="missing")
    qtbot.waitUntil(lambda: not window.banner.isVisible(), timeout=_PATIENCE_MS)


def test_what_happened_while_the_window_was_closed_is_caught_up_with(
    qtbot: Any, open_real: Open, folder: Path
) -> None:
    window = open_real()
    window.watch_flow.watch(str(folder))
    qtbot.waitUntil(lambda: len(states(window)) == 2, timeout=_PATIENCE_MS)
    window.leave()
    (folder / "pier.txt").write_text("The pier is closed in winter.", "utf-8")
    (folder / "orchard.txt").unlink()
    again = open_real()
    qtbot.waitUntil(
        lambda: (
            states(again) == {"harbour.txt": "ready", "orchard.txt": "missing", "pier.txt": "ready"}
        ),
        timeout=_PATIENCE_MS,
    )
