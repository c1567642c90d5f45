"""The window's end of the pipe, against a real child process."""

from __future__ import annotations

import queue
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core import events
from app.core.calls import DrawThumbnail, ListItems, ListModels, Search, Verify
from app.core.question.query import Query
from app.tasks.client import Arrival, Arrived, Ended, EngineClient, EngineDied

ROOT = Path(__file__).resolve().parents[2]
CHILD = f"""
import os, sys, threading
sys.path.insert(0, {str(ROOT)!r})
import numpy as np
from app.core import events as e
from app.tasks import wire
out = sys.stdout.buffer
def send(call, event=None, *arrays, end=False):
    message = {{"call": call}}
    if event is not None:
        message["event"] = wire.to_json(event)
    if end:
        message["end"] = True
    wire.write_frame(out, message, arrays)
waiting = {{}}
while True:
    try:
        message, _ = wire.read_frame(sys.stdin.buffer)
    except wire.WireError:
        sys.exit(0)
    if "cancel" in message:
        send(message["cancel"], e.TextDelta("cancelled"))
        send(message["cancel"], end=True)
    elif "pause" in message:
        send(message["pause"], e.TextDelta("paused"))
    elif "resume" in message:
        send(message["resume"], e.TextDelta("resumed"))
    elif message["request"]["type"] == "Search":
        send(message["call"], e.TextDelta(message["request"]["query"]["text"]))
        send(message["call"], end=True)
    elif message["request"]["type"] == "DrawThumbnail":
        send(message["call"], e.Pixels(3, 2), np.arange(18, dtype=np.uint8).reshape(2, 3, 3))
        send(message["call"], end=True)
    elif message["request"]["type"] == "ListItems":
        wire.write_frame(out, {{"call": message["call"], "event": {{"type": "FromTheFuture"}}}})
        send(message["call"], end=True)
    elif message["request"]["type"] == "Verify":
        os._exit(7)
    # else no answer
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    script = tmp_path / "child.py"
    script.write_text(textwrap.dedent(CHILD))
    made = EngineClient([sys.executable, str(script)])
    yield made
    made.close()


def take(client: EngineClient, n: int) -> list[Arrival]:
    return [client.inbox.get(timeout=20) for _ in range(n)]


def test_events_come_back_and_the_call_ends(client: EngineClient) -> None:
    call = client.call(Search(Query("Zürich 漢字")))
    assert take(client, 2) == [
        Arrived(call.call_id, events.TextDelta("Zürich 漢字")),
        Ended(call.call_id),
    ]


def test_arrays_travel_beside_their_event(client: EngineClient) -> None:
    client.call(DrawThumbnail(1))
    arrived = take(client, 1)[0]
    assert isinstance(arrived, Arrived)
    assert arrived.event == events.Pixels(3, 2)
    assert arrived.arrays[0].shape == (2, 3, 3)
    assert int(arrived.arrays[0][1, 2, 2]) == 17


def test_cancel_pause_and_resume_reach_the_engine(client: EngineClient) -> None:
    call = client.call(ListModels())
    call.pause()
    call.resume()
    call.cancel()
    said: list[Any] = [a.event.text for a in take(client, 3) if isinstance(a, Arrived)]
    assert said == ["paused", "resumed", "cancelled"]
    assert take(client, 1) == [Ended(call.call_id)]


def test_an_event_of_another_version_is_left_out(client: EngineClient) -> None:
    call = client.call(ListItems())
    assert take(client, 1) == [Ended(call.call_id)]


def test_when_the_engine_dies_open_calls_fail_and_a_new_one_works(client: EngineClient) -> None:
    waiting = client.call(ListModels())
    dying = client.call(Verify())
    arrived = take(client, 5)
    for call in (waiting, dying):
        failures = [
            a.event for a in arrived if isinstance(a, Arrived) and a.call_id == call.call_id
        ]
        assert [f.code for f in failures] == ["engine_died"]
        assert failures[0].retryable
        assert Ended(call.call_id) in arrived
    assert arrived[-1] == EngineDied(7)
    again = client.call(Search(Query("back")))
    assert take(client, 2) == [
        Arrived(again.call_id, events.TextDelta("back")),
        Ended(again.call_id),
    ]


def test_a_command_that_cannot_start_says_so(tmp_path: Path) -> None:
    client = EngineClient([str(tmp_path / "no such program")])
    call = client.call(Search(Query("")))
    arrived = take(client, 3)  # in either order: the program may fail before the call is known
    failures = [each for each in arrived if isinstance(each, Arrived)]
    assert [failure.event.code for failure in failures] == ["engine_died"]
    assert Ended(call.call_id) in arrived
    assert EngineDied(None) in arrived
    client.close()


def test_closing_ends_the_child_without_a_word(client: EngineClient) -> None:
    client.call(ListModels())
    client.call(Search(Query("up")))
    take(client, 2)
    client.close()
    assert not client.running
    with pytest.raises(queue.Empty):
        client.inbox.get_nowait()


def test_what_is_asked_after_closing_starts_no_engine(client: EngineClient) -> None:
    client.call(Search(Query("up")))
    client.close()
    client.call(Search(Query("late")))
    client.start()
    assert not client.running and client.pid is None
