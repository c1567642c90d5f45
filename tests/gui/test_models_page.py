"""Choosing, checking, measuring and removing models, by the buttons of their page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app import settings
from app.gui.asking import ConfirmDialog
from app.gui.models_dialog import ModelsDialog
from app.gui.window import Window

SMALL, LARGE = "qwen2.5-coder-0.5b-instruct", "qwen2.5-coder-1.5b-instruct"
ENGLISH, ALL_LANGUAGES = "all-minilm-l6-v2", "multilingual-e5-small"
Open = Callable[..., Window]


def shown(qtbot: Any, window: Window) -> ModelsDialog:
    window.models_flow.show()
    (page,) = window.findChildren(ModelsDialog)
    assert page.cards or page.choices.isHidden()  # nothing to choose from is known yet
    qtbot.waitUntil(lambda: LARGE in page.cards, timeout=20_000)
    return page


def test_a_card_says_what_it_does_and_what_it_takes(qtbot: Any, open_window: Open) -> None:
    cards = shown(qtbot, open_window()).cards
    facts = cards[ENGLISH].facts.text()
    assert facts == (
        "finds text by its meaning · 91 MB · 150 MB of memory while it works · Apache-2.0"
    )
    assert "of memory" not in cards["whisper-tiny.en"].facts.text()  # not measured


def test_another_model_writes_the_answers(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    page = shown(qtbot, window)
    assert page.cards[SMALL].state.text() == "In use"
    assert page.cards[SMALL].use.isHidden() and page.cards[SMALL].remove.isHidden()
    assert page.cards["whisper-base"].use.isHidden()  # the only one of its role
    page.cards[LARGE].use.click()
    assert not page.cards[LARGE].use.isEnabled()  # seen at once
    qtbot.waitUntil(lambda: page.cards[LARGE].state.text() == "In use")
    assert not page.cards[SMALL].use.isHidden()


def test_another_encoder_is_taken_after_all_is_encoded_anew(qtbot: Any, open_window: Open) -> None:
    window = open_window("--slow")
    page = shown(qtbot, window)
    card = page.cards[ALL_LANGUAGES]
    assert not card.for_text.isHidden() and card.use.isHidden()
    card.for_text.click()
    qtbot.waitUntil(page.question.isVisible)
    assert "passages are encoded anew" in page.question.head.text()
    page.question.cancel.click()
    card = page.cards[ALL_LANGUAGES]  # drawn anew where the shelf was told meanwhile
    assert page.question.isHidden() and card.stop.isHidden()

    card.for_text.click()
    qtbot.waitUntil(page.question.isVisible)
    page.question.confirm.click()
    qtbot.waitUntil(
        lambda: page.cards[ALL_LANGUAGES].detail.text().startswith("Encoding anew"), timeout=10_000
    )
    card = page.cards[ALL_LANGUAGES]  # drawn anew where the shelf was told meanwhile
    assert not card.bar.isHidden() and not page.cards[LARGE].use.isEnabled()
    card.stop.click()
    assert card.detail.text() == "Stopping…"
    qtbot.waitUntil(lambda: page.cards[ALL_LANGUAGES] is not card, timeout=10_000)
    assert page.cards[ENGLISH].state.text() == "In use"

    page.cards[ALL_LANGUAGES].for_text.click()
    qtbot.waitUntil(page.question.isVisible)
    with qtbot.waitSignal(window.models_flow.chosen, timeout=10_000):
        page.question.confirm.click()
    qtbot.waitUntil(lambda: page.cards[ENGLISH].state.text() == "Installed")
    assert "finds text by its meaning" in page.cards[ALL_LANGUAGES].facts.text()
    assert not page.cards[ENGLISH].use.isHidden() and not page.cards[ENGLISH].remove.isHidden()


def test_the_language_model_is_chosen_by_itself_or_by_the_user(
    qtbot: Any, open_window: Open
) -> None:
    page = shown(qtbot, open_window())
    choices = page.choices
    assert choices.writes.text() == "The language model is chosen automatically."
    assert choices.by_itself.isHidden()
    page.cards[LARGE].use.click()
    qtbot.waitUntil(lambda: not choices.by_itself.isHidden(), timeout=20_000)
    assert choices.writes.text() == f"You chose {LARGE} to write the answers."
    choices.by_itself.click()
    assert not choices.without.isEnabled()  # seen at once
    qtbot.waitUntil(choices.by_itself.isHidden, timeout=20_000)
    assert settings.load()[0].models.decoder == "auto"


def test_nothing_is_chosen_where_no_model_is_installed(qtbot: Any, open_window: Open) -> None:
    assert shown(qtbot, open_window("--no-models")).choices.isHidden()


def test_the_second_text_model_can_be_done_without(qtbot: Any, open_window: Open) -> None:
    page = shown(qtbot, open_window())
    assert page.choices.second.text() == f"{ALL_LANGUAGES} finds texts in other languages."
    page.choices.without.click()
    qtbot.waitUntil(page.choices.without.isHidden, timeout=20_000)
    assert settings.load()[0].models.multilingual == "none"
    assert "own languages only" in page.choices.second.text()


def test_the_files_of_a_model_are_checked_and_installed_again(
    qtbot: Any, open_window: Open
) -> None:
    page = shown(qtbot, open_window("--slow"))
    whole, damaged = page.cards[ENGLISH], page.cards["dinov2-small"]
    whole.verify.click()
    assert not whole.verify.isEnabled()
    qtbot.waitUntil(lambda: "MB of 100 MB" in whole.detail.text(), timeout=10_000)
    whole.stop.click()
    qtbot.waitUntil(lambda: whole.detail.text() == "The check was stopped.", timeout=10_000)
    whole.verify.click()
    qtbot.waitUntil(lambda: whole.detail.text().startswith("All its files"), timeout=10_000)
    assert whole.bar.isHidden() and whole.install.isHidden()
    damaged.verify.click()
    qtbot.waitUntil(lambda: "Damaged: model.safetensors." in damaged.detail.text(), timeout=10_000)
    assert damaged.install.text() == "Install again"
    damaged.install.click()
    qtbot.waitUntil(lambda: page.cards["dinov2-small"] is not damaged, timeout=10_000)
    again = page.cards["dinov2-small"]
    again.verify.click()
    qtbot.waitUntil(lambda: again.detail.text().startswith("All its files"), timeout=10_000)


def test_the_speed_is_measured_and_can_be_stopped(qtbot: Any, open_window: Open) -> None:
    page = shown(qtbot, open_window("--slow"))
    box = page.speed
    qtbot.waitUntil(lambda: "On the processor, with 4 cores" in box.said.text(), timeout=20_000)
    box.button.click()
    assert box.button.isHidden() and not box.stop.isHidden()
    qtbot.waitUntil(lambda: box.bar.maximum() == 7, timeout=10_000)
    box.stop.click()
    assert box.said.text() == "Stopping…"
    qtbot.waitUntil(lambda: box.said.text() == "The measurement was stopped.", timeout=10_000)
    box.button.click()
    qtbot.waitUntil(lambda: "a second" in box.said.text(), timeout=10_000)
    assert box.said.text() == (
        f"{SMALL} writes 6.8 words (9.1 tokens) a second; a passage is encoded in 14.2 ms.\n"
        "On the processor, with 4 cores and 16.0 GB of memory."
    )
    assert box.stop.isHidden() and box.bar.isHidden()


def test_a_model_is_removed_after_a_question(qtbot: Any, open_window: Open) -> None:
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
