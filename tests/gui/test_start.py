"""Starting: what is imported by the first paint, and what is said where no window can open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import main
from app.main import missing_for_display

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "torch", "transformers", "faiss", "librosa", "numba", "ctranslate2", "sqlalchemy", "numpy",
    "PySide6.QtMultimedia",
}  # fmt: skip

WATCHED = """
import json, sys
from app import main
from PySide6.QtCore import QTimer
from app.gui.window import Window

begin = Window._begin

def look(window):
    print(json.dumps(sorted(sys.modules)), flush=True)
    begin(window)
    QTimer.singleShot(0, window, window.window().close)

Window._begin = look
sys.exit(main.run(None, engine=[sys.executable, {engine!r}]))
"""


def test_the_first_paint_needs_nothing_heavy(tmp_path: Path) -> None:
    code = WATCHED.format(engine=str(Path(__file__).with_name("scripted_engine.py")))
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "TRIPTYCH_HOME": str(tmp_path),
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    loaded = set(json.loads(ran.stdout.splitlines()[0]))
    assert "app.gui.window" in loaded
    assert not HEAVY & loaded
    assert not [name for name in loaded if name.startswith(("storage.", "index."))]


def test_no_display_is_said_before_qt_is_asked() -> None:
    said = missing_for_display({}, "linux")
    assert said is not None
    assert "no display" in said
    assert "triptych ask" in said


def test_missing_libraries_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = {"libxcb-cursor.so.0", "libxcb-icccm.so.4"}
    monkeypatch.setattr(main, "_loads", lambda name: name not in lacking)
    said = missing_for_display({"DISPLAY": ":0"}, "linux")
    assert said is not None
    assert "apt install libxcb-cursor0 libxcb-icccm4" in said
    assert missing_for_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux") is None
    assert missing_for_display({"QT_QPA_PLATFORM": "offscreen"}, "linux") is None


def test_other_systems_need_no_check() -> None:
    assert missing_for_display({}, "darwin") is None
    assert missing_for_display({}, "win32") is None


def test_run_gives_status_3_without_a_display(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "missing_for_display", lambda: "No.")
    assert main.run(None) == 3
    assert capsys.readouterr().err == "No.\n"
