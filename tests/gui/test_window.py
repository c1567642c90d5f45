"""The whole window against the scripted engine: what a user does, what they then see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from app.gui.asking import ConfirmDialog
from app.gui.evidence.canvas import Canvas
from app.gui.library.problems import ProblemsDialog
from app.gui.models_dialog import ModelsDialog
from app.gui.window import Window

Open = Callable[..., Window]
QUESTION = "Why is the north wall damp?"


def ask(qtbot: Any, window: Window, question: str = QUESTION) -> Any:
    edit = window.conversation.composer.edit
    edit.setPlainText(question)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)
    return window.conversation.turns[-1]


def test_conversations_are_searched(qtbot, open_window) -> None:
    window = open_window()
    history = window.library.history
    qtbot.waitUntil(lambda: history.list.count() == 2, timeout=10_000)
    history.search.setText("flue")
    qtbot.waitUntil(lambda: history.list.count() == 1, timeout=10_000)
    window.conversation_flow.keeping.rename(6, "Pictures of the chimney")
    qtbot.waitUntil(lambda: history.list.count() == 0, timeout=10_000)
    assert history.search.isVisibleTo(history)
    history.search.setText("")
    qtbot.waitUntil(lambda: history.list.count() == 2, timeout=10_000)


def test_enter_asks_and_shift_enter_breaks_the_line(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    edit = window.conversation.composer.edit
    qtbot.keyClicks(edit, "One")
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(edit, "two")
    assert edit.toPlainText() == "One\ntwo"
    assert not window.conversation.turns
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert window.conversation.turns[0].question == "One\ntwo"
    assert edit.toPlainText() == ""
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)


def test_an_answer_has_its_citations_and_shows_the_first(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window)
    assert turn.answer is not None
    assert [card.number for card in turn.cards] == [1, 2, 3, 4, 5]
    assert turn.text.markers() == [1, 2, 3, 4, 5]
    assert [card.supported for card in turn.cards] == [True, True, True, True, False]
    assert "not borne out" in turn.cards[4].accessibleName()
    canvas = window.evidence.page.canvas
    qtbot.waitUntil(canvas.has_image, timeout=10_000)
    assert len(canvas.boxes()) == 5
    assert window.evidence.current_view() is window.evidence.page


def test_every_kind_opens_in_its_own_view(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window)
    pane = window.evidence
    window.conversation.open_marker(2)
    qtbot.waitUntil(lambda: pane.sound.segments.count() == 8, timeout=10_000)
    assert pane.current_view() is pane.sound
    assert pane.sound.wave.position() == 12.0
    window.conversation.open_marker(3)
    qtbot.waitUntil(lambda: pane.current_view() is pane.picture, timeout=10_000)
    assert pane.picture.canvas.boxes() == ((0.52, 0.18, 0.86, 0.9),)
    qtbot.waitUntil(lambda: "drainpipe" in pane.picture.words.toPlainText(), timeout=10_000)
    window.conversation.open_marker(4)
    qtbot.waitUntil(lambda: pane.current_view() is pane.passage, timeout=10_000)
    assert pane.passage.marked_text().startswith("The Landlord shall keep")


def test_a_source_that_is_gone_shows_the_quote_kept_with_it(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window)
    window.conversation.open_marker(5)
    quote = "Gutter, 4 m, supplied and fixed"
    qtbot.waitUntil(lambda: window.evidence.passage.marked_text() == quote, timeout=10_000)


def test_citations_open_by_key(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window)
    for action in window.actions():
        if action.text() == "Open source 2":
            action.trigger()
    qtbot.waitUntil(lambda: window.evidence.current_view() is window.evidence.sound)
    chosen = [card.number for card in window.conversation.turns[0].cards if card.isChecked()]
    assert chosen == [2]
    window.evidence.step(+1)
    chosen = [card.number for card in window.conversation.turns[0].cards if card.isChecked()]
    assert chosen == [3]


def test_tab_reaches_a_marker_and_enter_opens_it(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window)
    window.activateWindow()
    turn.text.setFocus(Qt.FocusReason.TabFocusReason)
    opened: list[int] = []
    window.conversation.source_opened.connect(lambda source: opened.append(source.marker))
    qtbot.keyClick(turn.text, Qt.Key.Key_Tab)
    qtbot.keyClick(turn.text, Qt.Key.Key_Return)
    assert opened == [2]  # taking the focus stepped to the first
    chip = turn.text._focused_chip()
    assert chip is not None  # opening does not lose the place
    qtbot.keyClick(turn.text, Qt.Key.Key_Tab)
    third = turn.text._focused_chip()
    assert third is not None
    assert third.topLeft() != chip.topLeft()
    window.conversation.take_focus()
    assert turn.text._focused_chip() is None


def test_text_streams_before_the_answer_is_checked(qtbot: Any, open_window: Open) -> None:
    window = open_window("--slow")
    window.conversation_flow.ask(QUESTION)
    turn = window.conversation.turns[0]
    qtbot.waitUntil(lambda: "failed gutter" in turn.text.text(), timeout=10_000)
    assert turn.running
    assert turn.text.markers() == []
    window.conversation_flow.stop()
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=10_000)
    assert turn.answer is not None
    assert turn.answer.cancelled


def test_abstaining_is_said_in_its_own_way(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window, "What was the weather?")
    assert turn.text.isHidden()
    words = [label.text() for label in turn.findChildren(QLabel) if label.isVisible()]
    assert "Your library has nothing on this" in words
    assert "NEAREST PASSAGES" in words


def test_finding_without_an_answer(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    edit = window.conversation.composer.edit
    edit.setPlainText("gutter")
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=10_000)
    turn = window.conversation.turns[0]
    assert turn.answer is None
    assert len(turn.cards) == 5
    edit.setPlainText("zebra")
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=10_000)
    assert window.conversation.turns[1].cards == []


def test_copying_takes_the_sources_along(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window)
    window.conversation.copy_last()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(QUESTION)
    assert "**" not in copied
    assert "[2] /home/user/Bakehouse/site visit.m4a, 0:12–0:47" in copied
    assert "(not borne out by its text)" in copied


def test_a_conversation_is_listed_and_opens_again(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window)
    entries = window.library.history.list
    qtbot.waitUntil(lambda: entries.count() == 3, timeout=10_000)
    window.conversation_flow.open(7)
    qtbot.waitUntil(lambda: len(window.conversation.turns) == 1, timeout=10_000)
    assert window.conversation.turns[0].question == "What was agreed about the roof?"
    window.conversation_flow.start_new()
    assert window.conversation.turns == []


def test_a_conversation_is_deleted_after_a_question(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    entries = window.library.history.list
    qtbot.waitUntil(lambda: entries.count() == 2, timeout=10_000)
    window.navigation.go_to_history()
    window.conversation_flow.open(7)
    qtbot.waitUntil(lambda: len(window.conversation.turns) == 1, timeout=10_000)
    entries.setCurrentRow(0)
    qtbot.keyClick(entries, Qt.Key.Key_Delete)
    box = window.findChild(ConfirmDialog)
    assert box is not None
    assert "What was agreed about the roof?" in box.what.text() and box.cancel.isDefault()
    assert entries.count() == 2
    box.confirm.click()
    qtbot.waitUntil(lambda: entries.count() == 1, timeout=10_000)
    assert window.conversation.turns == []
    left = entries.item(0)
    assert left.text() == "Which pictures show the flue?"
    offered = [action.text() for action in entries.menu_for(left).actions() if action.text()]
    assert offered == ["Open", "Rename…", "Export with sources…", "Delete conversation…"]


def test_other_answers_are_folded_and_lead_nowhere(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    settings = window.conversation.sampling
    settings.edit_of("n_sequences").set_value(3)
    turn = ask(qtbot, window)
    others = turn.alternatives
    assert others.toggle.accessibleName() == "2 other answers, unchecked"
    words = list(others.findChildren(QLabel))
    assert [label.isVisible() for label in words] == [False, False]
    qtbot.keyClick(others.toggle, Qt.Key.Key_Space)
    assert [label.isVisible() for label in words] == [True, True]
    assert words[0].text().endswith("The landlord pays under clause 14 [4].")
    window.conversation.copy_last()
    assert "other answer" not in QGuiApplication.clipboard().text()
    settings.edit_of("n_sequences").set_value(1)
    assert not ask(qtbot, window).alternatives.isVisible()


def test_silence_before_the_first_answer_is_explained(qtbot: Any, open_window: Open) -> None:
    window = open_window("--wake", "2.5")
    window.conversation_flow.ask(QUESTION)
    turn = window.conversation.turns[0]
    said = [label.text() for label in turn.findChildren(QLabel)]
    assert "Looking through your library…" in said
    qtbot.waitUntil(
        lambda: "Waking the language model…" in [x.text() for x in turn.findChildren(QLabel)],
        timeout=10_000,
    )
    qtbot.waitUntil(lambda: turn.answer is not None, timeout=10_000)
    assert not turn._quiet.isActive()
    window.conversation_flow.ask(QUESTION)
    assert not window.conversation.turns[1]._quiet.isActive()
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=10_000)


# --- the library ---


def shown(window: Window) -> list[str]:
    model = window.library.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_filtering_by_words_and_kind(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    assert len(shown(window)) == 12
    assert shown(window)[0] == "Building survey.pdf"
    window.library.search.setText("gutter")
    assert shown(window) == ["Gutter, close-up.heic", "Quotes for the gutter.xlsx"]
    window.library.search.clear()
    chips = [
        b for b in window.library.findChildren(QAbstractButton) if "Sound" in b.accessibleName()
    ]
    chips[0].click()
    assert shown(window) == ["Call with the roofer.mp3", "Site visit.m4a", "Voice memo.ogg"]
    window.library.search.setText("nothing like it")
    assert shown(window) == []


def test_thousands_of_items_are_listed(qtbot: Any, open_window: Open) -> None:
    window = open_window("--items", "3000")
    qtbot.waitUntil(lambda: len(shown(window)) == 3012, timeout=20_000)


def test_dropping_adds_and_says_what_was_left_out(
    qtbot: Any, open_window: Open, tmp_path: Path
) -> None:
    window = open_window("--slow")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/x.pdf")])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    copy = Qt.DropAction.CopyAction
    window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), copy, mime, left, none))
    assert window.overlay.isVisible()
    window.dropEvent(QDropEvent(QPointF(50, 50), copy, mime, left, none))
    assert not window.overlay.isVisible()
    strip = window.library.strip
    qtbot.waitUntil(lambda: "of 24" in strip.headline.full_text(), timeout=10_000)
    strip.pause.click()
    assert strip.headline.full_text().startswith("Paused at")
    strip.pause.click()
    qtbot.waitUntil(lambda: not window.library_flow.adding, timeout=20_000)
    assert strip.headline.full_text() == "Done"
    assert (
        strip.outcome.text().replace("\N{NO-BREAK SPACE}", " ")
        == "22 added, 1 updated, 40 unchanged, 2 failed, 1 left out"
    )
    assert strip.problems.text() == "2 problems"
    qtbot.waitUntil(lambda: window.library.items.rowCount() == 36, timeout=10_000)

    strip.problems.click()
    dialog = window.findChild(ProblemsDialog)
    assert dialog is not None
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Password-protected." in said
    again: list[list[str]] = []
    dialog.retry_wanted.disconnect()
    dialog.retry_wanted.connect(again.append)
    dialog.retry_button.click()
    assert again == [[f"{tmp_path}/interview.wav"]]


def test_a_drop_says_what_it_will_do_and_on_the_question_attaches(
    qtbot: Any, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    picture = tmp_path / "wall.jpg"
    picture.write_bytes(b"x" * 2000)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    copy = Qt.DropAction.CopyAction
    window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), copy, mime, left, none))
    overlay = window.overlay
    qtbot.waitUntil(lambda: overlay.accessibleName() == "Drop to add 1 file (2.0 kB)")
    assert overlay._said[1] == "1 picture"
    composer = window.conversation.composer
    over = composer.mapTo(window, composer.rect().center())
    window.dragMoveEvent(QDragMoveEvent(over, copy, mime, left, none))
    assert window.overlay.accessibleName() == "Drop to ask with wall.jpg"
    window.dropEvent(QDropEvent(QPointF(over), copy, mime, left, none))
    assert composer.attachment() == str(picture)
    assert not window.library.strip.isVisible()


def test_stopping_keeps_what_is_indexed(qtbot: Any, open_window: Open) -> None:
    window = open_window("--slow")
    window.library_flow.add(["/home/user/Scans"])
    strip = window.library.strip
    qtbot.waitUntil(lambda: "of 24" in strip.headline.full_text(), timeout=10_000)
    strip.stop.click()
    assert strip.headline.full_text() == "Stopping…"  # seen at once
    qtbot.waitUntil(lambda: not window.library_flow.adding, timeout=10_000)
    assert strip.headline.full_text() == "Stopped"


def test_removal_can_be_undone_and_is_done_a_little_later(
    qtbot: Any, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    rows = window.library.list
    rows.setCurrentIndex(rows.model().index(0, 0))
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert len(shown(window)) == 11
    undo = window.library.undo
    assert undo.said.text() == "Removed Building survey.pdf. The file itself stays."
    qtbot.mouseClick(undo.button, Qt.MouseButton.LeftButton)
    assert len(shown(window)) == 12
    assert not undo.isVisible()
    rows.setCurrentIndex(rows.model().index(0, 0))
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    undo.finish()
    qtbot.waitUntil(lambda: not window.library.items.catalog.hidden, timeout=10_000)
    assert len(shown(window)) == 11


def test_the_list_keeps_its_place_while_rows_come(qtbot: Any, open_window: Open) -> None:
    window = open_window("--items", "300")
    qtbot.waitUntil(lambda: len(shown(window)) == 312, timeout=20_000)
    rows = window.library.list
    chosen = rows.model().index(40, 0)
    name = chosen.data()
    rows.setCurrentIndex(chosen)
    resets: list[bool] = []
    window.library.items.modelReset.connect(lambda: resets.append(True))
    window.library_flow.add(["/home/user/Scans"])
    qtbot.waitUntil(lambda: len(shown(window)) == 336, timeout=20_000)
    assert rows.currentIndex().data() == name
    assert not resets


def test_what_needs_a_look_is_filtered_and_the_list_ordered(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    qtbot.mouseClick(window.library.attention, Qt.MouseButton.LeftButton)
    assert shown(window) == ["Flue.jpg", "Old plans.pdf"]
    qtbot.mouseClick(window.library.attention, Qt.MouseButton.LeftButton)
    order = {action.text(): action for action in window.library.order.menu().actions()}
    order["By kind"].trigger()
    assert shown(window)[:3] == ["Documents", "Building survey.pdf", "Lease agreement.docx"]
    assert shown(window)[-1] == "Voice memo.ogg"
    order["In folders"].trigger()
    assert shown(window)[:3] == ["Bakehouse", "letters", "Reply to tenant.eml"]
    assert shown(window)[4:7] == ["Flue.jpg", "Gutter, close-up.heic", "North wall.jpg"]


def test_a_question_is_kept_to_one_item(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    rows = window.library.list
    menu = rows.menu_for([window.library.items.items()[0]])
    next(a for a in menu.actions() if a.text() == "Ask about this only").trigger()
    composer = window.conversation.composer
    assert composer.scopes.said() == "Building survey.pdf"
    turn = ask(qtbot, window)
    said = [label.text() for label in turn.findChildren(QLabel) if label.isVisible()]
    assert "Looked only in [1]." in said
    menu = rows.menu_for(window.library.items.items()[:3])
    next(a for a in menu.actions() if a.text() == "Ask about these 3 only").trigger()
    assert composer.scopes.said() == "3 items"
    composer.set_scope(None)
    assert ask(qtbot, window).answer.coverage_text == ""


def test_an_item_opens_from_its_beginning_and_pages_turn(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    window.open_item(window.library.items.items()[0])
    page = window.evidence.page
    qtbot.waitUntil(page.canvas.has_image, timeout=10_000)
    assert page.page == 1
    page.turn(+1)
    qtbot.waitUntil(lambda: page.page == 2, timeout=10_000)
    window.evidence.view_chosen.emit("text")
    qtbot.waitUntil(lambda: window.evidence.current_view() is window.evidence.passage)


# --- trouble ---


def test_the_engine_dies_and_the_window_goes_on(
    qtbot: Any, open_window: Open, tmp_path: Path
) -> None:
    window = open_window("--die-on", "Ask", "--marker", str(tmp_path / "died"))
    turn = ask(qtbot, window)
    assert turn.answer is None
    qtbot.waitUntil(lambda: window.banner.isVisible(), timeout=10_000)
    assert "started again" in window.banner.message()
    turn.retry_wanted.emit()
    qtbot.waitUntil(lambda: window.conversation.turns[-1].answer is not None, timeout=15_000)


def test_an_engine_that_keeps_dying_is_not_started_for_ever(qtbot: Any, open_window: Open) -> None:
    window = open_window("--die-on", "ListItems", wait=False)
    qtbot.waitUntil(lambda: "keeps stopping" in window.banner.message(), timeout=20_000)


def test_missing_models_are_offered_and_installed(qtbot: Any, open_window: Open) -> None:
    window = open_window("--no-models")
    qtbot.waitUntil(lambda: window.banner.isVisible(), timeout=10_000)
    assert "still to install" in window.banner.message()
    turn = ask(qtbot, window)
    assert turn.answer is None
    # said once, where the question was asked, and with the button that mends it
    assert not window.banner.isVisible()
    said = [label.text() for label in turn.findChildren(QLabel) if label.isVisible()]
    assert "The model qwen2.5-coder-0.5b-instruct is not installed." in said
    offers = [button for button in turn.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in offers] == ["Install…", "Try again"]
    offers[0].click()
    dialog = window.findChild(ModelsDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.reject()
    with qtbot.waitSignal(window.models_flow.installed, timeout=15_000):
        window.models_flow.install("starter")
    offers[1].click()
    qtbot.waitUntil(lambda: window.conversation.turns[-1].answer is not None, timeout=10_000)


# --- layout and access ---


def test_narrow_windows_lay_the_sources_over_the_conversation(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window()
    assert window.evidence.isVisible()
    window.resize(820, 700)
    qtbot.waitUntil(lambda: not window.evidence.isVisible())
    ask(qtbot, window)
    window.conversation.open_marker(1)
    assert window.evidence.isVisible()
    assert window.evidence.parentWidget() is window
    window.navigation.escape()
    assert not window.evidence.isVisible()
    window.resize(1280, 700)
    qtbot.waitUntil(lambda: window.evidence.isVisible())
    assert window.evidence.parentWidget() is not window
    window.resize(520, 600)
    qtbot.waitUntil(lambda: not window.library.isVisible())
    assert window.conversation.isVisible()


def test_everything_one_can_use_has_a_name(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window)
    window.conversation.composer.settings.click()
    usable = (
        QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, QAbstractSpinBox, Canvas,
    )  # fmt: skip
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, usable)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
        and widget.objectName() not in ("qt_spinbox_lineedit",)
        and widget.isVisible()
    ]
    assert nameless == []


def test_labels_show_tags_as_text(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    ask(qtbot, window, "<img src=x> <b>bold</b>")
    rich = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and label.text()
    ]
    assert rich == []


def test_the_theme_can_be_changed_while_all_is_open(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    turn = ask(qtbot, window)
    light = window.grab().toImage().pixelColor(640, 60).lightness()
    window.theme.set_mode("dark")
    dark = window.grab().toImage().pixelColor(640, 60).lightness()
    assert light > 200 > 60 > dark
    before = turn.text.height()
    window.theme.step_scale(+1)
    qtbot.waitUntil(lambda: turn.text.height() > before)
