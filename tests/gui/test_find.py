"""Finding as one types, in a view of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from app.gui.find import HIT
from app.gui.window import Window


def test_passages_come_while_one_types_and_open_by_key(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window()
    find = window.find_view
    next(action for action in window.actions() if action.text() == "Find as you type").trigger()
    qtbot.keyClicks(find.edit, "gutter")
    qtbot.waitUntil(lambda: find.list.count() == 5, timeout=10_000)
    assert find.said.text() == "5 passages · 41 ms"
    said = find.list.item(4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("Weak match")
    qtbot.mouseClick(find.kinds["audio"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: find.list.count() == 1, timeout=10_000)
    qtbot.keyClick(find.edit, Qt.Key.Key_Return)
    assert window.evidence_flow.source is find.list.item(0).data(HIT)
    assert find.understood.isHidden()
    find.edit.setText("guter")
    qtbot.waitUntil(lambda: not find.understood.isHidden(), timeout=10_000)
    assert find.understood.text() == "Understood as: gutter"
    find.edit.setText("gutter in report.pdf of 3 March 2026")
    how = "First: what stands in report.pdf · First: what is of 3 March 2026"
    qtbot.waitUntil(lambda: find.understood.text() == how, timeout=10_000)
    find.edit.setText("zebra")
    qtbot.waitUntil(lambda: find.said.text() == "Nothing found", timeout=10_000)
    find.edit.clear()
    qtbot.waitUntil(lambda: find.said.text() == "", timeout=10_000)
    assert find.list.count() == 0 and find.understood.isHidden()
