"""From the inbox to the handlers: order, joining, and what ends an operation."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from typing import Any

import pytest

from app.core import events
from app.core.calls import Ask
from app.core.question.query import Query
from app.tasks.client import Arrived, Call, Ended, EngineClient, EngineDied
from app.tasks.stream import IDLE_TICK_MS, TICK_MS, EventStream, coalesce

ASK = Ask(Query("Does it?"))


def failed(code: str) -> events.Failure:
    return events.Failure(code, events.Words("Full."), events.Words("Make room."))


class Silent(EngineClient):
    """A client without a child: the test fills the inbox."""

    def __init__(self) -> None:
        super().__init__(["unused"])
        self.sent: list[dict[str, Any]] = []
        self._next = 0

    def start(self) -> None:
        pass

    def call(self, request: Any) -> Call:
        self._next += 1
        return Call(self, self._next)

    def send(self, signal: Any, request: Any = None) -> None:
        self.sent.append(dict(signal))


@pytest.fixture
def client(qapp: Any) -> Silent:
    return Silent()


def progress(done: int) -> events.AddProgress:
    return events.AddProgress(done, 9, None)


def test_coalesce_joins_text_and_keeps_the_newest_progress() -> None:
    batch = [
        Arrived(1, progress(1)),
        Arrived(2, events.TextDelta("a")),
        Arrived(2, events.TextDelta("b")),
        Arrived(1, progress(2)),
        Arrived(3, progress(7)),
        Arrived(2, events.TextDelta("c")),
        Ended(2),
    ]
    assert coalesce(batch) == [  # type: ignore[arg-type]
        Arrived(2, events.TextDelta("ab")),
        Arrived(1, progress(2)),
        Arrived(3, progress(7)),
        Arrived(2, events.TextDelta("c")),
        Ended(2),
    ]


def test_coalesce_never_joins_across_calls() -> None:
    batch = [Arrived(1, events.TextDelta("a")), Arrived(2, events.TextDelta("b"))]
    assert coalesce(batch) == batch  # type: ignore[arg-type]


def test_handlers_get_their_events_then_done(client: Silent) -> None:
    stream = EventStream(client)
    heard: list[Any] = []
    operation = stream.call(ASK).on(events.TextDelta, lambda e: heard.append(e.text))
    operation.done(lambda: heard.append("done")).failed(lambda _f: heard.append("failed"))
    client.inbox.put(Arrived(1, events.TextDelta("Hello")))
    client.inbox.put(Ended(1))
    stream.drain()
    assert heard == ["Hello", "done"]
    assert operation.finished


def test_a_failure_is_told_at_the_end_and_instead_of_done(client: Silent) -> None:
    stream = EventStream(client)
    heard: list[str] = []
    stream.call(ASK).done(lambda: heard.append("done")).failed(
        lambda failure: heard.append(failure.code)
    )
    client.inbox.put(Arrived(1, failed("disk_full")))
    client.inbox.put(Ended(1))
    stream.drain()
    assert heard == ["disk_full"]


def test_an_abandoned_operation_cancels_and_says_nothing_more(client: Silent) -> None:
    stream = EventStream(client)
    heard: list[Any] = []
    operation = stream.call(ASK).on(events.TextDelta, heard.append)
    operation.done(lambda: heard.append("done"))
    operation.abandon()
    client.inbox.put(Arrived(1, events.TextDelta("late")))
    client.inbox.put(Ended(1))
    stream.drain()
    assert heard == []
    assert client.sent == [{"cancel": 1}]


def test_death_is_told_after_the_open_operations_failed(client: Silent) -> None:
    heard: list[Any] = []
    stream = EventStream(client, on_died=lambda code: heard.append(code))
    stream.call(ASK).failed(lambda failure: heard.append(failure.code))
    client.inbox.put(Arrived(1, failed("engine_died")))
    client.inbox.put(Ended(1))
    client.inbox.put(EngineDied(-9))
    stream.drain()
    assert heard == ["engine_died", -9]


def test_the_timer_is_slow_when_nothing_is_open(client: Silent) -> None:
    stream = EventStream(client)
    assert stream._timer.interval() == IDLE_TICK_MS
    stream.call(ASK)
    assert stream._timer.interval() == TICK_MS
    client.inbox.put(Ended(1))
    stream.drain()
    assert stream._timer.interval() == IDLE_TICK_MS


def test_a_failure_without_a_place_of_its_own_goes_to_the_default_one(client: Silent) -> None:
    stream = EventStream(client)
    heard: list[str] = []
    stream.on_failure = lambda failure: heard.append(failure.code)
    stream.call(ASK)
    client.inbox.put(Arrived(1, failed("disk_full")))
    client.inbox.put(Ended(1))
    stream.drain()
    assert heard == ["disk_full"]


def test_a_handler_for_what_a_call_is_never_answered_with_is_a_mistake(client: Silent) -> None:
    operation = EventStream(client).call(ASK)
    with pytest.raises(AssertionError, match="Ask is not answered by"):
        operation.on(events.Removed, lambda _event: None)
