"""The window in another language: every word of the code has a translation."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.gui.language import read_messages
from models.catalog import catalog
from models.decoder.fields import FIELDS
from models.decoder.presets import PRESETS

ROOT = Path(__file__).resolve().parents[2]

START = """
import json, sys
from app import main
from PySide6.QtCore import QTimer
from app.gui.first_frame import FirstFrame

def look(frame):
    window = frame.centralWidget()
    menu = [action.text() for action in window.header.menu.actions() if action.text()]
    words = [window.conversation.composer.edit.placeholderText(), *menu]
    print(json.dumps([*words, window.library.history.search.placeholderText()]), flush=True)
    window.window().close()

fill = FirstFrame.showEvent

def show(frame, event):
    fill(frame, event)
    def wait():
        if frame.centralWidget() is not None and hasattr(frame.centralWidget(), "header"):
            look(frame)
        else:
            QTimer.singleShot(50, frame, wait)
    QTimer.singleShot(50, frame, wait)

FirstFrame.showEvent = show
sys.exit(main.run(None, engine=[sys.executable, {engine!r}]))
"""


def words_in_code() -> set[str]:
    found: set[str] = set()
    for file in (ROOT / "app" / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "tr"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return found


def steps_of_checks() -> set[str]:
    """What the engine says that it does while the library is checked or repaired."""
    found = {
        str(node.args[0].value)
        for room in ("core", "tasks")
        for file in (ROOT / "app" / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "VerifyProgress"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(found) > 5
    return found


def test_every_word_has_a_translation() -> None:
    german = read_messages("de")
    wanted = words_in_code() | steps_of_checks() | {entry.note for entry in catalog()}
    for made in (*FIELDS, *PRESETS):
        wanted |= {made.label, made.tooltip}
    assert len(wanted) > 700
    assert sorted(wanted - set(german)) == []


def test_what_is_counted_has_a_translation_in_both_numbers() -> None:
    """Nouns reach `tr` through `places.count`, which `words_in_code` does not see."""
    german = read_messages("de")
    counted: set[str] = set()
    for file in (ROOT / "app" / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "count"
                and len(node.args) == 2
                and isinstance(node.args[1], ast.Constant)
            ):
                counted |= {str(node.args[1].value), f"{node.args[1].value}s"}
    assert len(counted) > 16
    assert sorted(counted - set(german)) == []


def test_no_label_or_button_has_words_that_are_never_translated() -> None:
    """Of what is handed to a widget to be shown, nothing with a word in it goes past `tr`."""
    shows = {
        "label",
        "button",
        "setText",
        "setWindowTitle",
        "setToolTip",
        "show_text",
        "say",
        "setAccessibleName",
        "setAccessibleDescription",
        "setPlaceholderText",
        "QAction",
    }
    past: list[str] = []
    for file in (ROOT / "app" / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for said in node.args[1:] if name == "say" else node.args[:1]:
                pieces = said.values if isinstance(said, ast.JoinedStr) else [said]
                written = [str(p.value) for p in pieces if isinstance(p, ast.Constant)]
                words = " ".join(written).replace("Triptych", "")
                if name in shows and re.search("[A-Za-z]{3}", words):
                    past.append(f"{file.name}:{node.lineno}: {words}")
    assert past == []


def test_translations_keep_what_is_put_into_them() -> None:
    for source, said in read_messages("de").items():
        assert source.count("{") == said.count("{")
        assert source.endswith("…") == said.endswith("…")
        assert not said.startswith(" ")


def test_a_language_that_nobody_wrote_is_empty() -> None:
    assert read_messages("tlh") == {}


@pytest.mark.parametrize(("language", "says"), [("de", "Fragen Sie"), ("en", "Ask your library")])
def test_the_window_speaks_the_chosen_language(tmp_path: Path, language: str, says: str) -> None:
    (tmp_path / "window.ini").write_text(f"[General]\nlanguage={language}\n", "utf-8")
    code = START.format(engine=str(Path(__file__).with_name("scripted_engine.py")))
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "TRIPTYCH_HOME": str(tmp_path),
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    words = json.loads(ran.stdout.splitlines()[0])
    assert words[0].startswith(says)
    assert ("In Gesprächen suchen" in words) == (language == "de")
    assert ("Beenden" in words) == (language == "de")
