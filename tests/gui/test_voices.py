"""The page of named voices: another name, one voice out of two, forgetting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel

from app.gui.naming import NameDialog
from app.gui.voices_dialog import VoicesDialog
from app.gui.window import Window

Open = Callable[..., Window]


def shown(qtbot: Any, window: Window, *names: str) -> VoicesDialog:
    """The page once it lists these."""

    def lists() -> bool:
        dialog = window.voices_flow.dialog
        return dialog is not None and tuple(card.row.name for card in dialog.cards) == names

    qtbot.waitUntil(lists, timeout=30_000)
    dialog = window.voices_flow.dialog
    assert dialog is not None
    return dialog


def test_voices_are_renamed_joined_and_forgotten(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    recording = next(
        item for item in window.library.items.catalog.items.values() if item.kind == "audio"
    )
    window.open_item(recording)
    segments = window.evidence.sound.segments
    qtbot.waitUntil(lambda: segments.count() > 0)
    before = segments.item(0).text()
    for speaker, name in (("1", "Zoe"), ("Zoe", "Anna")):
        window.evidence_flow.sound.name(speaker, name)
        said = f"{name}: {before}"
        qtbot.waitUntil(lambda said=said: segments.item(0) and segments.item(0).text() == said)
    window.header.voices_wanted.emit()
    dialog = shown(qtbot, window, "Anna", "Zoe")
    texts = [label.text() for label in dialog.cards[0].findChildren(QLabel)]
    assert "heard in 1 recording · known by 1:15 of speech" in texts

    dialog.cards[0].rename.click()
    (box,) = dialog.findChildren(NameDialog)
    assert box.edit.text() == "Anna"
    box.edit.setText("Zoe")
    box.save.click()
    qtbot.waitUntil(lambda: "There is a voice named Zoe already." in box.refused.text())
    assert box.isVisible() and box.refused.isVisible() and not dialog.trouble.isVisible()
    box.edit.setText("Anne")
    assert box.refused.isHidden()
    box.save.click()
    shown(qtbot, window, "Anne", "Zoe")
    assert not dialog.findChildren(NameDialog) or not box.isVisible()

    (same,) = dialog.cards[0].others_menu().actions()
    assert same.text() == "Zoe"
    same.trigger()
    shown(qtbot, window, "Zoe")
    assert dialog.trouble.isHidden() and not dialog.cards[0].merge.isEnabled()
    qtbot.waitUntil(lambda: segments.item(0) and segments.item(0).text() == f"Zoe: {before}")

    dialog.cards[0].forget.click()
    assert dialog.question.isVisible() and "Forget Zoe?" in dialog.question.head.text()
    dialog.question.confirm.click()
    shown(qtbot, window)
    qtbot.waitUntil(lambda: segments.item(0) and segments.item(0).text() == before)
