"""The window by keyboard alone, from empty to a recording that plays, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from app.gui.actions import IN_LISTS, TABLE
from app.gui.conversation.answer_text import AnswerText
from app.gui.conversation.empty import ExampleButton
from app.gui.conversation.source_card import SourceCard
from app.gui.shortcuts import KeyDialog, ShortcutsDialog
from app.gui.window import Window

Open = Callable[..., Window]
GUI = Path(__file__).resolve().parents[2] / "app" / "gui"
KEY = re.compile(r'tip=tr\("[^"]*\((?:Ctrl|Alt|F\d|Esc)[^"]*"')  # a key that nobody could change
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def press(qtbot: Any) -> Callable[..., QWidget]:
    """Press a key where the focus is; return where it is then."""

    def click(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Any:
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        return QApplication.focusWidget()

    return click


def focused(kind: type) -> bool:
    return isinstance(QApplication.focusWidget(), kind)


def test_from_an_empty_window_to_a_playing_source(
    qtbot: Any, open_window: Open, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (["/home/user/Bakehouse/report.pdf"], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: chosen)
    window = open_window("--empty", wait=False)
    window.activateWindow()
    edit = window.conversation.composer.edit
    qtbot.waitUntil(edit.hasFocus, timeout=10_000)

    press(Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: window.library.items.rowCount() > 0, timeout=15_000)

    qtbot.keyClicks(QApplication.focusWidget(), "Why is the wall damp?")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.conversation.turns), timeout=5_000)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)
    turn = window.conversation.turns[0]
    assert edit.hasFocus()

    for button in (turn.foot.more, turn.foot.bad, turn.foot.good, turn.foot.copy):
        assert press(Qt.Key.Key_Backtab) is button
    assert press(Qt.Key.Key_Backtab) is turn.foot.edit
    assert press(Qt.Key.Key_Backtab) is turn.foot.again
    for card in reversed(turn.cards):
        assert press(Qt.Key.Key_Backtab) is card
    while not focused(AnswerText):
        press(Qt.Key.Key_Backtab)
    while focused(AnswerText):
        press(Qt.Key.Key_Backtab)
    assert press(Qt.Key.Key_Tab) is turn.text  # and on its first chip
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    sound = window.evidence.sound
    qtbot.waitUntil(lambda: window.evidence.current_view() is sound, timeout=10_000)
    qtbot.waitUntil(lambda: sound.segments.count() > 0, timeout=10_000)

    asked: list[None] = []
    sound.play_wanted.connect(lambda: asked.append(None))
    assert press(Qt.Key.Key_F6) is sound.play
    press(Qt.Key.Key_Space)
    assert len(asked) == 1
    press(Qt.Key.Key_Space)
    assert press(Qt.Key.Key_L, CONTROL) is edit


def test_panes_follow_each_other(qtbot: Any, open_window: Open, press: Any) -> None:
    window = open_window()
    window.activateWindow()
    edit, items = window.conversation.composer.edit, window.library.list
    qtbot.waitUntil(edit.hasFocus, timeout=10_000)
    assert press(Qt.Key.Key_F6) is window.evidence.close_button
    assert press(Qt.Key.Key_F6) is items
    assert press(Qt.Key.Key_F6) is edit
    assert press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier) is items
    qtbot.waitUntil(lambda: window.library.history.list.count() > 0, timeout=10_000)
    window.library.show_history()
    press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert press(Qt.Key.Key_F6) is window.library.history.list


def test_panes_follow_each_other_past_an_empty_history(
    qtbot: Any, open_window: Open, press: Any
) -> None:
    window = open_window("--empty", wait=False)
    window.activateWindow()
    qtbot.waitUntil(window.conversation.composer.edit.hasFocus, timeout=10_000)
    window.library.show_history()
    press(Qt.Key.Key_F6)
    assert press(Qt.Key.Key_F6) is window.library.history.new
    assert press(Qt.Key.Key_F6) is window.conversation.composer.edit


def test_opening_a_source_from_its_tab_leaves_the_focus_there(
    qtbot: Any, open_window: Open, press: Any
) -> None:
    window = open_window()
    window.activateWindow()
    qtbot.keyClicks(window.conversation.composer.edit, "Why?")
    qtbot.keyClick(window.conversation.composer.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.evidence.sources()) == 5, timeout=15_000)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)
    window.evidence.close_button.setFocus()
    tab = press(Qt.Key.Key_Tab)
    assert isinstance(tab, QPushButton)
    assert not focused(SourceCard)
    assert tab.accessibleName().startswith("Source 1")
    second = press(Qt.Key.Key_Right)
    assert second.accessibleName().startswith("Source 2")
    press(Qt.Key.Key_Space)
    sound = window.evidence.sound
    qtbot.waitUntil(lambda: window.evidence.current_view() is sound, timeout=10_000)
    assert QApplication.focusWidget() is second


def test_the_page_on_the_window_names_every_key() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "window.md").read_text("utf-8")
    keys = {key for row in (*TABLE, *IN_LISTS) for key in row.keys} - {"Media Play", "Ctrl+="}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_keys_can_be_changed_and_are_remembered(qtbot: Any, open_window: Open, press: Any) -> None:
    window = open_window()
    window.activateWindow()
    dialog = ShortcutsDialog(window._bindings, window)
    dialog.show()
    find = next(row for row in TABLE if row.name == "find")
    change = KeyDialog(window._bindings, find, dialog)
    change.edit.setKeySequence(QKeySequence("Ctrl+L"))
    assert not change.take.isEnabled() and "Go to the question" in change.said.text()
    change.edit.setKeySequence(QKeySequence("X"))
    assert not change.take.isEnabled() and "writes a character" in change.said.text()
    change.edit.setKeySequence(QKeySequence("Ctrl+J"))
    change.take.click()
    assert dialog.button_of("find").text() == "Ctrl+J"
    dialog.close()
    window.conversation.take_focus()
    qtbot.waitUntil(window.conversation.composer.edit.hasFocus, timeout=10_000)
    press(Qt.Key.Key_K, CONTROL)
    assert not window.find_view.isVisible()
    qtbot.keyClick(window.conversation.composer.edit, Qt.Key.Key_J, CONTROL)
    qtbot.waitUntil(window.find_view.isVisible, timeout=10_000)
    window.find_view.close()
    again = open_window()
    assert [key.toString() for key in again._bindings.keys(find)] == ["Ctrl+J"]
    again._bindings.reset()
    assert [key.toString() for key in again._bindings.keys(find)] == ["Ctrl+K"]


def test_tooltips_and_the_first_steps_name_the_keys_as_they_are(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window("--empty", wait=False)
    qtbot.waitUntil(lambda: window.library._known, timeout=30_000)
    empty = window.conversation.empty

    def said() -> list[str]:
        keys = [made.key.text() for made in empty.findChildren(ExampleButton) if made.action]
        return [*keys, window.library.add_files.toolTip(), window.header.library.toolTip()]

    library = "Show or hide the library (Ctrl+B)"
    assert said() == ["Ctrl+O", "Ctrl+Shift+O", "Add files… (Ctrl+O)", library]
    add = next(row for row in TABLE if row.name == "add_files")
    window._bindings.bind(add, QKeySequence("Ctrl+J"))
    assert said() == ["Ctrl+J", "Ctrl+Shift+O", "Add files… (Ctrl+J)", library]
    window._bindings.bind(add, QKeySequence())
    assert said() == ["", "Ctrl+Shift+O", "Add files…", library]
    assert not [text for file in GUI.rglob("*.py") for text in KEY.findall(file.read_text("utf-8"))]
