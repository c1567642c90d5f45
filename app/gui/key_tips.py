"""Tooltips that name the key which does the same, as it is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.gui.actions import TABLE
from app.gui.keys import KeyBindings

if TYPE_CHECKING:
    from app.gui.window import Window

_ROWS = {row.name: row for row in TABLE}


def widgets_with_keys(window: Window) -> tuple[tuple[str, QWidget], ...]:
    """What is clicked for the same, by the names of `app.gui.actions.TABLE`. An answer's own
    buttons are not among them: the keys are the newest answer's."""
    return (
        ("toggle_library", window.header.library),
        ("toggle_evidence", window.header.evidence),
        ("toggle_evidence", window.evidence.close_button),
        ("menu", window.header.menu_button),
        ("history", window.library.history_tab),
        ("new", window.library.history.new),
        ("add_files", window.library.add_files),
        ("add_folder", window.library.add_folder),
        ("filter", window.library.search),
        ("settings", window.conversation.composer.settings),
        ("previous_page", window.evidence.page.previous),
        ("next_page", window.evidence.page.next),
        ("play", window.evidence.sound.play),
    )


class KeyTips:
    """Says the keys in the tooltips of `widgets`, behind what each has said before, or what it
    does."""

    def __init__(
        self,
        bindings: KeyBindings,
        widgets: Sequence[tuple[str, QWidget]],
        told: Callable[[Callable[[str], str]], object],
    ) -> None:
        """`told` is given what tells a key, at first and with each change."""
        self._bindings, self._told = bindings, told
        self._said = [
            (widget, widget.toolTip() or _ROWS[name].text, name) for name, widget in widgets
        ]
        bindings.changed.connect(self.show)
        self.show()

    def shown(self, name: str) -> str:
        """The key of an action as the system writes it; "" where it has none."""
        return self._bindings.shown(_ROWS[name])

    def show(self) -> None:
        for widget, said, name in self._said:
            key = self.shown(name)
            widget.setToolTip(f"{said} ({key})" if key else said)
        self._told(self.shown)
