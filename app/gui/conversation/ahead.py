"""While a question is typed, let the engine begin to read what it will be answered from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.core.calls import ReadAhead
from app.gui.conversation.composer import Composer
from app.gui.conversation.scope import Scope, asked
from app.tasks.stream import EventStream, Operation

WAIT_MS = 450  # without a key, before what is typed is taken for a question
LEAST_CHARS = 12


class ReadingAhead(QObject):
    """Nothing comes of it but a shorter wait; it ends with the next key and with the asking."""

    def __init__(
        self,
        stream: EventStream,
        composer: Composer,
        is_free: Callable[[], bool],
        scope: Callable[[], Scope | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._stream, self._composer = stream, composer
        self._is_free, self._scope = is_free, scope
        self._running: Operation | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._begin)
        composer.edit.textChanged.connect(self._typed)

    def stop(self) -> None:
        self._timer.stop()
        if self._running is not None:
            self._running.abandon()
            self._running = None

    def _typed(self) -> None:
        self.stop()
        if len(self._composer.edit.toPlainText().strip()) >= LEAST_CHARS:
            self._timer.start()

    def _begin(self) -> None:
        if self._is_free() and not self._composer.attachment():
            question = self._composer.edit.toPlainText().strip()
            query = asked(question, "", self._scope())
            self._running = self._stream.call(ReadAhead(query)).failed(lambda _failure: None)
