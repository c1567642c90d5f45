"""How soon the window is on the screen, against a bare PySide6 window, interleaved.

    python -m tests.benchmarks.first_paint

From the start of the process to the first paint. Ours paints its ground first and what belongs
there right after: `whole_window_s` is the first paint of the filled window. Offscreen unless
QT_QPA_PLATFORM says otherwise."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_TIMEOUT_S = 60.0

_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow

class Bare(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
        os._exit(0)

application = QApplication([])
window = Bare()
window.resize(1280, 800)
window.show()
application.exec()
"""

_OURS = """
import os, sys
from app import main
from app.gui.first_frame import FirstFrame

paint = FirstFrame.paintEvent
painted = False

def painted_first(frame, event):
    global painted
    paint(frame, event)
    if not painted:
        painted = True
        print("painted", flush=True)
        from app.gui.window import Window
        Window._begin = whole  # what follows the first paint of the filled window

def whole(window):
    print("whole", flush=True)
    os._exit(0)

FirstFrame.paintEvent = painted_first
sys.exit(main.run())
"""


def run(threads: int = 2, *, n_runs: int = 5) -> dict[str, Any]:
    """Return medians in seconds and their ratio. A run of each before them is not counted."""
    bare, first, whole = [], [], []
    with tempfile.TemporaryDirectory() as home:
        for counted in (False, *[True] * n_runs):
            (bare_s,) = _painted_after(_BARE, home, 1)
            first_s, whole_s = _painted_after(_OURS, home, 2)
            if counted:
                bare.append(bare_s)
                first.append(first_s)
                whole.append(whole_s)
    medians = [statistics.median(times) for times in (bare, first, whole)]
    return {
        "runs": n_runs,
        "threads": threads,
        "bare_window_s": round(medians[0], 3),
        "first_paint_s": round(medians[1], 3),
        "whole_window_s": round(medians[2], 3),
        "ratios": {"first_paint": round(medians[1] / medians[0], 2)},
    }


def _painted_after(code: str, home: str, n_lines: int) -> list[float]:
    """Seconds from the start of a child until it wrote each of its lines."""
    environment = {
        "QT_QPA_PLATFORM": "offscreen", **os.environ, "TRIPTYCH_HOME": home,
    }  # fmt: skip
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=_ROOT, env=environment, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        watch = threading.Timer(_TIMEOUT_S, child.kill)
        watch.start()
        times = [time.perf_counter() - started for _line in child.stdout]
        watch.cancel()
    if len(times) != n_lines:
        raise RuntimeError(f"a window ended with {child.returncode} before it was painted")
    return times


if __name__ == "__main__":
    print(json.dumps(run()))
