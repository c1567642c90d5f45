"""The demo: the sample library, its questions, and their cited answers."""

from __future__ import annotations

import json
import os
import sys
from importlib import resources
from pathlib import Path
from typing import Any

from app.cli_display import AnswerPrinter, follow_add, say, summary
from app.cli_json import answer_object, write_json
from app.cli_session import CANNOT_GO_ON, DONE, FAILED_OR_NOTHING, interruptible, opened
from app.core import events
from app.core.question.query import Query

N_QUESTIONS = 3


def sample_folder() -> Path:
    return Path(str(resources.files("resources"))) / "samples" / "library"


def demo_questions() -> list[str]:
    file = resources.files("resources").joinpath("samples/questions.json")
    entries = json.loads(file.read_text("utf-8"))["questions"]
    return [entry["question"] for entry in entries][:N_QUESTIONS]


def run_demo(library: Path, *, as_json: bool) -> int:
    """Exit status 0 if every question was answered. Opens the window where there is a display."""
    answers: list[dict[str, Any]] = []
    abstained = False
    with opened(library, writer=True) as core, interruptible() as stopped:
        say(f"The sample library: {library}")
        say(summary(follow_add(core.ingest.add([sample_folder()], stopped.is_set))))
        settings = core.generation_settings({})
        for question in demo_questions():
            say(f"\n? {question}")
            printer = AnswerPrinter()
            for event in core.ask(Query(question), settings, None, stopped.is_set):
                if not as_json:
                    printer.take(event)
                if isinstance(event, events.Answer):
                    abstained |= event.abstained
                    answers.append(answer_object(event, None))
    if as_json:
        write_json({"answers": answers})
    if not as_json and has_display():
        from app.main import run

        status = run(library)
        if status not in (DONE, CANNOT_GO_ON):
            return status
    return FAILED_OR_NOTHING if abstained else DONE


def has_display() -> bool:
    """Whether a window could be shown to somebody."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal") or os.environ.get("CI"):
        return False
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
