"""Joins the conversation to the engine: asking, finding, stopping, earlier conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import Ask, OpenConversation, Search
from app.core.events import (
    Answer,
    ConversationRow,
    Failure,
    PrefillProgress,
    SearchResult,
    SentenceChecked,
    SourcesChosen,
    TextDelta,
)
from app.gui import choose
from app.gui.conversation.ahead import ReadingAhead
from app.gui.conversation.attached_picture import AttachedPicture
from app.gui.conversation.hearing import Hearing
from app.gui.conversation.keeping import ConversationKeeping
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.scope import asked
from app.gui.conversation.turn import TurnView
from app.gui.language import tr
from app.gui.library.history import HistoryList
from app.tasks.stream import EventStream, Operation
from models.decoder.settings import GenerationSettings

N_FOUND = 12
MOST_TOKENS = 2048
ANEW_TEMPERATURE = 0.6  # of an answer that is asked for again


class ConversationFlow(QObject):
    answered = Signal(object)  # the turn that has sources to show
    sources_gone = Signal()  # what is open in the sources belongs to nothing that is shown
    model_missed = Signal()  # the turn says so and offers to install it
    models_wanted = Signal()

    def __init__(
        self,
        stream: EventStream,
        pane: ConversationPane,
        history: HistoryList,
        on_failure: Callable[[Failure], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stream, self._pane, self._history = stream, pane, history
        self._window = window
        self._running: Operation | None = None
        self.keeping = ConversationKeeping(stream, history, on_failure, window)
        self.keeping.deleted.connect(self._forget)
        self._model_awake = False  # the first answer waits for the language model to load
        composer = pane.composer
        composer.asked.connect(self.ask)
        composer.found.connect(self.find)
        composer.stop_wanted.connect(self.stop)
        composer.attach_wanted.connect(self._choose_attachment)
        self.ahead = ReadingAhead(
            stream, composer, lambda: self._running is None, composer.scope, window
        )
        self.attached_picture = AttachedPicture(stream, composer, window)
        self.hearing = Hearing(stream, composer, window)
        history.opened.connect(self.open)
        history.new_wanted.connect(self.start_new)

    @property
    def running(self) -> bool:
        return self._running is not None

    def ask(self, question: str, attachment: str = "") -> None:
        self._ask(question, attachment, self._pane.sampling.settings())

    def ask_anew(self, turn: TurnView) -> None:
        """Another answer to the same question, below the one that is there. The most likely words
        would be the same ones, so it draws."""
        settings = self._pane.sampling.settings()
        if settings.mode == "greedy":
            settings = replace(settings, temperature=ANEW_TEMPERATURE, seed=len(self._pane.turns))
        self._ask(turn.question, turn.attachment, settings)

    def ask_longer(self, turn: TurnView) -> None:
        """The same again, with room for twice as much."""
        settings = self._pane.sampling.settings()
        room = min(MOST_TOKENS, 2 * settings.max_new_tokens)
        self._ask(turn.question, turn.attachment, replace(settings, max_new_tokens=room))

    def edit(self, turn: TurnView) -> None:
        """Put the question back into its box, with what was attached."""
        self._pane.composer.set_question(turn.question)
        self._pane.composer.attach(turn.attachment)

    def _ask(self, question: str, attachment: str, settings: GenerationSettings) -> None:
        if self._running is not None:
            return
        turn = self._add_turn(question, attachment)
        turn.retry_wanted.connect(lambda: self.ask(question, attachment))
        turn.again_wanted.connect(lambda: self.ask_anew(turn))
        if not self._model_awake:
            turn.say_when_quiet(tr("Waking the language model…"))
        query = asked(question, attachment, self._pane.composer.scope())
        operation = (
            self._stream.call(Ask(query, settings, self.keeping.current))
            .on(SourcesChosen, lambda event: turn.show_sources(event.hits))
            .on(PrefillProgress, lambda event: self._show_prefill(turn, event))
            .on(TextDelta, lambda event: turn.append(event.text))
            .on(SentenceChecked, turn.show_checked)
            .on(Answer, lambda event: self._show_answer(turn, event))
        )
        self._begin(operation, turn)

    def find(self, words: str, attachment: str = "") -> None:
        """Passages without an answer."""
        if self._running is not None:
            return
        turn = self._add_turn(words or tr("Similar to this"), attachment)
        for signal in (turn.retry_wanted, turn.again_wanted):
            signal.connect(lambda: self.find(words, attachment))
        query = asked(words, attachment, self._pane.composer.scope(), N_FOUND)

        def show(result: SearchResult) -> None:
            turn.show_hits(result)
            if turn.cards:
                self.answered.emit(turn)

        self._begin(self._stream.call(Search(query)).on(SearchResult, show), turn)

    def stop(self) -> bool:
        if self._running is None:
            return False
        self._pane.composer.set_stopping()
        self._pane.turns[-1].show_stopping()
        self._running.cancel()
        return True

    def start_new(self) -> None:
        self._abandon()
        self.keeping.current = None
        self._pane.clear()
        self.sources_gone.emit()
        self._pane.composer.edit.setFocus()

    def engine_is_back(self) -> None:
        """A new engine has loaded nothing yet."""
        self._model_awake = False
        self.keeping.reload()

    def export(self) -> None:
        """Write the open conversation out; what has no answer yet is not kept and not written."""
        if self.keeping.current is not None:
            title = self._pane.turns[0].question if self._pane.turns else tr("Conversation")
            self.keeping.choose_file(ConversationRow(self.keeping.current, title, "", 0))

    def open(self, conversation_id: int) -> None:
        """Show an earlier conversation; what is asked next goes on with it."""
        self._abandon()
        self._pane.clear()
        self.sources_gone.emit()
        self.keeping.current = conversation_id

        def show(answer: Answer) -> None:
            turn = self._add_turn(answer.question, answer.attachment)
            turn.again_wanted.connect(lambda: self.ask_anew(turn))
            turn.show_answer(answer)

        self._stream.call(OpenConversation(conversation_id)).on(Answer, show)

    def _add_turn(self, question: str, attachment: str) -> TurnView:
        turn = self._pane.add_turn(question, attachment or None)
        turn.edit_wanted.connect(lambda: self.edit(turn))
        turn.foot.longer_wanted.connect(lambda: self.ask_longer(turn))
        return turn

    def _forget(self, conversation_id: int) -> None:
        if conversation_id == self.keeping.current:
            self.start_new()

    def _begin(self, operation: Operation, turn: TurnView) -> None:
        self.ahead.stop()
        self._running = operation
        self._pane.composer.set_running(True)
        turn.models_wanted.connect(self.models_wanted)

        def end() -> None:
            self._running = None
            self._pane.composer.set_running(False)

        def done() -> None:
            end()
            if turn.running:
                turn.show_stopped()

        def failed(failure: Failure) -> None:
            end()
            turn.show_failure(failure)
            if failure.code == "model_missing":
                self.model_missed.emit()

        operation.done(done).failed(failed)

    def _show_prefill(self, turn: TurnView, progress: PrefillProgress) -> None:
        self._model_awake = True
        turn.show_prefill(progress)

    def _show_answer(self, turn: TurnView, answer: Answer) -> None:
        turn.show_answer(answer)
        if answer.conversation_id is not None:
            self.keeping.current = answer.conversation_id
        self.keeping.reload()
        if answer.abstained or not turn.cards:
            self.sources_gone.emit()
        else:
            self.answered.emit(turn)

    def _abandon(self) -> None:
        if self._running is not None:
            self._running.abandon()
            self._running = None
            self._pane.composer.set_running(False)

    def _choose_attachment(self) -> None:
        path = choose.file(self._window, "ask", tr("Ask with a picture or recording"))
        if path:
            self._pane.composer.attach(path)
            self._pane.composer.edit.setFocus()
