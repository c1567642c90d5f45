"""How soon the window is on the screen, against a bare PySide6 window, interleaved.

    python -m tests.benchmarks.first_paint

From the start of the process to the first paint, of a program that ran before: its modules are
compiled. Ours paints its ground first and what belongs there right after: `whole_window_s` is the
first paint of the filled window. The ratios of what was computed until then hold where others keep
the machine busy, too. Offscreen unless QT_QPA_PLATFORM says otherwise."""

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
_TIMEOUT_S = 300.0

_BARE = """
import os, time
from PySide6.QtWidgets import QApplication, QMainWindow

class Bare(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.process_time(), flush=True)
        os._exit(0)

application = QApplication([])
window = Bare()
window.resize(1280, 800)
window.show()
application.exec()
"""

_OURS = """
import os, sys, time
from app import main
from app.gui.first_frame import FirstFrame

paint = FirstFrame.paintEvent
painted = False

def painted_first(frame, event):
    global painted
    paint(frame, event)
    if not painted:
        painted = True
        print(time.process_time(), flush=True)
        from app.gui.window import Window
        Window._begin = whole  # what follows the first paint of the filled window

def whole(window):
    print(time.process_time(), flush=True)
    os._exit(0)

FirstFrame.paintEvent = painted_first
sys.exit(main.run())
"""


def run(threads: int = 2, *, n_runs: int = 5) -> dict[str, Any]:
    """Return medians in seconds and their ratios. A run of each before them is not counted."""
    runs: list[list[tuple[float, float]]] = []
    with tempfile.TemporaryDirectory() as home:
        for counted in (False, *[True] * n_runs):
            painted = [*_painted_after(_BARE, home, 1), *_painted_after(_OURS, home, 2)]
            if counted:
                runs.append(painted)
    bare, first, whole = (statistics.median(run[at][0] for run in runs) for at in range(3))
    work = [statistics.median(run[at][1] for run in runs) for at in range(3)]
    return {
        "runs": n_runs,
        "threads": threads,
        "bare_window_s": round(bare, 3),
        "first_paint_s": round(first, 3),
        "whole_window_s": round(whole, 3),
        "computed_s": [round(seconds, 3) for seconds in work],
        "ratios": {
            "first_paint": round(first / bare, 2),
            "whole_window": round(whole / bare, 2),
            "first_paint_computed": round(work[1] / work[0], 2),
            "whole_window_computed": round(work[2] / work[0], 2),
        },
    }


def _painted_after(code: str, home: str, n_lines: int) -> list[tuple[float, float]]:
    """Of each line of a child: seconds from its start, and seconds computed until then."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "TRIPTYCH_HOME": home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=_ROOT, env=environment, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        watch = threading.Timer(_TIMEOUT_S, child.kill)
        watch.start()
        times = [(time.perf_counter() - started, float(line)) for line in child.stdout]
        watch.cancel()
    if len(times) != n_lines:
        raise RuntimeError(f"a window ended with {child.returncode} before it was painted")
    return times


if __name__ == "__main__":
    print(json.dumps(run()))
