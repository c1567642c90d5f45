"""What is connected, in the status line and on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel

from app import connections, paths, settings
from app.gui.privacy import PrivacyDialog, connected
from app.gui.window import Window
from app.tasks.vitals import Vital

Open = Callable[..., Window]


def test_the_status_line_counts_connections_and_memory(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    line = window.status
    qtbot.waitUntil(lambda: line.connections.text() == "0 connections", timeout=30_000)
    assert line.connections.isVisible() and line.connections.property("tone") == ""
    qtbot.waitUntil(lambda: line.memory.text().startswith("memory"), timeout=30_000)
    line.show_connections(2)
    assert line.connections.text() == "2 connections"
    assert line.connections.property("tone") == "warn"
    line.show_connections(None)
    assert not line.connections.isVisible()


def test_the_page_lists_every_connection_so_far(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    window.show_privacy()
    dialog = window.findChild(PrivacyDialog)
    assert dialog is not None
    assert "None." in [label.text() for label in dialog.findChildren(QLabel)]
    paths.home().mkdir(exist_ok=True)
    connections.log_file().write_text(
        "2026-11-27T06:00:00+00:00\tpip\tengine\n"
        "2026-11-27T07:00:00+00:00\t<img src=x>:443\tengine\n",
        "utf-8",
    )
    dialog.show_all(connections.read(), Vital(1, 0))
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert said.index("<img src=x>:443") < said.index("pip")
    assert dialog.now.text() == "0 connections at this moment"
    assert str(paths.home()) in dialog.kept.text()


def test_a_server_that_answers_is_named() -> None:
    assert connected(None) == "The system does not tell what is connected."
    assert connected(1, "http://box:1/v1").endswith("are sent to http://box:1/v1")


def test_the_page_names_the_server_of_the_settings(qtbot: Any, open_window: Open) -> None:
    settings.save_section("decoder", {"url": "http://box:1/v1"})
    dialog = PrivacyDialog(lambda: Vital(None, None), open_window())
    assert "http://box:1/v1" in dialog.now.text()
