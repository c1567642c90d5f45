"""The engine's loop, in this process: what it does between calls."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from app.core import calls, events
from app.core.question.query import Query
from app.settings import Settings
from app.tasks import engine as engine_module
from app.tasks.engine import Engine
from app.tasks.wire import read_frame, to_json, write_frame


class Core:
    """Answers at once, and notes when it is told to prepare."""

    def __init__(self) -> None:
        self.warmed = threading.Event()
        self.n_warmed = 0
        self.prepared = threading.Event()
        self.filled = threading.Event()
        self.n_steps = 0

    settings = Settings()

    @property
    def retriever(self) -> Core:
        return self

    beside = retriever

    def prepare(self) -> None:
        self.prepared.set()

    def step(self, hurried: Callable[[], bool]) -> bool:
        """Idle work in three steps."""
        assert self.prepared.is_set()
        self.n_steps += 1
        if self.n_steps == 3:
            self.filled.set()
        return self.n_steps < 3

    def ask(self, *asked: Any) -> Iterator[events.TextDelta]:
        yield events.TextDelta("yes")

    def warm(self, cancelled: Callable[[], bool]) -> None:
        assert not cancelled()
        self.n_warmed += 1
        self.warmed.set()

    def close(self) -> None: ...


class Window:
    """The other end of the engine's pipes."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        self._requests = requests
        self._replies = replies

    def call(self, number: int, message: dict[str, Any]) -> list[dict[str, Any]]:
        """What came back until the call's end."""
        write_frame(self._requests, {"call": number, **message})
        came: list[dict[str, Any]] = []
        while not came or "end" not in came[-1]:
            came.append(read_frame(self._replies)[0])
        return came

    def close(self) -> None:
        self._requests.close()


@pytest.fixture
def core() -> Core:
    return Core()


@pytest.fixture
def window(core: Core) -> Iterator[Window]:
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    with (
        os.fdopen(theirs_in, "rb") as requests,
        os.fdopen(theirs_out, "wb", buffering=0) as replies,
        os.fdopen(ours_in, "rb") as incoming,
    ):
        outgoing = os.fdopen(ours_out, "wb", buffering=0)
        engine = Engine(requests, replies, lambda: core, lambda: None, Path())  # type: ignore[arg-type, return-value]

        def serve() -> None:
            try:
                engine.run()
            finally:
                replies.close()  # so that nobody waits for an engine that ended

        thread = threading.Thread(target=serve)
        thread.start()
        yield Window(outgoing, incoming)
        outgoing.close()
        thread.join(20)
        assert not thread.is_alive()


def test_after_an_answer_it_prepares_for_the_next(window: Window, core: Core) -> None:
    came = window.call(1, {"request": to_json(calls.Ask(Query("Does it?")))})
    assert came[0]["event"]["text"] == "yes"
    assert core.warmed.wait(20)
    window.call(2, {"request": {"type": "NoSuchCall"}})
    window.call(3, {"request": {"type": "NoSuchCall"}})
    assert core.n_warmed == 1


def test_preparing_may_fail_without_harm(
    window: Window, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def fail(cancelled: Callable[[], bool]) -> None:
        tried.set()
        raise RuntimeError("no memory left")

    monkeypatch.setattr(core, "warm", fail)
    for number in (1, 2):
        came = window.call(number, {"request": to_json(calls.Ask(Query("Does it?")))})
        assert came[0]["event"]["text"] == "yes"
        assert tried.wait(20)
        tried.clear()


def test_a_call_it_cannot_read_ends_with_a_reason_and_nothing_else(window: Window) -> None:
    for broken in ({}, {"request": None}, {"request": {"type": "Ask"}}, {"request": {"type": 7}}):
        *_, ended = window.call(1, broken)
        assert ended["end"] is True
    came = window.call(2, {"request": to_json(calls.Ask(Query("Does it?")))})
    assert came[0]["event"]["text"] == "yes"


def test_idle_time_is_used_step_by_step_until_nothing_is_left(
    window: Window, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "FILL_AFTER_S", 0.05)
    window.call(1, {"request": to_json(calls.Ask(Query("Does it?")))})
    assert core.filled.wait(20)
    window.call(2, {"request": to_json(calls.Ask(Query("Still?")))})
    assert core.n_steps == 3


def test_idle_work_may_fail_without_harm(
    window: Window, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def fail(hurried: Callable[[], bool]) -> bool:
        tried.set()
        raise RuntimeError("no memory left")

    monkeypatch.setattr(engine_module, "FILL_AFTER_S", 0.05)
    monkeypatch.setattr(core, "step", fail)
    window.call(1, {"request": to_json(calls.Ask(Query("Does it?")))})
    assert tried.wait(20)
    came = window.call(2, {"request": to_json(calls.Ask(Query("Does it?")))})
    assert came[0]["event"]["text"] == "yes"
