"""The declaration of calls, the engine's handlers and the scripted engine agree."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest

from app.core import calls, events
from app.core.question.query import Query
from app.tasks.handlers import HANDLERS
from app.tasks.lock_handlers import LOCK_HANDLERS
from app.tasks.wire import WireError, event_from_json, request_from_json, to_json
from models.decoder.settings import GenerationSettings
from tests.gui.scripted_engine import PLAYED


def test_every_declared_call_is_handled_and_played() -> None:
    declared = set(calls.requests().values())
    assert {*HANDLERS, *LOCK_HANDLERS} == declared and not HANDLERS.keys() & LOCK_HANDLERS.keys()
    assert set(PLAYED) == declared


def test_events_of_calls_are_declared_values() -> None:
    for request in calls.requests().values():
        for event in request.events:
            assert dataclasses.is_dataclass(event) and event.__module__ == events.__name__


def test_a_request_travels_whole() -> None:
    query = Query(
        "Wo?", image=Path("/a/ü.png"), kinds=("image",), since=date(2024, 2, 29), items=(3, 4)
    )
    asked = calls.Ask(query, GenerationSettings(temperature=0.7, stop=("\n",)), 9)
    assert request_from_json(json.loads(json.dumps(to_json(asked)))) == asked


def test_an_event_travels_whole() -> None:
    cited = events.Citation(1, "audio", "/a.ogg", 2, 3, {"start_s": 1.5}, "so", True, "A")
    checked = events.SentenceChecked(0, 9, "supported", (cited,), ((4, 1),))
    assert event_from_json(json.loads(json.dumps(to_json(checked)))) == checked


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "Ask"},
        {"type": "ShowItem", "item_id": "one"},
        {"type": "Removed", "items": 1, "chunks": 1},
        {},
    ],
)
def test_what_is_no_request_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(WireError):
        request_from_json(broken)
