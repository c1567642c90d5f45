"""The sentence that bears a claim out is marked strongly within its faintly marked passage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.gui.evidence.sound import quoted_in
from app.gui.window import Window
from tests.gui.scripted.contents import SAID

QUESTION = "Why is the north wall damp?"


def answered(qtbot: Any, open_window: Callable[..., Window]) -> Window:
    window = open_window()
    window.conversation_flow.ask(QUESTION)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=10_000)
    return window


def test_on_a_page(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = answered(qtbot, open_window)
    window.conversation.open_marker(1)
    canvas = window.evidence.page.canvas
    qtbot.waitUntil(lambda: bool(canvas.strong_boxes()), timeout=10_000)
    assert 0 < len(canvas.strong_boxes()) < len(canvas.boxes())


def test_in_a_transcript(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = answered(qtbot, open_window)
    window.conversation.open_marker(2)
    segments = window.evidence.sound.segments
    qtbot.waitUntil(lambda: segments.count() == len(SAID), timeout=10_000)
    quoted = [segments.item(row).data(0x0100 + 3) for row in range(segments.count())]
    assert quoted[1] == (0, len(SAID[1]))
    assert quoted[2] == (0, len("You can see the green streak"))
    assert quoted[0] is None and quoted[5] is None


def test_a_quote_is_found_in_the_lines_that_it_goes_over() -> None:
    line = "The gutter has come away from its bracket."
    assert quoted_in(line, "has come\n away") == (11, 24)
    assert quoted_in(line, "") is None
    assert quoted_in(line, "It began so: The gutter has come") == (0, 19)
    assert quoted_in(line, "away from its bracket. It hangs.") == (20, 42)
    assert quoted_in(line, "nothing of this is there") is None
