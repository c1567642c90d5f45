"""Whoever does not see the window is told what each control is, on every page of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from app.gui.window import Window

PAGES: dict[str, Callable[[Window], object]] = {
    "window": lambda window: None,
    "answer settings": lambda window: window.conversation.composer.settings.click(),
    "settings": lambda window: window.settings_flow.show(),
    "models": lambda window: window.models_flow.show(),
    "backups": lambda window: window.backup_flow.show(),
    "folders": lambda window: window.folders_flow.show(),
    "privacy": lambda window: window.show_privacy(),
    "health": lambda window: window.library_health.show(),
    "watched": lambda window: window.watch_flow.show(),
    "keys": lambda window: window.show_shortcuts(),
    "find": lambda window: window.find_view.call(),
    "passphrase": lambda window: window.passphrase_flow.show(),
    "cost": lambda window: window.steering.show_metrics(),
}


def shown() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def takes_keys(widget: QWidget) -> bool:
    is_part = isinstance(widget, QLineEdit) and isinstance(widget.parent(), QWidget) and (
        widget.parent().metaObject().className().endswith(("SpinBox", "QuietInt", "QuietDouble"))
    )  # fmt: skip
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return widget.isVisible() and by_tab and not is_part


def name_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name_and_every_button_is_reached(
    qtbot: Any, open_window: Callable[..., Window], page: str
) -> None:
    window = open_window()
    window.conversation_flow.ask("Why is the north wall damp?")
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=20_000)
    qtbot.waitUntil(window.evidence.page.canvas.has_image, timeout=20_000)
    PAGES[page](window)
    own = page not in ("window", "answer settings")
    qtbot.waitUntil(lambda: not own or len(shown()) > 1, timeout=20_000)
    places = shown()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for place in places
        for widget in place.findChildren(QWidget)
        if takes_keys(widget) and not name_of(widget) and not isinstance(widget, QScrollArea)
    ]  # fmt: skip
    assert nameless == []
    unreached = [
        name_of(widget) or repr(widget)
        for place in places
        for widget in place.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QComboBox | QLineEdit)
        and widget.isVisible()
        and widget.isEnabled()
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and name_of(widget)
    ]
    assert unreached == []
    for place in places:
        if isinstance(place, QDialog):
            place.close()
