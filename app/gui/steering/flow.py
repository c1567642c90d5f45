"""Joins what tells of answers to the engine: the token inspector, the preview of the next word,
“Explain this answer”, ratings and what answers cost."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import Explain, InspectTokens, PreviewWord, RateAnswer
from app.core.events import Answer, Explanation, Failure, TokenChoice, TokensInspected
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.scope import asked
from app.gui.conversation.turn import TurnView
from app.gui.language import step_of, tr, worded
from app.gui.steering.explanation import ExplainDialog
from app.gui.steering.inspector import TokenInspector
from app.gui.steering.metrics import Cost, MetricsDialog
from app.gui.theme import Theme
from app.tasks.stream import EventStream, Operation

PREVIEW_AFTER_MS = 350
LEAST_CHARS = 3
_NO_WORD = tr(
    "No language model would write the answer to this: a program can work it out, or nothing was "
    "found."
)


class SteeringFlow(QObject):
    """`source_opened` carries the hit whose place is wanted."""

    source_opened = Signal(object)

    def __init__(
        self, stream: EventStream, theme: Theme, pane: ConversationPane, window: QWidget
    ) -> None:
        super().__init__(window)
        self._stream, self._theme = stream, theme
        self._pane, self._window = pane, window
        self.inspector = TokenInspector(theme, window)
        self.inspector.closed.connect(self._stop_looking)
        self.metrics = MetricsDialog(theme, window)
        self._costs: dict[int, Cost] = {}  # by turn
        self._looking: Operation | None = None
        self._previewing: Operation | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self._preview)
        pane.turn_added.connect(self._follow)
        pane.sampling.changed.connect(self._timer.start)
        pane.composer.edit.textChanged.connect(self._timer.start)
        pane.composer.settings_toggled.connect(lambda _on: self._timer.start())

    def show_metrics(self) -> None:
        self.metrics.plot.show_costs(list(self._costs.values()))
        self.metrics.show()
        self.metrics.raise_()

    def inspect_last(self) -> None:
        for turn in reversed(self._pane.turns):
            if turn.answer is not None and turn.answer.turn_id is not None:
                self.inspect(turn)
                return

    def explain_last(self) -> None:
        for turn in reversed(self._pane.turns):
            if turn.answer is not None and turn.answer.turn_id is not None:
                self.explain(turn)
                return

    def inspect(self, turn: TurnView) -> None:
        if turn.answer is None or turn.answer.turn_id is None:
            return
        dialog = self.inspector
        self._stop_looking()
        dialog.begin(turn.answer.turn_id, turn.question)
        dialog.show()
        dialog.raise_()
        self._looking = (
            self._stream.call(InspectTokens(turn.answer.turn_id))
            .on(TokensInspected, dialog.show_tokens)
            .failed(lambda failure: dialog.show_trouble(worded(failure.message), step_of(failure)))
        )

    def explain(self, turn: TurnView) -> None:
        if turn.answer is None or turn.answer.turn_id is None:
            return
        dialog = ExplainDialog(self._theme, turn.question, self._window)
        dialog.source_opened.connect(self.source_opened)

        def trouble(failure: Failure) -> None:
            dialog.show_trouble(worded(failure.message), step_of(failure))
            dialog.open()

        self._stream.call(Explain(turn.answer.turn_id)).on(
            Explanation, dialog.show_explanation
        ).done(dialog.show).failed(trouble)

    def _follow(self, turn: TurnView) -> None:
        turn.answered.connect(lambda answer: self._note(turn, answer))
        turn.foot.explain_wanted.connect(lambda: self.explain(turn))
        turn.foot.inspect_wanted.connect(lambda: self.inspect(turn))
        turn.foot.rated.connect(lambda rating: self._rate(turn, rating))
        turn.text.word_clicked.connect(lambda position: self._look_at(turn, position))

    def _note(self, turn: TurnView, answer: Answer) -> None:
        if answer.turn_id is not None and answer.metrics.get("completion_tokens"):
            self._costs[answer.turn_id] = Cost(answer.question, answer.model, answer.metrics)
            if self.metrics.isVisible():
                self.metrics.plot.show_costs(list(self._costs.values()))

    def _rate(self, turn: TurnView, rating: int) -> None:
        if turn.answer is not None and turn.answer.turn_id is not None:
            self._stream.call(RateAnswer(turn.answer.turn_id, rating))

    def _look_at(self, turn: TurnView, position: int) -> None:
        """A word of an answer was clicked while the inspector is open."""
        if not self.inspector.isVisible() or turn.answer is None:
            return
        if turn.answer.turn_id != self.inspector.turn_id:
            self.inspect(turn)
        self.inspector.choose_word(turn.text.document().toPlainText(), position)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.abandon()
            self._looking = None

    def _preview(self) -> None:
        """With the question in the box, or else the newest one."""
        if self._previewing is not None:
            self._previewing.abandon()
            self._previewing = None
        panel, composer = self._pane.sampling, self._pane.composer
        turns = self._pane.turns
        if not panel.isVisible() or (turns and turns[-1].running):
            return
        typed = composer.edit.toPlainText().strip()
        question = typed if len(typed) >= LEAST_CHARS else turns[-1].question if turns else ""
        if not question:
            panel.preview.show_none()
            return
        choices: list[TokenChoice] = []

        def show() -> None:
            if choices:
                panel.preview.show_choice(choices[-1], question)
            else:
                panel.preview.show_none(_NO_WORD)

        self._previewing = (
            self._stream.call(PreviewWord(asked(question, "", composer.scope()), panel.settings()))
            .on(TokenChoice, choices.append)
            .done(show)
            .failed(lambda failure: panel.preview.show_none(worded(failure.message)))
        )
