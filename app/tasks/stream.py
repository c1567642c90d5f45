"""From the engine's inbox into the window: drained on a timer, in small helpings.

One Qt signal per generated token stalls a window (measured: 556 ms at worst, against 18 ms this
way), so nothing here emits per event. Every 33 ms the queue is taken up to a time budget; text
pieces of a call are joined and of progress only the newest is shown."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from app.core import events
from app.core.calls import Request
from app.tasks.client import Arrival, Arrived, Call, Ended, EngineClient, EngineDied

if TYPE_CHECKING:
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

TICK_MS = 33
IDLE_TICK_MS = 250  # with no call open, only the engine's death can arrive
BUDGET_S = 0.012

_NEWEST_ONLY: tuple[type, ...] = (
    events.AddProgress,
    events.PrefillProgress,
    events.InstallProgress,
    events.VerifyProgress,
    events.FileStarted,
)

E = TypeVar("E")
Handler = Callable[[Any], None]
ArrayHandler = Callable[[Any, "tuple[NDArray[Any], ...]"], None]


class Operation:
    """What to do with the events of one call, as a value: `.on(Type, f).done(f).failed(f)`.

    Without `failed` a failure goes to `on_failure`, the place for those that have no better one."""

    def __init__(self, request: Request[Any], on_failure: Callable[[events.Failure], None]) -> None:
        self.request = request
        self._on_failure = on_failure
        self.finished = False
        self._call: Call | None = None
        self._handlers: dict[type, Handler] = {}
        self._array_handlers: dict[type, ArrayHandler] = {}
        self._done: list[Callable[[], None]] = []
        self._failed: list[Callable[[events.Failure], None]] = []
        self._failure: events.Failure | None = None
        self._muted = False

    def on(self, event_type: type[E], handler: Callable[[E], None]) -> Operation:
        self._check(event_type)
        self._handlers[event_type] = handler
        return self

    def on_arrays(
        self, event_type: type[E], handler: Callable[[E, tuple[NDArray[Any], ...]], None]
    ) -> Operation:
        self._check(event_type)
        self._array_handlers[event_type] = handler
        return self

    def _check(self, event_type: type) -> None:
        asked = type(self.request)
        assert event_type in asked.events, f"{asked.__name__} is not answered by {event_type}"

    def done(self, handler: Callable[[], None]) -> Operation:
        """When the call ended without a failure (also after a cancel)."""
        self._done.append(handler)
        return self

    def failed(self, handler: Callable[[events.Failure], None]) -> Operation:
        self._failed.append(handler)
        return self

    def cancel(self) -> None:
        if self._call is not None and not self.finished:
            self._call.cancel()

    def abandon(self) -> None:
        """Cancel, and hear nothing more: the place that asked has moved on."""
        self._muted = True
        self.cancel()

    def pause(self) -> None:
        if self._call is not None and not self.finished:
            self._call.pause()

    def resume(self) -> None:
        if self._call is not None and not self.finished:
            self._call.resume()

    @property
    def stays(self) -> bool:
        return self.request.stays

    def _attach(self, call: Call) -> None:
        self._call = call

    def _take(self, event: Any, arrays: tuple[NDArray[Any], ...]) -> None:
        if isinstance(event, events.Failure):
            self._failure = event
            return
        if self._muted:
            return
        if handler := self._handlers.get(type(event)):
            handler(event)
        if array_handler := self._array_handlers.get(type(event)):
            array_handler(event, arrays)

    def _end(self) -> None:
        self.finished = True
        if self._muted:
            return
        if self._failure is None:
            for done in self._done:
                done()
        else:
            for failed in self._failed or [self._on_failure]:
                failed(self._failure)


class EventStream(QObject):
    """Owns the timer; gives each arrival to its operation.

    `on_died` is told when the engine went away, after its open operations have failed;
    `on_failure` of every failure that its operation has no place for."""

    def __init__(
        self,
        client: EngineClient,
        on_died: Callable[[int | None], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._open: dict[int, Operation] = {}
        self.on_died = on_died or (lambda _code: None)
        self.on_failure: Callable[[events.Failure], None] = _log
        self._timer = QTimer(self)
        self._timer.setInterval(IDLE_TICK_MS)
        self._timer.timeout.connect(self.drain)

    def start(self) -> None:
        """Start the engine and the timer."""
        self._client.start()
        self._timer.start()

    def stop(self) -> None:
        """Stop listening, then end the engine."""
        self._timer.stop()
        self._client.close()

    def call(self, request: Request[Any]) -> Operation:
        operation = Operation(request, self.on_failure)
        call = self._client.call(request)
        operation._attach(call)
        self._open[call.call_id] = operation
        self._set_pace()
        return operation

    def open_requests(self) -> list[Request[Any]]:
        """What is asked for and not at its end, in the order it was asked."""
        return [operation.request for operation in self._open.values()]

    def drain(self) -> None:
        """Take what has arrived, for at most `BUDGET_S`."""
        deadline = time.monotonic() + BUDGET_S
        batch: list[Arrival] = []
        try:
            while time.monotonic() < deadline and len(batch) < 2000:
                batch.append(self._client.inbox.get_nowait())
        except queue.Empty:
            pass
        for arrival in coalesce(batch):
            self._dispatch(arrival)
        self._set_pace()

    def _dispatch(self, arrival: Arrival) -> None:
        if isinstance(arrival, EngineDied):
            self.on_died(arrival.exit_code)
            return
        operation = self._open.get(arrival.call_id)
        if operation is None:
            return
        if isinstance(arrival, Ended):
            del self._open[arrival.call_id]
            operation._end()
        else:
            operation._take(arrival.event, arrival.arrays)

    def _set_pace(self) -> None:
        expected = any(not operation.stays for operation in self._open.values())
        wanted = TICK_MS if expected or not self._client.inbox.empty() else IDLE_TICK_MS
        if self._timer.interval() != wanted:
            self._timer.setInterval(wanted)


def _log(failure: events.Failure) -> None:
    log.warning("a call failed: %s", failure.code)
    log.debug("%s", failure.message)


def coalesce(batch: list[Arrival]) -> list[Arrival]:
    """Join neighbouring text pieces of a call; of each kind of progress keep a call's newest.

    The order of what is left is the order of arrival."""
    newest: dict[tuple[int, type], int] = {}
    for position, arrival in enumerate(batch):
        if isinstance(arrival, Arrived) and isinstance(arrival.event, _NEWEST_ONLY):
            newest[arrival.call_id, type(arrival.event)] = position
    kept: list[Arrival] = []
    for position, arrival in enumerate(batch):
        if isinstance(arrival, Arrived):
            event = arrival.event
            if isinstance(event, _NEWEST_ONLY):
                if newest[arrival.call_id, type(event)] != position:
                    continue
            elif isinstance(event, events.TextDelta) and kept:
                last = kept[-1]
                if (
                    isinstance(last, Arrived)
                    and last.call_id == arrival.call_id
                    and isinstance(last.event, events.TextDelta)
                ):
                    kept[-1] = Arrived(last.call_id, events.TextDelta(last.event.text + event.text))
                    continue
        kept.append(arrival)
    return kept
