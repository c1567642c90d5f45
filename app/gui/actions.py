"""What the keyboard does, as one table; the menu and the list of shortcuts come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class ActionRow:
    """`keys` are alternatives; the first is shown."""

    name: str
    text: str
    keys: tuple[str, ...]
    group: str


TABLE: tuple[ActionRow, ...] = (
    ActionRow("add_files", "Add files…", ("Ctrl+O",), "Library"),
    ActionRow("add_folder", "Add a folder…", ("Ctrl+Shift+O",), "Library"),
    ActionRow("filter", "Filter the library", ("Ctrl+F",), "Library"),
    ActionRow("new", "New conversation", ("Ctrl+N",), "Conversation"),
    ActionRow("history", "Earlier conversations", ("Ctrl+H",), "Conversation"),
    ActionRow("question", "Go to the question", ("Ctrl+L",), "Conversation"),
    ActionRow("find", "Find as you type", ("Ctrl+K",), "Conversation"),
    ActionRow("stop", "Stop, or close the sources", ("Esc",), "Conversation"),
    ActionRow("copy", "Copy answer with sources", ("Ctrl+Shift+C",), "Conversation"),
    ActionRow("again", "Answer anew", ("Ctrl+R",), "Conversation"),
    ActionRow("export", "Export conversation…", ("Ctrl+Shift+E",), "Conversation"),
    ActionRow("settings", "Answer settings", ("Ctrl+,",), "Conversation"),
    ActionRow("explain", "Explain the newest answer", ("Ctrl+Shift+X",), "Conversation"),
    ActionRow("inspect", "How its words were chosen", ("Ctrl+I",), "Conversation"),
    ActionRow("metrics", "What answers cost", ("Ctrl+M",), "Conversation"),
    ActionRow("next_source", "Next source", ("Ctrl+Down", "F8"), "Sources"),
    ActionRow("previous_source", "Previous source", ("Ctrl+Up", "Shift+F8"), "Sources"),
    ActionRow("next_page", "Next page", ("Alt+Right",), "Sources"),
    ActionRow("previous_page", "Previous page", ("Alt+Left",), "Sources"),
    ActionRow("play", "Play or pause", ("Ctrl+Space", "Media Play"), "Sources"),
    ActionRow("toggle_library", "Show or hide the library", ("Ctrl+B",), "View"),
    ActionRow("toggle_evidence", "Show or hide the sources", ("Ctrl+E",), "View"),
    ActionRow("next_pane", "Next pane", ("F6",), "View"),
    ActionRow("previous_pane", "Previous pane", ("Shift+F6",), "View"),
    ActionRow("larger", "Larger text", ("Ctrl++", "Ctrl+="), "View"),
    ActionRow("smaller", "Smaller text", ("Ctrl+-",), "View"),
    ActionRow("normal", "Normal text size", ("Ctrl+0",), "View"),
    ActionRow("menu", "Menu", ("F10",), "Help"),
    ActionRow("shortcuts", "Keyboard shortcuts", ("F1", "Ctrl+/"), "Help"),
    ActionRow("quit", "Quit", ("Ctrl+Q",), "Help"),
)

# Keys that a list itself takes; they act on what is chosen in it.
IN_LISTS: tuple[ActionRow, ...] = (
    ActionRow("", "Rename a conversation", ("F2",), "Library and history lists"),
    ActionRow("", "Open", ("Return",), "Library and history lists"),
    ActionRow(
        "",
        "Remove, or delete a conversation",
        ("Del",),
        "Library and history lists",
    ),
)


def install(
    window: QWidget,
    verbs: Mapping[str, Callable[[], object]],
    keys: Callable[[ActionRow], list[QKeySequence]],
) -> dict[str, QAction]:
    """Add an action to `window` for each row that `verbs` has a function for."""
    made: dict[str, QAction] = {}
    for row in TABLE:
        verb = verbs.get(row.name)
        if verb is None:
            continue
        action = QAction(row.text, window)
        action.setShortcuts(keys(row))
        action.triggered.connect(lambda _on=False, verb=verb: verb())
        window.addAction(action)
        made[row.name] = action
    return made


def install_numbers(window: QWidget, open_marker: Callable[[int], object]) -> None:
    """Ctrl+1 to Ctrl+9 open that citation of the newest answer."""
    for number in range(1, 10):
        action = QAction(f"Open source {number}", window)
        action.setShortcut(QKeySequence(f"Ctrl+{number}"))
        action.triggered.connect(lambda _on=False, number=number: open_marker(number))
        window.addAction(action)
