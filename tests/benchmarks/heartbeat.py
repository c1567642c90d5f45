"""Whether the window ever stands still: python -m tests.benchmarks.heartbeat [FILES [SECONDS]].

The real window and engine, offscreen, on a library of its own: a heartbeat of 20 Hz while FILES
files are added, a question is answered beside it, the theme changes and the list is scrolled; then
an answer and an add are stopped, and the window is left in the middle of a last add. All times in
milliseconds. A beat that comes late by more than 5 ms has waited for something else in the
window's process, or for a processor: `computed` is what all its threads together computed between
two beats, `own` what the window's thread did. Where others keep the machine busy only these two say
something about the window.

`said` is until the window shows that it stops, `done` until it has. A step without any headway for
four minutes ends the trial, and so do SECONDS (half an hour); what was measured until then is told
all the same. Needs the starter models; TRIPTYCH_DECODER names the language model."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app import settings
from app.gui.theme import Theme
from app.gui.window import Window
from app.tasks.client import EngineClient, engine_command

BEAT_MS = 50
_PATIENCE_S = 240.0
_TOPICS = ("harbour", "bakery", "survey", "garden", "lighthouse", "ferry", "archive", "workshop")
_QUESTION = "What is said about the harbour and the bakery?"


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Between two beats, in milliseconds: how long, and what was computed in it."""

    long: float
    computed: float
    own: float


class Heartbeat(QObject):
    """Keeps the gaps between its beats, by what went on."""

    def __init__(self) -> None:
        super().__init__()
        self.during = "start"
        self.gaps: dict[str, list[Gap]] = {}
        self._last = _clocks()
        self._timer = QTimer(self)
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = _clocks()
        gap = Gap(*((at - before) * 1000 for at, before in zip(now, self._last, strict=True)))
        self.gaps.setdefault(self.during, []).append(gap)
        self._last = now


def _clocks() -> tuple[float, float, float]:
    return time.perf_counter(), time.process_time(), time.thread_time()


@dataclass(slots=True)
class Trial:
    app: QApplication
    window: Window
    pulse: Heartbeat
    ends_at: float  # by the clock that `perf_counter` is
    stops: dict[str, float] = field(default_factory=dict)

    def until(self, condition: Callable[[], bool]) -> float:
        """Milliseconds until it holds, while the window lives."""
        began = moved = time.perf_counter()
        before = self._headway()
        while not condition():
            self.app.processEvents()
            time.sleep(0.001)
            if (now := self._headway()) != before:
                before, moved = now, time.perf_counter()
            if time.perf_counter() > min(moved + _PATIENCE_S, self.ends_at):
                raise TimeoutError(self.pulse.during)
        return (time.perf_counter() - began) * 1000

    def _headway(self) -> tuple[int, int]:
        """How much there is: rows of the library, and of the newest answer."""
        turns = self.window.conversation.turns
        n_written = turns[-1].text.document().characterCount() if turns else 0
        return self.window.library.items.rowCount(), n_written

    def rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def ask(self) -> None:
        self.window.conversation_flow.ask(_QUESTION)

    def stop(self, name: str, act: Callable[[], object], said: Callable[[], bool],
             done: Callable[[], bool]) -> None:  # fmt: skip
        began = time.perf_counter()
        act()
        self.until(said)
        self.stops[f"{name}: said"] = (time.perf_counter() - began) * 1000
        self.until(done)
        self.stops[f"{name}: done"] = (time.perf_counter() - began) * 1000


def write_files(folder: Path, n: int) -> None:
    rng = random.Random(11)
    folder.mkdir(parents=True)
    for number in range(n):
        topic = rng.choice(_TOPICS)
        told = " ".join(
            f"The {topic} of the {rng.choice(_TOPICS)} had {rng.randrange(9000)} visitors in "
            f"{rng.randrange(1900, 2026)}, and its {rng.choice(_TOPICS)} was painted anew."
            for _ in range(12)
        )
        (folder / f"{topic} {number:04d}.txt").write_text(told, "utf-8")


def scroll(window: Window) -> None:
    bar = window.library.list.verticalScrollBar()
    bar.setValue(random.randrange(bar.maximum() + 1))


def told(gaps: list[Gap]) -> dict[str, float]:
    late = sorted(max(0.0, gap.long - BEAT_MS) for gap in gaps)
    computed = sorted(gap.computed for gap in gaps)
    p99 = min(len(gaps) - 1, int(len(gaps) * 0.99))
    return {
        "beats": len(gaps),
        "late, median": late[len(late) // 2],
        "late, p99": late[p99],
        "late, worst": late[-1],
        "own of the latest": max(gaps).own,
        "computed, p99": computed[p99],
        "computed, worst": computed[-1],
        "own, worst": max(gap.own for gap in gaps),
    }


def run(n_files: int, seconds: float, room: Path) -> dict[str, object]:
    os.environ["TRIPTYCH_HOME"] = str(room / "home")  # never the user's
    settings.save_section(
        "models", {"decoder": os.environ.get("TRIPTYCH_DECODER", "qwen2.5-coder-0.5b-instruct")}
    )
    for name in ("first", "second", "third"):
        write_files(room / name, n_files)
    app = QApplication([])
    memory = QSettings(str(room / "window.ini"), QSettings.Format.IniFormat)
    client = EngineClient(engine_command(room / "library"))
    theme = Theme(app, "light")
    window = Window(theme, client, memory)
    window.resize(1280, 800)
    window.show()
    trial = Trial(app, window, Heartbeat(), time.perf_counter() + seconds)
    gave_up = ""
    try:
        follow(trial, theme, n_files, room)
    except TimeoutError as error:
        gave_up = str(error)
    began = time.perf_counter()
    window.hide()
    trial.stops["quitting: said"] = (time.perf_counter() - began) * 1000
    window.leave()
    trial.stops["quitting: done"] = (time.perf_counter() - began) * 1000
    whole = [gap for name, gaps in trial.pulse.gaps.items() if name != "start" for gap in gaps]
    report: dict[str, object] = {name: told(gaps) for name, gaps in trial.pulse.gaps.items()}
    if whole:
        report["all but the start"] = told(whole)
    report["stopped"] = trial.stops
    if gave_up:
        report["gave up while"] = gave_up
    window.deleteLater()
    app.shutdown()
    return report


def follow(trial: Trial, theme: Theme, n_files: int, room: Path) -> None:
    """What is done in the window, up to where it is left in the middle of an add."""
    window = trial.window
    composer = window.conversation.composer
    adding, asking = window.library_flow, window.conversation_flow
    trial.until(lambda: window.library._known)

    trial.pulse.during = "adding"
    adding.add([str(room / "first")])
    trial.until(lambda: window.library.items.rowCount() >= n_files // 8)
    trial.pulse.during = "adding and answering"
    for _ in range(2):
        trial.ask()
        trial.until(lambda: not asking.running)
        scroll(window)
    trial.pulse.during = "adding, scrolling, other theme"
    for mode in ("dark", "light"):
        theme.set_mode(mode)
        for _ in range(20):
            scroll(window)
            trial.rest(0.1)
    trial.pulse.during = "adding"
    trial.until(lambda: not adding.adding)
    trial.pulse.during = "answering"
    trial.ask()
    trial.until(lambda: not asking.running)

    trial.pulse.during = "stopping"
    trial.ask()
    turn = window.conversation.turns[-1]
    trial.until(lambda: bool(turn.text.toPlainText()) or not asking.running)
    trial.stop(
        "an answer", window.navigation.escape, lambda: not composer.send.isEnabled(),
        lambda: not asking.running,
    )  # fmt: skip
    adding.add([str(room / "second")])
    shown = window.library.items.rowCount()
    trial.until(lambda: window.library.items.rowCount() > shown + 20)
    strip = window.library.strip
    trial.stop(
        "an add", strip.stop.click, lambda: not strip.stop.isEnabled() or not adding.adding,
        lambda: not adding.adding,
    )  # fmt: skip
    adding.add([str(room / "third")])
    shown = window.library.items.rowCount()
    trial.until(lambda: window.library.items.rowCount() > shown + 20)


def main(n_files: int = 300, seconds: float = 1800.0) -> None:
    with tempfile.TemporaryDirectory(prefix="heartbeat-") as room:
        report = run(n_files, seconds, Path(room))
    rounded = json.loads(json.dumps(report), parse_float=lambda text: round(float(text), 1))
    print(json.dumps({"files": n_files, **rounded}, indent=1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
