"""What each action of the keyboard and the menu does in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.gui.first_frame import end

if TYPE_CHECKING:
    from app.gui.window import Window


def verbs_of(window: Window) -> dict[str, Callable[[], object]]:
    """By the names of `app.gui.actions.TABLE`."""
    return {
        "add_files": window.library_flow.choose_files,
        "add_folder": window.library_flow.choose_folder,
        "paste": window.notes.paste,
        "filter": window.navigation.go_to_filter,
        "new": window.conversation_flow.start_new,
        "history": window.navigation.go_to_history,
        "question": window.conversation.take_focus,
        "find": window.find_view.call,
        "stop": window.navigation.escape,
        "copy": window.conversation.copy_last,
        "again": window.navigation.ask_anew,
        "export": window.conversation_flow.export,
        "settings": window.conversation.composer.settings.toggle,
        "preferences": window.settings_flow.show,
        "explain": window.steering.explain_last,
        "inspect": window.steering.inspect_last,
        "metrics": window.steering.show_metrics,
        "next_source": lambda: window.evidence.step(+1),
        "previous_source": lambda: window.evidence.step(-1),
        "next_page": lambda: window.evidence.page.turn(+1),
        "previous_page": lambda: window.evidence.page.turn(-1),
        "play": window.navigation.play_or_pause,
        "toggle_library": window.panes.toggle_library,
        "toggle_evidence": window.panes.toggle_evidence,
        "next_pane": lambda: window.navigation.go_to_pane(+1),
        "previous_pane": lambda: window.navigation.go_to_pane(-1),
        "larger": lambda: window.theme.step_scale(+1),
        "smaller": lambda: window.theme.step_scale(-1),
        "normal": lambda: window.theme.step_scale(0),
        "menu": window.header.menu_button.showMenu,
        "shortcuts": window.show_shortcuts,
        "quit": lambda: end(window.window()),
    }
