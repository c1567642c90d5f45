"""The line at the bottom: what the engine does, which model answered, what it fills and holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.core import calls
from app.core.events import Answer
from app.gui import parts, places
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.turn import TurnView
from app.gui.language import figure, tr
from app.gui.theme import Theme
from app.tasks.client import EngineClient
from app.tasks.stream import EventStream
from app.tasks.vitals import Vital, Vitals

LOOK_MS = 400
# The first that is asked for says what the engine does.
_DOING: tuple[tuple[type[calls.Request[Any]], str], ...] = (
    (calls.Ask, tr("Answering")),
    (calls.HearWords, tr("Hearing a recording")),
    (calls.Verify, tr("Checking the library")),
    (calls.InstallModel, tr("Installing a model")),
    (calls.Add, tr("Adding files")),
    (calls.InspectTokens, tr("Looking into words")),
    (calls.Search, tr("Searching")),
)


class StatusLine(QWidget):
    """Parts give way from the right where the window is narrow."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = parts.row(self, space=18)
        line.setContentsMargins(14, 3, 14, 4)
        self.engine = parts.label(tr("Starting…"), "small")
        self.model = parts.label("", "small")
        self.context = Meter(theme, tr("context"))
        self.cache = parts.label("", "small")
        self.memory = parts.label("", "small")
        self.memory.setToolTip(tr("Memory of the engine and its readers"))
        self.cache.setToolTip(tr("Tokens of the last prompt that were not read anew, and what the "
                              "model's cache of them (KV cache) takes"))  # fmt: skip
        self.connections = parts.label("", "small")
        self.connections.setToolTip(tr("To other machines, at this moment (see Privacy…)"))
        shown = (self.engine, self.model, self.context, self.cache, self.memory, self.connections)
        self._parts = (self.engine, self.connections, *shown[1:-1])  # the last gives way first
        line.addWidget(self.engine)
        line.addStretch(1)
        for part in shown[1:]:
            line.addWidget(part)
            part.hide()
        self._known: set[QWidget] = {self.engine}

    def show_engine(self, said: str) -> None:
        self.engine.setText(said)
        self.engine.setAccessibleName(f"{tr('Engine')}: {said}")

    def show_memory(self, n_bytes: int | None) -> None:
        self._tell(self.memory, f"{tr('memory')} {places.size(n_bytes)}" if n_bytes else "")

    def show_connections(self, number: int | None) -> None:
        said = "" if number is None else places.count(number, "connection")
        self.connections.setProperty("tone", "warn" if number else "")
        parts.restyle(self.connections)
        self._tell(self.connections, said)

    def show_answer(self, answer: Answer) -> None:
        """What the newest answer filled; one that no model wrote tells nothing new."""
        figures = answer.metrics
        length = figures.get("context_length", 0)
        if not length:
            return
        self._tell(self.model, answer.model)
        filled = figures.get("prompt_tokens", 0) + figures.get("completion_tokens", 0)
        self.context.show_share(
            filled / length,
            tr("{n} of {all} tokens").format(n=figure(filled), all=figure(length)),
        )
        self._known.add(self.context)
        cached = f"{tr('cached')} {places.count(round(figures.get('cached_tokens', 0)), 'token')}"
        kept = round(figures.get("kv_cache_mb", 0) * 2**20)
        self._tell(self.cache, f"{cached}, {places.size(kept)}" if kept else cached)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _tell(self, part: QWidget, text: str) -> None:
        part.setText(text)  # type: ignore[attr-defined]
        (self._known.add if text else self._known.discard)(part)
        self._fit()

    def _fit(self) -> None:
        left = self.width() - 28
        for part in self._parts:
            left -= part.sizeHint().width() + 18 if part in self._known else 0
            part.setVisible(part in self._known and left >= -18)


class Meter(QWidget):
    """A short bar and a word: `context 3 %`."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._share = 0.0
        line = parts.row(self, space=6)
        self._bar = _Bar(theme)
        self._label = parts.label("", "small")
        line.addWidget(self._bar)
        line.addWidget(self._label)

    def show_share(self, share: float, said: str) -> None:
        self._bar.show_share(share)
        self._label.setText(f"{self._name} {share:.0%}")
        self.setToolTip(f"{self._name.capitalize()}: {said}")
        self.setAccessibleName(f"{self._name}: {said}")

    def text(self) -> str:
        return self._label.text()


class _Bar(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share = theme, 0.0
        self.setFixedSize(QSize(48, 6))
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        self._share = max(0.0, min(1.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("pressed"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setBrush(self._theme.colour("warn" if self._share > 0.9 else "accent"))
        painter.drawRoundedRect(QRectF(0, 0, max(4.0, 48 * self._share), 6), 3, 3)


def doing(
    open_requests: Sequence[calls.Request[Any]], *, running: bool, idle: str = tr("Ready")
) -> str:
    """What the engine does, in words; `idle` where that is nothing."""
    if not running:
        return tr("Engine stopped")
    kinds = {type(request) for request in open_requests}
    return next((words for kind, words in _DOING if kind in kinds), idle)


class StatusFlow(QObject):
    """Looks a few times a second at what is asked for, and at what `vitals` found out."""

    def __init__(
        self,
        stream: EventStream,
        client: EngineClient,
        line: StatusLine,
        pane: ConversationPane,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._stream, self._client, self._line = stream, client, line
        self.vitals = Vitals(lambda: self.engine_pid)
        self._shown = Vital()
        self._idle = tr("Starting…")
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        pane.turn_added.connect(self._follow)

    def start(self) -> None:
        self._timer.start()
        self.vitals.start()

    def stop(self) -> None:
        self._timer.stop()
        self.vitals.stop()

    @property
    def engine_pid(self) -> int | None:
        return self._client.pid

    def show_idle(self, words: str) -> None:
        """What is to be said from now on while the engine does nothing."""
        self._idle = words
        self.look()

    def look(self) -> None:
        running = self._client.running
        asked = self._stream.open_requests()
        self._line.show_engine(doing(asked, running=running, idle=self._idle))
        if self.vitals.newest != self._shown:
            self._shown = self.vitals.newest
            self._line.show_memory(self._shown.n_bytes)
            self._line.show_connections(self._shown.connections)

    def _follow(self, turn: TurnView) -> None:
        turn.answered.connect(self._line.show_answer)
