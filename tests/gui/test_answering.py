"""An answer while it comes and what can be done with it, against the scripted engine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from app.gui.library.history import ROW
from app.gui.naming import NameDialog
from app.gui.window import Window
from tests.gui.scripted.contents import TEXT, TO

Open = Callable[..., Window]
QUESTION = "Why is the north wall damp?"
LEFT = Qt.MouseButton.LeftButton


def ask(qtbot: Any, window: Window, question: str = QUESTION) -> Any:
    edit = window.conversation.composer.edit
    edit.setPlainText(question)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)
    return window.conversation.turns[-1]


def test_cards_come_before_the_first_word_and_numbers_with_their_sentences(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window("--slow")
    window.conversation_flow.ask(QUESTION)
    turn = window.conversation.turns[0]
    qtbot.waitUntil(lambda: len(turn.cards) == 5, timeout=10_000)
    assert [card.number for card in turn.cards] == [None] * 5
    assert turn.text.text() == ""
    qtbot.waitUntil(lambda: turn.text.markers() == [1], timeout=10_000)
    assert turn.running
    assert [card.number for card in turn.cards] == [1, None, None, None, None]
    assert "Checking against the sources" in turn._status.text()
    written = turn.text.text().rpartition(" ")[0]
    qtbot.waitUntil(lambda: not turn.running, timeout=20_000)
    assert turn.text.text().startswith(written), "nothing that stood there was swapped"


def test_stop_is_seen_at_once(qtbot: Any, open_window: Open) -> None:
    window = open_window("--slow")
    window.conversation_flow.ask(QUESTION)
    turn = window.conversation.turns[0]
    qtbot.waitUntil(lambda: bool(turn.text.text()), timeout=10_000)
    send = window.conversation.composer.send
    qtbot.mouseClick(send, LEFT)
    assert (send.accessibleName(), send.isEnabled()) == ("Stopping…", False)
    assert turn._status.text() == "Stopping…"
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=10_000)
    assert send.accessibleName() == "Ask"


def test_a_number_under_the_pointer_lights_its_card_and_shows_the_words(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window()
    turn = ask(qtbot, window)
    position, number = turn.text._writer.chips[1]
    assert number == 2
    cursor = turn.text.textCursor()
    cursor.setPosition(position)
    spot = turn.text.cursorRect(cursor).center() + QPoint(8, 2)
    qtbot.mouseMove(turn.text.viewport(), spot)
    qtbot.waitUntil(turn._tip.isVisible, timeout=5_000)
    assert turn._tip.words().startswith("“Starting at the north wall.")
    assert [card._lit for card in turn.cards] == [False, True, False, False, False]
    qtbot.mouseMove(turn.text.viewport(), QPoint(2, 2))
    qtbot.waitUntil(lambda: not turn._tip.isVisible(), timeout=5_000)


def test_sources_of_an_old_question_go(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window)
    assert window.evidence_flow.source is not None
    turn = ask(qtbot, window, "What was the weather?")
    assert window.evidence_flow.source is None
    assert len(turn.cards) == 5, "the nearest passages are listed"
    qtbot.mouseClick(turn.cards[0], LEFT)
    assert window.evidence_flow.source is not None
    window.conversation_flow.start_new()
    assert window.evidence_flow.source is None


def test_a_question_is_asked_anew_and_edited(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window)
    qtbot.mouseClick(turn.foot.again, LEFT)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)
    again = window.conversation.turns[1]
    assert again.question == QUESTION
    assert again.answer is not None
    assert again.answer.sampling["temperature"] > 0
    qtbot.mouseClick(turn.foot.edit, LEFT)
    assert window.conversation.composer.edit.toPlainText() == QUESTION


def test_a_follow_up_says_how_it_was_understood(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window, "And who pays?")
    said = [label.text() for label in turn.findChildren(QLabel) if label.isVisible()]
    assert "Understood as: Who pays for the gutter?" in said


def test_the_text_alone_is_copied_without_numbers(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window)
    turn.foot.menu().actions()[1].trigger()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("The damp in the north wall")
    assert "[1]" not in copied


def test_a_conversation_is_renamed_and_written_out(
    qtbot: Any, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    entries = window.library.history.list
    qtbot.waitUntil(lambda: entries.count() == 2, timeout=10_000)
    window.navigation.go_to_history()
    entries.setCurrentRow(0)
    qtbot.keyClick(entries, Qt.Key.Key_F2)
    box = window.findChild(NameDialog)
    assert box is not None
    box.edit.setText("The roof")
    box.save.click()
    qtbot.waitUntil(lambda: entries.item(0).text() == "The roof", timeout=10_000)
    keeping = window.conversation_flow.keeping
    for name, begins in (("a.md", "# The roof"), ("a.html", "<!doctype html>")):
        with qtbot.waitSignal(keeping.exported, timeout=10_000):
            keeping.export(entries.item(0).data(ROW), tmp_path / name)
        written = (tmp_path / name).read_text("utf-8")
        assert written.startswith(begins)
        assert "survey.pdf, page 3" in written


def test_the_sentence_is_marked_on_its_page(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window)
    canvas = window.evidence.page.canvas
    qtbot.waitUntil(lambda: len(canvas.boxes()) == 5, timeout=10_000)
    whole = turn.cards[0].source
    sentence = TEXT[TEXT.index("landlord. We advise") : TO]
    window.open_source(dataclasses.replace(whole, quote=sentence))
    bottom = canvas.boxes()[-1][3]
    qtbot.waitUntil(
        lambda: any(abs(box[3] - bottom) < 0.02 for box in canvas.strong_boxes()), timeout=10_000
    )
    ends = [box[3] for box in canvas.strong_boxes()]
    assert ends == pytest.approx([box[3] for box in canvas.boxes()[-2:]], abs=0.02)
    window.open_source(dataclasses.replace(whole, quote="not on the page"))
    qtbot.waitUntil(lambda: canvas.strong_boxes() == (), timeout=10_000)
    assert len(canvas.boxes()) == 5


def test_who_scrolled_up_is_left_there_and_finds_back(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    pane = window.conversation
    for _ in range(3):
        ask(qtbot, window)
    bar = pane._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=10_000)
    assert pane.to_newest.isHidden()
    bar.setValue(0)
    assert not pane.to_newest.isHidden()
    ask(qtbot, window)  # asking goes to the new question
    qtbot.waitUntil(lambda: pane.to_newest.isHidden() and bar.value() > 0, timeout=10_000)
    bar.setValue(0)
    pane.turns[-1].grown.emit()
    assert bar.value() == 0
    pane.to_newest.click()
    assert pane.to_newest.isHidden() and bar.value() > 0


def test_cleared_turns_hear_nothing_of_a_change_of_theme(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    gone: list[bool] = []
    ask(qtbot, window).destroyed.connect(lambda: gone.append(True))
    window.conversation_flow.start_new()
    qtbot.waitUntil(lambda: bool(gone), timeout=5_000)
    window.theme.set_mode("dark")  # an exception in a slot fails the test
    qtbot.wait(1)


def test_sources_are_read_ahead_while_one_types(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    edit = window.conversation.composer.edit
    qtbot.keyClicks(edit, "Why is it")
    assert not window.conversation_flow.ahead._timer.isActive(), "too short to be a question"
    qtbot.keyClicks(edit, " so damp?")
    ahead = window.conversation_flow.ahead
    qtbot.waitUntil(lambda: ahead._running is not None and ahead._running.finished, timeout=5_000)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)
    answer = window.conversation.turns[0].answer
    assert answer is not None
    assert answer.notes == ("Read ahead: Why is it so damp?",)
    assert ahead._running is None
