"""The passphrase in the window: asked for at the start, set, changed and taken off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.calls import ChangePassphrase, LockLibrary, OpenLock
from app.gui.passphrase_dialog import OpenBox, PassphraseBox
from app.gui.theme import Theme
from app.gui.window import Window

Open = Callable[..., Window]
SLOW = 20_000  # ms: an engine starts meanwhile


def _box(qtbot: Any, window: Window) -> PassphraseBox:
    before = window.passphrase_flow.box
    window.passphrase_flow.show()
    qtbot.waitUntil(lambda: window.passphrase_flow.box is not before, timeout=SLOW)
    box = window.passphrase_flow.box
    assert box is not None and box.isVisible()
    return box


def test_a_locked_library_asks_once_and_opens(qtbot: Any, open_window: Open) -> None:
    window = open_window("--passphrase", "words", wait=False)
    flow = window.passphrase_flow
    qtbot.waitUntil(lambda: flow.open_box is not None and flow.open_box.isVisible(), timeout=SLOW)
    box = flow.open_box
    assert box is not None and window.library.items.rowCount() == 0
    assert window.status.engine.text() == "Locked"
    assert box.edit.echoMode() == box.edit.EchoMode.Password
    qtbot.keyClicks(box.edit, "wrong")
    box.open_button.click()
    qtbot.waitUntil(lambda: "not this library's passphrase" in box.said.text())
    assert box.isVisible() and box.edit.isEnabled() and box.open_button.isEnabled()
    box.edit.setText("words")
    box.open_button.click()
    qtbot.waitUntil(lambda: window.library.items.rowCount() > 0, timeout=SLOW)
    assert flow.open_box is box and not box.isVisible() and box.edit.text() == ""
    assert window.banner.isHidden()
    qtbot.waitUntil(lambda: window.status.engine.text() == "Ready", timeout=SLOW)


def test_what_fails_while_the_passphrase_is_waited_for_leaves_the_library_locked(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window("--passphrase", "words", wait=False)
    qtbot.waitUntil(lambda: window.passphrase_flow.is_waiting, timeout=SLOW)
    qtbot.waitUntil(lambda: not window.stream.open_requests(), timeout=SLOW)
    window.library_flow.closed.emit()  # a list that was asked for before
    assert window.status.engine.text() == "Locked"


def test_who_puts_it_off_can_open_it_later(qtbot: Any, open_window: Open) -> None:
    window = open_window("--passphrase", "words", wait=False)
    flow = window.passphrase_flow
    qtbot.waitUntil(lambda: flow.open_box is not None and flow.open_box.isVisible(), timeout=SLOW)
    assert flow.open_box is not None
    qtbot.waitUntil(lambda: not window.stream.open_requests())
    flow.open_box.reject()
    assert window.banner.isVisible() and window.banner.topic == "passphrase_needed"
    window.banner._button.click()
    assert flow.open_box.isVisible()


def test_locking_says_first_that_forgotten_is_lost(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    box = _box(qtbot, window)
    assert box.old is None and box.take_off.isHidden()
    labels = [label.text() for label in box.findChildren(type(box.said))]
    assert any("lost" in text for text in labels)
    box.new.setText("one")
    box.again.setText("two")
    box.act.click()
    assert "not the same" in box.said.text() and box.isVisible()
    box.again.setText("one")
    box.act.click()
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=SLOW)
    assert box.new.text() == ""
    qtbot.waitUntil(lambda: window.banner.topic == "passphrase")
    assert "library-damaged.db" in window.banner._next.text()  # what could not be encrypted
    qtbot.waitUntil(lambda: window.library.items.rowCount() > 0, timeout=SLOW)


def test_it_is_changed_and_taken_off(qtbot: Any, open_window: Open) -> None:
    window = open_window("--passphrase", "words", wait=False)
    flow = window.passphrase_flow
    qtbot.waitUntil(lambda: flow.open_box is not None and flow.open_box.isVisible(), timeout=SLOW)
    assert flow.open_box is not None
    flow.open_box.edit.setText("words")
    flow.open_box.open_button.click()
    qtbot.waitUntil(lambda: window.library.items.rowCount() > 0, timeout=SLOW)
    box = _box(qtbot, window)
    assert box.old is not None
    box.old.setText("wrong")
    box.new.setText("more words")
    box.again.setText("more words")
    box.act.click()
    qtbot.waitUntil(lambda: "not this library's" in box.said.text())
    box.old.setText("words")
    box.act.click()
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=SLOW)
    box = _box(qtbot, window)
    assert box.old is not None
    box.old.setText("more words")
    box.take_off.click()
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=SLOW)
    assert "no passphrase any more" in window.banner._message.text()
    assert _box(qtbot, window).old is None


def test_a_locked_backup_asks_for_its_passphrase(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    dialog = window.backup_flow.show()
    dialog.restore_wanted.emit("/home/user/locked.db")
    flow = window.passphrase_flow
    qtbot.waitUntil(lambda: flow.open_box is not None and flow.open_box.isVisible(), timeout=SLOW)
    assert flow.open_box is not None
    flow.open_box.edit.setText("words")
    flow.open_box.open_button.click()
    qtbot.waitUntil(lambda: window.library.items.rowCount() == 4, timeout=SLOW)


def test_no_request_shows_its_passphrase() -> None:
    for request in (
        OpenLock("geheim"),
        LockLibrary("geheim"),
        ChangePassphrase("geheim", "geheim"),
    ):
        assert "geheim" not in repr(request)


def test_a_box_is_as_high_as_what_it_says(qtbot: Any, theme: Theme) -> None:
    box = OpenBox()
    qtbot.addWidget(box)
    box.show()
    before = box.height()
    box.end("That is not this library's passphrase. Try again; capital letters count.", "error")
    assert box.height() > before
    below = box.said.geometry().top() - box.edit.geometry().bottom()
    assert below >= 8 and box.said.height() >= box.said.heightForWidth(box.said.width())
    box.end("", "")
    assert box.height() == before
