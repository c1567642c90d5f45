"""The token inspector, the preview of the next word, explanations, ratings and costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel

from app.core import calls
from app.core.events import TokenChoice, TokenStage
from app.core.question.query import Query
from app.gui.status_line import doing
from app.gui.steering.candidates import percent, readable
from app.gui.steering.explanation import ExplainDialog
from app.gui.steering.inspector import facts_of
from app.gui.steering.metrics import Cost
from app.gui.steering.metrics import facts_of as figures_of
from app.gui.steering.token_text import place_in
from app.gui.window import Window

QUESTION = "Why is the north wall damp?"


def answered(qtbot: Any, open_window: Callable[..., Window], question: str = QUESTION) -> Window:
    window = open_window()
    window.conversation_flow.ask(question)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=10_000)
    return window


def spot_of(text: Any, word: str) -> QPoint:
    """The middle of a word in an answer, in its viewport."""
    cursor = text.document().find(word)
    at = QTextCursor(text.document())
    at.setPosition(cursor.selectionStart() + len(word) // 2)
    return text.cursorRect(at).center()


def test_a_click_on_a_word_shows_its_candidates(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = answered(qtbot, open_window)
    turn, inspector = window.conversation.turns[-1], window.steering.inspector
    qtbot.mouseClick(
        turn.text.viewport(), Qt.MouseButton.LeftButton, pos=spot_of(turn.text, "bracket")
    )
    assert not inspector.isVisible(), "a click in a text is no wish to look into it"
    turn.foot.inspect_wanted.emit()
    qtbot.waitUntil(lambda: bool(inspector.columns.stages()), timeout=10_000)
    qtbot.mouseClick(
        turn.text.viewport(), Qt.MouseButton.LeftButton, pos=spot_of(turn.text, "bracket")
    )
    assert "bracket" in inspector.facts.text()
    names = [stage.name for stage in inspector.columns.stages()]
    assert names == ["model", "grounded", "top_p"]
    assert "Kept to the sources" in inspector.columns.accessibleDescription()
    before = inspector.text.current
    qtbot.keyClick(inspector.text, Qt.Key.Key_Right)
    assert inspector.text.current == before + 1


def test_the_next_word_is_previewed_as_settings_change(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window()
    panel, composer = window.conversation.sampling, window.conversation.composer
    composer.settings.setChecked(True)
    assert panel.preview.columns.isHidden()
    composer.edit.setPlainText(QUESTION)
    qtbot.waitUntil(lambda: bool(panel.preview.columns.stages()), timeout=10_000)
    greedy = panel.preview.columns.stages()[0].candidates
    panel.edit_of("temperature").set_value(0.8)
    qtbot.waitUntil(lambda: panel.preview.columns.stages()[0].candidates != greedy, timeout=10_000)
    assert [s.name for s in panel.preview.columns.stages()] == ["model", "settings"]
    composer.edit.setPlainText("Tell me about the weather")
    qtbot.waitUntil(panel.preview.columns.isHidden, timeout=10_000)
    assert "No language model" in panel.preview.said.text()


def test_an_answer_explains_itself(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = answered(qtbot, open_window)
    window.conversation.turns[-1].foot.explain_wanted.emit()
    qtbot.waitUntil(
        lambda: any(d.isVisible() for d in window.findChildren(ExplainDialog)), timeout=10_000
    )
    dialog = window.findChild(ExplainDialog)
    assert dialog is not None
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for words in (
        "41 passages found; 4 of them read",
        "CITED",
        "PASSED OVER",
        "stands in no source",
    ):
        assert words in said
    dialog.close()


def test_a_rating_is_kept_with_the_answer(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = answered(qtbot, open_window)
    foot = window.conversation.turns[-1].foot
    with qtbot.waitSignal(foot.rated) as rated:
        qtbot.mouseClick(foot.good, Qt.MouseButton.LeftButton)
    assert rated.args == [1] and foot.good.isChecked()
    with qtbot.waitSignal(foot.rated) as rated:
        qtbot.mouseClick(foot.bad, Qt.MouseButton.LeftButton)
    assert rated.args == [-1] and not foot.good.isChecked()


def test_costs_of_answers_are_plotted(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = answered(qtbot, open_window)
    window.steering.show_metrics()
    plot = window.steering.metrics.plot
    assert plot.cost(plot.current).question == QUESTION
    said = [label.text() for label in window.steering.metrics.findChildren(QLabel)]
    assert "Time to first token" in said and "0.91 s" in said
    window.steering.metrics.close()


def test_the_status_line_says_what_goes_on_and_what_is_filled(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window("--slow")
    line = window.status
    qtbot.waitUntil(lambda: line.engine.text() == "Ready", timeout=10_000)
    window.conversation_flow.ask(QUESTION)
    qtbot.waitUntil(lambda: line.engine.text() == "Answering", timeout=10_000)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=20_000)
    assert line.context.text() == "context 3%" and line.context.isVisible()
    assert line.model.text() == "qwen2.5-coder-0.5b-instruct"
    qtbot.waitUntil(lambda: line.memory.text().startswith("memory "), timeout=10_000)
    window.resize(560, 700)
    qtbot.wait(1)
    assert line.engine.isVisible() and not line.memory.isVisible()
    for part in (line.engine, line.model, line.context):
        if part.isVisible():
            assert part.geometry().right() <= line.width()


def test_what_the_engine_does_in_words() -> None:
    asked = Query("Why?")
    assert doing([], running=False) == "Engine stopped"
    assert doing([calls.ListItems()], running=True) == "Ready"
    assert doing([calls.Add(("/a",)), calls.Ask(asked)], running=True) == "Answering"


def test_phases_of_a_cost() -> None:
    cost = Cost("Why?", "m", {"retrieve_ms": 50, "ttft_ms": 900, "tpot_ms": 40,
                              "completion_tokens": 11, "prompt_tokens": 800,
                              "context_length": 1000})  # fmt: skip
    assert (cost.find_s, cost.prefill_s, cost.decode_s) == (0.05, 0.9, 0.4)
    assert ("Context", "811 of 1,000 (81%)") in figures_of(cost)


def test_the_place_of_a_word_is_found_in_the_draft() -> None:
    shown = "The gutter failed \ufffc. Water came in."
    written = "According to source 1, the gutter failed [1]. It is blue. Water came in."
    for word in ("failed", "Water", "in"):
        at = place_in(shown, shown.index(word), written)
        assert at is not None and written[at:].startswith(word)
    assert place_in(shown, shown.index("The"), "nothing of it") is None


def test_what_a_choice_says() -> None:
    model = TokenStage("model", ((" 1887", 0.6), (" old", 0.3)))
    choice = TokenChoice(" old", 0.3, 1.2, (model, TokenStage("grounded", ((" old", 1.0),))))
    said = facts_of(choice)
    assert "would rather have written “␣1887”" in said and "(“Kept to the sources” took it" in said
    assert (readable("\n"), readable(" a"), percent(0.004), percent(0.7)) == (
        "⏎", "␣a", "0.4%", "70%",
    )  # fmt: skip
