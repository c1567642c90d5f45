"""What the keyboard does, as one table; the menu and the list of shortcuts come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.gui.language import tr


@dataclass(frozen=True, slots=True)
class ActionRow:
    """`keys` are alternatives; the first is shown."""

    name: str
    text: str
    keys: tuple[str, ...]
    group: str


TABLE: tuple[ActionRow, ...] = (
    ActionRow("add_files", tr("Add files…"), ("Ctrl+O",), tr("Library")),
    ActionRow("add_folder", tr("Add a folder…"), ("Ctrl+Shift+O",), tr("Library")),
    ActionRow("paste", tr("Add what was copied"), ("Ctrl+V",), tr("Library")),
    ActionRow("filter", tr("Filter the library"), ("Ctrl+F",), tr("Library")),
    ActionRow("new", tr("New conversation"), ("Ctrl+N",), tr("Conversation")),
    ActionRow("history", tr("Earlier conversations"), ("Ctrl+H",), tr("Conversation")),
    ActionRow("question", tr("Go to the question"), ("Ctrl+L",), tr("Conversation")),
    ActionRow("find", tr("Find as you type"), ("Ctrl+K",), tr("Conversation")),
    ActionRow("stop", tr("Stop, or back to the question"), ("Esc",), tr("Conversation")),
    ActionRow("copy", tr("Copy answer with sources"), ("Ctrl+Shift+C",), tr("Conversation")),
    ActionRow("again", tr("Answer anew"), ("Ctrl+R",), tr("Conversation")),
    ActionRow("export", tr("Export conversation…"), ("Ctrl+Shift+E",), tr("Conversation")),
    ActionRow("settings", tr("Answer settings"), ("Ctrl+Shift+S",), tr("Conversation")),
    ActionRow("explain", tr("Explain the newest answer"), ("Ctrl+Shift+X",), tr("Conversation")),
    ActionRow("inspect", tr("How its words were chosen"), ("Ctrl+I",), tr("Conversation")),
    ActionRow("metrics", tr("What answers cost"), ("Ctrl+M",), tr("Conversation")),
    ActionRow("next_source", tr("Next source"), ("Ctrl+Down", "F8"), tr("Sources")),
    ActionRow("previous_source", tr("Previous source"), ("Ctrl+Up", "Shift+F8"), tr("Sources")),
    ActionRow("next_page", tr("Next page"), ("Alt+Right",), tr("Sources")),
    ActionRow("previous_page", tr("Previous page"), ("Alt+Left",), tr("Sources")),
    ActionRow("play", tr("Play or pause"), ("Ctrl+Space", "Media Play"), tr("Sources")),
    ActionRow("toggle_library", tr("Show or hide the library"), ("Ctrl+B",), tr("View")),
    ActionRow("toggle_evidence", tr("Show or hide the sources"), ("Ctrl+E",), tr("View")),
    ActionRow("next_pane", tr("Next pane"), ("F6",), tr("View")),
    ActionRow("previous_pane", tr("Previous pane"), ("Shift+F6",), tr("View")),
    ActionRow("larger", tr("Larger text"), ("Ctrl++", "Ctrl+="), tr("View")),
    ActionRow("smaller", tr("Smaller text"), ("Ctrl+-",), tr("View")),
    ActionRow("normal", tr("Normal text size"), ("Ctrl+0",), tr("View")),
    ActionRow("preferences", tr("Settings…"), ("Ctrl+,",), tr("View")),
    ActionRow("menu", tr("Menu"), ("F10",), tr("Help")),
    ActionRow("shortcuts", tr("Keyboard shortcuts"), ("F1", "Ctrl+/"), tr("Help")),
    ActionRow("quit", tr("Quit"), ("Ctrl+Q",), tr("Help")),
)

# Keys that a list itself takes; they act on what is chosen in it.
IN_LISTS: tuple[ActionRow, ...] = (
    ActionRow("", tr("Rename a conversation"), ("F2",), tr("Library and history lists")),
    ActionRow("", tr("Open, or fold a heading"), ("Return",), tr("Library and history lists")),
    ActionRow("", tr("Check an item for questions"), ("Space",), tr("Library and history lists")),
    ActionRow(
        "",
        tr("Remove, or delete a conversation"),
        ("Del",),
        tr("Library and history lists"),
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


def keep_within(action: QAction, window: QWidget, pane: QWidget) -> None:
    """Its keys hold in that pane only; elsewhere they mean what they always do."""
    window.removeAction(action)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    pane.addAction(action)


def install_numbers(window: QWidget, open_marker: Callable[[int], object]) -> None:
    """Ctrl+1 to Ctrl+9 open that citation of the newest answer."""
    for number in range(1, 10):
        action = QAction(tr("Open source {n}").format(n=number), window)
        action.setShortcut(QKeySequence(f"Ctrl+{number}"))
        action.triggered.connect(lambda _on=False, number=number: open_marker(number))
        window.addAction(action)
