"""The window in another language: every word of the code has a translation."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.core.errors import UserError
from app.core.events import Failure, Words
from app.core.setting_fields import GROUPS, setting_fields
from app.core.troubles import failure_of
from app.gui import places
from app.gui.conversation.standing import metrics_line
from app.gui.fields import QuietDouble
from app.gui.language import Catalogue, figure, in_one_line, read_messages, step_of
from app.gui.library.filters import language_name
from app.tasks.wire import event_from_json, to_json
from models.catalog import catalog
from models.decoder.fields import FIELDS
from models.decoder.presets import PRESETS
from storage.errors import NotFound

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


def test_quotation_marks_are_those_of_the_language() -> None:
    """What is put together in the code goes through `quoted`; a translation has its own."""
    for file in (ROOT / "app" / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                pieces = [str(p.value) for p in node.values if isinstance(p, ast.Constant)]
                assert not set("“”„") & set("".join(pieces)), f"{file.name}:{node.lineno}"
    for source, said in read_messages("de").items():
        assert said.count("„") == said.count("“") and "”" not in said, source


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


# What fails below the window is told in English templates; these make or pass on such words.
FAILURES = {
    *("UserError", "StorageError", "ModelError", "ModelMissing", "ModelDamaged", "NotFound"),
    *("ModelUnsuitable", "DownloadFailed", "InvalidSettings", "ContextTooSmall", "Stopped"),
    *("LibraryLocked", "LibraryDamaged", "LibraryTooNew", "PassphraseNeeded", "SqliteUnfit"),
    *("PassphraseWrong", "KeyDamaged", "DiskFull", "SpaceMismatch"),
    *("Words", "damaged", "_refused"),
}
OF_THE_COMMAND_LINE = ("cli.py", "cli_", "bench.py", "__main__.py")


def words_of_failures() -> tuple[set[str], list[str]]:
    """The templates, and where a failure is made of words that are not constant."""
    found: set[str] = set()
    made_up: list[str] = []
    for room in ("app", "models", "storage"):
        for file in (ROOT / room).rglob("*.py"):
            if file.name.startswith(OF_THE_COMMAND_LINE):
                continue
            tree = ast.parse(file.read_text("utf-8"))
            constants = {
                node.targets[0].id: node.value
                for node in tree.body
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(tree):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name not in FAILURES:
                    continue
                told = node.args[1:3] if name == "UserError" else node.args[:2]
                for words in told:
                    if isinstance(words, ast.Name):
                        words = constants.get(words.id, words)
                    branches = (
                        (words.body, words.orelse) if isinstance(words, ast.IfExp) else (words,)
                    )
                    for said in branches:
                        if isinstance(said, ast.Constant) and isinstance(said.value, str):
                            found.add(said.value)
                        elif isinstance(said, ast.JoinedStr):
                            made_up.append(f"{file.name}:{node.lineno}")
    return found - {""}, made_up


def test_every_word_has_a_translation() -> None:
    german = read_messages("de")
    wanted = words_in_code() | steps_of_checks() | {entry.note for entry in catalog()}
    for made in (*FIELDS, *PRESETS):
        wanted |= {made.label, made.tooltip}
    wanted |= {name for name, _sections in GROUPS}
    for about in (field.about for field in setting_fields()):
        wanted |= {about.label, about.means, about.tip, about.unit, about.off}
        wanted |= {name for _value, name in about.choices}
    wanted.discard("")
    assert len(wanted) > 700
    assert sorted(wanted - set(german)) == []


def test_what_fails_has_a_translation() -> None:
    """Below the window nothing knows of languages: a failure's words are whole sentences with names
    where values belong, so that they can be looked up."""
    wanted, made_up = words_of_failures()
    assert len(wanted) > 300
    assert sorted(wanted - set(read_messages("de"))) == []
    assert made_up == []


def test_what_is_to_be_done_in_the_window_is_no_command() -> None:
    steps = {words for words in words_of_failures()[0] if "triptych " in words}
    assert len(steps) > 10
    for words in steps:
        said = step_of(Failure("x", Words("It failed."), Words(words)))
        assert said and "triptych" not in said, words


@pytest.fixture
def german(qapp: QApplication) -> Iterator[Callable[[], None]]:
    """Speaks German from when it is called to the end of the test."""
    catalogue = Catalogue("de", qapp)

    def speak() -> None:
        qapp.installTranslator(catalogue)

    yield speak
    qapp.removeTranslator(catalogue)


def test_figures_and_sizes_are_written_as_in_the_chosen_language(
    german: Callable[[], None],
) -> None:
    assert (figure(1234567), figure(0.05, 2)) == ("1,234,567", "0.05")
    german()
    assert (figure(1234567), figure(0.05, 2)) == ("1.234.567", "0,05")
    assert places.size(1_840_000) == "1,8 MB"
    line = metrics_line({"tokens_per_s": 7.4}, {"items_used": 3, "items_considered": 1400}, 2.9)
    assert line == "erstes Wort nach 2,9 s · 7,4 Token/s · 1.400 Einträge, davon 3 verwendet"


def test_fields_and_names_of_languages_are_in_the_chosen_language(
    qtbot: Any, german: Callable[[], None]
) -> None:
    assert language_name("fr") == "French" and language_name("") == "No language told"
    german()
    assert language_name("fr") == "Französisch" and language_name("xx-unknown") == "xx-unknown"
    box = QuietDouble()
    qtbot.addWidget(box)
    box.setValue(0.7)
    assert box.text() == "0,70"


def test_a_failure_is_told_in_the_chosen_language(german: Callable[[], None]) -> None:
    refused = NotFound("There is no file {file}.", "Check the path of the backup.", file="{a}.db")
    failure = failure_of(UserError.of(refused))
    assert in_one_line(failure) == "There is no file {a}.db. Check the path of the backup."
    german()
    said = in_one_line(event_from_json(to_json(failure)))
    assert said == "Es gibt keine Datei {a}.db. Prüfen Sie den Pfad der Sicherung."


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
        assert sorted(re.findall(r"{\w+}", source)) == sorted(re.findall(r"{\w+}", said))
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
