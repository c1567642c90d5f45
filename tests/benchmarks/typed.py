"""How long the wait for an answer's first word feels: a scripted typist at the real window.

    python -m tests.benchmarks.typed LIBRARY QUESTIONS.jsonl [N]

LIBRARY is a folder made by `triptych add`, QUESTIONS a set's file of `tests.evaluation`, of which
N (20) are drawn that a language model answers. Half of them are typed key by key, as quickly as
people type (Dhakal et al. 2018: 0.24 s between two keys), with a look at the whole before Enter;
the other half are put in and asked at once. The window reads ahead where the keys pause. Told are
milliseconds from Enter to the first word and to the last, and how much of the prompt was kept from
before. Each question is asked once. Needs the starter models."""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core import events
from app.gui.theme import Theme
from app.gui.window import Window
from app.tasks.client import EngineClient, engine_command
from tests.evaluation.questions import read_questions

_PATIENCE_S = 240.0
_KEY_S, _SPREAD = 0.24, 0.5  # between two keys; of its logarithm
_LOOK_S = 0.8  # before Enter


@dataclass(frozen=True, slots=True)
class Wait:
    typed: bool
    first_ms: float
    whole_ms: float
    n_prompt: float
    n_kept: float


class Typist:
    def __init__(self, app: QApplication, window: Window, chance: random.Random) -> None:
        self._app, self._window, self._chance = app, window, chance
        self._answer: events.Answer | None = None

    def until(self, condition: Callable[[], bool]) -> None:
        ends_at = time.perf_counter() + _PATIENCE_S
        while not condition():
            self._app.processEvents()
            time.sleep(0.002)
            if time.perf_counter() > ends_at:
                raise TimeoutError

    def rest(self, seconds: float) -> None:
        ends_at = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > ends_at)

    def ask(self, question: str, *, typed: bool) -> Wait | None:
        """None where no language model was asked."""
        conversation, flow = self._window.conversation, self._window.conversation_flow
        flow.start_new()
        edit = conversation.composer.edit
        if typed:
            for sign in question:
                QTest.keyClicks(edit, sign)
                self.rest(_KEY_S * self._chance.lognormvariate(-(_SPREAD**2) / 2, _SPREAD))
            self.rest(_LOOK_S)
        else:
            edit.setPlainText(question)
        began = time.perf_counter()
        QTest.keyClick(edit, Qt.Key.Key_Return)
        self.until(lambda: bool(conversation.turns))
        turn = conversation.turns[-1]
        self.until(lambda: bool(turn.text.toPlainText()) or not flow.running)
        first = time.perf_counter()
        self.until(lambda: not flow.running)
        whole = time.perf_counter()
        self.rest(2.0)  # what is done in idle time
        answer = turn.answer
        if answer is None or not answer.metrics.get("prompt_tokens"):
            return None
        metrics = answer.metrics
        return Wait(
            typed,
            (first - began) * 1000,
            (whole - began) * 1000,
            metrics["prompt_tokens"],
            metrics["cached_tokens"],
        )


def told(waits: Sequence[Wait]) -> dict[str, float]:
    return {
        "answers": len(waits),
        "first word, median ms": round(statistics.median(wait.first_ms for wait in waits)),
        "whole answer, median ms": round(statistics.median(wait.whole_ms for wait in waits)),
        "prompt tokens, median": statistics.median(wait.n_prompt for wait in waits),
        "of them kept, median": statistics.median(wait.n_kept for wait in waits),
    }


def run(library: Path, questions: Path, n: int = 20) -> dict[str, object]:
    chance = random.Random(5)
    asked = [
        each.question
        for each in read_questions(questions)
        if not each.before and not each.abstain and each.kind in ("fact", "yes/no", "picture")
    ]
    chance.shuffle(asked)
    app = QApplication([])
    memory = QSettings(str(Path(tempfile.mkdtemp()) / "w.ini"), QSettings.Format.IniFormat)
    window = Window(Theme(app, "light"), EngineClient(engine_command(library)), memory)
    window.resize(1280, 800)
    window.show()
    typist = Typist(app, window, chance)
    typist.until(lambda: window.library._known)
    typist.ask(asked.pop(), typed=False)  # loads the models
    waits = [
        wait
        for number, question in enumerate(asked[:n])
        if (wait := typist.ask(question, typed=number % 2 == 0)) is not None
    ]
    window.leave()
    window.close()
    return {
        "library": library.name,
        "typed": told([wait for wait in waits if wait.typed]),
        "put in at once": told([wait for wait in waits if not wait.typed]),
    }


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])), indent=1))
