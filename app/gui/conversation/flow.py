"""Joins the conversation to the engine: asking, finding, stopping, earlier conversations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeDatabase, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

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
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.turn import TurnView
from app.gui.library.history import HistoryList
from app.tasks.stream import EventStream, Operation

N_FOUND = 12


class ConversationFlow(QObject):
    answered = Signal(object)  # the turn that has sources to show
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
        self._on_failure, self._window = on_failure, window
        self._running: Operation | None = None
        self._conversation_id: int | None = None
        self._model_awake = False  # the first answer waits for the language model to load
        composer = pane.composer
        composer.asked.connect(self.ask)
        composer.found.connect(self.find)
        composer.stop_wanted.connect(self.stop)
        composer.attach_wanted.connect(self._choose_attachment)
        history.opened.connect(self.open)
        history.new_wanted.connect(self.start_new)
        history.delete_wanted.connect(self.confirm_deletion)

    @property
    def running(self) -> bool:
        return self._running is not None

    def ask(self, question: str, attachment: str = "") -> None:
        if self._running is not None:
            return
        turn = self._pane.add_turn(question, attachment or None)
        turn.retry_wanted.connect(lambda: self.ask(question, attachment))
        if not self._model_awake:
            turn.say_when_quiet("Waking the language model…")
        params: dict[str, Any] = {
            "question": question,
            "settings": self._pane.sampling.values(),
            "conversation_id": self._conversation_id,
            **_attached(attachment),
        }
        operation = (
            self._stream.call("ask", params)
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
        turn = self._pane.add_turn(words or "Similar to this", attachment or None)
        turn.retry_wanted.connect(lambda: self.find(words, attachment))
        params: dict[str, Any] = {"text": words or None, "k": N_FOUND, **_attached(attachment)}

        def show(result: SearchResult) -> None:
            turn.show_hits(result)
            if turn.cards:
                self.answered.emit(turn)

        self._begin(self._stream.call("search", params).on(SearchResult, show), turn)

    def stop(self) -> bool:
        if self._running is None:
            return False
        self._running.cancel()
        return True

    def start_new(self) -> None:
        self._abandon()
        self._conversation_id = None
        self._pane.clear()
        self._pane.composer.edit.setFocus()

    def engine_is_back(self) -> None:
        """A new engine has loaded nothing yet."""
        self._model_awake = False
        self.reload_history()

    def reload_history(self) -> None:
        self._list_after(self._stream.call("conversations", {}))

    def confirm_deletion(self, row: ConversationRow) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle("Delete conversation")
        box.setText("Delete this conversation?")
        box.setInformativeText(
            f"“{row.title}”\n\nIts questions, answers and quotes are erased and cannot be "
            "brought back. Your library stays as it is."
        )
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        delete.clicked.connect(lambda: self.delete(row.conversation_id))
        box.open()

    def delete(self, conversation_id: int) -> None:
        if conversation_id == self._conversation_id:
            self.start_new()
        params = {"conversation_id": conversation_id}
        self._list_after(self._stream.call("forget_conversation", params))

    def _list_after(self, operation: Operation) -> None:
        """Show the conversations that `operation` tells of."""
        rows: list[ConversationRow] = []
        operation.on(ConversationRow, rows.append).done(
            lambda: self._history.show_rows(rows, self._conversation_id)
        ).failed(self._on_failure)

    def open(self, conversation_id: int) -> None:
        """Show an earlier conversation; what is asked next goes on with it."""
        self._abandon()
        self._pane.clear()
        self._conversation_id = conversation_id
        self._stream.call("conversation", {"conversation_id": conversation_id}).on(
            Answer, lambda answer: self._pane.add_turn(answer.question).show_answer(answer)
        ).failed(self._on_failure)

    def _begin(self, operation: Operation, turn: TurnView) -> None:
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
            self._conversation_id = answer.conversation_id
        self.reload_history()
        if turn.cards and not answer.abstained:
            self.answered.emit(turn)

    def _abandon(self) -> None:
        if self._running is not None:
            self._running.abandon()
            self._running = None
            self._pane.composer.set_running(False)

    def _choose_attachment(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self._window, "Ask with a picture or recording")
        if path:
            self._pane.composer.attach(path)
            self._pane.composer.edit.setFocus()


def _attached(path: str) -> dict[str, str]:
    """Whether a file is sent as picture or as sound goes by its name; the engine looks inside."""
    if not path:
        return {}
    kind = QMimeDatabase().mimeTypeForFile(path, QMimeDatabase.MatchMode.MatchExtension).name()
    return {"audio" if kind.startswith(("audio/", "video/")) else "image": path}
