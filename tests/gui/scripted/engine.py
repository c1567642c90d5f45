"""The frames of the scripted engine, and what it knows while it runs; how each call is played
stands in the modules beside it."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from app.core import calls
from app.core import events as e
from app.tasks import wire
from tests.gui.scripted.contents import BASE, failed, row

PLAYED: dict[type[calls.Request[Any]], Callable[..., Iterator[Any]]] = {}


def plays(request: type[calls.Request[Any]]) -> Callable[[Any], Any]:
    """Every declared call has one; see `test_calls`."""

    def register(handler: Any) -> Any:
        PLAYED[request] = handler
        return handler

    return register


class Engine:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.lock = threading.Lock()
        self.cancelled: set[int] = set()
        self.paused: set[int] = set()
        more = [
            row(100 + n, f"/home/user/Archive/{n:05d}.txt", "text", f"Archive note {n:05d}.txt", 4)
            for n in range(options.items)
        ]
        self.items = [] if options.empty else [*BASE, *more]
        self.turns: list[e.Answer] = []
        self.passphrase = options.passphrase
        self.is_open = self.passphrase is None
        self.opened_backup = False
        self.forgotten: set[int] = set()
        self.names: dict[int, str] = {}
        self.ahead: list[str] = []
        self.installed = not options.no_models
        self.chosen: dict[str, str] = {}
        self.damaged = "dinov2-small"
        self.larger_installed, self.writer = self.installed, "qwen2.5-coder-0.5b-instruct"
        self.collections: dict[int, tuple[str, set[int]]] = {}
        self.watched: list[e.WatchedRow] = []
        self.voices: dict[str, int] = {}  # recordings by name
        self.speaker = ""  # who is heard in a recording

    # --- frames ---

    def send(self, call_id: int, event: Any = None, *arrays: Any, end: bool = False) -> None:
        message: dict[str, Any] = {"call": call_id}
        if event is not None:
            message["event"] = wire.to_json(event)
        if end:
            message["end"] = True
        with self.lock:
            wire.write_frame(sys.stdout.buffer, message, arrays)

    def serve(self) -> None:
        while True:
            try:
                message, _arrays = wire.read_frame(sys.stdin.buffer)
            except wire.WireError:
                return
            if "call" in message:
                threading.Thread(target=self.run, args=(message,), daemon=True).start()
            elif "cancel" in message:
                self.cancelled.add(message["cancel"])
            elif "pause" in message:
                self.paused.add(message["pause"])
            elif "resume" in message:
                self.paused.discard(message["resume"])

    def run(self, message: dict[str, Any]) -> None:
        call_id, asked = message["call"], wire.request_from_json(message["request"])
        self.maybe_die(type(asked).__name__)
        if not (self.is_open or isinstance(asked, calls.OpenLock)):
            locked = "This library is locked with a passphrase."
            self.send(call_id, failed("passphrase_needed", locked, "Give it."))
            self.send(call_id, end=True)
            return
        try:
            for reply in PLAYED[type(asked)](self, call_id, asked):
                event, *arrays = reply if isinstance(reply, tuple) else (reply,)
                if type(event) not in (*asked.events, e.Failure):
                    raise TypeError(f"{type(event)} is not declared as an answer to {type(asked)}")
                self.send(call_id, event, *arrays)
        except LookupError as error:
            failure = failed("not_found", f"Not in the library: {error}", "Choose another item.")
            self.send(call_id, failure)
        except Exception as error:  # noqa: BLE001 - told, so that the test which caused it fails
            self.send(call_id, failed("bug", f"{type(error).__name__}: {error}", "Mend it."))
        self.send(call_id, end=True)

    def maybe_die(self, call: str) -> None:
        marker = self.options.marker
        if call == self.options.die_on and not (marker and marker.exists()):
            if marker:
                marker.write_text("died")
            sys.stdout.buffer.flush()
            import os

            os._exit(9)

    def nap(self, seconds: float) -> None:
        if self.options.slow:
            time.sleep(seconds)
