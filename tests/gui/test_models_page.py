"""Choosing and removing models, by the buttons of their page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.gui.asking import ConfirmDialog
from app.gui.models_dialog import ModelsDialog
from app.gui.window import Window

SMALL, LARGE = "qwen2.5-coder-0.5b-instruct", "qwen2.5-coder-1.5b-instruct"


def shown(qtbot: Any, window: Window) -> ModelsDialog:
    window.models_flow.show()
    (page,) = window.findChildren(ModelsDialog)
    qtbot.waitUntil(lambda: LARGE in page.cards)
    return page


def test_another_model_writes_the_answers(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = open_window()
    page = shown(qtbot, window)
    assert page.cards[SMALL].state.text() == "In use"
    assert page.cards[SMALL].use.isHidden() and page.cards[SMALL].remove.isHidden()
    assert page.cards["whisper-base"].use.isHidden()  # no language model
    page.cards[LARGE].use.click()
    assert not page.cards[LARGE].use.isEnabled()  # seen at once
    qtbot.waitUntil(lambda: page.cards[LARGE].state.text() == "In use")
    assert not page.cards[SMALL].use.isHidden()


def test_a_model_is_removed_after_a_question(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window()
    page = shown(qtbot, window)
    page.cards[LARGE].remove.click()
    (asked,) = page.findChildren(ConfirmDialog)
    assert asked.what.text() == LARGE
    asked.cancel.click()
    assert not page.cards[LARGE].remove.isHidden()
    page.cards[LARGE].remove.click()
    asked = next(dialog for dialog in page.findChildren(ConfirmDialog) if dialog.isVisible())
    asked.confirm.click()
    qtbot.waitUntil(lambda: not page.cards[LARGE].install.isHidden())
    assert page.cards[LARGE].remove.isHidden()
