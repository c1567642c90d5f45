"""The window on the real engine with the starter models and a small library of real files."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app import settings
from app.core.calls import OpenConversation
from app.core.events import Answer
from app.gui.conversation.turn import TurnView
from app.gui.window import Window
from app.tasks.client import engine_command
from storage.errors import LibraryLocked
from storage.files import LOCK_NAME
from storage.lock import WriterLock
from storage.store import Store

pytestmark = pytest.mark.weights

Open = Callable[[Path], Window]

DECODER = "qwen2.5-coder-0.5b-instruct"
NOTES = {
    "observatory.md": "# Observatory\n\nThe mirror must cool down for forty minutes before the "
    "dome is opened. The dome is closed when the wind exceeds sixty kilometres per hour.",
    "bakery.txt": "The rye bread is baked at 230 degrees. The sourdough rests for eighteen hours "
    "before it goes into the oven. The oven was bought in Ghent.",
    "garden.txt": "The pears ripen in September. The plum tree was planted by Ingrid in 1987.",
}
QUESTION = "How long must the mirror cool down before the dome is opened?"
LIGHTHOUSE = {
    "building.md": "# Building the lighthouse\n\nThe lighthouse of Skarholm was built between 1868 "
    "and 1871 by the engineer Alma Brandt. Its granite came by barge from the quarry at Orrefjord. "
    "The tower is thirty-one metres high and has one hundred and forty-two steps.",
    "lamp.md": "# The lamp of the lighthouse\n\nThe first lamp of the lighthouse burned rapeseed "
    "oil. In 1904 it was replaced by a paraffin lamp, and in 1938 the lighthouse got electric "
    "light. The lens of the lighthouse weighs two tonnes and turns once in twelve seconds.",
    "keepers.md": "# The keepers of the lighthouse\n\nNine keepers lived in the lighthouse. The "
    "last keeper, Tomas Vik, left the lighthouse in 1987, when it became automatic. The keepers "
    "kept goats on the island and grew potatoes behind the lighthouse.",
    "today.md": "# The lighthouse today\n\nToday the lighthouse is a museum. It is open from May "
    "to September. Visitors reach the lighthouse by the ferry from Lund, which goes twice a day.",
}
LONG = "Summarize the history of the lighthouse of Skarholm."
SLOW_MS = 120_000


@pytest.fixture
def library(tmp_path: Path) -> Path:
    settings.save_section("models", {"decoder": DECODER})
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, text in NOTES.items():
        (folder / name).write_text(text, "utf-8")
    return tmp_path / "library"


@pytest.fixture
def open_real(open_library: Callable[..., Window]) -> Open:
    return lambda library: open_library(engine_command(library))


def filled(qtbot: Any, window: Window, folder: Path, n_files: int) -> None:
    window.library_flow.add([str(folder)])
    qtbot.waitUntil(
        lambda: window.library.items.rowCount() == n_files and not window.library_flow.adding,
        timeout=SLOW_MS,
    )


def ask(qtbot: Any, window: Window, question: str) -> Answer:
    edit = window.conversation.composer.edit
    edit.setPlainText(question)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.conversation_flow.running, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=SLOW_MS)
    answer = window.conversation.turns[-1].answer
    assert answer is not None
    return answer


def asked_at_length(qtbot: Any, window: Window, folder: Path) -> TurnView:
    """A long answer of which the first words are there, and more to come."""
    lighthouse = folder / "lighthouse"
    lighthouse.mkdir()
    for name, text in LIGHTHOUSE.items():
        (lighthouse / name).write_text(text, "utf-8")
    filled(qtbot, window, lighthouse, len(LIGHTHOUSE))
    window.conversation.sampling.load({"min_new_tokens": 400, "max_new_tokens": 1000})
    edit = window.conversation.composer.edit
    edit.setPlainText(LONG)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.conversation_flow.running, timeout=SLOW_MS)
    turn = window.conversation.turns[-1]
    qtbot.waitUntil(lambda: bool(turn.text.text()) or not turn.running, timeout=SLOW_MS)
    assert turn.running, turn.answer
    return turn


def test_ask_look_inside_and_open_again(qtbot: Any, open_real: Open, library: Path) -> None:
    window = open_real(library)
    filled(qtbot, window, library.parent / "notes", len(NOTES))
    answer = ask(qtbot, window, QUESTION)
    assert "forty minutes" in answer.answer and answer.citations[0].path.endswith("observatory.md")
    assert answer.model == DECODER
    assert window.status.model.text() == DECODER

    window.steering.inspect_last()
    inspector = window.steering.inspector
    qtbot.waitUntil(lambda: bool(inspector.columns.stages()), timeout=SLOW_MS)
    written = inspector.text.text()
    assert "forty" in written
    inspector.text.choose_at(written.index("forty"))
    names = [stage.name for stage in inspector.columns.stages()]
    assert names[0] == "model" and "grounded" in names
    assert "for" in inspector.columns.stages()[0].candidates[0][0]
    inspector.close()

    panel = window.conversation.sampling
    window.conversation.composer.settings.setChecked(True)
    qtbot.waitUntil(lambda: bool(panel.preview.columns.stages()), timeout=SLOW_MS)
    greedy = panel.preview.columns.stages()
    panel.load({"temperature": 1.5, "top_k": 3})
    qtbot.waitUntil(lambda: panel.preview.columns.stages() != greedy, timeout=SLOW_MS)
    assert len(panel.preview.columns.stages()[-1].candidates) == 3

    told: list[Answer] = []
    assert answer.conversation_id is not None
    window.conversation_flow.open(answer.conversation_id)
    window.stream.call(OpenConversation(answer.conversation_id)).on(Answer, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=SLOW_MS)
    bare = [dataclasses.replace(each, citations=()) for each in answer.sentences]
    assert told == [dataclasses.replace(answer, sentences=tuple(bare))]
    shown = window.conversation.turns[-1]
    assert shown.text.text() and [card.source for card in shown.cards] == list(answer.citations)


def test_stopped_in_mid_answer_it_keeps_what_was_shown(
    qtbot: Any, open_real: Open, library: Path
) -> None:
    window = open_real(library)
    turn = asked_at_length(qtbot, window, library.parent)
    shown = turn.text.text()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.conversation.composer.send.accessibleName() == "Stopping…"  # at once
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=SLOW_MS)
    assert not turn.running and turn.text.text().startswith(shown[:20])
    assert turn.text.isVisible()
    answer = ask(qtbot, window, "When did the last keeper leave the lighthouse?")
    assert "1987" in answer.answer and not answer.abstained


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_killed_in_mid_answer_the_engine_comes_back(
    qtbot: Any, open_real: Open, library: Path
) -> None:
    window = open_real(library)
    turn = asked_at_length(qtbot, window, library.parent)
    pid = window.status_flow.engine_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=SLOW_MS)
    assert not turn.running
    assert "started again" in window.banner.message()
    qtbot.waitUntil(lambda: window.status_flow.engine_pid not in (None, pid), timeout=SLOW_MS)
    answer = ask(qtbot, window, "When did the last keeper leave the lighthouse?")
    assert "1987" in answer.answer
    assert window.library.items.rowCount() == len(LIGHTHOUSE)


def is_free(library: Path) -> bool:
    try:
        WriterLock(library / LOCK_NAME).close()
    except LibraryLocked:
        return False
    return True


def test_quit_in_mid_add_it_goes_on_with_the_next_start(
    qtbot: Any, open_real: Open, library: Path
) -> None:
    many = library.parent / "many"
    many.mkdir()
    n_files = 400  # more than are added while the window is left
    for number in range(n_files):
        said = f"Box {number} stands on shelf {number % 7}. " * 12
        (many / f"box-{number}.txt").write_text(said, "utf-8")
    window = open_real(library)
    window.library_flow.add([str(many)])
    qtbot.waitUntil(lambda: window.library.items.rowCount() > 0, timeout=SLOW_MS)
    assert window.library_flow.adding
    window.leave()
    window.close()
    with Store.open(library, writer=False) as store:
        before = {item.item_id for item in store.items.all() if item.state == "ready"}
    assert 0 < len(before) < n_files

    qtbot.waitUntil(lambda: is_free(library), timeout=SLOW_MS)  # its engine takes a moment to end
    again = open_real(library)
    qtbot.waitUntil(lambda: again.library.items.rowCount() == n_files, timeout=SLOW_MS)
    again.leave()
    with Store.open(library, writer=False) as store:
        after = {item.item_id for item in store.items.all() if item.state == "ready"}
    assert before < after and len(after) == n_files
